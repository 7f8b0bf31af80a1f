"""One contact's history in any order and with repeats ends in the same state once the reads it asked for are made."""

import random
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from crm.leads import apply_read
from crm.models import Activity, Consent, Lead, Location, Message, Opportunity, OutboxEntry, WebhookEvent
from crm.opportunities import apply_opportunity_read
from tests.crm.intake.cast import CONTACT_ID, apply_all, contact_body, event_body, make_location, store, text_body

AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
NAMES, TAGS = ("Ann", "Bea", "", "Zoë"), ("hot", "cold", "ai on", "vip")
DND = ("active", "inactive", "permanent")
FIELD = "F1"


class Crm:
    """What the CRM holds of the contact, and the events that its history raised."""

    def __init__(self) -> None:
        self.contact = {
            "id": CONTACT_ID, "firstName": "Ann", "phone": "+15125550100", "tags": [], "dnd": False,
            "customFields": [], "dateAdded": (AT - timedelta(days=9)).isoformat(),
        }  # fmt: skip
        self.settings: dict[str, dict[str, str]] = {}
        self.deal: dict[str, object] | None = None
        self.exists, self.clock, self.told = True, AT, []
        self._contact_event("ContactCreate")

    def live(self, step: tuple[str, int]) -> None:
        what, number = step
        self.clock += timedelta(seconds=1)
        if what in ("in", "out", "note"):
            self._said(what, number)
        elif not self.exists:
            return
        elif what == "delete":
            self.exists = False
            self._contact_event("ContactDelete")
        elif what == "deal":
            self._move_deal(number)
        else:
            self._change(what, number)

    def _change(self, what: str, number: int) -> None:
        contact = self.contact
        if what == "name":
            contact["firstName"] = NAMES[number % len(NAMES)]
        elif what == "field":
            contact["customFields"] = [{"id": FIELD, "value": f"v{number}"}]
        elif what == "tags":
            contact["tags"] = [tag for position, tag in enumerate(TAGS) if number >> position & 1]
        elif what == "dnd":
            contact["dnd"] = bool(number % 2)
        else:
            self.settings = {"SMS": {"status": DND[number % 3]}}
            return self._contact_event("ContactDndUpdate", dndSettings=dict(self.settings))
        return self._contact_event("ContactTagUpdate" if what == "tags" else "ContactUpdate")

    def _contact_event(self, kind: str, **more: object) -> None:
        self._tell(contact_body(kind, **{**self.contact, "lastName": ..., "country": ..., "email": ..., **more}))

    def _move_deal(self, number: int) -> None:
        kind = "OpportunityStatusUpdate" if self.deal else "OpportunityCreate"
        status = ("open", "won", "lost")[number % 3]
        self.deal = {
            "id": "O1", "contactId": CONTACT_ID, "status": status, "monetaryValue": number, "pipelineId": "P1",
            "pipelineStageId": f"S{number % 2}",
        }  # fmt: skip
        self._tell(event_body(kind, **self.deal))

    def _said(self, what: str, number: int) -> None:
        identity = f"{what}{len(self.told)}"
        if what == "note":
            self._tell(event_body("NoteCreate", id=identity, contactId=CONTACT_ID, body=f"note {number}"))
            return
        words = "STOP" if what == "in" and number == 7 else f"{what} {number}"
        kind = "InboundMessage" if what == "in" else "OutboundMessage"
        self._tell(text_body(words, type=kind, messageId=identity, source=("app", "workflow", "")[number % 3]))

    def _tell(self, body: dict[str, object]) -> None:
        self.told.append(body | {"timestamp": self.clock.isoformat(), "webhookId": f"w{len(self.told)}"})

    def answer_reads(self, location: Location) -> None:
        """Make each read that waits, as its settlement would; a contact that is gone is not found."""
        now = timezone.now()
        waiting = OutboxEntry.objects.filter(location=location, status=OutboxEntry.Status.DUE)
        for read in waiting.filter(kind="read_contact"):
            if self.exists:
                channels = {"dndSettings": self.settings} if self.settings else {}
                apply_read(location, self.contact | channels | {"dateUpdated": self.clock.isoformat()}, now)
            read.delete()
        for read in waiting.filter(kind="read_opportunity"):
            if self.deal:
                apply_opportunity_read(location, self.deal | {"updatedAt": self.clock.isoformat()}, now)
            read.delete()


