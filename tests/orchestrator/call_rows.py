"""Rows of the call ledger by the thousand, and a question to open one with."""

import time
from datetime import datetime
from typing import Any

from django.db import connection

from orchestrator.asking.question import Question, prepare
from orchestrator.contracts import LlmRequest
from orchestrator.models import PromptVersion
from orchestrator.prompts.registry import PromptRegistry
from tests.orchestrator.answers import Reply


def prompt_version() -> int:
    made, _ = PromptVersion.objects.get_or_create(name="p", number=1, defaults={"sha256": "0" * 64, "text": "t"})
    return made.pk


def insert_calls(count: int, *, newest: datetime, minutes_apart: float = 1.0, tenant: str = "a") -> None:
    """Closed calls with texts and settled holds, one every so many minutes backwards from `newest`."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH called AS (
              INSERT INTO orchestrator_llmcall (at, closed_at, tenant, task, cause, prompt_version_id, key, provider,
                provider_group, model, try_number, status, outcome, strategy, guard_flags, error, request_id,
                input_tokens, output_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens,
                cost_micro_usd, cost_is_maximum, overhead_us, pace_ms, provider_ms, parse_us, request_text, answer_text)
              SELECT %(newest)s - n * %(gap)s * interval '1 minute', now(), %(tenant)s, 't', '', %(prompt)s, 'k' || n,
                'claude', 'real', 'm', 1, 'answered', 'used', 'json', '', 'quoted', '', 10, 5, 0, 0, 0,
                7, false, 1, 1, 1, 1, repeat('words ', 250), repeat('more ', 40)
              FROM generate_series(0, %(count)s - 1) AS n RETURNING id, at
            )
            INSERT INTO orchestrator_budgethold (tenant, day, amount_micro_usd, settled_micro_usd, at_maximum, state,
              held_at, lease_until, sent_at, call_id)
            SELECT %(tenant)s, at::date, 9, 7, false, 'settled', at, at, at, id FROM called
            """,
            {"newest": newest, "gap": minutes_apart, "count": count, "tenant": tenant, "prompt": prompt_version()},
        )


def insert_closed_holds(count: int, *, held_at: datetime) -> None:
    """Holds that never became a call."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO orchestrator_budgethold (tenant, day, amount_micro_usd, at_maximum, state, held_at, lease_until)
            SELECT 'a', %(at)s::date, 9, false, 'released', %(at)s, %(at)s FROM generate_series(1, %(count)s)
            """,
            {"at": held_at, "count": count},
        )


def question(prompts: PromptRegistry, message: str = "I want to sell", **changed: Any) -> Question:
    facts: dict[str, Any] = {
        "tenant": "a",
        "provider_group": "real",
        "task": "compose",
        "prompt": "compose",
        "answer_type": Reply,
        "lead_message": message,
        "deadline": time.monotonic() + 10,
        "variables": {"ask": "What price do you have in mind?"},
    }
    return prepare(
        LlmRequest(**(facts | changed)),
        prompts.current("compose"),
        model="claude-haiku-5-5",
        endpoint="claude",
        max_input_tokens=6000,
        max_output_tokens=300,
    )
