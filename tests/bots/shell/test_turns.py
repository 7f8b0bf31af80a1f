"""One turn from the lead's words to the row in the outbox, on the rules path."""

import pytest

from bots.handoff import answer
from bots.models import Handoff, Score, Turn
from crm.models import OutboxEntry
from crm.outbox.enqueue import enqueue_read_contact
from orchestrator.engine import Orchestrator
from tests.bots.shell.cast import (
    Clock,
    a_lead,
    a_location,
    a_member_of_staff,
    consents,
    conversation_of,
    is_sent,
    lead_is_seen,
    lead_writes,
    run_due,
    texts_of,
    turns_of,
)

pytestmark = pytest.mark.django_db


def test_a_text_that_rules_understand_is_answered_with_the_next_question(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    message = lead_writes(lead, "I want to sell my house", clock.at)
    clock.forward(5)
    assert run_due(no_model, clock) == 1

    (turn,) = turns_of(lead)
    (reply,) = texts_of(lead)
    assert (turn.status, turn.outcome, turn.reason, turn.entry_id) == ("done", "reply", "switch_role", reply.pk)
    assert reply.payload["body"] == turn.reply_text
    assert reply.payload["to_number"] == lead.phone
    assert (reply.purpose, reply.answers_message_id, reply.round) == ("reply", message.pk, 1)
    assert turn.decision["slot"] == "seller.address"
    assert turn.decision["why"]
    assert turn.model_use == []
    conversation = conversation_of(lead)
    assert conversation.role == "seller"
    assert conversation.slots["lead.intent"]["evidence"] in "I want to sell my house"
    assert Score.objects.filter(conversation=conversation, turn=turn).count() == 1
    assert OutboxEntry.objects.filter(lead=lead, kind="add_tags").exists()


def test_the_pending_question_advances_only_when_its_text_was_sent(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    lead_writes(lead, "I want to sell my house", clock.at)
    clock.forward(5)
    run_due(no_model, clock)
    before = conversation_of(lead)
    assert (before.pending_slot, before.asked, before.variants_said) == ("", {}, [])

    is_sent(texts_of(lead)[0], clock.forward(1))
    after = conversation_of(lead)
    assert after.pending_slot == "seller.address"
    assert after.asked == {"seller.address": 1}
    assert after.variants_said == [turns_of(lead)[0].decision["variant"]]
    assert after.last_bot_text_at == clock.at


def test_the_next_answer_fills_the_pending_slot_and_asks_on(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    lead_writes(lead, "I want to sell my house", clock.at)
    clock.forward(5)
    run_due(no_model, clock)
    is_sent(texts_of(lead)[0], clock.forward(1))
    lead_writes(lead, "41 Juniper Lane", clock.forward(20))
    clock.forward(5)
    run_due(no_model, clock)

    second = turns_of(lead)[1]
    assert second.outcome == "reply"
    assert "Juniper" in str(conversation_of(lead).slots["seller.address"]["value"])
    assert second.decision["slot"] == "seller.motivation"


def test_who_asks_for_a_person_is_handed_over_with_one_line(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    lead_writes(lead, "please have a real person call me", clock.at)
    clock.forward(5)
    run_due(no_model, clock)

    (turn,) = turns_of(lead)
    (line,) = texts_of(lead)
    handoff = Handoff.objects.get(conversation__lead=lead)
    assert (turn.outcome, turn.reason) == ("handoff", "asked_for_person")
    assert (line.purpose, turn.entry_id) == ("handoff_line", line.pk)
    assert (handoff.reason, handoff.status, handoff.turn) == ("asked_for_person", "open", turn)
    assert handoff.packet["summary"]
    assert conversation_of(lead).owner == "person"
    assert OutboxEntry.objects.filter(lead=lead, kind="note").count() == 1

    lead_writes(lead, "hello?", clock.forward(30))
    silent = turns_of(lead)[1]
    assert (silent.status, silent.outcome, silent.reason) == ("done", "silence", "person_owns")
    assert len(texts_of(lead)) == 1


def test_an_opener_greets_and_asks_the_first_question(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    consents(lead, clock.at)
    lead_is_seen(lead, clock.at)
    clock.forward(5)
    run_due(no_model, clock)
    (turn,) = turns_of(lead)
    (opener,) = texts_of(lead)
    assert turn.is_opener and turn.outcome == "reply"
    assert opener.purpose == "opener"
    assert opener.answers_message_id is None
    assert "Rosa" in opener.payload["body"]


@pytest.mark.parametrize(
    ("mode", "outcome", "texts", "status"),
    [
        ("live", "reply", 1, "due"),
        ("review", "reply", 1, "held"),
        ("shadow", "reply", 0, ""),
        ("off", "silence", 0, ""),
    ],
)
def test_what_a_mode_lets_out(
    mode: str, outcome: str, texts: int, status: str, clock: Clock, no_model: Orchestrator
) -> None:
    lead = a_lead(a_location(mode=mode))
    lead_writes(lead, "I want to sell my house", clock.at)
    clock.forward(5)
    run_due(no_model, clock)
    (turn,) = turns_of(lead)
    assert turn.outcome == outcome
    assert [entry.status for entry in texts_of(lead)] == [status] * texts
    if mode == "off":
        assert turn.reason == "mode_off"
    else:
        assert turn.decision["slot"] == "seller.address"
    if mode == "shadow":
        assert not OutboxEntry.objects.filter(lead=lead).exists()


def test_a_handoff_in_shadow_mode_is_decided_but_fills_no_queue(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead(a_location(mode="shadow"))
    lead_writes(lead, "let me talk to a human", clock.at)
    clock.forward(5)
    run_due(no_model, clock)
    assert turns_of(lead)[0].outcome == "handoff"
    assert not Handoff.objects.exists()
    assert conversation_of(lead).owner == "bot"


def test_without_a_tag_a_tagged_location_stays_silent(clock: Clock, no_model: Orchestrator) -> None:
    location = a_location(activate="tagged")
    plain, tagged = a_lead(location), a_lead(location, tags=["ai on"])
    stopped = a_lead(location, tags=["ai on", "stop-bot"])
    for lead in (plain, tagged, stopped):
        lead_writes(lead, "I want to sell my house", clock.at)
    clock.forward(5)
    run_due(no_model, clock)
    assert [turns_of(lead)[0].reason for lead in (plain, tagged, stopped)] == [
        "not_activated",
        "switch_role",
        "not_activated",
    ]


def test_a_wrong_number_closes_the_thread_until_it_is_started_again(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead(tags=["ai on"])
    lead_writes(lead, "wrong number", clock.at)
    clock.forward(5)
    run_due(no_model, clock)
    assert conversation_of(lead).closed_at == clock.at
    lead_writes(lead, "I want to sell my house", clock.forward(60))
    clock.forward(5)
    run_due(no_model, clock)
    assert turns_of(lead)[1].reason == "closed"
    lead_is_seen(lead, clock.at, is_new=False, added=("ai on",))
    assert conversation_of(lead).closed_at is None


def test_a_contact_that_could_not_be_read_is_understood_by_rules_alone(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead(read_at=None)
    enqueue_read_contact(lead)
    lead_writes(lead, "the bungalow by the creek is what my aunt left us", clock.at)
    clock.forward(10)
    run_due(no_model, clock)
    (turn,) = turns_of(lead)
    assert turn.outcome == "reply"
    assert "The contact could not be read in time, so rules alone read the words." in turn.decision["why"]


def test_after_an_opt_out_every_turn_is_silent(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    consents(lead, clock.at, state="revoked", basis="keyword")
    lead_writes(lead, "I want to sell my house", clock.at)
    clock.forward(5)
    run_due(no_model, clock)
    assert turns_of(lead)[0].reason == "opted_out"
    assert texts_of(lead) == []


def test_a_text_of_forty_thousand_characters_ends_in_one_stored_outcome(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    lead_writes(lead, "I want to sell. " * 2500, clock.at)
    clock.forward(5)
    assert run_due(no_model, clock) == 1
    (turn,) = turns_of(lead)
    assert turn.status == Turn.Status.DONE
    assert turn.outcome and turn.reason


def test_the_queries_of_a_turn_do_not_grow_with_the_thread(
    clock: Clock, no_model: Orchestrator, django_assert_max_num_queries: object
) -> None:
    lead = a_lead()
    counts = []
    for text in ("I want to sell my house", "41 Juniper Lane", "we are relocating to Denver"):
        lead_writes(lead, text, clock.at)
        clock.forward(5)
        with django_assert_max_num_queries(60) as queries:  # type: ignore[operator]
            run_due(no_model, clock)
        counts.append(len(queries))
        is_sent(texts_of(lead, status="due")[0], clock.forward(1))
        clock.forward(30)
    assert counts[2] <= counts[0] + 2, counts


OURS = "+15125550199"


def test_a_reply_leaves_from_the_number_that_the_lead_wrote_to(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    lead_writes(lead, "I want to sell my house", clock.at, to_number="+15125550111")
    lead_writes(lead, "41 Juniper Lane", clock.forward(1), to_number=OURS)
    clock.forward(5)
    run_due(no_model, clock)
    (entry,) = texts_of(lead)
    assert (entry.payload["to_number"], entry.payload["from_number"]) == (lead.phone, OURS)


def test_an_answer_of_a_person_leaves_from_that_number_too(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    lead_writes(lead, "let me talk to a person", clock.at, to_number=OURS)
    clock.forward(5)
    run_due(no_model, clock)
    answer(Handoff.objects.get(conversation__lead=lead), a_member_of_staff(), "Hello, this is Sam.", clock())
    assert [entry.payload["from_number"] for entry in texts_of(lead)] == [OURS, OURS]


def test_an_opener_neither_scores_nor_tags_the_lead(clock: Clock, no_model: Orchestrator) -> None:
    lead = a_lead()
    consents(lead, clock.at)
    lead_is_seen(lead, clock.at)
    clock.forward(5)
    run_due(no_model, clock)
    conversation = conversation_of(lead)
    assert (conversation.score, conversation.temperature, conversation.scores.count()) == (None, "", 0)
    assert not OutboxEntry.objects.filter(lead=lead, kind__in=("add_tags", "remove_tags")).exists()
    is_sent(texts_of(lead)[0], clock.forward(1))

    lead_writes(lead, "hi, yes", clock.forward(60))
    clock.forward(5)
    run_due(no_model, clock)
    (tags,) = OutboxEntry.objects.filter(lead=lead, kind="add_tags")
    (fields,) = OutboxEntry.objects.filter(lead=lead, kind="set_fields")
    assert "cold-lead" in tags.payload["tags"] and fields.payload["values"]["temperature"] == "cold"
