"""Apply a stored event once more, without opening a turn: after a repair, or to bring in what was quarantined.

A replay is idempotent: a message is known by its id, an event older than what was applied changes nothing, and what is
applied twice ends as if it had been applied once. There is nothing to undo but what a person can change back.
"""

import logging
from collections import Counter

from django.db import transaction

from crm.contracts import Change
from crm.intake.apply import apply_event
from crm.intake.applying import Applied, Unmappable
from crm.intake.claims import wait_for_contact
from crm.intake.failures import where
from crm.intake.locations import NOT_INSTALLED, UNKNOWN, unknown
from crm.intake.retry import reason_of
from crm.leads import active_rules
from crm.models import Location, WebhookEvent

log = logging.getLogger(__name__)

Status = WebhookEvent.Status
KEEPS_ITS_END = (Status.DONE,)  # what was applied stays applied, also when there is nothing left to do the second time
# An event that still waits is applied in its turn, and may open one; a replay would take that from it.
STILL_WAITS = Applied(Status.NEW, "still_waits")


def replay(event: WebhookEvent) -> Applied:
    """Return how it ended, stored on the event. An opt-out in it is honoured; nobody is texted and nothing is asked.

    A message that is stored already changes nothing; an event older than what was applied changes nothing; an event
    that was not applied for the first time yet is left to the drain.
    """
    with transaction.atomic():
        wait_for_contact(event.location_ghl_id, event.contact_ghl_id)
        applied = apply_again(event)
        if applied is not STILL_WAITS and event.status not in KEEPS_ITS_END:
            event.status, event.reason, event.next_try_at = applied.status, applied.reason, None
            event.save(update_fields=["status", "reason", "next_try_at"])
    return applied


def apply_again(event: WebhookEvent) -> Applied:
    """The replay itself, without a mark on the event. Call it in a transaction that holds the contact."""
    location = Location.objects.filter(ghl_id=event.location_ghl_id).first()
    if location is None:
        return Applied(Status.QUARANTINED, UNKNOWN)
    event.refresh_from_db()
    if event.status == Status.NEW:
        return STILL_WAITS
    try:
        with transaction.atomic():
            applied, _ = apply_event(event, location, active_rules(location), _nobody, replay=True)
    except Unmappable as error:
        return Applied(Status.DEAD, reason_of(error))
    return applied


def replay_each(pks: list[int]) -> Counter[str]:
    """Each in a transaction of its own, in the order given; returns how many ended in which status.

    An event that fails stays as it was, is counted under `failed`, and the rest go on. With the database away the
    next look at it raises.
    """
    ends: Counter[str] = Counter()
    for pk in pks:
        event = WebhookEvent.objects.filter(pk=pk).first()
        if event is None:
            continue
        try:
            ends[str(replay(event).status)] += 1
        except Exception as error:  # noqa: BLE001 - one unlucky event must not keep the others from being applied
            log.warning("intake.not_replayed", extra={"event": pk, "error": where(error)})
            ends["failed"] += 1
    return ends


def replay_quarantined(location: Location) -> Counter[str]:
    """Apply what came while the location was unknown or away, in order of receipt; returns how many ended in which
    status.

    Only what was signed for this kind of location: a sandbox's key must not speak for a real one. An event that fails
    stays in quarantine, and the rest go on.
    """
    waiting = WebhookEvent.objects.filter(
        status=Status.QUARANTINED, reason__in=(unknown(location.kind), NOT_INSTALLED), location_ghl_id=location.ghl_id
    )
    return replay_each(list(waiting.order_by("id").values_list("pk", flat=True)))


def _nobody(_change: Change) -> None:
    """A replay tells nobody."""
