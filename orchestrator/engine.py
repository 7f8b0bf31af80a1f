"""The way of one request through the orchestrator, in order.

guard in, mask, key -> L1 -> L2 -> L3 -> single-flight -> the chain of models (asking.py): [ budget hold -> pace ->
breaker -> provider -> parse -> guard out -> settle ] -> write through. Where no model could be asked, an answer that is
past its life may stand in, and says so.
"""

import logging
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from orchestrator.answer_forms.parsing import confidence_of
from orchestrator.asking.chain import Asking, Found, Puts
from orchestrator.asking.fleet import Candidate, Fleet
from orchestrator.asking.question import Question, prepare
from orchestrator.asking.routing import Traits
from orchestrator.asking.tries import Stopwatch
from orchestrator.cache.stored import StoredAnswer
from orchestrator.cache.tiers import Tiers
from orchestrator.contracts import BudgetSpent, Counted, DontKnow, LlmReply, LlmRequest, ModelAway, NoAnswer, Tier
from orchestrator.flights.flights import Flights
from orchestrator.guards.of_request import screened_request
from orchestrator.masking.mask import UnresolvedPlaceholder
from orchestrator.money.budgets import Budgets
from orchestrator.prompts.files import BadPrompt, PromptFile
from orchestrator.prompts.registry import PromptRegistry
from orchestrator.seen.counts import HitCounts
from orchestrator.seen.totals import totals

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings of a call in tokens, and the confidence (0 to 1) below which an answer counts as "don't know"."""

    max_input_tokens: int
    max_output_tokens: int
    confidence_below: float = 0.0


class Orchestrator:
    """Answers requests; one of it per process. Safe between threads."""

    def __init__(
        self,
        *,
        prompts: PromptRegistry,
        tiers: Tiers,
        asking: Asking,
        fleet: Fleet,
        budgets: Budgets,
        limits: Limits,
        counts: HitCounts,
        flights: Flights[Found],
    ) -> None:
        self._prompts, self._tiers, self._asking, self._fleet = prompts, tiers, asking, fleet
        self._budgets, self._limits, self._counts, self._flights = budgets, limits, counts, flights

    def complete(self, request: LlmRequest) -> LlmReply:
        """The typed answer, from the quickest place that has it. Raises a subclass of NoAnswer.

        May take until the request's deadline: call it outside of any transaction.
        """
        watch = Stopwatch()
        with _ends_of(request):
            question = self._question(request)
            tier: Counted = "provider"
            try:
                found = self._look_up(question) or self._fly(question, watch)
                tier = "stale" if found.stale else found.tier
            finally:
                self._count(question, tier)
            return self._reply(question, found, watch)

    def stream(self, request: LlmRequest) -> Generator[str, None, LlmReply]:
        """Words of the request's one `spoken` field as they come; the generator returns the LlmReply.

        For people who watch a draft: pieces are unguarded, and only the reply at the end has passed the guards.
        A stored answer comes in one piece. Two who ask the same at one moment both ask. Raises a subclass of NoAnswer,
        and ValueError where `spoken` does not name one field.
        """
        (field,) = request.spoken
        watch = Stopwatch()
        with _ends_of(request):
            question = self._question(request)
            puts = self._put_to_all(question, self._chain_now(question))
            found = self._look_up(question) or self._look_behind_open(puts)
            tier: Counted = found.tier if found else "provider"
            try:
                if found is None:
                    generation = self._tiers.generation()
                    found = self._store((yield from self._asking.stream(puts, watch)), generation)
                else:
                    yield str(getattr(found.answer, field))
            except (ModelAway, BudgetSpent) as error:
                found, tier = self._stale(question, puts, error), "stale"
                yield str(getattr(found.answer, field))
            finally:
                self._count(question, tier)
            return self._reply(question, found, watch)

    def health(self) -> dict[str, Any]:
        """The state of the cache's tiers, and how this process follows invalidations."""
        return self._tiers.health()

    def _question(self, request: LlmRequest) -> Question:
        """The request as it would leave for the model of quiet times.

        Raises ModelAway where none can be asked, and Refused where the words are an attack or too long.
        """
        request, screened = screened_request(request)
        prompt = self._prompts.current(request.prompt)
        steady = self._fleet.chain(request.provider_group, _traits(request, prompt).steady())
        if not steady:
            raise ModelAway(f"no model is configured for {request.provider_group} locations")
        return prepare(
            request,
            prompt,
            model=steady[0].model,
            endpoint=steady[0].provider.name,
            max_input_tokens=self._limits.max_input_tokens,
            max_output_tokens=self._limits.max_output_tokens,
            flags=screened.all_flags,
        )

    def _chain_now(self, question: Question) -> tuple[Candidate, ...]:
        """Who is asked at this moment: little time or little money may have changed the choice."""
        request = question.request
        traits = _traits(request, question.prompt, budget_left=self._budgets.share_left(request.tenant))
        group = request.provider_group
        return self._fleet.chain(group, traits) or self._fleet.chain(group, traits.steady())

    def _fly(self, question: Question, watch: Stopwatch) -> Found:
        """Ask, or wait for whoever asks the same; where nobody can be asked, what is past its life stands in."""
        puts = self._put_to_all(question, self._chain_now(question))
        began, asked = time.perf_counter(), watch.elsewhere
        since = time.time()

        def find() -> Found | None:
            return self._look_up(question) or self._look_behind_open(puts) or self._given_since(puts, since)

        try:
            found = self._flights.run(
                _flight_of(question),
                find=find,
                ask=lambda: self._ask(puts, watch),
                deadline=question.request.deadline,
            )
            if found is None:
                raise ModelAway("no answer came before the deadline")
        except (ModelAway, BudgetSpent) as error:
            return self._stale(question, puts, error)
        finally:
            if watch.tries == 0 and watch.elsewhere == asked:
                watch.elsewhere += time.perf_counter() - began  # somebody else's flight
        return found

    def _ask(self, puts: Puts, watch: Stopwatch) -> Found:
        generation = self._tiers.generation()  # what is invalidated from here on concerns the answer
        return self._store(self._asking.ask(puts, watch, find=self._look_up), generation)

    def _put_to_all(self, question: Question, chain: tuple[Candidate, ...]) -> Puts:
        return tuple((candidate, question.put_to(candidate.model, candidate.provider.name)) for candidate in chain)

    def _look_up(self, question: Question) -> Found | None:
        """A stored answer in this lead's own words; one that does not fit them counts as not found."""
        hit = self._tiers.find(question.key)
        return _fitting(question, hit.answer, hit.tier) if hit else None

    def _look_behind_open(self, puts: Puts) -> Found | None:
        """While a model is left alone, what the next in the chain said before."""
        for (candidate, _), (_, next_question) in pairwise(puts):
            if not self._asking.is_open(candidate):
                return None
            found = self._look_up(next_question)
            if found is not None:
                return found
        return None

    def _given_since(self, puts: Puts, since: float) -> Found | None:
        """What somebody whom this request waited for had from a model further down the chain."""
        for _, question in puts[1:]:
            hit = self._tiers.find(question.key)
            if hit is not None and hit.answer.stored_at >= since:
                return _fitting(question, hit.answer, hit.tier)
        return None

    def _stale(self, question: Question, puts: Puts, error: NoAnswer) -> Found:
        for one in {put.key: put for put in (question, *(put for _, put in puts))}.values():
            stored = self._tiers.stale(one.key)
            found = _fitting(one, stored, "L3", stale=True) if stored else None
            if found is not None:
                log.warning("orchestrator.stale_answer", extra={"task": question.request.task, "code": error.code})
                return found
        raise error

    def _store(self, found: Found, generation: int) -> Found:
        if found.tier != "provider":
            return found
        request = found.question.request
        stored = StoredAnswer(
            values=found.values,
            tenant=request.tenant,
            task=request.task,
            model=found.question.model,
            prompt_version=found.question.prompt.version,
            strategy=found.strategy,
            expires_at=self._tiers.full_life(),
            stored_at=time.time(),
            generation=generation,
        )
        for tier in self._tiers.put(found.question.key, stored):
            totals.add("unkept", tier=tier)
        return found

    def _count(self, question: Question, tier: Counted) -> None:
        request = question.request
        version = question.prompt.version
        self._counts.add(request.tenant, request.task, tier, question.key, request.lane, version)

    def _reply(self, question: Question, found: Found, watch: Stopwatch) -> LlmReply:
        confidence = confidence_of(found.answer)
        if confidence < self._limits.confidence_below:
            raise DontKnow(f"the answer's own confidence is {confidence:.2f}")
        return LlmReply(
            answer=found.answer,
            tier=found.tier,
            key=found.question.key,
            model=found.question.model,
            strategy=found.strategy,
            prompt_version=question.prompt.version,
            cost_micro_usd=found.cost_micro_usd,
            call_id=found.call_id,
            elapsed_ms=watch.elapsed_ms(),
            confidence=confidence,
            stale=found.stale,
        )


