"""Pure: what was ordered to be written down, or is not the lead's own, is no statement; a number must stand in the
words that show it; and nothing is surer than its words.
"""

import re
from dataclasses import replace

from bots.answers import Heard, HeardSlot
from bots.roles.table import SLOTS
from bots.understanding.borrowed import Span, borrowed, is_own
from bots.understanding.recording import Dictation, dictation, of_somebody_else, states_plainly
from orchestrator.guards.disguises import fold
from orchestrator.guards.signs import ENOUGH_ASIDE, signs_of

UNBELIEVED = 0.7  # the most that a reading's own confidence counts for where it was ordered or the words doubt
_ORDERED = 0.5  # signs in one sentence from which its facts are not the lead's own
_LONG_FROM_WORDS = 10  # words; see _needs_a_plain_statement
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
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|half|quarter|couple|pair|both|single|studio"
    r"|un|una|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|medio|media|par|ambos"
    r"|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dieci|veint[ei]|treinta|cuarenta|cincuenta|sesenta|setenta"
    r"|ochenta|noventa)\w*)\b"
)


def without_orders(heard: Heard, text: str) -> Heard:
    """Without facts that stand in words which give orders to the machine or speak about our notes, or that are not the
    lead's own; without any where the text is one order. In words that doubt, or that speak of certainty, a model is not
    believed fully; in words that show any sign of an order, none of its facts is.
    """
    text = f"{text[:_BEGINNING_CHARS]}\n{text[-_END_CHARS:]}" if len(text) > _BEGINNING_CHARS + _END_CHARS else text
    shown, folded = signs_of(text).weight, fold(text)
    if shown >= _ORDERED or (heard.source == "model" and _DOUBTED.search(folded)):
        heard = _less_sure(heard)
    if shown >= ENOUGH_ASIDE:
        intents = heard.intents | {"instructs_the_assistant"}
        return replace(heard, slots=(), intents=intents, complete=heard.complete and not heard.slots)
    if not heard.slots:
        return heard
    told, not_own = dictation(text), borrowed(folded)
    if heard.source == "model":
        kept = tuple(slot for slot in heard.slots if _believed(slot, folded, not_own, told, shown))
    else:
        ordered = [fold(part) for part in _SENTENCE.split(text) if signs_of(part).weight >= _ORDERED] if shown else []
        kept = tuple(slot for slot in heard.slots if _stated(slot, folded, not_own, told, ordered))
    return heard if len(kept) == len(heard.slots) else replace(heard, slots=kept, complete=False)


def _believed(slot: HeardSlot, folded: str, not_own: list[Span], told: Dictation, shown: float) -> bool:
    """Of a model's reading. Any words can be shown for a choice, so where not all of the text is a plain statement of
    the lead's own, only what its own words state counts: figures and names, said in the first person."""
    if told or shown:
        return told.of_oneself and not shown and is_figure(slot)
    if told.of_the_talk and told.disowned:
        return False
    if _needs_a_plain_statement(slot, folded, told) and not states_plainly(slot.evidence, folded):
        return False
    if not not_own and not told.of_the_talk:
        return True
    return states_itself(slot) and is_own(slot.evidence, folded, not_own)


def _needs_a_plain_statement(slot: HeardSlot, folded: str, told: Dictation) -> bool:
    """A long text has room for facts that are nobody's: there it matters who speaks, and whether all of it is so."""
    if slot.vague or told.of_the_talk:
        return told.of_the_talk and not slot.vague
    return folded.count(" ") >= _LONG_FROM_WORDS and (told.disowned or of_somebody_else(slot.evidence, folded))


def _stated(slot: HeardSlot, folded: str, not_own: list[Span], told: Dictation, ordered: list[str]) -> bool:
    """Of what our own rules read, which take the words for what they are."""
    if told.of_the_talk and (told.disowned or not states_plainly(slot.evidence, folded)):
        return False
    if told and not (told.of_oneself and is_figure(slot)):
        if told.hidden or told.disowned or _stands_in(slot, list(told.sentences)):
            return False
        if not states_plainly(slot.evidence, folded):
            return False
    return not _stands_in(slot, ordered) and is_own(slot.evidence, folded, not_own)


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
        return _IN_WORDS.search(words) is not None
    scales = (1, 1_000, 100_000, 1_000_000) if kind == "money" else (1, 1_000)  # "under 4" is under 400,000
    return any(abs(figure * scale - value) < 1 for figure in figures for scale in scales) or bool(
        _IN_WORDS.search(words)
    )


def is_figure(slot: HeardSlot) -> bool:
    return isinstance(slot.value, int) and not isinstance(slot.value, bool)


def states_itself(slot: HeardSlot) -> bool:
    """Do the words shown hold the value itself: a figure, or the name of a place?"""
    words = fold(slot.evidence)
    if is_figure(slot) or slot.vague:
        return bool(slot.vague or _FIGURE.search(words) or _IN_WORDS.search(words))
    return SLOTS[slot.name].type == "text" and isinstance(slot.value, str) and fold(slot.value) in words


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
