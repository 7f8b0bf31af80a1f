"""How leads say things, in English and Spanish: patterns over folded text."""

import re

Pattern = re.Pattern[str]


def _any(*patterns: str) -> Pattern:
    return re.compile("|".join(f"(?:{one})" for one in patterns))


LEGAL: dict[str, Pattern] = {
    "foreclosure": _any(
        r"foreclos\w*", r"behind on (?:my |the |our )?(?:mortgage|payments)", r"ejecucion hipotecaria", r"embarg\w+"
    ),
    "bankruptcy": _any(r"bankrupt\w*", r"chapter (?:7|11|13)\b", r"bancarrota"),
    "attorney": _any(r"attorneys?\b", r"lawyers?\b", r"abogad[oa]s?\b"),
    "short_sale": _any(r"short sale", r"underwater on", r"owe more than"),
    "lien": _any(r"\bliens?\b", r"back taxes", r"tax debt", r"gravamen"),
    "probate": _any(r"probate", r"executor", r"sucesion\b"),
    "divorce": _any(r"divorc\w+"),
    "lawsuit": _any(r"law ?suit", r"\bsu(?:e|ing|ed)\b", r"in court\b", r"\bdemanda(?:r|ndo)?\b", r"litigation"),
    "eviction": _any(r"evict\w*", r"desalojo"),
}
SIGNALS: dict[str, Pattern] = {
    "person": _any(
        r"(?:talk|speak|chat) (?:to|with) (?:a |an |the |your |some |an? actual )?(?:real |"
        r"actual |live )?"
        r"(?:human|person|agent|someone|somebody|realtor|manager|rep\w*|broker|one of you)",
        r"real (?:person|human)(?! or)",
        r"(?:have|get|can|could|let|need|want) (?:you |u )?(?:someone|somebody|an agent|"
        r"a person|a human)(?: please| just)? ?(?:to )?(?:call|phone|contact|reach)?",
        r"(?:just |please |can you |could you |give me a )call(?: me)?\b(?! (?:it|this|that))",
        r"\bcall me\b(?! (?:crazy|maybe))",
        r"\b(?:a|an|any) (?:live |real |actual )?human\b",
        r"hablar con (?:una? )?(?:persona|alguien|agente|humano|representante|asesor)",
        r"l+am(?:e|a)(?:n|r)?me\b",
        r"me (?:pueden?|podrian?) llamar",
        r"persona (?:real|de verdad)",
        r"quiero (?:un agente|una persona|que me llamen)",
    ),
    "opt_out": _any(
        r"^\W*(?:stop|stopall|unsubscribe|cancel|end|quit|revoke|optout|parar|cancelar|alto|" r"baja)\W*$",
        r"stop (?:text|messag|contact|writ|call|send|bother)\w*",
        r"(?:don'?t|do not|quit|never) (?:text|contact|message|write|call)\w* (?:me|us|this)",
        r"(?:take|remove|delete) (?:me|my (?:number|name|info)|us)(?: off| from)?\b",
        r"unsubscribe",
        r"opt(?:ing)?[ -]?(?:me )?out",
        r"lose my number",
        r"no more (?:texts|messages|msgs)",
        r"no me (?:escriban?|manden?|envien?|llamen?|contacten?)",
        r"dej(?:en|a|e) de (?:escribir|mandar|llamar|molestar)\w*",
        r"(?:quit|borr|elimin)(?:en|e|a)me\b",
        r"leave me alone",
    ),
    "anger": _any(
        r"\bwtf\b",
        r"\bf+u+c*k+\w*",
        r"bullshit|\bbs\b",
        r"\bdamn\b",
        r"stop bothering",
        r"leave me alone",
        r"ridiculous",
        r"\bscam\w*",
        r"piss(?:ed|ing)",
        r"sick (?:and tired )?of (?:this|you|your)",
        r"\bidiots?\b",
        r"harass\w*",
        r"\bsue you",
        r"report you",
        r"waste of (?:my )?time",
        r"useless",
        r"\bestafa\w*",
        r"\bhart[oa]\b",
        r"molest(?:ar|ando|en|ia)",
        r"\bshut up\b",
        r"\bhate (?:this|you)",
    ),
    "threat": _any(
        r"\bsue you",
        r"report you",
        r"\b(?:kill|hurt|find) you\b",
        r"you'?ll regret",
        r"my lawyer will",
        r"los voy a demandar",
    ),
    "open_to_call": _any(
        r"(?:you can|can|ok to|fine to|free to|feel free to) call",
        r"call me (?:any ?time|after|around|at|tomorrow|later|this)",
        r"a (?:quick )?call (?:is|would be|works)",
        r"puede(?:n|s)? llamar",
    ),
    "bot_question": _any(
        r"are (?:you|u) (?:a |an |even |really )?(?:bot|robot|ai\b|real|human|machine|person|" r"automated|computer)",
        r"(?:is|am) (?:this|i)(?: talking to| speaking (?:to|with)| texting)? (?:a |"
        r"an )?(?:bot|robot|automated|ai\b|real person|machine|human)",
        r"eres (?:un |una )?(?:bot|robot|maquina|humano|persona)",
        r"(?:es )?(?:usted |esto )(?:un |una )?(?:bot|robot|maquina)",
    ),
    "injection": _any(
        r"(?:ignore|disregard|forget) (?:all |any |your |the |previous |prior |earlier |"
        r"my )*(?:instructions|rules|prompt)",
        r"system prompt",
        r"you are now\b",
        r"developer mode",
        r"(?:reveal|print|show me) your (?:prompt|instructions|rules)",
        r"ignora (?:las|tus) (?:instrucciones|reglas)",
    ),
    "auto_reply": _any(
        r"auto(?:matic)?[- ]?(?:reply|response)",
        r"\bi'?m driving\b",
        r"out of (?:the )?office",
        r"can'?t talk right now",
        r"estoy (?:conduciendo|manejando)",
    ),
    "wrong_number": _any(r"wrong (?:number|person)", r"numero equivocado", r"you have the wrong", r"who is this\b"),
    "not_interested": _any(
        r"(?:not|no longer|isn'?t|never) interested(?! in)",
        r"changed my mind",
        r"already sold",
        r"no (?:me|estoy) interes\w+",
        r"ya (?:la )?vendi",
        r"not selling\b",
        r"not looking anymore",
    ),
    "appointment": _any(
        r"(?:set ?up|schedule|book) (?:a |an )?\w+",
        r"appointment",
        r"\b(?:stop|come|swing|drop) by\b",
        r"\b(?:tour|showing|walk ?through|open house)\b",
        r"\bmeet (?:up|with|you|me)?\b",
        r"\b(?:see|view|visit) (?:it|the (?:house|home|place|property)|that one)\b",
        r"\bcita\b",
        r"\bvisitar\b",
        r"ver la (?:casa|propiedad)",
    ),
    "objection": _any(
        r"too (?:low|high|expensive|much|soon|pricey)",
        r"\bcommission",
        r"\b(?:fees?|closing costs)\b",
        r"already (?:have|working with|got|signed with) (?:a|an|my|with)?",
        r"think about it",
        r"lowball",
        r"(?:don'?t|not sure i|why should i) trust",
        r"zillow says",
        r"muy (?:caro|bajo|poco)",
        r"comision",
        r"lo voy a pensar",
        r"ya tengo (?:un )?agente",
        r"\bworried (?:about|that)",
    ),
    "valuation": _any(
        r"\bworth\b",
        r"home value",
        r"\bcuanto (?:vale|cuesta|costaria)",
        r"valor de mi",
        r"how much (?:is|are|would|could|can|do|does|will)",
        r"(?:my|the) (?:house|home) appraise",
    ),
    "thanks": _any(r"\bthanks?\b", r"thank you", r"\bgracias\b", r"\bthx\b"),
    "greeting": _any(
        r"^\W*(?:hi|hello|hey|good (?:morning|afternoon|evening)|hola|buen(?:os|as) (?:dias|" r"tardes|noches))\b"
    ),
    "correction": _any(
        r"\bactually\b",
        r"i mean[t]?\b",
        r"\bcorrection\b",
        r"\bsorry,? (?:it'?s|i|not|that)",
        r"not \$?\d[\d,]*k?,? ",
        r"perdon",
        r"quise decir",
        r"en realidad",
        r"scratch that",
    ),
    "distress": _any(
        r"passed away",
        r"\bdied\b",
        r"\bcancer\b",
        r"\bsick\b(?! of)",
        r"lost (?:my|his|her|our) (?:job|husband|wife|mom|dad)",
        r"overwhelmed",
        r"stress\w*",
        r"fallecio",
        r"enferm\w+",
        r"preocupad\w+",
    ),
}
YES = re.compile(
    r"^\W*(?:yes+|yeah|yea|yep|yup|ya|sure|ok(?:ay)?|sounds (?:good|great|fine)|"
    r"that (?:works|would work|could work|is fine)|works? for (?:me|us)|absolutely|"
    r"definitely|of course|"
    r"correct|right|i (?:do|am|can|could|would|think so)|we (?:do|are|can|could|would)|"
    r"perfect|great|fine|totally|si+|claro|por supuesto|de acuerdo|vale|perfecto|"
    r"esta bien|correcto|asi es|bueno)\b"
)
NO = re.compile(
    r"^\W*(?:no+|nope|nah|not really|never|no thanks|no gracias|not yet|that (?:doesn'?t|"
    r"won'?t|does not|will not) work|can'?t|cannot|i (?:don'?t|do not|haven'?t|can'?t|"
    r"won'?t)|todavia no|aun no|para nada|tampoco)\b"
)
VAGUE = re.compile(
    r"\b(?:maybe|not (?:really )?sure|idk|(?:i )?don'?t (?:really )?know|dunno|"
    r"(?:it )?depends|we'?ll see|kinda|sorta|possibly|perhaps|no idea|hard to say|"
    r"haven'?t (?:decided|thought)|undecided|"
    r"up in the air|whatever|quizas?|tal vez|no (?:lo )?se\b|no estoy segur[oa]|depende|"
    r"puede ser|a lo mejor|ya veremos|no tengo idea|ni idea)"
)
HEDGE = re.compile(
    r"\b(?:maybe|about|around|roughly|approximately|probably|i think|i guess|ish|or so|"
    r"like|hopefully|mas o menos|como|unos|alrededor|creo|aproximadamente)\b"
)
QUESTION_START = re.compile(
    r"^\W*(?:and |but |so |y |pero )?(?:what|what's|how|why|when|where|who|which|can|"
    r"could|do|does|did|is|are|will|would|should|que|como|cuanto|cuando|donde|quien|cual|"
    r"por que|puedo|pueden|tienen|hay)\b"
)
SELL = _any(
    r"\b(?:sell|selling|sale of|list(?:ing)? (?:my|our|the|it))\b",
    r"get rid of (?:my|our|the|this)",
    r"\bvend(?:er|o|emos|iendo)\b",
    r"what'?s my (?:home|house|place|condo) worth",
    r"(?:my|our) (?:home|house|place|condo|property)(?: is)? worth",
    r"cuanto vale mi",
    r"offer (?:on|for) my",
    r"buy my (?:home|house|place|property|condo)",
    r"cash out of (?:my|the|this)",
    r"unload",
)
BUY = _any(
    r"\b(?:buy|buying|purchase|purchasing)\b(?! my)",
    r"look(?:ing)? (?:for|at) (?:a |an |some |homes|houses|something|places|condos)",
    r"house ?hunt\w*",
    r"in the market for",
    r"\bcompr(?:ar|o|amos|ando)\b",
    r"\bbusc(?:o|amos|ando)\b",
    r"first[- ]time (?:home ?)?buyer",
    r"want (?:a|to own a) (?:house|home|place|condo)",
    r"find (?:a|me a|us a) (?:house|home|place|condo)",
)
RENT = _any(r"\b(?:to rent|renting out|for rent|rental|rentar|alquilar)\b")
MOTIVATION = _any(
    r"\bbecause\b",
    r"relocat\w*",
    r"(?:new|another) job",
    r"job (?:transfer|offer|change)",
    r"transferred",
    r"downsiz\w*",
    r"upsiz\w*",
    r"(?:more|bigger|less|smaller) (?:space|place|house|home|room|yard)",
    r"growing family",
    r"\b(?:new |having a )?baby\b",
    r"divorc\w*",
    r"(?:split|separat)(?:ting|ed|ing|ion)?\b",
    r"inherit\w*",
    r"passed away",
    r"\bretir\w+",
    r"foreclos\w*",
    r"behind on",
    r"landlord",
    r"tenants?\b",
    r"empty nest\w*",
    r"(?:kids|children) (?:moved|left|are grown)",
    r"stop renting",
    r"rent (?:is|keeps|went)",
    r"tired of",
    r"closer to",
    r"need (?:the|some) (?:money|cash)",
    r"invest(?:ment|ing)?\b",
    r"(?:i'?m|we'?re|am|are) moving",
    r"mov(?:e|ing) (?:to|for|back|in with|out of)",
    r"can'?t (?:afford|keep up)",
    r"\bporque\b",
    r"me (?:mudo|voy)|nos mudamos|mudar(?:me|nos)",
    r"(?:nuevo )?trabajo",
    r"herencia|hered\w+",
    r"mas (?:espacio|cerca)",
    r"jubil\w+",
    r"\bfamilia\b",
    r"military|deploy\w*|\bpcs\b",
    r"lost (?:my|his|her|our) job",
    r"medical",
    r"health",
)
REASONS: tuple[tuple[str, Pattern], ...] = (
    ("divorce", _any(r"divorc\w*", r"separat(?:ed|ing|ion)", r"\bsplit")),
    ("inheritance", _any(r"inherit\w*", r"passed away", r"herencia", r"hered\w+", r"probate", r"fallecio")),
    ("retirement", _any(r"retir\w+", r"jubil\w+")),
    (
        "downsizing",
        _any(
            r"downsiz\w*", r"smaller", r"less space", r"empty nest", r"too (?:big|much house)", r"kids (?:moved|left)"
        ),
    ),
    (
        "upsizing",
        _any(r"upsiz\w*", r"(?:more|bigger) \w+", r"growing family", r"\bbaby\b", r"too small", r"mas espacio"),
    ),
    (
        "financial",
        _any(
            r"foreclos\w*",
            r"behind on",
            r"need (?:the|some) (?:money|cash)",
            r"can'?t (?:afford|keep up)",
            r"lost (?:my|his|her) job",
            r"debt",
        ),
    ),
    ("investment", _any(r"landlord", r"tenants?\b", r"invest\w*", r"rental")),
    (
        "relocation",
        _any(
            r"relocat\w*",
            r"\bjob\b",
            r"transfer\w*",
            r"mov(?:e|ing)\b",
            r"me mudo|nos mudamos|mudar\w*",
            r"trabajo",
            r"military",
            r"closer to",
            r"mas cerca",
        ),
    ),
)
CONDITION: tuple[tuple[str, Pattern], ...] = (
    (
        "poor",
        _any(
            r"\bfixer(?:[- ]upper)?\b",
            r"(?:rough|bad|poor|terrible|awful|horrible) (?:shape|condition)",
            r"needs? (?:a lot|lots|major|tons|everything|gutt\w+)",
            r"falling apart",
            r"foundation (?:issue|problem|crack|is)\w*",
            r"(?:water|fire|smoke|storm) damage",
            r"\bmold\b",
            r"tear ?down",
            r"uninhabitable",
            r"mal estado",
            r"muy dañada|se esta cayendo",
        ),
    ),
    (
        "fair",
        _any(
            r"needs? (?:a |an |some |new |a new |a little |a few |minor |cosmetic |updat)\w*(?: \w+)?",
            r"(?:the )?roof (?:is|leaks|needs)\w*(?: \w+)?",
            r"\bleak\w*",
            r"\btlc\b",
            r"(?:fair|ok(?:ay)?|decent|average|so-so) (?:shape|condition)",
            r"out ?dated",
            r"\bdated\b",
            r"original (?:kitchen|bath\w*|windows)",
            r"\bas[- ]is\b",
            r"repairs?\b",
            r"necesita\w* (?:\w+ ){0,2}(?:techo|arreglos?|reparaci\w+|pintura|trabajo|cocina)",
            r"a (?:new )?roof\b",
            r"regular estado",
        ),
    ),
    (
        "good",
        _any(
            r"move[- ]?in ready",
            r"turn ?key",
            r"\b(?:it'?s|its|all|pretty|is) (?:fine|good|great|ok|okay|perfect)\b",
            r"(?:good|great|excellent|perfect|mint|pristine|amazing|solid|nice) (?:shape|condition)",
            r"(?:fully |newly |just |recently |completely )?(?:remodel|renovat|updat)ed\b",
            r"brand new\b",
            r"like new",
            r"(?:buen|excelente|perfecto) estado",
            r"lista para (?:mudarse|vivir|habitar)",
            r"remodelad[oa]",
            r"well (?:kept|maintained)",
            r"no (?:issues|problems|repairs)",
        ),
    ),
)
PREAPPROVAL: tuple[tuple[str, Pattern], ...] = (
    (
        "not_started",
        _any(
            r"(?:not|haven'?t|never|hasn'?t|aren'?t|isn'?t|" r"no) (?:\w+ ){0,4}(?:pre[- ]?)?(?:approv|qualif)\w*",
            r"(?:need|looking for|don'?t have|no) (?:a |any )?lender",
            r"haven'?t (?:talked|spoken|started|applied)",
            r"no (?:estoy|estamos|tengo) (?:\w+ )?(?:pre[- ]?)?aprob\w*",
            r"no he (?:empezado|hablado)",
        ),
    ),
    (
        "in_progress",
        _any(
            r"(?:work|talk|meet|speak)ing (?:with|to) (?:a |my |the |our )?(?:lender|bank|"
            r"mortgage|credit union|broker)",
            r"(?:in the )?process of (?:getting )?(?:pre|appl)\w*",
            r"\bapplying\b|\bapplied\b",
            r"getting pre[- ]?(?:approv|qualif)\w*",
            r"waiting (?:on|for) (?:the |my |our )?(?:bank|lender|approval)",
            r"en proceso",
            r"hablando con (?:el|un|mi) banco",
            r"pre[- ]?approval (?:is )?(?:in progress|pending)",
        ),
    ),
    (
        "cash",
        _any(
            r"\b(?:all |paying |pay |in |with |have |got |full )?cash\b(?! out| offer)",
            r"\b(?:al contado|en efectivo|de contado)\b",
        ),
    ),
    (
        "approved",
        _any(
            r"pre[- ]?(?:approv|qualif)\w*",
            r"\bapproved\b",
            r"(?:pre[- ]?)?(?:aprobad|calificad)[oa]s?\b",
            r"(?:letter|carta) (?:from|de) (?:my|the|el|mi)? ?(?:bank|lender|banco)",
        ),
    ),
)
PROPERTY_TYPES: tuple[tuple[str, Pattern], ...] = (
    ("condo", _any(r"\bcondos?\b|condominio")),
    ("townhouse", _any(r"town ?(?:house|home)s?")),
    ("duplex", _any(r"duplex|triplex|fourplex|multi[- ]?family")),
    ("land", _any(r"\b(?:land|lot|acreage|terreno)\b")),
    ("mobile_home", _any(r"mobile home|manufactured home|trailer\b")),
    ("apartment", _any(r"\bapartments?\b|departamento|apartamento")),
    ("single_family", _any(r"single[- ]family|detached|unifamiliar|\bhouse\b|\bcasa\b")),
)
CHANNELS: tuple[tuple[str, Pattern], ...] = (
    (
        "text",
        _any(
            r"\b(?:text|texting|texts|sms) (?:is|works|me|only|please|best|better)",
            r"prefer (?:\w+ )?text\w*",
            r"just text",
            r"por (?:mensaje|texto)",
            r"^\W*text\w*\W*$",
        ),
    ),
    (
        "email",
        _any(
            r"\be-?mail (?:is|works|me|only|please|best|better)",
            r"prefer (?:\w+ )?e-?mail",
            r"por correo",
            r"^\W*e-?mail\W*$",
        ),
    ),
    (
        "call",
        _any(
            r"\b(?:phone|calls?|calling) (?:is|works|only|please|best|better)",
            r"prefer (?:\w+ )?(?:call|phone)\w*",
            r"por telefono",
            r"^\W*(?:phone|call)s?\W*$",
        ),
    ),
)
DECIDERS = _any(
    r"(?:my|our) (?:wife|husband|spouse|partner|brother|sister|siblings?|mom|mother|dad|"
    r"father|family|kids)(?: and (?:i|me))?(?! (?:passed|died|is sick))\b",
    r"(?:just|only) me\b",
    r"i(?:'m| am) the (?:only |sole )?(?:owner|one)",
    r"both of us",
    r"we both",
    r"mi (?:esposa|esposo|hermano|hermana|mama|papa|familia|pareja)",
    r"solo yo",
    r"co-?own\w*",
)
LISTED = _any(
    r"(?:was |been |had it |it'?s been |never (?:been )?)?listed\b(?: \w+)?(?: before|" r" last \w+)?",
    r"on the market (?:before|last|for)",
    r"\bmls\b",
    r"(?:estuvo|ha estado) (?:en venta|listada)",
    r"expired listing",
    r"never (?:tried|listed)",
)
UPGRADES = _any(
    r"(?:new|redid|replaced|added|installed|updated|remodeled|upgraded) (?:the |our |my |"
    r"a |an |all )?(?:new )?(?:kitchen|bath\w*|roof|floor\w*|windows|hvac|a/?c|pool|deck|"
    r"solar|water heater|appliances|furnace|siding)",
    r"(?:kitchen|bath\w*|roof|floors|windows|hvac|pool|solar) (?:was|were|is|"
    r"are) (?:redone|replaced|remodeled|updated|new)",
    r"(?:cocina|bano|techo|piso)s? (?:nuev|remodelad)\w+",
)
MORTGAGE = _any(
    r"\bowe\b",
    r"\bmortgage\b",
    r"\bhipoteca\b",
    r"left on (?:it|the (?:loan|house))",
    r"\bloan balance\b",
    r"\bliens?\b",
    r"free and clear",
    r"paid (?:it )?off",
    r"\bdeb(?:o|emos)\b",
    r"\bheloc\b",
    r"second mortgage",
)
NO_MORTGAGE = _any(
    r"free and clear", r"paid (?:it )?off", r"no mortgage", r"no (?:tengo|tenemos) hipoteca", r"own it outright"
)
PRICE_WORDS = _any(
    r"\bask(?:ing)?\b",
    r"\bworth\b",
    r"sell (?:it )?for",
    r"get (?:at least |around |about )?\$?$",
    r"\bprice\b",
    r"\bat least\b",
    r"walk away with",
    r"\bnet\b",
    r"\bneed(?:s|ing)?\b",
    r"\bwant(?:s|ing)?\b",
    r"\bhoping for\b",
    r"let it go for",
    r"\bprecio\b",
    r"\bpido\b",
    r"\bquiero\b",
    r"\bminimo\b",
    r"take (?:around |about )?",
)
BUDGET_WORDS = _any(
    r"\bbudget\b",
    r"\bafford\b",
    r"\bspend\b",
    r"up to\b",
    r"\bmax(?:imum)?\b",
    r"\bunder\b",
    r"\bbelow\b",
    r"no more than",
    r"approved (?:for|up)",
    r"price range",
    r"\bpresupuesto\b",
    r"\bhasta\b",
    r"\bgastar\b",
    r"\bmaximo\b",
    r"\bbetween\b",
    r"\btop out\b",
)
SPANISH = re.compile(
    r"\b(?:hola|gracias|quiero|quisiera|casa|vender|comprar|busco|tengo|tenemos|necesito|"
    r"estoy|estamos|por favor|cuanto|cuando|donde|persona|hablar|pero|porque|para|con|mi|"
    r"una|el|los|las|del|es|que|y|si|meses|semanas|dias|proximo|"
    r"presupuesto|recamaras|habitaciones|no se|quizas|tal vez|claro|buenos|buenas|dolares|"
    r"mil|efectivo|como|este|esta|muy|nosotros|dejen|alto|baja|parar)\b"
)
ENGLISH = re.compile(
    r"\b(?:the|i|i'm|my|is|are|to|and|want|need|have|for|it|you|of|in|house|home|we|a|do|"
    r"not|yes|can|looking|would|just|me|at|on)\b"
)
DENIED = re.compile(r"(?:\bnot|\bno|\bnever|n't|\bwithout|\bsin)\s+(?:\w+\s+){0,2}$")
PLACEHOLDER = re.compile(r"[\[{<⟦«(]{1,2}\s*([a-z]+(?:[_ -][a-z0-9]+)*)[_:# -]*\d*\s*[\]}>⟧»)]{1,2}")
