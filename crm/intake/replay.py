"""Apply a stored event once more, without opening a turn: after a repair, or to bring in what was quarantined."""

from django.db import transaction

from crm.contracts import Change
from crm.intake.apply import apply_event
from crm.intake.applying import Applied, Unmappable
from crm.intake.claims import wait_for_contact
from crm.intake.retry import reason_of
from crm.leads import active_rules
from crm.models import Location, WebhookEvent

Status = WebhookEvent.Status
KEEPS_ITS_END = (Status.DONE,)  # what was applied stays applied, also when there is nothing left to do the second time


def replay(event: WebhookEvent) -> Applied:
    """Return how it ended, stored on the event. An opt-out in it is honoured; nobody is texted and nothing is asked.

    A message that is stored already changes nothing; an event older than what was applied changes nothing.
    """
    location = Location.objects.filter(ghl_id=event.location_ghl_id).first()
    if location is None:
        return Applied(Status.QUARANTINED, "unknown_location")
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


def _nobody(_change: Change) -> None:
    """A replay tells nobody."""
