"""An event could not be applied: count it, plan the next try or set it aside."""

import logging
import traceback
from datetime import datetime

from django.conf import settings

from crm.intake.applying import Unmappable
from crm.intake.retry import GiveUp, after_failure, reason_of
from crm.models import WebhookEvent

log = logging.getLogger(__name__)

Status = WebhookEvent.Status


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
