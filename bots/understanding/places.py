"""Street addresses and areas."""

import re

from bots.understanding.gazetteer import only_common_words, place_at, places_at
from bots.understanding.vocabulary import ALWAYS, DAYS
from bots.understanding.words import FILLER, Reading, word_set

_TYPES = (
    "street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|circle|cir|terrace|trail|trl|parkway|pkwy|"
    "highway|hwy|loop|cove|crossing|place|pl|way|path|run|row|ridge|bend|pass|alley"
)
_NO_NAME = (
    r"(?!(?:in|the|a|an|on|of|for|days?|weeks?|months?|years?|bed\w*|bath\w*|br|k|mil|minutes|and|or|from|to|is|"
    r"it)\b)"
)
_STATES = (
    "al|ak|az|ar|ca|co|ct|de|fl|ga|hi|id|il|in|ia|ks|ky|la|me|md|ma|mi|mn|ms|mo|mt|ne|nv|nh|nj|nm|ny|nc|nd|oh|ok|or|"
    "pa|ri|sc|sd|tn|tx|ut|vt|va|wa|wv|wi|wy|texas|florida|california|arizona"
)
_REST = (
    r"(?:\s*,?\s*(?:apt|unit|suite|ste|#)\.?\s*#?\w+)?"
    rf"(?:\s*,\s*(?!(?:and|but|it|i|we|the|in|my|needs?|yes|no|can|could|is|are|do|what|how|when|would|please|"
    rf"thanks?|you|your|send|call|not|with|at|so|or|pero|y|que|como|gracias|"
    rf"puede)\b)[a-z][a-z.'-]*(?:\s+(?!(?:{_STATES})\s*(?:\d|$|,|\.))[a-z][a-z.'-]*){{0,2}}(?=\s*(?:,|\.|\n|"
    rf"$|\s(?:{_STATES})\b|\s(?:is|has|was|needs?|necesita|es)\b)))?"
    rf"(?:\s*,?\s*(?:{_STATES})\b(?=\s*(?:\d|,|\.|\n|$)))?(?:\s*,?\s*\d{{5}}(?:-\d{{4}})?\b)?"
)
STREET = re.compile(
    rf"\b\d{{1,6}}\s+(?:(?:[nsew]|north|south|east|west|ne|nw|se|sw)\.?\s+)?(?:{_NO_NAME}(?:\d{{1,3}}(?:st|nd|rd|"
    rf"th)\b|[a-z][\w'.-]*)\s+){{1,4}}?"
    rf"(?:{_TYPES})\b\.?(?:\s+(?:{_TYPES})\b\.?)?{_REST}"
)
NUMBERED_ROAD = re.compile(
    r"\b\d{1,6}\s+(?:[nsew]\.?\s+)?"
    r"(?:county|state|farm to market|ranch|us|fm|rm|cr|sr|hwy|highway|interstate|i)\s*-?\s*"
    r"(?:rd|road|hwy|highway|route|rt)?\.?\s*\d{1,4}\b" + _REST
)
CALLE = re.compile(
    r"\b(?:calle|avenida|av|paseo|camino)\.?\s+(?:[a-z0-9][\w'.]*\s+){1,5}?(?:#\s*|num(?:ero)?\.?\s*)?\d{1,5}\b" + _REST
)
_UNITS = (
    r"(?:k|mil|grand|thousand|million|bed\w*|bds?|brs?|bath\w*|ba|days?|weeks?|months?|years?|dias?|semanas?|"
    r"mes(?:es)?|anos?|"
    r"sq\w*|sf|acres?|habitacion(?:es)?|recamaras?|cuartos?|banos?|pisos?|acre|at|dollars?|propert(?:y|ies)|houses?|"
    r"homes?|kids|people|percent)"
)
NUMBER_AND_NAME = re.compile(
    rf"(?<![\w$])\d{{1,6}}\s+(?!(?:{_UNITS}|or|to|and|a|o|y)\b)[a-z][\w'.]*(?:,?\s+(?!(?:and|but|it|pero|y)\b)"
    r"(?!(?<=,\s)(?:la|el|los|las|un|una|the|an|with|my|its|it's|corner|near|behind|con)\b)#?[\w'.]+){0,6},?"
)
NAMED_STREET = re.compile(rf"\b(?:on|at|en)\s+(?P<place>(?:{_NO_NAME}[a-z][\w'.]*\s+){{1,3}}(?:{_TYPES})\b)")

