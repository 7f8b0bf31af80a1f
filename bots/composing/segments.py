"""How many segments a text costs: GSM-7 with its extension table, else UCS-2 (3GPP TS 23.038)."""

import unicodedata
from dataclasses import dataclass
from typing import Literal

GSM7_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM7_EXTENDED = frozenset("\f^{}\\[~]|€")  # each takes two places
SINGLE = {"gsm7": 160, "ucs2": 70}
CONCATENATED = {"gsm7": 153, "ucs2": 67}  # the rest of each segment holds the header
TYPOGRAPHY = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " ", "\u202f": " "}
)


@dataclass(frozen=True, slots=True)
class Segments:
    """`units`: places in the encoding (an extended GSM-7 sign takes 2, an emoji 2 in UCS-2)."""

    encoding: Literal["gsm7", "ucs2"]
    units: int
    count: int


def is_gsm7(text: str) -> bool:
    return all(sign in GSM7_BASIC or sign in GSM7_EXTENDED for sign in text)


def segments(text: str) -> Segments:
    """Encoding, places and number of segments of a text; the empty text has none."""
    encoding: Literal["gsm7", "ucs2"] = "gsm7" if is_gsm7(text) else "ucs2"
    widths = [_width(sign, encoding) for sign in text]
    units = sum(widths)
    if units <= SINGLE[encoding]:
        return Segments(encoding, units, 1 if units else 0)
    return Segments(encoding, units, _packed(widths, CONCATENATED[encoding]))


def to_gsm7(text: str) -> str:
    """Typography and accents that GSM-7 lacks become their plain signs; what has none (emoji) stays as it is."""
    return "".join(_plain(sign) for sign in text.translate(TYPOGRAPHY))


def _plain(sign: str) -> str:
    if sign in GSM7_BASIC or sign in GSM7_EXTENDED:
        return sign
    base = unicodedata.normalize("NFD", sign)[0]
    return base if base in GSM7_BASIC else sign


def _width(sign: str, encoding: str) -> int:
    if encoding == "gsm7":
        return 2 if sign in GSM7_EXTENDED else 1
    return 2 if ord(sign) > 0xFFFF else 1


def _packed(widths: list[int], size: int) -> int:
    """Segments that hold the signs without cutting one in two."""
    count, used = 1, 0
    for width in widths:
        if used + width > size:
            count, used = count + 1, 0
        used += width
    return count
