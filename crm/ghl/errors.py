"""What the CRM may answer instead of doing what was asked. Messages hold its words, never a token or our body.

Every class says in `remedy` what its caller may do. `applied` and `retryable` (outbound/errors.py) say whether the
same call may be made again: only what is surely not applied, or harmless to repeat, is.
"""

from typing import Any, ClassVar

from outbound.errors import OutboundError


class GhlError(OutboundError):
    """Any call that did not end well."""

    remedy: ClassVar[str] = "read the CRM's words; do not repeat the call unchanged"


class Unauthorised(GhlError):
    """401 or 403: the token does not open this call. Which of the reasons it is, the class says."""


class TokenRefused(Unauthorised):
    """401 for a reason that its words do not tell: nothing of this location can be called for now."""

    remedy = "pause the location; if it lasts, connect it anew"


class TokenExpired(TokenRefused):
    """The access token's day is over."""

    remedy = "pause the location until its token is refreshed, then repeat the call"


class TokenRevoked(TokenRefused):
    """The token is unknown or was taken back: the app was removed, or the private token replaced."""

    remedy = "pause the location; a person connects it anew"


class CompanyToken(TokenRefused):
    """A company's token was used for a call that only a location's opens."""

    remedy = "pause the location, exchange the company's token for the location's own, then repeat the call"


class GrantRefused(Unauthorised):
    """A code or a refresh token was refused: it was used already, has ended, or belongs to another app."""

    remedy = "do not try the same grant again; a person connects the location anew"


class ScopeMissing(Unauthorised):
    """The token is valid but may not do this; `scope` is what the call needs."""

    remedy = "skip calls that need this scope; a person grants it and connects anew"

    def __init__(self, message: str, *, scope: str = "", **facts: Any) -> None:
        super().__init__(message, **facts)
        self.scope = scope


class TenantMismatch(GhlError):
    """The token is another location's than what was asked about."""

    remedy = "do not repeat; what was asked about belongs to another location"


class Invalid(GhlError):
    """400, 422 and other refusals of the request as such: the same call will fail again.

    `fields`: the properties that a validation names. `applied` is "maybe" for the create of a contact, which the CRM
    was seen to make although it refused it.
    """

    remedy = "correct the named fields; where `applied` is maybe, look first (readback.looking_for)"

    def __init__(self, message: str, *, fields: tuple[str, ...] = (), **facts: Any) -> None:
        super().__init__(message, **facts)
        self.fields = fields


class NotFound(GhlError):
    """404, or 400 for an unknown contact: what the call is about is not there."""

    remedy = "do not repeat; treat what it is about as deleted or merged, and read again"


class DoNotDisturb(GhlError):
    """The contact has do-not-disturb on for this channel, so the CRM refused the text."""

    remedy = "do not repeat; the contact must not be texted on this channel"


class Throttled(GhlError):
    """429: over the limit. Nothing was applied."""

    retryable = True
    remedy = "pause the location for retry_after_s, then repeat the call"


class Transient(GhlError):
    """5xx, or the connection failed before the request left us."""

    retryable = True
    remedy = "repeat the call later, with jitter and a cap"


class NoAnswer(GhlError):
    """Time-out, dropped connection, 504 (502 where it must not be done twice) or an unreadable answer: the request may
    have been acted on."""

    retryable = True
    applied = "maybe"
    remedy = "repeat what may be done twice; look for anything else before it is repeated"
