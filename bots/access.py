"""Who may see which location. Every list, page and API answer about leads passes through here."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import QuerySet

from crm.models import Location


def locations_for(user: AbstractBaseUser | AnonymousUser) -> QuerySet[Location]:
    """The locations of a member of staff: all for a superuser, none for a stranger."""
    if not user.is_authenticated or not user.is_active:
        return Location.objects.none()
    if getattr(user, "is_superuser", False):
        return Location.objects.all()
    return Location.objects.filter(staff__user_id=user.pk)


def may_see(user: AbstractBaseUser | AnonymousUser, location: Location) -> bool:
    return locations_for(user).filter(pk=location.pk).exists()
