"""Pure: whether a word that is also somebody's name is meant as a place where it stands."""

import re

from orchestrator.masking.name_words import MORE_PLACES
from orchestrator.masking.street_words import NATURE
from orchestrator.spelling.common_words import PLACE_NAMES

_AFTER_PLACE = re.compile(
    r"\W{1,2}(?:dc|d\.c|banks?|card|loan|mortgage|account|school|church|county|city|college|university|hospital|park"
    r"|state|heights|hills|lake|river|beach|airport|mall|ave?|avenue|blvd|boulevard|street|st|road|rd|lane|ln|drive|dr"
    r"|court|ct|garden|gardens|bushes|tx|ca|fl|texas|california|florida|island|valley|springs|ranch|estates|eve|day"
    r"|break"
    r"|elementary|middle school|high school|isd|pkwy|parkway|hwy|highway|plaza|square|village|creek|ridge|bay|bridge"
    r"|woods|forest|subdivision|neighbou?rhood|hole|brothers|bros|homes|fargo|realty|truck)\b"
)
_BEFORE_PLACE = re.compile(
    r"(?:\b(?:san|santa|santo|fort|ft|lake|mount|mt|port|cape|el dia de|dia de(?: todos)?(?: los| las)?|todos los|new"
    r"|nuevo|nueva|north|south|east|west|bank of|banco|university of|city of|ciudad de|calle|avenida"
    r"|parroquia|capitol|beacon|nob|memorial|labor|veterans|presidents|mothers?'?s?|fathers?'?s?|patrick'?s|new year'?s"
    r"|basilica de|santuario de|iglesia de|templo de|catedral de"
    r"|our lady of(?: the)?|nuestra senora(?: de)?|virgen de|saint|st\.?|sta?\.?)\W{1,2})\Z"
)
_CAPITAL_BEFORE = re.compile(r"\b(?P<word>[A-Z][a-z]{2,16})\s\Z")  # Cedar Park, Sparrow Hill
_IN = re.compile(r"\b(?:in|en|near|cerca de|around)\s\Z")
_THEN_A_PLACE = re.compile(r",\s(?:[A-Z][\w.]+|[A-Z]{2}\b)")
_TOWARDS = re.compile(
    r"\b(?:in|near|to|around|at|of|outside|downtown|en|a|de|cerca de|area|zona de|hacia|for|and|or|y|o)\W{1,2}\Z"
)
# "preapproved with Chase": banks that are also names.
_BANKS = frozenset({"chase", "wells", "fargo", "discover", "ally", "regions", "frost", "schwab", "morgan", "stanley"})
_WITH_A_BANK = re.compile(
    r"\b(?:pre-?\s?appro\w*|pre-?qual\w*|appro\w*|loans?|mortgages?|accounts?|cards?|letter|rate|refi\w*|lenders?|bank\w*|heloc"
    r"|prestamo|hipoteca|cuenta|tarjeta|credito)\W(?:\w+\W){0,2}(?:from|with|at|through|by|is|de|con|en)\s\Z"
)
_GOES_TO = re.compile(
    r"\b(?:in|near|around|outside|downtown|en|hacia|cerca de|(?:mov|relocat|transferr|head)\w* (?:back )?(?:to|from)"
    r"|drive to|commute to|(?:mud|cambi|regres)\w* (?:para |pa )?a|love|leaving)\W{1,2}\Z"
)
_STATE_FOLLOWS = re.compile(r"\W{1,2}(?:area\b|or\b|o\b|[a-z]{2}\b(?=\W*(?:\d{5})?\W*\Z)|texas|tx\b)")
_STATE = (
    r"(?:A[KLRZ]|C[AOT]|F[L]|G[A]|I[ADL]|K[SY]|M[DINOST]|N[CDEHJMVY]|PR|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]|D\.?C\.?"
    r"|Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois"
    r"|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri"
    r"|Montana"
    r"|Nebraska|Nevada|New [HJMY]\w+|North [CD]\w+|Ohio|Oklahoma|Oregon|Pennsylvania|South [CD]\w+|Tennessee|Texas|Utah"
    r"|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming|Italy|Spain|M[eé]xico|France|Italia|España)"
)
# Abbreviations that are words in capitals, too, need a post code.
_IN_A_STATE = re.compile(rf",?\s(?:{_STATE}\b(?!['’])|(?:OH|OK|OR|IN|ME|HI|LA|PA|MA|DE|AL|MS)\b(?=\W{{0,2}}\d{{5}}))")


def is_place(text: str, folded: str, start: int, end: int, word: str) -> bool:
    """Chase Bank, Washington DC, San Antonio, Florence, SC; and Austin where somebody moves to."""
    if _AFTER_PLACE.match(folded, end) or _BEFORE_PLACE.search(folded, max(0, start - 24), start):
        return True
    before = _CAPITAL_BEFORE.search(text, max(0, start - 20), start)
    if before and text[start].isupper() and before["word"].lower() in NATURE:
        return True
    if text[start].isupper() and _IN_A_STATE.match(text, end):
        return True
    if _IN.search(folded, max(0, start - 12), start) and _THEN_A_PLACE.match(text, end):
        return True
    if word in _BANKS and _WITH_A_BANK.search(folded, max(0, start - 48), start):
        return True
    if word in MORE_PLACES and _GOES_TO.search(folded, max(0, start - 32), start):
        return True
    if word not in PLACE_NAMES:
        return False
    return bool(_TOWARDS.search(folded, max(0, start - 12), start)) or bool(_STATE_FOLLOWS.match(folded, end))
