"""Which stored events a replay takes."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from crm.models import WebhookEvent

Status = WebhookEvent.Status
# What still waits is applied in its turn, and what a person discarded stays so unless it is asked for by number.
REPLAYED_BY_DEFAULT = (Status.DONE, Status.IGNORED, Status.QUARANTINED, Status.DEAD)


def choose(
    *,
    ids: Collection[int] = (),
    since: datetime | None = None,
    location_ghl_id: str = "",
    statuses: Collection[str] = (),
) -> QuerySet[WebhookEvent]:
    """Stored events, oldest first: those of the ids, or all that came at or after `since`; narrowed by the rest."""
    events = WebhookEvent.objects.exclude(status=Status.NEW).order_by("id")
    if ids:
        events = events.filter(pk__in=ids)
    if since is not None:
        events = events.filter(received_at__gte=since)
    if location_ghl_id:
        events = events.filter(location_ghl_id=location_ghl_id)
    if statuses or not ids:
        events = events.filter(status__in=statuses or REPLAYED_BY_DEFAULT)
    return events
