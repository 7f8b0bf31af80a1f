"""The lead's own questions, and which of them ask for a fact that must not be guessed."""

import re

from bots.understanding.words import Reading, any_of

FACT_QUESTION = any_of(
    r"worth",
    r"how much",
    r"(?:what|which)(?:'s| is| are| would)?(?: \w+){0,4} (?:offer|commission|fees?|rates?|price|cost|"
    r"charge|pay|taxes|hoa)\w*",
    r"(?:interest|mortgage) rates?",
    r"commissions?",
    r"fees?",
    r"closing costs?",
    r"gastos de (?:cierre|escrituracion)",
    r"(?:list|sell|offer|give me|pay(?: me)?|get) (?:it |me |this |us )?for (?:it|my (?:house|home|place)|"
    r"mine)?(?=\W*$)",
    r"(?:what|how much) (?:would|will|could|can) (?:you|u|y'all|they)(?: guys)? (?:give|pay|offer|list)(?: me| us|"
    r" it)?(?: for)?",
    r"what are (?:\w+ )?(?:homes|houses|places) (?:going|selling|listing) for",
    r"hoa",
    r"property tax(?:es)?",
    r"still (?:available|for sale|on the market)",
    r"(?:is|are) (?:it|that|there|any)(?: \w+){0,4} available",
    r"licen[sc]ed?",
    r"school(?:s| district)?",
    r"cuanto",
    r"comision",
    r"tasas?(?: de interes)?",
    r"valor",
    r"vale(?! la pena)",
    r"disponible",
    r"impuestos",
    r"escuelas?",
    r"(?:where|how)(?:'d| did) (?:you|u|y'all) get (?:my|this) (?:number|name|info\w*|contact)",
    r"(?:de donde|como) (?:sac|obtuv|consigui|tien)\w+ mi (?:numero|contacto|nombre)",
    r"(?:more|some|the) (?:info(?:rmation)?|details|pictures|photos|pics)",
    r"mas (?:informacion|detalles|fotos)",
    r"(?:does|do|will|would) (?:it|this|that|you) (?:cost|charge)(?: \w+){0,2}",
    r"(?:cobran|cuesta)",
)
_SUBJECT = (
    r"(?:i|you|u|y'all|we|it|they|he|she|there|this|that|those|these|the|my|your|our|someone|"
    r"somebody|anyone|anybody|any)"
)
# Without a question mark only what cannot be a statement: "could be sooner" and "when my lease ends" are none.
_QUESTION_START = re.compile(
    r"^\W*(?:(?:and|but|so|also|ok|y|pero) )*(?:"
    rf"(?:can|could|do|does|did|is|are|will|would|should|have|has) {_SUBJECT}|"
    r"(?:what|when|where|who|why|how|which)(?:'s|'re)? (?:is|are|was|do|does|did|can|could|will|would|should|much|"
    r"many|"
    r"long|soon|often|kind|type|about|if|happens)|why|what's|where's|who's|how's|"
    r"cuant[oa]s?|por que|quien|cual|puede[ns]?|podria[ns]?)\b(?!')"
)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_RHETORICAL = re.compile(
    r"^\W*(?:ok(?:ay)?|right|yes|no|really|huh|verdad|si|bueno|you know|is that ok|how are you|como esta[s]?)\W*\?+$"
)


_ASKS = re.compile(
    r"^\W*(?:(?:and|but|so|also|ok|y|pero|hi|hey|hello|hola|there|just|well)[ ,!]+)*(?:(?:what|when|where|who|why|"
    r"how|which|can|could|do|does|did|is|are|"
    r"will|would|should|que|cuando|donde|como|quien|cual|cuant[oa]s?|por que)(?:'s|'re)?)\b(?! (?:about|if)\b)"
)


def asks_about(folded: str, position: int) -> bool:
    """The position lies in a sentence that asks: what stands there is not stated."""
    start = max((match.end() for match in re.finditer(r"[.!?;\n]", folded[:position])), default=0)
    sentence = _SENTENCE.match(folded, start)
    words = sentence.group() if sentence else ""
    return bool(_ASKS.match(words)) and (words.rstrip().endswith("?") or bool(_QUESTION_START.match(words)))


_TAG = re.compile(r"\w,? (?:ok(?:ay)?|right|correct|huh|verdad|si|no|please|thanks|gracias|por favor)\W*\?+$")


def _is_tagged(sentence: str) -> bool:
    """ "We're selling in May, ok?" states something."""
    return bool(_TAG.search(sentence)) and not _ASKS.match(sentence) and "¿" not in sentence


_ASKS_US = re.compile(
    r"^\W*(?:(?:and|but|so|also|ok|y|pero) )*(?:who|why|how|what|which|where) (?!about\b)(?:\w+ ){1,6}?(?:you|u|"
    r"y'all|your|ur)\b"
    r"(?! (?:know|guys know))"
)
_SHORT_QUESTION = re.compile(
    r"^\W*(?:ok |so |and |y |pero )?(?:how (?:much|come|so|long)|(?:what|which) (?:company|agency|office|website|ad|"
    r"house|"
    r"listing)|why(?: so many questions)?|why not me|cuanto|por que)[\s.!]*$"
)


def own_questions(reading: Reading) -> list[tuple[int, int]]:
    """Spans of the lead's own questions. "ok?" and "how are you?" are none."""
    found = []
    for match in _SENTENCE.finditer(reading.folded):
        sentence = match.group().strip()
        asks = (
            sentence.endswith("?")
            or "¿" in sentence
            or (bool(_QUESTION_START.match(sentence)) and len(sentence.split()) >= 3)
            or bool(_SHORT_QUESTION.match(sentence) or _ASKS_US.match(sentence))
        )
        if asks and not _RHETORICAL.match(sentence) and not _is_tagged(sentence):
            found.append(match.span())
    return found
