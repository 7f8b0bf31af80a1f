"""Every look-up that a played workload makes, and what other caches would have made of the same look-ups."""

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import Literal

from bots.thinking import Orchestrator
from orchestrator.contracts import LlmReply, LlmRequest, NoAnswer
from orchestrator.prompts.registry import PromptRegistry
from orchestrator.prompts.render import render


@dataclass(frozen=True, slots=True)
class LookUp:
    """`tier`: L1, L2, L3 or provider; the code of a NoAnswer where none came. `key` is empty without an answer.

    `seen_before`: an earlier look-up had the same key, so an unbounded exact-key cache would have held the answer.
    `plain_seen`: an earlier look-up had the same whole prompt, unmasked and as the lead spelled it.
    """

    task: str
    tier: str
    key: str
    seen_before: bool
    plain_seen: bool
    milliseconds: float


@dataclass(slots=True)
class Recorder:
    """Stands before the orchestrators of some workers and notes every look-up. They are asked in turn, as the turns
    of one lead fall to any worker; each has a local tier of its own.

    `stored` False asks under a tenant of its own each time, so that no stored answer is ever found: the same words go
    to the same provider, which is how a cache that holds nothing would do.
    """

    workers: tuple[Orchestrator, ...]
    prompts: PromptRegistry
    stored: bool = True
    look_ups: list[LookUp] = field(default_factory=list)
    _keys: set[str] = field(default_factory=set)
    _plain: set[bytes] = field(default_factory=set)

    def complete(self, request: LlmRequest) -> LlmReply:
        number = len(self.look_ups)
        plain_seen = self._note_plain(request)
        if not self.stored:
            request = replace(request, tenant=f"{request.tenant}-{number}")
        try:
            reply = self.workers[number % len(self.workers)].complete(request)
        except NoAnswer as error:
            self.look_ups.append(LookUp(request.task, error.code, "", False, plain_seen, 0.0))
            raise
        seen = reply.key in self._keys
        self._keys.add(reply.key)
        self.look_ups.append(LookUp(request.task, reply.tier, reply.key, seen, plain_seen, reply.elapsed_ms))
        return reply

    def _note_plain(self, request: LlmRequest) -> bool:
        """A plain cache knows no masking and no spelling: it has the prompt's letters alone. It keeps tenants apart, as
        anything that holds their leads' words must."""
        prompt = self.prompts.current(request.prompt)
        variables = {name: request.variables[name] for name in prompt.variables if name in request.variables}
        recent = request.history[-prompt.max_history_messages :]
        talk = render(prompt, variables, recent, request.pending, request.lead_message)
        letters = json.dumps([request.tenant, prompt.model, request.answer_type.__name__, talk.system, talk.messages])
        digest = hashlib.sha256(letters.encode()).digest()
        seen = digest in self._plain
        self._plain.add(digest)
        return seen


Task = Literal["understand", "compose"]
HIT_TIERS = ("L1", "L2", "L3")


@dataclass(frozen=True, slots=True)
class Shares:
    """Of some look-ups: how many there were, which were answered by a tier, and what other caches would have held."""

    look_ups: int
    tiers: dict[str, int]
    hit: float
    ceiling: float
    plain: float


def shares(look_ups: list[LookUp], task: Task | None = None) -> Shares:
    chosen = [look_up for look_up in look_ups if task is None or look_up.task == task]
    count = max(1, len(chosen))
    tiers: dict[str, int] = {}
    for look_up in chosen:
        tiers[look_up.tier] = tiers.get(look_up.tier, 0) + 1
    return Shares(
        look_ups=len(chosen),
        tiers=dict(sorted(tiers.items())),
        hit=sum(tiers.get(tier, 0) for tier in HIT_TIERS) / count,
        ceiling=sum(look_up.seen_before for look_up in chosen) / count,
        plain=sum(look_up.plain_seen for look_up in chosen) / count,
    )
