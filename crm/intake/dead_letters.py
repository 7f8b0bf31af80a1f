"""What people do with events that could not be applied. Pages, commands and admin call these."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from audit.record import record
from crm.models import WebhookEvent
from crm.outbox.actors import actor_name

Status = WebhookEvent.Status


class NotPossible(Exception):
    """The event is not in the state the verb needs; the message is a sentence for staff."""


def retry(event: WebhookEvent, by: AbstractBaseUser | str) -> None:
    """Put a dead letter back in the queue with a fresh count of tries. This is no replay: it may open a turn.

    The caller rings the intake's bell after commit. Raises NotPossible.
    """
    _move(event, by, "event.retried", status=Status.NEW, attempts=0, next_try_at=None, reason="")


def take(event: WebhookEvent, by: AbstractBaseUser | str) -> None:
    """Say who sees to a dead letter, so that two people do not mend the same. Raises NotPossible."""
    if event.owner == actor_name(by):
        raise NotPossible("You have taken this event already.")
    _move(event, by, "event.taken", owner=actor_name(by))


def discard(event: WebhookEvent, by: AbstractBaseUser | str, note: str) -> None:
    """End a dead letter with a person's note; its body stays until retention takes it. Raises NotPossible."""
    if not note.strip():
        raise NotPossible("Say why this event is not needed.")
    _move(event, by, "event.discarded", status=Status.DISCARDED, note=note.strip(), owner=actor_name(by))


def _move(event: WebhookEvent, by: AbstractBaseUser | str, action: str, **changes: object) -> None:
    with transaction.atomic():
        if WebhookEvent.objects.dead().filter(pk=event.pk).update(**changes) != 1:
            raise NotPossible("This event is no longer a dead letter.")
        record(
            action,
            actor=actor_name(by),
            location_ghl_id=event.location_ghl_id,
            subject=f"webhookevent:{event.pk}",
            details={"type": event.type, "attempts": event.attempts},
        )
    event.refresh_from_db()
