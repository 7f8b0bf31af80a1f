"""`python -m evals [NAME] [--show]`: plays the labelled conversations, prints the report, fails below a floor."""

import argparse
import sys

from evals.cases import load_cases
from evals.driver import Played, play
from evals.figures import figures
from evals.report import floors, regressions, text_report


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="evals", description=__doc__)
    parser.add_argument("name", nargs="?", default="", help="only conversations whose name contains this")
    parser.add_argument("--show", action="store_true", help="print the texts of each conversation")
    options = parser.parse_args(arguments)
    cases = [case for case in load_cases() if options.name in case.name]
    if not cases:
        print(f"no conversation is named like {options.name!r}", file=sys.stderr)
        return 2
    all_played = [play(case) for case in cases]
    if options.show:
        for played in all_played:
            _show(played)
    found = figures(all_played)
    print(text_report(found))
    if options.name:
        print("\nFloors are for the whole suite; this is a part of it.")
        return 0
    below = regressions(found.named(), floors())
    print("\n" + ("\n".join(f"REGRESSION: {sentence}" for sentence in below) or "No figure lies below its floor."))
    return 1 if below else 0


def _show(played: Played) -> None:
    print(f"== {played.case.name}: {played.case.about}")
    for line in played.thread:
        print(f"  {'lead' if line.by_lead else 'bot '} | " + line.text.replace("\n", "\n       | "))
    print(f"  -> {played.role}, handoff {played.handoff or 'none'}\n")


if __name__ == "__main__":
    sys.exit(main())
