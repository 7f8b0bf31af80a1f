"""Filling strings, numbers, booleans and enums."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sandbox.claude.enums import pick_for_fact, pick_for_signals
from sandbox.claude.fill_facts import FactFinder
from sandbox.claude.heard import Fact
from sandbox.claude.names import CONFIDENCE, EVIDENCE, REPLY, SIGNAL_CONCEPTS, VAGUE, match_name, words_of
from sandbox.claude.schema_tools import Schema, choices_of, kind_of, numbers_in
from sandbox.claude.wording import character_limit, reply

VAGUE_AT_BEST = 0.25  # a seeded error may push a vague answer below what the reader gives
SUMMARY = {
    "summary",
    "reason",
    "reasoning",
    "rationale",
    "explanation",
    "notes",
    "note",
    "analysis",
    "thought",
    "comment",
}


@dataclass(slots=True)
class ScalarFiller(FactFinder):
    """Fills one scalar place; None means that nothing was said for it."""

    def _scalar(self, schema: Schema, kind: str, name: str, fact: Fact | None) -> Any:
        described = str(schema.get("description", ""))
        words = set(words_of(name))
        if fact is None and not words & (CONFIDENCE | REPLY):
            fact = self._fact_for(name, described)
        if options := choices_of(schema):
            return self._choice(options, name, described, fact)
        if kind == "boolean":
            return self._boolean(name, described, fact)
        if kind in {"integer", "number"}:
            return self._number(schema, kind, name, words, fact)
        return self._string(schema, name, words, described, fact)

    def _choice(self, options: list[Any], name: str, described: str, fact: Fact | None) -> Any:
        if set(words_of(name)) & {"language", "lang", "locale", "idioma"}:
            return next((one for one in options if str(one).lower().startswith(self._language())), options[0])
        if fact is not None and (picked := pick_for_fact(options, fact, described)) is not None:
            return picked
        return pick_for_signals(options, self.heard, is_about=fact is None)

    def _language(self) -> str:
        return self.heard.language if self.request.lead is not None else self.request.language or "en"

    def _boolean(self, name: str, described: str, fact: Fact | None) -> bool | None:
        words = set(words_of(name))
        if fact is not None and words & VAGUE:
            return fact.vague
        signal = match_name(name, signals=True)
        if signal.concept in SIGNAL_CONCEPTS and not (signal.concept in {"yes", "no"} and fact is not None):
            return signal.concept in self.heard.signals
        if fact is None:
            return None
        if fact.agrees is not None:
            return fact.agrees
        if fact.concept == "timeline" and fact.value is not None and (limits := numbers_in(described)):
            return fact.value <= max(limits)
        return None if fact.vague else bool(fact.value)

    def _number(self, schema: Schema, kind: str, name: str, words: set[str], fact: Fact | None) -> Any:
        if words & CONFIDENCE:
            return self._confidence(schema, fact.confidence if fact else self._overall())
        if fact is None or fact.vague or isinstance(fact.value, (str, bool)) or fact.value is None:
            return None
        value = fact.value
        if words & {"min", "low", "lower", "from", "least"} and fact.low is not None:
            value = fact.low
        if words & {"max", "high", "upper", "most"} and fact.high is not None:
            value = fact.high
        value = _in_unit(value, fact.concept, words)
        if value < schema.get("minimum", value) or value > schema.get("maximum", value):
            return None
        return round(value) if kind == "integer" else value

    def _overall(self) -> float:
        """Return how well the whole message was made out; a clear "maybe" is well understood."""
        if self.heard.certain:
            return 1.0
        if self._only_speaks():
            return 0.9
        stated = [
            one.confidence for one in self.heard.facts.values() if not one.vague or one.confidence < VAGUE_AT_BEST
        ]
        return max(stated, default=0.85 if self.heard.signals else 0.4)

    def _confidence(self, schema: Schema, confidence: float) -> Any:
        if choices_of(schema):
            place = {0: "low", 1: "medium", 2: "high"}[0 if confidence < 0.5 else 1 if confidence < 0.8 else 2]
            return next((one for one in choices_of(schema) if place[:3] in str(one).lower()), choices_of(schema)[0])
        if kind_of(schema) == "integer" or schema.get("maximum", 1) > 1:
            return round(confidence * schema.get("maximum", 100))
        return confidence

    def _string(self, schema: Schema, name: str, words: set[str], described: str, fact: Fact | None) -> str | None:
        if words & EVIDENCE and not (words & REPLY and self.request.lead is None):
            quoted = fact or next(iter(self.heard.facts.values()), None)
            return quoted.quote if quoted else None
        if words & {"language", "lang", "locale", "idioma"}:
            return self._language()
        if words & REPLY and (fact is None or fact.concept in SIGNAL_CONCEPTS):
            limit = character_limit(described, schema.get("maxLength"), self.request.instructions)
            return reply(self.request, self.heard, limit=limit, obey=self.obey, asks_pending=self._only_speaks())
        if words & {"question", "questions"}:
            return self.heard.questions[0] if self.heard.questions else None
        if words & SUMMARY and fact is None:
            return f"The lead wrote: {self.heard.text[:120]}" if self.heard.text else None
        if fact is None:
            signal = match_name(name, signals=True).concept
            return self.heard.signals.get(signal) or None
        return self._fact_text(schema, words, fact)

    def _fact_text(self, schema: Schema, words: set[str], fact: Fact) -> str | None:
        if fact.vague or fact.value is None:
            return fact.quote or None
        wants_date = schema.get("format") in {"date", "date-time"} or words & {"date"}
        if wants_date and fact.concept == "timeline" and isinstance(fact.value, (int, float)):
            return (self.today + timedelta(days=int(fact.value))).isoformat()
        if fact.concept == "timeline":
            return str(fact.value) if words & {"days"} else fact.quote
        if fact.concept in {"condition", "motivation", "side"}:
            return fact.quote if fact.concept != "side" else str(fact.value)
        return str(fact.value)


def _in_unit(value: float, concept: str, words: set[str]) -> float:
    if concept in {"price", "budget", "mortgage", "money"}:
        if "cents" in words:
            return value * 100
        return value / 1_000 if words & {"k", "thousands", "thousand"} else value
    if concept == "timeline":
        for unit, days in (("weeks", 7), ("months", 30), ("years", 365)):
            if unit in words:
                return value / days
    return value
