"""A text as it was meant: shorthand written out, and slips of one letter in long words that rules look for.

A word is corrected only where it is no word that is known here, exactly one such long word lies one slip away (two
letters swapped, one wrong, missing or too many), and it begins with the same letter. Names are left alone.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from bots.understanding.everyday import EVERYDAY, WEIGHTY
from bots.understanding.language import ENGLISH, SPANISH
from bots.understanding.vocabulary import ASIDE as ASIDE_WORDS
from bots.understanding.vocabulary import DAYS, LIFE, PEOPLE, QUESTION, WISHES
from bots.understanding.words import FILLER, fold, word_set

SHORTHAND = {
    "abt": "about", "bc": "because", "cuz": "because", "b4": "before", "tmrw": "tomorrow", "tmr": "tomorrow",
    "tonite": "tonight", "wanna": "want to", "tryna": "trying to", "lookin": "looking", "sellin": "selling",
    "buyin": "buying", "movin": "moving", "workin": "working", "gettin": "getting", "hopin": "hoping",
    "addy": "address", "mnths": "months", "mths": "months", "mth": "month", "mnth": "month", "prolly": "probably",
    "prob": "probably", "probs": "probably", "ppl": "people", "w/": "with", "w/o": "without", "hse": "house",
    "bf": "boyfriend", "gf": "girlfriend", "fam": "family", "pics": "pictures",
    "aprox": "about", "yess": "yes", "yesss": "yes", "yup": "yes", "thnx": "thanks", "tks": "thanks",
    "thks": "thanks", "tnx": "thanks", "xq": "porque", "pq": "porque", "tmb": "tambien", "tb": "tambien",
    "xfa": "por favor", "porfa": "por favor", "porfavor": "por favor", "q": "que", "pa": "para", "bn": "bien",
    "grax": "gracias", "dont": "don't", "cant": "can't", "wont": "won't", "didnt": "didn't", "isnt": "isn't",
    "doesnt": "doesn't", "whats": "what's", "couldnt": "couldn't", "wouldnt": "wouldn't", "wasnt": "wasn't",
    "havent": "haven't", "hasnt": "hasn't", "theyre": "they're", "youre": "you're",
    "theres": "there's", "thats": "that's", "shes": "she's", "hes": "he's", "yall": "y'all", "tho": "though",
    "naw": "no", "nah": "no", "upto": "up to", "til": "until", "till": "until", "wifes": "wife's",
    "husbands": "husband's", "moms": "mom's", "dads": "dad's", "bday": "birthday", "hs": "high school",
}  # fmt: skip
LOOKED_FOR = word_set(
    """
    selling buying looking searching house houses bedroom bedrooms bathroom bathrooms months weeks budget approved
    preapproved approval mortgage lender condition renovated remodeled updated repairs foundation moving
    relocating relocation transferred downsizing downsize retiring retirement inherited divorce thousand million
    dollars around between maximum minimum interested thinking property address street avenue neighborhood
    possible probably hopefully thanks please sounds perfect working process downtown another already
    actually asking somewhere outdated bigger smaller upgrade purchase immediately whenever through honestly
    contractor paperwork something anything vender comprar quiero queremos necesito necesita necesitamos busco
    buscamos habitaciones recamaras cuartos meses semanas presupuesto efectivo contado preaprobado aprobado
    remodelada arreglos pintura mudarnos mudanza trabajo divorcio herencia gracias favor posible direccion
    propiedad proceso espacio comision funciona compran realidad
    """
)
# Words that lie one slip from one of these and mean something else.
OTHERS = word_set(
    """
    contact contacts contract contracts talking walking taking making baking wording worrying longing losing
    leaving forty thirty rather mister sister mother smother brother broth cosine cousins
    seating setting telling filling falling calling rolling pulling boiling burying busying bulling hoping shaping
    sharing prices priced bruised grant hunting housing hosing parents patents paints points prints
    painting planing planting playing proper thinkers linking drinking sinking stinking lien liens
    court courts count sued lawsuit lawyer lawyers attorney attorneys agent agents broker realtor person someone
    probate foreclosed foreclosure evicted eviction scammer bankrupt bankruptcy divorced divorcing sealing
    spelling smelling swelling leader lander weeds mowing tanks pleased proud mouths mounts houston hours horses
    bathrobes budged bidding casing cashing cooking booking locking baying boxing paring personal persons
    addressed possibly processed repaired repairing conditions condominium working-class workings
    retired rethinking sounded streets avenues leasing easing montes parson fundation busca buscan vendemos venden
    compra compras compran queremos quieres quisiera necesitas mese mesas posibles trabajos trabaje trabaja gracia
    favorable millon millones
    """
)
_KNOWN = (
    EVERYDAY | WEIGHTY | FILLER
    | ASIDE_WORDS | DAYS | LIFE | PEOPLE | QUESTION | WISHES | ENGLISH | SPANISH | LOOKED_FOR | OTHERS
)  # fmt: skip
_TARGETS = LOOKED_FOR | {word for word in PEOPLE if len(word) > 5}
_WITH = re.compile(r"(?<![\d#] )\bw(?= [a-z])")  # "preapproved w rocket", not "1519 w gramercy pl"
_TOKEN = re.compile(r"\bw/o?(?=\s)|\bb4\b|[^\W\d_]+(?:'[^\W\d_]+)*")
_BEGINS = re.compile(r"(?:^|[.!?\n])\W*$")
SHORTEST = 5


@dataclass(frozen=True, slots=True)
class Spelled:
    """`text` is read; `changes` are (start, end) in `text` with (start, end) in the lead's own words, in order."""

    text: str
    original: str
    changes: tuple[tuple[int, int, int, int], ...] = ()

    def own(self, words: str) -> str:
        """The lead's own letters of some words of `text`; words that do not stand in it come back as they are."""
        at = self.text.find(words) if self.changes and words else -1
        if at < 0:
            return words
        return self.original[self._back(at, end=False) : self._back(at + len(words), end=True)]

    def _back(self, position: int, *, end: bool) -> int:
        moved = 0
        for start, stop, own_start, own_stop in self.changes:
            if position <= start:
                break
            if position < stop:
                return own_stop if end else own_start
            moved = own_stop - stop
        return position + moved


