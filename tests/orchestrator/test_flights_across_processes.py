"""One call for many equal requests, also between processes, and never one that hangs on a dead leader."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
import redis
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.contracts import BudgetSpent, DontKnow, ModelAway, NoAnswer, Refused, UnusableAnswer
from orchestrator.flights.endings import ending_as_json, ending_from_json
from orchestrator.flights.flights import Flights
from orchestrator.flights.leases import Leases, LeasesAway
from tests.orchestrator.conftest import KEY
from tests.orchestrator.fake_claude import FakeClaude, Told
from tests.orchestrator.processes import cache_processes

Asks = Callable[..., Any]
HELLO = '{"text": "Hello."}'


@pytest.fixture
def addresses(claude: FakeClaude, transactional_db: None) -> dict[str, str]:
    return {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": claude.url}


def test_two_hundred_equal_requests_of_four_processes_make_one_call(
    addresses: dict[str, str], claude: FakeClaude
) -> None:
    claude.always = lambda _: Told(HELLO, delay_s=1.0)
    with cache_processes(4, **addresses) as processes:
        for process in processes:
            process.begin("complete", message="the same words", threads=50)
        tiers = [tier for process in processes for tier in process.ended()]
    assert len(claude.asked) == 1
    assert len(tiers) == 200 and tiers.count("provider") == 1 and set(tiers) <= {"provider", "L1", "L2"}


def test_a_killed_leader_is_replaced_within_its_lease(addresses: dict[str, str], claude: FakeClaude) -> None:
    claude.tell(Told(HELLO, delay_s=15.0), Told(HELLO))
    with cache_processes(2, **addresses) as (leader, follower):
        leader.begin("complete", message="hello")
        wait_until(lambda: len(claude.asked) == 1)
        follower.begin("complete", message="hello", threads=5)
        time.sleep(1.5)
        assert len(claude.asked) == 1, "it waits for the living leader"
        killed = time.monotonic()
        leader.popen.kill()
        assert sorted(follower.ended()) == ["L1"] * 4 + ["provider"]
        assert time.monotonic() - killed < 3.5
    assert len(claude.asked) == 2


def test_a_leader_that_takes_longer_than_a_lease_keeps_it(addresses: dict[str, str], claude: FakeClaude) -> None:
    claude.always = lambda _: Told(HELLO, delay_s=4.5)
    with cache_processes(2, **addresses) as processes:
        for process in processes:
            process.begin("complete", message="hello")
        assert sorted(tier for process in processes for tier in process.ended()) == ["L2", "provider"]
    assert len(claude.asked) == 1


def test_without_redis_each_process_asks_once(addresses: dict[str, str], claude: FakeClaude) -> None:
    claude.always = lambda _: Told(HELLO, delay_s=2.0)
    gone = {"REDIS_URL": "redis://127.0.0.1:1/0", "CACHE_REDIS_URL": "redis://127.0.0.1:1/1"}
    with cache_processes(2, **addresses, **gone) as processes:
        for process in processes:
            process.begin("complete", message="the same words", threads=20)
        tiers = [tier for process in processes for tier in process.ended()]
    assert len(tiers) == 40 and set(tiers) <= {"provider", "L1", "L3"}
    assert len(claude.asked) <= 2


def test_an_end_without_an_answer_is_told_to_the_other_processes(addresses: dict[str, str], claude: FakeClaude) -> None:
    claude.always = lambda _: Told(status=401, delay_s=1.5)
    with cache_processes(3, **addresses) as processes:
        for process in processes:
            process.begin("complete", message="hello", threads=3)
        ends = [end for process in processes for end in process.ended()]
    assert ends == ["model_away"] * 9
    assert len(claude.asked) == 1


def test_a_lease_is_one_persons(valkey: redis.Redis) -> None:
    mine, theirs = Leases(valkey), Leases(valkey)
    lease = mine.take("k", until=later(1))
    assert lease.mine
    seen = theirs.take("k", until=later(1))
    assert not seen.mine and seen.token == lease.token
    assert theirs.take("other", until=later(1)).mine
    theirs.give_back(seen)
    assert mine.look(lease) == (lease.token, b""), "nobody gives back what is somebody else's"
    mine.give_back(lease, ending=b"because")
    assert theirs.look(seen) == ("", b"because")
    assert theirs.take("k", until=later(1)).mine


def test_a_lease_lives_as_long_as_it_is_held_and_no_longer_than_its_asker_waits(valkey: redis.Redis) -> None:
    leases = Leases(valkey, lease_seconds=0.3)
    leases.take("short", until=later(0.5))
    lease = leases.take("long", until=later(30))
    time.sleep(1.5)
    assert leases.look(lease)[0] == lease.token
    assert Leases(valkey).take("short", until=later(1)).mine
    leases.give_back(lease)
    time.sleep(0.5)
    assert leases.look(lease)[0] == "", "given back is given back"


def test_a_lease_that_redis_lost_is_taken_again_unless_somebody_else_was_quicker(valkey: redis.Redis) -> None:
    leases = Leases(valkey, lease_seconds=0.6)
    first, second = (leases.take(key, until=later(30)) for key in ("a", "b"))
    valkey.flushdb()
    quicker = Leases(valkey).take("b", until=later(1))
    assert quicker.mine
    wait_until(lambda: leases.look(first)[0] == first.token)
    assert leases.look(second)[0] == quicker.token
    leases.give_back(second)
    assert leases.look(second)[0] == quicker.token
    leases.give_back(first)


def test_a_dead_redis_is_said_so_and_left_alone() -> None:
    nobody = redis.Redis(port=1, socket_connect_timeout=0.2, retry=None)
    leases = Leases(nobody)
    started = time.monotonic()
    for _ in range(200):
        with pytest.raises(LeasesAway):
            leases.take("k", until=later(1))
    assert time.monotonic() - started < 1.0
    asked = []
    assert Flights(leases).run("k", find=lambda: None, ask=lambda: asked.append(1) or "x", deadline=later(5)) == "x"
    assert asked == [1]


def test_redis_that_dies_during_a_flight_lets_the_follower_ask_itself(valkey: redis.Redis) -> None:
    held = Leases(valkey).take("k", until=later(4))
    client = Switched(valkey)
    flights: Flights[str] = Flights(Leases(client))
    ends: list[Any] = []
    thread = Thread(
        target=lambda: ends.append(flights.run("k", find=lambda: None, ask=lambda: "x", deadline=later(10)))
    )
    thread.start()
    time.sleep(0.3)
    assert held.mine and not ends
    client.away = True
    thread.join(5)
    assert ends == ["x"]


def test_a_follower_with_more_time_than_its_leader_asks_itself(valkey: redis.Redis) -> None:
    soon, late = (ModelAway("not now", retry_at=datetime.now(UTC) + timedelta(seconds=far)) for far in (0.5, 60))
    for ended_with, asks_itself in ((soon, True), (late, False), (ModelAway("no key"), False), (DontKnow("?"), False)):
        leader = Leases(valkey)
        lease = leader.take("k", until=later(10))
        ends: list[Any] = []
        thread = Thread(target=lambda ends=ends: ends.append(end_of(Flights(Leases(valkey)))))
        thread.start()
        time.sleep(0.15)
        leader.give_back(lease, ending=ending_as_json(ended_with))
        thread.join(5)
        assert ends == (["mine"] if asks_itself else [ended_with.code])


@given(
    st.sampled_from([ModelAway, BudgetSpent, UnusableAnswer, DontKnow]),
    st.text(max_size=80),
    st.none() | st.datetimes(timezones=st.just(UTC)),
)
def test_an_end_survives_the_way_to_another_process(kind: Any, message: str, retry_at: datetime | None) -> None:
    told = ending_from_json(ending_as_json(kind(message, retry_at=retry_at)))
    assert (type(told), str(told), told.retry_at if told else 0) == (kind, message, retry_at)


def test_a_refusal_keeps_its_reason_and_rubbish_is_nothing() -> None:
    told = ending_from_json(ending_as_json(Refused("no", reason="prompt_leak")))
    assert isinstance(told, Refused) and told.reason == "prompt_leak"
    for rubbish in (b"", b"[]", b"{}", b'{"code": "new", "message": "", "retry_at": null}', b'{"code": 1', b"null"):
        assert ending_from_json(rubbish) is None


class Switched:
    """A real client behind a switch, as a cable that is pulled."""

    def __init__(self, client: redis.Redis) -> None:
        self.client, self.away = client, False

    def register_script(self, text: str) -> Any:
        script = self.client.register_script(text)
        return lambda *arguments: self._if_there(lambda: script(*arguments))

    def mget(self, *names: str) -> Any:
        return self._if_there(lambda: self.client.mget(*names))

    def _if_there(self, command: Callable[[], Any]) -> Any:
        if self.away:
            raise redis.ConnectionError("away")
        return command()


def end_of(flights: Flights[str]) -> str | None:
    try:
        return flights.run("k", find=lambda: None, ask=lambda: "mine", deadline=later(5))
    except NoAnswer as error:
        return error.code


def later(seconds: float) -> float:
    return time.monotonic() + seconds


def wait_until(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    until = later(seconds)
    while not condition():
        assert time.monotonic() < until, "it did not come to pass"
        time.sleep(0.01)
