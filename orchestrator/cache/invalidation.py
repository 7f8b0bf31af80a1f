"""The one verb that takes stored answers back, everywhere.

The row is the truth: from its commit on, no answer that was asked for earlier is given by a process that read it.
Processes read it within a second while Redis carries the bell, within a few seconds by their clocks while it does not.
Deleting what is stored is tidying up: what a tier still holds is refused by the rules.
"""

import logging
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from audit.record import record
from orchestrator.cache.following import Seen, following
from orchestrator.models import HARD_AGE, CachedReply, CachedReplyQuerySet, Invalidation

log = logging.getLogger(__name__)

_LOCK = 0x65687069  # advisory: ids are given in the order of the commits
_BATCH = 5_000
_KEY = re.compile(r"v\d+:[0-9a-f]{64}")
_PROMPT = re.compile(r"[\w-]+(/\d+)?")
_MOST_CHARS = 80
_PRUNE_AFTER = HARD_AGE + timedelta(days=1)  # an answer under way is stored at most minutes after it was asked for


class NotSaid(ValueError):
    """The scope and value name nothing that could be invalidated; the message says what would."""


@dataclass(frozen=True, slots=True)
class Invalidated:
    """`answers`: so many stored ones were deleted. `rung`: other processes follow within a second, else by their clocks
    (None inside a transaction: it is rung after the commit)."""

    generation: int
    scope: str
    value: str
    answers: int
    rung: bool | None


def invalidate(scope: str, value: str = "", *, by: str, reason: str = "") -> Invalidated:
    """Nothing that was asked for before now and that carries `value` is given again. `by` is an audit actor.

    Raises NotSaid. `prompt` takes a version ("compose/3") or a name ("compose": all its versions).
    """
    checked(scope, value)
    rung: list[bool] = []
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        row = Invalidation.objects.create(scope=scope, value=value, by=by, reason=reason[:200])
        concerned = carrying(scope, value).filter(generation__lt=row.pk).count()
        record(
            "cache.invalidated",
            actor=by,
            location_ghl_id=value if scope == "tenant" else "",
            subject=f"invalidation:{row.pk}",
            details={"scope": scope, "value": value, "answers": concerned, "reason": row.reason},
        )
        transaction.on_commit(lambda: rung.append(_announce()))
    deleted = _delete(scope, value, row.pk)
    log.info("orchestrator.cache_invalidated", extra={"scope": scope, "generation": row.pk, "answers": deleted})
    return Invalidated(row.pk, scope, value, deleted, rung[0] if rung else None)


def seen() -> Seen:
    """How this process follows invalidations now."""
    return following.seen()


def prune(now: datetime) -> int:
    """Delete rows that can concern no answer any more. The newest stays: its id says what is new."""
    newest = Invalidation.objects.order_by("-id").values("id")[:1]
    return Invalidation.objects.filter(at__lte=now - _PRUNE_AFTER).exclude(pk__in=newest).delete()[0]


def checked(scope: str, value: str) -> None:
    """Raises NotSaid where scope and value do not fit each other."""
    if scope not in Invalidation.Scope.values:
        raise NotSaid(f"{scope!r} is no scope; known are {', '.join(Invalidation.Scope.values)}")
    if scope == "all":
        if value:
            raise NotSaid("everything takes no value")
        return
    if not value.strip() or value != value.strip():
        raise NotSaid(f"say which {scope}: a value without blanks around it")
    if len(value) > _MOST_CHARS:
        raise NotSaid(f"a {scope} has at most {_MOST_CHARS} characters")
    if scope == "key" and not _KEY.fullmatch(value):
        raise NotSaid("a key is v1: and 64 hexadecimal digits, as a call and a stored answer show it")
    if scope == "prompt" and not _PROMPT.fullmatch(value):
        raise NotSaid("a prompt is NAME/NUMBER for one version, or NAME for all")


def stored_values(scope: str, most: int = 20) -> list[str]:
    """Which values of a scope stored answers carry now, for those who look for the right one."""
    field = _FIELDS[scope]
    return list(CachedReply.objects.order_by(field).values_list(field, flat=True).distinct()[:most])


_FIELDS = {"key": "key", "prompt": "prompt_version", "model": "model", "tenant": "tenant", "task": "task"}


def carrying(scope: str, value: str) -> CachedReplyQuerySet:
    """What is stored in PostgreSQL and would be taken back, for a look before it is done."""
    if scope == "all":
        return CachedReply.objects.all()
    if scope == "prompt" and "/" not in value:
        return CachedReply.objects.filter(prompt_version__startswith=f"{value}/")
    return CachedReply.objects.filter(**{_FIELDS[scope]: value})


def _announce() -> bool:
    """This process at once, the others by the bell."""
    following.refresh()
    return following.ring()


def _delete(scope: str, value: str, generation: int) -> int:
    """In batches, each its own statement. Answers asked for since then stay."""
    deleted, concerned = 0, carrying(scope, value).filter(generation__lt=generation)
    while keys := list(concerned.values_list("pk", flat=True)[:_BATCH]):
        gone = concerned.filter(pk__in=keys).delete()[0]
        if not gone:
            break  # somebody else is deleting them
        deleted += gone
    return deleted
