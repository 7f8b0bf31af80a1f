"""Addresses and areas."""

import re

from sandbox.claude.heard import fold
from sandbox.claude.phrases import PLACEHOLDER
from sandbox.claude.times import MONTHS, SEASONS

Span = tuple[int, int]
_STREET = (
    r"(?:st|street|ave?|avenue|rd|road|dr|drive|ln|lane|blvd|boulevard|ct|court|cir|"
    r"circle|way|pl|place|ter|terrace|pkwy|parkway|trl|trail|hwy|highway|loop|sq|cove|cv|"
    r"run|path|pass|bend)"
)
_ADDRESS = re.compile(
    rf"\b\d{{1,6}}\s+(?:[nsew]{{1,2}}\.?\s+)?(?:[a-z0-9']+\.?\s+){{1,4}}?{_STREET}\b\.?(?:,?\s*(?:apt|"
    rf""
    rf"unit|suite|#)\.?\s*[a-z0-9-]+)?"
    r"(?:,\s*[a-z][a-z .]{2,20}(?:,?\s+[a-z]{2})?(?:\s+\d{5})?(?=[\s.,!?]|$))?"
    r"|\b(?:calle|avenida|av\.?|carrera|camino)\s+(?:[a-z]+\s+){0,4}(?:#|no\.?|"
    r"numero)?\s*\d{1,6}\b"
)
_BARE_ADDRESS = re.compile(r"\b\d{2,6}\s+(?:[nsew]\.?\s+)?[a-z][a-z']{2,}(?:\s+[a-z][a-z']{2,})?\b")
_CAPITALISED_ADDRESS = re.compile(r"\b\d{2,6}\s+(?:[NSEW]\.?\s+)?[A-Z][a-z']{2,}(?:\s+[A-Z][a-z']{2,}){0,2}\b")
_NOT_STREET = re.compile(
    r"\d+\s+(?:bed|bath|day|week|month|year|k\b|thousand|million|sq|square|hour|minute|"
    r"kids?|people|car|acre|dolar|mil|dia|semana|mes|ano|or|to|and|a|is|but)"
)
_PREPOSITION = (
    r"(?:in|around|near|close to|by|within|over in|out in|towards?|at|en|por|cerca de|" r"alrededor de|zona de)"
)
_NAME = r"(?:[A-ZÁÉÍÓÚÑ][\w'.-]+|[NSEW]{1,2}\.?)(?:\s+(?:of|de|del|la|el|los|" r"las)?\s?[A-ZÁÉÍÓÚÑ][\w'-]+){0,3}"
_AREA = re.compile(
    rf"\b(?i:{_PREPOSITION})\s+(?:the\s+|el\s+|la\s+)?(?P<name>{_NAME}(?:\s+(?:area|"
    rf"neighborhood|side|suburbs))?(?:\s*(?:,|or|and|o|y)\s*{_NAME})*)"
)
_LOWER_AREA = re.compile(
    rf"\b{_PREPOSITION}\s+(?:the\s+|el\s+)?(?P<name>(?:(?:north|south|east|west|northeast|"
    rf"northwest|southeast|southwest|central|downtown|uptown|midtown|old)\s+)?"
    r"(?:[a-z]+\s+)?(?:area|neighborhood|side|suburbs|school district|county|heights|"
    r"hills|downtown|district)\b|"
    r"(?:north|south|east|west|northeast|northwest|southeast|southwest|central|downtown|"
    r"uptown)\s+[a-z]+|downtown|the suburbs|el centro)"
)
_DIRECTION = re.compile(
    r"\b(?:north|south|east|west|central|northeast|northwest|southeast|southwest|"
    r"downtown)\s+[A-Za-z]{3,}\b|\bdowntown\b",
    re.IGNORECASE,
)
_ZIP = re.compile(r"\b(?:zip(?:\s+code)?(?:\s+is)?|codigo postal)\s*:?\s*(\d{5})\b|^\W*(\d{5})\W*$")
_NOT_PLACES = {
    *MONTHS,
    *SEASONS,
    "cash",
    "i",
    "my",
    "a",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "lunes",
    "sabado",
    "domingo",
}
_DESTINATION = re.compile(
    r"\b(?:mov(?:e|ing)|relocat(?:e|ing)|going|head(?:ed|ing)|back|retir(?:e|"
    r"ing)) (?:back |down |up |out |over )?to (?:be |"
    r"live )?(?P<name>[A-Z][\w'-]+(?:[ ,]+[A-Z][\w'-]+){0,3})"
    r"|\b(?:me mudo|nos mudamos|mudarme|mudarnos|me voy|"
    r"nos vamos) a (?P<nombre>[A-ZÁÉÍÓÚÑ][\w'-]+(?:[ ,]+[A-ZÁÉÍÓÚÑ][\w'-]+){0,3})"
)


def find_address(text: str, folded: str, *, expected: bool) -> Span | None:
    """Return the span of a street address or an address placeholder; `expected` accepts "123 Oak"."""
    for hidden in PLACEHOLDER.finditer(folded):
        if "address" in hidden[1] or "direccion" in hidden[1] or "property" in hidden[1]:
            return hidden.span()
    if match := _ADDRESS.search(folded):
        return match.span()
    found = _CAPITALISED_ADDRESS.search(text)
    if found is None and expected:
        found = _BARE_ADDRESS.search(folded)
    if found and not _NOT_STREET.match(fold(found.group())):
        return found.span()
    return None


def find_destination(text: str) -> Span | None:
    if match := _DESTINATION.search(text):
        return match.span("name") if match["name"] else match.span("nombre")
    return None


def find_area(text: str, folded: str, taken: list[Span]) -> Span | None:
    """Return the span of a place name after a preposition, a compass name or a zip code."""
    for named in _AREA.finditer(text):
        first = fold(named["name"].split()[0]).strip(".,")
        if first not in _NOT_PLACES and not _overlaps(named.span("name"), taken):
            return named.span("name")
    if match := _ZIP.search(folded):
        return match.span(1) if match[1] else match.span(2)
    for match in (_LOWER_AREA.search(folded), _DIRECTION.search(folded)):
        if match:
            span = match.span("name") if "name" in match.groupdict() else match.span()
            if not _overlaps(span, taken):
                return span
    return None


def _overlaps(span: Span, taken: list[Span]) -> bool:
    return any(span[0] < one[1] and span[1] > one[0] for one in taken)
