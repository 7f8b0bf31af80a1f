"""Courtesies and asides: words that greet, thank, excuse, tell how one got here or of the past, and state nothing."""

import re

from bots.understanding.message import Message
from bots.understanding.vocabulary import ALWAYS, LIFE, QUESTION
from bots.understanding.words import FILLER, NUMBER_WORDS, any_of, fold

_COUNT = rf"(?:\d{{1,3}}|{NUMBER_WORDS})"
_KIN = (
    r"(?:wife|husband|spouse|partner|fiancee?|mom|mother|dad|father|son|daughter|brother|sister|cousin|aunt|uncle|"
    r"neighbou?r|friend|boss|coworker|lender|grandma|grandpa|in-?laws?)"
)
_PARIENTE = (
    r"(?:espos[oa]|marido|mama|papa|hij[oa]|herman[oa]|prim[oa]|ti[oa]|vecin[oa]|amig[oa]|cunad[oa]|jefe|comadre|"
    r"compadre|suegr[oa])"
)
_WHERE_SEEN = (
    r"(?: (?:on|from|through|in|via) (?:facebook|fb|google|instagram|ig|tiktok|youtube|zillow|realtor\.com|online|"
    r"the internet|craigslist|nextdoor|the radio|tv|the mail|your website|the website|an ad|my mail(?:box)?))?"
)
_END = r"(?=\s*(?:[.,!;)\n]|$|[^\w\s]))"

