"""One process that measures the cache's tiers beside their floors. See cache.py, which tells it what to do.

Each line on its input is `[verb, arguments]` in JSON and is answered by one line. Both sides of a comparison run here,
in turns of a few hundred calls, so that what else the machine does falls on both.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

import django

django.setup()

import orjson  # noqa: E402 - everything below needs Django set up
import psycopg  # noqa: E402
import redis  # noqa: E402
from django.conf import settings  # noqa: E402
from django_redis import get_redis_connection  # noqa: E402
from psycopg.types.json import set_json_loads  # noqa: E402
from redis.backoff import NoBackoff  # noqa: E402
from redis.retry import Retry  # noqa: E402

from bench.cache_requests import as_plain, parts, values  # noqa: E402
from bots.answers import UnderstandAnswer  # noqa: E402
from orchestrator.asking.question import _key_parts  # noqa: E402
from orchestrator.build import build  # noqa: E402
from orchestrator.cache.durable import DurableTier  # noqa: E402
from orchestrator.cache.following import following  # noqa: E402
from orchestrator.cache.keys import cache_key  # noqa: E402
from orchestrator.cache.local import LocalTier  # noqa: E402
from orchestrator.cache.shared import PREFIX, SharedTier  # noqa: E402
from orchestrator.cache.stored import StoredAnswer  # noqa: E402
from orchestrator.cache.tiers import Tiers  # noqa: E402
from orchestrator.contracts import KnownIdentity, LlmRequest  # noqa: E402
from orchestrator.engine import Orchestrator  # noqa: E402
from orchestrator.prompts.render import render  # noqa: E402

LOCAL_KEYS = 1_000
TURN = 250  # calls of one side before the other's
COPY = """
COPY orchestrator_cachedreply
  (key, tenant, task, model, prompt_version, strategy, answer, expires_at, created_at, generation, hits) FROM STDIN
