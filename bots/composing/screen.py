"""A look at a drafted reply before it may go out: length, one question, bound facts, fair housing. Deterministic."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bots.composing.segments import segments, to_gsm7
from bots.config import BotConfig
from bots.slots import SlotRecord, shown
from bots.understanding.words import fold
from orchestrator.guards.bound_facts import unbound_facts

_PROMISE = re.compile(
    r"\b(?:guarantee[ds]?|guaranteed|i promise|we promise|garantiza\w*|le prometo|legal advice|(?:your|"
    r"the) (?:appointment|showing) is "
    r"(?:set|confirmed|booked)|i(?:'ve| have) (?:booked|scheduled)|we(?:'ll| will) (?:pay|offer|buy)|"
    r"su cita (?:esta|queda) confirmada)\b"
)
_OFFER = re.compile(
    r"\b(?:gift cards?|free (?:moving|month|inspection|appraisal)|we(?:'ll| will)? (?:waive|accept)|cash ?back|"
    r"tarjeta de regalo|mudanza gratis)\b"
)
_PERSON = re.compile(
    r"\b(?:i(?:'m| am) (?:an? )?(?:real |licensed |actual )?(?:human|person|agent|realtor|owner)\b|"
    r"i(?:'m| am) not (?:an? )?(?:bot|robot|machine|automated|assistant)\b|"
    r"(?<!no )soy (?:una persona|human[oa]|un agente)\b|no soy (?:un robot|una maquina|un bot|un asistente)\b)"
)  # California B&P 17941: no bot may let people believe that it is a person
_FAIR_HOUSING = re.compile(
    r"\b(?:(?:good|great|perfect|ideal|best|nice) (?:area|neighborhood|place|"
    r"community)s? for (?:families|kids|children|christians|singles|"
    r"young people|seniors|your kind|people like you)|(?:no|adults? only|without) (?:kids|children)|"
    r"(?:white|black|hispanic|latino|asian|jewish|christian|muslim|catholic|immigrant|gay) (?:area|"
    r"neighborhood|community|families|people)|"
    r"(?:safe|dangerous|bad|rough) (?:area|neighborhood|part of town)|(?:crime|demographics|"
    r"ethnic\w*) (?:is|are|rate|of)|"
    r"people like you|your kind of people|(?:zona|barrio) (?:segur[oa]|peligros[oa]|de (?:blancos|"
    r"latinos|negros|judios|cristianos))|"
    r"(?:ideal|perfect[oa]|buen[oa]) para (?:familias|cristianos|solteros))\b"
)  # Fair Housing Act, 42 U.S.C. 3604(c): no preference by race, religion, family status, origin

_SENTENCES = {
    "price": "Names a figure that nobody gave",
    "date": "Names a day that nobody gave",
    "address": "Names a place that nobody gave",
    "link": "Holds a link or address that nobody gave",
    "contact": "Holds a link or address that nobody gave",
}


@dataclass(frozen=True, slots=True)
class Screened:
    """`problems` is empty when the text may go. `text` has its typography made plain."""

    text: str
    problems: tuple[str, ...]

    @property
    def passes(self) -> bool:
        return not self.problems

    @property
    def reason(self) -> str:
        return " ".join(self.problems)


def screen_reply(
    text: str, *, slots: Mapping[str, SlotRecord], lead_words: str, config: BotConfig, given: Sequence[str] = ()
) -> Screened:
    """Every reason why a draft may not go out, each as a sentence.

    A figure, day, place or link is bound when it stands in `lead_words`, in what is known of the lead (value or the
    words it was heard in), or in `given` (facts of ours, such as the company's name).
    """
    text = to_gsm7(text).strip()
    folded = fold(text)
    known = [lead_words, *given, *_known_words(slots)]
    problems = [
        *_length_problems(text, config.sms_max_characters),
        *_question_problems(text),
        *(f"{_SENTENCES[fact.kind]}: {fact.words}." for fact in unbound_facts(text, known)),
        *(f"Promises what a bot cannot: {match.group()}." for match in _PROMISE.finditer(folded)),
        *(f"Offers what nobody gave: {match.group()}." for match in _OFFER.finditer(folded)),
        *(f"Claims to be a person: {match.group()}." for match in _PERSON.finditer(folded)),
        *(f"May steer by a protected class: {match.group()}." for match in _FAIR_HOUSING.finditer(folded)),
    ]
    return Screened(text, tuple(problems))


def _known_words(slots: Mapping[str, SlotRecord]) -> list[str]:
    return [words for record in slots.values() for words in (shown(record), str(record["evidence"]))]


def _length_problems(text: str, max_characters: int) -> list[str]:
    if not text:
        return ["Is empty."]
    found = segments(text)
    limit = max_characters if found.encoding == "gsm7" else max_characters * 70 // 160
    return [f"Has {found.units} places in {found.encoding}; {limit} are allowed."] if found.units > limit else []


def _question_problems(text: str) -> list[str]:
    questions = text.count("?")
    return [f"Asks {questions} questions; one is allowed."] if questions > 1 else []
