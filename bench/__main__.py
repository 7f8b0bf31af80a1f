"""`make bench`: every figure measured here and now, both sides of a comparison in one run.

ONLY=name runs the bench that yields that figure; FULL=1 the long forms.
"""

import os
import sys
import time

from bench.budgets import budgets
from bench.cache import cache
from bench.figures import Figure, keep, table
from bench.intake import intake_vs_minimal_view
from bench.parsing import parsing
from bench.startup import start_and_size
from bench.turns import turn_cached
from bench.workload.bench import cache_workload
from bench.writeback import crm_rate

BENCHES = {
    ("intake_vs_minimal_view", "intake_p99_ms"): intake_vs_minimal_view,
    ("crm_rate_violations", "crm_rate_utilisation"): crm_rate,
    (
        "cache_hit_share",
        "cache_hit_ceiling",
        "cache_hit_share_plain",
        "rules_share",
        "provider_free_share",
    ): cache_workload,
    (
        "cache_l1_vs_floor",
        "cache_l2_vs_floor",
        "cache_l3_vs_floor",
        "cache_l3_after_l2_miss_us",
        "complete_hit_us",
        "complete_hit_vs_litellm",
        "l1_bytes",
    ): cache,
    ("parse_recovered_share", "unrecoverable_taken", "parse_sound_us"): parsing,
    ("budget_overspend_usd", "bookkeeping_p95_ms"): budgets,
    ("turn_cached_p50_ms", "turn_cached_p95_ms", "turn_cached_p99_ms"): turn_cached,
    ("start_cold_s", "start_warm_s", "resident_mb"): start_and_size,
}


def main() -> int:
    only, full = os.environ.get("ONLY", ""), os.environ.get("FULL", "") == "1"
    chosen = {names: bench for names, bench in BENCHES.items() if not only or any(only in name for name in names)}
    if not chosen:
        known = ", ".join(name for names in BENCHES for name in names)
        print(f"ONLY={only} names no figure; known: {known}", file=sys.stderr)
        return 2
    started = time.monotonic()
    figures: list[Figure] = []
    for number, bench in enumerate(chosen.values(), 1):
        title = f"[{number}/{len(chosen)}] {bench.__name__}"

        def say(line: str, title: str = title) -> None:
            print(f"{time.monotonic() - started:7.1f} s {title}: {line}", flush=True)

        say("starting")
        measured = bench(say, full=full)
        keep(measured)
        figures += measured
    print(f"\n{table(figures)}\n\n{time.monotonic() - started:.0f} s in all; kept in bench/results.json")
    return 1 if any(figure.met is False for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