_STOPS = word_set(
    """
    in a about after again all also an and any are as at be because been before both but buy buying by can cash could do
    ends every find for from get good had has have he her hers him his house home how i i'm if im is it its just later
    less
    like live looking max maybe me min more month months my near need new next no not of off ok on or our out over place
    please price probably property question quick sell selling she should since so soon some somewhere something sure
    than thanks that the their them then there these they this those to too under until up us very want was we week
    weeks
    well were what when where which who why will with within would year years yes you your person fact case town
    general touch cash shape condition process order person charge addition particular january february march april may
    june july august september october november december spring summer fall autumn winter end beginning late early
    around close either anything area areas budget condo condos houses townhouse townhouses apartment apartments
    homes duplex land lots bed beds bedroom bedrooms contact writing spanish english mind love trouble foreclosure
    bankruptcy court debt town default probate escrow charge good great bad rough poor decent fair
    al algo ano anos antes aqui buena buen casa como con cuando de del desde dias el ella en entre es esa ese eso esta
    este esto hace hasta hay la las le lo los mal mas me meses mes mi mis mucho muy necesito no nos o para pero poco por
    porque que quiero se si sin su sus tambien tengo tiene toda todo un una unos y ya yo zona efectivo general serio
    proceso estado condicion enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    primavera verano otono invierno proximo proximos fin finales principios cualquier
    """
)
_NO_PLACE = word_set(
    """
    nothing everything anything something nowhere memory assisted lado
    moment low mid high upper cerca buenas buenos malas malos excelentes perfectas regulares
    work school schools family kids job office parents church hospital store gym bank meeting traffic class bed person
    hurry rush market meantime mean time times day days morning afternoon evening noon night now corner future term
    long short person full total principle theory reality private public advance arrears progress limbo need pain luck
    fact brief part case need half between transit there here then downpayment cash writing sight turn step touch tune
    kitchen backyard yard garage bathroom basement attic roof front back laws law college university nursing escrow
    ahora favor supuesto ejemplo dios suerte cuanto caso realidad breve total venta linea persona familia espanol ingles
    camino manana tarde noche tardes mananas telefono mensaje texto correo aca aqui alla alli ahi fin cierto completo
    trabajo ciento medio semana dinero parte internet curiosidad cuestion mientras vez ultimo primero principio lo
    momento mente cuenta desacuerdo acuerdo pie paz contado duda dudas adelante atras motivo motivos eso ella ellos
    escuela escuelas hijos hijo hija nietos todos todas varias varios cualquiera donde quien cual cuales venderla
    comprarla vender comprar vivir saber ver verla oficina iglesia papa junta clase divorcio herencia salud edad
    """
)
_KEEPS = word_set("north south east west northwest northeast southwest southeast downtown")
AREA_CUE = re.compile(
    r"(?<!interested )\b(?:in|near|around|close to|en|cerca de(?:l)?|por|the area of|zona de|"
    r"area de)\s+(?:the\s+|el\s+|la\s+)?(?=[a-z])"
)
# In a sentence of one of these a place is where somebody was or works, unless it also says what is looked for.
_TELLS = re.compile(
    r"\b(?:saw|seen|was|were|been|lives?|lived|born|from|went|drove|driving|traffic|visit(?:ed|ing)?|stayed|grew|"
    r"worked|"
    r"works?|working|job|office|hospital|married|famil(?:y|ia)|mom|dad|sister|brother|friends?|neighbors?|"
    r"contractor|nurse|"
    r"teacher|wife|husband|son|daughter|back|transfer\w*|vi|vimos|vivia|viviamos|vivimos|trabaj\w+|estuve|fui|"
    r"fuimos|naci|"
    r"crecimos|herman[oa]|espos[oa]|hij[oa]s?|amig[oa]|vecin[oa]s?|mama|papa)\b"
)
_LOOKS_FOR = re.compile(
    r"\b(?:look\w*|search\w*|want\w*|need\w*|buy\w*|home|house|condo|place|townho\w+|bed\w*|prefer\w*|area|move|"
    r"moving|"
    r"live|close|near|interested|property|somewhere|anywhere|sell\w*|busc\w+|quier\w+|quisier\w+|necesit\w+|compr\w+|"
    r"casa|propiedad|zona|mud\w+|vivir|cerca|recamaras|habitaciones|cuartos|vend\w+)\b"
)
_TOLD_CUE = re.compile(r"\b(?:in|at|from|near|en|de|desde|por)\s+(?:the\s+|el\s+|la\s+)?(?=[a-z])")
_SENTENCES = re.compile(r"[.!?;\n]")
_SECOND_WORDS = word_set("land town fair spring springs park")  # "Sugar Land": part of a name once capitalised
_LAST_WORD = re.compile(r"(?<=[\s,])[\w']+[\s,.-]*$")
_PLAIN_PLACES = word_set(
    "suburbs suburb city country countryside centro afueras campo ciudad norte sur este oeste side part"
)
_COMPASS = word_set("north south east west northwest northeast southwest southeast")
_PLACE_WORD = re.compile(r"[a-z][a-z.'-]*")
_CONTRACTED = re.compile(r"(?:n't|'(?:re|m|ve|ll|d|s))$")
_LIVES_THERE = re.compile(
    r"\b(?:(?<!to )(?<!love )(?<!like )(?:lived?|lives|living|staying|renting|rent|vivo|vivimos|viviendo|rentando|"
    r"rentamos)(?: (?:in|en|at) (?:an?|un|una|the|my|our|mi) \w+)?|"
    r"born|stuck|stationed|currently|right now|estoy|estamos) +(?:in|en)$"
)
_ZIP_SAID = re.compile(
    r"\b(?:in|near|around|zip(?: code)?(?: is)?|area|en|codigo postal(?: es)?)\s+(?P<zip>\d{5})\b(?![,.]?\d)"
)
ZIP_CODE = re.compile(r"\b\d{5}\b")
MOVING_TO = re.compile(
    r"\b(?:mov(?:e|ing) (?:back |down |up |out )?(?:closer )?to|(?:be|get) closer to|relocat(?:e|ed|ing) to|"
    r"transferred to|going to live in|mudar(?:me|"
    r"nos)? a|mudo a|mudamos a|voy a vivir en)\s+"
)
_BARE_PLACE = re.compile(r"\W*(?P<place>[A-Z][A-Za-z.'-]+(?: [A-Z][A-Za-z.'-]+){0,2})\W*")
_ANSWER_START = re.compile(
    r"^\W*(?:(?:actually|sorry|i mean|i meant|make that|perdon|digo|yes|yeah|sure|ok|well|um|probably|maybe|"
    r"preferably|ideally|somewhere|anywhere|i'd like|"
    r"i like|we like|we want|"
    r"i want|looking|in|near|around|at|the|claro|pues|quiza|tal vez|en|por|cerca de|la zona de|me gusta|"
    r"nos gusta|quiero|"
    r"queremos|el|la)\b[\s,]*)*"
)


