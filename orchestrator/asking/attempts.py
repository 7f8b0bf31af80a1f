"""What comes before a try at a provider: money, a place in its limits, the breaker's leave, the row."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from orchestrator.asking import ledger
from orchestrator.asking.ceilings import tokens_ceiling, tokens_estimate
from orchestrator.asking.fleet import Candidate
from orchestrator.asking.question import Question, schema_text
from orchestrator.asking.retry import SHORTEST_TRY_SECONDS
from orchestrator.asking.tries import NOTHING, Books, Stopwatch, Try
from orchestrator.breaker.breakers import Breakers, BreakerView, Permit
from orchestrator.contracts import BudgetSpent
from orchestrator.money.budgets import Budgets, NotCovered
from orchestrator.money.pricing import NoPrice, PriceList
from orchestrator.pace.buckets import Cost
from orchestrator.pace.pacing import Booking, NotBefore, Pace
from orchestrator.prompts.render import ChatMessage
from orchestrator.providers.base import ProviderRequest
from orchestrator.seen.totals import totals
from orchestrator.servers.time_limit import DatabaseTooSlow, within

log = logging.getLogger(__name__)

# What a provider adds around a conversation: roles, and the wording that makes a model keep to a schema.
_TOKENS_AROUND = 600
_SHORTEST_CALL_SECONDS = 0.1
_GIVE_BACK_SECONDS = 1.0
_LONGEST_QUEUE_SECONDS = 60.0  # half of a hold's lease


class PassedOver(Exception):
    """This model cannot be asked now, or did not answer. `retry_at`: when it can, where that is known.

    `ends_provider`: what it said holds for the provider's other models too.
    """

    def __init__(self, why: str, retry_at: datetime | None = None, *, ends_provider: bool = False) -> None:
        super().__init__(why)
        self.retry_at, self.ends_provider = retry_at, ends_provider


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
        self._books = Books(budgets, prices, pace, breakers)
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
    ) -> Try:
        """Hold, pace, breaker, row: afterwards the request may leave.

        Raises BudgetSpent and PassedOver; what was taken until then is given back (where the database does not answer,
        the money comes back with its lease).
        """
        self.refuse_open(candidate)
        watch.tries += 1
        size, now = _size(question, system, messages), datetime.now(UTC)
        hold_id, most = self._hold(question, size, now)
        booking, permit = None, None
        try:
            booking = self._book(question, candidate, size, patience, watch)
            permit = self._permit(candidate)
            call_id = self._open(question, messages, candidate, hold_id, booking, watch)
        except BaseException:
            self._give_back(hold_id, booking, permit)
            raise
        request = ProviderRequest(
            question.model,
            system,
            messages,
            question.request.answer_type.model_json_schema(),
            question.max_output_tokens,
            max(_SHORTEST_CALL_SECONDS, min(patience.provider, _left(question))),
        )
        day = now.date()
        return Try(self._books, question, candidate, request, watch, hold_id, most, day, booking, permit, call_id)

    def refuse_open(self, candidate: Candidate) -> None:
        """Raises PassedOver, within microseconds, while the breaker of the account or of the model is in the way."""
        view = self._books.breakers.open_for(candidate.name)
        if view is not None:
            raise _left_alone(view)

    def is_open(self, candidate: Candidate) -> bool:
        """Whether `refuse_open` would: it is open, or somebody else is its probe just now."""
        return self._books.breakers.open_for(candidate.name) is not None

    def _hold(self, question: Question, size: "_Size", now: datetime) -> tuple[int, int]:
        """The hold and its amount: every token at the dearest price that the call can have."""
        try:
            with within(_left(question)):
                return self._held(question, size, now)
        except DatabaseTooSlow as error:
            raise PassedOver(f"the budget could not be asked in time ({error})") from error

    def _held(self, question: Question, size: "_Size", now: datetime) -> tuple[int, int]:
        try:
            most = self._books.prices.highest_micro_usd(question.model, size.most_in, size.most_out, now.date())
            return self._books.budgets.hold(question.request.tenant, most, now), most
        except (NoPrice, NotCovered) as error:
            raise BudgetSpent(str(error)) from error

    def _book(
        self, question: Question, candidate: Candidate, size: "_Size", patience: Patience, watch: Stopwatch
    ) -> Booking:
        """A place in the provider's limits. Raises PassedOver where it would come too late."""
        waited = time.perf_counter()
        cost = Cost(input_tokens=size.about_in, output_tokens=size.most_out)
        longest = min(max(0.0, patience.queue), _LONGEST_QUEUE_SECONDS)
        try:
            return self._books.pace.book(candidate.name, cost, lane=question.request.lane, most_wait_seconds=longest)
        except NotBefore as error:
            who = {"provider": candidate.provider.name, "model": candidate.model}
            totals.add("pace_refusals", lane=question.request.lane, **who)
            when = datetime.fromtimestamp(error.retry_at, UTC)
            raise PassedOver(f"{candidate.name} may not be asked in time: its limit is reached", when) from error
        finally:
            watch.elsewhere += time.perf_counter() - waited

    def _permit(self, candidate: Candidate) -> Permit:
        permit = self._books.breakers.permit(candidate.name)
        if permit is None:  # somebody was faster
            self.refuse_open(candidate)
            raise PassedOver(f"{candidate.name} was tried by somebody else, after failures")
        return permit

    def _open(
        self,
        question: Question,
        messages: tuple[ChatMessage, ...],
        candidate: Candidate,
        hold_id: int,
        booking: Booking,
        watch: Stopwatch,
    ) -> int:
        """Write the row, the last thing before the request leaves. Raises PassedOver where no time is left for it."""
        if _left(question) < SHORTEST_TRY_SECONDS:
            raise PassedOver(f"{candidate.name}: the time was up before it could be asked")
        try:
            with within(_left(question)):
                return ledger.open_call(
                    question,
                    messages,
                    hold_id=hold_id,
                    prompt_version_id=self._publish(question.prompt),
                    provider=candidate.provider.name,
                    try_number=watch.tries,
                    flags=question.flags,
                    pace_ms=booking.waited_ms,
                )
        except DatabaseTooSlow as error:
            raise PassedOver(f"{candidate.name}: the call could not be written down in time ({error})") from error

    def _give_back(self, hold_id: int, booking: Booking | None, permit: Permit | None) -> None:
        """What others wait for first; money that cannot be released comes back with its lease."""
        if permit is not None:
            self._books.breakers.dropped(permit)
        if booking is not None:
            self._books.pace.settle(booking, used=NOTHING, hints=None)
        try:
            with within(_GIVE_BACK_SECONDS):
                self._books.budgets.release(hold_id)
        except DatabaseTooSlow as error:
            log.warning("orchestrator.hold_not_released", extra={"hold": hold_id, "error": str(error)})


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


def _left_alone(view: BreakerView) -> PassedOver:
    retry_at = datetime.fromtimestamp(view.retry_at, UTC) if view.retry_at else None
    if view.state == "half_open":
        return PassedOver(f"{view.name} is being tried by somebody else after failures", retry_at)
    return PassedOver(f"{view.name} is left alone after failures", retry_at)


def _left(question: Question) -> float:
    return question.request.deadline - time.monotonic()
