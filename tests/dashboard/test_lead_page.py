"""A lead's page: one story, the reasons one click away, and what a person can do."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEntry
from audit.record import record
from bots.models import Conversation, Handoff, RoleSwitch, Turn
from crm.models import Consent, Lead, Location, OutboxEntry, SendAttempt
from dashboard.selectors.lead import lead_page
from tests import staff_cast as cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Location:
    return cast.location()


@pytest.fixture
def agent(client: Client, place: Location) -> Client:
    client.force_login(cast.person("Agent", place, username="maria"))
    return client


def page_of(who: Lead, *, with_audit: bool = False):
    lead = Lead.objects.select_related("location", "conversation").get(pk=who.pk)
    return lead_page(lead, cast.NOW, with_audit=with_audit)


def test_the_story_is_one_line_in_order(place: Location) -> None:
    who = cast.story(place)
    cast.text(who, "a tag", kind="add_tags", payload={"tags": ["hot-lead"]}, status="dead", reason="not_found")
    Consent.objects.create(lead=who, state="granted", basis="form", at=cast.NOW - timedelta(minutes=9))
    record("handoff.opened", actor="bot", location_ghl_id=place.ghl_id, lead_id=who.pk)
    items = page_of(who, with_audit=True).items
    assert [item.at for item in items] == sorted(item.at for item in items)
    told = [(item.kind, item.text) for item in items]
    assert told[:4] == [
        ("talk", "given in a form"),
        ("talk", "I want to sell"),
        ("why", "decided: ask about address"),
        ("talk", "What is the address?"),
    ]
    assert {
        ("model", "understand: claude-haiku-5-5"),
        ("crm", "add tags: hot-lead"),
        ("audit", "handoff: opened"),
    } < set(told)
    assert ("why", "score 74 → 86, hot") in told


def test_what_people_did_stands_in_the_story_for_everybody(agent: Client, place: Location) -> None:
    who = cast.lead(place)
    talk = cast.conversation(who)
    agent.post(reverse("take_over", args=[who.pk]))
    agent.post(reverse("close", args=[Handoff.objects.get(conversation=talk).pk]), {"note": ""})
    agent.post(reverse("take_over", args=[who.pk]))
    agent.post(reverse("return_to_bot", args=[who.pk]))
    told = [(item.who, item.text) for item in page_of(who, with_audit=False).items]
    assert told == [
        ("maria", "took over from the bot"),
        ("maria", "closed the handoff"),
        ("maria", "opened this lead again"),
        ("maria", "gave this lead back to the bot"),
    ]


def test_the_summary_and_next_step_of_an_ended_handoff_are_gone(agent: Client, place: Location) -> None:
    who = cast.lead(place)
    handoff = cast.handoff(who)
    assert (page_of(who).summary[0], page_of(who).next_step) == ("Ana Ruiz: seller, hot (86).", "Call now.")
    agent.post(reverse("give_back", args=[handoff.pk]))
    after = page_of(who)
    assert (after.summary, after.next_step, after.open_question, after.reason) == ((), "", "", "")


def silent(talk: Conversation, reason: str, **facts: Any) -> Turn:
    at = cast.NOW
    made = {"status": "done", "outcome": "silence", "reason": reason, "ended_at": at}
    times = {"first_received_at": at, "last_received_at": at, "due_at": at}
    return Turn.objects.create(conversation=talk, location=talk.location, **(made | times | facts))


def test_silence_is_told_once_and_not_at_all_for_an_opener_that_came_too_late(place: Location) -> None:
    talk = cast.conversation(cast.lead(place))
    silent(talk, "lead_wrote", is_opener=True)
    silent(talk, "opted_out")
    silent(talk, "opted_out")
    silent(talk, "opted_out", ended_at=cast.NOW + timedelta(days=1))
    assert [item.text for item in page_of(talk.lead).items] == ["stayed silent: the lead opted out"] * 2


def test_a_switch_names_the_bot_that_goes_on_and_no_model_where_none_was_asked(place: Location) -> None:
    talk = cast.conversation(cast.lead(place), role="lead")
    turn = silent(talk, "switch_role", outcome="reply", decision={"kind": "switch_role"})
    RoleSwitch.objects.create(
        conversation=talk, turn=turn, from_role="lead", to_role="seller", confidence=1.0, accepted=True
    )
    (item,) = (item for item in page_of(talk.lead).items if item.anchor == f"t{turn.pk}")
    assert (item.text, item.meta) == ("decided: the seller bot goes on", ())


def test_every_decision_score_and_text_says_why(place: Location) -> None:
    by_text = {item.text: item for item in page_of(cast.story(place)).items}
    assert "The address is the first open question." in by_text["decided: ask about address"].why
    assert by_text["decided: ask about address"].meta == ("understand: cached L2", "2 ms")
    assert by_text["score 74 → 86, hot"].why == ("Timeline: 12 points. “next month” fits.",)
    certificate = by_text["What is the address?"].why
    assert any(line.endswith("send (nothing spoke against it)") for line in certificate)
    assert "Looked at: consent answers an inbound, dnd no" in certificate
    assert by_text["What is the address?"].meta == ("understand: cached L2", "2 ms")


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("due", "waiting"),
        ("held", "held"),
        ("unknown", "unknown, looked up"),
        ("cancelled", "not sent"),
        ("dead", "failed"),
    ],
)
def test_a_text_that_has_not_arrived_stands_there_with_its_state(place: Location, status: str, word: str) -> None:
    who = cast.lead(place)
    cast.text(who, "Hi Ana", status=status, reason="awaiting_approval")
    (item,) = page_of(who).items
    assert (item.text, item.state_word) == ("Hi Ana", word)


def test_without_the_right_the_record_stays_closed(place: Location) -> None:
    who = cast.lead(place)
    record("handoff.opened", actor="bot", location_ghl_id=place.ghl_id, lead_id=who.pk)
    assert page_of(who, with_audit=False).items == ()


def test_the_header_knows_the_leads_own_time(place: Location) -> None:
    assert page_of(cast.lead(place, timezone="America/Los_Angeles", city="Fresno")).local_time == "08:00"
    here = page_of(cast.lead(place, timezone="no such zone"))
    assert (here.local_time, here.place) == ("10:00", "Chicago")


def test_a_lead_that_never_wrote_has_a_page(agent: Client, place: Location) -> None:
    answer = agent.get(reverse("lead", args=[cast.lead(place).pk]))
    assert answer.status_code == 200
    assert "Nothing has happened yet" in answer.content.decode()
    assert agent.post(reverse("take_over", args=[cast.lead(place).pk])).status_code == 404


def test_the_page_costs_the_same_for_a_short_and_a_long_story(agent: Client, place: Location) -> None:
    who = cast.story(place)
    record("handoff.opened", actor="user:1", location_ghl_id=place.ghl_id, lead_id=who.pk)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert agent.get(reverse("lead", args=[who.pk])).status_code == 200
        return len(seen)

    queries()
    short = queries()
    for _ in range(60):
        cast.message(who, "and another thing")
        entry = cast.text(who, kind="note", payload={"body": "x"}, status="sent")
        SendAttempt.objects.create(entry=entry, location=place, generation=1, outcome="ok")
        record("handoff.claimed", actor="user:2", location_ghl_id=place.ghl_id, lead_id=who.pk)
    assert queries() == short


def test_why_leads_from_a_crm_message_to_its_place_in_the_story(agent: Client, place: Location) -> None:
    who = cast.lead(place)
    cast.message(who, "hello", direction="out", ghl_id="fromCRM1")
    plain = cast.message(who, "again", direction="out", ghl_id="fromCRM2")
    answer = agent.get(reverse("why", args=["fromCRM2"]))
    assert (answer.status_code, answer["Location"]) == (302, f"/leads/{who.pk}/#m{plain.pk}")
    assert f'id="m{plain.pk}"' in agent.get(f"/leads/{who.pk}/").content.decode()
    assert agent.get(reverse("why", args=["nothing"])).status_code == 404


def test_why_does_not_tell_about_messages_of_others(agent: Client) -> None:
    cast.message(cast.lead(cast.location("Elsewhere")), ghl_id="theirs")
    assert agent.get(reverse("why", args=["theirs"])).status_code == 404


def test_claim_answer_and_close(agent: Client, place: Location) -> None:
    who = cast.lead(place)
    cast.message(who, "just have someone call me")
    handoff = cast.handoff(who)
    agent.post(reverse("claim", args=[handoff.pk]))
    agent.post(reverse("answer", args=[handoff.pk]), {"body": "Hi Ana, Maria here."})
    agent.post(reverse("close", args=[handoff.pk]), {"note": "appointment on Friday"})
    handoff.refresh_from_db()
    assert (handoff.status, handoff.claimed_by.username, handoff.note) == ("closed", "maria", "appointment on Friday")
    entry = OutboxEntry.objects.get(lead=who)
    assert (entry.payload["body"], entry.purpose, entry.status) == ("Hi Ana, Maria here.", "staff", "due")
    page = agent.get(reverse("lead", args=[who.pk])).content.decode()
    assert '<span class="by">maria</span>' in page
    done = AuditEntry.objects.about_lead(who.pk).values_list("action", flat=True)
    assert {"handoff.claimed", "handoff.answered", "handoff.closed"} <= set(done)


def test_a_button_pressed_twice_sends_one_text(agent: Client, place: Location) -> None:
    who = cast.lead(place)
    cast.message(who, "just have someone call me")
    handoff = cast.handoff(who)
    for _ in range(2):
        agent.post(reverse("answer", args=[handoff.pk]), {"body": "Hi Ana"})
    assert OutboxEntry.objects.filter(lead=who).count() == 1


def test_what_somebody_else_has_claimed_is_refused_in_a_sentence(agent: Client, place: Location) -> None:
    who = cast.lead(place)
    handoff = cast.handoff(who, status="claimed", claimed_by=cast.person("Agent", place))
    page = agent.post(reverse("claim", args=[handoff.pk]), follow=True).content.decode()
    assert "Somebody else has claimed this handoff." in page


def test_an_empty_answer_is_refused_in_a_sentence(agent: Client, place: Location) -> None:
    handoff = cast.handoff(cast.lead(place))
    page = agent.post(reverse("answer", args=[handoff.pk]), {"body": "  "}, follow=True).content.decode()
    assert "The text is empty." in page
    assert not OutboxEntry.objects.exists()


def test_taking_over_silences_the_bot_and_can_be_answered_and_given_back(agent: Client, place: Location) -> None:
    who = cast.lead(place)
    talk = cast.conversation(who)
    agent.post(reverse("take_over", args=[who.pk]))
    talk.refresh_from_db()
    handoff = Handoff.objects.get(conversation=talk)
    assert (talk.owner, handoff.status, handoff.claimed_by.username) == ("person", "claimed", "maria")
    agent.post(reverse("answer", args=[handoff.pk]), {"body": "Maria here"})
    agent.post(reverse("give_back", args=[handoff.pk]))
    talk.refresh_from_db()
    assert talk.owner == "bot"


def test_a_closed_case_can_be_opened_again(agent: Client, place: Location) -> None:
    who = cast.lead(place)
    closed = cast.handoff(who)
    agent.post(reverse("close", args=[closed.pk]), {"note": "done"})
    assert "Open it again" in agent.get(reverse("lead", args=[who.pk])).content.decode()
    agent.post(reverse("take_over", args=[who.pk]))
    again = Handoff.objects.get(conversation__lead=who, status="claimed")
    assert again.pk != closed.pk


def test_a_closed_case_can_go_back_to_the_bot(agent: Client, place: Location) -> None:
    who = cast.lead(place)
    agent.post(reverse("close", args=[cast.handoff(who).pk]), {"note": ""})
    agent.post(reverse("return_to_bot", args=[who.pk]))
    who.conversation.refresh_from_db()
    assert who.conversation.owner == "bot"


def test_taking_over_what_another_person_has_is_refused(agent: Client, place: Location) -> None:
    who = cast.lead(place)
    cast.handoff(who, status="claimed", claimed_by=cast.person("Agent", place, username="john"))
    page = agent.post(reverse("take_over", args=[who.pk]), follow=True).content.decode()
    assert "Somebody else has claimed this handoff." in page


def test_a_held_draft_is_edited_and_approved(agent: Client, place: Location) -> None:
    entry = cast.text(cast.lead(place), "Hi there", status="held", reason="awaiting_approval")
    cast.message(entry.lead, "hello")
    assert "Hi there" in agent.get(reverse("lead", args=[entry.lead_id])).content.decode()
    agent.post(reverse("approve_text", args=[entry.pk]), {"body": "Hi Ana"})
    entry.refresh_from_db()
    assert (entry.status, entry.purpose, entry.payload["body"]) == ("due", "staff", "Hi Ana")


def test_a_held_draft_is_rejected_with_a_reason_or_not_at_all(agent: Client, place: Location) -> None:
    entry = cast.text(cast.lead(place), status="held", reason="awaiting_approval")
    agent.post(reverse("reject_text", args=[entry.pk]), {"note": " "})
    entry.refresh_from_db()
    assert entry.status == "held"
    agent.post(reverse("reject_text", args=[entry.pk]), {"note": "wrong name"})
    entry.refresh_from_db()
    assert (entry.status, entry.reason) == ("cancelled", "discarded: wrong name")


@pytest.mark.parametrize("way", ["opted out", "do not disturb"])
def test_who_must_not_be_texted_cannot_be(agent: Client, place: Location, way: str) -> None:
    who = cast.lead(place, dnd=way == "do not disturb")
    cast.message(who, "just have someone call me")
    handoff = cast.handoff(who)
    if way == "opted out":
        Consent.objects.create(lead=who, state="revoked", basis="keyword", at=cast.NOW)
    page = agent.get(reverse("lead", args=[who.pk])).content.decode()
    assert way in page
    assert "must not be texted" in page
    assert "<textarea" not in page
    assert "Call: no text may go to this lead." in page
    answer = agent.post(reverse("answer", args=[handoff.pk]), {"body": "Hi Ana"}, follow=True).content.decode()
    assert "must not be texted" in answer
    assert "on its way" not in answer
    handoff.refresh_from_db()
    assert (handoff.status, OutboxEntry.objects.exists()) == ("open", False)


def test_an_opener_without_consent_is_sent_once_the_consent_is_recorded(agent: Client, place: Location) -> None:
    who = cast.lead(place)
    cast.conversation(who)
    entry = cast.text(who, "Hi Ana, Ava here", purpose="opener", status="held", reason="no_consent")
    page = agent.get(reverse("lead", args=[who.pk])).content.decode()
    assert "No consent to text first." in page
    assert "Approve and send" not in page
    refused = agent.post(reverse("approve_text", args=[entry.pk]), {"body": "Hi Ana"}, follow=True).content.decode()
    assert "no consent is on record" in refused
    entry.refresh_from_db()
    assert entry.status == "held"
    agent.post(reverse("record_consent", args=[who.pk]), {"reason": " "})
    assert not Consent.objects.exists()
    agent.post(reverse("record_consent", args=[who.pk]), {"reason": "signed at the open house"})
    consent, maria = Consent.objects.get(lead=who), User.objects.get(username="maria")
    assert (consent.state, consent.basis, consent.reason) == ("granted", "staff", "signed at the open house")
    assert AuditEntry.objects.get(action="consent.granted").actor == consent.by == f"user:{maria.pk}"
    agent.post(reverse("approve_text", args=[entry.pk]), {"body": "Hi Ana"})
    entry.refresh_from_db()
    assert (entry.status, entry.purpose) == ("due", "staff")


def test_an_opt_out_is_not_taken_back_by_staff(agent: Client, place: Location) -> None:
    who = cast.lead(place)
    Consent.objects.create(lead=who, state="revoked", basis="keyword", at=cast.NOW)
    page = agent.post(reverse("record_consent", args=[who.pk]), {"reason": "they changed their mind"}, follow=True)
    assert "Only its own START takes that back" in page.content.decode()
    assert Consent.objects.get(lead=who).state == "revoked"


def test_a_waiting_draft_stands_above_what_else_can_be_done(agent: Client, place: Location) -> None:
    who = cast.lead(place)
    cast.message(who, "just have someone call me")
    handoff = cast.handoff(who)
    cast.text(who, "A person will answer.", purpose="handoff_line", status="held", reason="awaiting_approval")
    page = agent.get(reverse("lead", args=[who.pk])).content.decode()
    verbs = [reverse(name, args=[handoff.pk]) for name in ("answer", "claim", "give_back", "close")]
    assert page.index("A draft waits for approval.") < min(page.index(f'action="{verb}"') for verb in verbs)


def test_a_way_back_leads_to_our_own_pages_only(agent: Client, place: Location) -> None:
    handoff = cast.handoff(cast.lead(place))
    answer = agent.post(reverse("claim", args=[handoff.pk]), {"next": "https://evil.example/"})
    assert answer["Location"] == reverse("lead", args=[handoff.conversation.lead_id])
    answer = agent.post(reverse("claim", args=[handoff.pk]), {"next": "/inbox/"})
    assert answer["Location"] == "/inbox/"


def test_a_picture_without_words_is_shown_with_its_way_and_as_unread_by_the_bot(place: Location, agent: Client) -> None:
    who = cast.story(place)
    pictures = ["https://files.example/roof.jpg", {"url": "https://files.example/yard.jpg"}, "javascript:alert(1)"]
    cast.message(who, "", kind="picture", attachments=pictures)
    (item,) = [item for item in page_of(who).items if item.text == "[picture without text]"]
    assert item.links == ("https://files.example/roof.jpg", "https://files.example/yard.jpg")
    assert (item.state, item.state_word) == ("waiting", "not read by the bot")
    shown = agent.get(reverse("lead", args=[who.pk])).content.decode()
    assert 'href="https://files.example/roof.jpg"' in shown
    assert "javascript:" not in shown


@pytest.mark.parametrize(("role", "said"), [("Agent", True), ("Supervisor", False)])
def test_who_stops_sending_is_told_before_that_only_others_can_resume(client: Client, role: str, said: bool) -> None:
    place = cast.location()
    client.force_login(cast.person(role, place))
    before = client.get(reverse("leads")).content.decode()
    assert ("a supervisor can resume" in before) is said
    client.post(reverse("stop_sending"), {"location": place.pk})
    after = client.get(reverse("leads")).content.decode()
    assert ("A supervisor or manager can resume it." in after) is said
    assert ("Resume sending</button>" in after) is not said
