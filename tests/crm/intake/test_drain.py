"""From stored events to rows: order, repeats, failures, several drains at once."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import InterfaceError, OperationalError, connection, connections, transaction
from django.utils import timezone

from crm.contracts import InboundReceived, LeadGone, LeadSeen, OutboundSeen
from crm.intake.drain import has_ready
from crm.intake.replay import replay
from crm.leads import apply_read
from crm.models import (
    Consent,
    FieldMap,
    Lane,
    Lead,
    Location,
    Message,
    Opportunity,
    OutboxEntry,
    SendAttempt,
    WebhookEvent,
)
from tests.crm.intake.cast import (
    CONTACT_ID,
    LOCATION_ID,
    Listener,
    apply_all,
    contact_body,
    event_body,
    lead,
    make_location,
    store,
    text_body,
)

pytestmark = pytest.mark.django_db

Status = WebhookEvent.Status
AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def stamp(seconds: float) -> str:
    return (AT + timedelta(seconds=seconds)).isoformat()


def reads(lane: int | None = None) -> list[OutboxEntry]:
    entries = OutboxEntry.objects.filter(kind=OutboxEntry.Kind.READ_CONTACT)
    return list(entries.filter(lane=lane) if lane is not None else entries)


# --- contacts


def test_a_new_contact_becomes_a_lead_and_is_told_once():
    make_location()
    store(contact_body())
    listener = Listener()
    assert apply_all(listener) == 1
    row = lead()
    assert (row.first_name, row.phone, row.tags, row.dnd) == ("Ann", "+15125550100", ["website lead"], False)
    assert row.read_at is not None, "a creation tells everything, so no read is needed"
    assert listener.heard == [
        LeadSeen(row.pk, True, frozenset({"website lead"}), frozenset(), WebhookEvent.objects.get().received_at)
    ]
    assert WebhookEvent.objects.get().status == Status.DONE
    assert reads() == []


def test_a_contact_older_than_the_connection_is_not_new():
    make_location()
    store(contact_body("ContactUpdate", dateAdded="2021-01-01T00:00:00Z"))
    store(contact_body("ContactCreate", id="OTHER", dateAdded="2021-01-01T00:00:00Z"))
    listener = Listener()
    apply_all(listener)
    assert [change.is_new for change in listener.heard] == [False, False]


@pytest.mark.parametrize("earlier", ["OutboundMessage", "InboundMessage", "WorkflowWebhook"])
def test_a_contact_of_which_another_event_came_first_is_new_all_the_same(earlier):
    make_location()
    if earlier == "WorkflowWebhook":
        body = {"contact_id": CONTACT_ID, "location": {"id": LOCATION_ID}, "type": earlier}
        store(body, location_ghl_id=LOCATION_ID, contact_ghl_id=CONTACT_ID, source=WebhookEvent.Source.WORKFLOW)
    else:
        store(text_body(type=earlier))
    store(contact_body())
    listener = Listener()
    apply_all(listener)
    assert (type(listener.heard[-1]), listener.heard[-1].is_new) == (LeadSeen, True)


def test_a_creation_is_news_once_whatever_is_updated_later():
    make_location()
    store(contact_body(timestamp=stamp(1)))
    store(contact_body("ContactUpdate", timestamp=stamp(2)))
    listener = Listener()
    apply_all(listener)
    assert [change.is_new for change in listener.heard] == [True, False]


def test_a_creation_that_a_read_overtook_is_new_all_the_same_and_changes_nothing():
    location = make_location()
    store(text_body(type="OutboundMessage"))
    apply_all()
    read = {"id": CONTACT_ID, "firstName": "Anna", "tags": ["ai on"], "dateUpdated": stamp(60)}
    apply_read(location, read, timezone.now())
    store(contact_body(timestamp=stamp(1)))
    listener = Listener()
    apply_all(listener)
    assert [(change.is_new, change.tags_added) for change in listener.heard] == [(True, {"ai on"})]
    assert lead().first_name == "Anna"


def test_an_update_after_a_read_is_no_creation():
    location = make_location()
    apply_read(location, {"id": CONTACT_ID, "dateAdded": timezone.now().isoformat()}, timezone.now())
    store(contact_body("ContactUpdate"))
    listener = Listener()
    apply_all(listener)
    assert [change.is_new for change in listener.heard] == [False]


def test_tag_changes_are_told_as_differences():
    make_location()
    store(contact_body(tags=["a", "b"], timestamp=stamp(1)))
    store(contact_body("ContactTagUpdate", tags=["b", "AI On"], timestamp=stamp(2)))
    listener = Listener()
    apply_all(listener)
    change = listener.heard[1]
    assert (change.is_new, change.tags_added, change.tags_removed) == (False, {"ai on"}, {"a"})


def test_an_older_contact_event_changes_nothing_and_asks_for_one_read_in_the_last_lane():
    make_location()
    store(contact_body(firstName="New", timestamp=stamp(100)))
    for second in (1, 2, 3):
        store(contact_body("ContactUpdate", firstName="Old", timestamp=stamp(second)))
    listener = Listener()
    apply_all(listener)
    assert lead().first_name == "New"
    assert listener.kinds() == ["LeadSeen"]
    assert [event.reason for event in WebhookEvent.objects.order_by("id")] == ["", *["older_than_applied"] * 3]
    assert [entry.lane for entry in reads()] == [Lane.SYNC]


def test_a_clock_that_runs_ahead_does_not_make_later_events_look_old():
    make_location()
    store(contact_body(firstName="From the future", timestamp="2999-01-01T00:00:00Z"))
    store(contact_body("ContactUpdate", firstName="Now", timestamp=timezone.now().isoformat()))
    apply_all()
    assert lead().first_name == "Now"


def test_what_an_event_does_not_name_is_left_alone_and_what_it_empties_is_emptied():
    make_location()
    store(contact_body(timestamp=stamp(1)))
    store(contact_body("ContactUpdate", firstName=..., tags=..., email=None, timestamp=stamp(2)))
    apply_all()
    assert (lead().first_name, lead().tags, lead().email) == ("Ann", ["website lead"], "")


def test_a_deleted_contact_is_marked_and_told_and_its_texts_are_cancelled():
    location = make_location()
    store(contact_body(timestamp=stamp(1)))
    apply_all()
    waiting = OutboxEntry.objects.create(
        location=location, lead=lead(), kind="text", purpose="opener", dedupe_key="x", payload={"body": "Hi"}
    )
    store(contact_body("ContactDelete", timestamp=stamp(2)))
    listener = Listener()
    apply_all(listener)
    waiting.refresh_from_db()
    assert lead().deleted_at is not None
    assert [type(change) for change in listener.heard] == [LeadGone]
    assert (waiting.status, waiting.reason) == (OutboxEntry.Status.CANCELLED, "contact_deleted")


def test_a_creation_that_arrives_after_the_deletion_does_not_bring_the_contact_back():
    make_location()
    store(contact_body("ContactDelete", timestamp=stamp(2)))
    store(contact_body("ContactCreate", timestamp=stamp(1)))
    apply_all()
    assert lead().deleted_at is not None


def test_dnd_is_kept_by_channel_in_both_dialects():
    make_location()
    for number, settings_given in enumerate(
        [{"SMS": {"status": "active"}, "WhatsApp": {"status": "inactive"}}, {"sms": {"status": "permanent"}}]
    ):
        store(contact_body("ContactDndUpdate", dnd=False, dndSettings=settings_given, timestamp=stamp(number)))
    apply_all()
    assert lead().dnd_settings == {"sms": {"status": "permanent"}}
    assert lead().dnd is False


def test_custom_fields_go_through_the_field_map_and_the_rest_is_kept_raw():
    location = make_location()
    rules = [
        {"attribute": "budget_usd", "ghl_field_id": "F1", "type": "money"},
        {"attribute": "bedrooms", "ghl_field_id": "F2", "type": "number"},
        {"attribute": "move_in", "ghl_field_id": "F3", "type": "date"},
    ]
    FieldMap.objects.create(location=location, version=1, active=True, rules=rules)
    values = {"F1": "$450,000", "F2": "three", "F3": "03/04/2026", "F9": {"deep": [1]}}
    store(contact_body(customFields=[{"id": name, "value": value} for name, value in values.items()]))
    apply_all()
    assert lead().attributes == {"budget_usd": 450_000, "move_in": "2026-03-04"}
    assert lead().custom_fields == {"F2": "three", "F9": {"deep": [1]}}
    later = contact_body("ContactUpdate", customFields=[{"id": "F2", "value": 3}, {"id": "F1", "value": ["?"]}])
    store(later)
    apply_all()
    assert lead().attributes == {"bedrooms": 3, "move_in": "2026-03-04"}
    assert lead().custom_fields == {"F1": ["?"], "F9": {"deep": [1]}}


@pytest.mark.parametrize("phone", ["not a phone", "12", "call my wife", "", None, 0])
def test_a_phone_that_is_no_phone_is_empty_and_kept_as_given(phone):
    make_location()
    store(contact_body(phone=phone))
    apply_all()
    assert lead().phone == ""
    assert lead().phone_as_given == ("" if phone is None else str(phone))


# --- messages


def test_an_inbound_text_becomes_a_message_of_a_known_lead():
    make_location()
    store(contact_body())
    event = store(text_body("Hello 🏡"))
    listener = Listener()
    apply_all(listener)
    message = Message.objects.get()
    assert (message.body, message.kind, message.channel, message.direction) == ("Hello 🏡", "text", "SMS", "in")
    assert (message.author, message.from_number, message.lead) == ("lead", "+15125550100", lead())
    assert message.received_at == event.received_at
    assert listener.heard[1] == InboundReceived(lead().pk, message.pk, event.received_at)
    assert reads() == []


def test_an_unknown_lead_that_writes_is_made_and_read_in_the_reply_lane():
    make_location()
    store(text_body("Hi", **{"from": "(512) 555-0100"}))
    store(text_body("Are you there?"))
    listener = Listener()
    apply_all(listener)
    assert (lead().phone, lead().read_at) == ("+15125550100", None)
    assert [entry.lane for entry in reads()] == [Lane.REPLY]
    assert reads()[0].dedupe_key == f"read_contact:{CONTACT_ID}"
    assert listener.kinds() == ["InboundReceived", "InboundReceived"]


def test_the_same_message_under_another_webhook_id_is_one_message():
    make_location()
    body = text_body()
    store(body)
    store(body | {"webhookId": "another"})
    listener = Listener()
    apply_all(listener)
    assert Message.objects.count() == 1
    assert listener.kinds() == ["InboundReceived"]
    assert WebhookEvent.objects.order_by("id").last().reason == "message_already_stored"


def test_a_message_is_known_by_message_id_else_email_id_else_webhook_id():
    make_location()
    store(text_body(messageId="M1"))
    store(text_body(messageId=..., emailMessageId="E1", messageType="Email"))
    store(text_body(messageId=..., webhookId="W1"))
    apply_all()
    assert list(Message.objects.order_by("id").values_list("ghl_id", flat=True)) == ["M1", "E1", "W1"]


def test_messages_count_whatever_contact_events_were_applied_before():
    make_location()
    store(contact_body(timestamp=stamp(500)))
    store(text_body(timestamp=stamp(1)))
    listener = Listener()
    apply_all(listener)
    assert listener.kinds() == ["LeadSeen", "InboundReceived"]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"body": "", "attachments": ["https://files.example/1.jpg"]}, "picture"),
        ({"body": ""}, "empty"),
        ({"body": ..., "messageType": "CALL", "status": "completed", "callDuration": 120}, "call"),
        ({"body": ..., "messageType": "CALL", "status": "voicemail"}, "voicemail"),
        ({"body": ..., "messageType": "VoiceMail"}, "voicemail"),
        ({"body": "Liked “See you at 5”"}, "reaction"),
        ({"body": "I'm driving with Do Not Disturb turned on"}, "auto_reply"),
        ({"body": "a picture of it", "attachments": ["https://files.example/1.jpg"]}, "text"),
    ],
)
def test_what_is_no_answer_is_stored_under_its_kind(fields, kind):
    make_location()
    store(text_body(**fields))
    listener = Listener()
    apply_all(listener)
    assert Message.objects.get().kind == kind
    assert listener.kinds() == ["InboundReceived"]


def test_an_email_is_read_as_text_without_its_markup():
    make_location()
    html = '<div style="x">Testing <b>Email</b></div><style>p{}</style><p>Second &amp; last</p>'
    store(text_body(html, messageType="Email", to=["a@example.com"], **{"from": "Ann <ann@example.com>"}))
    apply_all()
    message = Message.objects.get()
    assert (message.body, message.channel) == ("Testing Email\nSecond & last", "Email")
    assert message.to_number == "a@example.com"


def test_a_text_of_forty_thousand_characters_is_kept_whole():
    make_location()
    store(text_body("x" * 40_000))
    apply_all()
    assert len(Message.objects.get().body) == 40_000


def test_zero_bytes_and_half_emoji_are_left_out_of_the_text_and_kept_in_the_event():
    make_location()
    body = (
        b'{"type":"InboundMessage","locationId":"%s","contactId":"C9","body":"a\\u0000b \\ud83d c"}'
        % LOCATION_ID.encode()
    )
    event = store(text_body(contactId="C9"), body=body)
    apply_all()
    assert Message.objects.get().body == "ab � c"
    event.refresh_from_db()
    assert bytes(event.body) == body


def test_a_message_without_contact_id_is_a_dead_letter_that_names_the_field():
    make_location()
    store(text_body("Hello", contactId=...))
    assert apply_all() == 1
    event = WebhookEvent.objects.get()
    assert (event.status, event.attempts) == (Status.DEAD, 1)
    assert event.reason == "Unmappable: InboundMessage: contactId missing or unusable"


# --- who wrote what goes out


def outbound(**fields):
    return text_body(**({"body": "We can meet at 5", "type": "OutboundMessage", "direction": "outbound"} | fields))


def in_flight(location, body="We can meet at 5", purpose="reply"):
    row = Lead.objects.create(location=location, ghl_contact_id=CONTACT_ID)
    entry = OutboxEntry.objects.create(
        location=location, lead=row, kind="text", purpose=purpose, dedupe_key="k", payload={"body": body},
        status=OutboxEntry.Status.CLAIMED,
    )  # fmt: skip
    started_at = datetime(2026, 1, 5, 12, 40, 40, tzinfo=UTC)
    SendAttempt.objects.create(entry=entry, location=location, generation=0, purpose="send", started_at=started_at)
    return entry


@pytest.mark.parametrize(
    ("fields", "author"),
    [
        ({"source": "app", "userId": "U1"}, "person"),
        ({"userId": "U1"}, "person"),
        ({}, "unknown"),
        ({"source": "conversation_ai"}, "ghl_ai"),
        ({"source": "workflow"}, "workflow"),
        ({"source": "bulk_actions"}, "workflow"),
        ({"source": "campaign"}, "workflow"),
        ({"source": "api"}, "unknown"),
        ({"source": "api", "userId": "U1"}, "person"),
    ],
)
def test_an_outbound_text_that_is_not_ours_is_told_with_its_author(fields, author):
    make_location()
    store(outbound(**fields))
    listener = Listener()
    apply_all(listener)
    message = Message.objects.get()
    assert (message.direction, message.author) == ("out", author)
    assert listener.heard == [OutboundSeen(lead().pk, message.pk, author, message.received_at)]


@pytest.mark.parametrize(("purpose", "author"), [("reply", "bot"), ("staff", "person")])
def test_the_echo_of_our_own_text_before_the_answer_is_ours(purpose, author):
    entry = in_flight(make_location(), purpose=purpose)
    store(outbound(messageId="M1"))
    listener = Listener()
    apply_all(listener)
    message = Message.objects.get()
    assert (message.author, message.entry_id, message.ghl_id) == (author, entry.pk, "M1")
    assert listener.heard == []


def test_other_words_during_our_attempt_are_somebody_elses():
    in_flight(make_location(), body="Something else")
    store(outbound(source="app", userId="U1"))
    listener = Listener()
    apply_all(listener)
    assert Message.objects.get().author == "person"


def test_one_attempt_answers_for_one_echo_only():
    in_flight(make_location())
    store(outbound(messageId="M1"))
    store(outbound(messageId="M2"))
    apply_all()
    assert list(Message.objects.order_by("ghl_id").values_list("author", flat=True)) == ["bot", "unjudged"]


def test_the_echo_after_the_answer_finds_the_message_that_is_there():
    location = make_location()
    row = Lead.objects.create(location=location, ghl_contact_id=CONTACT_ID)
    sent = Message.objects.create(
        location=location, lead=row, ghl_id="M1", direction="out", author="bot", body="Hi", received_at=timezone.now()
    )
    event = store(outbound(messageId="M1"))
    listener = Listener()
    apply_all(listener)
    sent.refresh_from_db()
    assert (Message.objects.count(), sent.event_id, listener.heard) == (1, event.pk, [])


def test_a_call_of_staff_is_no_text_and_nobody_is_told():
    make_location()
    store(outbound(messageType="CALL", body=..., userId="U1"))
    listener = Listener()
    apply_all(listener)
    assert (Message.objects.get().kind, listener.heard) == ("call", [])


# --- opportunities, installs, the rest


def opportunity(kind="OpportunityCreate", **fields):
    facts = {
        "id": "O1", "contactId": CONTACT_ID, "name": "Deal", "status": "open", "monetaryValue": 4000.5,
        "pipelineId": "P1", "pipelineStageId": "S1", "dateAdded": "2026-01-05T12:40:44.510Z",
    }  # fmt: skip
    return event_body(kind, **(facts | fields))


def test_an_opportunity_is_kept_in_cents_and_linked_to_its_lead():
    make_location()
    store(contact_body())
    store(opportunity())
    apply_all()
    row = Opportunity.objects.get()
    assert (row.value_cents, row.status, row.stage_ghl_id, row.lead) == (400_050, "open", "S1", lead())


@pytest.mark.parametrize(
    ("value", "cents"),
    [(40, 4000), ("1,250.5", 125_050), ("450k", 45_000_000), ("soon", None), (None, None), ([], None)],
)
def test_an_amount_of_any_shape_is_cents_or_nothing(value, cents):
    make_location()
    store(opportunity(monetaryValue=value))
    apply_all()
    assert Opportunity.objects.get().value_cents == cents


def test_older_opportunity_events_change_nothing_and_newer_ones_do():
    make_location()
    store(opportunity(timestamp=stamp(10), status="won"))
    store(opportunity("OpportunityStatusUpdate", timestamp=stamp(5), status="open"))
    store(opportunity("OpportunityDelete", timestamp=stamp(20), status="won"))
    apply_all()
    row = Opportunity.objects.get()
    assert (row.status, row.deleted_at is not None) == ("won", True)


def test_older_opportunity_events_ask_for_one_read_of_the_opportunity_in_the_last_lane():
    make_location()
    store(opportunity(timestamp=stamp(10)))
    apply_all()
    OutboxEntry.objects.all().delete()
    for second in (1, 2, 3):
        store(opportunity("OpportunityStageUpdate", timestamp=stamp(second)))
    apply_all()
    row = Opportunity.objects.get()
    [entry] = OutboxEntry.objects.all()
    assert (entry.kind, entry.lane, entry.lead) == ("read_opportunity", Lane.SYNC, lead())
    assert entry.payload == {"opportunity_id": row.ghl_id}


def test_an_opportunity_that_is_deleted_is_not_read_again():
    make_location()
    store(opportunity("OpportunityDelete", timestamp=stamp(10)))
    store(opportunity("OpportunityStageUpdate", timestamp=stamp(1)))
    apply_all()
    assert not OutboxEntry.objects.filter(kind="read_opportunity").exists()


def test_the_location_knows_when_it_last_heard_something():
    location = make_location()
    store(text_body())
    apply_all()
    location.refresh_from_db()
    assert location.last_event_at is not None


def test_events_of_a_location_that_is_gone_are_quarantined():
    store(text_body())
    assert apply_all() == 1
    assert WebhookEvent.objects.get().status == Status.QUARANTINED


# --- failures


class Breaks(Listener):
    """A next step that fails for one message's words."""

    def __init__(self, words: str, times: int = 10**6) -> None:
        super().__init__()
        self.words, self.left = words, times

    def __call__(self, change) -> None:
        mine = isinstance(change, InboundReceived) and Message.objects.get(pk=change.message_id).body == self.words
        if mine and self.left > 0:
            self.left -= 1
            raise RuntimeError(f"cannot bear {self.words}")
        super().__call__(change)


