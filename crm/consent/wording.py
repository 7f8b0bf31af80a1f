"""How people ask to be left alone in their own words: patterns over text as `recognition.plain` leaves it. Data only.

Each asks for texts, messages, a list or peace by name; "stop", "end" or "cancel" inside an ordinary sentence is none.
"""

import re

# --- English

_MEDIA = r"(?:text(?:s|ing)?|txt(?:s|ing)?|messag(?:e|es|ing)|msgs?|sms(?:es)?|spam(?:ming)?|e-?mails?|communications?)"
_ME = r"(?:me|us|this (?:number|phone)|my (?:phone|number|cell))"
_REACH = r"(?:text|txt|message|msg|contact|sms|e-?mail|write(?: to)?|bother|spam|harass|disturb|reach out to|hit up)"
_REACHING = r"(?:text|txt|messag|contact|sms|e-?mail|writ|bother|spamm|harass|disturb|hitt|blow)ing(?: up)?(?: to)?"
_NOT = r"(?:do not|don'?t|dont)"
_NO_LONGER = r"(?:do not|don'?t|dont|no longer)"
_END = r"(?=\s*(?:$|[.,!?;\n]|any ?more|again|please|pls|now|already|ever|thanks|thank you|i\b))"
# What may follow "don't text me" without making it a wish about time or content.
_THEN = (
    r"(?=\s*(?:$|[.,!?;:\n()-]|any ?more|again|ever|please|pls|plz|thanks|thank you|thx|at all|or\b|and\b|about|i\b|i'm"
    r"|im\b|we\b|you\b|u\b|this is|because|bc\b|cuz|since|from\b|no\b|ok\b|bro|sir|dude|man\b|lol|period|further|unless"
    r"|until i|till i))"
)
_POLITE = r"(?:ok(?:ay)?|please|pls|plz|just|hey|hi|no|yo|seriously|i said|omg|ugh|thanks|thank you|so|now|and|then)"
_ASK = r"(?:(?:will|would|can|could) (?:you|u|y'all)|(?:you|u) (?:need|must|should)(?: to)?|i (?:want|need) you to)"
_REQUEST = rf"(?:^|[.,!?;\n]\s*|\b{_POLITE}\s+|\b{_ASK}\s+)"
_OF_THESE = r"(?:any ?more\s+|any\s+|more\s+|these\s+|your\s+|all\s+|so many\s+|the\s+)*"
_TO_GET = r"to (?:receive|get|be getting|be receiving)|any|more|any ?more|your|these|further|getting|receiving|all"

_ENGLISH_PATTERNS = (
    # stop texting me; quit messaging us; can you stop contacting this number
    rf"\b(?:stop|quit|cease|discontinue)\s+{_REACHING}\s+{_ME}\b",
    rf"\b(?:stop|quit|cease)\s+sending\s+(?:{_ME}\s+)?{_OF_THESE}{_MEDIA}\b",
    # stop texting; please stop the messages
    rf"{_REQUEST}(?:stop|quit|cease)\s+(?:with\s+)?{_OF_THESE}(?:{_REACHING}|{_MEDIA}|contact){_END}",
    # don't text me anymore; never contact us again
    rf"\b(?:{_NOT}|never|no need to)\s+(?:you\s+|ever\s+|please\s+|even\s+)*{_REACH}\s+{_ME}\b{_THEN}",
    rf"(?:^|[.,!?;\n]\s*|\b(?:please|pls|plz)\s+){_NOT}\s+(?:ever\s+)?(?:text|txt|message|msg|contact){_END}",
    rf"\b{_NOT}\s+(?:call|phone)\s+(?:{_ME}\s+)?(?:or|and|nor)\s+(?:text|txt|message)\b",
    rf"\b{_NOT}\s+(?:ever\s+)?send\s+{_ME}\s+{_OF_THESE}{_MEDIA}{_END}",
    # no more texts; no texts please
    rf"\bno more (?:of (?:these|your) )?(?:{_MEDIA}|contact)\b",
    rf"^\W*no {_MEDIA}(?: please| pls| thanks| thank you)?\W*$",
    # I don't want (to receive) these texts
    rf"\b{_NO_LONGER}\s+(?:want|wish|care|need|like)\s+(?:(?:{_TO_GET})\s+)+{_MEDIA}\b",
    rf"\b{_NO_LONGER}\s+(?:want|wish)\s+to be\s+(?:texted|contacted|messaged|bothered|on (?:your|this|the))",
    rf"\b{_NOT}\s+want\s+(?:you|u|y'all|anyone)\s+(?:to\s+)?(?:text|messag|message|contact)(?:ing)?\s+(?:me|us)\b",
    # lists and data
    r"\b(?:take|get|remove|delete|scratch|cross|strike)\s+(?:me|us|my (?:name|number|phone|info|contact)\w*"
    r"|this number)\s+(?:off|from|out of)\b(?! work| the (?:market|airport|phone))",
    r"\b(?:remove|delete|erase)\s+(?:me|us)(?=\s*(?:$|[.,!?;\n]|please|pls|now|asap))",
    r"\b(?:remove|delete|erase|lose|forget)\s+(?:my|this)\s+(?:phone |cell |contact )?"
    r"(?:number|info|information|contact|data)\b",
    r"\btake\s+(?:my|this)\s+(?:name|number|phone)\s+(?:off|out)\b",
    # the words of the trade
    r"\bunsubscribe\b",
    r"\b(?:opt(?:ing)?|opted)(?: me| us)?[ -]out\b(?! of (?!(?:this|these|your|all|any|the)?\s*"
    r"(?:text|messag|sms|list|everything|communicat|this|these|your|all)))",
    r"\b(?:revoke|withdraw)\s+(?:my\s+|all\s+|any\s+)*consent\b",
    r"\bcease and desist\b",
    # being left in peace
    r"\bleave\s+(?:me|us)\s+(?:the (?:hell|fuck|heck) )?alone\b",
    r"^\W*(?:please )?(?:go away|fuck off|f off|piss off|buzz off|get lost)\W*$",
    # stop, dressed up: "please stop", "ok stop now", "can you please stop?"
    rf"(?:^|[.!?;\n]\s*)\W*(?:{_POLITE}\W+|{_ASK}\W+)*stop"
    r"(?:\W+(?:it|this|now|please|pls|plz|already|thanks|thank you|sir|all|ok|immediately|asap|thx))*\W*(?:$|[.!?;\n])",
)
# "why did you stop texting me", "don't stop texting me", "other agents won't stop texting me", "I'll stop texting him"
NOT_A_REQUEST = re.compile(
    r"\b(?:why|when|since|did|didn'?t)\b[^.!?\n]{0,24}\b(?:stop|quit)(?:ped)?\b"
    r"|\b(?:do not|don'?t|dont|never|please don'?t)\s+(?:ever\s+)?(?:stop|quit)\b"
    r"|(?<!\byou )(?<!\bu )\b(?:won'?t|wont|can'?t|cannot|wouldn'?t)\s+(?:stop|quit)\b"
    r"|\b(?:i|we)(?:'ll| will| would|'d| should| had to| need to| have to)\s+(?:stop|quit)\b"
)

