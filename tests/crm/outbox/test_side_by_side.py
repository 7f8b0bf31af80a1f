"""Locations side by side: what slows or stops one delays no other."""

import itertools

from crm.models import OutboxEntry, SendAttempt
from crm.outbox.enqueue import enqueue_note

Status = OutboxEntry.Status


def notes(leads, prefix="n"):
    return [
        enqueue_note(lead, "x", cause="turn:1", dedupe_key=f"{prefix}{number}") for number, lead in enumerate(leads)
    ]


def wire_times(location):
    tries = SendAttempt.objects.filter(location=location, wire_at__isnull=False)
    return sorted(tries.values_list("wire_at", flat=True))


def test_429_pauses_its_own_location_and_no_other(sandbox, location, another_location, leads_of, pump):
    other = another_location("OTHERLOCATION00000001")
    notes(leads_of(location, 6))
    notes(leads_of(other, 12))
    sandbox.fail("status", status=429, retry_after="3", count=1, location=location.ghl_id)

    pump.run(8.0)

    assert not OutboxEntry.objects.exclude(status=Status.SENT).exists()
    paused, free = wire_times(location), wire_times(other)
    assert max((later - earlier).total_seconds() for earlier, later in itertools.pairwise(paused)) > 2.5
    assert (free[-1] - free[0]).total_seconds() < 2.0
