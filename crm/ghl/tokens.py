"""Which bearer token a location's calls carry."""

from crm.models import Location


def token_for(location: Location) -> str:
    """The token stored with the location. Raises UndecryptableSecret when it fits no key. Never log it."""
    return location.token
