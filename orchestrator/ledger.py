"""One row per try, written before the provider is asked and completed with what became of it."""

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

import orjson
from django.db import transaction

from orchestrator.contracts import Usage
from orchestrator.models import BudgetHold, LlmCall
from orchestrator.prompts.render import ChatMessage
from orchestrator.question import Question

_ERROR_CHARS = 300


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a try. Milliseconds and microseconds are whole numbers."""

    status: LlmCall.Status
    outcome: str
    cost_micro_usd: int
    cost_is_maximum: bool = False
    usage: Usage = field(default_factory=Usage)
    strategy: str = ""
    error: str = ""
    http_status: int | None = None
    request_id: str = ""
    provider_ms: int = 0
    parse_us: int = 0
    overhead_us: int = 0
    answer_text: str = ""


def open_call(
    question: Question,
    messages: tuple[ChatMessage, ...],
    *,
    hold_id: int,
    prompt_version_id: int,
    provider: str,
    try_number: int,
    flags: tuple[str, ...],
    pace_ms: int,
) -> int:
    """Write the row and mark the hold as sent, together; from here on the call may have cost money."""
    request = question.request
    with transaction.atomic():
        call = LlmCall.objects.create(
            tenant=request.tenant,
            task=request.task,
            cause=request.cause,
            prompt_version_id=prompt_version_id,
            key=question.key,
            provider=provider,
            provider_group=request.provider_group,
            model=question.model,
            try_number=try_number,
            guard_flags=",".join(flags),
            pace_ms=pace_ms,
            request_text=orjson.dumps({"variables": dict(question.variables), "messages": messages}).decode(),
        )
        BudgetHold.objects.filter(pk=hold_id).update(call_id=call.pk, sent_at=datetime.now(UTC))
    return call.pk


def close_call(call_id: int, outcome: Outcome) -> None:
    """Complete the row. A row that upkeep has given up as lost meanwhile is completed all the same."""
    facts = asdict(outcome) | {
        "error": outcome.error[:_ERROR_CHARS],
        "answer_text": outcome.answer_text.replace("\0", ""),
    }
    usage = facts.pop("usage")
    LlmCall.objects.filter(pk=call_id).update(closed_at=datetime.now(UTC), **facts, **usage)
