"""Understand and word one turn: rules where they suffice, a model where they do not. No database is held here."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

from pydantic import BaseModel

from bots.answers import ComposeAnswer, Heard, UnderstandAnswer, UnderstandSellerExtendedAnswer
from bots.decisions import Decision
from bots.facts import Line
from bots.reading import Reading, Talk
from bots.roles.table import SLOTS
from bots.slots import Slots, known_for_prompt
from bots.understanding.from_model import heard_from_answer, joined
from bots.understanding.rules import understand_by_rules
from bots.understanding.told_to_machine import without_orders
from orchestrator.contracts import KnownIdentity, LlmReply, LlmRequest, NoAnswer

HISTORY_LENGTH = 8  # messages that the model sees when it words a reply
_UNSURE = 0.3  # what a reading is worth that neither rules nor a model were sure of
_HARD = frozenset({"objection", "anger", "threat", "legal_or_money_trouble"})  # a clumsy reply loses the lead

Task = Literal["understand", "compose"]


class Orchestrator(Protocol):
    def complete(self, request: LlmRequest) -> LlmReply: ...


@dataclass(slots=True)
class Thinking:
    """One turn's use of models: who is asked, until when (`time.monotonic()`), and what each look-up came to."""

    model: Orchestrator
    rules_first: bool
    deadline: float
    use: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def starting_now(cls, model: Orchestrator, *, rules_first: bool, seconds: float) -> "Thinking":
        return cls(model, rules_first, time.monotonic() + seconds)

    def ask(self, request: LlmRequest) -> Any:
        """The typed answer. Raises a NoAnswer."""
        reply = self.model.complete(request)
        self.use.append(reply.as_record(request.task))
        return reply.answer


@dataclass(frozen=True, slots=True)
class Understood:
    """`note`: a sentence for people when the model was wanted but could not be used."""

    heard: Heard
    note: str = ""


def understand(reading: Reading, thinking: Thinking) -> Understood:
    """What the lead's words say. Rules that understood all of it need no model.

    Raises the NoAnswer "away" or "budget spent" when no rule understood enough to go on without.
    """
    if reading.turn.is_opener:
        return Understood(Heard(language=reading.conversation.language))
    by_rules = heard_by_rules(reading)
    if by_rules.complete and thinking.rules_first:
        return Understood(by_rules)
    if reading.rules_only:
        return Understood(by_rules, "The contact could not be read in time, so rules alone read the words.")
    try:
        # Joined, so that a model which was talked out of hearing "let me speak to a person" changes nothing.
        return Understood(joined(by_rules, _by_model(reading, thinking)))
    except NoAnswer as error:
        what = error.code.replace("_", " ")
        if by_rules.complete:
            return Understood(by_rules, f"Rules answered: {what}.")
        if error.code == "dont_know":
            unsure = replace(by_rules, confidence=min(by_rules.confidence, _UNSURE))
            return Understood(unsure, "The model was not sure what was meant; rules read the words.")
        if error.code in ("refused", "unusable_answer"):
            return Understood(by_rules, f"Rules read the words: {what}.")
        raise


def heard_by_rules(talk: Talk) -> Heard:
    heard = understand_by_rules(
        talk.words,
        pending_slot=talk.conversation.pending_slot,
        role=talk.role,
        known=talk.slots,
        today=talk.today,
        language=talk.conversation.language,
        timeline_yes_days=talk.config.seller_timeline_high_days,
    )
    return without_orders(heard, talk.words)


def _by_model(reading: Reading, thinking: Thinking) -> Heard:
    extended = reading.role == "seller" and reading.config.seller_extended_set
    request = request_about(
        reading,
        "understand",
        UnderstandSellerExtendedAnswer if extended else UnderstandAnswer,
        deadline=thinking.deadline,
        cause=_cause(reading),
        pending=pending_words(reading.conversation.pending_slot),
        # Nothing of what is known: it changes no answer (whether a value corrects an earlier one is seen from the
        # values), and any two leads who say the same to the same question share one stored answer.
        variables={"role": reading.role},
    )
    answer = thinking.ask(request)
    return heard_from_answer(answer, reading.words, role=reading.role, slots=reading.slots)


def worded_by_model(
    decision: Decision, slots: Slots, heard: Heard, reading: Reading, thinking: Thinking, *, question: str
) -> str:
    """A reply in the conversation lane that ends with `question` (may be empty). Raises a NoAnswer."""
    request = reply_request(
        reading,
        slots,
        heard,
        role=decision.role,
        slot=decision.slot,
        question=question,
        task_line=decision.why[0],
        deadline=thinking.deadline,
        cause=_cause(reading),
    )
    answer: ComposeAnswer = thinking.ask(request)
    return answer.reply.strip()


def reply_request(
    talk: Talk,
    slots: Slots,
    heard: Heard,
    *,
    role: str,
    slot: str,
    question: str,
    task_line: str,
    deadline: float,
    cause: str,
) -> LlmRequest:
    """What is asked for words: the newest messages, what is known, and the question to end with (may be empty)."""
    owed = {message_id for message_id, _ in talk.owed}
    return request_about(
        talk,
        "compose",
        ComposeAnswer,
        deadline=deadline,
        cause=cause,
        pending=pending_words(slot),
        history=_history([line for line in talk.thread if line.message_id not in owed]),
        complexity="hard" if heard.intents & _HARD else "plain",
        spoken=("reply",),
        strangers=frozenset({"known_slots", "first_name"}),
        variables={
            "role": role,
            "known_slots": known_for_prompt(slots),
            "language": heard.language,
            "tone": talk.config.tone,
            "company": talk.location.name,
            "first_name": talk.lead.first_name or "unknown",
            "max_characters": str(talk.config.sms_max_characters),
            "knowledge": "none",
            "task_line": task_line,
            "question": question or "none",
        },
    )


def request_about(
    talk: Talk, task: Task, answer: type[BaseModel], *, deadline: float, cause: str, **more: Any
) -> LlmRequest:
    return LlmRequest(
        tenant=talk.location.ghl_id,
        provider_group="sandbox" if talk.location.is_sandbox else "real",
        task=task,
        prompt=task,
        answer_type=answer,
        lead_message=talk.words,
        deadline=deadline,
        identity=identity_of(talk),
        cause=cause,
        value="high" if talk.conversation.temperature == "hot" else "normal",
        **more,
    )


def _cause(reading: Reading) -> str:
    return f"turn:{reading.turn.pk}"


def pending_words(slot_name: str) -> str:
    """What was asked last, for a reader who does not know our names; empty when nothing was."""
    slot = SLOTS.get(slot_name)
    return slot.asks if slot else ""


def _history(thread: Sequence[Line]) -> tuple[tuple[str, str], ...]:
    texts = [line for line in thread if line.is_text and line.text][-HISTORY_LENGTH:]
    return tuple(("lead" if line.by_lead else "us", line.text) for line in texts)


def identity_of(talk: Talk) -> KnownIdentity:
    """What we know of the person, so that none of it leaves the process."""
    lead = talk.lead
    address = talk.slots.get("seller.address", {}).get("value")
    return KnownIdentity(
        names=tuple(filter(None, (lead.first_name, lead.last_name))),
        phones=tuple(filter(None, (lead.phone, lead.phone_as_given))),
        emails=tuple(filter(None, (lead.email,))),
        addresses=tuple(filter(None, (lead.address1, address if isinstance(address, str) else ""))),
    )
