"""The inbound limit: how much one location may bring, what passes above it, and how processes know of each other."""

import threading
import time

import pytest
import redis
from prometheus_client import REGISTRY

from crm.intake import limit_shared
from crm.intake.limit import MOST_LOCATIONS, OTHERS_KEEP_SECONDS, WINDOW_SECONDS, Arrivals
from crm.intake.limit_shared import REDIS_AWAY_SECONDS, Sharer, exchange, share_once
from crm.models import Consent, WebhookEvent
from tests.crm.intake.cast import apply_all, make_location, our_keys, post, text_body
from tests.crm.intake.test_workflow_door import forwarded
from tests.crm.intake.test_workflow_door import post as post_workflow

NOW = 1_700_000_000.0


def let_in(arrivals: Arrivals, count: int, *, most: int, now: float, name: str = "L1") -> int:
    return sum(not arrivals.take(name, most, now) for _ in range(count))


# --- counting


def test_a_burst_passes_up_to_the_windows_worth_and_no_further():
    assert let_in(Arrivals(), 1000, most=500, now=NOW) == 500


def test_what_has_left_the_window_makes_room_and_what_has_not_does_not():
    arrivals = Arrivals()
    assert let_in(arrivals, 60, most=100, now=NOW) == 60
    assert let_in(arrivals, 60, most=100, now=NOW + 5) == 40
    assert let_in(arrivals, 60, most=100, now=NOW + 9.9) == 0
    assert let_in(arrivals, 90, most=100, now=NOW + 10) == 60
    assert let_in(arrivals, 90, most=100, now=NOW + 15) == 40


def test_no_ten_seconds_ever_hold_more_than_the_limit():
    arrivals, came = Arrivals(), []
    for tick in range(600):
        now = NOW + tick / 10
        came += [int(now)] * let_in(arrivals, (tick * 7) % 13, most=50, now=now)
    for start in range(int(NOW), int(NOW) + 61):
        assert sum(start <= second < start + WINDOW_SECONDS for second in came) <= 50
    assert len(came) > 200


def test_the_wait_is_until_there_is_room():
    arrivals = Arrivals()
    let_in(arrivals, 10, most=20, now=NOW)
    let_in(arrivals, 10, most=20, now=NOW + 4)
    assert arrivals.take("L1", 20, NOW + 4) == 6
    assert arrivals.take("L1", 20, NOW + 4 + 6) == 0


def test_one_locations_flood_is_not_counted_against_another():
    arrivals = Arrivals()
    let_in(arrivals, 50, most=20, now=NOW)
    assert let_in(arrivals, 50, most=20, now=NOW, name="L2") == 20


def test_a_clock_that_was_set_back_begins_anew():
    arrivals = Arrivals()
    let_in(arrivals, 20, most=20, now=NOW)
    assert let_in(arrivals, 30, most=20, now=NOW - 3600) == 20


def test_many_names_do_not_fill_the_memory():
    arrivals = Arrivals()
    for number in range(MOST_LOCATIONS + 500):
        arrivals.take(f"L{number}", 10, NOW)
    assert len(arrivals.untold(NOW)) <= MOST_LOCATIONS
    assert arrivals.untold(NOW + WINDOW_SECONDS) == []
    assert arrivals.take("L1", 10, NOW + WINDOW_SECONDS) == 0