def address(reading: Reading, *, asked: bool) -> tuple[int, int, float] | None:
    """(start, end, confidence) of a street address. Asked for one, a number with a name is enough."""
    for pattern in (NUMBERED_ROAD, STREET, CALLE):
        match = pattern.search(reading.without_taken())
        if match is not None and reading.is_free(match.start(), match.start() + 1):
            return match.start(), _town_end(reading, _free_end(reading, *match.span())), 0.95
    if not asked:
        return None
    if (match := NUMBER_AND_NAME.search(reading.folded)) and _could_be_address(reading, match):
        return match.start(), _town_end(reading, _free_end(reading, *match.span())), 0.75
    if match := NAMED_STREET.search(reading.folded):
        return match.start("place"), match.end("place"), 0.6
    return None


_UNIT_BEHIND = re.compile(r"\s*,?\s*(?:apt|unit|suite|ste|space|lot|trailer|#)\.?\s*#?\s*[\w-]*\d[\w-]*")
_BEFORE_TOWN = re.compile(r"\s*,?\s*(?:(?:in|en)\s+)?(?=[a-z])")
_STATE_BEHIND = re.compile(
    rf"(?:\s*,?\s*(?:{_STATES})\b\.?(?=\s*(?:\d|,|\.|!|\n|$)))?(?:\s*,?\s*\d{{5}}(?:-\d{{4}})?\b)?"
)


def _town_end(reading: Reading, end: int) -> int:
    """A known town behind a street needs no comma: "9140 Date St Fontana", "503 Hibiscus Court in Sun City Center"."""
    if unit := _UNIT_BEHIND.match(reading.folded, end):
        end = unit.end()
    before = _BEFORE_TOWN.match(reading.folded, end)
    town = place_at(reading.text, reading.folded, before.end(), loose=True) if before else end
    if before is None or town <= before.end() or not reading.is_free(end, town):
        return end
    state = _STATE_BEHIND.match(reading.folded, town)
    return state.end() if state else town


def _free_end(reading: Reading, start: int, end: int) -> int:
    """An address ends where a courtesy begins."""
    end = next((at for at in range(start, end) if not reading.is_free(at, at + 1)), end)
    while (last := _LAST_WORD.search(reading.folded, start, end)) and _is_courtesy(reading.text[last.start() : end]):
        end = last.start()
    return start + len(reading.folded[start:end].rstrip(" ,.-\n"))


