"""Pure: what was ordered to be written down, or is not the lead's own, is no statement; a number must stand in the
words that show it; and nothing is surer than its words.
"""

import re
from dataclasses import replace

from bots.answers import Heard, HeardSlot
from bots.understanding.borrowed import borrowed, is_own
from orchestrator.guards.disguises import fold
from orchestrator.guards.signs import ENOUGH_ASIDE, signs_of

UNBELIEVED = 0.7  # the most that a reading's own confidence counts for where it was ordered or the words doubt
_ORDERED = 0.5  # signs in one sentence from which its facts are not the lead's own
_BEGINNING_CHARS, _END_CHARS = 12_000, 6_000  # more than any model is shown of one message
_SENTENCE = re.compile(r"[.!?]+\s|\n+")
_DOUBTED = re.compile(
    r"\b(?:maybe|perhaps|possibly|could be|might|who knows|idk|dunno|not sure|no idea|quizas?|tal vez|a lo mejor"
    r"|quien sabe|puede (?:ser|que)|no (?:lo )?se|(?:un)?(?:certain\w*|sure\w*)|certeza|confiden\w+|confianza|doubt\w*"
    r"|dud[aeo]s?|segur\w+|definit\w+|vag(?:ue|o)|scores?|positive)\b|\b(?:100 ?%|cien por ciento)"
)
_FIGURE = re.compile(r"\d[\d,. ]*\d|\d")
_SCALED = re.compile(r"\b(?:hundred|thousand|million|mil|millon(?:es)?|grand|cien(?:tos)?|\w+cientos)\b")
_IN_WORDS = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety|half|quarter|un|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte|treinta"
    r"|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|medio|media)\w*\b"
)


def without_orders(heard: Heard, text: str) -> Heard:
    """Without facts that stand in sentences which give orders to the machine, or that are not the lead's own; without
    any where the text is one order. In words that doubt, or that speak of certainty, a model is not believed fully.
    """
    text = f"{text[:_BEGINNING_CHARS]}\n{text[-_END_CHARS:]}" if len(text) > _BEGINNING_CHARS + _END_CHARS else text
    shown = signs_of(text).weight
    folded = fold(text)
    if shown >= _ORDERED or (heard.source == "model" and _DOUBTED.search(folded)):
        heard = _less_sure(heard)
    if shown >= ENOUGH_ASIDE:
        intents = heard.intents | {"instructs_the_assistant"}
        return replace(heard, slots=(), intents=intents, complete=heard.complete and not heard.slots)
    ordered = [fold(part) for part in _SENTENCE.split(text) if signs_of(part).weight >= _ORDERED] if shown else []
    not_own = borrowed(folded) if heard.slots else []
    kept = tuple(
        slot for slot in heard.slots if not _stands_in(slot, ordered) and is_own(slot.evidence, folded, not_own)
    )
    return heard if len(kept) == len(heard.slots) else replace(heard, slots=kept, complete=False)


def _less_sure(heard: Heard) -> Heard:
    return replace(heard, confidence=min(heard.confidence, UNBELIEVED))


def number_is_shown(kind: str, value: object, evidence: str) -> bool:
    """Can these words state this amount or count? "450" may be 450 or 450,000; words without any number state none."""
    if kind not in ("money", "count") or not isinstance(value, int):
        return True
    words = fold(evidence)
    if _SCALED.search(words):
        return True
    figures = [_value(figure) for figure in _FIGURE.findall(words)]
    if not figures:
        return kind == "count" or _IN_WORDS.search(words) is not None
    scales = (1, 1_000, 1_000_000) if kind == "money" else (1, 1_000)
    return any(abs(figure * scale - value) < 1 for figure in figures for scale in scales) or bool(
        _IN_WORDS.search(words)
    )


def _stands_in(slot: HeardSlot, sentences: list[str]) -> bool:
    evidence = fold(slot.evidence)
    return any(evidence in sentence or sentence in evidence for sentence in sentences)


def _value(figure: str) -> float:
    """A figure as a number; its separators part thousands unless fewer than three digits follow the last one."""
    digits = figure.replace(" ", "")
    whole, _, rest = digits.replace(",", ".").rpartition(".")
    if whole and len(rest) < 3:
        return float(f"{re.sub(r'[.]', '', whole)}.{rest or 0}")
    return float(re.sub(r"[.,]", "", digits))
