"""Words that show, without saying it, whether somebody buys or sells: "we are pre-approved", "what is my house worth".

Read only while nobody said "buy" or "sell". A sign is weaker than the word itself.
"""

from bots.understanding.words import NUMBER_WORDS, any_of

SIGN_CONFIDENCE = 0.85
_COUNT = rf"(?:\d{{1,2}}\+?|{NUMBER_WORDS})"
_ROOMS = r"(?:bed(?:room)?s?|bds?|brs?|bdrms?|habitacion(?:es)?|recamaras?|cuartos?|dormitorios?)"
_HOME = r"(?:house|home|condo|place|townhouse|townhome|property)"
_MINE = r"(?:my|our|mi|nuestra)"


BUYS = any_of(
    r"(?:are |am |got |been |already |getting |get |be )*pre-?\s?(?:app?ro+ved?|approval|qualified)",
    rf"(?:find|look(?:ing|in)?(?: for| to find)|search(?:ing)? for|need|want|like|show)(?: (?:me|us))?"
    rf"(?: (?:a|an|at least|about|around))?(?: {_HOME} (?:with|of))? {_COUNT}(?: or {_COUNT})?[ -]*{_ROOMS}",
    rf"(?:find|show) (?:me |us )?(?:a|an|our|some) (?:[\w/-]+ ){{0,3}}?{_HOME}s?",
    r"need (?:a|an) [1-9]/[1-6]",
    r"(?:look(?:ing|in)?|search(?:ing)?|shopping) for (?:a|an|some)(?: \w+)? (?:fixer[- ]upper|starter home|"
    r"duplex|rental|investment property|[1-9]/[1-6])",
    r"(?:my|our|the) budget",
    r"down ?payment",
    r"(?:saw|about|interested in|on|for) (?:your|the|this|that|a) (?:\w+ )?listing",
    r"(?:send|show) (?:me |us )?(?:some |the |your )?(?:\w+ )?(?:listings|homes|houses)",
    r"(?:me |nos )?(?:ya )?pre-?\s?aprob\w+",
    rf"(?:busc|necesit|quier|quer|encontrar)\w*(?: (?:una|algo))?(?: (?:casa|propiedad))?(?: (?:de|con))?"
    rf"(?: (?:al menos|por lo menos))? {_COUNT} {_ROOMS}",
    rf"(?:encontrar|conseguir|hallar) (?:una |otra |mi |nuestra )?(?:\w+ )?(?:casa|propiedad)(?: (?:de|con) {_COUNT})?",
    r"mi presupuesto",
    r"enganche",
)
SELLS = any_of(
    rf"(?:worth|value|price) (?:of|for) {_MINE} (?!neighbou?r|friend)(?:\w+ )?{_HOME}",
    rf"{_MINE} (?:\w+ )?{_HOME}(?:'s| is| would be| might be)? (?:worth|value)",
    rf"(?:offer|cash) (?:on|for) {_MINE} (?:\w+ )?{_HOME}",
    rf"(?:get|want|take) (?:[\w$.,]+ )?for {_MINE} (?:\w+ )?{_HOME}",
    r"(?:my|our|the) asking price",
    r"(?:want|take|need|asking|ask) \$?[\d.,]+ ?(?:k|m|thousand|million)? for (?:it|the house|my house)",
    r"(?:do|would|will|can|could) (?:you|u|y'all)(?: guys)? buy (?:\w+ )?(?:houses?|homes?|property|"
    r"properties|condos?|land)",
    r"(?:compran|ustedes compran) (?:\w+ )?casas?",
    rf"{_MINE} (?:casa|propiedad) (?:vale|cuesta)",
    r"(?:vale|cuesta|valor de|oferta por|dan por|dar por|ofrecen por) (?:mi|nuestra) (?:casa|propiedad)",
)
OWN_HOME = any_of(
    rf"{_MINE} (?:\w+ )?(?:{_HOME}|casa|propiedad)",
    r"(?:i|we)(?: \w+)? (?:own|live)",
    r"(?:vivo|vivimos|soy duen[oa])",
)
OTHERS_HOME = any_of(
    r"listings?",
    r"listed",
    r"(?:still |is it |is that )?available",
    r"for sale",
    r"on the market",
    r"(?:saw|seen|see|view|tour|visit|show(?:ing)?)",
    r"interested in",
    r"(?:info(?:rmation)?|details|question) (?:on|about)",
    r"disponible",
    r"en venta",
    r"(?:vi|ver|visitar)",
)


def signs(folded: str) -> list[tuple[int, int]]:
    """Spans of all signs of either side."""
    return [match.span() for pattern in (BUYS, SELLS) for match in pattern.finditer(folded)]


def implied_side(folded: str) -> tuple[str, int, int] | None:
    """("buy" or "sell", start, end) of the first sign; None without any, or when both sides show."""
    buys, sells = BUYS.search(folded), SELLS.search(folded)
    if bool(buys) == bool(sells):
        return None
    sign = buys or sells
    return None if sign is None else ("buy" if buys else "sell", *sign.span())
