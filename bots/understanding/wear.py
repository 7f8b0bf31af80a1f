"""What state a home is in, told by its parts: "the steps are rotten", "one bathroom doesn't flush".

A fault of what holds, covers or supplies the home is major work, any other fault minor; of several the worst stands for
all. What was repaired, and what is denied, is no fault.
"""

import re

from bots.understanding.message import Message
from bots.understanding.telling import statements, take_told
from bots.understanding.words import any_of

SIGN_CONFIDENCE = 0.8
_TEAR_DOWN = any_of(
    r"(?:tear|knock|bulldoz\w+|burned|burnt) (?:it |the (?:house|place) )?(?:down|to the ground)",
    r"bulldoz\w+",
    r"(?:para|hay que) tumbar(?:la|lo)?",
    r"se quemo (?:toda|la mitad)",
    r"(?:only|just) the (?:lot|land|slab)",
)
_MAJOR = any_of(
    r"(?:needs|necesita|need) (?:everything|todo)|(?:a )?(?:full|total|complete) (?:rehab|remodel|redo|renovation)",
    r"hay que arreglar(?:le)? todo|(?:all|everything) (?:has|needs|have) to (?:go|be replaced)",
    r"(?:no|without) (?:toilet|water|power|heat|kitchen|electricity|working bathroom)",
    r"se (?:le )?mete el agua|gotea(?:n)?|goteras?",
    r"(?:needs|it needs|necesita) a lot",
)
_STRUCTURE = any_of(
    r"roof|foundation|plumbing|pipes?|electric\w*|wiring|septic|hvac|furnace|sewer|walls?|drywall|ceilings?|beams?|"
    r"(?:every|each) (?:\w+ )?(?:door|window|room)|joists|slab|well|techos?|cimientos?|plomeria|drenaje|instalacion|"
    r"pared(?:es)?|tuberias?"
)
_PART = any_of(
    r"kitchens?|bath(?:room)?s?|bathtub|bedrooms?|rooms?|floors?|floorboards?|carpets?|tiles?|doors?|windows?|trim|"
    r"decks?|"
    r"fences?|porch|patio|garage|driveway|yard|backyard|lawn|basement|attic|appliances?|stove|oven|sinks?|toilet|"
    r"faucet|"
    r"shower|drain|gutters?|siding|soffit|paint|locks?|stairs|steps|screens?|skylights?|cabinets?|counters?|shed|barn|"
    r"pool|fireplace|chimney|blinds?|outlets?|lights?|dishwasher|water heater|ac|a/c|air|heater|lanai|railing|skirting|"
    r"cocina|banos?|cuartos?|recamaras?|pisos?|alfombra|puertas?|ventanas?|cerca|barda|porton|cochera|jardin|"
    r"calentador|"
    r"aire|escalera|vidrios?|pintura"
)
_FAULT = any_of(
    r"leak(?:s|ed|ing|y)?|drips?|dripping|crack(?:s|ed)?|rot(?:ten|ted|ting)?|torn|ripped|broken?|stain(?:s|ed|ing)?|"
    r"chewed|holes?|peel(?:s|ed|ing)?|rust(?:y|ed)?|sag(?:s|ging)?|lean(?:s|ing)|soft spots?|dead|chipped|warped|"
    r"outdated|scratched|flooded|gutted|came (?:down|off)|blew off|fell (?:down|off|apart)|falling (?:down|apart|off)|"
    r"backs up|last legs?|shot|worn(?: out)?|missing|unfinished|never finished|half finished|weeds|overgrown|"
    r"(?:doesn't|does not|don't|won't|not|isn't) (?:\w+ )?(?:work(?:s|ing)?|flush|close|open|lock|drain|run|heat|cool|"
    r"finished)|needs? (?:redoing|replacing|staining|fixing|cleaning|patching|painting|refinishing|repairing|some help|"
    r"to be (?:redone|replaced|fixed|painted|cleaned))",
    r"quebrad[oa]s?|rot[oa]s?|no (?:sirve|funciona)n?|(?:hay que|falta|le falta) (?:arreglar|cambiar|pintar|"
    r"reparar)(?:le|la|"
    r"lo)?|descompuest[oa]s?|manchad[oa]s?|despintad[oa]s?",
)
_MENDED = any_of(
    r"no|never had|without|fixed|replaced|repaired|redone|redid|new|brand|used to|were|had been|but we|sin|ya (?:lo|"
    r"la|los|"
    r"las)? ?(?:arreglamos|cambiamos|reparamos|pintamos)|nunca|nuev[oa]s?"
)
_CLAUSE = re.compile(r"[^,.!?;\n]+?(?=,|[.!?;\n]|\band\b|\by\b|\bbut\b|\bpero\b|$)")


def read_told_wear(message: Message) -> None:
    """Faults of the home, where its condition was asked for or a seller has not told it yet."""
    name = "seller.condition"
    is_open = message.side == "seller" and name not in message.known
    if not (message.asks(name) or is_open):
        return
    found = [sign for span in statements(message) if (sign := _worst(message.folded, *span))]
    if not found:
        return
    value, start, end = min(found, key=lambda sign: _ORDER.index(sign[0]))
    before = next((slot for slot in message.slots if slot.name == name), None)
    if before is not None:
        if before.value in _ORDER and _ORDER.index(str(before.value)) <= _ORDER.index(value):
            value = str(before.value)
        message.slots.remove(before)
    message.hear(name, value, start, end, SIGN_CONFIDENCE)
    for span in statements(message):
        take_told(message, *span)


_ORDER = ("tear_down", "major_work", "minor_work")


def _is_mended(words: str, fault: re.Match[str]) -> bool:
    mended = _MENDED.search(words)
    return mended is not None and not fault.start() <= mended.start() < fault.end()


def _worst(folded: str, start: int, end: int) -> tuple[str, int, int] | None:
    """(value, start, end) of the worst fault in a statement."""
    if sign := _TEAR_DOWN.search(folded, start, end):
        return "tear_down", *sign.span()
    if sign := _MAJOR.search(folded, start, end):
        return "major_work", *sign.span()
    found = None
    for clause in _CLAUSE.finditer(folded, start, end):
        words = clause.group()
        fault = _FAULT.search(words)
        if fault is None or _is_mended(words, fault):
            continue
        at = clause.start()
        if _STRUCTURE.search(words):
            return "major_work", at + fault.start(), at + fault.end()
        if _PART.search(words):
            found = found or ("minor_work", at + fault.start(), at + fault.end())
    return found
