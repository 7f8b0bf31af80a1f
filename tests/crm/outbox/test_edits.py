"""A person edits in the CRM what the bot writes as well, in every order that the rows can see."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from crm.intake.replay import replay
from crm.leads import apply_read
from crm.models import FieldMap, KeptValue, Lead, Location, OutboxEntry, SendAttempt, WebhookEvent
from crm.outbox.edits import RETENTION, heed_edits, prune_kept_values
from crm.outbox.enqueue import enqueue_fields
from tests import staff_cast
from tests.crm.intake.cast import CONTACT_ID, apply_all, contact_body, make_location, store

pytestmark = pytest.mark.django_db
Status = OutboxEntry.Status
RULES = [
    {"attribute": "budget_usd", "ghl_field_id": "F1", "type": "money", "label": "Budget"},
    {"attribute": "area", "ghl_field_id": "F2", "type": "text", "label": "Area"},
]


@pytest.fixture
def location() -> Location:
    made = make_location()
    FieldMap.objects.create(location=made, version=1, active=True, rules=RULES)
    return made


@pytest.fixture
def start() -> datetime:
    return timezone.now() - timedelta(minutes=5)


@pytest.fixture
def lead(location: Location, start: datetime) -> Lead:
    """The CRM told a budget of 300,000 at the start."""
    tell(start, budget=300_000)
    return Lead.objects.get()


def tell(stamp: datetime, *, budget: object, **more: Any) -> None:
    """A contact event of that moment, with all its fields as events have them."""
    fields = [{"id": "F1", "value": budget}, {"id": "F2", "value": "Hyde Park"}]
    store(contact_body("ContactUpdate", customFields=fields, timestamp=stamp.isoformat(), **more))
    apply_all()


def decide(lead: Lead, decided_at: datetime, budget: int = 400_000, **more: Any) -> OutboxEntry:
    """The bot decided so at that moment; the write waits."""
    with transaction.atomic():
        entry = enqueue_fields(Lead.objects.get(pk=lead.pk), {"budget_usd": budget, **more}, cause="turn:1")
    assert entry is not None
    OutboxEntry.objects.filter(pk=entry.pk).update(created_at=decided_at)
    return entry


def send(entry: OutboxEntry, wire_at: datetime, *, settled: bool) -> None:
    """As the pump leaves the rows: the claim takes the key off, the attempt holds the moment of the call."""
    ends = {"status": Status.SENT, "settled_at": wire_at} if settled else {"status": Status.CLAIMED}
    OutboxEntry.objects.filter(pk=entry.pk).update(dedupe_key=f"set_fields:{entry.lead_id}#{entry.pk}", **ends)
    SendAttempt.objects.create(
        entry=entry, location=entry.location, generation=1, purpose="send", started_at=wire_at,
        wire_at=wire_at if settled else None, outcome="ok" if settled else "open",
    )  # fmt: skip
    if settled:
        holder = Lead.objects.get(pk=entry.lead_id)
        holder.attributes = {**holder.attributes, **entry.payload["values"]}
        holder.save(update_fields=["attributes"])


def after(start: datetime, seconds: float) -> datetime:
    return start + timedelta(seconds=seconds)


def budget_here() -> Any:
    return Lead.objects.get().attributes.get("budget_usd")


def waits() -> list[dict[str, Any]]:
    return [entry.payload["values"] for entry in OutboxEntry.objects.filter(kind="set_fields", status=Status.DUE)]


def lost() -> list[tuple[str, Any, str]]:
    return list(KeptValue.objects.order_by("id").values_list("attribute", "value", "by"))


def test_an_edit_drops_the_bots_older_value_that_waits_and_leaves_the_rest(lead: Lead, start: datetime) -> None:
    decide(lead, after(start, 5), bedrooms=3)
    tell(after(start, 10), budget=500_000)
    assert (budget_here(), waits(), lost()) == (500_000, [{"bedrooms": 3}], [("budget_usd", 400_000, "bot")])
    kept = KeptValue.objects.get()
    assert kept.source.startswith("outbox:")
    assert kept.lost_to.startswith("event:")
    assert kept.set_at == after(start, 5)


def test_nothing_is_written_where_the_dropped_value_was_all(lead: Lead, start: datetime) -> None:
    decide(lead, after(start, 5))
    tell(after(start, 10), budget=500_000)
    assert (waits(), OutboxEntry.objects.get(kind="set_fields").status) == ([], Status.CANCELLED)


def test_a_field_that_was_emptied_by_hand_stays_empty(lead: Lead, start: datetime) -> None:
    decide(lead, after(start, 5))
    tell(after(start, 10), budget="")
    assert (budget_here(), waits(), lost()) == (None, [], [("budget_usd", 400_000, "bot")])


def test_an_event_about_something_else_is_no_edit(lead: Lead, start: datetime) -> None:
    decide(lead, after(start, 5))
    tell(after(start, 10), budget=300_000, tags=["vip"])
    assert (waits(), lost()) == ([{"budget_usd": 400_000}], [])


def test_late_news_of_an_edit_made_before_the_bot_decided_loses(lead: Lead, start: datetime) -> None:
    decide(lead, after(start, 8))
    tell(after(start, 5), budget=500_000)
    assert (waits(), lost()) == ([{"budget_usd": 400_000}], [("budget_usd", 500_000, "crm")])


def test_an_edit_during_our_call_is_written_again_behind_it(lead: Lead, start: datetime) -> None:
    send(decide(lead, after(start, 5)), after(start, 9), settled=False)
    tell(after(start, 10), budget=500_000)
    assert (waits(), lost()) == ([{"budget_usd": 500_000}], [("budget_usd", 400_000, "bot")])


def test_an_edit_that_our_call_wrote_over_is_written_back(lead: Lead, start: datetime) -> None:
    send(decide(lead, after(start, 5)), after(start, 9), settled=True)
    tell(after(start, 7), budget=500_000)
    assert (waits(), lost()) == ([{"budget_usd": 500_000}], [("budget_usd", 400_000, "bot")])


def test_the_echo_of_our_own_write_is_no_edit_before_and_after_the_answer(lead: Lead, start: datetime) -> None:
    entry = decide(lead, after(start, 5))
    send(entry, after(start, 9), settled=False)
    tell(after(start, 10), budget=400_000)
    OutboxEntry.objects.filter(pk=entry.pk).update(status=Status.SENT, settled_at=after(start, 11))
    tell(after(start, 12), budget="$400,000.00", tags=["vip"])
    assert (budget_here(), waits(), lost()) == (400_000, [], [])


def test_late_news_about_something_else_does_not_take_back_what_we_wrote(lead: Lead, start: datetime) -> None:
    send(decide(lead, after(start, 5)), after(start, 9), settled=True)
    tell(after(start, 7), budget=300_000, tags=["vip"])
    assert (budget_here(), waits(), lost()) == (400_000, [], [])


def test_an_edit_after_our_write_simply_counts(lead: Lead, start: datetime) -> None:
    send(decide(lead, after(start, 5)), after(start, 9), settled=True)
    tell(after(start, 10), budget=400_000)
    tell(after(start, 60), budget=500_000)
    assert (budget_here(), waits(), lost()) == (500_000, [], [])


def test_a_read_shows_an_edit_as_an_event_does(lead: Lead, location: Location, start: datetime) -> None:
    decide(lead, after(start, 5))
    contact = {
        "id": CONTACT_ID, "dateUpdated": after(start, 10).isoformat(), "customFields": [{"id": "F1", "value": 500_000}],
    }  # fmt: skip
    saved = apply_read(location, contact, timezone.now())
    assert saved is not None
    heed_edits(saved, after(start, 10), "read:1", as_of=timezone.now())
    assert (budget_here(), waits(), lost()) == (500_000, [], [("budget_usd", 400_000, "bot")])


def test_a_read_after_a_write_that_was_not_kept_is_believed(lead: Lead, location: Location, start: datetime) -> None:
    send(decide(lead, after(start, 5)), after(start, 9), settled=True)
    contact = {"id": CONTACT_ID, "dateUpdated": start.isoformat(), "customFields": [{"id": "F1", "value": 300_000}]}
    saved = apply_read(location, contact, timezone.now())
    assert saved is not None
    heed_edits(saved, start, "read:1", as_of=timezone.now())
    assert (budget_here(), waits(), lost()) == (300_000, [], [])


def test_a_replay_settles_nothing(lead: Lead, start: datetime) -> None:
    decide(lead, after(start, 5))
    store(
        contact_body(
            "ContactUpdate", customFields=[{"id": "F1", "value": 500_000}], timestamp=after(start, 10).isoformat()
        )
    )
    replay(WebhookEvent.objects.latest("id"))
    assert (waits(), lost()) == ([{"budget_usd": 400_000}], [])


def test_what_lost_is_forgotten_when_its_time_is_over(lead: Lead, start: datetime) -> None:
    decide(lead, after(start, 5))
    tell(after(start, 10), budget=500_000)
    assert prune_kept_values(timezone.now() + RETENTION - timedelta(hours=1)) == 0
    assert prune_kept_values(timezone.now() + RETENTION + timedelta(hours=1)) == 1
    assert lost() == []


def test_the_leads_page_tells_who_lost_and_what(lead: Lead, start: datetime, client: Client) -> None:
    decide(lead, after(start, 5))
    tell(after(start, 10), budget=500_000)
    client.force_login(staff_cast.person("Agent", lead.location))
    page = client.get(reverse("lead", args=[lead.pk])).content.decode()
    assert "budget: the edit in the CRM stands; the bot&#x27;s older value was 400000" in page
