"""From bot to bot: which role should speak, and why a change is refused. Pure."""

from datetime import timedelta

from bots.config import BotConfig
from bots.roles import lead
from bots.roles.sides import side_shown
from bots.situation import Situation, Switch


def wished_switch(situation: Situation, config: BotConfig) -> Switch | None:
    """The change of role that the words ask for, accepted or refused with its reason; None when none is asked for."""
    target, confidence = _wished_role(situation, config)
    if target is None or target == situation.role:
        return None
    refusal = _refusal(situation, target, confidence, config)
    return Switch(situation.role, target, confidence, accepted=not refusal, refusal=refusal)


def _wished_role(situation: Situation, config: BotConfig) -> tuple[str | None, float]:
    """From triage a known intent is enough, or facts that only one side gives, unless the lead's own words said
    otherwise; a buyer or seller bot gives the lead away only on words of this turn that say so."""
    target, confidence = _said_role(situation)
    if situation.role != "lead":
        said_now = any(slot.name == lead.INTENT.name and not slot.vague for slot in situation.heard.slots)
        return (target, confidence) if said_now else (None, 0.0)
    shown, shown_confidence = side_shown(situation.slots)
    unsure = not shown or shown_confidence < _needed_confidence("lead", shown, config)
    if unsure or (target != shown and _said_in_own_words(situation)):
        return target, confidence
    return shown, max(confidence, shown_confidence) if target == shown else shown_confidence


def _said_role(situation: Situation) -> tuple[str | None, float]:
    record = situation.slots.get(lead.INTENT.name)
    if record is None or record["vague"]:
        return None, 0.0
    target = {"sell": "seller", "both": "seller", "buy": "buyer"}.get(record["value"])
    return target, float(record["confidence"])


def _said_in_own_words(situation: Situation) -> bool:
    record = situation.slots.get(lead.INTENT.name)
    return record is not None and record["source"] == "lead" and not record["vague"]


def _refusal(situation: Situation, target: str, confidence: float, config: BotConfig) -> str:
    past, now = situation.switches, situation.now
    window = now - timedelta(minutes=config.circular_switch_minutes)
    if confidence < _needed_confidence(situation.role, target, config):
        return "confidence_too_low"
    if any((s.from_role, s.to_role) == (situation.role, target) and s.at > window for s in past):
        return "circular"
    if sum(s.at > now - timedelta(hours=1) for s in past) >= config.switches_per_hour:
        return "hourly_limit"
    if sum(s.at > now - timedelta(days=1) for s in past) >= config.switches_per_day:
        return "daily_limit"
    return ""


def _needed_confidence(from_role: str, to_role: str, config: BotConfig) -> float:
    return {
        ("lead", "buyer"): config.lead_to_buyer_from,
        ("lead", "seller"): config.lead_to_seller_from,
        ("buyer", "seller"): config.buyer_to_seller_from,
        ("seller", "buyer"): config.seller_to_buyer_from,
    }[from_role, to_role]
