"""One try at a provider, from the money set aside to the answer judged and paid for."""

import logging
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from orchestrator import ledger
from orchestrator.breaker import Breakers, Permit
from orchestrator.buckets import Cost
from orchestrator.budgets import Budgets, NotCovered
from orchestrator.call_totals import call_ended
from orchestrator.ceilings import tokens_ceiling, tokens_estimate
from orchestrator.contracts import BudgetSpent, Refused, UnusableAnswer, Usage
from orchestrator.fleet import Candidate
from orchestrator.judging import Judged, judge
from orchestrator.models import LlmCall
from orchestrator.pacing import Booking, NotBefore, Pace
from orchestrator.parsing import Read
from orchestrator.pricing import NoPrice, PriceList
from orchestrator.prompts.render import ChatMessage
from orchestrator.providers.base import ProviderAnswer, ProviderError, ProviderRequest
from orchestrator.question import Question, schema_text
from orchestrator.totals import totals

log = logging.getLogger(__name__)

# What a provider adds around a conversation: roles, and the wording that makes a model keep to a schema.
_TOKENS_AROUND = 600
# Said by a server that is up: about this request or this account, nothing that the breaker should count.
_NO_OUTAGE = frozenset({"rate_limited", "bad_request", "not_found", "too_large", "cancelled", "conflict", "sdk_error"})
_NOTHING = Cost(input_tokens=0, output_tokens=0, requests=0)


class BadAnswer(Exception):
    """The provider answered, and the answer cannot be used; `text` is masked."""

    def __init__(self, fault: str, text: str) -> None:
        super().__init__(fault)
        self.text = text


class PassedOver(Exception):
    """This model cannot be asked now, and nothing was spent on it. `retry_at`: when it can, where that is known."""

    def __init__(self, why: str, retry_at: datetime | None = None) -> None:
        super().__init__(why)
        self.retry_at = retry_at


@dataclass(slots=True)
class Stopwatch:
    """Own time of one `complete()`: all of it without the provider, pauses and waiting for somebody else's flight."""

    started: float = field(default_factory=time.perf_counter)
    elsewhere: float = 0.0
    tries: int = 0

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


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that one try may take: in the queue for its slot, and at the provider."""

    queue: float
    provider: float


class Attempts:
    """Begins single tries. Holds no state of its own between them."""

    def __init__(
        self,
        *,
        budgets: Budgets,
        prices: PriceList,
        pace: Pace,
        breakers: Breakers,
        publish: Callable[[Any], int],
    ) -> None:
        self.budgets, self.prices, self.pace, self.breakers = budgets, prices, pace, breakers
        self._publish = publish

    def begin(
        self,
        question: Question,
        candidate: Candidate,
        system: str,
        messages: tuple[ChatMessage, ...],
        *,
        patience: Patience,
        watch: Stopwatch,
    ) -> "Try":
        """Hold, pace, breaker, row: afterwards the request may leave.

        Raises BudgetSpent and PassedOver, both with nothing held or booked.
        """
        self.refuse_open(candidate)
        watch.tries += 1
        prompt_version_id = self._publish(question.prompt)
        size = _size(question, system, messages)
        now = datetime.now(UTC)
        hold_id, most = self._hold(question, size, now)
        booking, permit = None, None
        try:
            booking = self._book(question, candidate, size, patience, watch)
            permit = self._permit(candidate)
            call_id = ledger.open_call(
                question,
                messages,
                hold_id=hold_id,
                prompt_version_id=prompt_version_id,
                provider=candidate.provider.name,
                try_number=watch.tries,
                flags=question.flags,
                pace_ms=booking.waited_ms,
            )
        except BaseException:
            self._give_back(hold_id, booking, permit)
            raise
        request = ProviderRequest(
            question.model,
            system,
            messages,
            question.request.answer_type.model_json_schema(),
            question.max_output_tokens,
            min(patience.provider, question.request.deadline - time.monotonic()),
        )
        return Try(self, question, candidate, request, watch, hold_id, most, now.date(), booking, permit, call_id)

    def refuse_open(self, candidate: Candidate) -> None:
        """Raises PassedOver, within microseconds, while the breaker of the account or of the model is open."""
        for name in (candidate.account, candidate.name):
            view = self.breakers.state(name)
            if view.state == "open":
                retry_at = datetime.fromtimestamp(view.retry_at, UTC) if view.retry_at else None
                raise PassedOver(f"{name} is left alone after failures", retry_at)

    def is_open(self, candidate: Candidate) -> bool:
        return any(self.breakers.state(name).state == "open" for name in (candidate.account, candidate.name))

    def _hold(self, question: Question, size: "_Size", now: datetime) -> tuple[int, int]:
        """The hold and its amount: every token at the dearest price that the call can have."""
        try:
            most = self.prices.highest_micro_usd(question.model, size.most_in, size.most_out, now.date())
            return self.budgets.hold(question.request.tenant, most, now), most
        except (NoPrice, NotCovered) as error:
            raise BudgetSpent(str(error)) from error

    def _book(
        self, question: Question, candidate: Candidate, size: "_Size", patience: Patience, watch: Stopwatch
    ) -> Booking:
        """A place in the provider's limits. Raises PassedOver where it would come too late."""
        waited = time.perf_counter()
        cost = Cost(input_tokens=size.about_in, output_tokens=size.most_out)
        try:
            return self.pace.book(
                candidate.name, cost, lane=question.request.lane, most_wait_seconds=max(0.0, patience.queue)
            )
        except NotBefore as error:
            who = {"provider": candidate.provider.name, "model": candidate.model}
            totals.add("pace_refusals", lane=question.request.lane, **who)
            when = datetime.fromtimestamp(error.retry_at, UTC)
            raise PassedOver(f"{candidate.name} may not be asked in time: its limit is reached", when) from error
        finally:
            watch.elsewhere += time.perf_counter() - waited

    def _permit(self, candidate: Candidate) -> Permit:
        permit = self.breakers.permit(candidate.name)
        if permit is None:
            raise PassedOver(f"{candidate.name} is left alone, or tried by somebody else, after failures")
        return permit

    def _give_back(self, hold_id: int, booking: Booking | None, permit: Permit | None) -> None:
        self.budgets.release(hold_id)
        if booking is not None:
            self.pace.settle(booking, used=_NOTHING, hints=None)
        if permit is not None:
            self.breakers.dropped(permit)