class Clock:
    def __init__(self) -> None:
        self.at = timezone.now()

    def __call__(self) -> datetime:
        return self.at


def test_an_event_that_keeps_failing_is_a_dead_letter_after_five_and_the_next_go_on():
    make_location()
    poison, behind, other = (
        store(text_body("poison")),
        store(text_body("behind")),
        store(text_body("x", contactId="C2")),
    )
    breaks, clock = Breaks("poison"), Clock()
    finished = apply_all(breaks, now=clock)
    poison.refresh_from_db()
    assert (finished, poison.status, poison.attempts) == (1, Status.NEW, 1), "only the other contact's went through"
    assert WebhookEvent.objects.get(pk=other.pk).status == Status.DONE
    assert WebhookEvent.objects.get(pk=behind.pk).status == Status.NEW, "later ones of the contact wait"
    assert not has_ready(clock())
    for _ in range(4):
        clock.at += timedelta(seconds=400)
        assert has_ready(clock())
        apply_all(breaks, now=clock)
    poison.refresh_from_db()
    assert (poison.status, poison.attempts, poison.reason) == (Status.DEAD, 5, "RuntimeError")
    assert WebhookEvent.objects.get(pk=behind.pk).status == Status.DONE
    assert set(Message.objects.values_list("body", flat=True)) == {"behind", "x"}
    assert not has_ready(clock() + timedelta(days=1))


