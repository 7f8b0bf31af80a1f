"""The only module here that reads settings: which address, dialect and time-out a location's calls use."""

import requests
from django.conf import settings

from crm.ghl.client import GhlClient
from crm.ghl.dialect import DIALECTS
from crm.ghl.tokens import token_for
from crm.ghl.transport import TellingAdapter
from crm.models import Location


class NoAddress(Exception):
    """A sandbox location without SANDBOX_BASE_URL: there is nobody to call."""


def new_session() -> requests.Session:
    """Keep-alive, no retries of its own, and nothing taken from the environment (proxies, .netrc)."""
    session = requests.Session()
    session.trust_env = False
    adapter = TellingAdapter(pool_connections=2, pool_maxsize=2, max_retries=0)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


def base_url(location: Location) -> str:
    address = settings.SANDBOX_BASE_URL if location.is_sandbox else settings.GHL_BASE_URL
    if not address:
        raise NoAddress("SANDBOX_BASE_URL is not set, so a sandbox location cannot be called")
    return str(address)


def client_for(location: Location, session: requests.Session) -> GhlClient:
    """Raises NoAddress, or UndecryptableSecret when the stored token fits no key."""
    dialect = DIALECTS[settings.GHL_API_VERSION]
    return GhlClient(base_url(location), token_for(location), dialect, session, settings.GHL_HTTP_TIMEOUT_SECONDS)