@dataclass(frozen=True, slots=True)
class Try:
    """A try whose row is written: exactly one of `send` and `stream` is called, once."""

    attempts: Attempts
    question: Question
    candidate: Candidate
    request: ProviderRequest
    watch: Stopwatch
    hold_id: int
    most_micro_usd: int
    day: date
    booking: Booking
    permit: Permit
    call_id: int

    def send(self) -> Answered:
        """Raises Refused, which ends the request; ProviderError and BadAnswer, which may be answered by another try."""
        sent = time.perf_counter()
        try:
            given = self.candidate.provider.send(self.request)
        except ProviderError as error:
            self._failed(error, time.perf_counter() - sent)
            raise
        except BaseException:
            self._broke_off(time.perf_counter() - sent)
            raise
        return self._answered(given, time.perf_counter() - sent)

    def stream(self) -> Generator[str, None, Answered]:
        """Pieces of text; the generator returns Answered. Closed early, it books what was used until then."""
        sent = time.perf_counter()
        try:
            with self.candidate.provider.stream(self.request) as pieces:
                try:
                    yield from pieces
                except GeneratorExit:
                    self._cut(pieces.answer(), time.perf_counter() - sent)
                    raise
                given = pieces.answer()
        except ProviderError as error:
            self._failed(error, time.perf_counter() - sent)
            raise
        return self._answered(given, time.perf_counter() - sent)

    def _answered(self, given: ProviderAnswer, took: float) -> Answered:
        judged_at = time.perf_counter()
        judged = judge(self.question, given)
        parse_us = int((time.perf_counter() - judged_at) * 1_000_000)
        cost = self._close(given, judged, took, parse_us)
        self.attempts.breakers.succeeded(self.permit)
        if judged.stopped:
            raise Refused(judged.fault, reason=judged.outcome, answer=judged.seen)
        if judged.read is None:
            raise BadAnswer(judged.fault, given.text)
        return Answered(judged.read, self.call_id, cost)

    def _cut(self, given: ProviderAnswer, took: float) -> None:
        """Nobody reads on: what came was paid for, and the server did nothing wrong."""
        self._close(given, Judged(None, "cut", "the reader went away"), took, 0)
        self.attempts.breakers.succeeded(self.permit)

    def _close(self, given: ProviderAnswer, judged: Judged, took: float, parse_us: int) -> int:
        cost = self.attempts.prices.cost_micro_usd(self.question.model, given.usage, self.day)
        self._settle(
            ledger.Outcome(
                status=LlmCall.Status.ANSWERED,
                outcome=judged.outcome,
                cost_micro_usd=cost,
                usage=given.usage,
                strategy=judged.read.strategy if judged.read else "",
                error=judged.fault,
                request_id=given.request_id,
                provider_ms=int(took * 1000),
                parse_us=parse_us,
                answer_text=given.text,
            ),
            took,
        )
        self.attempts.pace.settle(self.booking, used=_paced(given.usage), hints=given.hints)
        return cost

    def _failed(self, error: ProviderError, took: float) -> None:
        """An error answer costs nothing; silence after sending is booked at its maximum."""
        lost = error.charged == "unknown"
        self._settle(
            ledger.Outcome(
                status=LlmCall.Status.FAILED,
                outcome=error.outcome,
                cost_micro_usd=self.most_micro_usd if lost else 0,
                cost_is_maximum=lost,
                error=str(error),
                http_status=error.http_status,
                request_id=error.request_id,
                provider_ms=int(took * 1000),
            ),
            took,
        )
        self.attempts.pace.settle(self.booking, used=None if lost else _NOTHING, hints=error.hints)
        if error.retry_after is not None:
            self.attempts.pace.leave_alone(self.candidate.name, error.retry_after)
        self._tell_breaker(error)

    def _tell_breaker(self, error: ProviderError) -> None:
        breakers = self.attempts.breakers
        if error.account_wide:
            breakers.failed(self.permit, account_wide=True, why=error.outcome)
        elif error.outcome in _NO_OUTAGE:
            breakers.dropped(self.permit)
        else:
            breakers.failed(self.permit, why=error.outcome)

    def _broke_off(self, took: float) -> None:
        """The thread is going down with the request under way: it may have cost all of its hold."""
        self.attempts.breakers.dropped(self.permit)
        self._settle(
            ledger.Outcome(
                status=LlmCall.Status.LOST,
                outcome="lost",
                cost_micro_usd=self.most_micro_usd,
                cost_is_maximum=True,
                provider_ms=int(took * 1000),
            ),
            took,
        )

    def _settle(self, outcome: ledger.Outcome, took: float) -> None:
        self.watch.elsewhere += took
        outcome = replace(outcome, overhead_us=self.watch.own_us())
        ledger.settle_and_close(self.attempts.budgets, hold_id=self.hold_id, call_id=self.call_id, outcome=outcome)
        call_ended(
            outcome,
            provider=self.candidate.provider.name,
            model=self.question.model,
            task=self.question.request.task,
            lane=self.question.request.lane,
            pace_ms=self.booking.waited_ms,
        )
        facts = {"call": self.call_id, "outcome": outcome.outcome, "ms": outcome.provider_ms}
        log.info("orchestrator.called", extra=facts | {"micro_usd": outcome.cost_micro_usd})


def give_up(question: Question, error: BadAnswer) -> UnusableAnswer:
    return UnusableAnswer(f"no usable answer for {question.request.task}, also after asking again: {error}")


@dataclass(frozen=True, slots=True)
class _Size:
    """Tokens of one try: the most that may be charged, and about what the provider will count in its limits."""

    most_in: int
    about_in: int
    most_out: int


def _size(question: Question, system: str, messages: tuple[ChatMessage, ...]) -> _Size:
    said = system + "".join(message["content"] for message in messages) + schema_text(question.request.answer_type)
    return _Size(
        most_in=tokens_ceiling(said) + _TOKENS_AROUND,
        about_in=tokens_estimate(said) + _TOKENS_AROUND,
        most_out=question.max_output_tokens,
    )


def _paced(usage: Usage) -> Cost:
    """What counts in the limits per minute: tokens read from the provider's own cache do not."""
    written = usage.cache_write_5m_tokens + usage.cache_write_1h_tokens
    return Cost(input_tokens=usage.input_tokens + written, output_tokens=usage.output_tokens)