def spelled(text: str) -> Spelled:
    parts, changes, read_up_to, length = list[str](), list[tuple[int, int, int, int]](), 0, 0
    for match in _TOKEN.finditer(text):
        meant = "with" if _WITH.match(text, match.start()) else _meant(match.group())
        if meant is None or (match.group()[0].isupper() and not _BEGINS.search(text, 0, match.start())):
            continue  # a capital in mid-sentence is a name
        parts.append(text[read_up_to : match.start()])
        length += match.start() - read_up_to
        changes.append((length, length + len(meant), *match.span()))
        parts.append(meant)
        length += len(meant)
        read_up_to = match.end()
    return Spelled("".join([*parts, text[read_up_to:]]), text, tuple(changes))


def _meant(word: str) -> str | None:
    folded = fold(word)
    if folded in SHORTHAND:
        return SHORTHAND[folded]
    if len(word) < SHORTEST or folded in _KNOWN or not word[1:].islower():
        return None
    found = _one_slip_away(folded)
    return found.capitalize() if found and word[0].isupper() else found


@lru_cache(maxsize=4096)
def _one_slip_away(word: str) -> str | None:
    near = [wanted for wanted in _TARGETS if wanted[0] == word[0] and _is_slip(word, wanted)]
    as_long = [wanted for wanted in near if len(wanted) == len(word)]
    found = as_long or near
    return found[0] if len(found) == 1 else None


def _is_slip(word: str, wanted: str) -> bool:
    """One slip, and not at the last letter: "update" and "updated" are two words."""
    if abs(len(word) - len(wanted)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(word, wanted, strict=False)) if a != b), min(len(word), len(wanted)))
    rest, wanted_rest = word[start:], wanted[start:]
    if len(rest) <= 1 and len(wanted_rest) <= 1:
        return False
    swapped = rest[:2][::-1] + rest[2:] == wanted_rest
    wrong, missing, too_many = rest[1:] == wanted_rest[1:], rest == wanted_rest[1:], rest[1:] == wanted_rest
    return swapped or wrong or missing or too_many