def test_an_event_that_fails_once_is_applied_once_at_its_next_try():
    make_location()
    store(text_body("flaky"))
    # The first pass and the second pass under a savepoint are one try.
    breaks, clock = Breaks("flaky", times=2), Clock()
    assert apply_all(breaks, now=clock) == 0
    clock.at += timedelta(seconds=5)
    assert apply_all(breaks, now=clock) == 1
    assert Message.objects.count() == 1
    assert breaks.kinds() == ["InboundReceived"]


def test_what_a_failing_event_changed_is_undone_and_what_came_before_it_stands():
    make_location()
    store(contact_body())
    store(text_body("poison"))
    apply_all(Breaks("poison"))
    assert Lead.objects.count() == 1
    assert Message.objects.count() == 0


def test_the_reason_of_a_failure_holds_none_of_the_leads_words(caplog):
    make_location()
    store(text_body("poison"))
    apply_all(Breaks("poison"))
    assert "poison" not in WebhookEvent.objects.get().reason
    assert "poison" not in caplog.text


def refused_by_the_database(sqlstate: str):
    def step(_change) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{sqlstate}'; END $$")

    return step


@pytest.mark.parametrize("sqlstate", ["57014", "55P03", "54000"])
def test_an_event_that_the_database_always_refuses_is_counted_and_given_up(sqlstate):
    make_location()
    event, clock = store(text_body("Hello")), Clock()
    for _ in range(5):
        apply_all(refused_by_the_database(sqlstate), now=clock)
        clock.at += timedelta(seconds=400)
    event.refresh_from_db()
    assert (event.status, event.attempts, event.reason) == (Status.DEAD, 5, "OperationalError")


