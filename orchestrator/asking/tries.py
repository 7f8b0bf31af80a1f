"""What follows a try whose row is written: the call, the answer judged, everything closed and told."""

import logging
import time
from collections.abc import Generator
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import DatabaseError, close_old_connections

from orchestrator.answer_forms.parsing import Read
from orchestrator.asking import ledger
from orchestrator.asking.call_totals import call_ended
from orchestrator.asking.fleet import Candidate
from orchestrator.asking.judging import Judged, judge
from orchestrator.asking.question import Question
from orchestrator.breaker.breakers import Breakers, Permit
from orchestrator.contracts import Refused, UnusableAnswer, Usage
from orchestrator.models import LlmCall
from orchestrator.money.budgets import Budgets
from orchestrator.money.pricing import PriceList
from orchestrator.pace.buckets import Cost
from orchestrator.pace.pacing import Booking, Pace
from orchestrator.providers.base import ProviderAnswer, ProviderError, ProviderRequest
from orchestrator.providers.counts_believed import believed

log = logging.getLogger(__name__)

NOTHING = Cost(input_tokens=0, output_tokens=0, requests=0)
# What says that a server is unwell. Everything else it says is about this request or this account.
_OUTAGES = frozenset({"server_error", "overloaded", "timed_out", "not_reached", "dropped", "malformed"})
_FAIR_SECONDS = 10.0  # a shorter try that ran out of time says nothing about the server


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
class Books:
    """Where a try is booked, and who is told how it went."""

    budgets: Budgets
    prices: PriceList
    pace: Pace
    breakers: Breakers


@dataclass(frozen=True, slots=True)
class Try:
    """A try whose row is written: exactly one of `send` and `stream` is called, once."""

    books: Books
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
            given = believed(self.candidate.provider.send(self.request), self.request)
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
                    self._cut(believed(pieces.answer(), self.request), time.perf_counter() - sent)
                    raise
                given = believed(pieces.answer(), self.request)
        except GeneratorExit:
            raise
        except ProviderError as error:
            self._failed(error, time.perf_counter() - sent)
            raise
        except BaseException:
            self._broke_off(time.perf_counter() - sent)
            raise
        return self._answered(given, time.perf_counter() - sent)

    def _answered(self, given: ProviderAnswer, took: float) -> Answered:
        self._told(given)
        judged_at = time.perf_counter()
        judged = judge(self.question, given)
        parse_us = int((time.perf_counter() - judged_at) * 1_000_000)
        cost = self._close(given, judged, took, parse_us)
        if judged.stopped:
            raise Refused(judged.fault, reason=judged.outcome, answer=judged.seen)
        if judged.read is None:
            raise BadAnswer(judged.fault, given.text)
        return Answered(judged.read, self.call_id, cost)

    def _cut(self, given: ProviderAnswer, took: float) -> None:
        """Nobody reads on: what came was paid for, and the server did nothing wrong."""
        self._told(given)
        self._close(given, Judged(None, "cut", "the reader went away"), took, 0)

    def _told(self, given: ProviderAnswer) -> None:
        """Breaker and pace hear of it before the database is asked, which may be away."""
        self.books.breakers.succeeded(self.permit)
        self.books.pace.settle(self.booking, used=_paced(given.usage), hints=given.hints)

    def _close(self, given: ProviderAnswer, judged: Judged, took: float, parse_us: int) -> int:
        cost = self.most_micro_usd
        if not given.usage_is_most:
            cost = self.books.prices.cost_micro_usd(self.question.model, given.usage, self.day)
        self._settle(
            ledger.Outcome(
                status=LlmCall.Status.ANSWERED,
                outcome=judged.outcome,
                cost_micro_usd=cost,
                cost_is_maximum=given.usage_is_most,
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
        return cost

    def _failed(self, error: ProviderError, took: float) -> None:
        """An error answer costs nothing; silence after sending is booked at its maximum."""
        lost = error.charged == "unknown"
        self._tell_breaker(error)
        self.books.pace.settle(self.booking, used=None if lost else NOTHING, hints=error.hints)
        if error.retry_after is not None:
            self.books.pace.leave_alone(self.candidate.name, error.retry_after)
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

    def _tell_breaker(self, error: ProviderError) -> None:
        breakers = self.books.breakers
        too_hurried = error.outcome == "timed_out" and self.request.timeout_seconds < _FAIR_SECONDS
        if error.account_wide:
            breakers.failed(self.permit, account_wide=True, why=error.outcome)
        elif error.outcome in _OUTAGES and not too_hurried:
            breakers.failed(self.permit, why=error.outcome)
        else:
            breakers.dropped(self.permit)

    def _broke_off(self, took: float) -> None:
        """The thread is going down with the request under way: it may have cost all of its hold."""
        self.books.breakers.dropped(self.permit)
        self.books.pace.settle(self.booking, used=None, hints=None)
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
        self._write(outcome)
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

    def _write(self, outcome: ledger.Outcome) -> None:
        """Once more on a fresh connection where the one from before the call is gone. An answer that is paid for is
        not lost because it cannot be booked: the hold's lease then books its maximum."""
        for again in (True, False):
            try:
                ledger.settle_and_close(self.books.budgets, hold_id=self.hold_id, call_id=self.call_id, outcome=outcome)
            except DatabaseError as error:
                log.warning("orchestrator.not_booked", extra={"call": self.call_id, "error": type(error).__name__})
                if again:
                    close_old_connections()
                continue
            return


def give_up(question: Question, error: BadAnswer) -> UnusableAnswer:
    return UnusableAnswer(f"no usable answer for {question.request.task}, also after asking again: {error}")


def _paced(usage: Usage) -> Cost:
    """What counts in the limits per minute: tokens read from the provider's own cache do not."""
    written = usage.cache_write_5m_tokens + usage.cache_write_1h_tokens
    return Cost(input_tokens=usage.input_tokens + written, output_tokens=usage.output_tokens)
