"""Everything stored about one lead, over all rooms: to hand it out, or to make it go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Model, QuerySet
from django.utils.crypto import salted_hmac

from audit.models import AuditEntry
from audit.record import record
from bots.drafting import cause_of
from bots.models import Conversation, Handoff, RoleSwitch, Score, Turn, TurnMessage
from crm.connect import unknown_location
from crm.models import (
    Activity,
    Consent,
    KeptValue,
    Lead,
    Location,
    Message,
    Opportunity,
    OutboxEntry,
    SendAttempt,
    WebhookEvent,
)
from orchestrator.models import LlmCall


class NotFound(LookupError):
    """No such lead; the message is a sentence."""


class UnderWay(Exception):
    """A call to the CRM for this lead has not settled; erasing now would lose what became of it."""


def find_lead(location_ghl_id: str, contact: str) -> Lead:
    """By the CRM's contact id, or by a phone in E.164. Raises NotFound."""
    location = Location.objects.filter(ghl_id=location_ghl_id).first()
    if location is None:
        raise NotFound(unknown_location(location_ghl_id))
    leads = Lead.objects.filter(location=location)
    found = list(leads.filter(ghl_contact_id=contact)) or list(leads.filter(phone=contact)[:2])
    if not found:
        raise NotFound(f"{location.name} has no lead with this contact id or phone.")
    if len(found) > 1:
        raise NotFound("Several leads have this phone; name the contact id.")
    return found[0]


def stores_of(lead: Lead) -> dict[str, QuerySet[Any]]:
    """Every table that holds something about this lead, by name; audit is read, never changed."""
    turns = Turn.objects.filter(conversation__lead=lead)
    causes = [f"turn:{pk}" for pk in turns.values_list("pk", flat=True)]
    causes += [cause_of(pk) for pk in Conversation.objects.filter(lead=lead).values_list("pk", flat=True)]
    return {
        "crm.lead": Lead.objects.filter(pk=lead.pk),
        "crm.opportunity": Opportunity.objects.filter(lead=lead),
        "crm.activity": Activity.objects.filter(lead=lead),
        "crm.kept_value": KeptValue.objects.filter(lead=lead),
        "crm.message": Message.objects.filter(lead=lead),
        "crm.consent": Consent.objects.filter(lead=lead),
        "crm.webhook_event": events_of(lead),
        "crm.outbox_entry": OutboxEntry.objects.filter(lead=lead),
        "crm.send_attempt": SendAttempt.objects.filter(entry__lead=lead),
        "bots.conversation": Conversation.objects.filter(lead=lead),
        "bots.turn": turns,
        "bots.turn_message": TurnMessage.objects.filter(turn__in=turns),
        "bots.score": Score.objects.filter(conversation__lead=lead),
        "bots.role_switch": RoleSwitch.objects.filter(conversation__lead=lead),
        "bots.handoff": Handoff.objects.filter(conversation__lead=lead),
        "orchestrator.llm_call": LlmCall.objects.filter(cause__in=causes),
        "audit.entry": AuditEntry.objects.filter(lead_id=lead.pk),
    }


def events_of(lead: Lead) -> QuerySet[WebhookEvent]:
    return WebhookEvent.objects.filter(location_ghl_id=lead.location.ghl_id, contact_ghl_id=lead.ghl_contact_id)


def export(lead: Lead) -> dict[str, list[dict[str, Any]]]:
    """All rows as plain values, oldest first."""
    return {name: [_values(row) for row in rows.order_by("pk")] for name, rows in stores_of(lead).items()}


def _values(row: Model) -> dict[str, Any]:
    return {field.attname: _plain(field, getattr(row, field.attname)) for field in row._meta.concrete_fields}


def _plain(field: "models.Field[Any, Any]", value: Any) -> Any:
    if isinstance(field, models.BinaryField):
        return bytes(value).decode("utf-8", "replace")
    return value


@dataclass(frozen=True, slots=True)
class Receipt:
    """Per store: how many rows and what became of them."""

    lines: Mapping[str, str]


def erase(lead: Lead, *, by: str, now: datetime) -> Receipt:
    """Delete the lead's rows, blank its events and model calls, keep the audit record. Raises UnderWay.

    What remains: webhook ids (so that a repeated delivery stays a repeat), costs of model calls, and audit entries,
    which hold no content. The audit entry of the erasure names the contact and phone by a keyed hash only.
    """
    with transaction.atomic():
        locked = Lead.objects.select_for_update().get(pk=lead.pk)
        under_way = OutboxEntry.objects.filter(lead=locked, status__in=("claimed", "unknown"))
        if under_way.exists():
            raise UnderWay("A call to the CRM for this lead is under way or unknown; try again in two minutes.")
        stores = stores_of(locked)
        counts = {name: rows.count() for name, rows in stores.items()}
        _blank_events(stores["crm.webhook_event"], now)
        stores["orchestrator.llm_call"].update(request_text="", answer_text="")
        stores["crm.opportunity"].delete()
        location = locked.location.ghl_id
        hashes = {"contact": _keyed(locked.ghl_contact_id), "phone": _keyed(locked.phone) if locked.phone else ""}
        locked.delete()
        details = {**hashes, "rows": counts}
        record("lead.erased", actor=by, location_ghl_id=location, lead_id=lead.pk, details=details)
    return Receipt({name: f"{count} {_fate(name)}" for name, count in counts.items()})


def _blank_events(events: QuerySet[WebhookEvent], now: datetime) -> None:
    unfinished = events.filter(status__in=(WebhookEvent.Status.NEW, WebhookEvent.Status.DEAD))
    unfinished.update(status=WebhookEvent.Status.DISCARDED, reason="lead_erased", applied_at=now)
    events.update(body=b"", note="", contact_ghl_id="")


def _fate(name: str) -> str:
    if name == "audit.entry":
        return "kept (ids and field names only)"
    if name in ("crm.webhook_event", "orchestrator.llm_call"):
        return "emptied"
    return "deleted"


def _keyed(value: str) -> str:
    """Shows later whether a given value was meant, and nothing to whom has no key."""
    return salted_hmac("lead.erased", value, algorithm="sha256").hexdigest()[:32]