def _is_courtesy(word: str) -> bool:
    """ "or so", "por favor" behind a town; "St" and "OK" are written otherwise."""
    word = word.strip(" ,.-")
    return word.islower() and (word in FILLER or word in ALWAYS) and word not in _TYPES.split("|")


_DIRECTIONS = word_set("n s e w ne nw se sw north south east west")


def _could_be_address(reading: Reading, match: re.Match[str]) -> bool:
    """ "742 Evergreen" may be one; "11 hijos" and "450 would be fine" are none."""
    words = [word for word in re.findall(r"[a-z][\w']*", match.group()) if word not in _DIRECTIONS]
    named = bool(words) and words[0] not in FILLER and not _is_common(words[0])
    return named and reading.is_free(match.start(), match.start() + 1)


def area(reading: Reading, *, asked: bool) -> tuple[int, int, float] | None:
    """(start, end, confidence) of an area: words after "in" or "near", a zip code, or the whole short answer."""
    for cue in AREA_CUE.finditer(reading.folded):
        if _is_loose(cue) and not reading.text[cue.end()].isupper():
            continue  # "por" is mostly no place: "por trabajo", "por las tardes"
        if _LIVES_THERE.search(reading.folded, 0, cue.start() + 2) or _is_told(reading, cue.start()):
            continue  # where somebody lives now is not where the new home should be
        start = _start_of_name(reading, cue)
        end = max(place_end(reading, cue.end()), places_at(reading.text, reading.folded, cue.end()))
        if end > cue.end() and reading.is_free(start, end) and not _is_no_name(reading, cue.end(), end):
            return start, end, 0.85 if _is_written_as_name(reading, start, end) else 0.6
    if match := _ZIP_SAID.search(reading.folded):
        return *match.span("zip"), 0.9
    if not asked:
        return None
    if match := ZIP_CODE.search(reading.folded):
        return match.start(), match.end(), 0.9
    opening = _ANSWER_START.match(reading.unread())
    if opening is None:
        return None
    begins = opening.end()
    end = max(place_end(reading, begins), places_at(reading.text, reading.folded, begins, loose=True))
    start = _start_of_name(reading, opening)
    fits = end > start and reading.is_free(start, end) and not _is_no_name(reading, begins, end)
    return (start, end, 0.75) if fits else None


def _is_no_name(reading: Reading, start: int, end: int) -> bool:
    words = reading.folded[start:end].split()
    described = any(word.rstrip(".,") in _KEEPS or word.rstrip(".,") in _PLAIN_PLACES for word in words)
    return not described and only_common_words(reading.text, reading.folded, start, end)


def _is_written_as_name(reading: Reading, start: int, end: int) -> bool:
    """Somebody who writes capitals writes them in names: "in memory care" is no place."""
    own, rest = reading.text[start:end], reading.text[:start].strip()[1:] + reading.text[end:]
    known = all(word in _KEEPS or word in _PLAIN_PLACES for word in re.findall(r"\w+", reading.folded[start:end]))
    return known or not own.islower() or not any(sign.isupper() for sign in rest.replace("I", ""))


def _start_of_name(reading: Reading, cue: re.Match[str]) -> int:
    """ "El Paso" and "The Woodlands" begin with their article, "the suburbs" does not."""
    article = re.search(r"(?:the|el|la)\s+$", cue.group())
    start = cue.start() + article.start() if article else cue.end()
    return start if article and reading.text[start].isupper() and not reading.text.isupper() else cue.end()


def take_told_places(reading: Reading) -> bool:
    """Places of a sentence that tells where somebody was; they are no wish. True when there was one."""
    found = False
    for cue in _TOLD_CUE.finditer(reading.folded):
        end = place_end(reading, cue.end()) if _is_told_all(reading, cue.start()) else cue.end()
        if end > cue.end() and reading.is_free(cue.end(), end):
            reading.take(cue.start(), end)
            found = True
    return found


def _is_told_all(reading: Reading, position: int) -> bool:
    """Like `_is_told`, for the whole sentence: "the traffic from Austin was terrible"."""
    start = max((m.end() for m in _SENTENCES.finditer(reading.folded, 0, position)), default=0)
    after = _SENTENCES.search(reading.folded, position)
    sentence = reading.folded[start : after.start() if after else len(reading.folded)]
    return bool(_TELLS.search(sentence)) and not _LOOKS_FOR.search(sentence)


def _is_told(reading: Reading, position: int) -> bool:
    sentence = _SENTENCES.split(reading.folded[:position])[-1]
    return bool(_TELLS.search(sentence)) and not _LOOKS_FOR.search(sentence)


