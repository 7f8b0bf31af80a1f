"""From a reading to a plan: what was understood, what is decided, which words go out. Nothing is written here."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from bots.answers import Heard
from bots.decisions import Decision, decide
from bots.facts import conversation_facts
from bots.reading import Reading, decided_before
from bots.roles.table import ROLES
from bots.scoring import score
from bots.situation import ConversationFacts, Counts, Situation
from bots.slots import Slots, merged
from bots.thinking import Thinking, understand
from bots.wording import GuardStopped, Words, said_already, situation_words, word

CLOSING_LINES = ("nurture", "noted", "not_interested", "wrong_number")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a turn will store. `words` None: nothing is said. `draft`: what a guard stopped, for the person."""

    heard: Heard
    slots: Slots
    decision: Decision
    words: Words | None
    notes: tuple[str, ...] = ()
    draft: str = ""

    @property
    def why(self) -> list[str]:
        return [*self.decision.why, *self.notes]


def plan(reading: Reading, thinking: Thinking) -> Plan:
    """Understand, decide, word. Raises the NoAnswer with which rules cannot go on."""
    understood = understand(reading, thinking)
    heard = understood.heard
    slots = merged(reading.slots, heard, reading.answers_message_id, reading.now, messages=reading.owed)
    decision = decide(_situation(reading, heard, slots), reading.config)
    notes = (understood.note,) if understood.note else ()
    if not decision.speaks:
        return Plan(heard, slots, decision, None, notes)
    try:
        words = word(decision, slots, heard, reading, thinking)
    except GuardStopped as stopped:
        decision = handed_over(decision, stopped.reason, stopped.sentence)
        words = situation_words(decision, heard.language, reading)
        return Plan(heard, slots, decision, words, notes, stopped.draft)
    return Plan(heard, slots, decision, words, notes)


def plan_without_model(reading: Reading, reason: str, why: str) -> Plan:
    """A handoff because nobody could read the words: nothing is understood and nothing is invented."""
    heard = Heard(language=reading.conversation.language, confidence=0.0, not_understood=reading.words)
    facts = conversation_facts(reading.thread, reading.earlier_heard, heard)
    decision = Decision(
        kind="hand_off",
        role=reading.role,
        score=score(ROLES[reading.role], reading.slots, facts, reading.config),
        why=(why,),
        counts=counts_of(reading),
        lane="fixed",
        line="handoff",
        handoff_reason=reason,
    )
    return Plan(heard, dict(reading.slots), decision, situation_words(decision, heard.language, reading))


def handed_over(decision: Decision, reason: str, why: str) -> Decision:
    return replace(
        decision, kind="hand_off", handoff_reason=reason, line="handoff", lane="fixed", slot="", lead_in="",
        why=(*decision.why, why),
    )  # fmt: skip


def counts_of(reading: Reading) -> Counts:
    """The counts before these words. A turn that answers for a superseded one starts where that one started."""
    before = decided_before(reading.turn)
    if before:
        return Counts(**before["counts"])
    stored = reading.conversation
    return Counts(stored.vague_in_row, stored.low_confidence_in_row, stored.exchanges_without_news)


def _situation(reading: Reading, heard: Heard, slots: Slots) -> Situation:
    conversation = reading.conversation
    facts: ConversationFacts = conversation_facts(reading.thread, reading.earlier_heard, heard)
    return Situation(
        role=reading.role,
        slots=slots,
        known_before=reading.slots,
        heard=heard,
        now=reading.now,
        facts=facts,
        pending_slot=conversation.pending_slot,
        asked=conversation.asked,
        counts=counts_of(reading),
        switches=reading.switches,
        is_opener=reading.turn.is_opener,
        closing_said=said_already(conversation.variants_said, CLOSING_LINES),
    )


def our_texts(reading: Reading) -> Sequence[str]:
    return [line.text for line in reading.thread if line.speaker == "bot"]


def decision_record(plan: Plan, reading: Reading) -> dict[str, Any]:
    """JSON for `Turn.decision`: what settles later (slot, variant) and what people read (why)."""
    decision = plan.decision
    return {
        "kind": decision.kind,
        "slot": decision.slot,
        "approach": decision.approach,
        "line": decision.line,
        "lead_in": decision.lead_in,
        "lane": decision.lane,
        "variant": plan.words.variant if plan.words else "",
        "handoff_reason": decision.handoff_reason,
        "silence_reason": decision.silence_reason,
        "risk_flags": list(decision.risk_flags),
        "stop_bot": decision.stop_bot,
        "score": decision.score.value,
        "temperature": decision.score.temperature,
        "before": {"role": reading.role, "counts": asdict(counts_of(reading))},
        "why": plan.why,
    }
