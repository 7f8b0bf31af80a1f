"""One try at a provider, from the money set aside to the answer judged and paid for."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from pydantic import BaseModel

from orchestrator import ledger
from orchestrator.budgets import Budgets, NotCovered
from orchestrator.contracts import BudgetSpent, ModelAway, Refused, UnusableAnswer
from orchestrator.guardrails import injection_flags, repeats_prompt, tokens_ceiling
from orchestrator.models import LlmCall
from orchestrator.pacing import Pace
from orchestrator.parsing import Read, Unreadable, read_answer
from orchestrator.pricing import NoPrice, PriceList
from orchestrator.prompts.render import ChatMessage
from orchestrator.providers.base import Provider, ProviderAnswer, ProviderError, ProviderRequest
from orchestrator.question import Question, schema_text
from orchestrator.retry import SHORTEST_TRY_SECONDS

log = logging.getLogger(__name__)

# What a provider adds around a conversation: roles, and the wording that makes a model keep to a schema.
_TOKENS_AROUND = 600


class BadAnswer(Exception):
    """The provider answered, and the answer cannot be used; `text` is masked."""

    def __init__(self, fault: str, text: str) -> None:
        super().__init__(fault)
        self.text = text


@dataclass(slots=True)
class Stopwatch:
    """Own time of one `complete()`: all of it without the provider, pauses and waiting for somebody else's flight."""

    started: float = field(default_factory=time.perf_counter)
    elsewhere: float = 0.0

    def elapsed_ms(self) -> float:
        return (time.perf_counter() - self.started) * 1000

    def own_us(self) -> int:
        return max(0, int((time.perf_counter() - self.started - self.elsewhere) * 1_000_000))

    def rest(self, seconds: float) -> None:
        self.elsewhere += seconds
        time.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Answered:
    read: Read
    call_id: int
    cost_micro_usd: int


class Attempts:
    """Makes single tries. Holds no state of its own between them."""

    def __init__(
        self,
        *,
        budgets: Budgets,
        prices: PriceList,
        pace: Pace,
        publish: Callable[[Any], int],
        try_timeout_seconds: float,
    ) -> None:
        self._budgets, self._prices, self._pace = budgets, prices, pace
        self._publish = publish
        self._try_timeout = try_timeout_seconds

    def make(
        self,
        question: Question,
        provider: Provider,
        system: str,
        messages: tuple[ChatMessage, ...],
        *,
        number: int,
        watch: Stopwatch,
    ) -> Answered:
        """Hold, pace, provider, parse, guard, settle: one try.

        Raises BudgetSpent, ModelAway and Refused, which end the request; ProviderError and BadAnswer, which the
        engine answers with another try.
        """
        prompt_version_id = self._publish(question.prompt)
        hold_id, most = self._hold(question, system, messages)
        try:
            pace_ms = self._wait_for_pace(question, provider, watch)
            seconds = min(self._try_timeout, _left(question))
            call_id = ledger.open_call(
                question,
                messages,
                hold_id=hold_id,
                prompt_version_id=prompt_version_id,
                provider=provider.name,
                try_number=number,
                flags=injection_flags(question.lead_message),
                pace_ms=pace_ms,
            )
        except BaseException:
            self._budgets.release(hold_id)
            raise
        bill = _Bill(self._budgets, hold_id, most, call_id, watch)
        request = ProviderRequest(
            question.model,
            system,
            messages,
            question.request.answer_type.model_json_schema(),
            question.max_output_tokens,
            seconds,
        )
        return self._send(question, provider, request, bill)

    def leave_alone(self, provider: Provider, model: str, seconds: float) -> None:
        self._pace.leave_alone(_account(provider, model), seconds)

    def _hold(self, question: Question, system: str, messages: tuple[ChatMessage, ...]) -> tuple[int, int]:
        """The hold and its amount: every token at the dearest price that the call can have."""
        now = datetime.now(UTC)
        said = "".join(message["content"] for message in messages)
        most_in = tokens_ceiling(system + said + schema_text(question.request.answer_type)) + _TOKENS_AROUND
        try:
            most = self._prices.highest_micro_usd(question.model, most_in, question.max_output_tokens, now.date())
            return self._budgets.hold(question.request.tenant, most, now), most
        except NoPrice as error:
            raise BudgetSpent(str(error)) from error
        except NotCovered as error:
            raise BudgetSpent(str(error)) from error

    def _wait_for_pace(self, question: Question, provider: Provider, watch: Stopwatch) -> int:
        """Wait until the provider may be asked; milliseconds waited. Raises ModelAway where that is too late."""
        not_before = self._pace.not_before(_account(provider, question.model))
        wait = max(0.0, not_before - time.time())
        if wait + SHORTEST_TRY_SECONDS > _left(question):
            retry_at = datetime.fromtimestamp(not_before, UTC) if wait else None
            raise ModelAway("the provider may not be asked before the deadline", retry_at=retry_at)
        if wait:
            watch.rest(wait)
        return int(wait * 1000)

    def _send(self, question: Question, provider: Provider, request: ProviderRequest, bill: "_Bill") -> Answered:
        sent = time.perf_counter()
        try:
            given = provider.send(request)
        except ProviderError as error:
            bill.failed(error, time.perf_counter() - sent)
            raise
        took = time.perf_counter() - sent
        cost = self._prices.cost_micro_usd(question.model, given.usage, datetime.now(UTC).date())
        judged = time.perf_counter()
        read, outcome, fault = judge(question, given)
        parse_us = int((time.perf_counter() - judged) * 1_000_000)
        bill.answered(given, cost, outcome, fault, read, took, parse_us)
        if outcome == "refused" or outcome == "prompt_leak":
            raise Refused(fault, reason=outcome)
        if read is None:
            raise BadAnswer(fault, given.text)
        return Answered(read, bill.call_id, cost)


