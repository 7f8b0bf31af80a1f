"""The cache at work on many conversations: a generated workload at four shares of unique messages, or WORKLOAD=file.

The main figures are those of the 30 % point: short answers that many leads give are common, while amounts, addresses
and wording make about a third of a thread one lead's own. All points are printed and kept beside it.
"""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import Figure
from bench.workload import report
from bench.workload.generate import DEFAULTS, Plan, generate
from bench.workload.job import Run
from bench.workload.records import BadWorkload, read_workload, write_workload
from bench.workload.runs import played_runs

PERCENTS = (10, 30, 60, 90)
MAIN_PERCENT = 30
UNCACHED_MESSAGES = 800  # of the short form; every one of their look-ups asks the provider
MODEL_ONLY_MESSAGES = 2000

Say = Callable[[str], None]


def cache_workload(say: Say, *, full: bool) -> list[Figure]:
    given = os.environ.get("WORKLOAD", "")
    say(report.PLUMBING)
    try:
        return _foreign(Path(given), say, full=full) if given else _generated(say, full=full)
    except BadWorkload as error:
        raise SystemExit(f"WORKLOAD: {error}") from error


def _foreign(path: Path, say: Say, *, full: bool) -> list[Figure]:
    said = read_workload(path)
    leads = {(message.person.location, message.person.lead) for message in said}
    say(f"{path}: {len(said)} messages of {len(leads)} leads in {len({lead[0] for lead in leads})} locations")
    runs = [
        Run("as in the product", str(path)),
        Run("model only", str(path), rules_first=False),
        Run("uncached", str(path), stored=False, most_turns=0 if full else UNCACHED_MESSAGES),
    ]
    with_cache, model_only, uncached = played_runs(runs, say)
    for result in (with_cache, model_only):
        _tell(result, say, reasons=result is with_cache)
    note = f"{path.name}; the model is a look-alike"
    return [
        *report.main_figures(with_cache, note=note),
        *report.main_figures(model_only, suffix="_model_only", note=note),
        *report.slots_figures(said, with_cache, uncached),
    ]


def _generated(say: Say, *, full: bool) -> list[Figure]:
    seed = int(os.environ.get("WORKLOAD_SEED", DEFAULTS.seed))
    with TemporaryDirectory(prefix="enterprisehub-workload-") as folder:
        files = {percent: Path(folder) / f"unique-{percent}.jsonl" for percent in PERCENTS}
        for percent, path in files.items():
            write_workload(path, generate(Plan(unique_share=percent / 100, seed=seed)))
        main, short = str(files[MAIN_PERCENT]), 0 if full else UNCACHED_MESSAGES
        only = PERCENTS if full else (MAIN_PERCENT,)
        runs = [
            *(Run(f"{percent} % unique", str(path)) for percent, path in files.items()),
            *(Run(f"{percent} % unique, model only", str(files[percent]), rules_first=False) for percent in only),
            Run("30 % unique, uncached", main, stored=False, most_turns=short),
        ]
        results = played_runs(runs, say)
        said = read_workload(files[MAIN_PERCENT])
    points = list(zip(PERCENTS, results, strict=False))
    model_only = list(zip(only, results[len(PERCENTS) :], strict=False))
    for percent, result in [*points, *model_only]:
        _tell(result, say, reasons=percent == MAIN_PERCENT and result is not model_only[-1][1])
    for line in report.curve(points):
        say(line)
    main_result = dict(points)[MAIN_PERCENT]
    note = f"{MAIN_PERCENT} % of the messages said once, seed {seed}; the model is a look-alike"
    return [
        *report.main_figures(main_result, note=note),
        *report.main_figures(dict(model_only)[MAIN_PERCENT], suffix="_model_only", note=note),
        *report.slots_figures(said, main_result, results[-1]),
        *report.curve_figures(points),
        *(report.curve_figures(model_only, suffix="_model_only") if full else []),
    ]


def _tell(result: report.Result, say: Say, *, reasons: bool) -> None:
    for line in [*report.lines(result), *(result["reasons"] if reasons else [])]:
        say(line)
