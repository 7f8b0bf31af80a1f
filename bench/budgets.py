"""Whether a budget can be overspent by a thousand requests and killed processes, and what its bookkeeping costs."""

import json
import statistics
import subprocess
import sys
from collections.abc import Callable

from bench.budget_spree import LIMIT, spree
from bench.figures import Figure, percentile
from drills.house import ROOT, House, running_house

WANTED_MS = 5.0
PASSES = 5
MICRO = 1_000_000

Say = Callable[[str], None]


def _bookkeeping(house: House, *, threads: int, each: int) -> dict[str, list[float]]:
    """Milliseconds of each call ("ours") and of a bare INSERT ("floor"), in turns."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.budget_bookkeeping", str(threads), str(each)],
        cwd=ROOT,
        env={**house.environment, "DJANGO_SETTINGS_MODULE": "enterprisehub.settings"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode:
        raise AssertionError(done.stderr[-2000:])
    times: dict[str, list[float]] = json.loads(done.stdout.strip().splitlines()[-1])
    if len(times["ours"]) != threads * each:
        raise AssertionError(f"{len(times['ours'])} of {threads * each} calls were measured")
    return times


def budgets(say: Say, *, full: bool) -> list[Figure]:
    """On a PostgreSQL whose commits wait for the disk."""
    rounds, each = (5, 2_000) if full else (2, 300)
    over, unbooked, samples, highest, charged = 0, 0, 0, 0, 0
    with running_house(processes=()) as house:
        for number in range(1, rounds + 1):
            with house.database() as database:
                database.execute("TRUNCATE orchestrator_budget, orchestrator_budgethold, orchestrator_llmcall CASCADE")
            seen = spree(house.postgres.url, house.environment, say=say)
            if set(seen.died.values()) != {-9} or len(seen.died) != 4 or seen.held or seen.open_holds:
                raise AssertionError(f"the drill did not run to its end: {seen}")
            over, unbooked = max(over, seen.over), max(unbooked, seen.unbooked)
            samples, highest, charged = samples + seen.samples, max(highest, seen.highest), max(charged, seen.charged)
            say(f"round {number}/{rounds}: {seen.calls} calls, {seen.spent} of {LIMIT} micro-dollars spent")
        say("bookkeeping of one call after another")
        alone = [_bookkeeping(house, threads=1, each=each) for _ in range(PASSES)]
        say("bookkeeping of four at once")
        crowd = _bookkeeping(house, threads=4, each=each)["ours"]
    p95s = [percentile(one["ours"], 0.95) for one in alone]
    p95, floor = statistics.median(p95s), statistics.median(percentile(one["floor"], 0.95) for one in alone)
    p50 = statistics.median(percentile(one["ours"], 0.5) for one in alone)
    return [
        Figure(
            "budget_overspend_usd",
            max(over, unbooked) / MICRO,
            "USD",
            samples,
            "a cap for 50 calls, 1,000 requests, 6 of 10 processes killed",
            wanted="0",
            met=over == 0 and unbooked == 0,
            note=f"at most {highest / MICRO:.4f} of {LIMIT / MICRO:.4f} booked, {charged / MICRO:.4f} charged",
        ),
        Figure(
            "bookkeeping_p95_ms",
            p95,
            "ms",
            PASSES * each,
            "p95 of one bare INSERT, in turns",
            p95 / floor,
            f"< {WANTED_MS:g}",
            p95 < WANTED_MS,
            f"hold, pace, breaker, open, settle + close; p50 {p50:.2f}, passes {min(p95s):.2f} to {max(p95s):.2f}; "
            f"INSERT p95 {floor:.2f}; four at once p95 {percentile(crowd, 0.95):.2f}",
        ),
    ]
