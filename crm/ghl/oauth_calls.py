"""Builders of the token calls, and what their answers hold. Nothing here shows a secret: not in repr, not in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crm.ghl.call import Call
from crm.ghl.dialect import DATED, V3, Dialect
from crm.ghl.operations import OPERATIONS


@dataclass(frozen=True, slots=True)
class App:
    """The marketplace app that asks."""

    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TokenAnswer:
    """Empty strings and None where the answer is silent: a company's token names no location, a location's token from
    the date dialect cannot be refreshed.
    """

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_in_s: int | None
    user_type: str
    company_id: str
    location_id: str
    user_id: str
    scopes: frozenset[str]


def token_by_code(app: App, code: str, dialect: Dialect, *, user_type: str = "", redirect_uri: str = "") -> Call:
    """Exchange the code of an installation. user_type: Location or Company."""
    given = {"code": code, "userType": user_type, "redirectUri": redirect_uri}
    return _token_request(app, "authorization_code", given, dialect)


def token_by_refresh(app: App, refresh_token: str, dialect: Dialect, *, user_type: str = "") -> Call:
    """Each refresh token works once: the answer's new one is stored before the new access token is used."""
    return _token_request(app, "refresh_token", {"refreshToken": refresh_token, "userType": user_type}, dialect)


def _token_request(app: App, grant_type: str, given: Mapping[str, str], dialect: Dialect) -> Call:
    asked = {"clientId": app.client_id, "clientSecret": app.client_secret, "grantType": grant_type, **given}
    body = {dialect.token(name): value for name, value in asked.items() if value}
    return Call(OPERATIONS["request_token"], body=body)


def exchange_token(company_id: str, location_id: str) -> Call:
    """A company's token for one of its locations' own. Sent with the company's token."""
    return Call(OPERATIONS["exchange_token"], body={"companyId": company_id, "locationId": location_id})


def token_in(body: Mapping[str, Any]) -> TokenAnswer:
    """Read a token answer in whichever spelling it comes. Raises ValueError when it holds no access token."""

    def text(name: str) -> str:
        found = (body.get(spelling) for spelling in dict.fromkeys((V3.token(name), DATED.token(name))))
        return next((str(value) for value in found if value), "")

    access_token, seconds = text("accessToken"), text("expiresIn")
    if not access_token:
        raise ValueError("the answer holds no access token")
    return TokenAnswer(
        access_token=access_token,
        refresh_token=text("refreshToken"),
        expires_in_s=int(float(seconds)) if seconds.replace(".", "", 1).isdigit() else None,
        user_type=text("userType"),
        company_id=text("companyId"),
        location_id=text("locationId"),
        user_id=text("userId"),
        scopes=frozenset(text("scope").split()),
    )