GREETING = any_of(
    r"hi+(?: there)?",
    r"(?:hi |hey |hello )?how (?:are|r) (?:you|u|y'all)(?: doing)?(?: today)?",
    r"how's it going",
    r"how is (?:it going|everything|your day)(?: going)?",
    r"what's up",
    r"hello+(?: there)?",
    r"hey+(?: there)?",
    r"howdy",
    r"(?:sup|wassup|what up|whats up)(?= *(?:[.,!?\n]|$))",
    r"good (?:morning|afternoon|evening|day)(?! room)",
    r"greetings",
    r"hola",
    r"buen(?:os|as) (?:dias|tardes|noches)",
    r"buen dia",
    r"buenas(?! \w)",
    r"que tal(?! (?:si|la|el))",
    r"(?:como|que tal) esta[sn]?(?: usted(?:es)?)?(?! (?:la|el|mi|su|en))",
)
THANKS = any_of(
    r"(?:many )?thank(?:s|u)?(?: you| u)?(?: so much| very much| a lot| a bunch| a million| again)*"
    r"(?: for (?:getting back(?: to (?:me|us))?|reaching out|your (?:help|time|text|message|reply|response|patience|"
    r"interest|quick \w+)|the (?:info(?:rmation)?|help|quick (?:reply|response)|reply|response|update|text|message|"
    r"follow[- ]?up|reminder)|asking|checking(?: in)?|understanding|letting me know|everything|following up|"
    r"responding|replying|helping|texting))?",
    r"thx",
    r"tysm",
    r"ty",
    r"(?:i |we )?(?:really )?appreciate (?:it|that|you|your (?:help|time|patience)|the (?:help|info))",
    r"(?:muchas |muchisimas |mil )?gracias(?: por (?:responder|contestar|escribir(?:me)?|todo|avisar|preguntar|"
    r"(?:su|tu|la|el) (?:ayuda|tiempo|mensaje|atencion|respuesta|paciencia|informacion|interes)))?",
    r"(?:se lo |le |lo )?agradezco(?: mucho)?",
)
GOODBYE = any_of(
    r"(?:good)?bye+(?: now| bye)?",
    r"(?:i'll |i will |we'll |let's |lets |we can )?(?:talk|speak|text|chat)(?: (?:to|with))?(?: (?:you|u|"
    r"me))? (?:later|then|"
    r"soon|tomorrow)",
    r"(?:i'll |i will )?(?:text|message|write|hit)(?: (?:you|u))?(?: back| up)? (?:later|tonight|tomorrow|soon|"
    r"after work|when i(?:'m| am| get) (?:home|off|free|done|back))",
    r"(?:let's|can we|could we|lets) (?:do|talk about|continue|finish|discuss) (?:this|it|that) (?:later|"
    r"another time|"
    r"tomorrow)\??",
    r"(?:ttyl|(?:gotta|got to|have to) (?:go|run))(?! \w)",
    r"(?<!i )(?<!we )(?:have a|enjoy your|have an) (?:good |great |nice |blessed |wonderful |awesome |amazing )"
    r"(?:one|day|night|evening|weekend|rest of your day|afternoon)",
    r"(?:i'll|i will|we'll|we will|ill) (?:reach (?:back )?out|let (?:you|u) know|get back (?:to|with) (?:you|u)|be in "
    r"touch|circle back|check back|wait)(?: (?:when|once|if|after|as soon as) (?:i'm|im|i am|we're|we are) (?:ready|"
    r"home|"
    r"done|off work|free))?(?: (?:then|later|soon|asap))*(?=\s*(?:[.,!;\n]|$))",
    r"(?:yo )?(?:le|les|te) (?:aviso|llamo|escribo|confirmo)(?: (?:luego|despues|cuando (?:pueda|este list[oa])))?",
    r"(?:i'll|ill|i will|we'll|we will|let me) call (?:you|u)(?: (?:back|later|tomorrow|then|"
    r"when \w+ \w+))*(?=\s*(?:[.,!;\n]|$))",
    r"(?:let me|i'll|we'll) (?:get back (?:to|with) (?:you|u)|stay in touch|keep in touch)|good night",
    r"take care(?! of)",
    r"see (?:you|ya) (?:later|soon|then)",
    r"(?:busy|at work|in a meeting|driving) (?:right now|rn|at the moment)",
    r"(?:i'm |im |i am )?in the middle of (?:dinner|lunch|work|something|class|(?:a|an|my|some) \w+)(?: (?:right now|"
    r"rn|now))?",
    r"adios",
    r"hasta (?:luego|pronto|manana|la proxima)",
    r"nos vemos(?: luego)?",
    r"(?:hablamos|platicamos|le escribo|luego hablamos) (?:luego|despues|mas tarde|manana)",
    r"luego (?:le escribo|hablamos|platicamos)",
    r"(?:que )?(?:tenga|pase|tengan|pasen) (?:un )?(?:muy )?(?:buen(?:a|as)?|bonit[oa]|lind[oa]|excelente) (?:dia|"
    r"tarde|noche|noches|fin de semana)",
    r"cha[ou]",
    r"estoy ocupad[oa](?: ahora)?|ocupad[oa] ahora",
)
SMALL_TALK = (("greeting", GREETING), ("thanks", THANKS), ("goodbye", GOODBYE))

