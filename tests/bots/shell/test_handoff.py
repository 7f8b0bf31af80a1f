"""What people do with a handoff, state by state, and who owns the thread afterwards."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from audit.models import AuditEntry
from bots.handoff import (
    answer,
    claim,
    close,
    give_back,
    give_back_conversation,
    open_handoff,
    take_over,
)
from bots.handoff_states import ALLOWED, NotAllowed
from bots.models import BotProfile, Handoff
from bots.resume import resume_due
from bots.take_in import take_in
from crm.contracts import CommandHeard
from crm.models import Lead, Location, OutboxEntry
from orchestrator.engine import Orchestrator
from tests.bots.shell.cast import (
    Clock,
    a_lead,
    a_location,
    a_member_of_staff,
    a_message,
    conversation_of,
    is_sent,
    lead_writes,
    run_due,
    somebody_writes,
    texts_of,
    turns_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam() -> Any:
    return a_member_of_staff("sam")


@pytest.fixture
def waiting(clock: Clock, no_model: Orchestrator) -> Handoff:
    """A lead asked for a person, got the waiting line, and waits."""
    lead = a_lead()
    lead_writes(lead, "let me talk to a person", clock.at)
    clock.forward(5)
    run_due(no_model, clock)
    is_sent(texts_of(lead)[0], clock.forward(1))
    return Handoff.objects.get(conversation__lead=lead)


def actions(lead: Lead) -> list[str]:
    return list(AuditEntry.objects.filter(lead_id=lead.pk).order_by("id").values_list("action", flat=True))


def test_every_status_has_a_row_in_the_table() -> None:
    assert set(ALLOWED) == set(Handoff.Status.values)


VERBS: dict[str, Callable[..., Any]] = {
    "claimed": claim,
    "answered": lambda handoff, by, now: answer(handoff, by, "Hello, this is Sam.", now),
    "returned": give_back,
    "closed": lambda handoff, by, now: close(handoff, by, "done", now),
}


@pytest.mark.parametrize("start", ["open", "claimed", "answered", "returned", "closed"])
@pytest.mark.parametrize("wanted", VERBS)
def test_the_verbs_go_where_the_table_allows(start: str, wanted: str, waiting: Handoff, sam: Any, clock: Clock) -> None:
    claimed_by = None if start == "open" else sam
    Handoff.objects.filter(pk=waiting.pk).update(status=start, claimed_by=claimed_by)
    waiting.refresh_from_db()
    allowed = wanted in ALLOWED[start] or (start == "open" and wanted == "answered") or (start == wanted == "claimed")
    if allowed:
        VERBS[wanted](waiting, sam, clock())
        waiting.refresh_from_db()
        assert waiting.status == wanted
    else:
        with pytest.raises(NotAllowed, match=r"[.]$"):
            VERBS[wanted](waiting, sam, clock())
        waiting.refresh_from_db()
        assert waiting.status == start


def test_claiming_keeps_the_thread_with_people_and_is_recorded(waiting: Handoff, sam: Any, clock: Clock) -> None:
    claim(waiting, sam, clock())
    waiting.refresh_from_db()
    assert (waiting.status, waiting.claimed_by, waiting.claimed_at) == ("claimed", sam, clock.at)
    assert waiting.conversation.owner == "person"
    assert actions(waiting.conversation.lead)[-2:] == ["handoff.opened", "handoff.claimed"]


def test_what_one_claimed_another_cannot_claim(waiting: Handoff, sam: Any, clock: Clock) -> None:
    claim(waiting, sam, clock())
    with pytest.raises(NotAllowed, match="Somebody else"):
        claim(waiting, a_member_of_staff("kim"), clock())


def test_an_answer_is_a_staff_text_on_the_leads_number_and_a_double_click_is_one(
    waiting: Handoff, sam: Any, clock: Clock
) -> None:
    first = answer(waiting, sam, " Hello, this is Sam. ", clock())
    again = answer(waiting, sam, "Hello, this is Sam.", clock())
    other = answer(waiting, sam, "Are you free at five?", clock())
    assert first.pk == again.pk != other.pk
    lead = waiting.conversation.lead
    assert (first.purpose, first.payload["body"], first.payload["to_number"]) == (
        "staff", "Hello, this is Sam.", lead.phone,
    )  # fmt: skip
    waiting.refresh_from_db()
    assert (waiting.status, waiting.claimed_by) == ("answered", sam)


def test_an_empty_answer_and_one_in_shadow_mode_are_refused(waiting: Handoff, sam: Any, clock: Clock) -> None:
    with pytest.raises(NotAllowed, match="empty"):
        answer(waiting, sam, "  ", clock())
    Location.objects.update(mode="shadow")
    with pytest.raises(NotAllowed, match="mode shadow"):
        answer(waiting, sam, "Hello", clock())
    waiting.refresh_from_db()
    assert waiting.status == "open"


def test_back_with_the_bot_the_unanswered_words_get_one_turn(
    waiting: Handoff, sam: Any, clock: Clock, no_model: Orchestrator
) -> None:
    lead = waiting.conversation.lead
    lead_writes(lead, "I want to sell my house", clock.forward(60))
    give_back(waiting, sam, clock.forward(60))
    conversation = conversation_of(lead)
    assert (conversation.owner, conversation.owner_reason) == ("bot", "given_back")
    run_due(no_model, clock)
    turn = turns_of(lead)[-1]
    assert (turn.outcome, turn.reason) == ("reply", "switch_role")
    assert len([one for one in turns_of(lead) if one.cause.startswith("given_back")]) == 1


def test_back_with_the_bot_nothing_opens_when_our_line_was_the_last_word(
    waiting: Handoff, sam: Any, clock: Clock
) -> None:
    give_back(waiting, sam, clock.forward(60))
    assert [turn.outcome for turn in turns_of(waiting.conversation.lead)] == ["handoff"]


def an_answered_lead(clock: Clock, model: Orchestrator, text: str = "I want to sell my house", **place: str) -> Lead:
    lead = a_lead(a_location(**place))
    lead_writes(lead, text, clock.forward(1))
    clock.forward(5)
    run_due(model, clock)
    return lead


def taken_and_given_back(lead: Lead, by: Any, clock: Clock, model: Orchestrator) -> list[str]:
    """The outcomes of the lead's turns after a person took the thread and gave it back."""
    take_over(conversation_of(lead), by, clock.forward(1))
    give_back_conversation(conversation_of(lead), by, clock.forward(1))
    run_due(model, clock)
    return [turn.outcome for turn in turns_of(lead)]