@pytest.mark.parametrize("sqlstate", ["40P01", "40001", "57P01", "57P03", "53100"])
def test_trouble_of_the_database_itself_is_not_held_against_the_event(sqlstate):
    make_location()
    event = store(text_body("Hello"))
    with pytest.raises(OperationalError):
        apply_all(refused_by_the_database(sqlstate))
    event.refresh_from_db()
    assert (event.status, event.attempts) == (Status.NEW, 0)
    assert apply_all() == 1


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_broke_is_not_held_against_the_event():
    make_location()
    event = store(text_body("Hello"))

    def cut_off(_change) -> None:
        connection.connection.close()
        Location.objects.count()

    with pytest.raises((OperationalError, InterfaceError)):
        apply_all(cut_off)
    connection.close()
    event.refresh_from_db()
    assert (event.status, event.attempts) == (Status.NEW, 0)


# --- replay


def test_a_replay_brings_in_what_was_quarantined_without_telling_anybody():
    event = store(text_body("Hello"), status=Status.QUARANTINED, reason="unknown_location")
    make_location()
    replay(event)
    event.refresh_from_db()
    assert (event.status, Message.objects.get().body) == (Status.DONE, "Hello")
    assert OutboxEntry.objects.count() == 0


def test_a_replayed_opt_out_is_honoured_and_says_nothing():
    event = store(text_body("please stop texting me"), status=Status.DEAD)
    make_location()
    replay(event)
    assert Consent.objects.get().state == Consent.State.REVOKED
    assert set(OutboxEntry.objects.values_list("kind", flat=True)) == {"set_dnd", "add_tags"}


