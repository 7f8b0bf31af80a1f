"""Turn stored events into rows: claim contacts, apply each one's events in order of receipt.

Any number of drains may run at once, on any number of machines: an advisory lock per contact keeps them apart and is
gone with the transaction, whatever happens to the process.
"""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Now

from crm.contracts import NextStep
from crm.field_rules import rules_in_force
from crm.intake.apply import apply_event
from crm.intake.applying import Applied
from crm.intake.claims import take_contact
from crm.intake.failures import is_database_trouble, record_failure, where
from crm.intake.locations import UNKNOWN
from crm.intake.waiting import judge_waiting, ready_to_judge
from crm.mapping.fields import FieldRule
from crm.models import Location, WebhookEvent

log = logging.getLogger(__name__)

BATCH_EVENTS = 500  # oldest events looked at for one round of claims
EVENTS_PER_TRANSACTION = 50  # of one contact: its lock and rows are not held for longer than these take
FRESH = timedelta(seconds=10)  # Location.last_event_at is not rewritten more often

Status = WebhookEvent.Status
Clock = Callable[[], datetime]

# The contacts of the oldest events, without those whose next event waits for its retry.
_CLAIMABLE = """
SELECT location_ghl_id, contact_ghl_id, min(id) FROM (
    SELECT e.id, e.location_ghl_id, e.contact_ghl_id FROM crm_webhookevent e
    WHERE e.status = 'new' AND NOT EXISTS (
        SELECT 1 FROM crm_webhookevent w
        WHERE w.status = 'new' AND w.next_try_at IS NOT NULL AND w.next_try_at > %(now)s
          AND w.location_ghl_id = e.location_ghl_id AND w.contact_ghl_id = e.contact_ghl_id)
    ORDER BY e.id LIMIT %(limit)s
) oldest
GROUP BY 1, 2 ORDER BY 3
"""

UNKNOWN_LOCATION = Applied(Status.QUARANTINED, UNKNOWN)

ContactKey = tuple[str, str]  # location's and contact's GHL ids; "" for events about no contact


def no_bell() -> None:
    """Without a bell the sweeper finds what was enqueued."""