@pytest.mark.parametrize(("mode", "status"), [("live", "due"), ("review", "held")])
def test_back_with_the_bot_words_whose_reply_was_cancelled_are_answered(
    mode: str, status: str, sam: Any, clock: Clock, no_model: Orchestrator
) -> None:
    lead = an_answered_lead(clock, no_model, mode=mode)
    assert taken_and_given_back(lead, sam, clock, no_model) == ["silence", "reply"]
    first, second = turns_of(lead)
    assert second.supersedes == first
    assert second.decision["slot"] == first.decision["slot"] == "seller.address"
    assert [entry.status for entry in texts_of(lead)] == ["cancelled", status]


def test_back_with_the_bot_what_was_heard_before_is_not_counted_twice(
    sam: Any, clock: Clock, no_model: Orchestrator
) -> None:
    lead = an_answered_lead(clock, no_model)
    is_sent(texts_of(lead)[0], clock.forward(1))
    lead_writes(lead, "not sure", clock.forward(1))
    clock.forward(5)
    run_due(no_model, clock)
    assert conversation_of(lead).vague_in_row == 1
    assert taken_and_given_back(lead, sam, clock, no_model) == ["reply", "silence", "reply"]
    assert conversation_of(lead).vague_in_row == 1


@pytest.mark.parametrize("status", ["sent", "unknown", "claimed"])
def test_back_with_the_bot_nothing_opens_where_the_reply_left_or_may_have(
    status: str, sam: Any, clock: Clock, no_model: Orchestrator
) -> None:
    lead = an_answered_lead(clock, no_model)
    OutboxEntry.objects.filter(lead=lead, kind="text").update(status=status)
    assert taken_and_given_back(lead, sam, clock, no_model) == ["reply"]


def test_back_with_the_bot_nothing_opens_after_a_person_answered(
    sam: Any, clock: Clock, no_model: Orchestrator
) -> None:
    lead = an_answered_lead(clock, no_model)
    somebody_writes(lead, clock.forward(60))
    give_back_conversation(conversation_of(lead), sam, clock.forward(1))
    assert len(turns_of(lead)) == 1


def test_back_with_the_bot_nothing_opens_while_a_persons_text_is_on_its_way(
    sam: Any, clock: Clock, no_model: Orchestrator
) -> None:
    lead = an_answered_lead(clock, no_model, "let me talk to a person")
    handoff = Handoff.objects.get(conversation__lead=lead)
    answer(handoff, sam, "Hello, this is Sam.", clock.forward(1))
    give_back(handoff, sam, clock.forward(1))
    assert len(turns_of(lead)) == 1


