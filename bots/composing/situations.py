"""Worded situations: several variants each, so that the same text never reaches one lead twice."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import NamedTuple

from bots.composing import words_en, words_es
from bots.composing.segments import to_gsm7

WORDS: dict[str, ModuleType] = {"en": words_en, "es": words_es}
APPROACHES = ("plain", "rephrase", "choices")
_PLACEHOLDER = re.compile(r"\{(name|company|assistant|when|low|high)\}")
COMPANY_CHARACTERS = 30  # a longer name is cut at a word: the question matters more
NAME_CHARACTERS = 20


class SituationText(NamedTuple):
    """`variant_id` goes into the conversation's `variants_said` when the text is sent. It joins its parts by "|"."""

    text: str
    variant_id: str


class NothingNewToSay(Exception):
    """Every variant that fits was already said to this lead."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who writes, to whom. `company` is the location's name; `first_name` may be empty."""

    company: str
    first_name: str = ""


def situation_text(
    line: str,
    *,
    role: str,
    slot: str,
    approach: str,
    lead_in: str,
    language: str,
    tone: str,
    speaker: Speaker,
    variants_said: Collection[str],
    max_characters: int = 160,
    disclose: bool = False,
    honest_time: str = "",
    assistant_name: str = "",
    timeline_days: tuple[int, int] = (30, 45),
    seed: int = 0,
) -> SituationText:
    """The words of a situation, at most `max_characters` GSM-7 characters. Raises NothingNewToSay.

    `line` is `Decision.line`; "ask" has no words but the question. `honest_time` is a sentence (`hours.honest_time`),
    `timeline_days` the seller's time frame (`BotConfig.seller_timeline_low_days` and `_high_days`),
    `seed` a number of the conversation, so that leads do not all get the same variant first.
    """
    words = WORDS.get(language, words_en)
    said = {part for variant in variants_said for part in variant.split("|")}
    name = _cut(speaker.first_name, NAME_CHARACTERS)
    fill = {
        "name": f" {name}" if name else "",
        "company": _cut(speaker.company, COMPANY_CHARACTERS),
        "assistant": assistant_name,
        "when": honest_time,
        "low": str(timeline_days[0]),
        "high": str(timeline_days[1]),
    }
    key = "opener_disclosed" if line == "opener" and disclose else line
    opening = "" if line == "opener" else _lead_in(words, lead_in, tone, len(variants_said) + seed)
    for line_id, line_words in _unsaid_lines(words, language, key, said, seed):
        for question_id, question in _unsaid_questions(words, language, slot, approach, said, seed):
            for start in dict.fromkeys((opening, opening if lead_in == "bot" else "")):
                parts = [_filled(part, fill) for part in (start, line_words, question) if part]
                text = to_gsm7(" ".join(parts)).strip()
                if len(text) <= max_characters:
                    return SituationText(text, "|".join(part for part in (line_id, question_id) if part))
    raise NothingNewToSay(f"no unsaid text for {line} {slot} {approach} in {language}")


def _unsaid_lines(words: ModuleType, language: str, key: str, said: set[str], seed: int) -> Iterator[tuple[str, str]]:
    if key == "ask":
        yield "", ""
        return
    yield from _unsaid(words.LINES[key], f"{language}.{key}", said, seed)


def _unsaid_questions(
    words: ModuleType, language: str, slot: str, approach: str, said: set[str], seed: int
) -> Iterator[tuple[str, str]]:
    """Variants of the wanted approach, then of the later ones: better a choice too early than the same words again."""
    if not slot:
        yield "", ""
        return
    first = APPROACHES.index(approach)
    for number in (*range(first, len(APPROACHES)), *range(first)):
        variants = words.QUESTIONS[slot][number]
        yield from _unsaid(variants, f"{language}.{slot}.{APPROACHES[number]}", said, seed)


def _unsaid(variants: tuple[str, ...], prefix: str, said: set[str], seed: int) -> Iterator[tuple[str, str]]:
    for step in range(len(variants)):
        number = (seed + step) % len(variants)
        variant_id = f"{prefix}.{number}"
        if variant_id not in said:
            yield variant_id, variants[number]


def _lead_in(words: ModuleType, lead_in: str, tone: str, turn: int) -> str:
    """How the text starts. A brief tone leaves courtesies out, never the answer to "are you a bot?"."""
    if not lead_in or (tone == "brief" and lead_in != "bot"):
        return ""
    variants: tuple[str, ...] = words.LEAD_INS[lead_in]
    return variants[turn % len(variants)]


def _filled(text: str, fill: dict[str, str]) -> str:
    """Each placeholder once: a lead's name that looks like one stays a name."""
    return _PLACEHOLDER.sub(lambda found: fill[found[1]], text)


def _cut(text: str, characters: int) -> str:
    text = " ".join(text.split())
    if len(text) <= characters:
        return text
    return text[: characters + 1].rsplit(" ", 1)[0][:characters].rstrip(" ,.-")
