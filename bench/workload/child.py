"""Plays workloads in a process that has the servers' addresses in its environment and Django set up.

Started as `manage.py shell -c` by runs.py with a job in WORKLOAD_JOB (a file); each finished run is one line of JSON
in the job's result file, so that a run that is cut short leaves what it measured.
"""

import json
import os
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django_redis import get_redis_connection

from bench.workload.job import Run
from bench.workload.labels import stated
from bench.workload.look_ups import Recorder, shares
from bench.workload.playing import Played, play
from bench.workload.reasons import grouped
from bench.workload.records import Said, read_workload
from orchestrator.build import build
from orchestrator.models import CachedReply, LlmCall
from orchestrator.prompts.registry import PromptRegistry

WORKERS = 2  # each an orchestrator with a local tier of its own, as two worker processes have
PROGRESS_SECONDS = 10.0


def main() -> None:
    job = json.loads(Path(os.environ["WORKLOAD_JOB"]).read_text())
    for number, run in enumerate(job["runs"], 1):
        result = _played(Run(**run), f"{number}/{len(job['runs'])} {run['name']}")
        with Path(job["results"]).open("a", encoding="utf-8") as out:
            out.write(json.dumps(result) + "\n")


def _played(run: Run, title: str) -> dict[str, Any]:
    said = read_workload(Path(run.file))
    said = said[: run.most_turns] if run.most_turns else said
    _forget_everything()
    recorder = Recorder(
        workers=tuple(build() for _ in range(WORKERS)), prompts=PromptRegistry(settings.PROMPT_DIRS), stored=run.stored
    )
    calls_before = LlmCall.objects.count()
    started = shown = time.monotonic()

    def progress(turns: int) -> None:
        nonlocal shown
        if time.monotonic() - shown >= PROGRESS_SECONDS:
            shown = time.monotonic()
            print(f"{title}: {turns} of {len(said)} messages, {shown - started:.0f} s", flush=True)

    played = play(said, recorder, rules_first=run.rules_first, progress=progress)
    return {
        "name": run.name,
        **_result(said, played, recorder),
        "provider_calls": LlmCall.objects.count() - calls_before,
        "seconds": time.monotonic() - started,
    }


def _forget_everything() -> None:
    """A cold start: L2 and L3 empty; L1 is new with each orchestrator."""
    get_redis_connection("default").flushdb()
    CachedReply.objects.all().delete()


def _result(said: list[Said], played: list[Played], recorder: Recorder) -> dict[str, Any]:
    turns = [one for one in played if one.is_turn]
    by_rules = len(turns) - sum(look_up.task == "understand" for look_up in recorder.look_ups)
    ended: dict[str, int] = {}
    for one in played:
        if one.ended:
            ended[one.ended] = ended.get(one.ended, 0) + 1
    texts = [one.text for one in said]
    return {
        "messages": len(said),
        "turns": len(turns),
        "unique": sum(texts.count(text) == 1 for text in set(texts)) / len(texts),
        "by_rules": by_rules,
        "ended": ended,
        "handoffs": sum(one.made is not None and one.made.decision.hands_off for one in turns),
        "all": asdict(shares(recorder.look_ups)),
        "understand": asdict(shares(recorder.look_ups, "understand")),
        "compose": asdict(shares(recorder.look_ups, "compose")),
        "heard": [stated(one.made.heard if one.made else None) if one.is_turn else None for one in played],
        "pending": [one.pending for one in played],
        "reasons": grouped(turns),
    }
