"""A location whose calls fail waits, the others go on; one call tries, and staff hear what to do."""

from datetime import UTC, datetime, timedelta

import pytest

from audit.models import AuditEntry
from crm.connect import connect_location
from crm.ghl.errors import DoNotDisturb, Invalid, NoAnswer, NotFound, ScopeMissing, Throttled, TokenRefused, Transient
from crm.models import Lead, LocationBreaker, OutboxEntry, SendAttempt, StaffAlert
from crm.outbox import breakers
from crm.outbox.breaker import Breaker, Policy, after_failure, after_success, cause_of
from crm.outbox.build import breaker_policy, claim_limits
from crm.outbox.claim import claim, due_locations
from crm.outbox.enqueue import enqueue_note

Status = OutboxEntry.Status
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
POLICY = Policy(failures=3, open_s=10.0, longest_s=60.0)


def s(seconds):
    return timedelta(seconds=seconds)


def failing(known=None, *, times=1, cause="server", at=NOW):
    known = known or Breaker()
    for _ in range(times):
        known = after_failure(known, cause, left_at=at, now=at, policy=POLICY)
    return known


# --- pure


def test_it_opens_with_the_last_of_so_many_failures_in_a_row():
    assert failing(times=2).state(NOW) == "closed"
    opened = failing(times=3)
    assert (opened.state(NOW), opened.open_until, opened.trips) == ("open", NOW + s(10), 1)


def test_a_success_between_begins_the_count_anew():
    known = after_success(failing(times=2), left_at=NOW)
    assert failing(known, times=2).state(NOW) == "closed"


@pytest.mark.parametrize("cause", ["token", "setup"])
def test_one_refused_token_is_proof_enough(cause):
    assert failing(cause=cause).open_until == NOW + s(60)


def test_when_its_time_is_over_it_is_half_open():
    assert failing(times=3).state(NOW + s(10)) == "half_open"


def test_a_probe_that_fails_opens_it_for_twice_as_long_up_to_the_longest():
    known, at, waits = failing(times=3), NOW, []
    for _ in range(5):
        at = known.open_until + s(1)
        known = failing(known, at=at)
        waits.append((known.open_until - at).total_seconds())
    assert waits == [20.0, 40.0, 60.0, 60.0, 60.0]


def test_a_probe_that_works_closes_it_with_nothing_remembered():
    assert after_success(failing(times=3), left_at=NOW + s(11)) == Breaker()


def test_calls_under_way_when_it_opened_change_nothing():
    opened = failing(times=3)
    assert failing(opened, at=NOW - s(1)) == opened
    assert after_success(opened, left_at=NOW - s(1)) == opened


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (TokenRefused("401"), "token"), (Transient("503"), "server"), (NoAnswer("time-out"), "network"),
        (Invalid("422"), None), (NotFound("404"), None), (ScopeMissing("403"), None), (DoNotDisturb("dnd"), None),
        (Throttled("429"), None),
    ],
)  # fmt: skip
def test_a_refusal_of_one_call_is_no_failure_of_the_location(error, cause):
    assert cause_of(error) == cause


# --- in the queue


def broken(location, *, seconds, trips=1):
    now = datetime.now(UTC)
    return LocationBreaker.objects.create(
        location=location, failures=5, trips=trips, opened_at=now - s(60), open_until=now + s(seconds), cause="server"
    )


def queue(location, count):
    leads = [Lead.objects.create(location=location, ghl_contact_id=f"C{number}") for number in range(count)]
    return [enqueue_note(lead, "x", cause="turn:1", dedupe_key=f"n{lead.pk}") for lead in leads]


def test_an_open_breaker_lets_nothing_of_its_location_be_claimed(location):
    queue(location, 1)
    broken(location, seconds=30)
    assert due_locations(claim_limits()) == []
    assert claim(location.pk, worker="test", limits=claim_limits()) is None


def test_half_open_exactly_one_is_claimed_until_its_end_is_known(location):
    queue(location, 3)
    broken(location, seconds=-1)
    assert due_locations(claim_limits()) == [location.pk]
    assert claim(location.pk, worker="test", limits=claim_limits()) is not None
    assert [claim(location.pk, worker="test", limits=claim_limits()) for _ in range(3)] == [None] * 3
    assert due_locations(claim_limits()) == []


def test_a_look_up_is_a_probe_like_any_other(location):
    first, _other = queue(location, 2)
    past = datetime.now(UTC) - s(1)
    OutboxEntry.objects.filter(pk=first.pk).update(status=Status.UNKNOWN, lookup_at=past)
    broken(location, seconds=-1)
    assert claim(location.pk, worker="test", limits=claim_limits()) is not None
    assert claim(location.pk, worker="test", limits=claim_limits()) is None


def test_a_probe_whose_process_died_does_not_stop_the_location_for_good(location):
    queue(location, 2)
    broken(location, seconds=-1)
    claim(location.pk, worker="test", limits=claim_limits())
    LocationBreaker.objects.update(open_until=datetime.now(UTC) - s(1))  # as the time of a flight later
    assert claim(location.pk, worker="test", limits=claim_limits()) is not None


