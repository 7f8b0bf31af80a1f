"""From bot to bot: which role should speak, and why a change is refused. Pure."""

from datetime import timedelta

from bots.config import BotConfig
from bots.roles import lead
from bots.situation import Situation, Switch


def wished_switch(situation: Situation, config: BotConfig) -> Switch | None:
    """The change of role that the words ask for, accepted or refused with its reason; None when none is asked for."""
    target, confidence = _wished_role(situation)
    if target is None or target == situation.role:
        return None
    refusal = _refusal(situation, target, confidence, config)
    return Switch(situation.role, target, confidence, accepted=not refusal, refusal=refusal)


def _wished_role(situation: Situation) -> tuple[str | None, float]:
    """From triage a known intent is enough; a buyer or seller bot gives the lead away only on words of this turn."""
    record = situation.slots.get(lead.INTENT.name)
    if record is None or record["vague"]:
        return None, 0.0
    said_now = any(slot.name == lead.INTENT.name and not slot.vague for slot in situation.heard.slots)
    if situation.role != "lead" and not said_now:
        return None, 0.0
    target = {"sell": "seller", "both": "seller", "buy": "buyer"}.get(record["value"])
    return target, float(record["confidence"])


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
