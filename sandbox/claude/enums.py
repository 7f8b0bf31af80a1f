"""Choosing among the values of an enum."""

import re
from typing import Any

from sandbox.claude.heard import Fact, Heard
from sandbox.claude.names import SIGNAL_CONCEPTS, match_name, words_of

# canonical words of the reader and what else they are called
ALSO: dict[str, set[str]] = {
    "approved": {"approved", "preapproved", "prequalified", "yes", "done", "complete", "ready", "letter"},
    "in_progress": {"progress", "process", "pending", "applying", "working", "started"},
    "cash": {"cash", "funds"},
    "not_started": {"not", "none", "no", "unstarted", "needed", "needs"},
    "sell": {"sell", "seller", "selling", "sale", "vender", "vendor", "listing"},
    "buy": {"buy", "buyer", "buying", "purchase", "purchasing", "comprar"},
    "both": {"both", "either", "mixed"},
    "rent": {"rent", "renter", "renting", "rental"},
    "poor": {"poor", "bad", "rough", "major", "distressed", "teardown", "fixer", "heavy"},
    "fair": {"fair", "average", "okay", "some", "minor", "needs", "dated", "work", "repairs", "light"},
    "good": {"good", "great", "excellent", "ready", "turnkey", "updated", "movein", "perfect", "none"},
    "text": {"text", "sms", "message", "texting"},
    "call": {"call", "phone", "voice"},
    "email": {"email", "mail"},
    "single_family": {"single", "family", "house", "detached", "sfh"},
    "yes": {"yes", "true", "accepted", "agreed", "accepts", "works"},
    "no": {"no", "false", "declined", "refused", "rejected"},
    "vague": {"vague", "unsure", "unclear", "uncertain", "maybe", "undecided", "unknown", "partial"},
}
# reasons for a move
ALSO |= {
    "relocation": {"relocation", "relocating", "relocate", "moving", "move", "job", "transfer", "work"},
    "downsizing": {"downsizing", "downsize", "smaller"},
    "upsizing": {"upsizing", "upsize", "bigger", "space", "growing", "family"},
    "inheritance": {"inheritance", "inherited", "estate", "probate", "death"},
    "divorce": {"divorce", "separation"},
    "financial": {"financial", "money", "debt", "hardship", "foreclosure", "distress", "finances"},
    "retirement": {"retirement", "retiring"},
    "investment": {"investment", "investor", "landlord", "rental", "portfolio"},
    "curious": {"curious", "curiosity", "exploring", "value"},
}
HINTED = frozenset({"condition", "motivation", "preapproval", "property_type", "channel", "side"})
_LIGHT = frozenset(
    {"the", "and", "any", "with", "for", "not", "says", "asks", "wants", "tries", "something", "before", "loan", "home"}
)
NEUTRAL = (
    "answer",
    "inform",
    "information",
    "statement",
    "other",
    "none",
    "neutral",
    "unknown",
    "unspecified",
    "general",
    "unclear",
    "smalltalk",
)
# when one value must be chosen, the gravest comes first
ORDER = (
    "opt_out",
    "person",
    "legal",
    "foreclosure",
    "bankruptcy",
    "attorney",
    "short_sale",
    "lien",
    "probate",
    "divorce",
    "lawsuit",
    "eviction",
    "anger",
    "injection",
    "wrong_number",
    "auto_reply",
    "not_interested",
    "bot_question",
    "distress",
    "appointment",
    "valuation",
    "objection",
    "correction",
    "question",
    "vague",
    "greeting",
    "thanks",
    "sell",
    "buy",
    "rent",
    "yes",
    "no",
)
_UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365, "d": 1, "w": 7, "m": 30, "mo": 30}
_FASTEST = {"asap", "now", "immediate", "immediately", "urgent", "today"}
_SLOWEST = {"later", "someday", "browsing", "flexible", "long", "no", "rush"}


def signal_of(option: str) -> str:
    """Return the signal that an enum value or property name stands for, or ""."""
    concept = match_name(option, signals=True).concept
    return concept if concept in SIGNAL_CONCEPTS else ""


