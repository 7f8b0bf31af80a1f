"""How many damaged answers are read without a second call, and what reading a sound one costs."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from bench.figures import Figure
from orchestrator.answer_forms.parsing import read_answer
from tests.orchestrator.parsing_recovery import TYPES, measure

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "orchestrator" / "corpora" / "malformed.json"
WANTED_SHARE = 0.98
WANTED_US = 50.0
PASSES, CALLS = 5, 2_000
SOUND = (
    '{"intent_buy_or_sell": null, "area": {"value": "Ontario", "evidence": "ontario ca", "confidence": 0.9, '
    '"vague": false}, "property_address": null, "motivation": null, "moving_to": null, "timeline_days": null, '
    '"condition": null, "asking_price_usd": null, "budget_usd": {"value": 450000, "evidence": "450k", '
    '"confidence": 0.9, "vague": false}, "preapproval": null, "bedrooms": null, "size_sqft": null, '
    '"intents": ["asks_for_help"], "language": "en", "confidence": 0.92}'
)

Say = Callable[[str], None]


def parsing(say: Say, *, full: bool) -> list[Figure]:
    report = measure(CORPUS)
    say(report.text().splitlines()[0])
    cost_us = statistics.median(_pass_us(CALLS * (5 if full else 1)) for _ in range(PASSES))
    share, taken = report.recovered_share, len(report.taken)
    return [
        Figure(
            "parse_recovered_share", share, "share", report.recoverable, wanted=">= 0.98", met=share >= WANTED_SHARE
        ),
        Figure("unrecoverable_taken", taken, "answers", report.unrecoverable, wanted="0", met=taken == 0),
        Figure("parse_sound_us", cost_us, "us", PASSES * CALLS, wanted="<= 50", met=cost_us <= WANTED_US),
    ]


def _pass_us(calls: int) -> float:
    """Microseconds to read one sound answer of the largest type, validation included."""
    kind = TYPES["UnderstandAnswer"]
    began = time.perf_counter()
    for _ in range(calls):
        read_answer(SOUND, kind, kind.model_validate)
    return (time.perf_counter() - began) / calls * 1e6
