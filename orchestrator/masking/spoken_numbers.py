"""Pure: numbers said in words: phone numbers ("five one two, double five..."), house numbers ("twelve hundred")."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

_UNITS = {
    "zero": 0, "oh": 0, "o": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "cero": 0, "uno": 1, "un": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7,
    "ocho": 8, "nueve": 9,
}  # fmt: skip
_TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14,
    "quince": 15, "dieciseis": 16, "diecisiete": 17, "dieciocho": 18, "diecinueve": 19, "veintiuno": 21,
    "veintidos": 22, "veintitres": 23, "veinticuatro": 24, "veinticinco": 25, "veintiseis": 26, "veintisiete": 27,
    "veintiocho": 28, "veintinueve": 29,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "veinte": 20, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70,
    "ochenta": 80, "noventa": 90,
}  # fmt: skip
_HUNDREDS = {
    "cien": 100, "ciento": 100, "doscientos": 200, "trescientos": 300, "cuatrocientos": 400, "quinientos": 500,
    "seiscientos": 600, "setecientos": 700, "ochocientos": 800, "novecientos": 900,
}  # fmt: skip
_TIMES = {"hundred": 100, "thousand": 1000, "mil": 1000}
_REPEATS = {"double": 2, "triple": 3, "doble": 2}
NUMBER_WORDS = frozenset((*_UNITS, *_TEENS, *_TENS, *_HUNDREDS, *_TIMES, *_REPEATS, "and", "y")) - {"un", "o"}

_DIGIT_WORD = "|".join(sorted({*_UNITS} - {"o", "un"}, key=len, reverse=True))
_ANY_WORD = "|".join(
    sorted({*_UNITS, *_TEENS, *_TENS, *_REPEATS, *_HUNDREDS, "hundred"} - {"o", "un", "once"}, key=len, reverse=True)
)
_SAID = rf"(?:(?:{_ANY_WORD}){{1,4}}|o|\d{{1,4}})"
_SPELLED = re.compile(
    rf"(?<![\w$€£])(?:{_SAID}(?:[\s,.-]{{1,3}}(?:y\s)?|\s-\s)){{2,18}}{_SAID}(?!\w|[.,]\d|%)", re.IGNORECASE
)
_A_WORD = frozenset(_ANY_WORD.split("|"))
_A_DIGIT_WORD = frozenset(_DIGIT_WORD.split("|"))
_PARTS = re.compile(rf"\d+|{_ANY_WORD}|[^\W\d_]+", re.IGNORECASE)
_WORDS_TO_LOOK_FOR = (*({*_UNITS} - {"o", "un", "oh"}), "double", "triple", "hundred")
_FEWEST_DIGITS, _FEWEST_WORDS = 7, 4
_FEWEST_WORDS_TO_LOOK = 2  # of those that are easy to look for, which "oh" is not
_WHOLE_NUMBERS = frozenset({10, 11})


def spoken_phone_spans(text: str) -> Iterator[tuple[int, int]]:
    """At least four digits as words and seven digits in all; with tens ("fifty five") or figures ten or eleven."""
    lower = text.lower()
    if sum(map(lower.count, _WORDS_TO_LOOK_FOR)) < _FEWEST_WORDS_TO_LOOK:
        return
    for m in _SPELLED.finditer(text):
        said = [part.lower() for part in _PARTS.findall(m.group())]
        words, digits = sum(word in _A_WORD for word in said), len(_as_digits(said))
        is_digits = sum(word in _A_DIGIT_WORD for word in said) == words
        if (is_digits and words >= _FEWEST_WORDS and digits >= _FEWEST_DIGITS) or (
            words >= _FEWEST_WORDS - 1 - any(word in _REPEATS for word in said) and digits in _WHOLE_NUMBERS
        ):
            yield m.span()


def _as_digits(said: Sequence[str]) -> str:
    """The digits as a phone number is read out: tens and units together, everything else one after another."""
    digits, times, after_tens, after_hundreds = "", 1, False, False
    for word in said:
        if word == "y":
            continue
        if after_hundreds and _below_hundred(word):
            value = _below_hundred(word)
            digits = digits[:-2] + f"{value:02}"
            after_tens, after_hundreds = word in _TENS, False
            continue
        after_hundreds = word in _HUNDREDS
        if after_hundreds:
            digits, after_tens = digits + str(_HUNDREDS[word]), False
            continue
        if word in _REPEATS:
            times = _REPEATS[word]
            continue
        if word == "hundred":
            digits += "00"
        elif word in _TENS:
            digits += str(_TENS[word])
        elif after_tens and _UNITS.get(word, 0) > 0:
            digits = digits[:-1] + str(_UNITS[word])
        else:
            digits += (word if word.isdigit() else str(_UNITS.get(word, _TEENS.get(word, "")))) * times
        times, after_tens = 1, word in _TENS
    return digits


def _below_hundred(word: str) -> int:
    return _TENS.get(word, _TEENS.get(word, _UNITS.get(word, 0)))


@lru_cache(maxsize=512)  # the same few words are asked for at each place of a text that repeats them
def spoken_numbers(words: tuple[str, ...]) -> frozenset[str]:
    """What a house number said in words may be: "twenty two fourteen" is 2214, "twelve hundred" 1200.

    Digits may be among the words; empty where they are no number.
    """
    return frozenset(filter(None, (_read_out([word for word in words if word not in ("and", "y")]), _counted(words))))


def _read_out(words: Sequence[str]) -> str:
    groups: list[str] = []
    after_tens = False
    for word in words:
        unit = int(word) if word.isdigit() and len(word) == 1 else _UNITS.get(word)
        if word in _TIMES and groups:
            groups[-1] += str(_TIMES[word])[1:]
        elif after_tens and unit:
            groups[-1] = groups[-1][:-1] + str(unit)
        elif word.isdigit():
            groups.append(word)
        else:
            value = next((sort[word] for sort in (_UNITS, _TEENS, _TENS, _HUNDREDS) if word in sort), None)
            if value is None:
                return ""
            groups.append(str(value))
        after_tens = word in _TENS
    return "".join(groups)


def _counted(words: Sequence[str]) -> str:
    """The number as it is counted: "two thousand two hundred and eight"; empty where it cannot be counted so."""
    total = part = 0
    for word in words:
        value = int(word) if word.isdigit() else None
        for sort in (_UNITS, _TEENS, _TENS, _HUNDREDS):
            value = sort.get(word, value)
        if word in _TIMES:
            part = max(part, 1) * _TIMES[word]
            if _TIMES[word] == 1000:
                total, part = total + part, 0
        elif value is not None:
            part += value
        elif word not in ("and", "y"):
            return ""
    return str(total + part)