@dataclass(frozen=True, slots=True)
class _Bill:
    """Closes hold and row of one try together."""

    budgets: Budgets
    hold_id: int
    most_micro_usd: int
    call_id: int
    watch: Stopwatch

    def failed(self, error: ProviderError, took: float) -> None:
        """An error answer costs nothing; silence after sending is booked at its maximum."""
        self.watch.elsewhere += took
        cost = self.most_micro_usd if error.charged == "unknown" else 0
        self._close(
            ledger.Outcome(
                status=LlmCall.Status.FAILED,
                outcome=error.outcome,
                cost_micro_usd=cost,
                cost_is_maximum=error.charged == "unknown",
                error=str(error),
                http_status=error.http_status,
                request_id=error.request_id,
                provider_ms=int(took * 1000),
                overhead_us=self.watch.own_us(),
            )
        )

    def answered(
        self, given: ProviderAnswer, cost: int, outcome: str, fault: str, read: Read | None, took: float, parse_us: int
    ) -> None:
        self.watch.elsewhere += took
        self._close(
            ledger.Outcome(
                status=LlmCall.Status.ANSWERED,
                outcome=outcome,
                cost_micro_usd=cost,
                usage=given.usage,
                strategy=read.strategy if read else "",
                error=fault,
                request_id=given.request_id,
                provider_ms=int(took * 1000),
                parse_us=parse_us,
                overhead_us=self.watch.own_us(),
                answer_text=given.text,
            )
        )

    def _close(self, outcome: ledger.Outcome) -> None:
        with transaction.atomic():
            self.budgets.settle(self.hold_id, outcome.cost_micro_usd, at_maximum=outcome.cost_is_maximum)
            ledger.close_call(self.call_id, outcome)
        facts = {"call": self.call_id, "outcome": outcome.outcome, "ms": outcome.provider_ms}
        log.info("orchestrator.called", extra=facts | {"micro_usd": outcome.cost_micro_usd})


def judge(question: Question, given: ProviderAnswer) -> tuple[Read | None, str, str]:
    """(what was read, outcome, fault). Refused, cut or too long answers are not read at all."""
    if given.stop == "refused":
        return None, "refused", "the model refused"
    if given.stop == "truncated":
        return None, "truncated", "it was cut off at the ceiling of output tokens; be shorter"
    if given.stop == "too_long":
        return None, "too_long", "the conversation is longer than the model's window"
    answer_type = question.request.answer_type

    def check(values: dict[str, Any]) -> BaseModel:
        return answer_type.model_validate(question.mask.restore(values))

    try:
        read = read_answer(given.text, answer_type, check)
    except Unreadable as error:
        return None, "invalid", str(error)
    if repeats_prompt(read.values, question.prompt.text):
        return None, "prompt_leak", "the answer repeats the system prompt"
    return read, "used", ""


def give_up(question: Question, error: BadAnswer) -> UnusableAnswer:
    return UnusableAnswer(f"no usable answer for {question.request.task}, also after asking again: {error}")


def _left(question: Question) -> float:
    return question.request.deadline - time.monotonic()


def _account(provider: Provider, model: str) -> str:
    return f"{provider.name}:{model}"
