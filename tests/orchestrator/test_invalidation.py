"""What is taken back is given by no process any more, whatever Redis does meanwhile."""

import io
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import pytest
import redis
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django_redis import get_redis_connection

from audit.models import AuditEntry
from enterprisehub.embedded.home import state_dir_mode
from enterprisehub.embedded.valkey import Valkey, start_valkey
from orchestrator.build import build_tiers
from orchestrator.cache.following import following
from orchestrator.cache.invalidation import NotSaid, invalidate, prune, seen
from orchestrator.cache.stored import StoredAnswer
from orchestrator.cache.tiers import Tiers
from orchestrator.engine import Orchestrator
from orchestrator.models import CachedReply, Invalidation
from tests.orchestrator.fake_claude import FakeClaude, Told
from tests.orchestrator.processes import cache_processes

Asks = Callable[..., Any]
KEY = f"v1:{'a' * 64}"
OTHER_KEY = f"v1:{'b' * 64}"
ANSWER = StoredAnswer({"text": "hi"}, "loc-1", "compose", "m-1", "compose/1", "structured", 0.0)
OTHER = replace(ANSWER, tenant="loc-2", task="understand", model="m-2", prompt_version="understand/1")


def given_now(answer: StoredAnswer, tiers: Tiers) -> StoredAnswer:
    return replace(answer, expires_at=time.time() + 3600, stored_at=time.time(), generation=tiers.generation())


@pytest.fixture
def tiers(transactional_db: None) -> Tiers:
    """Two answers that share nothing, in every tier."""
    made = build_tiers()
    made.put(KEY, given_now(ANSWER, made))
    made.put(OTHER_KEY, given_now(OTHER, made))
    return made


@pytest.mark.parametrize(
    ("scope", "value"),
    [
        ("key", KEY), ("prompt", "compose/1"), ("prompt", "compose"), ("model", "m-1"), ("tenant", "loc-1"),
        ("task", "compose"),
    ],
)  # fmt: skip
def test_what_a_scope_names_is_given_no_more_and_the_rest_is(tiers: Tiers, scope: str, value: str) -> None:
    done = invalidate(scope, value, by="user:7", reason="wrong price")
    assert tiers.find(KEY) is None and tiers.find(OTHER_KEY) is not None
    assert (done.answers, done.rung) == (1, True)
    assert list(CachedReply.objects.values_list("key", flat=True)) == [OTHER_KEY]


def test_everything_is_everything(tiers: Tiers) -> None:
    assert invalidate("all", by="user:7").answers == 2
    assert tiers.find(KEY) is None and tiers.find(OTHER_KEY) is None


@pytest.mark.parametrize(
    ("scope", "value"),
    [
        ("prompt", "compose/2"), ("prompt", "comp"), ("model", "m-"), ("tenant", "loc"), ("task", "c"),
        ("key", f"v1:{'c' * 64}"),
    ],
)  # fmt: skip
def test_a_near_name_takes_nothing_back(tiers: Tiers, scope: str, value: str) -> None:
    assert invalidate(scope, value, by="user:7").answers == 0
    assert tiers.find(KEY) is not None and tiers.find(OTHER_KEY) is not None


def test_an_answer_asked_for_afterwards_is_given(tiers: Tiers) -> None:
    invalidate("all", by="user:7")
    tiers.put(KEY, given_now(ANSWER, tiers))
    assert tiers.find(KEY) is not None
    assert build_tiers().find(KEY) is not None, "from Redis too"


def test_it_is_written_down_with_its_reason(tiers: Tiers) -> None:
    done = invalidate("tenant", "loc-1", by="user:7", reason="Anna complained")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.location_ghl_id) == ("cache.invalidated", "user:7", "loc-1")
    assert entry.details == {"scope": "tenant", "value": "loc-1", "answers": 1, "reason": "Anna complained"}
    assert Invalidation.objects.get(pk=done.generation).reason == "Anna complained"


@pytest.mark.parametrize(
    ("scope", "value", "hint"),
    [
        ("colour", "red", "no scope"), ("all", "x", "no value"), ("tenant", "", "which tenant"),
        ("tenant", " loc-1", "blanks"), ("model", "m" * 81, "80"), ("key", "abc", "hexadecimal"),
        ("prompt", "compose/one", "NAME/NUMBER"),
    ],
)  # fmt: skip
def test_what_names_nothing_is_refused_with_a_hint(transactional_db: None, scope: str, value: str, hint: str) -> None:
    with pytest.raises(NotSaid, match=hint):
        invalidate(scope, value, by="user:7")
    assert not Invalidation.objects.exists()


