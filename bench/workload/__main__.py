"""`python -m bench.workload generate FILE`: writes a workload. `python -m bench.workload play [FILE]`: runs the bench.

The phrases are files (en.json and es.json of --phrases), the seed is an argument.
"""

import argparse
import os
import sys
import time
from pathlib import Path

from bench.figures import table
from bench.workload.bench import cache_workload
from bench.workload.generate import DEFAULTS, Plan, generate, unique_share
from bench.workload.records import BadWorkload, write_workload


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.workload", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    write = verbs.add_parser("generate", help="write a workload as JSON lines")
    write.add_argument("file", type=Path)
    write.add_argument("--unique", type=int, default=30, help="percent of messages that are said once")
    write.add_argument("--seed", type=int, default=DEFAULTS.seed)
    write.add_argument("--turns", type=int, default=DEFAULTS.turns)
    write.add_argument("--leads", type=int, default=DEFAULTS.leads)
    write.add_argument("--locations", type=int, default=DEFAULTS.locations)
    write.add_argument("--phrases", type=Path, default=DEFAULTS.folder, help="folder with en.json and es.json")
    run = verbs.add_parser("play", help="play a file, or the generated workloads, and print the figures")
    run.add_argument("file", type=Path, nargs="?")
    run.add_argument("--full", action="store_true")
    options = parser.parse_args()
    return _write(options) if options.verb == "generate" else _play(options)


def _write(options: argparse.Namespace) -> int:
    plan = Plan(options.turns, options.leads, options.locations, options.unique / 100, options.seed, options.phrases)
    said = generate(plan)
    write_workload(options.file, said)
    print(f"{len(said)} messages, {unique_share(said):.1%} of them said once, in {options.file}")
    return 0


def _play(options: argparse.Namespace) -> int:
    if options.file:
        os.environ["WORKLOAD"] = str(options.file)
    started = time.monotonic()

    def say(line: str) -> None:
        print(f"{time.monotonic() - started:7.1f} s  {line}", flush=True)

    try:
        figures = cache_workload(say, full=options.full)
    except BadWorkload as error:
        print(error, file=sys.stderr)
        return 2
    print("\n" + table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
