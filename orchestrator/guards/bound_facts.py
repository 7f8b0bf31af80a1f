"""Pure: figures, days, places, links and contacts in words for a stranger that stand in no text they may come from.

Numbers are compared by amount: "$450,000" is the lead's "450k".
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from orchestrator.guards.disguises import fold

Kind = Literal["price", "date", "address", "link", "contact"]

FIGURE = re.compile(r"\$?\d[\d,.]*\s*(?:k|mil|m|million|%|am|pm)?(?!\w)")
_CLOCK = re.compile(r"(?:am|pm)\s*$")
_TIME = re.compile(r"(?<![\d:])\d{1,2}:\d{2}(?![\d:])|(?<![\d:.,])\d{1,2} ?(?:am|pm|a\.m\.|p\.m\.)(?!\w)")
_SHARE = re.compile(r"\d[\d.,]* ?%")
_SCALE = re.compile(r"(k|mil|million|m)\s*$")
_IN_WORDS = re.compile(
    r"\b(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|half an?|an?"
    r"|un|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|veinte|treinta|cuarenta|cincuenta|cien|medio)[ -])+"
    r"(?:hundred|thousand|million|mil|millon(?:es)?|dollars?|dolar(?:es)?|percent|por ciento)\b"
)
_DAY = re.compile(
    r"\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|tonight|midnight|noon|january|february"
    r"|march|april|june|july|august|september|october|november|december|lunes|martes|miercoles|jueves|viernes|sabado"
    r"|domingo|manana|medianoche|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre"
    r"|diciembre)\b"
)
_STREET = re.compile(
    r"\b(?:\d{1,6} )?[\w']+ (?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|circle|cir"
    r"|parkway|pkwy|terrace)\b(?!\.\w)"
    r"|\b(?:calle|avenida) \w+"
)
_LINK = re.compile(
    r"\b(?:https?|ftp)://\S+|\bwww\.\S+|(?<![\w@.])(?:[a-z0-9-]+\.)+(?:com|net|org|io|co|us|info|biz|link|xyz|app"
    r"|dev|site|online|me|ly|gl|example|test|mx|es)\b(?:/\S*)?"
    r"|\]\(\S+?\)"
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w$.,])\+?\(?\d[\d() .-]{5,16}\d(?![\w%])")


@dataclass(frozen=True, slots=True)
class Unbound:
    """`words` as they stand in the text, folded."""

    kind: Kind
    words: str


def unbound_facts(
    text: str, allowed: Iterable[str], *, links_from: Iterable[str] | None = None, ours: Iterable[str] | None = None
) -> list[Unbound]:
    """Every fact in `text` that none of `allowed` holds.

    `links_from` (else `allowed`): texts a link may come from. `ours` (else `allowed`): texts a phone number, an e-mail
    address, a share in percent or a time of day may come from: nobody needs to be told their own.
    """
    folded, known = fold(text), [fold(words) for words in allowed]
    linkable = known if links_from is None else [fold(words) for words in links_from]
    own = known if ours is None else [fold(words) for words in ours]
    contacts = [Unbound("contact", words) for words in _unheld(_MAIL, folded, own)] + _phones(folded, own)
    rest = _PHONE.sub(lambda found: " " if _is_phone(found[0]) else found[0], _MAIL.sub(" ", folded))
    links = [Unbound("link", words) for words in _unheld(_LINK, rest, linkable)]
    rest = _LINK.sub(" ", rest)
    places = list(_places(rest, known))
    for place in places:
        rest = rest.replace(place.words, " ")
    figures = [Unbound("price", words) for words in _unheld(_SHARE, rest, own)]
    times = [Unbound("date", words) for words in _unheld(_TIME, rest, own)]
    rest = _TIME.sub(" ", _SHARE.sub(" ", rest))
    return [*links, *contacts, *places, *figures, *_figures(rest, known), *times, *_days(rest, known)]


def amounts(figure: str) -> frozenset[float]:
    """What a figure may stand for. A bare 450 may be the 450,000 that it was asked as."""
    digits = re.sub(r"[^\d.,]", "", figure).rstrip(".,")
    thousands = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits)
    value = float(re.sub(r"[.,]", "", digits)) if thousands else _decimal(digits)
    scale = _SCALE.search(figure)
    if scale:
        return frozenset({value * (1_000 if scale[1] in ("k", "mil") else 1_000_000)})
    return frozenset({value, value * 1_000}) if 100 <= value < 1_000 else frozenset({value})


def _decimal(digits: str) -> float:
    try:
        return float(digits.replace(",", "."))
    except ValueError:  # "3.15.26": a figure that stands only for itself
        return float(re.sub(r"[^\d]", "", digits) or 0)


def _figures(folded: str, known: list[str]) -> Iterator[Unbound]:
    allowed = {amount for words in known for match in FIGURE.finditer(words) for amount in amounts(match.group())}
    for match in FIGURE.finditer(folded):
        if not amounts(match.group()) & allowed:
            words = match.group().strip()
            yield Unbound("date" if _CLOCK.search(words) else "price", words)
    for words in _unheld(_IN_WORDS, folded, known):
        yield Unbound("price", words)


def _days(folded: str, known: list[str]) -> Iterator[Unbound]:
    for words in _unheld(_DAY, folded, known):
        yield Unbound("date", words)


def _places(folded: str, known: list[str]) -> Iterator[Unbound]:
    for words in _unheld(_STREET, folded, known):
        yield Unbound("address", words)


def _phones(folded: str, known: list[str]) -> list[Unbound]:
    held = re.sub(r"\D", "", " ".join(known))
    numbers = (match.group() for match in _PHONE.finditer(folded) if _is_phone(match.group()))
    return [Unbound("contact", number) for number in numbers if re.sub(r"\D", "", number)[-10:] not in held]


def _is_phone(words: str) -> bool:
    """Seven digits or more that are no amount: parted as a phone is, or longer than any price of ours."""
    digits = re.sub(r"\D", "", words)
    return 7 <= len(digits) <= 15 and (len(digits) >= 10 or re.search(r"\d{3}[ .-]\d{4}$", words) is not None)


def _unheld(pattern: re.Pattern[str], folded: str, known: Iterable[str]) -> list[str]:
    haystack = "\n".join(known)
    return [match.group().strip() for match in pattern.finditer(folded) if match.group().strip() not in haystack]
