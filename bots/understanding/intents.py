"""What a message does beside stating facts: asks for a person, threatens, thanks, objects. Tables in two languages."""

import re

from bots.understanding.words import Reading, is_negated


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(patterns) + r")(?!\w)")


_PERSON = (
    r"(?:(?:a |an |the |some |your |actual |real |live |human |another |different )*(?:person|human(?: being)?|agent|"
    r"someone|somebody|realtor|rep(?:resentative)?|manager|supervisor|broker))"
)
_PERSONA = (
    r"(?:(?:una|un|otra|otro|algun|alguna) )?(?:persona(?: real)?|alguien|agente|asesora?|humano|representante|gerente)"
)

ASKS_IF_BOT = _any(
    r"(?:are|r) (?:you|u) (?:(?:a|an|even|really|actually|some|kind of|just|like) )*(?:real(?: (?:person|"
    r"human))?|bot|robot|ai|human|machine|computer|person|automated|chatbot)",
    r"is (?:this|it) (?:(?:a|an|even|really|some|just|like) )*(?:real(?: person)?|bot|robot|ai|automated|"
    r"machine|chatbot|computer|human)",
    r"(?:am i|is this me) (?:talking|texting|speaking|chatting) (?:to|with) (?:a |an )?(?:real |"
    r"actual )?(?:bot|robot|ai|machine|computer|person|human)",
    r"bot\?",
    r"(?:eres|es usted|es esto|esto es|estoy hablando con) (?:un |una )?(?:bot|robot|maquina|ia|"
    r"persona(?: real)?|humano)",
)
ASKS_FOR_PERSON = _any(
    rf"(?:talk|speak|chat|text|deal|work|meet)(?:ing)? (?:to|with) {_PERSON}",
    rf"(?:get|put|give|send|need|want|prefer|have|like) (?:me )?{_PERSON}(?: (?:to )?(?:call|text|"
    rf"contact|reach|phone|email)(?: out)?(?: (?:to )?me)?)?",
    rf"(?:can|could|would|will) {_PERSON} (?:please )?(?:call|contact|reach|phone|help)(?: out)?(?: (?:to )?me)?",
    rf"(?:connect|transfer|pass) me (?:to|with) {_PERSON}",
    r"real (?:person|human)",
    r"(?:please |just )?(?:call|phone) me(?: back)?",
    r"give me a (?:call|ring)",
    r"can (?:you|we) (?:call|talk on the phone|get on the phone)(?: me)?",
    rf"(?:hablar|platicar|comunicarme) con {_PERSONA}",
    rf"(?:quiero|necesito|prefiero|paseme(?: con)?|comuniqueme con) {_PERSONA}",
    r"persona real",
    r"(?:me (?:puede|pueden|podria|podrian) llamar|llam[ea](?:n)?me|que me llamen?|me llaman?)",
)
LEGAL_OR_MONEY = _any(
    r"(?:pre-?)?foreclos(?:ure|ed|ing|e)",
    r"bankruptcy",
    r"chapter (?:7|13)",
    r"attorneys?",
    r"lawyers?",
    r"short sale",
    r"liens?",
    r"probate",
    r"divorc(?:e|ed|ing)",
    r"law ?suits?",
    r"(?:sue|suing) (?:you|them|me|us)",
    r"being sued",
    r"in court",
    r"court (?:date|order)",
    r"evict(?:ion|ed|ing)",
    r"ejecucion hipotecaria",
    r"embargo",
    r"bancarrota",
    r"abogad[oa]s?",
    r"gravamen",
    r"sucesion",
    r"divorcio",
    r"divorciando(?:nos|me)?",
    r"divorciad[oa]s?",
    r"divorcian(?:do)?",
    r"demanda(?:r|s)?",
    r"juicio",
    r"desalojo",
)
THREAT = _any(
    r"(?:i'll|i will|i'm going to|im going to|gonna|going to|we will|we'll) (?:sue|report|hurt|kill|"
    r"find) (?:you|u|y'all|your company|this number|them)",
    r"call(?:ing)? the (?:police|cops|fcc|ftc)",
    r"report(?:ing)? (?:you|this) to",
    r"los voy a demandar",
    r"voy a (?:llamar a la policia|denunciar(?:los|te)?|demandar(?:los|te)?)",
)
ANGER = _any(
    r"f+u+c+k\w*",
    r"wtf",
    r"bullsh\w+",
    r"sh[i1]t",
    r"a+ss?hole\w*",
    r"piss(?:ed)? off",
    r"idiots?",
    r"stupid",
    r"scam(?:mers?)?",
    r"screw you",
    r"go to hell",
    r"sick of (?:this|you|your)",
    r"tired of (?:this|you|your) (?:texts|messages|calls|people)?",
    r"harass(?:ing|ment)?",
    r"ridiculous",
    r"how dare you",
    r"furious",
    r"worst (?:service|company)",
    r"liars?",
    r"estafa(?:dores)?",
    r"hart[oa] de",
    r"pendej\w+",
    r"mierda",
    r"idiotas?",
    r"ladrones",
    r"dejen? de molestar\w*",
)
INSTRUCTS = _any(
    r"(?:ignore|disregard|forget) (?:all |any |the |your |my |every )*(?:previous |prior |above |"
    r"other )*(?:instructions?|rules|prompts?|messages)",
    r"system prompt",
    r"you are now",
    r"(?:act|respond|behave) as (?:if|a|an|my)",
    r"developer mode",
    r"jailbreak",
    r"(?:set|change|update|mark) (?:the |my |this )?(?:lead |qualification )*(?:score|tag|status|"
    r"temperature|lead)(?: \w+){0,4}",
    r"(?:reveal|print|show|repeat) (?:me )?(?:your|the) (?:prompt|instructions|rules)",
    r"ignora (?:todas |las |tus |mis )*(?:instrucciones|reglas)",
    r"(?:muestra|repite) (?:tus|las) instrucciones",
)
NOT_INTERESTED = _any(
    r"(?:not|no longer|isn't|ain't) interested(?! in)(?: anymore)?",
    r"no,? thank(?:s| you)",
    r"already sold(?: it)?",
    r"already (?:bought|found)(?: (?:one|a house|a home|it))?",
    r"not (?:selling|buying|looking)(?: anymore| any more| right now)?",
    r"(?:don't|dont|do not) want to (?:sell|buy)(?: anymore| it)?",
    r"changed my mind about (?:selling|buying)",
    r"(?:ya )?no (?:me|nos) interesa",
    r"no,? gracias",
    r"ya (?:la )?(?:vendi|vendimos|compre|compramos)",
    r"ya no quiero (?:vender|comprar)",
)
WRONG_NUMBER = _any(
    r"wrong (?:number|person|guy)",
    r"(?:don't|dont|do not) know (?:any|a|who) \w+ (?:by that name|is)",
    r"numero equivocado",
    r"se (?:equivoco|equivoca) de (?:numero|persona)",
)
APPOINTMENT = _any(
    r"(?:can|could|may|when can|want to|like to|love to|wanna|able to) (?:i |we |you |they |y'all |"
    r"someone |somebody )?(?:please )?"
    r"(?:see|view|tour|visit|walk through|check out) (?:it|the|that|this|a)(?: (?:house|home|place|property|listing))?",
    r"(?:can|could|when can|want to|like to|would) (?:i |we |you |they |someone |somebody )?(?:please )?"
    r"(?:meet(?: up)?|stop by|come by|come (?:see|look|over|out)|swing by|drop by)",
    r"(?:schedule|book|set up|make|arrange) (?:a|an|the|us|me)?\s*(?:appointment|showing|meeting|visit|"
    r"tour|call|time|consultation)",
    r"(?:hacer|agendar|sacar|tener) (?:una )?cita",
    r"(?:ver|visitar) (?:la|esa|una) (?:casa|propiedad)",
    r"(?:puede|pueden|podria|podemos) (?:venir|pasar|vernos|reunirnos)",
    r"vernos",
)
OPEN_TO_CALL = _any(
    r"(?:a )?(?:call|phone call) (?:is|works|sounds) (?:fine|good|great|ok)",
    r"happy to (?:talk|chat|hop on a call)",
    r"una llamada (?:esta bien|me parece bien)",
)
OBJECTION = _any(
    r"why (?:do you|are you|would you) (?:need|want|ask)(?:ing)?(?: (?:to know|that|for that))?",
    r"(?:that's|thats|is|are) too (?:low|high|expensive|soon|much)",
    r"already (?:have|working with|got) (?:a|an|my) (?:agent|realtor)",
    r"(?:don't|dont) trust",
    r"need to think(?: about it)?",
    r"think about it",
    r"let me think",
    r"not ready(?: yet)?",
    r"(?:not|don't feel) comfortable",
    r"none of your business",
    r"ya tengo (?:un )?agente",
    r"(?:tengo que|dejeme|lo voy a) pensar(?:lo)?",
    r"es muy (?:caro|pronto|bajo)",
    r"no confio",
    r"para que (?:quiere|necesita)(?:n)? saber",
)
VAGUE = _any(
    r"(?:i'm |im )?not (?:really |too |entirely |quite )?sure(?: yet)?",
    r"unsure",
    r"maybe",
    r"perhaps",
    r"idk",
    r"i ?(?:don't|dont|do not) (?:really )?know(?: yet)?",
    r"no idea",
    r"(?:it |that )?(?:all )?depends",
    r"we'll see",
    r"(?:haven't|havent|have not) (?:really )?(?:decided|thought about it)(?: yet)?",
    r"hard to say",
    r"who knows",
    r"make (?:me |us )?an offer",
    r"you tell me",
    r"whatever",
    r"(?:no|not in a(?:ny)?) (?:rush|hurry)",
    r"(?:i'm |im |we're )?(?:open|flexible)(?: to anything)?",
    r"dunno",
    r"some ?day",
    r"eventually",
    r"sometime",
    r"no (?:estoy|estamos) segur[oa]s?",
    r"no (?:lo )?se(?: todavia)?",
    r"quiza[s]?",
    r"tal vez",
    r"(?:eso )?depende",
    r"ni idea",
    r"ya veremos",
    r"sin prisa",
    r"a lo mejor",
    r"(?:todavia )?no (?:lo )?(?:he|hemos) (?:decidido|pensado)",
)
GREETING = _any(
    r"hi+(?: there)?",
    r"hello",
    r"hey+(?: there)?",
    r"good (?:morning|afternoon|evening)",
    r"hola",
    r"buen(?:os|as) (?:dias|tardes|noches)",
    r"buenas",
)
THANKS = _any(r"thanks?(?: you| u)?(?: so much| a lot)?", r"thx", r"ty", r"appreciate it", r"(?:muchas )?gracias")
CORRECTION = _any(
    r"actually",
    r"i mean[t]?",
    r"correction",
    r"make (?:that|it)",
    r"scratch that",
    r"wait",
    r"sorry",
    r"instead",
    r"not",
    r"changed my mind",
    r"en realidad",
    r"perdon",
    r"quise decir",
    r"mejor dicho",
    r"digo",
    r"no,",
    r"cambie de (?:idea|opinion)",
)
FACT_QUESTION = _any(
    r"worth",
    r"how much",
    r"(?:what|which)(?:'s| is| are| would)?(?: \w+){0,4} (?:offer|commission|fees?|rates?|price|cost|"
    r"charge|pay|taxes|hoa)\w*",
    r"(?:interest|mortgage) rates?",
    r"commissions?",
    r"fees?",
    r"closing costs?",
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
    r"disponible",
    r"impuestos",
    r"escuelas?",
)
YES = re.compile(
    r"^\W*(?:oh |well |um |i think |hell |for |pues |claro que )?(?P<yes>yes|yeah+|yea|yep|yup|ya|"
    r"sure(?: thing)?|ok(?:ay)?|absolutely|definitely|of course|totally|perfect|"
    r"sounds (?:doable|good|great|fine|perfect)|(?:that|it|this)(?: would|'d|'ll| will| could| should|"
    r" can| might)? work(?:s)?(?: (?:for (?:me|"
    r"us)|fine|great|well))?|works(?: for (?:me|us))?|works great|"
    r"(?:that's|thats|that is|would be) (?:fine|great|good|perfect|ok|doable)|i can do that|we can do that|could work|"
    r"i (?:do|did|have|am|would|could)|we (?:do|did|have|are|would|could)|si+|claro(?: que si)?|por supuesto|correcto|"
    r"de acuerdo|me (?:parece|queda) bien|esta bien|me funciona|perfecto)(?!\w)"
)
NO = re.compile(
    r"^\W*(?:oh |well |um |pues )?(?P<no>no+|nope|nah|not really|not at all|negative|i don't|i haven't|"
    r"we haven't|never|para nada|nunca|no realmente)(?!\w)(?! (?:idea|se\b|estoy|rush|hurry|prisa))"
)
_DENIABLE = {"asks_for_person", "legal_or_money_trouble", "wants_appointment", "open_to_call"}

