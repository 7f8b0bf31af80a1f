"""What a look-up costs in each tier beside its floor, a whole call beside litellm's, and what L1 weighs.

Every comparison has both sides in one run, in turns; a ratio is that of the medians of 5 passes.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from bench.figures import Figure, percentile
from bench.litellm_home import WANTED, NotMeasured, litellm_python
from drills.house import ROOT, House, clean_environment, running_house

PASSES = 5
ROWS, ROWS_FULL = 100_000, 1_000_000
LOCAL_CALLS, CALLS, WHOLE_CALLS = 20_000, 1_500, 400
P99_MS = 50.0
FLAT_MIB = 16.0

Say = Callable[[str], None]
Sides = list[dict[str, list[float]]]  # microseconds by side, per pass


class Child:
    """A process that answers each line with a line."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self._popen = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ask(self, told: Any) -> Any:
        assert self._popen.stdin is not None and self._popen.stdout is not None
        self._popen.stdin.write(json.dumps(told) + "\n")
        self._popen.stdin.flush()
        line = self._popen.stdout.readline()
        if not line:
            raise AssertionError(f"the measuring process ended: {self._popen.communicate()[1][-1500:]}")
        return json.loads(line)

    def end(self) -> None:
        self._popen.kill()
        self._popen.communicate()


@contextmanager
def _child(command: list[str], environment: dict[str, str]) -> Iterator[Child]:
    child = Child(command, environment)
    try:
        yield child
    finally:
        child.end()


def cache(say: Say, *, full: bool) -> list[Figure]:
    with running_house(processes=()) as house:
        with _child([sys.executable, "-m", "bench.cache_child"], _settings(house)) as child:
            rows = ROWS_FULL if full else ROWS
            say(f"storing {rows:,} answers")
            child.ask(["fill", {"rows": rows}])
            say("L1, L2 and L3 beside their floors")
            figures = _tiers(child, rows)
            say("the whole call on a hit, and litellm's")
            figures += _whole(child, say)
            say("100,000 distinct requests")
            figures.append(_weight(child))
    return figures


def _settings(house: House) -> dict[str, str]:
    told = {"DJANGO_SETTINGS_MODULE": "enterprisehub.settings", "LOG_LEVEL": "ERROR", "PYTHONPATH": str(ROOT)}
    return {**house.environment, **told}


def _tiers(child: Child, rows: int) -> list[Figure]:
    first: Sides = []
    second: Sides = []
    third: Sides = []
    whole_way: Sides = []
    for number in range(PASSES):
        first.append(child.ask(["first", {"calls": LOCAL_CALLS}]))
        second.append(child.ask(["second", {"start": 2_000 * number + 10_000, "calls": CALLS}]))
        durable = child.ask(["third", {"start": rows - 2_000 * (number + 1), "calls": CALLS}])
        third.append(durable["alone"])
        whole_way.append(durable["after_miss"])
    p99_ms = percentile([us for one in third for us in one["ours"]], 0.99) / 1000
    after_miss, beside = (median(median(one[side]) for one in whole_way) for side in ("ours", "floor"))
    alone = f"key, look-up and back-fill of L1 while Redis rests, {rows:,} rows; p99 {p99_ms:.2f} ms (< {P99_MS:.0f})"
    return [
        _beside("cache_l1_vs_floor", first, 4.0, "sorted orjson + sha256 + dict with TTL", "key and look-up"),
        _beside("cache_l2_vs_floor", second, 1.5, "bare GET + orjson", "key, look-up and back-fill of L1"),
        _beside("cache_l3_vs_floor", third, 1.5, "bare prepared SELECT + orjson", alone, also=p99_ms < P99_MS),
        Figure(
            "cache_l3_after_l2_miss_us",
            after_miss,
            "us",
            PASSES * CALLS,
            "bare prepared SELECT + orjson",
            after_miss / beside,
            note=f"the same with the miss in L2 before it and its back-fill; SELECT alone {beside:.1f} us",
        ),
    ]


def _beside(name: str, passes: Sides, most: float, floor_is: str, note: str, *, also: bool = True) -> Figure:
    ours, floor = (median(median(one[side]) for one in passes) for side in ("ours", "floor"))
    ratio = ours / floor
    count = sum(len(one["ours"]) for one in passes)
    seen = f"{note}; {ours:.1f} us beside {floor:.1f} us"
    return Figure(name, ratio, "ratio", count, floor_is, ratio, f"<= {most:g}", ratio <= most and also, seen)


def _whole(child: Child, say: Say) -> list[Figure]:
    asked = child.ask(["asked_first", {}])
    ours: list[dict[str, float]] = []
    theirs: list[float] = []
    why_not = ""
    try:
        with litellm_python() as python:
            environment = {**clean_environment(), "LITELLM_LOCAL_MODEL_COST_MAP": "True"}
            with _child([str(python), str(ROOT / "bench" / "litellm_side.py")], environment) as litellm:
                litellm.ask(asked)
                for _ in range(PASSES):
                    ours.append(child.ask(["whole", {"calls": WHOLE_CALLS}]))
                    theirs.append(litellm.ask(WHOLE_CALLS))
    except NotMeasured as error:
        why_not = str(error)
        say(f"litellm is not measured: {why_not}")
        ours = [child.ask(["whole", {"calls": WHOLE_CALLS}]) for _ in range(PASSES)]
    sorts = ("complete", "question", "key", "of_another")
    hit, question, key, other_lead = (median(one[name] for one in ours) for name in sorts)
    share = (question - key) / hit
    note = f"a hit in L1; mask and guards on the way in {question - key:.1f} us = {share:.0%}, key {key:.1f} us; "
    note += f"where another lead says it, all masked and screened afresh, {other_lead:.0f} us"
    count = PASSES * WHOLE_CALLS
    complete = Figure("complete_hit_us", hit, "us", count, note=note)
    name, unit = "complete_hit_vs_litellm", "x quicker"
    if why_not:
        return [complete, Figure(name, 0.0, unit, 0, WANTED, note=f"not measured: {why_not}")]
    other = median(theirs)
    quicker = other / hit
    seen = f"{other:.0f} us beside {hit:.1f} us; litellm's hit also logs, prices and builds a response; "
    seen += f"where another lead says it {other / other_lead:.2f} x"
    return [complete, Figure(name, quicker, unit, count, WANTED, quicker, ">= 2", quicker >= 2, seen)]


def _weight(child: Child) -> Figure:
    seen = child.ask(["crowd", {"requests": ROWS}])
    grown = seen["resident_mib"][-1] - seen["resident_mib"][2]
    bound = seen["bound"] / 1024**2
    note = f"{seen['entries']} entries; the process grew {grown:.1f} MiB from the 30,000th request on (< {FLAT_MIB:g})"
    met = seen["most_bytes"] <= seen["bound"] and grown < FLAT_MIB
    value = seen["most_bytes"] / 1024**2
    return Figure("l1_bytes", value, "MiB", ROWS, "the bound of L1", value / bound, f"<= {bound:g}", met, note)
