"""Breakers on a real server, asked by many threads and processes at once."""

import logging
import multiprocessing
import os
import signal
import statistics
import time
from dataclasses import replace
from typing import Any

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from orchestrator.breaker.breakers import Breakers, BreakerSettings, Permit
from tests.orchestrator.threads import together

SETTINGS = BreakerSettings(
    failures=3, window_seconds=10.0, open_seconds=0.4, longest_open_seconds=1.2, probe_lease_seconds=1.0
)
NAME = "claude:haiku"
COPY_SECONDS = 0.3  # what another process did is seen after so long


@pytest.fixture
def breakers(valkey: redis.Redis) -> Breakers:
    return Breakers(valkey, settings=SETTINGS)


@pytest.fixture
def others(valkey: redis.Redis) -> Breakers:
    """Those of another process: nothing in common but the server."""
    return Breakers(valkey, settings=SETTINGS)


def allowed(breakers: Breakers, name: str = NAME) -> Permit:
    permit = breakers.permit(name)
    assert permit is not None
    return permit


def test_failures_open_it_for_every_process(breakers: Breakers, others: Breakers) -> None:
    for one in (breakers, others, breakers):
        one.failed(allowed(one), why="HTTP 529")
    assert breakers.permit(NAME) is None
    time.sleep(COPY_SECONDS)
    assert others.permit(NAME) is None
    view = others.state(NAME)
    assert (view.state, view.failures, view.why) == ("open", 3, "HTTP 529")
    assert view.retry_at == pytest.approx(time.time() + 0.1, abs=0.3)
    assert breakers.permit("claude:sonnet") is not None


def opened(breakers: Breakers, why: str = "") -> None:
    """By as many failures as that takes."""
    for permit in [allowed(breakers) for _ in range(SETTINGS.failures)]:
        breakers.failed(permit, why=why)


def test_one_probe_among_threads_and_instances(breakers: Breakers, others: Breakers) -> None:
    opened(breakers)
    time.sleep(0.45)
    permits = together(24, lambda number: (breakers if number % 2 else others).permit(NAME))
    [probe] = [permit for permit in permits if permit]
    assert breakers.state(NAME).state == "half_open"
    (breakers if probe in permits[1::2] else others).succeeded(probe)
    time.sleep(COPY_SECONDS)
    assert breakers.permit(NAME) and others.permit(NAME)
    assert breakers.state(NAME).state == "closed"


def test_successes_of_every_process_are_counted_beside_the_failures(breakers: Breakers, others: Breakers) -> None:
    for _ in range(6):
        breakers.failed(allowed(breakers))
        time.sleep(COPY_SECONDS)
        for _ in range(3):
            others.succeeded(allowed(others))
    assert breakers.permit(NAME) is not None
    for _ in range(2):  # three of the latest six
        breakers.failed(allowed(breakers))
    assert breakers.permit(NAME) is None


def test_what_stands_in_the_way_is_told_before_anything_is_taken(breakers: Breakers, others: Breakers) -> None:
    assert breakers.open_for(NAME) is None
    opened(breakers, why="HTTP 529")
    stands = breakers.open_for(NAME)
    assert stands is not None and (stands.name, stands.state, stands.why) == (NAME, "open", "HTTP 529")
    time.sleep(0.45)
    assert breakers.open_for(NAME) is None, "one may try, and nothing was taken by asking"
    probe = allowed(breakers)
    for one in (breakers, others):
        stands = one.open_for(NAME)
        assert stands is not None and stands.state == "half_open"
        assert stands.retry_at == pytest.approx(time.time() + SETTINGS.probe_lease_seconds, abs=0.2)
    breakers.succeeded(probe)
    assert breakers.open_for(NAME) is None


def test_what_stands_in_the_way_of_the_account_stands_in_that_of_its_models(breakers: Breakers) -> None:
    breakers.force_open("claude:*", 60)
    stands = breakers.open_for(NAME)
    assert stands is not None and (stands.name, stands.state) == ("claude:*", "open")
    took = []
    for _ in range(2_000):
        began = time.perf_counter()
        breakers.open_for(NAME)
        took.append(time.perf_counter() - began)
    assert statistics.median(took) < 100e-6


