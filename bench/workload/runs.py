"""Starts servers, plays files in a child process with their addresses, and hands back what each run measured."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.workload.job import Run
from drills.house import ROOT, House, running_house

CHILD = "from bench.workload.child import main; main()"
RUN_SECONDS = 1800.0
# The look-alike tells these in its headers: how a provider's limits are kept to is measured elsewhere.
UNLIMITED = {"requests": 10_000_000, "input_tokens": 10_000_000_000, "output_tokens": 10_000_000_000}

Say = Callable[[str], None]


class RunFailed(RuntimeError):
    """The child ended early; the message ends with what it wrote last."""


def played_runs(runs: Iterable[Run], say: Say) -> list[dict[str, Any]]:
    """One result per run, in order. Every run starts cold."""
    with running_house(processes=(), LLM_BUDGET_USD_PER_DAY="1000000", LOG_LEVEL="ERROR") as house:
        return _played(house, list(runs), say)


def _played(house: House, runs: list[Run], say: Say) -> list[dict[str, Any]]:
    house.sandbox.post("/control/settings", claude_limits=UNLIMITED)
    job, results, errors = (house.folder / name for name in ("job.json", "results.jsonl", "child.log"))
    job.write_text(json.dumps({"runs": [asdict(run) for run in runs], "results": str(results)}))
    results.touch()
    with errors.open("wb") as log:
        child = subprocess.Popen(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", CHILD],
            cwd=ROOT,
            env={**house.environment, "WORKLOAD_JOB": str(job)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            for line in child.stdout or ():
                say(line.rstrip())
            code = child.wait(RUN_SECONDS)
        finally:
            child.kill()
            child.wait()
    found = _results(results)
    if code or len(found) < len(runs):
        raise RunFailed(f"played {len(found)} of {len(runs)} runs; {errors.read_text(errors='replace')[-1500:]}")
    return found


def _results(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
