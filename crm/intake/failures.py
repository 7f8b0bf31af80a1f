"""An event could not be applied: count it, plan the next try or set it aside."""

import logging
import traceback
from datetime import datetime

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from crm.intake.applying import Unmappable
from crm.intake.retry import GiveUp, after_failure, reason_of
from crm.models import WebhookEvent

log = logging.getLogger(__name__)

Status = WebhookEvent.Status
# PostgreSQL's error codes, appendix A of its manual.
PICKED_AS_VICTIM = frozenset({"40P01", "40001"})  # deadlock_detected, serialization_failure
SERVER_TROUBLE = ("08", "53", "57P0")  # connection exception, insufficient resources, shutting down or starting


def is_database_trouble(error: Exception) -> bool:
    """The database is away, out of room or picked this transaction as a victim: nothing was decided about the event.

    Any other refusal of the database (a statement that takes too long, a value past its limits) is the event's own.
    """
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    line = connection.connection
    state = getattr(error.__cause__, "sqlstate", None) or ""
    return line is None or line.closed or state in PICKED_AS_VICTIM or state.startswith(SERVER_TROUBLE)


def record_failure(event: WebhookEvent, error: Exception, now: datetime) -> bool:
    """Count the failure; returns whether the event is finished (dead) rather than waiting."""
    attempts = event.attempts + 1
    verdict = after_failure(
        attempts,
        most=settings.EVENT_MAX_ATTEMPTS,
        permanent=isinstance(error, Unmappable),
        now=now,
        scale=settings.CLOCK_SCALE,
    )
    dead = isinstance(verdict, GiveUp)
    WebhookEvent.objects.filter(pk=event.pk).update(
        status=Status.DEAD if dead else Status.NEW,
        reason=reason_of(error),
        attempts=attempts,
        next_try_at=None if isinstance(verdict, GiveUp) else verdict.at,
    )
    log.warning(
        "intake.dead_letter" if dead else "intake.retry",
        extra={"event": event.pk, "type": event.type, "attempts": attempts, "error": where(error)},
    )
    return dead


def where(error: Exception) -> str:
    """The kind of error and the line that raised it. Not its text: a database error quotes the row."""
    frames = traceback.extract_tb(error.__traceback__)
    last = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{last}"