# --- on the wire


def test_errors_in_a_row_stop_their_location_and_the_other_drains(sandbox, location, another_location, leads_of, pump):
    other = another_location("OTHERLOCATION00000001")
    mine = [enqueue_note(lead, "x", cause="turn:1", dedupe_key="n") for lead in leads_of(location, 1)]
    mine += [enqueue_note(lead, "x", cause="turn:1", dedupe_key=f"m{lead.pk}") for lead in leads_of(location, 19)]
    for lead in leads_of(other, 10):
        enqueue_note(lead, "x", cause="turn:1", dedupe_key=f"o{lead.pk}")
    sandbox.fail("status", status=503, location=location.ghl_id)

    pump.run(9.0)  # it ends when nothing is left that may leave

    assert OutboxEntry.objects.filter(location=other, status=Status.SENT).count() == 10
    row = LocationBreaker.objects.get()
    assert (row.location, row.cause, row.trips) == (location, "server", 1)
    assert (
        5 <= SendAttempt.objects.filter(location=location, wire_at__isnull=False).count() <= 5 + 8
    )  # what was under way comes back too
    alert = StaffAlert.objects.get()
    assert (alert.location, alert.code) == (location, "crm_calls_fail")
    assert AuditEntry.objects.filter(action="location.breaker_opened", location_ghl_id=location.ghl_id).count() == 1
    assert not OutboxEntry.objects.filter(status=Status.DEAD).exists()

    sandbox.heal()
    LocationBreaker.objects.update(open_until=datetime.now(UTC))
    pump.run(12.0)

    assert not OutboxEntry.objects.exclude(status=Status.SENT).exists()
    assert breakers.value_of(type(location).objects.get(pk=location.pk)) == Breaker()
    alert.refresh_from_db()
    assert alert.cleared_at is not None
    assert AuditEntry.objects.filter(action="location.breaker_closed").count() == 1


def test_a_dead_token_costs_one_call_and_says_what_to_do(sandbox, location, leads_of, pump):
    entries = [enqueue_note(lead, "x", cause="turn:1", dedupe_key=f"n{lead.pk}") for lead in leads_of(location, 3)]
    location.token = "revoked-token"
    location.save(update_fields=["token_encrypted"])

    for _ in range(6):  # longer than an entry had tries
        LocationBreaker.objects.update(open_until=datetime.now(UTC))
        pump.run(1.5)

    assert SendAttempt.objects.count() <= 7
    for entry in entries:
        entry.refresh_from_db()
        assert (entry.status, entry.attempts) == (Status.DUE, 0)
    alert = StaffAlert.objects.get()
    assert "connect_location" in alert.sentence
    assert alert.times > 1
    assert "revoked-token" not in alert.sentence + LocationBreaker.objects.get().last_error


def test_connecting_again_lets_everything_go_at_once(sandbox, location, leads_of, pump):
    (lead,) = leads_of(location, 1)
    entry = enqueue_note(lead, "x", cause="turn:1", dedupe_key="n")
    good = location.token
    location.token = "revoked-token"
    location.save(update_fields=["token_encrypted"])
    pump.run(1.5)
    assert LocationBreaker.objects.get().open_until > datetime.now(UTC) + s(50)

    connect_location(
        location.ghl_id, location.name, location.timezone, good, kind="sandbox", mode="live", now=datetime.now(UTC)
    )
    pump.run(4.0)

    entry.refresh_from_db()
    assert entry.status == Status.SENT
    assert not StaffAlert.objects.standing().exists()


def test_a_refused_call_among_failures_shows_that_the_crm_answers(location):
    for _ in range(4):
        breakers.failed(location, "network", "x", left_at=datetime.now(UTC), policy=breaker_policy())
    fresh = type(location).objects.select_related("breaker").get(pk=location.pk)
    breakers.heard(fresh, Invalid("422"), left_at=datetime.now(UTC), policy=breaker_policy())
    assert LocationBreaker.objects.get().failures == 0


def test_429_neither_fails_nor_heals(location):
    breakers.failed(location, "network", "x", left_at=datetime.now(UTC), policy=breaker_policy())
    fresh = type(location).objects.select_related("breaker").get(pk=location.pk)
    breakers.heard(fresh, Throttled("429"), left_at=datetime.now(UTC), policy=breaker_policy())
    assert LocationBreaker.objects.get().failures == 1


def test_success_of_a_healthy_location_costs_no_statement(location, django_assert_num_queries):
    fresh = type(location).objects.select_related("breaker").get(pk=location.pk)
    with django_assert_num_queries(0):
        breakers.heard(fresh, None, left_at=datetime.now(UTC), policy=breaker_policy())


def test_two_notes_of_a_contact_keep_their_order_over_a_429(sandbox, lead, pump):
    first, second = (enqueue_note(lead, word, cause="turn:1", dedupe_key=word) for word in ("first", "second"))
    sandbox.fail("status", status=429, retry_after="1", count=1)

    pump.run(8.0)

    ids = list(SendAttempt.objects.filter(status_code=201).order_by("wire_at").values_list("entry_id", flat=True))
    assert ids == [first.pk, second.pk]
