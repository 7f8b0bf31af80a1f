"""How values are said to people: ages, money, shares, reasons. One word for one thing on every page."""

from collections.abc import Mapping

from bots.composing.packet import REASONS

DASH = "–"

HANDOFF_REASONS: Mapping[str, str] = {
    **REASONS,
    "taken_over": "taken over by a person",
    "text_failed": "did not get the bot's text: it could not be delivered",
    "bot_failed": "got no answer because the bot failed",
}

HOLD_REASONS: Mapping[str, str] = {
    "awaiting_approval": "a draft waits for approval",
    "no_consent": "held: no consent to text first",
    "unknown_outcome": "unclear whether the last text arrived",
    "location_disconnected": "held: the CRM is disconnected",
    "mode_off": "held: this location is switched off",
    "mode_shadow": "held: this location only watches, nothing is sent",
    "cap_started_per_day": "held: the bot has started enough texts to this lead today",
    "cap_started_per_month": "held: the bot has started enough texts to this lead this month",
    "cap_texts_per_hour": "held: the bot has texted this lead often enough this hour",
    "cap_texts_per_day": "held: the bot has texted this lead often enough today",
    "too_long": "held: the text is too long",
    "empty_text": "held: the text is empty",
    "no_common_hours": "held: there is no hour at which this lead may be texted",
    "gate_error": "held: the check before sending failed",
}

OWNER_REASONS: Mapping[str, str] = {
    "taken_over": "a person took over",
    "person_wrote": "a person wrote in the CRM",
}

SILENCE_REASONS: Mapping[str, str] = {
    "lead_wrote": "the lead wrote meanwhile",
    "opted_out": "the lead opted out",
    "person_owns": "a person has this lead",
    "not_activated": "the bot is off for this lead",
    "lead_gone": "the lead was deleted in the CRM",
    "nothing_to_ask": "nothing is left to ask",
    "waiting_for_person": "a person will answer",
    "closing_said": "goodbye was said",
}

CONSENT_WORDS: Mapping[str, Mapping[str, str]] = {
    "granted": {
        "form": "given in a form",
        "keyword": "given back with START",
        "wording": "given in the lead's own words",
        "import": "imported with proof",
        "staff": "recorded by a person",
        "crm": "set in the CRM",
    },
    "revoked": {
        "keyword": "by keyword",
        "wording": "in the lead's own words",
        "staff": "recorded by a person",
        "crm": "set in the CRM",
    },
}

ENTRY_STATES: Mapping[str, tuple[str, str]] = {
    # stored status: (word, colour)
    "due": ("waiting", "waiting"),
    "claimed": ("sending", "waiting"),
    "unknown": ("unknown, looked up", "unknown"),
    "held": ("held", "held"),
    "sent": ("sent", "sent"),
    "cancelled": ("not sent", "plain"),
    "dead": ("failed", "failed"),
}


def plain(code: str) -> str:
    """A stable word such as `asked_for_person` as people read it."""
    return code.replace("_", " ").replace(".", ": ").strip()


def handoff_reason(code: str) -> str:
    return HANDOFF_REASONS.get(code) or plain(code)


def hold_reason(code: str) -> str:
    return HOLD_REASONS.get(code) or f"held: {plain(code)}"


def silence_reason(code: str) -> str:
    return SILENCE_REASONS.get(code) or plain(code) or "nothing to say"


def consent_words(state: str, basis: str) -> str:
    return CONSENT_WORDS.get(state, {}).get(basis) or plain(basis)


def owner_reason(code: str) -> str:
    """Why a person has the thread."""
    if code.startswith("handoff:"):
        return handoff_reason(code.partition(":")[2])
    return OWNER_REASONS.get(code) or plain(code) or "a person has this conversation"


def age(seconds: float) -> str:
    """Long enough to act on, short enough to read at a glance: "now", "12 min", "3 h", "2 days"."""
    if seconds < 60:
        return "now"
    minutes = int(seconds // 60)
    if minutes < 60:
        return f"{minutes} min"
    hours = minutes // 60
    if hours < 48:
        return f"{hours} h"
    return f"{hours // 24} days"


def long_age(seconds: float) -> str:
    """The same inside a sentence: "12 minutes", "1 hour"."""
    if seconds < 60:
        return "less than a minute"
    minutes = int(seconds // 60)
    if minutes < 60:
        return counted(minutes, "minute")
    hours = minutes // 60
    if hours < 48:
        return counted(hours, "hour")
    return counted(hours // 24, "day")


def counted(number: int, noun: str, plural: str = "") -> str:
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def duration(seconds: float | None) -> str:
    """A measured span: "840 ms", "4.2 s", "3 min", with a dash for none."""
    if seconds is None:
        return DASH
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 60:
        return f"{seconds:.1f} s"
    if seconds < 3600:
        return f"{seconds / 60:.1f} min"
    return f"{seconds / 3600:.1f} h"


def share(part: int, whole: int) -> str:
    """ "42 %", or a dash where there is nothing to divide by."""
    return f"{100 * part / whole:.0f} %" if whole else DASH


def dollars(micro_usd: int) -> str:
    """Money of the models: cents where a cent matters, more digits where it is less."""
    usd = micro_usd / 1_000_000
    if micro_usd == 0:
        return "$0"
    if usd >= 0.995:
        return f"${usd:,.2f}"
    return f"{usd * 100:.2f} ¢"


def compared(now: float | None, before: float | None, *, unit: str = "") -> str:
    """`change` as the end of a sentence."""
    if now is None:
        return "too few to compare"
    if before is None:
        return "no earlier period"
    difference = change(now, before, unit=unit)
    return "the same as in the period before" if difference == "=" else f"{difference} against the period before"


def change(now: float | None, before: float | None, *, unit: str = "") -> str:
    """Against the period before: "+12", "−3 s", "=", or a dash where one of them is missing."""
    if now is None or before is None:
        return DASH
    difference = round(now - before, 1)
    if difference == 0:
        return "="
    sign = "+" if difference > 0 else "−"
    return f"{sign}{abs(difference):g}{unit}"
