"""What the commands share: finding a location."""

from django.core.management.base import CommandError

from crm.connect import unknown_location
from crm.models import Location


def location_with(ghl_id: str) -> Location:
    found = Location.objects.filter(ghl_id=ghl_id).first()
    if found is None:
        raise CommandError(unknown_location(ghl_id))
    return found
