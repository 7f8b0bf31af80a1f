"""Threats, anger, and orders to the machine."""

from bots.understanding.words import any_of

THREAT = any_of(
    r"(?:i'll|i will|i'm going to|im going to|gonna|going to|we will|we'll) (?:sue|report|hurt|kill|"
    r"find) (?:you|u|y'all|your company|this number|them)",
    r"call(?:ing)? the (?:police|cops|fcc|ftc)",
    r"report(?:ing)? (?:you|this) to",
    r"los voy a demandar",
    r"voy a (?:llamar a la policia|denunciar(?:los|te)?|demandar(?:los|te)?)",
)
ANGER = any_of(
    r"f+u+c+k\w*",
    r"wtf",
    r"bullsh\w+",
    r"sh[i1]t",
    r"a+ss?hole\w*",
    r"piss(?:ed)? off",
    r"(?<!like an )(?<!such an )(?<!like )idiots?",
    r"stupid",
    r"scam(?:mers?)?",
    r"screw you",
    r"(?:go )?bother (?:somebody|someone|anybody|anyone) else",
    r"(?:you|u|y'all|these|those) (?:people|guys|folks|realtors|agents|bots) (?:never|don't|won't|"
    r"just don't) (?:quit|stop|"
    r"give up|listen|learn|let up)",
    r"leave (?:me|us) (?:the hell )?alone|get (?:a life|lost)",
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
INSTRUCTS = any_of(
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