def hints_of(described: str) -> dict[str, list[str]]:
    """Return what a description says in brackets behind a value: "major_work (roof, foundation)"."""
    return {
        name.lower(): [hint for hint in re.split(r"[,;/]|\bor\b", inside.lower()) if hint.strip()]
        for name, inside in re.findall(r"([A-Za-z]\w*)\s*\(([^)]*)\)", described)
    }


def is_hinted(hints: list[str], words: str) -> bool:
    """Return whether any hint's weighty word stands, by its stem, in the words."""
    spoken = words_of(words)
    stems = [word[:5] for hint in hints for word in words_of(hint) if len(word) > 2 and word not in _LIGHT]
    return any(word.startswith(stem) for word in spoken for stem in stems)


def _day_bounds(option: str) -> tuple[float, float] | None:
    """Return the span of days that a value like "1_3_months", "under_30_days" or "asap" names."""
    words = words_of(re.sub(r"(\d)([a-z])", r"\1 \2", option.lower()))
    numbers = [float(word) for word in words if word.isdigit()]
    unit = next((days for word in words for name, days in _UNIT_DAYS.items() if word in {name, f"{name}s"}), 1)
    if not numbers:
        if set(words) & _FASTEST:
            return 0, 14
        return (180, 1e6) if set(words) & _SLOWEST else None
    low, high = numbers[0] * unit, numbers[-1] * unit
    if len(numbers) == 1:
        if set(words) & {"over", "more", "plus", "after", "beyond"} or "+" in option:
            return low, 1e6
        return (0, high)
    return low, high


def pick_for_fact(options: list[Any], fact: Fact, described: str = "") -> Any:
    """Return the enum value that means the fact, or None."""
    hints = hints_of(described)
    for one in options:
        if not fact.vague and fact.concept in HINTED and is_hinted(hints.get(str(one).lower(), []), fact.quote):
            return one
    if fact.vague:
        return _by_words(options, ALSO["vague"])
    if isinstance(fact.value, (int, float)) and not isinstance(fact.value, bool):
        return _by_number(options, fact)
    value = fact.sort or str(fact.value)
    exact = next((one for one in options if words_of(str(one)) == words_of(value)), None)
    if exact is not None:
        return exact
    found = _by_words(options, ALSO.get(value, set(words_of(value))))
    if found is None and fact.sort:
        found = _by_words(options, set(words_of(fact.quote))) or _by_words(options, {"other"})
    if found is None and fact.agrees is not None:
        found = _by_words(options, ALSO["yes" if fact.agrees else "no"])
    return found


def _by_number(options: list[Any], fact: Fact) -> Any:
    if fact.value in options:
        return fact.value
    bounds = [(one, _day_bounds(str(one))) for one in options]
    fitting = [(span[1] - span[0], one) for one, span in bounds if span and span[0] <= fact.value <= span[1]]
    if fitting:
        return min(fitting, key=lambda pair: pair[0])[1]
    if fact.concept == "timeline":
        return _by_words(options, ALSO["yes"])
    return None


def _by_words(options: list[Any], wanted: set[str]) -> Any:
    scored = [(len(set(words_of(str(one))) & wanted) / max(1, len(words_of(str(one)))), one) for one in options]
    best = max(scored, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] > 0 else None


def pick_for_signals(options: list[Any], heard: Heard, *, is_about: bool) -> Any:
    """Return the gravest signal heard among the values, else a neutral value; None when nothing fits."""
    meanings = {signal_of(str(one)): one for one in reversed(options)}
    for concept in ORDER:
        if concept in heard.signals and concept in meanings:
            return meanings[concept]
    if not is_about:
        return None
    side = heard.facts.get("side")
    if side is not None and (found := _by_words(options, ALSO.get(str(side.value), set()))) is not None:
        return found
    for word in NEUTRAL:
        for one in options:
            if word in words_of(str(one)):
                return one
    return None