COURTESY = any_of(
    r"(?:(?:i'm|im|i am|so|very|my) )*(?:sorry|apologies|apologize)(?: (?:about|for) (?:that|(?:the|my|being|taking|"
    r"answering|responding|replying)(?: \w+)? ?(?:delay(?:ed)?|late|wait|so long|slow|(?:late|slow|delayed) \w+)"
    r"(?: (?:reply|response|answer|text|message))?))?",
    r"(?:i )?(?:just|only|barely) (?:saw|got|seen|read|noticed|seeing|reading) (?:this|it|your (?:text|message|msg|"
    r"email|note|texts|messages)|the (?:text|message))(?: (?:now|today))?",
    r"(?:that's |thats )?(?:a )?(?:good|great|fair) (?:question|point)",
    r"(?:i )?hope (?:that|this|it) helps",
    r"if (?:that|this|it) helps",
    r"(?:i )?hope (?:you(?:'re| are)|all is|everything is|ur|this finds you)(?: (?:all|doing|going|having))*"
    r"(?: (?:well|good|great|ok|okay|a good day|a great day))",
    r"no (?:problem|worries|prob|probs|biggie|big deal)",
    r"(?:you're|your|ur) (?:very )?welcome",
    r"my pleasure",
    r"(?:god|lord) bless(?: (?:you|u))?",
    r"(?:just |please )*(?:let|lmk) (?:me|us) know(?: (?:what you think|your thoughts|thanks|please|asap|soon))?"
    + _END,
    r"lmk" + _END,
    r"if (?:that's |thats |that is |it's |at all )?(?:possible|okay|ok|all right|alright)",
    r"if (?:you|u) (?:can|could|don't mind|dont mind)",
    r"if (?:that|it) (?:makes sense|works(?: for you)?|is ok(?:ay)?)",
    r"(?:that's|thats|that is) (?:about |basically |pretty much )?(?:all|it|everything)(?: (?:i|we) (?:know|have|"
    r"need|"
    r"got|can think of|remember))?(?: (?:for now|right now|so far|at the moment))?",
    r"(?:to be |tbh|being )(?:perfectly |completely |totally )?honest(?: with you)?",
    r"tbh",
    r"(?:just )?(?:like|as) (?:i|you) (?:said|mentioned|know|can see|told you)(?: before| earlier)?",
    r"good luck|buena suerte|(?:yes )?english is (?:fine|ok|okay|good)|(?:en )?(?:espanol|ingles) esta bien",
    r"by the way",
    r"btw",
    r"fyi",
    r"(?:it's |its |it is )?(?:so |very )?(?:nice|good|great|lovely) (?:to )?(?:meet|meeting|hear from|hearing from|"
    r"talk to|talking to|chatting with) (?:you|u|y'all)",
    r"pleased to meet you",
    r"(?:l+o+l+|lmao|rofl|(?:ha){2,}h?|(?:he){2,}|(?:ja){2,}j?|(?:je){2,}|omg|wow|yay)",
    r"(?:i have )?no (?:more |other |further )?questions(?: (?:for now|right now|so far|at the moment|yet|from me))?",
    r"keep me (?:posted|updated|in the loop|informed)",
    r"(?:great|good|nice|pleasure) (?:talking|chatting|speaking|working|texting) (?:to|with) (?:you|u)(?: (?:too|"
    r"today))?",
    r"(?:same here|you too|likewise|same to you)",
    r"(?:(?:i'm |im |we're |i am )?(?:really |very |so )?(?:looking forward(?: to (?:it|hearing from you|"
    r"working with "
    r"you|hearing back))?|excited(?: to (?:get started|start|work with you))?|can't wait|cant wait))",
    r"my (?:phone|cell|battery) (?:died|was (?:dead|off|acting up|charging))(?: on (?:me|\w+day))?",
    r"(?:(?:i |we )?(?:was|were|'ve been|have been|been)|sorry) (?:just )?(?:at work|working|busy|driving|"
    r"out(?: of town)?|"
    r"sick|traveling|travelling|on vacation|in (?:a |some )?meetings?|asleep|sleeping|at lunch|at dinner|at the gym|"
    r"at church|at the store|putting the kids to bed)(?: all (?:day|week|weekend|morning)| today| yesterday)?",
    r"this is my (?:work|cell|new|other|home|personal|wife's|husband's) (?:phone|number|cell)",
    rf"(?:i |we )?(?:saw|found|got|read|came across|heard (?:about|of)|seen) (?:you|u|you guys|y'all|"
    rf"(?:(?:one|some) of )?(?:your|the) (?:\w+ )?(?:ads?|signs?|posts?|website|page|flyers?|number|info|letters?|"
    rf"postcards?|mailers?|name|commercial|profile|video|videos|reviews?)){_WHERE_SEEN}",
    rf"(?:my |a |our )(?:\w+ )?{_KIN}(?:[- ]in[- ]law)? (?:told (?:me|us) about|recommended|referred (?:me|us) to|"
    rf"mentioned|gave me|suggested|used|worked with|sold with|bought with) (?:you|u|you guys|y'all|your (?:name|"
    rf"number|company|info)|this number)",
    r"(?:i |we )?(?:just )?(?:filled (?:out|in)|submitted|completed|did|sent) (?:the|a|your|this|an) (?:online |web |"
    r"website |contact |little )?(?:form|survey|application|request|questionnaire)(?: (?:online|on (?:your|the) "
    r"(?:website|site|page)|on (?:facebook|google|zillow)|earlier|yesterday|today|last night))*",
    r"(?:i'm |im |i am )?(?:just )?(?:texting|writing|reaching out|contacting you|responding|replying|following up)"
    r"(?: (?:about|to|on|regarding) (?:your|the|this) (?:ad|text|message|post|sign|form|letter|website|email|note))?"
    r"(?=\s*(?:[.,!;\n]|$))",
    r"(?:got it|gotcha|understood|makes sense|that makes sense|good to know|will do|noted|for sure|fair enough|"
    r"no doubt|cool(?: cool)?|awesome|nice|wonderful|fantastic|amazing|alright(?:y)?|all right|okie dokie|"
    r"roger(?: that)?|"
    r"copy(?: that)?|10-4)" + _END,
    r"(?:i see|i understand|i hear you|i got you)" + _END,
    r"(?:disculp[ea]n?|perdon[ea]?|lo siento|una disculpa|mil disculpas)(?: (?:por )?(?:la|el|mi) (?:demora|tardanza|"
    r"molestia|retraso))?",
    r"apenas (?:vi|veo|lei|leo|pude ver) (?:esto|(?:su|el|tu) mensaje)",
    r"de nada",
    r"no hay (?:problema|de que)",
    r"con (?:mucho )?gusto",
    r"(?:mucho gusto|un placer|igualmente|encantad[oa])",
    r"(?:que )?dios (?:lo|la|le|los|te|me) bendiga",
    r"(?:muchas )?bendiciones",
    r"(?:un )?(?:cordial )?saludos?(?: cordiales)?",
    r"espero (?:que )?(?:(?:se )?(?:este|encuentre|estes|esten)) (?:muy )?bien",
    r"si (?:es|fuera|se puede|hay) posible",
    r"si se puede",
    r"(?:me|nos) (?:avisa[sn]?|dice[sn]?|confirma[sn]?|cuenta[sn]?)" + _END,
    r"av[ei]s(?:e|a|en)(?:me|nos)",
    r"qued[oa]mos? (?:pendientes?|atent[oa]s?|al pendiente|en espera)(?: de su respuesta)?",
    r"quedo (?:pendiente|atent[oa]|al pendiente|en espera)(?: de su respuesta)?",
    r"muy amables?",
    r"(?:ya )?(?:entiendo|entendido|ya veo|comprendo|ya entendi|sale|orale|va)" + _END,
    r"(?:la (?:mera )?verdad|sinceramente|honestamente)(?: es que)?",
    r"(?:mire|oiga|fijese)(?: que)?",
    r"como (?:le|te|ya le) (?:digo|dije|decia|comente)",
    r"(?:vi|encontre|mire) (?:(?:uno de )?sus?|el|un|tu) (?:anuncios?|numero|letreros?|pagina|publicacion|video|"
    r"videos)(?: en (?:facebook|internet|google|instagram|tiktok|la calle|youtube))?",
    rf"mi {_PARIENTE} (?:me|nos) (?:paso|dio|recomendo|hablo de|dijo de|mando) (?:(?:su|tu|el) (?:numero|contacto|"
    rf"nombre|"
    rf"telefono)|(?:a )?ustedes|con ustedes|sus datos)",
    r"(?:estaba|estuve|andaba|estamos|estoy) (?:trabajando|ocupad[oa]|manejando|dormid[oa]|en el trabajo|de viaje|"
    r"en una junta|fuera|enferm[oa])",
    r"(?:habla|hablan) ingles(?:,? (?:pero )?yo no(?: mucho)?)?",
    r"(?:yo )?no (?:hablo|entiendo|se)(?: mucho| muy bien| bien| casi)? (?:el )?ingles",
    r"(?:i |my english )?(?:don't|dont|do not) (?:speak|understand) (?:much|good|a lot of|"
    r"very good)? ?english(?: well)?",
    r"llen[eo] (?:el|la|un|una) (?:formulario|forma|solicitud|encuesta)(?: en (?:linea|internet|facebook|"
    r"su pagina))?",
)
_THEN = (
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|weekend|month|year|night|summer|winter|fall|"
    r"spring|january|february|march|april|june|july|august|september|october|november|december)"
)
# How far or how surely a number holds. They are understood where a number was.
HEDGE = any_of(
    r"(?:no|not) (?:much |any |a lot )?(?:more|less|later|earlier|sooner|longer|fewer|higher|lower|smaller|bigger|"
    r"under|over|"
    r"below|above)(?: than)?",
    r"(?:no|not) (?:mas|menos) (?:de|que)",
    r"no (?:mas|menos) (?:de|que)",
    r"(?:a )?mas tardar",
    r"mas o menos",
    r"a lo (?:mucho|mas|menos)",
    r"(?:a (?:bit|little)|slightly|somewhat|much|way) (?:longer|sooner|later|more|less|earlier|higher|lower|over|"
    r"under)"
    r"(?: than that)?",
    r"(?:more|closer|somewhere) (?:like|to|around|near|between|in the range of)",
    r"give or take",
    r"at (?:the )?(?:very )?(?:most|least|latest|earliest|max)",
    r"or (?:less|more|sooner|later|better|best offer|so|thereabouts|nearest offer|obo)",
    r"obo",
    r"net(?: to (?:me|us))?|neto|firm|flat",
    r"(?:as|como) (?:a )?(?:minimum|maximum|minimo|maximo)",
)
# What lies behind, and who lives along: their numbers are no rooms, no money and no time ahead.
PAST = any_of(
    rf"(?:(?:been|lived|living|owned|had|here|there|married|renting|rented|together|for)(?: (?:it|here|there|this|"
    rf"the|"
    rf"house|home|place|for|about|over|almost|nearly|around|like|the|last|past|same))* )"
    rf"{_COUNT}\+? (?:years?|yrs?|months?|decades?)(?: (?:now|already|or so|here|there))*(?! (?:from|to|until|left|"
    rf"out))",
    r"(?:bought|purchased|built|inherited|got|owned|refinanced|here|moved in|was built|remodeled|renovated)"
    r"(?: (?:it|the house|the home|this house|this place|ours|here|back|new))* (?:in|since|around|about) "
    r"(?:the )?(?:(?:19|20)\d\d|'\d\d)(?:'?s)?",
    r"(?:since|circa|back in|built|new|kitchen|roof|hvac|ac|furnace|heater|windows|floors|remodel(?:ed)?|redone|done|"
    r"replaced|updated) (?:19|20)\d\d|a (?:19|20)\d\d (?:home|house|build|ranch|built)",
    rf"{_COUNT} (?:(?:years?|yrs?) (?:old|ago|young)|(?:months?|weeks?|days?) (?:old|ago))",
    rf"last {_THEN}",
    r"yesterday|the other day",
    rf"(?:hace|llevamos|llevo|vivimos|tenemos|tengo)(?: (?:viviendo|como|mas de|casi|unos|aqui|ya))* {_COUNT} anos"
    r"(?: (?:aqui|viviendo|ya|en esta casa|en la casa|con ella))*",
    rf"hace {_COUNT} (?:meses|semanas|dias)",
    rf"tiene {_COUNT} anos",
    r"(?:construida|comprada|hecha|la (?:compre|compramos)|desde) (?:en )?(?:el )?(?:19|20)\d\d",
    rf"(?:el|la) (?:{_THEN}|ano|mes|semana|lunes|martes|miercoles|jueves|viernes|sabado|domingo|"
    rf"fin de semana) pasad[oa]",
    rf"(?:(?:we|i) (?:have|got|'ve got) |tenemos |tengo |with |and |family of |familia de |con )*{_COUNT} (?:small |"
    r"little |young |grown |big |more |other )*(?:kids|children|dogs?|cats?|pets|people|of us|adults|teenagers|"
    r"teens|boys?|"
    r"girls?|sons?|daughters?|horses|messages|jobs|cars|trucks|"
    r"hijos|hijas|ninos|ninas|perros?|gatos?|personas|adultos|mascotas|carros)",
    rf"family of {_COUNT}|familia de {_COUNT}|somos {_COUNT}(?: (?:hermanos|hijos|personas))?|there(?:'s|"
    rf" are) {_COUNT} of us",
    rf"{_COUNT} (?:hermanos|hermanas|brothers|sisters|siblings|grandkids|nietos)",
    r"(?:after|before|around|at|until|til|between|past) \d{1,2}(?::\d\d)? ?(?:am|pm|a\.m\.|p\.m\.|o'clock)",
)
_NAME = r"[A-ZÁÉÍÓÚÑÜ][a-záéíóúñü]+(?:[-'][A-Za-zÁÉÍÓÚÑa-záéíóúñ]+)?"
_INTRODUCTION = re.compile(
    rf"\b(?:[Tt]his is|THIS IS|[Ii](?:'|’)?m|[Ii] am|[Mm]y name(?: is|'s|’s)|[Nn]ame(?: is|'s|’s)|[Ss]oy|"
    rf"[Mm]e llamo|[Mm]i nombre es|[Ll]e (?:habla|escribe)|[Hh]abla)\s+(?P<name>{_NAME}(?:\s+{_NAME}){{0,2}})"
    r"(?=\s*(?:[.,!;\n)-]|$|(?:and|here|again|from|with|y|de nuevo|otra vez|aqui|aquí|i|I|we|quiero|queremos)\b))"
)


