"""Letters, numbers in words, and which words carry no fact. Pure helpers of the rules."""

import re
import unicodedata
from functools import lru_cache

APOSTROPHES = {"’": "'", "‘": "'", "`": "'", "´": "'"}

NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "forty five": 45,
    "forty-five": 45, "sixty": 60, "ninety": 90, "couple": 2, "a couple": 2, "couple of": 2, "a couple of": 2,
    "a few": 3, "few": 3, "several": 4, "un": 1, "una": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5,
    "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "doce": 12, "quince": 15, "veinte": 20, "treinta": 30,
    "cuarenta": 40, "sesenta": 60, "noventa": 90, "un par de": 2, "par de": 2, "unos pocos": 3,
}  # fmt: skip
NUMBER_WORDS = "|".join(sorted(NUMBERS, key=len, reverse=True)).replace(" ", r"\s+")


def word_set(words: str) -> frozenset[str]:
    return frozenset(re.findall(r"\S+", words))


# Words that may stand beside an answer without saying more. No negation and no question word is among them.
FILLER = word_set(
    """
    a about ac actually ah all also am an and any anyway approximately are around as at basically be because
    been but by can closer could cool do does doing down fine for from get give go going gonna good great
    guess had has have haven hello here hey hi hmm hope i i'd i'll i'm i've id if ill im in is it it'd it'll
    it's its ive just kind kinda let lets like little looking lol long looks maam maybe me mean mine more most
    much my need needs nice now of off oh ok okay on one or our ours out over perfect please possibly
    preferably pretty probably question really right roughly said say see should sir so some something sorry
    sort sounds still stuff sure thank thanks that that's thats the their them then there these they thing
    things think thinking this those to too total totally u um up us very wait want wanted wanting we we'd
    we'll we're we've well were will with would yea yeah year yes yep yup you your yours ya home house place
    property condo townhouse houses homes find hoping ideally least minimum max maximum budget price range
    asking area approx morning afternoon evening al algo alrededor aproximadamente asi bien buen buena buenas
    bueno buenos casa casas claro como con creo cerca cual cualquier de del dias dia e el ella en entonces
    entre es esa ese eso esta estamos estan estar este esto estoy favor gracias gusta gustaria ha hacer hasta
    hay he hola hoy la las le lo los luego mas mejor mi mis mucho muchas muy nada necesito necesitamos nos
    nosotros nuestra nuestro o otra otro para pero perfecto poco por porque pues puede puedo que queremos
    quiero quisiera saludos se ser seria si sobre solo somos son soy su sus tal tambien tardes noches te
    tenemos tengo tiene tipo toda todo tu un una unas uno unos usted vale van vez vivir voy y yo propiedad
    busco buscamos buscando minimo maximo presupuesto precio zona
    than under between within next works somewhere near only months weeks days parece comes either tops bout help
    helping lookin later today ayuda ayudar encontrar
    """
)
_WORD = re.compile(r"[^\W_][\w']*")


def any_of(*patterns: str) -> re.Pattern[str]:
    """One pattern for whole words out of several."""
    return re.compile(r"(?<!\w)(?:" + "|".join(patterns) + r")(?!\w)")


@lru_cache(maxsize=512)
def fold(text: str) -> str:
    """Lower case without accents and of the same length, so that spans found in it are spans of the original."""
    return "".join(_folded(sign) for sign in text)


def _folded(sign: str) -> str:
    if sign.isascii():
        return sign.lower()
    sign = APOSTROPHES.get(sign, sign)
    base = unicodedata.normalize("NFD", sign)[0].lower()
    return base if len(base) == 1 else sign


def number(words: str) -> float | None:
    """A number in digits or words, or None."""
    words = re.sub(r"\s+", " ", words.strip())
    if words in NUMBERS:
        return float(NUMBERS[words])
    try:
        return float(words.replace(",", ""))
    except ValueError:
        return None


class Reading:
    """A message while rules read it: its words, and which of its letters some rule has understood."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold(text)
        self._understood = bytearray(len(text))

    def take(self, start: int, end: int) -> str:
        """Marks a span as understood and returns the lead's own words of it."""
        self._understood[start:end] = b"\x01" * (end - start)
        return self.text[start:end].strip(" \t\n,.;:-")

    def is_free(self, start: int, end: int) -> bool:
        return not any(self._understood[start:end])

    def leftover(self, start: int = 0, end: int | None = None) -> list[str]:
        """Meaningful words that no rule understood, in order."""
        return [word for _, word in self.leftover_at(start, end)]

    def leftover_at(self, start: int = 0, end: int | None = None) -> list[tuple[int, str]]:
        """The same with the position of each."""
        return [
            (match.start(), match.group())
            for match in _WORD.finditer(self.folded, start, len(self.folded) if end is None else end)
            if self.is_free(*match.span()) and match.group() not in FILLER
        ]

    def without_taken(self) -> str:
        """The text with a line end for every letter that was understood, so that nothing reaches across."""
        return "".join("\n" if taken else sign for sign, taken in zip(self.folded, self._understood, strict=True))

    def unread(self) -> str:
        """The words from the first one on that no rule understood; what stands before is blank, so that spans fit."""
        first = next((m.start() for m in _WORD.finditer(self.folded) if self.is_free(*m.span())), len(self.folded))
        return " " * first + self.folded[first:]

    def asks_at(self, position: int) -> bool:
        """The sentence that holds a position ends with a question mark."""
        ends = re.compile(r"[.!?\n]").search(self.folded, position)
        return ends is not None and ends.group() == "?"

    def line_of(self, position: int) -> tuple[int, int]:
        """Bounds of the bubble that holds a position."""
        start = self.folded.rfind("\n", 0, position) + 1
        end = self.folded.find("\n", position)
        return start, len(self.folded) if end < 0 else end


NEGATION = re.compile(
    r"(?:\b(?:not|no|never|without|isn't|isnt|aren't|wasn't|hasn't|hasnt|haven't|havent|needs to be|need to be|"
    r"don't|dont|doesn't|didn't|won't|can't|cannot|sin|nunca|ni|"
    r"instead of|rather than|en vez de|en lugar de)\s+(?:\w+\s+){0,2})$"
)
_NEGATION_NEEDS = re.compile(r"not only|no more than|no less than|not less than|no later than")


def is_negated(folded: str, start: int) -> bool:
    """A negation stands right before the position, at most two words away and in the same clause."""
    before = re.split(r"[.,;!?\n]|\bbut\b|\bpero\b|\bsino\b", folded[max(0, start - 40) : start])[-1]
    return bool(NEGATION.search(before)) and not _NEGATION_NEEDS.search(before)
