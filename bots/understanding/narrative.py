"""Which clauses only tell something: no question, no request, no word that may state or qualify what is asked for.

A lead who answers and goes on telling ("3 bedrooms, my in-laws spend the summer with us") has said no more than the
answer, as long as everything told lies in clauses that are made of common words and speak of nobody's doubts, wishes
or conditions. A clause that addresses us, contrasts or sets a condition is never one of them, and neither is one with
a number: those are left for a model. What is known of a slot can no longer be stated by a word without a number.

Beside an answer a word that nobody listed is told too, where no place may stand and it is no misspelt word of weight.
Where nothing was answered, only listed words are, and none that could be the answer or a reason to sell.
"""

import re
from collections.abc import Iterator

from bots.understanding import stories
from bots.understanding.everyday import EVERYDAY, HOME_PARTS
from bots.understanding.message import Message
from bots.understanding.telling import ADDRESSES_US
from bots.understanding.words import NUMBER_WORDS, any_of, fold, word_set

_BREAK = re.compile(r"[.!?;\n]+|,|:|(?<=\w)\s+[-–—]+\s+|\b(?:and|so|because|since|y|porque|asi que|ya que)\b|…")
_SENTENCE_ENDS = re.compile(r"[.!?;\n]+")
_CONTRASTS = re.compile(
    r"^\W*(?:but|though|although|however|only|yet|if|unless|until|till|as long as|provided|except|whether|once|"
    r"otherwise|pero|aunque|sino|si|hasta|siempre que|con tal|excepto|menos que|nada mas que|nomas que)\b|"
    r"\b(?:if|unless|until|though|although|as long as|except|whether|depending|but|pero|aunque)\b"
)
_ASKS_OR_ORDERS = re.compile(
    r"^\W*(?:(?:and|so|y|please|pls|por favor|just) )*(?:what|when|where|who|why|how|which|can|could|do|does|"
    r"did|is|are|will|would|should|let|make|get|give|take|put|keep|try|look|see|check|read|use|hear|que|cuando|donde|"
    r"quien|cual|"
    r"como|cuanto|vean|vea|mire|tome|ponga)\b|\b(?:what|how|why|who|whom|where)\W*$"
)
_SOMEBODYS_MIND = any_of(
    r"(?:he|she|they|wife|husband|mom|dad|mother|father|son|daughter|brother|sister|partner|family|kids|parents|friend|"
    r"uncle|aunt|cousin|boss|neighbor|guy|lender|agent|bank|people|lady|man|woman|coworker|colleague)(?:'s|"
    r"s)? (?:\w+ )?(?:thinks?|says?|said|wants?|wanted|wishes|hopes?|prefers?|"
    r"insists?|believes?|feels?|likes?|needs?|will|won't|would|can't|doesn't|don't|is not|isn't|are not|aren't)",
    r"(?:el|ella|ellos|espos[oa]|marido|mama|papa|hij[oa]s?|herman[oa]s?|familia|suegr[oa]|prim[oa]) (?:\w+ )?"
    r"(?:quiere|quieren|cree|creen|piensa|piensan|prefiere|insiste|no)",
)
_DENIES = any_of(r"\w+n't|not|no|never|nothing|nor|cannot|cant|wont|dont|didnt|sin|nunca|tampoco|jamas|ni|nada")
_STANDING = any_of(
    r"(?:want|wants|need|needs|like|likes|look(?:ing)?|interested|ready|sure|happy|comfortable|willing|able|okay|ok|"
    r"fine|good|great|thrilled|excited|convinced|sell(?:ing)?|buy(?:ing)?|mov(?:e|ing)|sign|know|understand|work|works|"
    r"possible|right|going to|gonna|see|trust|believe|care|quier\w*|queremos|puedo|puede|podemos|se|seguro|list[oa]|"
    r"gusta\w*|conviene|va|voy|creo|cree)"
)


def told_words(message: Message, words: list[tuple[int, str]]) -> set[int]:
    """Positions of those left-over words (position, word) that stand in clauses which only tell something."""
    if not words or message.side not in ("buyer", "seller"):
        return set()
    answered = _may_tell(message)
    if not answered and not stories.may_stand_alone(message):
        return set()
    found = set[int]()
    for start, end in _clauses(message.folded):
        inside = [(at, word) for at, word in words if start <= at < end]
        told = _only_tells(message, start, end, inside) if inside else False
        if told and (answered or stories.is_harmless(message, start, end)):
            found.update(at for at, _ in inside)
    return found


def _may_tell(message: Message) -> bool:
    """Who has answered goes on telling; what is told in place of an answer may be one."""
    definite = any(not slot.vague for slot in message.slots)
    return definite or (bool(message.pending) and message.has(message.pending))


