"""Reads the settings of the outbox and assembles what the pump works with."""

from functools import cache

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from crm.outbox.breaker import Policy
from crm.outbox.claim import ClaimLimits
from outbound.rate_limit import RateLimiter, per_second

REDIS_TIMEOUT_S = 0.5


@cache
def limiter() -> RateLimiter:
    """One per process."""
    return limiter_at(settings.REDIS_URL)


def limiter_at(url: str) -> RateLimiter:
    """One try more, because a connection may have died while it was idle; never a wait between the tries."""
    client = redis.Redis.from_url(
        url,
        socket_timeout=REDIS_TIMEOUT_S,
        socket_connect_timeout=REDIS_TIMEOUT_S,
        retry=Retry(NoBackoff(), 1),
    )
    return RateLimiter(client, per_second(settings.GHL_REQUESTS_PER_SECOND))


def claim_limits() -> ClaimLimits:
    return ClaimLimits(
        claim_s=settings.OUTBOX_CLAIM_SECONDS,
        in_flight=settings.OUTBOX_IN_FLIGHT_PER_LOCATION,
        per_day=settings.GHL_REQUESTS_PER_DAY,
        flight_s=min(settings.GHL_HTTP_TIMEOUT_SECONDS + 2.0, settings.OUTBOX_CLAIM_SECONDS),
    )


def breaker_policy() -> Policy:
    return Policy(
        failures=settings.OUTBOX_BREAKER_FAILURES,
        open_s=settings.OUTBOX_BREAKER_OPEN_SECONDS,
        longest_s=settings.OUTBOX_BREAKER_LONGEST_OPEN_SECONDS,
    )


def wire_deadline_s() -> float:
    """Never close to the claim's own end, also where drills run the clocks at a tenth."""
    return min(settings.OUTBOX_WIRE_DEADLINE_SECONDS, settings.OUTBOX_CLAIM_SECONDS / 2)
