"""The chain of models for one question: who is asked, how often, and when the next one is better than another try."""

import logging
import random
import re
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import BaseModel

from orchestrator.answer_forms.partial_json import spoken_so_far
from orchestrator.asking.attempts import Attempts, PassedOver, Patience
from orchestrator.asking.fleet import Candidate
from orchestrator.asking.question import Question
from orchestrator.asking.retry import MOST_TRIES, SHORTEST_TRY_SECONDS, TRIES_BEFORE_THE_NEXT, pause_seconds
from orchestrator.asking.tries import Answered, BadAnswer, Stopwatch, Try, give_up
from orchestrator.contracts import BudgetSpent, ModelAway, NoAnswer, Refused, Tier
from orchestrator.masking.mask import UnresolvedPlaceholder
from orchestrator.prompts.render import ChatMessage, Rendered, render, with_fault
from orchestrator.providers.base import ProviderError

log = logging.getLogger(__name__)

_QUEUE_SHARE = 0.5  # of the time left, while there is somebody else to ask
_TRY_SHARE = 0.6
_LONGEST_PAUSE_BEFORE_THE_NEXT = 1.0
Puts = tuple[tuple[Candidate, Question], ...]
Ends = list[tuple[Candidate, PassedOver | BudgetSpent]]


@dataclass(frozen=True, slots=True)
class Found:
    """An answer, the question as it was put to the model that gave it, and its values as they are stored (masked)."""

    question: Question
    answer: BaseModel
    values: dict[str, Any]
    tier: Tier
    strategy: str
    cost_micro_usd: int = 0
    call_id: int | None = None
    stale: bool = False


Find = Callable[[Question], Found | None]


def nothing_stored(_: Question) -> None:
    """For a caller without a cache."""


@dataclass(slots=True)
class _Talk:
    """The messages as the next try sends them. One re-ask in all, whoever is asked."""

    system: str
    first: tuple[ChatMessage, ...]
    messages: tuple[ChatMessage, ...]
    asked_again: bool = False

    @classmethod
    def about(cls, question: Question) -> "_Talk":
        said: Rendered = render(
            question.prompt, question.variables, question.history, question.pending, question.lead_message
        )
        return cls(said.system, said.messages, said.messages)

    def ask_again(self, error: BadAnswer) -> None:
        self.messages, self.asked_again = with_fault(self.first, error.text, str(error)), True


