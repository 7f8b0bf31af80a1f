"""A look at a drafted reply before it may go out: length, one question, bound facts, fair housing. Deterministic."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bots.composing.segments import segments, to_gsm7
from bots.config import BotConfig
from bots.slots import SlotRecord, shown
from bots.understanding.words import fold

_FIGURE = re.compile(r"\$?\d[\d,.]*\s*(?:k|mil|m|million|%|am|pm)?(?!\w)")
_LINK = re.compile(r"https?://\S+|www\.\S+|\b[\w-]+\.(?:com|net|org|io|co|us)\b\S*|\S+@\S+\.\S+")
_DATE_WORD = re.compile(
    r"\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|tonight|january|february|"
    r"march|april|june|july|"
    r"august|september|october|november|december|lunes|martes|miercoles|jueves|viernes|sabado|domingo|"
    r"manana|enero|febrero|"
    r"marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)\b"
)
_STREET = re.compile(
    r"\b(?:[\w']+\s+)(?:street|avenue|road|drive|lane|boulevard|court|circle)\b|\b(?:calle|avenida)\s+\w+"
)
_PROMISE = re.compile(
    r"\b(?:guarantee[ds]?|guaranteed|i promise|we promise|garantiza\w*|le prometo|legal advice|(?:your|"
    r"the) (?:appointment|showing) is "
    r"(?:set|confirmed|booked)|i(?:'ve| have) (?:booked|scheduled)|we(?:'ll| will) (?:pay|offer|buy)|"
    r"su cita (?:esta|queda) confirmada)\b"
)
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
    known = [fold(words) for words in (lead_words, *given, *_known_words(slots))]
    problems = [
        *_length_problems(text, config.sms_max_characters),
        *_question_problems(text),
        *(f"Names a figure that nobody gave: {figure}." for figure in _unbound_figures(folded, known)),
        *(f"Names a day that nobody gave: {day}." for day in _unbound(_DATE_WORD, folded, known)),
        *(f"Names a place that nobody gave: {place}." for place in _unbound(_STREET, folded, known)),
        *(f"Holds a link or address that nobody gave: {link}." for link in _unbound(_LINK, folded, known)),
        *(f"Promises what a bot cannot: {match.group()}." for match in _PROMISE.finditer(folded)),
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


def _unbound_figures(folded: str, known: Iterable[str]) -> list[str]:
    """Figures compared by amount: "$450,000" is the lead's "450k"."""
    allowed = {amount for words in known for match in _FIGURE.finditer(words) for amount in _amounts(match.group())}
    return [m.group().strip() for m in _FIGURE.finditer(folded) if not _amounts(m.group()) & allowed]


def _amounts(figure: str) -> frozenset[float]:
    """What a figure may stand for. A bare 450 may be the 450,000 that it was asked as."""
    digits = re.sub(r"[^\d.,]", "", figure).rstrip(".,")
    thousands = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits)
    value = float(re.sub(r"[.,]", "", digits)) if thousands else _decimal(digits)
    scale = re.search(r"(k|mil|million|m)\s*$", figure)
    if scale:
        return frozenset({value * (1_000 if scale.group(1) in ("k", "mil") else 1_000_000)})
    return frozenset({value, value * 1_000}) if 100 <= value < 1_000 else frozenset({value})


def _decimal(digits: str) -> float:
    try:
        return float(digits.replace(",", "."))
    except ValueError:  # "3.15.26": a figure that stands only for itself
        return float(re.sub(r"[^\d]", "", digits) or 0)


def _unbound(pattern: re.Pattern[str], folded: str, known: Iterable[str]) -> list[str]:
    haystack = "\n".join(known)
    return [match.group().strip() for match in pattern.finditer(folded) if match.group().strip() not in haystack]