TABLE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("asks_if_bot", ASKS_IF_BOT),
    ("instructs_the_assistant", INSTRUCTS),
    ("wrong_number", WRONG_NUMBER),
    ("threat", THREAT),
    ("anger", ANGER),
    ("asks_for_person", ASKS_FOR_PERSON),
    ("legal_or_money_trouble", LEGAL_OR_MONEY),
    ("wants_appointment", APPOINTMENT),
    ("open_to_call", OPEN_TO_CALL),
    ("objection", OBJECTION),
)
_QUESTION_START = re.compile(
    r"^\W*(?:and |but |so |also |y |pero )?(?:what|when|where|who|why|how|which|can|could|do|does|did|is|"
    r"are|will|would|should|que|"
    r"cuando|donde|quien|como|cuanto|cual|por que|pueden?|podrian?|hay)\b(?!')"
)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_RHETORICAL = re.compile(
    r"^\W*(?:ok(?:ay)?|right|yes|no|really|huh|verdad|si|bueno|you know|is that ok|how are you|como esta[s]?)\W*\?+$"
)


def intents(reading: Reading) -> set[str]:
    """Intents of the table, marking their words as understood. "No liens" and "don't call me" are none."""
    found: set[str] = set()
    for name, pattern in TABLE:
        for match in pattern.finditer(reading.folded):
            if name in _DENIABLE and is_negated(reading.folded, match.start()):
                continue
            if name == "asks_for_person" and not reading.is_free(*match.span()):
                continue  # "is this a real person?" asks what we are, not for somebody
            found.add(name)
            if name != "legal_or_money_trouble":  # a divorce or a foreclosure is also a reason to sell
                reading.take(*match.span())
    return found


def own_questions(reading: Reading) -> list[tuple[int, int]]:
    """Spans of the lead's own questions. "ok?" and "how are you?" are none."""
    found = []
    for match in _SENTENCE.finditer(reading.folded):
        sentence = match.group().strip()
        asks = (
            sentence.endswith("?")
            or "¿" in sentence
            or (bool(_QUESTION_START.match(sentence)) and len(sentence.split()) > 3)
        )
        if asks and not _RHETORICAL.match(sentence):
            found.append(match.span())
    return found