@dataclass(slots=True)
class Surroundings:
    """Locations and field maps of one round, read once."""

    locations: dict[str, Location] = field(default_factory=dict)
    rules: dict[int, tuple[FieldRule, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, ghl_ids: set[str]) -> "Surroundings":
        locations = {location.ghl_id: location for location in Location.objects.filter(ghl_id__in=ghl_ids)}
        return cls(locations, rules_in_force(location.pk for location in locations.values()))

    def rules_for(self, location: Location | None) -> tuple[FieldRule, ...]:
        return self.rules.get(location.pk, ()) if location else ()


@dataclass(slots=True)
class Round:
    """What one claimed contact came to."""

    finished: int = 0
    enqueued: bool = False


def drain(*, next_step: NextStep, now: Clock, until: datetime, ring_outbox: Callable[[], None] = no_bell) -> int:
    """Apply what is ready until nothing is or `until` has come; returns the number of events and judgements finished.

    `ring_outbox` is called after each commit that may have made entries.
    """
    finished = judge_waiting(next_step, now)
    while now() < until:
        contacts = claimable_contacts(now())
        done = _one_round(contacts, next_step=next_step, now=now, until=until, ring_outbox=ring_outbox)
        finished += done
        if done == 0:  # nothing there, or others hold what is there
            break
    return finished


def has_ready(now: datetime) -> bool:
    """Whether some contact could be claimed now, or a message that waited can be judged."""
    return bool(claimable_contacts(now, limit=1)) or ready_to_judge(now).exists()


def claimable_contacts(now: datetime, limit: int = BATCH_EVENTS) -> list[ContactKey]:
    with connection.cursor() as cursor:
        cursor.execute(_CLAIMABLE, {"now": now, "limit": limit})
        return [(location, contact) for location, contact, _ in cursor.fetchall()]


def _one_round(
    contacts: list[ContactKey],
    *,
    next_step: NextStep,
    now: Clock,
    until: datetime,
    ring_outbox: Callable[[], None],
) -> int:
    surroundings = Surroundings.of({location for location, _ in contacts})
    # Several drains see the same oldest contacts; in the same order they would meet at each lock.
    order = contacts[:1] + random.sample(contacts[1:], len(contacts) - 1) if contacts else []
    finished = 0
    touched: set[str] = set()
    for key in order:
        if now() >= until:
            break
        result = _drain_contact(key, surroundings, next_step, now)
        finished += result.finished
        if result.finished:
            touched.add(key[0])
        if result.enqueued:
            ring_outbox()
    _note_last_event(touched)
    return finished


def _drain_contact(key: ContactKey, surroundings: Surroundings, next_step: NextStep, now: Clock) -> Round:
    """The contact's events in one transaction, then, if one of them failed, again with a savepoint for each.

    Failures are rare and savepoints cost two statements per event, so they are paid for only where one is needed.
    """
    try:
        return _apply_contact(key, surroundings, next_step, now, careful=False)
    except Exception as error:
        if is_database_trouble(error):
            raise
        # The second pass finds out which event it was, and records it.
        log.info("intake.second_pass", extra={"error": where(error)})
    return _apply_contact(key, surroundings, next_step, now, careful=True)


def _apply_contact(
    key: ContactKey, surroundings: Surroundings, next_step: NextStep, now: Clock, *, careful: bool
) -> Round:
    """One transaction: the contact's lock, its events in order of receipt, what each of them changes.

    An event that fails ends it: later ones of this contact wait until that one is applied or given up.
    """
    result = Round()
    done: dict[Applied, list[int]] = {}
    with transaction.atomic():
        if not take_contact(*key):
            return result
        location = surroundings.locations.get(key[0])
        rules = surroundings.rules_for(location)
        for event in _events_of(key, now()):
            try:
                applied, enqueued = _apply_one(event, location, rules, next_step, careful=careful)
            except Exception as error:
                if not careful or is_database_trouble(error):
                    raise
                if not record_failure(event, error, now()):
                    break
                result.finished += 1
                continue
            done.setdefault(applied, []).append(event.pk)
            result.enqueued = result.enqueued or enqueued
        result.finished += _finish(done)
    return result


def _apply_one(
    event: WebhookEvent,
    location: Location | None,
    rules: tuple[FieldRule, ...],
    next_step: NextStep,
    *,
    careful: bool,
) -> tuple[Applied, bool]:
    if location is None:
        return UNKNOWN_LOCATION, False
    if not careful:
        return apply_event(event, location, rules, next_step)
    with transaction.atomic():
        return apply_event(event, location, rules, next_step)


def _events_of(key: ContactKey, now: datetime) -> list[WebhookEvent]:
    """The contact's unfinished events in order of receipt, none when the first of them waits for its retry.

    A statement of its own after the lock: its snapshot sees what the holder before us committed.
    """
    events = WebhookEvent.objects.unfinished().filter(location_ghl_id=key[0], contact_ghl_id=key[1])
    found = list(events.order_by("id")[:EVENTS_PER_TRANSACTION])
    waiting = [position for position, event in enumerate(found) if event.next_try_at and event.next_try_at > now]
    return found[: waiting[0]] if waiting else found


def _finish(done: dict[Applied, list[int]]) -> int:
    """Mark what was applied, one statement per outcome; returns how many events."""
    for applied, pks in done.items():
        WebhookEvent.objects.filter(pk__in=pks).update(
            status=applied.status, reason=applied.reason, applied_at=Now(), next_try_at=None
        )
    return sum(map(len, done.values()))


def _note_last_event(ghl_ids: set[str]) -> None:
    """One small statement per round, and none while the stored time is fresh."""
    old = Q(last_event_at__isnull=True) | Q(last_event_at__lt=Now() - FRESH)
    if ghl_ids:
        Location.objects.filter(old, ghl_id__in=ghl_ids).update(last_event_at=Now())