# --- Spanish, without accents

_QUIET = r"(?=\s*(?:$|[.,!?;:\n-]|mas\b|nunca|jamas|por ?favor|gracias|a este|al \w+|otra vez|de nuevo|ya\b|o\b|y\b))"
_CORREO = r"(?:mensaj\w+|textos?|sms|correos?)"
_DOING = r"(?:escribir|contactar|molestar|textear|mandar|enviar)"
_NO_QUIERO = r"\b(?:ya )?no (?:quiero|deseo|queremos)"

_SPANISH_PATTERNS = (
    # no me escriban mas; ya no nos contacten
    rf"\bno\s+(?:me|nos)\s+vuelv(?:a|as|an)\s+a\s+{_DOING}",
    rf"\bno\s+(?:me|nos)\s+(?:escrib(?:a|as|an)|(?:contact|molest|text)(?:e|es|en)|textee[sn]?|busqu(?:e|es|en)){_QUIET}",
    rf"\bno\s+(?:me|nos)\s+(?:mand|envi)(?:e|es|en)\s+(?:mas|nada|(?:mas |tantos |sus |estos |otros )*{_CORREO})\b",
    r"\bno\s+(?:vuelv(?:a|as|an)\s+a\s+)?(?:escribir|contactar|molestar|textear)(?:me|nos)\b",
    rf"{_NO_QUIERO}\s+(?:(?:recibir|mas|sus|tus|estos|que (?:me|nos) manden)\s+)+(?:{_CORREO}|nada)\b",
    rf"{_NO_QUIERO} que (?:me|nos) (?:escrib(?:an|a|as)|contacte[ns]?|molesten|texteen)\b",
    # dejen de escribirme; pare de mandar mensajes
    rf"\b(?:dej(?:a|e|en|ar|ame|eme|enme)|paren?|para)\s+de\s+{_DOING}(?:me|nos)?\b(?!\s+(?:las|los|la|el)\s)",
    r"\b(?:deja|deje|dejen)(?:me|nos)\s+en\s+paz\b",
    # lists and data
    r"\b(?:quit|sac|saqu|borr|elimin)(?:a|e|en)?(?:me|nos|nme|nnos)(?=\s*(?:$|[.!,;]|de\b|del\b|por favor|ya\b))",
    r"\b(?:quit|saqu|sac|borr|elimin)(?:a|e|en)\s+(?:mi|este)\s+(?:numero|nombre|telefono|celular|contacto)\b",
    r"\b(?:dar|den|de|da)(?:me|nos)\s+de\s+baja\b",
    r"\b(?:cancelar|cancele|cancelen|anular)\s+(?:la\s+|mi\s+)?suscripcion\b|\bdesuscrib\w+\b",
    # no mas mensajes; basta; paren por favor
    rf"\bno mas {_CORREO}\b",
    r"^\W*(?:ya )?basta(?: ya)?(?: de (?:mensaj\w+|textos?))?\W*$",
    r"^\W*(?:ya |por favor )*pare(?:n)?(?: ya| por favor)*\W*$",
)

ENGLISH = tuple(re.compile(pattern, re.MULTILINE) for pattern in _ENGLISH_PATTERNS)
SPANISH = tuple(re.compile(pattern, re.MULTILINE) for pattern in _SPANISH_PATTERNS)
