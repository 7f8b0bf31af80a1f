"""One row per try, written before the provider is asked and completed with what became of it.

Each step is one statement together with what it does to the hold: the row of a call exists if and only if its hold
says that the call may have gone out.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

import orjson
from django.db import connection, models

from orchestrator.asking.question import Question
from orchestrator.contracts import ModelAway, Usage
from orchestrator.models import LlmCall
from orchestrator.money.budget_sql import CLOSING, NOT_WAITING, rows
from orchestrator.money.budgets import Budgets, closing_facts
from orchestrator.prompts.render import ChatMessage

_MOST_INT = 2**31 - 1
# Not given, but made by the database.
_COLUMNS: "list[models.Field[Any, Any]]" = [
    column for column in LlmCall._meta.concrete_fields if column.attname not in ("id", "at")
]
_BY_NAME = {column.attname: column for column in _COLUMNS}
_OPENING = f"""
WITH held AS (
  SELECT id FROM orchestrator_budgethold WHERE id = %s AND state = 'open' FOR UPDATE
), called AS (
  INSERT INTO orchestrator_llmcall ({", ".join(str(column.column) for column in _COLUMNS)})
  SELECT {", ".join("%s" for _ in _COLUMNS)} FROM held RETURNING id
)
UPDATE orchestrator_budgethold AS hold SET call_id = called.id, sent_at = now() FROM held, called
WHERE hold.id = held.id RETURNING hold.call_id
"""  # noqa: S608 - put together from the names of columns


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
    """Write the row and mark the hold as sent, together; from here on the call may have cost money.

    Raises ModelAway where the hold's lease ran out meanwhile: its money was given back, so nothing may be sent.
    """
    request = question.request
    call = LlmCall(
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
    values = [_fitted(column, getattr(call, column.attname)) for column in _COLUMNS]
    with connection.cursor() as cursor:
        cursor.execute(_OPENING, [hold_id, *values])
        opened = cursor.fetchone()
    if opened is None:
        raise ModelAway("the money set aside for the call was given back before it was sent: its lease ran out")
    return int(opened[0])


def close_call(call_id: int, outcome: Outcome) -> None:
    """Complete the row. A row that upkeep has given up as lost meanwhile is completed all the same."""
    LlmCall.objects.filter(pk=call_id).update(**_closing_columns(outcome))


def settle_and_close(budgets: Budgets, *, hold_id: int, call_id: int, outcome: Outcome) -> bool:
    """Settle the hold and complete the row in one statement: budgets are locked for no round trip.

    False when the hold was closed before; the row is completed all the same. Outside of transactions it does not wait
    for the disk, see budget_sql.py.
    """
    columns = _closing_columns(outcome)
    facts = closing_facts(hold_id, outcome.cost_micro_usd, at_maximum=outcome.cost_is_maximum)
    return budgets.took(rows(_closing(columns), {**facts, "call": call_id, **columns}), facts)


def _closing(columns: Iterable[str]) -> str:
    written = ", ".join(f"{name} = %({name})s" for name in columns)
    return f"""{CLOSING}, written AS (
      UPDATE orchestrator_llmcall SET {written} WHERE id = %(call)s
    ) SELECT *, {NOT_WAITING} FROM booked"""  # noqa: S608 - put together from the names of columns


def _closing_columns(outcome: Outcome) -> dict[str, Any]:
    facts = asdict(outcome)
    facts |= facts.pop("usage") | {"closed_at": datetime.now(UTC)}
    return {name: _fitted(_BY_NAME[name], value) for name, value in facts.items()}


def _fitted(column: "models.Field[Any, Any]", value: Any) -> Any:
    """What a provider sent must never keep a call from being paid: texts are cut and numbers capped to their column."""
    if isinstance(value, str):
        return str(value).replace("\0", "")[: column.max_length]
    if isinstance(value, int) and isinstance(column, models.PositiveIntegerField):
        return min(max(0, value), _MOST_INT)
    return value
