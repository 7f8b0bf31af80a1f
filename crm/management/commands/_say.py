"""What the commands share: finding a location, and where a test event is watched for."""

from django.core.management.base import CommandError

from crm.models import Location


def location_with(ghl_id: str) -> Location:
    found = Location.objects.filter(ghl_id=ghl_id).first()
    if found is None:
        known = ", ".join(Location.objects.values_list("ghl_id", flat=True)[:10]) or "none is connected"
        raise CommandError(f"No location {ghl_id!r}. Known: {known}.")
    return found