STEPS = st.tuples(
    st.sampled_from(["name", "field", "tags", "dnd", "channel", "in", "out", "note", "deal"]), st.integers(0, 15)
)


class AnyOrder(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(data=st.data())
    def test_shuffles_and_repeats_of_a_generated_history_end_in_the_same_state(self, data):
        crm = Crm()
        for step in data.draw(st.lists(STEPS, min_size=2, max_size=14)):
            crm.live(step)
        if data.draw(st.booleans()):
            crm.live(("delete", 0))
            for step in data.draw(st.lists(STEPS, max_size=3)):
                crm.live(step)
        straight = self._end(crm, crm.told, pauses=0)
        repeats = data.draw(st.lists(st.sampled_from(crm.told), max_size=8))
        shuffled = data.draw(st.permutations(crm.told + repeats))
        pauses = data.draw(st.integers(0, 2**16))
        assert self._end(crm, shuffled, pauses=pauses) == straight

    def _end(self, crm, bodies, *, pauses):
        """The state after these deliveries, with drains wherever a bit of `pauses` says."""
        before = transaction.savepoint()
        location = make_location()
        for position, body in enumerate(bodies):
            if not WebhookEvent.objects.filter(webhook_id=body["webhookId"]).exists():
                store(body)
            if pauses >> (position % 16) & 1:
                apply_all()
        apply_all()
        crm.answer_reads(location)
        state = (
            list(Lead.objects.values("first_name", "phone", "tags", "dnd", "dnd_settings", "custom_fields")),
            [deleted is not None for deleted in Lead.objects.values_list("deleted_at", flat=True)],
            list(Opportunity.objects.values("status", "value_cents", "stage_ghl_id", "lead__ghl_contact_id")),
            sorted(Message.objects.values_list("ghl_id", "body", "author", "direction")),
            sorted(Activity.objects.values_list("ghl_id", "body")),
            Consent.objects.filter(state=Consent.State.REVOKED).exists(),
            WebhookEvent.objects.filter(status__in=["new", "dead"]).count(),
        )
        transaction.savepoint_rollback(before)
        return state


class Bursts(TestCase):
    """However many events of one entity arrive late, the CRM is asked once for it."""

    @settings(max_examples=10, deadline=None)
    @given(order=st.permutations(range(24)), batch=st.integers(1, 24), seed=st.integers(0, 99))
    def test_a_burst_for_one_contact_and_one_opportunity_costs_at_most_one_read_each(self, order, batch, seed):
        before = transaction.savepoint()
        make_location()
        kinds = ("ContactUpdate", "ContactTagUpdate", "ContactDndUpdate", "OpportunityUpdate", "OpportunityStageUpdate")
        pick = random.Random(seed)
        newest = {"contact": -1, "deal": -1}
        late = dict.fromkeys(newest, False)
        for position, second in enumerate(order):
            kind = pick.choice(kinds)
            entity = "contact" if kind.startswith("Contact") else "deal"
            late[entity] |= second < newest[entity]
            newest[entity] = max(newest[entity], second)
            stamp = (AT + timedelta(seconds=second)).isoformat()
            contact = contact_body(kind, timestamp=stamp, firstName=f"n{second}")
            deal = event_body(kind, id="O1", contactId=CONTACT_ID, timestamp=stamp, status="open")
            store(contact if entity == "contact" else deal)
            if position % batch == 0:
                apply_all()
        apply_all()
        reads = {
            "contact": OutboxEntry.objects.filter(kind="read_contact").count(),
            "deal": OutboxEntry.objects.filter(kind="read_opportunity").count(),
        }
        unheard = Lead.objects.filter(ghl_contact_id=CONTACT_ID, applied_stamp__isnull=True).exists()
        transaction.savepoint_rollback(before)
        assert reads["deal"] == int(late["deal"])
        assert int(late["contact"]) <= reads["contact"] <= 1
        assert unheard is (newest["contact"] < 0)
