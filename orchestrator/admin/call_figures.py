"""What the page of calls shows above its list, and one call in full."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from orchestrator.admin.outcome_words import outcome_words
from orchestrator.models import LlmCall
from orchestrator.page_words import counted, dollars, plain, share

FEWEST = 20
STRATEGIES: Mapping[str, str] = {
    "structured": "structured output",
    "json": "JSON found in the text",
    "repaired": "JSON mended",
    "regex": "structured regex",
    "key_value": "lines of name and value",
    "re_ask": "asked once more",
    "": "no answer was read",
}
STATUS_COLOURS: Mapping[str, str] = {"answered": "good", "failed": "bad", "lost": "unknown", "asked": "waiting"}
_LEFT = "cut"  # by whoever read a draft: nothing of it was to be read


@dataclass(frozen=True, slots=True)
class Strategy:
    name: str
    n: int
    whole: int

    @property
    def words(self) -> str:
        return STRATEGIES.get(self.name) or plain(self.name)

    @property
    def share(self) -> str:
        return share(self.n, self.whole) if self.whole >= FEWEST else "–"

    @property
    def width(self) -> float:
        return round(100 * self.n / self.whole, 1) if self.whole else 0


@dataclass(frozen=True, slots=True)
class Summary:
    """Of the calls that the filters leave."""

    calls: int
    failed: int
    under_way: int
    cost_micro_usd: int
    strategies: tuple[Strategy, ...]

    @property
    def headline(self) -> str:
        if not self.calls:
            return "No call fits these filters"
        said = f"{counted(self.calls, 'call')} for {dollars(self.cost_micro_usd)}"
        if self.failed:
            said += f"; {counted(self.failed, 'call')} without an answer"
            said += f" ({share(self.failed, self.calls)})" if self.calls >= FEWEST else ""
        else:
            said += "; every one was answered" if not self.under_way else ""
        return f"{said}, {self.under_way} under way" if self.under_way else said


def summary(calls: QuerySet[LlmCall]) -> Summary:
    """Two queries, whatever the number of calls."""
    calls = calls.order_by()
    found = calls.aggregate(
        n=Count("pk"),
        failed=Count("pk", filter=Q(status__in=("failed", "lost"))),
        asked=Count("pk", filter=Q(status="asked")),
        cost=Sum("cost_micro_usd"),
    )
    by_strategy = calls.filter(status="answered").exclude(outcome=_LEFT).values_list("strategy").annotate(n=Count("pk"))
    counts: dict[str, int] = dict(by_strategy)
    whole = sum(counts.values())
    strategies = tuple(Strategy(name, n, whole) for name, n in sorted(counts.items(), key=lambda one: -one[1]))
    return Summary(found["n"], found["failed"], found["asked"], found["cost"] or 0, strategies)


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a request, masked as it left."""

    who: str
    words: str


def said_in(request_text: str) -> tuple[list[Said], list[tuple[str, str]]]:
    """(messages, variables) of a stored request; a text of another form is shown whole."""
    try:
        stored = json.loads(request_text)
        messages = [Said(str(one["role"]), str(one["content"])) for one in stored["messages"]]
        variables = [(plain(str(name)), str(value)) for name, value in stored.get("variables", {}).items()]
    except (ValueError, TypeError, KeyError, AttributeError):
        return ([Said("request", request_text)] if request_text else []), []
    return messages, variables


def pretty(answer_text: str) -> str:
    """An answer that is JSON, indented; any other as it came."""
    try:
        value: Any = json.loads(answer_text)
    except ValueError:
        return answer_text
    return json.dumps(value, indent=2, ensure_ascii=False) if isinstance(value, dict | list) else answer_text


def headline(call: LlmCall) -> str:
    """What became of one call, as a sentence."""
    begin = f"{call.model} of {call.provider}"
    if call.status == LlmCall.Status.ASKED:
        return f"{begin} is being asked"
    if call.status == LlmCall.Status.LOST:
        return f"{begin} was asked, and nobody knows what it said: the process ended"
    if call.status == LlmCall.Status.FAILED:
        return f"{begin} gave no answer: {outcome_words(call.outcome) or 'it failed'}"
    if call.outcome == "used":
        return f"{begin} answered, and the answer was used"
    return f"{begin} answered: {outcome_words(call.outcome) or 'not read yet'}"


def day_of(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