def _clauses(folded: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _BREAK.finditer(folded):
        yield start, match.end()
        start = match.end()
    yield start, len(folded)


def _only_tells(message: Message, start: int, end: int, words: list[tuple[int, str]]) -> bool:
    clause = message.folded[start:end]
    if _CONTRASTS.search(clause) or ADDRESSES_US.search(clause) or _ASKS_OR_ORDERS.search(clause):
        return False
    if "?" in clause or _SOMEBODYS_MIND.search(clause):
        return False
    if _DENIES.search(clause) and (_STANDING.search(clause) or not _is_answered(message)):
        return False
    about = _words_about(message, start, end)
    return all(word.removesuffix("'s") in about or _states_nothing(message, at, word) for at, word in words)


_OF_MONEY = word_set(
    """
    pay pays paid paying spend spending afford cost costs save saved savings money price prices budget sell sells
    sold buy bought borrow borrowed stretch cover covers earn cash back pagar pago pagamos pagan gastar vender
    venta comprar costo costar dinero ahorros presupuesto precio
    """
)
_OF_A_LOAN = word_set(
    """
    lender lenders bank banks banker loan loans credit union mortgage letter paper papers approval approved rate
    company underwriting broker officer va fha usda conventional amount paid pay paying payment banco prestamo
    credito carta prestamista papeles hipoteca compania
    """
)
_OF_TIME = word_set(
    """
    lease leases rent rents rented renting renter due date closing closed close closes sold sell buy starts start
    ends end expires notice contract moves move moving moved twins baby school visa month months next first last
    alquiler renta contrato rentando rentar vence vencer termina
    """
)
_OF_A_PLACE = HOME_PARTS | word_set(
    """
    yellow blue green red white brown gray grey black pink tan corner end left right behind across next front back
    little color colored gate mailbox tree trees duplex bungalow cottage trailer cabin workshop other story two
    esquina amarilla azul verde roja blanca negra negro rosa frente atras lado casita blanco rojo
    """
)
_TALK_OF = {
    "buyer.budget": _OF_MONEY,
    "seller.price": _OF_MONEY,
    "buyer.preapproval": _OF_A_LOAN,
    "buyer.timeline": _OF_TIME,
    "seller.timeline": _OF_TIME,
    "seller.address": _OF_A_PLACE,
    "buyer.bedrooms": word_set("come comes coming stay stays visit visits visiting two one spend spends"),
}


def _words_about(message: Message, start: int, end: int) -> frozenset[str]:
    """Words that belong to an answer which stands in the same sentence: who pays, who lends, when a lease ends."""
    begins = max((m.end() for m in _SENTENCE_ENDS.finditer(message.folded, 0, start)), default=0)
    ends = _SENTENCE_ENDS.search(message.folded, end - 1)
    sentence = message.folded[begins : ends.start() if ends else len(message.folded)]
    told = {slot.name for slot in message.slots if not slot.vague and fold(slot.evidence) in sentence}
    told |= {name for name, record in message.known.items() if not record["vague"] and not message.asks(name)}
    return frozenset().union(*(_TALK_OF.get(name, frozenset()) for name in told))


def _is_answered(message: Message) -> bool:
    return not message.pending or any(slot.name == message.pending and not slot.vague for slot in message.slots)


_COUNTED = re.compile(
    rf"(?:\d{{1,2}}|{NUMBER_WORDS})\s+(?:\w+\s+)?(?P<things>[a-z]+s|kids|people|children|men|women)\b"
)
_UNITS = word_set(
    """
    beds bedrooms bds brs bdrms baths bathrooms rooms days weeks months years wks mos yrs dollars bucks cents
    percent acres lots units stories floors houses homes properties condos payments mortgages loans offers grands
    ks habitaciones recamaras cuartos dormitorios banos dias semanas meses anos pesos dolares casas propiedades
    pisos pagos
    """
)


def _is_counted_thing(message: Message, at: int) -> bool:
    """ "Two tractors", "41 rows": a number of things that no slot counts, once what was asked for is answered."""
    counted = _COUNTED.match(message.folded, at)
    if counted is None or not _is_answered(message):
        return False
    return counted["things"] in EVERYDAY and counted["things"] not in _UNITS and counted["things"] not in HOME_PARTS


def _states_nothing(message: Message, at: int, word: str) -> bool:
    word = word.removesuffix("'s")
    if _DENIES.fullmatch(word) or _is_counted_thing(message, at):
        return True
    if message.side == "seller":
        reason_given = message.has("seller.motivation") or (
            "seller.motivation" in message.known and not message.asks("seller.motivation")
        )
        if word in HOME_PARTS and not message.has("seller.condition"):
            return False
        beside = stories.is_beside_an_answer(message, at, word)
        return (reason_given or (beside and word not in stories.REASONS)) and (word in EVERYDAY or beside)
    return word in EVERYDAY or word in HOME_PARTS or stories.is_beside_an_answer(message, at, word)
