"""Our own writes come back as events: recognised, nobody is told, and what others changed beside them still is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.models import FieldMap, Lead, Message, Opportunity, OutboxEntry, WebhookEvent
from tests.crm.intake.cast import CONTACT_ID, Listener, apply_all, contact_body, event_body, lead, make_location, store

pytestmark = pytest.mark.django_db

Kind, Status = OutboxEntry.Kind, OutboxEntry.Status
UNDER_WAY = {"status": Status.CLAIMED}
UNKNOWN = {"status": Status.UNKNOWN}
SETTLED = {"status": Status.SENT, "settled_at": timezone.now()}
RULES = [{"attribute": "budget_usd", "ghl_field_id": "F1", "type": "money"}]


@pytest.fixture(autouse=True)
def known_contact():
    location = make_location()
    FieldMap.objects.create(location=location, version=1, active=True, rules=RULES)
    store(contact_body(tags=["old"]))
    apply_all()


def wrote(kind, payload, facts):
    row = lead()
    return OutboxEntry.objects.create(
        location=row.location, lead=row, kind=kind, dedupe_key=f"{kind}:{payload}", payload=payload, **facts
    )


def hear(kind="ContactUpdate", **fields):
    event = store(contact_body(kind, **({"tags": ["old"]} | fields)))
    listener = Listener()
    apply_all(listener)
    event.refresh_from_db()
    return listener.heard, event.reason


@pytest.mark.parametrize("facts", [UNDER_WAY, UNKNOWN, SETTLED])
def test_tags_that_we_add_and_take_are_no_news(facts):
    wrote(Kind.ADD_TAGS, {"tags": ["ai qualified"]}, facts)
    wrote(Kind.REMOVE_TAGS, {"tags": ["old"]}, facts)
    assert hear("ContactTagUpdate", tags=["ai qualified"]) == ([], "own_write")
    assert lead().tags == ["ai qualified"]


def test_a_tag_of_somebody_else_beside_ours_is_news_without_ours():
    wrote(Kind.ADD_TAGS, {"tags": ["ai qualified"]}, UNDER_WAY)
    [change], reason = hear("ContactTagUpdate", tags=["old", "ai qualified", "ai on"])
    assert (change.tags_added, change.tags_removed, reason) == ({"ai on"}, frozenset(), "")


def test_a_tag_that_a_person_adds_after_our_write_is_long_settled_is_news():
    wrote(Kind.ADD_TAGS, {"tags": ["ai on"]}, {"status": Status.SENT, "settled_at": timezone.now() - timedelta(days=1)})
    [change], _ = hear("ContactTagUpdate", tags=["old", "ai on"])
    assert change.tags_added == {"ai on"}


@pytest.mark.parametrize("status", [Status.DUE, Status.HELD, Status.CANCELLED, Status.DEAD])
def test_a_write_that_never_left_explains_nothing(status):
    wrote(Kind.ADD_TAGS, {"tags": ["ai on"]}, {"status": status, "settled_at": timezone.now()})
    [change], _ = hear("ContactTagUpdate", tags=["old", "ai on"])
    assert change.tags_added == {"ai on"}


def test_a_field_that_we_set_is_no_news_and_another_value_is():
    wrote(Kind.SET_FIELDS, {"values": {"budget_usd": 450_000}}, UNDER_WAY)
    assert hear(customFields=[{"id": "F1", "value": "450000"}]) == ([], "own_write")
    heard, reason = hear(customFields=[{"id": "F1", "value": "500000"}])
    assert ([type(one).__name__ for one in heard], reason) == (["LeadSeen"], "")
    assert lead().attributes == {"budget_usd": 500_000}


def test_do_not_disturb_that_we_set_is_no_news_in_both_its_events():
    wrote(Kind.SET_DND, {"on": True}, UNDER_WAY)
    assert hear(dnd=True) == ([], "own_write")
    channels = {"SMS": {"status": "active", "message": "Updated by an integration"}}
    assert hear("ContactDndUpdate", dnd=True, dndSettings=channels) == ([], "own_write")
    assert lead().dnd


def test_do_not_disturb_that_a_person_lifts_again_is_news():
    wrote(Kind.SET_DND, {"on": True}, SETTLED)
    Lead.objects.update(dnd=True)
    heard, reason = hear(dnd=False)
    assert (len(heard), reason, lead().dnd) == (1, "", False)


def test_a_name_that_changes_with_our_tag_is_news():
    wrote(Kind.ADD_TAGS, {"tags": ["ai qualified"]}, UNDER_WAY)
    heard, reason = hear(firstName="Anna", tags=["old", "ai qualified"])
    assert (len(heard), reason, lead().first_name) == (1, "", "Anna")


def move(kind="OpportunityStageUpdate", **fields):
    facts = {"id": "O1", "contactId": CONTACT_ID, "status": "open", "pipelineId": "P1", "pipelineStageId": "S2"}
    event = store(event_body(kind, **(facts | fields)))
    apply_all()
    event.refresh_from_db()
    return event.reason


def test_an_opportunity_that_we_move_or_make_is_no_news_and_one_that_others_move_is():
    wrote(Kind.OPPORTUNITY, {"pipeline_ghl_id": "P1", "stage_ghl_id": "S2"}, UNDER_WAY)
    assert move("OpportunityCreate") == "own_write"
    assert move("OpportunityUpdate") == "own_write"
    assert move(pipelineStageId="S3") == ""
    assert move("OpportunityStatusUpdate", pipelineStageId="S3", status="won") == ""
    assert (Opportunity.objects.get().stage_ghl_id, Opportunity.objects.get().status) == ("S3", "won")


def test_our_text_that_comes_back_is_stored_once_and_nobody_is_told():
    row = lead()
    Message.objects.create(
        location=row.location, lead=row, ghl_id="M1", direction="out", author="bot", body="Hi", entry_id=7,
        received_at=timezone.now(),
    )  # fmt: skip
    store(event_body("OutboundMessage", contactId=CONTACT_ID, messageId="M1", messageType="SMS", body="Hi"))
    listener = Listener()
    apply_all(listener)
    assert (Message.objects.count(), listener.heard) == (1, [])
    assert WebhookEvent.objects.order_by("-id").first().reason == "message_already_stored"
