"""The way of one request through the orchestrator, in order.

guard in, mask, key -> L1 -> L2 -> L3 -> single-flight -> [ budget hold -> pace -> breaker -> provider -> parse
-> guard out -> settle ] -> write through. The part in brackets is one try (attempts.py); a try is repeated while
another one can help and the deadline allows it.
"""

import logging
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pydantic import BaseModel, ValidationError

from orchestrator.attempts import Answered, Attempts, BadAnswer, Stopwatch, give_up
from orchestrator.cache.stored import StoredAnswer
from orchestrator.cache.tiers import Tiers
from orchestrator.contracts import LlmReply, LlmRequest, ModelAway, Tier
from orchestrator.counts import HitCounts
from orchestrator.flights import Flights
from orchestrator.masking import UnresolvedPlaceholder
from orchestrator.prompts.files import BadPrompt
from orchestrator.prompts.registry import PromptRegistry
from orchestrator.prompts.render import render, with_fault
from orchestrator.providers.base import Provider, ProviderError
from orchestrator.question import Question, prepare
from orchestrator.retry import MOST_TRIES, SHORTEST_TRY_SECONDS, pause_seconds

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings of a call in tokens."""

    max_input_tokens: int
    max_output_tokens: int


@dataclass(frozen=True, slots=True)
class _Found:
    answer: BaseModel
    tier: Tier
    model: str
    strategy: str
    cost_micro_usd: int = 0
    call_id: int | None = None


class Orchestrator:
    """`providers` by group: the first one is asked. `models` translates a prompt's class of models to a name."""

    def __init__(
        self,
        *,
        prompts: PromptRegistry,
        tiers: Tiers,
        attempts: Attempts,
        providers: Mapping[str, tuple[Provider, ...]],
        models: Mapping[str, str],
        limits: Limits,
        counts: HitCounts,
    ) -> None:
        self._prompts, self._tiers, self._attempts = prompts, tiers, attempts
        self._providers, self._models, self._limits = providers, models, limits
        self._counts = counts
        self._flights: Flights[_Found] = Flights()

    def complete(self, request: LlmRequest) -> LlmReply:
        """The typed answer, from the quickest place that has it. Raises a subclass of NoAnswer.

        May take until the request's deadline: call it outside of any transaction.
        """
        watch = Stopwatch()
        provider = self._provider(request)
        try:
            return self._answer(request, provider, watch)
        except BadPrompt as error:
            # An operator's mistake must not lose a lead's turn: it goes on as if no model were there.
            log.error("orchestrator.prompt_refused", extra={"prompt": request.prompt, "reason": str(error)})
            raise ModelAway(str(error)) from error

    def _answer(self, request: LlmRequest, provider: Provider, watch: Stopwatch) -> LlmReply:
        question = self._prepare(request, provider)
        found = self._look_up(question)
        try:
            if found is None:
                found = self._flights.run(
                    question.key,
                    find=lambda: self._look_up(question),
                    ask=lambda: self._ask(question, provider, watch),
                    deadline=request.deadline,
                )
            if found is None:
                raise ModelAway("no answer came before the deadline")
        finally:
            tier: Tier = found.tier if found else "provider"
            self._counts.add(request.tenant, request.task, tier, question.key)
        return LlmReply(
            answer=found.answer,
            tier=found.tier,
            key=question.key,
            model=found.model,
            strategy=found.strategy,
            prompt_version=question.prompt.version,
            cost_micro_usd=found.cost_micro_usd,
            call_id=found.call_id,
            elapsed_ms=watch.elapsed_ms(),
        )

    def _provider(self, request: LlmRequest) -> Provider:
        chain = self._providers.get(request.provider_group, ())
        if not chain:
            raise ModelAway(f"no model is configured for {request.provider_group} locations")
        return chain[0]

    def _prepare(self, request: LlmRequest, provider: Provider) -> Question:
        prompt = self._prompts.current(request.prompt)
        model = self._models.get(prompt.model)
        if model is None:
            raise BadPrompt(
                f"Prompt {prompt.version} names the class of models {prompt.model}, which no setting knows."
            )
        return prepare(
            request,
            prompt,
            model=model,
            endpoint=provider.name,
            max_input_tokens=self._limits.max_input_tokens,
            max_output_tokens=self._limits.max_output_tokens,
        )

    def _look_up(self, question: Question) -> _Found | None:
        """A stored answer in this lead's own words; one that does not fit them counts as not found."""
        hit = self._tiers.find(question.key)
        if hit is None:
            return None
        stored = hit.answer
        try:
            answer = question.request.answer_type.model_validate(question.mask.restore(stored.values))
        except (ValidationError, UnresolvedPlaceholder):
            return None
        return _Found(answer, hit.tier, stored.model, stored.strategy)

    def _ask(self, question: Question, provider: Provider, watch: Stopwatch) -> _Found:
        """Tries until an answer can be used, and stores it in every tier."""
        generation = self._tiers.generation()  # what is invalidated from here on concerns this answer
        talk = render(question.prompt, question.variables, question.history, question.pending, question.lead_message)
        messages, asked_again = talk.messages, False
        for number in range(1, MOST_TRIES + 1):
            try:
                answered = self._attempts.make(question, provider, talk.system, messages, number=number, watch=watch)
            except ProviderError as error:
                self._pause(question, provider, error, number, watch)
            except BadAnswer as error:
                if asked_again:
                    raise give_up(question, error) from error
                messages, asked_again = with_fault(talk.messages, error.text, str(error)), True
            else:
                return self._stored(question, answered, generation, asked_again=asked_again)
        raise ModelAway("the provider did not answer in any of its tries")

    def _pause(
        self, question: Question, provider: Provider, error: ProviderError, tries: int, watch: Stopwatch
    ) -> None:
        """Wait before the next try. Raises ModelAway where none can help, or none ends before the deadline."""
        if not error.retryable:
            raise ModelAway(f"{provider.name} says {error.outcome}: {error}") from error
        seconds = pause_seconds(tries, retry_after=error.retry_after, chance=random.random())
        if error.retry_after is not None:
            self._attempts.leave_alone(provider, question.model, error.retry_after)
        if time.monotonic() + seconds + SHORTEST_TRY_SECONDS > question.request.deadline:
            retry_at = datetime.now(UTC) + timedelta(seconds=seconds)
            raise ModelAway(f"{provider.name} says {error.outcome}, and the time is up", retry_at=retry_at) from error
        watch.rest(seconds)

    def _stored(self, question: Question, answered: Answered, generation: int, *, asked_again: bool) -> _Found:
        request, strategy = question.request, "re_ask" if asked_again else answered.read.strategy
        stored = StoredAnswer(
            values=answered.read.values,
            tenant=request.tenant,
            task=request.task,
            model=question.model,
            prompt_version=question.prompt.version,
            strategy=strategy,
            expires_at=self._tiers.full_life(),
            stored_at=time.time(),
            generation=generation,
        )
        self._tiers.put(question.key, stored)
        return _Found(
            answered.read.answer, "provider", question.model, strategy, answered.cost_micro_usd, answered.call_id
        )