def test_a_computer_whose_clock_is_set_back_opens_nothing_for_longer(
    valkey: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_time = time.time
    for client in (valkey, dead()):
        breakers = Breakers(client, settings=SETTINGS)
        breakers.force_open(NAME, 0.3)
        monkeypatch.setattr(time, "time", lambda: true_time() - 3_600)
        time.sleep(0.35)
        assert breakers.permit(NAME) is not None
        monkeypatch.undo()


LONG_LEASE = BreakerSettings(failures=1, open_seconds=0.1, probe_lease_seconds=60.0)


def race(url: str, ready: Any, out: Any) -> None:
    breakers = Breakers(redis.Redis.from_url(url), settings=LONG_LEASE)
    ready.wait(60)
    began, won = time.monotonic(), 0
    while time.monotonic() - began < 0.7:
        won += breakers.permit(NAME) is not None
    out.put(won)


def test_one_probe_among_processes(valkey: redis.Redis) -> None:
    breakers = Breakers(valkey, settings=LONG_LEASE)
    breakers.failed(allowed(breakers))
    spawn = multiprocessing.get_context("spawn")
    out, ready = spawn.Queue(), spawn.Barrier(4)
    processes = [spawn.Process(target=race, args=(os.environ["REDIS_URL"], ready, out)) for _ in range(4)]
    for process in processes:
        process.start()
    won = [out.get(timeout=60) for _ in processes]
    for process in processes:
        process.join()
    assert sum(won) == 1


def probe_and_hang(url: str, out: Any) -> None:
    out.put(Breakers(redis.Redis.from_url(url), settings=SETTINGS).permit(NAME) is not None)
    time.sleep(60)


def test_a_killed_prober_gives_its_probe_back_by_its_lease(breakers: Breakers) -> None:
    opened(breakers)
    time.sleep(0.45)
    spawn = multiprocessing.get_context("spawn")
    out = spawn.Queue()
    process = spawn.Process(target=probe_and_hang, args=(os.environ["REDIS_URL"], out))
    process.start()
    assert out.get(timeout=30)
    granted = time.monotonic()
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    while (permit := breakers.permit(NAME)) is None:
        assert time.monotonic() - granted < 3.0
        time.sleep(0.01)
    assert time.monotonic() - granted > 0.6, "not before the lease is over"
    assert permit.probes == (NAME,)


def test_a_failed_probe_doubles_the_opening_and_a_dropped_one_does_not(breakers: Breakers) -> None:
    opened(breakers)
    time.sleep(0.45)
    breakers.dropped(allowed(breakers))
    breakers.failed(allowed(breakers))
    view = breakers.state(NAME)
    assert view.retry_at - view.opened_at == pytest.approx(0.8)
    assert breakers.permit(NAME) is None


def test_a_refused_account_closes_the_way_to_all_its_models(breakers: Breakers) -> None:
    breakers.failed(allowed(breakers), account_wide=True, why="HTTP 401")
    assert breakers.permit(NAME) is None and breakers.permit("claude:sonnet") is None
    assert breakers.permit("openai:mini") is not None
    assert [(view.name, view.state) for view in breakers.states() if view.state != "closed"] == [("claude:*", "open")]
    time.sleep(0.45)
    probe = allowed(breakers, "claude:sonnet")
    assert probe.probes == ("claude:*",) and breakers.permit(NAME) is None
    breakers.failed(probe)  # for a reason of the model's: the account is as unknown as before
    probe = allowed(breakers)
    breakers.succeeded(probe)
    assert breakers.permit("claude:sonnet") is not None


def test_a_probe_of_the_account_is_not_lost_on_an_open_model(breakers: Breakers) -> None:
    breakers.force_open(NAME, 60)
    breakers.force_open("claude:*", 0.1)
    time.sleep(0.15)
    assert breakers.permit(NAME) is None
    assert allowed(breakers, "claude:sonnet").probes == ("claude:*",)


def test_a_person_opens_and_resets_it(breakers: Breakers, others: Breakers) -> None:
    breakers.force_open(NAME, 60)
    time.sleep(COPY_SECONDS)
    assert others.permit(NAME) is None and others.state(NAME).why == "opened by hand"
    others.reset(NAME)
    time.sleep(COPY_SECONDS)
    assert breakers.permit(NAME) is not None


def test_an_emptied_server_does_not_close_what_a_process_knows_to_be_open(
    breakers: Breakers, valkey: redis.Redis
) -> None:
    breakers.force_open(NAME, 60)
    valkey.flushall()
    time.sleep(COPY_SECONDS)
    assert breakers.permit(NAME) is None


def test_a_record_of_another_version_counts_as_closed(breakers: Breakers, valkey: redis.Redis) -> None:
    valkey.hset("llm:breakers", NAME, '{"state":"open","colour":"red"}')
    assert breakers.permit(NAME) is not None
    opened(breakers)
    assert breakers.permit(NAME) is None


def dead() -> redis.Redis:
    return redis.Redis(port=1, socket_connect_timeout=0.1, retry=Retry(NoBackoff(), 0))


def test_without_redis_this_process_keeps_its_own_and_says_so_once(caplog: Any) -> None:
    caplog.set_level(logging.INFO, "orchestrator")
    breakers = Breakers(dead(), settings=SETTINGS)
    for _ in range(3):
        breakers.failed(allowed(breakers))
    assert breakers.permit(NAME) is None and breakers.redis_is_away
    time.sleep(0.45)
    permits = [permit for permit in together(16, lambda _: breakers.permit(NAME)) if permit]
    assert len(permits) == 1
    breakers.succeeded(permits[0])
    time.sleep(1.1)  # the server is asked again meanwhile
    assert breakers.permit(NAME) is not None
    ours = ("orchestrator.servers.away", "orchestrator.breaker.breakers")
    said = [record.message for record in caplog.records if record.name in ours]
    assert said == ["orchestrator.server_away", "breaker.opened", "breaker.closed"]


def test_an_open_breaker_is_skipped_in_microseconds(breakers: Breakers) -> None:
    breakers.force_open(NAME, 60)
    took = []
    for _ in range(5_000):
        began = time.perf_counter()
        assert breakers.permit(NAME) is None
        took.append(time.perf_counter() - began)
    assert statistics.median(took) < 100e-6


def test_a_permit_and_its_success_cost_less_than_a_millisecond(breakers: Breakers) -> None:
    took = []
    for _ in range(2_000):
        began = time.perf_counter()
        breakers.succeeded(allowed(breakers))
        took.append(time.perf_counter() - began)
    assert statistics.median(took) < 0.001


def count_failures(url: str, failures: int) -> None:
    settings = BreakerSettings(failures=1000, window_seconds=60.0)
    breakers = Breakers(redis.Redis.from_url(url), settings=settings)
    for _ in range(failures):
        breakers.failed(allowed(breakers))


def test_no_failure_is_lost_among_processes(valkey: redis.Redis) -> None:
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=count_failures, args=(os.environ["REDIS_URL"], 60)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    settings = BreakerSettings(failures=1000, window_seconds=60.0)
    assert Breakers(valkey, settings=settings).state(NAME).failures == 240


class _Cable:
    """A client whose server can be taken away from it alone, as from one machine."""

    connection_pool = None

    def __init__(self, client: redis.Redis) -> None:
        self.client, self.pulled = client, False

    def __getattr__(self, command: str) -> Any:
        return getattr(dead() if self.pulled else self.client, command)


def _long_opening(valkey: redis.Redis) -> tuple[Breakers, _Cable]:
    """One that saw Redis and lost it."""
    cable = _Cable(valkey)
    breakers = Breakers(cable, settings=replace(SETTINGS, open_seconds=30.0, longest_open_seconds=60.0))
    assert breakers.permit(NAME) is not None
    cable.pulled = True
    time.sleep(COPY_SECONDS)
    return breakers, cable


def test_what_opened_while_redis_was_away_is_known_to_all_when_it_is_back(
    valkey: redis.Redis, others: Breakers
) -> None:
    breakers, cable = _long_opening(valkey)
    opened(breakers)
    assert breakers.permit(NAME) is None and breakers.redis_is_away
    cable.pulled = False
    time.sleep(1.5)
    assert breakers.permit(NAME) is None and not breakers.redis_is_away, "it is not forgotten"
    assert others.permit(NAME) is None, "and the others know"


def test_what_others_stored_meanwhile_stands(valkey: redis.Redis, others: Breakers) -> None:
    breakers, cable = _long_opening(valkey)
    opened(breakers)
    others.force_open(NAME, 60)
    others.reset(NAME)
    cable.pulled = False
    time.sleep(1.5)
    assert breakers.permit(NAME) is not None