_YEAR = re.compile(r"\b(?<!built )(?:in|since|from|around|en|desde)(?: the| el)? (?P<year>(?:19|20)\d\d)\b(?![,.]?\d)")
_VOCATIVE = re.compile(rf"[ ]+(?P<name>{_NAME})(?=\s*(?:[.,!;\n-]|$))")


def read_small_talk(message: Message) -> None:
    """Before anything else: "good morning" says nothing of a home's condition, "talk later" names no area."""
    _read_introduction(message)
    for name, pattern in SMALL_TALK:
        for match in pattern.finditer(message.folded):
            if message.reading.is_free(*match.span()):
                message.intents.add(name)
                message.reading.take(*match.span())
                _take_vocative(message, match.end())
    for pattern in (COURTESY, PAST):
        for match in pattern.finditer(message.folded):
            if message.reading.is_free(*match.span()):
                message.remark(*match.span())
    for year in _YEAR.finditer(message.folded):
        if message.reading.is_free(*year.span()) and int(year["year"]) < message.today.year:
            message.remark(*year.span())


def _take_vocative(message: Message, position: int) -> None:
    """ "Thanks Ava": a name right behind a courtesy is whom it is said to."""
    called = _VOCATIVE.match(message.reading.text, position)
    if called and not is_word(called["name"]):
        message.reading.take(*called.span())


def is_word(name: str) -> bool:
    words = fold(name).split()
    return any(word in FILLER or word in ALWAYS or word in LIFE or word in QUESTION for word in words)


def _read_introduction(message: Message) -> None:
    """ "This is Maria Lopez": a name that stands where names stand, and is no other word."""
    for match in _INTRODUCTION.finditer(message.reading.text):
        if not is_word(match["name"]):
            message.remark(*match.span())
