"""The handoff packet: what a person needs to take over in half a minute. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bots.decisions import Decision
from bots.roles.base import BotRole
from bots.roles.table import ROLES, SLOTS
from bots.slots import SlotRecord, missing, record_of, shown

REASONS = {
    "asked_for_person": "asked for a person",
    "legal_or_money": "mentioned legal or money trouble",
    "anger": "is angry",
    "hot_and_complete": "is hot and has answered everything",
    "no_progress": "went round in circles with the bot",
    "vague": "stayed vague, also when given a choice",
    "low_confidence": "was not understood twice in a row",
    "wants_appointment": "wants to meet",
    "question_without_answer": "asked something that is not on record",
    "value_threshold": "passes the value threshold",
    "routing_refused": "could not be routed",
    "guard_stopped_reply": "got no reply because a check stopped it",
    "model_away": "waited too long while the model was away",
    "budget_spent": "was not understood by rules, and the model's budget is spent",
}
NEXT_STEPS = {
    "asked_for_person": "Answer in person, and say your name.",
    "legal_or_money": "Call before anything else; do not advise on the law by text.",
    "anger": "Read the thread first, then apologise and call.",
    "hot_and_complete": "Call now and set the appointment.",
    "wants_appointment": "Offer times and confirm one.",
    "question_without_answer": "Answer the open question.",
    "value_threshold": "Take this lead yourself.",
    "model_away": "Answer the last message.",
    "budget_spent": "Answer the last message.",
    "guard_stopped_reply": "Read the draft, then answer the last message.",
}
WISHES = {
    "buy": "wants to buy",
    "sell": "wants to sell",
    "both": "wants to sell and to buy",
    "neither": "wants neither to buy nor to sell",
}
WISH_OF_ROLE = {"buyer": "buy", "seller": "sell"}
PROMISES = ("our team", "get back to you", "answer as soon", "nuestro equipo", "del equipo", "en cuanto pueda")


def packet(
    decision: Decision,
    slots: Mapping[str, SlotRecord],
    *,
    display_name: str,
    last_lead_words: str,
    promised: Sequence[str],
    now: datetime,
    extended: bool = False,
) -> dict[str, Any]:
    """JSON for `Handoff.packet`: summary (two lines), slots with quotes, score with reasons, open_question, promised,
    next_step, risk_flags, reason, made_at. `promised`: our texts that promised something (`promises_in`)."""
    return {
        "summary": summary(decision, slots, display_name=display_name),
        "slots": [_slot_line(name, record) for name, record in slots.items()],
        "score": {
            "value": decision.score.value,
            "temperature": decision.score.temperature,
            "version": decision.score.version,
            "commitment": decision.score.commitment,
            "reasons": decision.score.reasons,
        },
        "open_question": _open_question(decision, slots, extended),
        "last_words": last_lead_words,
        "promised": list(promised),
        "next_step": next_step(decision),
        "risk_flags": list(decision.risk_flags),
        "reason": decision.handoff_reason,
        "made_at": now.isoformat(),
    }


def summary(decision: Decision, slots: Mapping[str, SlotRecord], *, display_name: str) -> str:
    """Two lines: who, how warm and why it stops here; then the facts."""
    score = decision.score
    first = f"{display_name}: {decision.role}, {score.temperature} ({score.value}), {score.questions_answered} answered"
    if decision.handoff_reason:
        first += f"; {REASONS.get(decision.handoff_reason, decision.handoff_reason.replace('_', ' '))}"
    facts_line = ", ".join(_known_facts(ROLES[decision.role], slots)) or "nothing is known yet"
    return f"{first}.\n{facts_line[0].upper()}{facts_line[1:]}."


def _known_facts(role: BotRole, slots: Mapping[str, SlotRecord]) -> list[str]:
    """Every definite fact once: those of the present role first and in its order, then what other roles heard."""
    told: dict[str, SlotRecord] = {}
    for slot in role.all_slots:
        record = record_of(slots, slot)
        if record is not None:
            told[slot.name] = record
    rest = {name: record for name, record in slots.items() if name in SLOTS and name not in told}
    told |= {name: record for name, record in rest.items() if not any(record is other for other in told.values())}
    sayings = (_saying(name, record, role) for name, record in told.items() if not record["vague"])
    return list(dict.fromkeys(filter(None, sayings)))


def _saying(name: str, record: SlotRecord, role: BotRole) -> str:
    if name != "lead.intent":
        return f"{SLOTS[name].label.lower()} {shown(record)}"
    # The role in the first line says "buyer" or "seller" already.
    return "" if WISH_OF_ROLE.get(role.name) == record["value"] else WISHES[record["value"]]


def next_step(decision: Decision) -> str:
    """The next best step as a sentence, for the packet and the CRM field."""
    if decision.hands_off:
        return NEXT_STEPS.get(decision.handoff_reason, "Read the thread and answer.")
    if decision.stop_bot:
        return "None: wrong number."
    if decision.slot:
        return f"The bot asks for {SLOTS[decision.slot].label.lower()}."
    return "Follow up later." if decision.kind == "nurture" else "None."


def promises_in(texts: Sequence[str]) -> list[str]:
    """Those of our texts that promised something to the lead."""
    return [text for text in texts if any(words in text.lower() for words in PROMISES)]


def packet_text(packet: Mapping[str, Any]) -> str:
    """The packet as a CRM note."""
    lines = [packet["summary"], "", f"Next step: {packet['next_step']}"]
    if packet["risk_flags"]:
        lines.append(f"Take care: {', '.join(flag.replace('_', ' ') for flag in packet['risk_flags'])}")
    if packet["open_question"]:
        lines.append(f"Still open: {packet['open_question']}")
    if packet["last_words"]:
        lines.append(f"Last words: “{packet['last_words']}”")
    lines += [f"{slot['label']}: {slot['shown']}{_quote(slot)}" for slot in packet["slots"]]
    lines += [f"Promised: {text}" for text in packet["promised"]]
    lines.append(f"Score {packet['score']['value']} ({packet['score']['temperature']}):")
    lines += [f"  {reason['because']}" for reason in packet["score"]["reasons"]]
    return "\n".join(lines)


def _slot_line(name: str, record: SlotRecord) -> dict[str, Any]:
    return {
        "name": name,
        "label": SLOTS[name].label if name in SLOTS else name,
        "value": record["value"],
        "unit": record["unit"],
        "shown": shown(record),
        "quote": record["evidence"],
        "source": record["source"],
        "message_id": record["message_id"],
    }


def _quote(slot: Mapping[str, Any]) -> str:
    return f" (“{slot['quote']}”)" if slot["quote"] else f" (from the {slot['source'].upper()})"


def _open_question(decision: Decision, slots: Mapping[str, SlotRecord], extended: bool) -> str:
    open_slots = missing(slots, ROLES[decision.role], extended=extended)
    return f"{open_slots[0].asks}" if open_slots else ""