def _flight_of(question: Question) -> str:
    """Equal requests fly together, but a lead never behind somebody who may have to wait longer."""
    lane = question.request.lane
    return question.key if lane == "lead" else f"{question.key}:{lane}"


@contextmanager
def _ends_of(request: LlmRequest) -> Iterator[None]:
    """Counts how a request ends without an answer, and why.

    An operator's mistake in a prompt must not lose a lead's turn: it goes on as if no model were there.
    """
    try:
        yield
    except BadPrompt as error:
        log.error("orchestrator.prompt_refused", extra={"prompt": request.prompt, "reason": str(error)})
        _count_end(request, ModelAway.code, "bad_prompt")
        raise ModelAway(str(error)) from error
    except NoAnswer as error:
        _count_end(request, error.code, getattr(error, "reason", ""))
        raise


def _count_end(request: LlmRequest, code: str, reason: str) -> None:
    totals.add("unanswered", task=request.task, lane=request.lane, code=code, reason=reason)


def _fitting(question: Question, stored: StoredAnswer, tier: Tier, *, stale: bool = False) -> Found | None:
    try:
        answer = question.request.answer_type.model_validate(question.restore(stored.values))
    except (ValidationError, UnresolvedPlaceholder):
        return None
    return Found(question, answer, stored.values, tier, stored.strategy, stale=stale)


def _traits(request: LlmRequest, prompt: PromptFile, *, budget_left: float = 1.0) -> Traits:
    return Traits(
        task=request.task,
        wants=prompt.model,
        complexity=request.complexity,
        value=request.value,
        seconds_left=request.deadline - time.monotonic(),
        budget_left=budget_left,
    )