def test_replaying_what_was_applied_changes_nothing():
    make_location()
    first, second = store(contact_body(timestamp=stamp(1))), store(contact_body("ContactUpdate", firstName="B"))
    message = store(text_body())
    apply_all()
    before = list(Lead.objects.values()), list(Message.objects.values())
    for event in (first, second, message):
        replay(event)
        event.refresh_from_db()
        assert event.status == Status.DONE
    assert (list(Lead.objects.values()), list(Message.objects.values())) == before


# --- several at once


@pytest.mark.django_db(transaction=True)
def test_two_drains_at_once_apply_each_event_once_and_in_order():
    make_location()
    for number in range(30):
        for contact in range(5):
            store(text_body(f"{number}", contactId=f"C{contact}", messageId=f"{contact}-{number}"))
    listeners = [Listener() for _ in range(4)]

    def work(listener):
        try:
            apply_all(listener)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(listener,)) for listener in listeners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    apply_all()
    heard = [change.message_id for listener in listeners for change in listener.heard]
    assert (len(heard), len(set(heard))) == (150, 150)
    for contact in range(5):
        bodies = (
            Message.objects.filter(lead__ghl_contact_id=f"C{contact}").order_by("id").values_list("body", flat=True)
        )
        assert list(bodies) == [str(number) for number in range(30)]
    assert not WebhookEvent.objects.exclude(status=Status.DONE).exists()


@pytest.mark.django_db(transaction=True)
def test_a_contact_that_another_worker_holds_is_left_to_it():
    make_location()
    store(text_body("held"))
    store(text_body("free", contactId="C2"))
    done = []

    def other():
        try:
            done.append(apply_all())
        finally:
            connections.close_all()

    from crm.intake.claims import take_contact

    with transaction.atomic():
        assert take_contact(LOCATION_ID, CONTACT_ID)
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(30)
    assert done == [1]
    assert apply_all() == 1


def test_the_number_of_statements_does_not_grow_with_other_contacts(django_assert_max_num_queries):
    make_location()
    for number in range(40):
        store(text_body(contactId=f"C{number}"))
    apply_all()
    store(text_body(contactId="C0"))
    with django_assert_max_num_queries(20):
        apply_all()
