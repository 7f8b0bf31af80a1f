"""Is this process alive, and can the product work? For load balancers, the launcher and people."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from enterprisehub.oldest import oldest_waiting

BROKER_TIMEOUT_SECONDS = 1.0
# Past the longest recovery clock (lease 90 s, claim and look-up 60 s each, 30 s more) nobody works on it any longer.
STUCK_AFTER = timedelta(seconds=150)


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of readiness. `words` says what is wrong, or how it stands."""

    name: str
    ok: bool
    words: str


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers. Asks nobody else, so that a database that is away restarts no web server."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database and the broker answer and nothing is stuck; else 503 with the words why."""
    findings = [_database(), _broker()]
    if findings[0].ok:
        findings.append(_work(timezone.now()))
    ready = all(finding.ok for finding in findings)
    said = {finding.name: finding.words for finding in findings}
    return JsonResponse({"ready": ready, **said}, status=200 if ready else 503)


def _database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return Finding("database", ok=False, words=f"does not answer ({type(error).__name__})")
    return Finding("database", ok=True, words="answers")


def _broker() -> Finding:
    try:
        with redis.Redis.from_url(
            settings.CELERY_BROKER_URL,
            socket_connect_timeout=BROKER_TIMEOUT_SECONDS,
            socket_timeout=BROKER_TIMEOUT_SECONDS,
        ) as client:
            client.ping()
    except (redis.RedisError, OSError) as error:
        return Finding("broker", ok=False, words=f"does not answer ({type(error).__name__})")
    return Finding("broker", ok=True, words="answers")


def _work(now: datetime) -> Finding:
    try:
        waiting = oldest_waiting(now)
    except DatabaseError as error:
        return Finding("work", ok=False, words=f"cannot be counted ({type(error).__name__}): run the migrations")
    stage, seconds = max(waiting.items(), key=lambda item: item[1])
    if seconds > STUCK_AFTER.total_seconds():
        return Finding("work", ok=False, words=f"the oldest in {stage} waits for {seconds:.0f} s: is a worker running?")
    return Finding("work", ok=True, words=f"oldest waiting {seconds:.1f} s ({stage})" if seconds else "nothing waits")
