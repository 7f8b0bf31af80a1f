"""The one gate, run between slot and wire: may this entry leave now?

`judge` is pure and decides from facts alone; `verdict` gathers the facts and is what the sender is handed. The verdict
with every input is stored with the attempt: the send certificate. Nothing here catches an error: a check that breaks
must not let a text pass, so the sender holds what raised.

Texts pass every check below in order. Other writes and reads are no texts: the sender has a plain gate for them.
"""

from datetime import datetime, timedelta
from typing import Any

from bots.config import BotConfig
from bots.gate_facts import GateFacts, gather
from bots.profiles import config_for
from bots.quiet_hours import Zones, next_allowed, zones_of
from bots.texts import BOT_STARTED, BY_BOT, DIRECT, KNOWN, LAST_ROUND
from crm.contracts import Verdict
from crm.models import Location, OutboxEntry

Purpose = OutboxEntry.Purpose

NO_CONSENT = "no_consent"
ASK_AGAIN = timedelta(seconds=2)


def verdict(entry: OutboxEntry, now: datetime) -> Verdict:
    """The Gate of crm: six short queries. Raises ValueError for what is no text."""
    return judge(gather(entry, now), config_for(entry.location_id))


def judge(facts: GateFacts, config: BotConfig) -> Verdict:
    """The first check that objects decides; the inputs are the same whatever the answer."""
    zones = _zones(facts)
    if facts.stop_ids:
        # No claim picks a text while sending is stopped; the one that was claimed just before goes back to wait.
        return Verdict("later", "sending_stopped", _inputs(facts, zones, config), due_at=facts.now)
    for check in CHECKS:
        found = check(facts, config)
        if found is not None:
            return Verdict(found[0], found[1], _inputs(facts, zones, config))
    return _hours(facts, zones, config)


Objection = tuple[Any, str]  # (action, reason)


def _purpose(facts: GateFacts, config: BotConfig) -> Objection | None:
    """Every check below asks by purpose; one that none of them knows would pass them all."""
    return None if facts.purpose in KNOWN else ("hold", "unknown_purpose")


def _location(facts: GateFacts, config: BotConfig) -> Objection | None:
    if facts.disconnected:
        return "hold", "location_disconnected"
    if facts.mode in (Location.Mode.OFF, Location.Mode.SHADOW):
        return "hold", f"mode_{facts.mode}"
    return None


def _opted_out(facts: GateFacts, config: BotConfig) -> Objection | None:
    """The confirmation answers the opt-out itself, for as long as it stands; HELP is answered also after one."""
    if facts.purpose == Purpose.OPTOUT_CONFIRMATION:
        return None if facts.consent_state == "revoked" else ("cancel", "no_longer_opted_out")
    if facts.purpose == Purpose.HELP:
        return None
    if facts.consent_state == "revoked":
        return "cancel", "opted_out"
    if facts.opt_out_pending:
        return "cancel", "opt_out_pending"
    return None


def _gone(facts: GateFacts, config: BotConfig) -> Objection | None:
    return ("cancel", "lead_gone") if facts.lead_deleted else None


def _dnd(facts: GateFacts, config: BotConfig) -> Objection | None:
    if facts.purpose == Purpose.OPTOUT_CONFIRMATION:
        return None
    return ("cancel", "dnd") if facts.dnd else None


def _owner(facts: GateFacts, config: BotConfig) -> Objection | None:
    if facts.purpose not in BY_BOT or facts.owner != "person":
        return None
    if facts.purpose == Purpose.HANDOFF_LINE and facts.line_of_open_handoff:
        return None
    return "cancel", "person_owns"


def _newer_inbound(facts: GateFacts, config: BotConfig) -> Objection | None:
    if facts.newer_inbound_id is None:
        return None
    if facts.purpose in BOT_STARTED:
        return "cancel", "lead_wrote"
    if facts.purpose == Purpose.REPLY and facts.round < LAST_ROUND:
        return "cancel", "superseded"
    return None


def _consent(facts: GateFacts, config: BotConfig) -> Objection | None:
    """A text that the bot starts needs a consent on record; an inbound text is consent to answer it."""
    if facts.consent_state == "granted" or facts.purpose in (Purpose.OPTOUT_CONFIRMATION, Purpose.HELP):
        return None
    if facts.purpose in BOT_STARTED or facts.newest_inbound_at is None:
        return "hold", NO_CONSENT
    return None