_GOAL_CUE = re.compile(r"\b(?:in|to|near|toward|towards|outside|en|a|para|hacia|wants?|for)\s+(?=[a-z])")


def known_goal(reading: Reading) -> tuple[int, int] | None:
    """A known place behind a word of direction, where nobody says that they live or were there."""
    for cue in _GOAL_CUE.finditer(reading.folded):
        end = places_at(reading.text, reading.folded, cue.end())
        lives_there = _LIVES_THERE.search(reading.folded, 0, cue.start() + len(cue.group().rstrip()))
        if end > cue.end() and reading.is_free(cue.end(), end) and not lives_there:
            return cue.end(), end
    return None


def clause_before(reading: Reading, position: int) -> str:
    """The words of the same sentence that stand before a position."""
    return _SENTENCES.split(reading.folded[:position])[-1]


def _is_loose(cue: re.Match[str]) -> bool:
    return cue.group().startswith("por ")


_MAYBE = re.compile(
    r"[\s,.!]*(?:area|zone|maybe|probably|please|pls|i think|i guess|por favor|tal vez|quiza|creo)?[\s,.!]*"
)


def known_place_alone(reading: Reading) -> tuple[int, int] | None:
    """Known places that are the whole message beside courtesies: "Fontana", "kyle or buda", "south austin, 78745"."""
    opening = _ANSWER_START.match(reading.unread())
    if opening is None:
        return None
    start = _start_of_name(reading, opening)
    end = places_at(reading.text, reading.folded, opening.end())
    alone = end > opening.end() and _MAYBE.fullmatch(reading.folded, end) and reading.is_free(start, end)
    return (start, end) if alone else None


def bare_place(reading: Reading) -> tuple[int, int, float] | None:
    """One to three capitalised words that are the whole message: "Plano", "Round Rock". Too weak to stand alone."""
    match = _BARE_PLACE.fullmatch(reading.text)
    if match is None:
        return None
    start, end = match.span("place")
    known = all(word in FILLER for word in reading.folded[start:end].split())
    return (start, end, 0.6) if place_end(reading, start) == end and not known else None


def moving_to(reading: Reading) -> tuple[int, int] | None:
    for match in MOVING_TO.finditer(reading.folded):
        end = place_end(reading, match.end())
        if end > match.end():
            return match.end(), end
    return None


def _is_stop(word: str) -> bool:
    return word.rstrip(".'-") in _STOPS and word not in _KEEPS


def _is_part_of_name(reading: Reading, match: re.Match[str], words: int) -> bool:
    """ "New Braunfels", "Sugar Land": such words belong to a name where they are written like one."""
    word, text = match.group().rstrip(".'-"), reading.text
    if not text[match.start()].isupper() or text.isupper():
        return False
    return word in _SECOND_WORDS if words else word == "new" and text[match.end() + 1 : match.end() + 2].isupper()


def _is_common(word: str) -> bool:
    word = word.rstrip(".'-")
    return word not in _KEEPS and (word in ALWAYS or word in DAYS)


def place_end(reading: Reading, start: int) -> int:
    """End of a place name of at most four words from here; `start` when no place stands here."""
    end, position, words = start, start, 0
    while words < 4:
        match = _PLACE_WORD.match(reading.folded, position)
        if match is None or (_is_stop(match.group()) and not _is_part_of_name(reading, match, words)):
            break
        if _CONTRACTED.search(match.group()) or (words == 0 and match.group().rstrip(".'-") in _NO_PLACE):
            break
        if not reading.is_free(*match.span()) or _is_common(match.group()):
            break
        if match.group() in FILLER and reading.text[match.start()].islower():
            break
        end, words = match.end(), words + 1
        gap = re.match(
            r"\s?/\s?(?=[a-z])|,? (?:or|and|o|y) (?=[a-z])|, (?=[a-z.'-]+(?: [a-z.'-]+)?,? (?:or|and|o|y) )|"
            r", (?=(?:tx|texas|fl|ca|az)\b)| (?=[a-z])",
            reading.folded[end:],
        )
        if match.group() in _COMPASS and (side := re.match(r" side\b", reading.folded[end:])):
            end += side.end()
            break
        if match.group() in _COMPASS:
            gap = re.match(r" of (?:the )?(?=[a-z])| (?=[a-z])", reading.folded[end:])
        if gap is None:
            break
        words = 1 if gap.group().strip(", /") in ("", "or", "and", "o", "y") and gap.group() != " " else words
        position = end + gap.end()
    return start + len(reading.folded[start:end].rstrip(".'- "))