"""
Lead = tuple[str, str, str]  # first name, last name, last four digits of the phone
ANNA: Lead = ("Anna", "Schmidt", "0123")

Times = dict[str, list[float]]  # microseconds by side

local, shared, durable = LocalTier(), SharedTier(lambda: get_redis_connection("default")), DurableTier()
tiers = Tiers(local, shared, durable, following=following)
nobody = redis.Redis(port=1, retry=Retry(NoBackoff(), 0))
without_redis = Tiers(local, SharedTier(lambda: nobody), durable, following=following)


def fill(rows: int) -> int:
    """So many stored answers."""
    now = datetime.now(UTC)
    end = now + timedelta(days=1)
    with psycopg.connect(settings_url()) as connection, connection.cursor() as cursor:
        with cursor.copy(COPY) as copy:
            for number in range(rows):
                request = parts(number)
                answer = orjson.dumps(values(number)).decode()
                told = (request.tenant, request.task, request.model, request.prompt_version, "structured", answer)
                copy.write_row((cache_key(request), *told, end, now, 0, 0))
        connection.commit()
        cursor.execute("ANALYZE orchestrator_cachedreply")
    return rows


def settings_url() -> str:
    told = settings.DATABASES["default"]
    return f"postgres://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


def first(calls: int) -> Times:
    """L1: key and look-up, beside sorted JSON, sha256 and a dict whose entries have a time to live."""
    requests = [parts(number) for number in range(LOCAL_KEYS)]
    plain = [as_plain(request) for request in requests]
    end = time.time() + 3600
    store = {_plain_key(request): (end, values(number)) for number, request in enumerate(plain)}
    for number, request in enumerate(requests):
        local.put(cache_key(request), _answer(number))

    def floor(request: list[Any]) -> Any:
        entry = store.get(_plain_key(request))
        return entry[1] if entry is not None and entry[0] > time.time() else None

    took: Times = {"ours": [], "floor": []}
    sides: list[tuple[str, Callable[[Any], Any], list[Any]]] = [("floor", floor, plain), ("ours", tiers.get, requests)]
    for turn in range(calls // TURN):
        at = turn * TURN % LOCAL_KEYS
        for name, call, asked in sides if turn % 2 else reversed(sides):
            started = time.perf_counter()
            for request in asked[at : at + TURN]:
                call(request)
            took[name].append((time.perf_counter() - started) / TURN * 1e6)
    hit = tiers.get(requests[7])
    if hit is None or hit.tier != "L1" or hit.answer.values != floor(plain[7]):
        raise AssertionError("not both sides were hits of the same answer")
    return took


def second(start: int, calls: int) -> Times:
    """L2: key, look-up and back-fill of L1, beside a bare GET of the same client and orjson."""
    keys = {number: cache_key(parts(number)) for number in range(start, start + calls)}
    for number, key in keys.items():
        shared.put(key, _answer(number))
    local.clear()
    client = get_redis_connection("default")

    def floor(name: str) -> Any:
        return orjson.loads(client.get(name))

    return _in_turns(keys, "L2", floor, prefix=PREFIX)


def third(start: int, calls: int) -> dict[str, Times]:
    """L3: key, look-up and back-fill of L1, beside a bare prepared SELECT of psycopg with orjson.

    `alone`: while Redis rests, so that what is compared is this tier. `after_miss`: with a miss in L2 before it and a
    back-fill of L2 behind it.
    """
    keys = {number: cache_key(parts(number)) for number in range(start, start + calls)}
    get_redis_connection("default").flushdb()
    with psycopg.connect(settings_url(), autocommit=True, prepare_threshold=0) as connection:
        set_json_loads(orjson.loads, connection)

        def floor(key: str) -> Any:
            sql = "SELECT answer FROM orchestrator_cachedreply WHERE key = %s"
            return connection.execute(sql, [key]).fetchone()

        took = {}
        for name, asked in (("alone", without_redis), ("after_miss", tiers)):
            local.clear()
            took[name] = _in_turns(keys, "L3", floor, asked=asked)
    return took


def _in_turns(
    keys: dict[int, str], tier: str, floor: Callable[[str], Any], *, prefix: str = "", asked: Tiers = tiers
) -> Times:
    took: Times = {"ours": [], "floor": []}
    items = list(keys.items())
    for turn, at in enumerate(range(0, len(items), TURN)):
        requests = [(parts(number), prefix + key) for number, key in items[at : at + TURN]]
        for name in ("floor", "ours") if turn % 2 else ("ours", "floor"):
            for request, key in requests:
                started = time.perf_counter()
                hit = asked.get(request) if name == "ours" else floor(key)
                took[name].append((time.perf_counter() - started) * 1e6)
                if hit is None or (name == "ours" and hit.tier != tier):
                    raise AssertionError(f"{name}: {tier} was to answer")
            time.sleep(0.02)  # what is still written in the background must not fall on the other side
    return took


def crowd(requests: int) -> dict[str, Any]:
    """So many distinct requests, each answered and kept: what L1 held at most and how the process grew."""
    local.clear()
    get_redis_connection("default").flushdb()
    resident, most = [], 0
    for number in range(requests):
        if tiers.get(parts(number)) is None:
            raise AssertionError("a stored answer was not found")
        most = max(most, local.size_bytes)
        if (number + 1) % (requests // 10) == 0:
            resident.append(_resident_mib())
    told = local.health()
    return {"resident_mib": resident, "most_bytes": most, "bound": told["most_bytes"], "entries": told["entries"]}


def whole(calls: int) -> dict[str, Any]:
    """Microseconds of the whole call on a hit in L1, of making the question (mask, guards, key), of the key.

    `complete`: a request that this process has seen. `of_another`: leads never seen before say the same about
    themselves, so that everything is masked afresh and what was stored for the first is found.
    """
    took: dict[str, list[float]] = {"complete": [], "question": [], "key": [], "of_another": []}
    for _ in range(calls):
        took["complete"].append(_timed_hit(_request()))
        took["of_another"].append(_timed_hit(_request(next(_OTHERS))))
    for _ in range(calls):
        started = time.perf_counter()
        question = model()._question(_request())
        made = time.perf_counter()
        cache_key(_key_parts(question))
        took["key"].append((time.perf_counter() - made) * 1e6)
        took["question"].append((made - started) * 1e6)
    return {name: median(times) for name, times in took.items()}


def _timed_hit(request: LlmRequest) -> float:
    started = time.perf_counter()
    reply = model().complete(request)
    took = (time.perf_counter() - started) * 1e6
    if reply.tier != "L1":
        raise AssertionError(f"the call was answered by {reply.tier}")
    return took


def asked_first() -> dict[str, Any]:
    """Ask the look-alike once, so that the rest are hits; the same request as another library would be given it."""
    model().complete(_request())
    question = model()._question(_request())
    talk = render(question.prompt, question.variables, question.history, question.pending, question.lead_message)
    stored = model()._tiers.find(question.key)
    if stored is None:
        raise AssertionError("the answer was not stored")
    said = [{"role": "system", "content": talk.system}, *talk.messages]
    return {"messages": said, "answer": orjson.dumps(stored.answer.values).decode()}


@cache
def model() -> Orchestrator:
    return build()


def _others() -> Iterator[Lead]:
    """Leads without end, no two of one name."""
    for number in count():
        letters = "".join("bdfgklmnpr"[int(digit)] + "aeiou"[int(digit) // 2] for digit in f"{number:05}")
        yield (f"An{letters[:4]}", f"Schm{letters[4:]}", f"{number % 10_000:04}")


_OTHERS = _others()


def _request(lead: Lead = ANNA) -> LlmRequest:
    first, last, four = lead
    said = f"Hi, {first} {last} here. We'd sell 1200 Maple Grove Street for about 450k, call me at (415) 555-{four}?"
    email = f"{first}.{last}@example.com".lower()
    return LlmRequest(
        tenant="bench",
        provider_group="sandbox",
        task="understand",
        prompt="understand",
        answer_type=UnderstandAnswer,
        lead_message=said,
        deadline=time.monotonic() + 30,
        pending="what price they have in mind",
        variables={"role": "seller"},
        identity=KnownIdentity((first, last), (f"+1415555{four}",), (email,), ("1200 Maple Grove Street",)),
    )


def _plain_key(request: list[Any]) -> str:
    return sha256(orjson.dumps(request, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _answer(number: int) -> StoredAnswer:
    request, now = parts(number), time.time()
    told = (request.tenant, request.task, request.model, request.prompt_version, "structured")
    return StoredAnswer(values(number), *told, now + 86_400, now)


def _resident_mib() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1024**2


VERBS: dict[str, Callable[..., Any]] = {
    verb.__name__: verb for verb in (fill, first, second, third, crowd, whole, asked_first)
}


def main() -> None:
    for line in sys.stdin:
        verb, arguments = json.loads(line)
        print(json.dumps(VERBS[verb](**arguments)), flush=True)


if __name__ == "__main__":
    main()