class Asking:
    """`try_timeout_seconds`: the most that one try at a provider may take."""

    def __init__(self, attempts: Attempts, *, try_timeout_seconds: float) -> None:
        self._attempts, self._try_timeout = attempts, try_timeout_seconds

    def is_open(self, candidate: Candidate) -> bool:
        return self._attempts.is_open(candidate)

    def ask(self, puts: Puts, watch: Stopwatch, *, find: Find = nothing_stored) -> Found:
        """The first usable answer of the chain. `find` looks a later model's stored answer up before it is asked.

        Raises ModelAway, BudgetSpent, Refused or UnusableAnswer.
        """
        talk = _Talk.about(puts[0][1])
        ends: Ends = []
        for place, (candidate, question) in enumerate(puts):
            found = find(question) if place else None
            if found is not None:
                return found
            try:
                self._pass_ended(candidate, ends)
                return self._ask_one(candidate, question, talk, watch, others=place + 1 < len(puts))
            except (PassedOver, BudgetSpent) as error:
                ends.append((candidate, error))
                log.info("orchestrator.passed_over", extra={"model": candidate.name, "reason": str(error)})
        raise _nobody([error for _, error in ends])

    def stream(self, puts: Puts, watch: Stopwatch) -> Generator[str, None, Found]:
        """Words as they come from the first of the chain that begins to speak; one try each, no re-ask."""
        talk = _Talk.about(puts[0][1])
        ends: Ends = []
        for place, (candidate, question) in enumerate(puts):
            spoke = False
            try:
                self._pass_ended(candidate, ends)
                begun = self._begin(candidate, question, talk, watch, others=place + 1 < len(puts))
                words = _words(begun, question)
                while True:
                    try:
                        piece = next(words)
                    except StopIteration as done:
                        return _found(question, done.value, asked_again=False)
                    spoke = True
                    yield piece
            except (PassedOver, BudgetSpent) as error:
                ends.append((candidate, error))
            except ProviderError as error:
                if spoke:
                    raise ModelAway(f"{candidate.name} stopped in the middle: {error.outcome}") from error
                if error.outcome == "refused":
                    raise _refused(candidate) from error
                ends.append((candidate, _passed_over(candidate, error, 0.0)))
            except BadAnswer as error:
                raise give_up(question, error) from error
        raise _nobody([error for _, error in ends])

    def _pass_ended(self, candidate: Candidate, ends: Ends) -> None:
        """Raises PassedOver where an earlier model of the same provider ended all that it can be asked."""
        for earlier, error in ends:
            if isinstance(error, PassedOver) and error.ends_provider and earlier.account == candidate.account:
                raise PassedOver(f"{candidate.name} would say the same")

    def _ask_one(
        self, candidate: Candidate, question: Question, talk: _Talk, watch: Stopwatch, *, others: bool
    ) -> Found:
        """Tries at one model. Raises PassedOver or BudgetSpent where the next in the chain should be asked."""
        failures_left = TRIES_BEFORE_THE_NEXT if others else MOST_TRIES
        while True:
            try:
                answered = self._begin(candidate, question, talk, watch, others=others).send()
            except ProviderError as error:
                failures_left -= 1
                self._pause(candidate, question, error, failures_left, watch, others=others)
            except BadAnswer as error:
                if talk.asked_again:
                    raise give_up(question, error) from error
                talk.ask_again(error)
            else:
                return _found(question, answered, asked_again=talk.asked_again)

    def _begin(self, candidate: Candidate, question: Question, talk: _Talk, watch: Stopwatch, *, others: bool) -> Try:
        left = _left(question)
        if left < SHORTEST_TRY_SECONDS:
            raise PassedOver("the time is up")
        queue = (left - SHORTEST_TRY_SECONDS) * (_QUEUE_SHARE if others else 1.0)
        provider = min(self._try_timeout, left * (_TRY_SHARE if others else 1.0))
        patience = Patience(queue=queue, provider=provider)
        return self._attempts.begin(question, candidate, talk.system, talk.messages, patience=patience, watch=watch)

    def _pause(
        self,
        candidate: Candidate,
        question: Question,
        error: ProviderError,
        failures_left: int,
        watch: Stopwatch,
        *,
        others: bool,
    ) -> None:
        """Wait before the next try. Raises PassedOver where none is left, can help or ends in time, or the next model
        is better; and Refused where the provider's own filter stopped the words."""
        if error.outcome == "refused":
            raise _refused(candidate) from error
        if not error.retryable:
            raise _passed_over(candidate, error, None) from error
        tries_made = (TRIES_BEFORE_THE_NEXT if others else MOST_TRIES) - failures_left
        seconds = pause_seconds(tries_made, retry_after=error.retry_after, chance=random.random())
        too_late = seconds + SHORTEST_TRY_SECONDS > _left(question)
        next_is_better = others and (error.outcome == "timed_out" or seconds > _LONGEST_PAUSE_BEFORE_THE_NEXT)
        if failures_left <= 0 or too_late or next_is_better:
            raise _passed_over(candidate, error, seconds) from error
        watch.rest(seconds)


def _words(begun: Try, question: Question) -> Generator[str, None, Answered]:
    """The spoken field's own words, placeholders put back, as far as they are certain."""
    field, text, said = question.request.spoken[0], "", ""
    pieces = begun.stream()
    try:
        while True:
            try:
                text += next(pieces)
            except StopIteration as done:
                return done.value
            so_far = _certain(question, spoken_so_far(text, field))
            if len(so_far) > len(said):
                yield so_far[len(said) :]
                said = so_far
    finally:
        pieces.close()


_UNFINISHED = re.compile(r"(?:\[[^\]]{0,20}|[A-Z]+_?\d*)\Z")  # may still become a placeholder


def _certain(question: Question, masked: str) -> str:
    """Without the end that may be half a placeholder; empty where one stands for nothing (the end will say so)."""
    try:
        return str(question.mask.restore(_UNFINISHED.sub("", masked)))
    except UnresolvedPlaceholder:
        return ""


def _found(question: Question, answered: Answered, *, asked_again: bool) -> Found:
    strategy = "re_ask" if asked_again else answered.read.strategy
    return Found(
        question,
        answered.read.answer,
        answered.read.values,
        "provider",
        strategy,
        cost_micro_usd=answered.cost_micro_usd,
        call_id=answered.call_id,
    )


def _passed_over(candidate: Candidate, error: ProviderError, seconds: float | None) -> PassedOver:
    retry_at = None if seconds is None else datetime.now(UTC) + timedelta(seconds=seconds)
    ends_provider = error.account_wide or error.outcome == "bad_request"
    return PassedOver(f"{candidate.name} says {error.outcome}: {error}", retry_at, ends_provider=ends_provider)


def _refused(candidate: Candidate) -> Refused:
    return Refused(f"{candidate.name} stopped the words", reason="refused")


def _nobody(ends: list[PassedOver | BudgetSpent]) -> NoAnswer:
    """Why nobody answered: money only where money alone was in the way."""
    if ends and all(isinstance(end, BudgetSpent) for end in ends):
        return BudgetSpent("; ".join(dict.fromkeys(map(str, ends))))
    moments = [end.retry_at for end in ends if end.retry_at is not None]
    return ModelAway("; ".join(map(str, ends)), retry_at=min(moments, default=None))


def _left(question: Question) -> float:
    return question.request.deadline - time.monotonic()