def test_inside_a_transaction_nothing_happens_before_its_commit(tiers: Tiers) -> None:
    with transaction.atomic():
        assert invalidate("all", by="user:7").rung is None
        assert tiers.find(KEY) is not None
    assert tiers.find(KEY) is None


def test_one_that_is_rolled_back_takes_nothing_back(tiers: Tiers) -> None:
    with transaction.atomic():
        invalidate("all", by="user:7")
        transaction.set_rollback(True)
    following.refresh()
    assert tiers.find(KEY) is not None and CachedReply.objects.count() == 2


def test_an_answer_under_way_is_given_to_its_asker_and_to_nobody_else(
    model: Orchestrator, claude: FakeClaude, asks: Asks
) -> None:
    claude.tell(Told('{"text": "old"}', delay_s=0.6), Told('{"text": "new"}'))
    old: list[Any] = []
    asker = Thread(target=lambda: (old.append(model.complete(asks())), connection.close()))
    asker.start()
    while not claude.asked:
        time.sleep(0.01)
    invalidate("task", "compose", by="user:7")
    asker.join()
    assert old[0].answer.text == "old"
    assert not CachedReply.objects.exists()
    assert model.complete(asks()).answer.text == "new"


def test_an_older_answer_never_takes_the_place_of_a_newer_one(tiers: Tiers) -> None:
    late = given_now(ANSWER, tiers)
    generation = invalidate("all", by="user:7").generation
    tiers.put(KEY, given_now(replace(ANSWER, values={"text": "new"}), tiers))
    unaware = build_tiers()
    unaware._durable.put(KEY, late)
    unaware._shared.put(KEY, late)
    stored = CachedReply.objects.get(key=KEY)
    assert (stored.answer, stored.generation) == ({"text": "new"}, generation)
    hit = unaware.find(KEY)
    assert hit is not None and (hit.tier, hit.answer.values) == ("L3", {"text": "new"})


def test_every_process_follows_within_a_second(tiers: Tiers) -> None:
    with cache_processes(3) as others:
        for other in others:
            assert other.do("find", key=KEY)[0] == "L2"
            assert other.do("find", key=KEY)[0] == "L1"
            other.begin("gone_after", key=KEY, most_seconds=5.0)
        time.sleep(0.1)
        started = time.monotonic()
        invalidate("tenant", "loc-1", by="user:7")
        for other in others:
            assert other.ended() is not None
        assert time.monotonic() - started < 1.0
        assert all(other.do("find", key=OTHER_KEY)[0] == "L2" for other in others), "nothing else was touched"


def test_a_process_that_starts_later_knows(tiers: Tiers) -> None:
    # What another release or a restored Redis may hold: an old answer, as fresh as ever.
    old = get_redis_connection("default").get(f"llm:{KEY}")
    invalidate("key", KEY, by="user:7")
    get_redis_connection("default").set(f"llm:{KEY}", old)
    with cache_processes(1) as (other,):
        assert other.do("find", key=KEY) is None


@pytest.fixture
def own_valkey() -> Iterator[Callable[[], Valkey]]:
    """Starts, and starts again on the same port with what it held."""
    running: list[Valkey] = []
    # Not below pytest's own folder: it closes that to the user of the server whenever another run begins.
    with TemporaryDirectory(prefix="enterprisehub-valkey-") as name:
        folder = Path(name)
        folder.chmod(state_dir_mode())

        def start() -> Valkey:
            running.append(start_valkey(folder, port=running[-1].port if running else 0))
            return running[-1]

        yield start
        for server in running:
            server.stop()


