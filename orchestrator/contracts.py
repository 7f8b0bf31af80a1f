"""What callers of the orchestrator see: a request, its answer, and how a call may end otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

Tier = Literal["L1", "L2", "L3", "provider"]
Counted = Literal["L1", "L2", "L3", "provider", "stale"]  # a look-up, by what answered it
Lane = Literal["lead", "staff", "background"]  # who waits, most urgent first


@dataclass(frozen=True, slots=True)
class KnownIdentity:
    """What the caller already knows about the person; none of it leaves the process unmasked."""

    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LlmRequest:
    """One task for a model.

    `variables` fill the prompt's placeholders by name; `lead_message` is the newest words of the lead and is sent
    inside `<lead_message>` in the last user message, `pending` inside `<pending>`. `history` is older text, oldest
    first, as (speaker, words) with speaker "lead" or "us". `tenant` is an opaque key that every stored answer carries.
    `deadline` is a `time.monotonic()` value: no wait, try or pause goes beyond it.

    `strangers` names the variables whose text somebody outside wrote (a name, a note, a form field): they are screened
    like the message. `spoken` names the fields of the answer whose words are said to a stranger; prices, dates, links
    and addresses in them must stand in the request's own texts or in `facts`.
    `complexity`, `value` and `lane` choose the model and the place in the queue, see routing.py and pacing.py.
    """

    tenant: str
    provider_group: Literal["sandbox", "real"]
    task: str
    prompt: str
    answer_type: type[BaseModel]
    lead_message: str
    deadline: float
    pending: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    history: tuple[tuple[str, str], ...] = ()
    identity: KnownIdentity = KnownIdentity()
    cause: str = ""
    facts: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    strangers: frozenset[str] = frozenset()
    lane: Lane = "lead"
    complexity: Literal["plain", "hard"] = "plain"
    value: Literal["normal", "high"] = "normal"


@dataclass(frozen=True, slots=True)
class Usage:
    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_5m_tokens: int = 0
    cache_write_1h_tokens: int = 0


@dataclass(frozen=True, slots=True)
class LlmReply:
    """A typed answer, unmasked. `cost_micro_usd` is 0 for a cache tier; `call_id` is the LlmCall row of a try.

    `confidence` (0 to 1) is the answer's own. `stale`: no provider could be had; this stored answer is past its life.
    """

    answer: BaseModel
    tier: Tier
    key: str
    model: str
    strategy: str
    prompt_version: str
    cost_micro_usd: int = 0
    call_id: int | None = None
    elapsed_ms: float = 0.0
    confidence: float = 1.0
    stale: bool = False

    def as_record(self, task: str) -> dict[str, Any]:
        """The line that a turn stores about this look-up (no text)."""
        return {
            "task": task,
            "tier": self.tier,
            "key": self.key,
            "model": self.model,
            "strategy": self.strategy,
            "prompt": self.prompt_version,
            "call": self.call_id,
            "micro_usd": self.cost_micro_usd,
            "ms": round(self.elapsed_ms, 2),
            "confidence": round(self.confidence, 2),
            "stale": self.stale,
        }


class NoAnswer(Exception):
    """Base of every way in which the orchestrator ends without an answer. `retry_at` is None when no retry can help."""

    code = "no_answer"

    def __init__(self, message: str, *, retry_at: datetime | None = None) -> None:
        super().__init__(message)
        self.retry_at = retry_at


class ModelAway(NoAnswer):
    """No provider could be reached, or each said "not now" for longer than the deadline allows; or there is no key."""

    code = "model_away"


class BudgetSpent(NoAnswer):
    """The day's budget of this tenant, or of all, does not cover the call at its highest price."""

    code = "budget_spent"


class Refused(NoAnswer):
    """The model refused, or a guard stopped the question or the answer; `reason` says which.

    `answer` is what a guard stopped, in the lead's own words: for people to look at, never to be sent.
    """

    code = "refused"

    def __init__(self, message: str, *, reason: str, answer: BaseModel | None = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.answer = answer


class UnusableAnswer(NoAnswer):
    """The answer could not be read as the asked type, also after one re-ask."""

    code = "unusable_answer"


class DontKnow(NoAnswer):
    """The model answered and was not sure enough: its answer is below the threshold of confidence."""

    code = "dont_know"