def test_threads_together_let_in_no_more_than_the_limit():
    arrivals, counts = Arrivals(), []

    def flood() -> None:
        counts.append(let_in(arrivals, 400, most=500, now=NOW))

    threads = [threading.Thread(target=flood) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 500


# --- shared through Redis


@pytest.fixture
def two() -> tuple[Arrivals, Arrivals]:
    return Arrivals(), Arrivals()


def test_processes_know_of_each_other_after_an_exchange(valkey: redis.Redis, two):
    one, other = two
    now = time.time()
    assert let_in(one, 60, most=100, now=now) == 60
    let_in(other, 1, most=100, now=now)
    exchange(one, valkey, now)
    exchange(other, valkey, now)
    assert let_in(other, 100, most=100, now=now) == 39
    exchange(other, valkey, now)
    exchange(one, valkey, now)
    assert let_in(one, 100, most=100, now=now) == 0


def test_exchanging_again_and_again_counts_nothing_twice(valkey: redis.Redis, two):
    one, other = two
    now = time.time()
    let_in(one, 30, most=100, now=now)
    let_in(other, 30, most=100, now=now)
    for _ in range(5):
        exchange(one, valkey, now)
        exchange(other, valkey, now)
    assert let_in(one, 100, most=100, now=now) == 40


def test_what_was_told_is_gone_after_the_window(valkey: redis.Redis, two):
    now = time.time()
    let_in(two[0], 30, most=100, now=now)
    exchange(two[0], valkey, now)
    assert valkey.keys() and all(0 < valkey.ttl(key) <= 15 for key in valkey.scan_iter())


def test_what_nobody_confirmed_lately_is_not_believed(valkey: redis.Redis, two):
    one, other = two
    now = time.time()
    let_in(one, 99, most=100, now=now)
    let_in(other, 1, most=100, now=now)
    for arrivals in two:
        exchange(arrivals, valkey, now)
    assert let_in(other, 1, most=100, now=now) == 0
    assert let_in(other, 200, most=100, now=now + OTHERS_KEEP_SECONDS) == 99


def test_an_emptied_redis_leaves_each_process_its_own_count(valkey: redis.Redis, two):
    one, other = two
    now = time.time()
    let_in(one, 60, most=100, now=now)
    let_in(other, 60, most=100, now=now)
    exchange(one, valkey, now)
    valkey.flushdb()
    exchange(other, valkey, now)
    exchange(one, valkey, now)
    assert let_in(one, 100, most=100, now=now) <= 40


def test_without_redis_the_exchange_rests_and_the_count_goes_on(monkeypatch, caplog):
    away = redis.Redis.from_url("redis://127.0.0.1:1/0", socket_timeout=0.2, socket_connect_timeout=0.2)
    monkeypatch.setattr(limit_shared, "_redis", lambda: away)
    arrivals = Arrivals()
    assert let_in(arrivals, 10, most=20, now=time.time()) == 10
    assert share_once(arrivals) == REDIS_AWAY_SECONDS
    assert let_in(arrivals, 100, most=20, now=time.time()) == 10


def test_a_press_costs_no_wait_for_redis(monkeypatch):
    """The server takes a connection and never answers."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as mute:
        slow = redis.Redis.from_url(f"redis://127.0.0.1:{mute.getsockname()[1]}/0", socket_timeout=0.5)
        monkeypatch.setattr(limit_shared, "_redis", lambda: slow)
        limit_shared.wait_before("LX")
        sharer, began = Sharer(), time.perf_counter()
        for _ in range(100):
            sharer.press()
            limit_shared.wait_before("LX")
        assert time.perf_counter() - began < 0.2
        limit_shared.forget_arrivals()


# --- at the doors


@pytest.fixture
def narrow(settings):
    """Two in ten seconds."""
    settings.WEBHOOK_PER_SECOND_PER_LOCATION = 0.2
    with our_keys():
        yield


def sample(name: str) -> float:
    return REGISTRY.get_sample_value(name) or 0.0


@pytest.mark.django_db
def test_over_the_limit_a_delivery_is_told_to_come_again_and_nothing_is_stored(narrow):
    make_location()
    before = sample("intake_over_limit_total")
    answers = [post(text_body()) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
    assert 1 <= int(answers[3]["Retry-After"]) <= WINDOW_SECONDS
    assert WebhookEvent.objects.count() == 2
    assert sample("intake_over_limit_total") == before + 2


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["STOP", "please stop texting me", "no me escriban más"])
def test_an_opt_out_is_stored_above_the_limit(narrow, words):
    make_location()
    before = sample("intake_opt_outs_above_limit_total")
    answers = [post(text_body(said)) for said in ("one", "two", "three", words, "can you stop by on Saturday?")]
    assert [answer.status_code for answer in answers] == [200, 200, 429, 200, 429]
    assert sample("intake_opt_outs_above_limit_total") == before + 1
    apply_all()
    assert Consent.objects.get().state == "revoked"


@pytest.mark.django_db
def test_a_forwarded_opt_out_is_stored_above_the_limit(narrow):
    location = make_location()
    said = ("one", "two", "three", "STOP")
    answers = [post_workflow(location, forwarded(words, f"M{at}")) for at, words in enumerate(said)]
    assert [answer.status_code for answer in answers] == [200, 200, 429, 200]


@pytest.mark.django_db
def test_both_doors_count_together_and_other_locations_apart(narrow):
    location = make_location()
    make_location("LOCATION0000000000002")
    assert post(text_body()).status_code == 200
    assert post_workflow(location, forwarded("Hello")).status_code == 200
    assert post(text_body()).status_code == 429
    assert post(text_body(locationId="LOCATION0000000000002")).status_code == 200


@pytest.mark.django_db
def test_what_is_not_signed_is_not_counted(narrow):
    make_location()
    assert [post(text_body(), key=None).status_code for _ in range(5)] == [401] * 5
    assert post(text_body()).status_code == 200


@pytest.mark.django_db
def test_zero_is_no_limit(settings):
    settings.WEBHOOK_PER_SECOND_PER_LOCATION = 0.0
    make_location()
    with our_keys():
        assert {post(text_body()).status_code for _ in range(30)} == {200}
