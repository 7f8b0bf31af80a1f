"""What the CRM may answer instead of doing what was asked. Messages hold its words, never a token or our body."""

from outbound.errors import OutboundError


class GhlError(OutboundError):
    """Any call that did not end well."""


class TokenRefused(GhlError):
    """401: the token is unknown, expired or revoked."""


class ScopeMissing(GhlError):
    """401 or 403: the token is valid but may not do this; the message names the scope that the call needs."""


class Invalid(GhlError):
    """400, 422 and other refusals of the request as such: the same call will fail again."""


class NotFound(GhlError):
    """404, or 400 for an unknown contact: what the call is about is not there."""


class DoNotDisturb(GhlError):
    """The contact has do-not-disturb on for this channel, so the CRM refused the text."""


class Throttled(GhlError):
    """429: over the limit. Nothing was applied."""

    retryable = True


class Transient(GhlError):
    """5xx, or the connection failed before the request left us."""

    retryable = True


class NoAnswer(GhlError):
    """Time-out, dropped connection, 504 (502 where it must not be done twice) or an unreadable answer: the request may
    have been acted on."""

    retryable = True
    applied = "maybe"
