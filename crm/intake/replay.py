"""Apply a stored event once more, without opening a turn: after a repair, or to bring in what was quarantined."""

import logging
from collections import Counter

from django.db import transaction

from crm.contracts import Change
from crm.field_rules import active_rules
from crm.intake.apply import apply_event
from crm.intake.applying import Applied, Unmappable
from crm.intake.claims import wait_for_contact
from crm.intake.failures import where
from crm.intake.locations import NOT_INSTALLED, UNKNOWN, unknown
from crm.intake.retry import reason_of
from crm.models import Location, WebhookEvent

log = logging.getLogger(__name__)

Status = WebhookEvent.Status
KEEPS_ITS_END = (Status.DONE,)  # what was applied stays applied, also when there is nothing left to do the second time


def replay(event: WebhookEvent) -> Applied:
    """Return how it ended, stored on the event. An opt-out in it is honoured; nobody is texted and nothing is asked.

    A message that is stored already changes nothing; an event older than what was applied changes nothing.
    """
    location = Location.objects.filter(ghl_id=event.location_ghl_id).first()
    if location is None:
        return Applied(Status.QUARANTINED, UNKNOWN)
    rules = active_rules(location)
    with transaction.atomic():
        wait_for_contact(event.location_ghl_id, event.contact_ghl_id)
        event.refresh_from_db()
        try:
            with transaction.atomic():
                applied, _ = apply_event(event, location, rules, _nobody, replay=True)
        except Unmappable as error:
            applied = Applied(Status.DEAD, reason_of(error))
        if event.status not in KEEPS_ITS_END:
            event.status, event.reason, event.next_try_at = applied.status, applied.reason, None
            event.save(update_fields=["status", "reason", "next_try_at"])
    return applied


def replay_quarantined(location: Location) -> Counter[str]:
    """Apply what came while the location was unknown or away, in order of receipt; returns how many ended in which
    status.

    Only what was signed for this kind of location: a sandbox's key must not speak for a real one. An event that fails
    stays in quarantine, and the rest go on.
    """
    waiting = WebhookEvent.objects.filter(status=Status.QUARANTINED, reason__in=(unknown(location.kind), NOT_INSTALLED))
    ends: Counter[str] = Counter()
    for pk in list(waiting.filter(location_ghl_id=location.ghl_id).order_by("id").values_list("pk", flat=True)):
        try:
            ends[str(replay(WebhookEvent.objects.get(pk=pk)).status)] += 1
        except Exception as error:  # noqa: BLE001 - one unlucky event must not stop a location from being connected
            log.warning("intake.not_replayed", extra={"event": pk, "error": where(error)})
            ends["failed"] += 1
    return ends


def _nobody(_change: Change) -> None:
    """A replay tells nobody."""
