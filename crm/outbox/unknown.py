"""A text of which nobody could say whether it arrived is held for a person; news of it has it looked up once more."""

from django.db.models import Q
from django.db.models.functions import Now

from crm.models import OutboxEntry

Status = OutboxEntry.Status

UNKNOWN_OUTCOME = "unknown_outcome"
HELD_AS_UNKNOWN = Q(status=Status.HELD, reason=UNKNOWN_OUTCOME)


def look_up_after_all(entry_id: int) -> bool:
    """It did arrive, says its echo or its late answer: back to the look-ups, which settle it. False if not held so."""
    held = OutboxEntry.objects.filter(HELD_AS_UNKNOWN, pk=entry_id)
    return held.update(status=Status.UNKNOWN, reason="", settled_at=None, lookup_at=Now()) == 1