def test_without_redis_processes_follow_by_their_clocks_and_say_so(
    transactional_db: None, own_valkey: Callable[[], Valkey]
) -> None:
    valkey = own_valkey()
    addresses = {"REDIS_URL": valkey.url, "CACHE_REDIS_URL": valkey.cache_url}
    with cache_processes(2, **addresses) as (asker, staff):
        assert asker.do("put", key=KEY) == 0
        assert asker.do("find", key=KEY)[0] == staff.do("find", key=KEY)[0].replace("2", "1") == "L1"
        assert asker.do("standing") == [0, "redis", 1.0]
        with redis.Redis.from_url(valkey.cache_url) as client:
            assert client.get(f"llm:{KEY}") is not None
        valkey.stop()
        until = time.monotonic() + 5
        while asker.do("standing")[1] == "redis":
            assert time.monotonic() < until
        assert asker.do("standing") == [0, "postgresql", 3.0]
        assert asker.do("find", key=KEY)[0] == "L1", "slower below, and never failing"
        generation, answers, rung = staff.do("invalidated", scope="tenant", value="loc-1")
        assert (answers, rung) == (1, False)
        assert staff.do("find", key=KEY) is None, "the process that did it knows at once"
        assert asker.do("gone_after", key=KEY, most_seconds=5.0) < 3.5, "far within the five minutes of L1"
        assert asker.do("standing")[0] == generation

        again = own_valkey()
        with redis.Redis.from_url(again.cache_url) as client:
            assert client.get(f"llm:{KEY}") is not None, "Redis came back with what it held"
        time.sleep(1.2)  # Redis is left alone for a second after a failure
        assert asker.do("find", key=KEY) is None and staff.do("find", key=KEY) is None
        assert asker.do("health")["L2"]["state"] == "up"
        assert asker.do("standing") == [generation, "redis", 1.0]
        with cache_processes(1, **addresses) as (newcomer,):
            assert newcomer.do("find", key=KEY) is None


def test_a_lost_bell_delays_and_does_not_hide(tiers: Tiers) -> None:
    """Redis took the bell and lost it, as when its memory is full: the clock reads the rows all the same."""
    quick = type(following)(read_seconds=0.5)
    quick.add(tiers._local)
    assert quick.rules() is not None
    Invalidation.objects.create(scope="all", value="", by="somebody whose bell was lost")
    until = time.monotonic() + 3
    while tiers._local.get(KEY) is not None:
        assert time.monotonic() < until
        time.sleep(0.02)
    quick.stop()


def test_before_the_rows_were_read_once_nothing_below_is_given(tiers: Tiers, settings: Any) -> None:
    unread = type(following)(limit_ms=100)
    with connection.cursor() as cursor:
        with transaction.atomic():
            cursor.execute("LOCK TABLE orchestrator_invalidation IN ACCESS EXCLUSIVE MODE")
            newcomer = build_tiers()
            newcomer._following = unread
            assert newcomer.find(KEY) is None
            assert (unread.seen().through, unread.seen().within_seconds) == ("nothing", None)
            mine = given_now(ANSWER, newcomer)
            newcomer.put("mine", mine)
            assert newcomer.find("mine") is not None, "its own answers are its own"
        until = time.monotonic() + 5
        while newcomer.find(KEY) is None:
            assert time.monotonic() < until
            time.sleep(0.05)
        assert unread.seen().through == "redis"
    unread.stop()


def test_rows_that_concern_nothing_any_more_are_pruned_but_the_newest(transactional_db: None) -> None:
    now = datetime.now(UTC)
    for days in (30, 20, 9):
        Invalidation.objects.create(scope="all", value="", by="t", at=now - timedelta(days=days))
    assert prune(now) == 2
    assert following.refresh() and seen().generation == Invalidation.objects.get().pk


def command(*arguments: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("invalidate_cache", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_command_says_what_it_did(tiers: Tiers) -> None:
    out, err = command("--location", "loc-1", "--reason", "wrong price")
    assert "tenant loc-1" in out and "1 stored answers deleted" in out and "within a second" in out and not err
    assert AuditEntry.objects.get().actor == "command"
    assert tiers.find(KEY) is None
    out, _ = command("--model", "m-9")
    assert "0 stored answers deleted" in out and "Stored now: m-2" in out
    out, _ = command("--all")
    assert "1 stored answers deleted" in out


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        ((), "required"), (("--all", "--model", "m"), "not allowed"), (("--key", "abc"), "hexadecimal"),
        (("--location", ""), "which tenant"),
    ],
)  # fmt: skip
def test_the_command_refuses_what_is_not_clear(transactional_db: None, arguments: Any, hint: str) -> None:
    with pytest.raises(CommandError, match=hint):
        command(*arguments)
    assert not Invalidation.objects.exists()


def test_the_command_says_when_nobody_heard_the_bell(tiers: Tiers, settings: Any) -> None:
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}
    _, err = command("--all")
    assert "by their clocks" in err
    assert tiers.find(KEY) is None
