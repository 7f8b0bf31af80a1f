"""How and when the lead can be reached: who may be called wants a person, who names an hour wants a time set."""

from bots.understanding.words import any_of

_PART_OF_DAY = r"(?: (?:in the )?(?:morning|afternoon|evening|night)s?)"
_DAY = (
    r"(?:(?:this |next |on |any )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekends?|weekdays?|today|tonight|"
    r"tomorrow|morn\w+|afternoons?|evenings?)" + _PART_OF_DAY + "?)"
)
_CLOCK = r"(?:\d{1,2}(?::\d\d)? ?(?:am|pm|a\.m\.|p\.m\.|a\b|p\b|ish)|\d{1,2}:[0-5]\d|noon|lunch(?:time)?|midday)"
_HOUR = (
    rf"(?:{_CLOCK}|\d{{1,2}}(?! ?(?:days|weeks|months|years|bed|k\b|%)))"
    rf"(?: ?(?:-|to|till|until|and) ?(?:{_CLOCK}|\d{{1,2}}))?"
)
_BY = r"(?:after|before|around|at|about|between|past|by|till|until|til|from|on|any ?time|whenever|all|most|first|only)"
_WHEN = rf"(?:{_BY} )*(?:{_DAY}(?: (?:{_BY} )*{_HOUR})?|{_HOUR}|work|school|dinner|then|later|soon|any ?time|whenever)"
_HORA = (
    r"(?:las|la) (?:\d{1,2}(?::\d\d)?|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez)"
    r"(?: ?(?:am|pm|y media|de la \w+))?"
)
_DIA = r"(?:hoy|manana|el (?:lunes|martes|miercoles|jueves|viernes|sabado|domingo)|pasado manana)"
_FITS = r"(?:works?|is|are|would be|would work|'s)(?: (?:good|fine|great|best|better|ok|okay|perfect|for (?:me|us)))*"

AT_A_TIME = any_of(
    rf"(?:free|available|off(?: work)?|out of work|home|done(?: with work)?) {_WHEN}",
    rf"i get (?:off|out|home|done)(?: (?:of )?work)? {_WHEN}",
    rf"(?:{_DAY} )?(?:after|before|around|at|between) {_CLOCK} {_FITS}",
    rf"(?:{_DAY} )?(?:after|before|around) \d{{1,2}} (?:works|is (?:good|fine|best|better))(?: (?:best|for (?:me|"
    rf"us)))*",
    rf"(?<=^)(?:(?:yes|yeah|ok|sure|maybe|how about|say|lets do|let's do)[ ,]+)*(?:{_DAY} )?(?:at |around |"
    rf"after )?{_CLOCK}(?=\W*$)",
    rf"(?:salgo|libre|disponible|desocup\w+|puedo) (?:{_DIA} )?(?:como |despues de |hasta |antes de |"
    rf"de )?(?:a )?{_HORA}",
    rf"(?:puede ser )?(?:{_DIA} )?(?:despues de |como )?a {_HORA}(?: (?:esta bien|puedo|puede ser))?(?=\W*$)",
    rf"puede ser {_DIA}",
    r"(?<=^)(?:(?:yes|yeah|ok|sure|si|claro)[ ,.]+)*(?:today |tomorrow |tonight |hoy |manana )?(?:after|before|"
    r"around|despues de|"
    r"antes de|como a)(?: las)? \d{1,2}(?=\W*$)",
    r"(?<=^)(?:(?:yes|yeah|ok|sure)[ ,.]+)*any ?time (?:today|tomorrow|this week|this weekend|after \d{1,2})(?=\W*$)",
    r"(?:zoom|facetime|video call|videollamada) (?:is|works|would be|es|esta)(?: (?:better|best|easier|good|fine|"
    r"great|mejor|bien))*",
)
MAY_CALL = any_of(
    rf"(?:(?:you|u|y'all|they|he|she) (?:can|may|could) |please |just |pls |ok |better |(?<=^))*call (?:me |us |"
    rf"my \w+ )?{_WHEN}",
    r"(?:you|u|y'all|they) (?:can|may) (?:just |also |always )?call(?: (?:me|us|my \w+))?"
    r"(?:,? (?:but |just |only )*(?:not )?(?:before|after|between) (?:\d{1,2}(?::\d\d)?(?: ?(?:am|pm))?|\w+))?",
    r"(?:have|tell) (?:him|her|them|the agent|your agent|someone|somebody) (?:to )?call",
    r"(?:waiting|wait|look forward|looking forward) (?:for|to) (?:the|your|a|his|her|their) (?:phone )?call",
    r"(?:don't|dont|do not) (?:do|like|want to do) (?:business|this|that|deals|these things) (?:by|over|on|through|"
    r"via) text\w*",
    r"(?:prefer|rather have|rather do) (?:a )?(?:phone )?calls?(?! (?:me )?not)",
    r"(?:espero|esperamos|quedo en espera de) (?:la|su|tu|una) llamada",
    r"no me (?:han|ha) (?:llamado|marcado|hablado)|nadie me (?:ha )?llam\w+",
    r"no me gusta (?:esto )?(?:por|de) (?:mensaje|texto)s?",
    r"(?:le |les )?(?:puede[ns]? |pueden )?(?:llamar|marcar|hablar)le(?:s)? a (?:el|ella|mi \w+)",
    r"(?:le|les) puede[ns]? (?:llamar|marcar|hablar)(?: a (?:el|ella|mi \w+))?",
    r"alguien que hable (?:en )?espanol",
)
BY_WRITING = any_of(
    r"(?:please |just |only |can you |could you |can u |pls )*(?:text|e?-?mail|message)(?: (?:me|us))? (?:first|"
    r"instead|only|"
    r"please|pls|here|is (?:fine|ok|okay|good|better|best|easier|preferred|preferable)|works)"
    r"(?: (?:to|than) (?:a )?(?:phone )?calls?| for (?:me|us)| best| better| fine)*",
    r"(?:i |we )?(?:prefer|rather)(?: to)?(?: just)? (?:text(?:ing|s)?|e?-?mails?|messages?|write|writing)"
    r"(?: (?:over|to|than|instead of) (?:a )?(?:phone )?call(?:s|ing)?)?",
    r"(?:text|e?-?mail)(?:ing|s)? (?:is|works|would be) (?:better|best|easier|fine|good|ok|okay|preferable|preferred|"
    r"great)"
    r"(?: (?:to|than|over) (?:a )?(?:phone )?call(?:s|ing)?)?(?: for (?:me|us))?",
    r"no (?:phone )?calls(?:[ ,.]+(?:please|pls))?(?:[ ,.]+(?:just |only )?(?:text|email)(?: (?:me|only|"
    r"please))*)?(?=\W*$)",
    r"(?:you can |please |just )*send (?:me|us) (?:a |an )?(?:letter|text|e?-?mail)",
    r"(?:no[., ]+)?(?:just |please )*e?-?mail (?:it|them|that|those|everything)(?: to (?:me|us))?",
    r"(?:prefiero|mejor|solo) (?:por )?(?:mensajes?|texto|correo|whatsapp)(?: (?:por favor|de texto))?",
)