def _approval(facts: GateFacts, config: BotConfig) -> Objection | None:
    return ("hold", "awaiting_approval") if facts.mode == Location.Mode.REVIEW and facts.purpose in BY_BOT else None


def _caps(facts: GateFacts, config: BotConfig) -> Objection | None:
    if facts.purpose in BOT_STARTED:
        if facts.started_last_day >= config.bot_started_per_day:
            return "hold", "cap_started_per_day"
        if facts.started_last_month >= config.bot_started_per_month:
            return "hold", "cap_started_per_month"
    if facts.purpose in BY_BOT:
        if facts.texts_last_hour >= config.texts_per_hour:
            return "hold", "cap_texts_per_hour"
        if facts.texts_last_day >= config.texts_per_day:
            return "hold", "cap_texts_per_day"
    return None


def _length(facts: GateFacts, config: BotConfig) -> Objection | None:
    if facts.characters == 0:
        return "hold", "empty_text"
    return ("hold", "too_long") if facts.purpose in BY_BOT and facts.characters > config.sms_max_characters else None


CHECKS = (
    _purpose, _location, _opted_out, _gone, _dnd, _owner, _newer_inbound, _consent, _approval, _caps, _length,
)  # fmt: skip


def _hours(facts: GateFacts, zones: Zones, config: BotConfig) -> Verdict:
    """Quiet hours: for what the bot starts always, for an answer once the lead's words are no longer fresh."""
    inputs = _inputs(facts, zones, config)
    if facts.author_unjudged and facts.purpose in BY_BOT:
        # A person may have written: the text waits until our own one has settled and that is known.
        return Verdict("later", "author_unjudged", inputs, due_at=facts.now + ASK_AGAIN)
    if facts.purpose not in BY_BOT or (facts.purpose in DIRECT and _is_fresh(facts, config)):
        return Verdict("send", "allowed", inputs)
    opens = next_allowed(
        facts.now, zones.names, from_hour=config.texts_from_hour, until_hour=config.texts_until_hour
    )  # fmt: skip
    if opens is None:
        return Verdict("hold", "no_common_hours", inputs)
    if opens > facts.now:
        return Verdict("later", "quiet_hours", inputs, due_at=opens)
    return Verdict("send", "allowed", inputs)


def _is_fresh(facts: GateFacts, config: BotConfig) -> bool:
    limit = timedelta(minutes=config.answer_fresh_minutes)
    return facts.newest_inbound_at is not None and facts.now - facts.newest_inbound_at <= limit


def _zones(facts: GateFacts) -> Zones:
    """Where a contact was never read its address may be missing: the location's zone counts beside the phone's."""
    found = zones_of(
        timezone=facts.lead_timezone,
        country=facts.lead_country,
        state=facts.lead_state,
        phone=facts.lead_phone,
        location_timezone=facts.location_timezone,
    )
    if facts.lead_read or found.known_by != "phone":
        return found
    return Zones(tuple(dict.fromkeys((*found.names, facts.location_timezone))), "phone_and_location")


def _inputs(facts: GateFacts, zones: Zones, config: BotConfig) -> dict[str, Any]:
    """Everything that was looked at, as ids, states, counts and times: no words, no phone number."""
    return {
        "checked_at": facts.now.isoformat(),
        "purpose": facts.purpose,
        "round": facts.round,
        "mode": facts.mode,
        "disconnected": facts.disconnected,
        "stops": list(facts.stop_ids),
        "consent": {"id": facts.consent_id, "state": facts.consent_state, "basis": facts.consent_basis},
        "opt_out_pending": facts.opt_out_pending,
        "lead_deleted": facts.lead_deleted,
        "author_unjudged": facts.author_unjudged,
        "dnd": facts.dnd,
        "owner": facts.owner,
        "line_of_open_handoff": facts.line_of_open_handoff,
        "answers_message": facts.answers_message_id,
        "newer_inbound": facts.newer_inbound_id,
        "newest_inbound_at": facts.newest_inbound_at.isoformat() if facts.newest_inbound_at else None,
        "started": {"day": facts.started_last_day, "month": facts.started_last_month},
        "texts": {"hour": facts.texts_last_hour, "day": facts.texts_last_day},
        "characters": facts.characters,
        "zones": list(zones.names),
        "zones_known_by": zones.known_by,
        "hours": [config.texts_from_hour, config.texts_until_hour],
    }