def test_back_with_the_bot_a_line_that_nobody_approved_leaves_words_to_answer(
    sam: Any, clock: Clock, no_model: Orchestrator
) -> None:
    lead = an_answered_lead(clock, no_model, "let me talk to a person", mode="review")
    give_back(Handoff.objects.get(conversation__lead=lead), sam, clock.forward(1))
    (line,) = texts_of(lead)
    assert (line.status, line.reason) == ("cancelled", "given_back")  # "a person will answer" is no longer true
    run_due(no_model, clock)
    assert turns_of(lead)[1].supersedes == turns_of(lead)[0]


@pytest.mark.parametrize("command", ["help", "start"])
def test_back_with_the_bot_a_command_is_not_taken_for_words(command: Any, sam: Any, clock: Clock) -> None:
    lead = a_lead()
    message = a_message(lead, command.upper(), clock.at)
    take_in(CommandHeard(lead.pk, message.pk, command, clock.at), now=clock)
    take_over(conversation_of(lead), sam, clock.forward(1))
    give_back_conversation(conversation_of(lead), sam, clock.forward(1))
    assert len(turns_of(lead)) == 1


def test_closing_leaves_the_thread_with_the_person(waiting: Handoff, sam: Any, clock: Clock) -> None:
    close(waiting, sam, "called and sold", clock())
    waiting.refresh_from_db()
    assert (waiting.status, waiting.note, waiting.ended_at) == ("closed", "called and sold", clock.at)
    assert waiting.conversation.owner == "person"


def test_a_person_takes_over_without_a_handoff_and_gives_back(sam: Any, clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    lead_writes(lead, "I want to sell my house", clock.at)
    clock.forward(5)
    run_due(no_model, clock)
    take_over(conversation_of(lead), sam, clock())
    assert [(entry.status, entry.reason) for entry in texts_of(lead)] == [("cancelled", "person_owns")]
    with pytest.raises(NotAllowed, match="already"):
        take_over(conversation_of(lead), sam, clock())
    give_back_conversation(conversation_of(lead), sam, clock.forward(9))
    assert conversation_of(lead).owner == "bot"
    with pytest.raises(NotAllowed, match="already"):
        give_back_conversation(conversation_of(lead), sam, clock())
    assert actions(lead)[-2:] == ["conversation.taken", "conversation.given_back"]


def test_taking_over_ends_the_turn_that_waits_and_giving_back_answers_it(
    sam: Any, clock: Clock, no_model: Orchestrator
) -> None:
    lead = a_lead()
    lead_writes(lead, "I want to sell my house", clock.at)
    take_over(conversation_of(lead), sam, clock())
    assert turns_of(lead)[0].reason == "person_owns"
    give_back_conversation(conversation_of(lead), sam, clock.forward(9))
    run_due(no_model, clock)
    assert turns_of(lead)[1].outcome == "reply"


def test_giving_back_a_conversation_returns_its_live_handoff(waiting: Handoff, sam: Any, clock: Clock) -> None:
    give_back_conversation(waiting.conversation, sam, clock())
    waiting.refresh_from_db()
    assert (waiting.status, waiting.ended_by) == ("returned", f"user:{sam.pk}")


def test_there_is_one_live_handoff_per_conversation(waiting: Handoff, clock: Clock) -> None:
    conversation = conversation_of(waiting.conversation.lead)
    again = open_handoff(conversation, reason="anger", packet={}, turn=None, now=clock())
    assert again.pk == waiting.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        Handoff.objects.create(conversation=conversation, location=waiting.location, reason="anger", due_at=clock.at)


def test_the_resume_timer_is_visible_and_gives_the_thread_back(sam: Any, clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    BotProfile.objects.create(location=lead.location, version=1, active=True, settings={"resume_timer_minutes": 30})
    lead_writes(lead, "let me talk to a person", clock.at)
    clock.forward(5)
    run_due(no_model, clock)
    assert conversation_of(lead).resume_at == clock.at + timedelta(minutes=30)
    assert resume_due(clock.forward(29 * 60)) == 0
    assert resume_due(clock.forward(61)) == 1
    assert conversation_of(lead).owner_reason == "resume_timer"
    assert Handoff.objects.get(conversation__lead=lead).ended_by == "system"
    assert resume_due(clock()) == 0


def test_without_a_timer_nothing_is_given_back(waiting: Handoff, clock: Clock) -> None:
    assert waiting.conversation.resume_at is None
    assert resume_due(clock.forward(10**6)) == 0
