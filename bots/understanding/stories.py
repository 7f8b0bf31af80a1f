"""Which words of a story may be passed over: unknown ones beside an answer, listed ones where nothing was answered."""

import re
from functools import lru_cache

from bots.understanding.choices import chosen
from bots.understanding.everyday import EVERYDAY, HOME_PARTS, WEIGHTY
from bots.understanding.message import Message
from bots.understanding.tables import condition, loan, motivation
from bots.understanding.vocabulary import DAYS, LIFE
from bots.understanding.words import any_of, word_set

# What may be somebody's reason to sell: health, work, family and what becomes of them.
REASONS = LIFE | word_set(
    """
    health healthy sick sickness ill illness disease hospice care caregiver facility nursing assisted alzheimer dementia
    parkinson arthritis knee knees hip hips heart stroke fall fell fallen wheelchair walker oxygen stairs upkeep
    maintenance mow mowing shovel shoveling alone lonely widow widower pregnant pregnancy twins triplets baby babies
    newborn married marriage marry fiance fiancee engaged ex separate separated split grown flew nest graduate
    graduated deployed deployment orders base transfer transferred promotion promoted position fired layoff laid
    unemployed retire pension elderly aging age old older young noise noisy neighbor neighbors crime traffic commute
    hurricane hurricanes flood fire wildfire snow winter winters heat humidity crowded cramped space room rooms big
    bigger small smaller large larger huge size grandkids grandchildren grandson granddaughter family closer far
    distance drive flying overseas abroad stress stressful stressed tired overwhelmed burden burned drained exhausted
    salud cuidar cuidado mama papa abuela abuelo nietos embarazada gemelos boda jubilado jubilada lejos cerca solo sola
    cansado cansada escaleras ruido crimen trafico espacio chica grande
    """
)
# Where a home should lie may be said with nothing but one of these.
_WHERE = any_of(
    r"in|near|nearby|close|closer|around|by|at|to|from|off|along|where|wherever|toward|towards|anywhere|everywhere|somewhere|here|there|area|"
    r"town|city|country|county|side|north|south|east|west|downtown|uptown|suburbs?|rural|beach|lake|river|coast|ocean|bay|"
    r"island|mountains?|hills?|valley|desert|woods|forest|en|cerca|por|hacia|donde|aqui|alli|alla|zona|pueblo|ciudad|campo|"
    r"norte|sur|este|oeste|centro|playa|lago|rio|barrio|colonia"
)
# What was asked and words that may answer it; a reason, a condition, a loan or a time may be told in any words.
_MAY_ANSWER = {
    "buyer.area": _WHERE,
    "seller.address": _WHERE,
    "buyer.budget": None,
    "seller.price": None,
    "buyer.bedrooms": None,
    "": None,
}
_CUE = re.compile(
    r"\b(?:in|near|around|by|to|from|at|of|on|off|toward|towards|outside|city|town|county|en|cerca de|de|por|"
    r"(?:voy|vamos|va|ir|irnos|irme|regres\w+|mud\w+|volver) a|hacia|"
    r"para)"
    r"(?: the| la| el)? $"
)
_GRAVE = tuple(
    word
    for word in (*WEIGHTY, "preapproved", "bankruptcy", "foreclosure", "probate", "lawsuit", "eviction", "divorced")
    if len(word) > 5
)


def may_stand_alone(message: Message) -> bool:
    """Nothing was answered: what was asked could not be answered by a story, nothing else was said, and it is a story
    and no word or two."""
    if message.pending not in _MAY_ANSWER or message.slots or message.intents - {"greeting", "thanks"}:
        return False
    return len(message.folded.split()) >= _STORY_WORDS and not _NO_STORY.search(message.folded)


_STORY_WORDS = 4
_NO_STORY = any_of(
    r"\w+n't|not|no|never|nothing|none|nor|cannot|without|sin|nunca|tampoco|jamas|ni|nada|want|wants|wanted|need|needs|"
    r"wish|would|could|should|hope|prefer|rather|maybe|might|quiero|queremos|quiere|quisiera|necesit\w+|prefiero|"
    r"a mobile|enough|better|worse|worst|cash|bad|too|" + "|".join(DAYS)
)
_OF_THE_HOME = any_of(
    r"(?:house|home|place|property|it|everything|inside|itself|condo|casa|propiedad)(?:'s| is| are| has| looks| itself|"
    r" esta| tiene| es)|it's|its"
)
_CAPITAL_INSIDE = re.compile(r"[a-z,] [A-ZÁÉÍÓÚÑ][a-z]")
# Choices that may be told unasked, by the slot that they would fill.
_CHOICES = {
    "seller": (("seller.condition", condition.CONDITION), ("seller.motivation", motivation.MOTIVATION)),
    "buyer": (("buyer.preapproval", loan.PREAPPROVAL),),
}


def is_harmless(message: Message, start: int, end: int) -> bool:
    """A clause told in place of an answer holds nothing that may be one."""
    words = message.folded[start:end]
    may_answer = _MAY_ANSWER.get(message.pending)
    if may_answer is not None and may_answer.search(words):
        return False
    if _CAPITAL_INSIDE.search(message.reading.text, max(0, start - 2), end):
        return False
    for name, table in _CHOICES[message.side]:
        if name not in message.known and chosen(message.reading, table, asked=True):
            return False
    if message.side == "buyer":
        return "buyer.area" in message.known or not _WHERE.search(words)
    if "seller.condition" not in message.known and _OF_THE_HOME.search(words):
        return False
    told_why = "seller.motivation" in message.known
    return told_why or not any(word in REASONS for word in re.findall(r"[a-z']+", words))


def is_beside_an_answer(message: Message, at: int, word: str) -> bool:
    """A word that nobody listed, beside an answer: no place, no number and no misspelt word of weight."""
    answered = any(not slot.vague and slot.name == message.pending for slot in message.slots)
    if not answered or word in WEIGHTY or _may_say_where(message, word):
        return False
    if word in HOME_PARTS or not word.isalpha() or word in EVERYDAY:
        return word in EVERYDAY
    return not _may_be_place(message, at) and not _resembles_weighty(word)


def _may_say_where(message: Message, word: str) -> bool:
    """While a buyer's area is open, an unknown word or one of direction may be part of a place."""
    is_open = message.side == "buyer" and "buyer.area" not in message.known and not message.has("buyer.area")
    return is_open and (word not in EVERYDAY or bool(_WHERE.fullmatch(word)))


def _may_be_place(message: Message, at: int) -> bool:
    if message.reading.text[at].isupper() and not message.reading.text.isupper():
        return True
    return bool(_CUE.search(message.folded, 0, at))


@lru_cache(maxsize=4096)
def _resembles_weighty(word: str) -> bool:
    """Within two slips of a word of weight: "bankrupcy", "morgage", "forclosure"."""
    if len(word) < 5:
        return False
    return any(
        abs(len(word) - len(other)) <= 2 and word[0] == other[0] and _slips(word, other) <= 2 for other in _GRAVE
    )


def _slips(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, sign in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != sign))
    return row[-1]
