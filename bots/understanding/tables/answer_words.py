"""Yes, no, perhaps, agreement and correction, whatever was asked."""

import re

from bots.understanding.words import any_of

VAGUE = any_of(
    r"(?:i'm |im )?not (?:really |too |entirely |quite )?sure(?: yet)?",
    r"unsure",
    r"(?:i |we )?(?:really |honestly |just )?(?:couldn't|could not|can't|cannot) (?:really |possibly )?(?:say|"
    r"tell(?: you)?)"
    r"(?: (?:yet|right now|for sure))?",
    r"(?:don't|do not) (?:really )?know(?: yet)?",
    r"(?:ni |no )?sabria decir(?:le|te)?",
    r"maybe",
    r"perhaps",
    r"possibly(?=\W*$)",
    r"(?:i'm |im |we're |we are |i am )?not (?:too |very |that )?picky",
    r"(?:it's |its )?hard to (?:say|know|tell)",
    r"idk",
    r"i ?(?:don't|dont|do not) (?:really )?know(?: yet)?",
    r"(?:it |that )?(?:all )?depends(?: on (?:the|what|how|if|you|where|a lot|many|a few|several)(?: (?:price|offer|"
    r"market|"
    r"house|deal|things|you|much|we find|find|terms|numbers|area|location|situation))*)?",
    r"as (?:much|high|little|low|many) as (?:possible|i can(?: get)?|we can(?: get)?|you can)",
    r"(?:whatever|what(?:ever)? do) you (?:think|say|suggest|recommend)(?: is (?:fair|best|right))?",
    r"(?:it's |its )?up to you",
    r"you (?:decide|choose|pick)",
    r"(?:it |that )?(?:doesn't|doesnt|does not|don't|dont) (?:really )?matter(?: to (?:me|us))?",
    r"(?:i |we )?(?:don't|dont|do not) (?:really )?(?:care|mind|have a preference)",
    r"(?:no|any) preference",
    r"(?:anything|either|any)(?: one)?(?: (?:works|is fine|is ok|will do|of them))(?: for (?:me|us))?",
    r"(?:still )?(?:undecided|figuring (?:it|that) out|thinking about (?:it|that)|deciding)",
    r"(?:not|haven't|havent) (?:decided|figured (?:it|that) out)(?: yet)?",
    r"tbd",
    r"it varies",
    r"(?:when(?:ever)?|once|as soon as|until) (?:(?:i|we) find (?:the right|a good|the|something|a)(?: \w+){0,2}|"
    r"the (?:right (?:one|"
    r"house|home|place|price|time|offer)|price is right|time is right)(?: (?:comes(?: along| up)?|is right))?)",
    r"(?:cuando|hasta que) (?:encuentre|encontremos|salga) (?:algo|la casa|una)(?: \w+){0,2}",
    r"(?:no|not) (?:particular|specific|set|exact) (?:time|date|price|number|amount|area|timeline|preference)",
    r"(?:i |we )?(?:don't|dont) have (?:a|an|any) (?:particular|specific|set|exact|real)? ?(?:time|date|price|"
    r"number|amount|"
    r"area|timeline|preference|idea)(?: in mind)?(?: yet)?",
    r"lo que (?:usted|ustedes|tu|vosotros) (?:diga|digan|crea|crean|piense|recomiende)n?",
    r"lo mas (?:que se pueda|posible)",
    r"(?:me |nos )?da igual",
    r"no (?:me |nos )?importa",
    r"(?:cualquiera|lo que sea)(?: esta bien)?",
    r"segun (?:el|la|lo) (?:precio|oferta|que ofrezcan|mercado)",
    r"no idea",
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
    r"(?:todavia |aun )?no (?:lo )?se(?: todavia| aun| bien)?",
    r"quiza[s]?",
    r"tal vez",
    r"(?:eso )?depende",
    r"ni idea",
    r"ya veremos",
    r"sin (?:prisa|apuro)",
    r"no (?:tengo|tenemos|hay|llevo) (?:prisa|apuro)",
    r"por ahora no(?: (?:lo )?se)?",
    r"a lo mejor",
    r"(?:todavia )?no (?:lo )?(?:he|hemos) (?:decidido|pensado)",
)
CORRECTION = any_of(
    r"actually",
    r"i mean[t]?",
    r"correction",
    r"make (?:that|it)",
    r"scratch that",
    r"wait",
    r"sorry",
    r"instead",
    r"not(?= (?:like |about |around )?\$?\d)",
    r"changed my mind",
    r"en realidad",
    r"perdon",
    r"quise decir",
    r"mejor dicho",
    r"digo",
    r"no,",
    r"cambie de (?:idea|opinion)",
)
YES = re.compile(
    r"^\W*(?:oh |well |um |i think |hell |for |pues |claro que )?(?P<yes>yes|yeah+|yea|yep|yup|ya(?=\s*(?:[.,!;\n]|"
    r"$))|"
    r"sure(?: thing)?|ok(?:ay)?|absolutely|definitely|of course|totally|perfect|"
    r"i (?:suppose|guess)(?: so)?(?=\W*$)|(?:that's|that is|thats) (?:correct|right)|"
    r"sounds (?:doable|good|great|fine|perfect)|(?:that|it|this)(?: would|'d|'ll| will| could| should|"
    r" can| might)? work(?:s)?(?: (?:for (?:me|"
    r"us)|fine|great|well))?|works(?: for (?:me|us))?|works great|"
    r"(?:that's|thats|that is|(?:(?:that|it|this) )?(?:would|should|will) be) (?:fine|great|good|perfect|ok|okay|ideal|"
    r"doable|awesome)|i can do that|we can do that|"
    r"could work|"
    r"(?:i|we) (?:do|did|have|am|are|would|could|can)(?=\s*(?:[.,!;\n]|$))|si+|claro(?: que si)?|por supuesto|"
    r"correcto|"
    r"de acuerdo|me (?:parece|queda) bien|esta bien|me funciona|perfecto)(?!\w)"
)
NO = re.compile(
    r"^\W*(?:oh |well |um |pues )?(?P<no>no+|nope|nah|not really|not at all|negative|i don't|i haven't|"
    r"we haven't|never|para nada|nunca|no realmente)(?!\w)(?! (?:idea|se\b|estoy|rush|hurry|prisa|more than|"
    r"less than|later "
    r"than|earlier than|sooner than|mas de|menos de|se si|problem|worries|know|think|care|mind|want|need|understand|"
    r"remember|like|matter|preference|particular|specific|lo s|creo|quiero|tengo|tenemos|hay|hemos|puedo|podemos)\b)"
)
# Of the words of YES those that say that something is so; the others agree to what was proposed.
AFFIRMS = re.compile(
    r"yes|yeah+|yea|yep|yup|ya|absolutely|definitely|of course|i (?:do|did|have|am)|we (?:do|did|have|are)|si+|"
    r"claro que si|por supuesto|correcto"
)
YES_ALONE = re.compile(
    r"\W*(?:(?:oh|well|um|pues|and|y) )?(?:(?:yes|yeah+|yea|yep|yup|si+|claro(?: que si)?|sure|of course|absolutely|"
    r"definitely|"
    r"por supuesto|correct(?:o)?|exactly|exacto|(?:that|it|this)(?: would|'d|'ll| will| could| can)?(?: be|"
    r" work)?(?: (?:works?|"
    r"fine|great|good|perfect|ok|okay|for (?:me|us)))+|esta bien|me (?:parece|queda) bien|perfecto|please|por favor|"
    r"sir|ma'am|"
    r"senor(?:a)?|ok|okay)\W*)+"
)
# Nothing but signs of approval: thumbs, hands, ticks, hearts and friendly faces.
THUMBS_UP = re.compile(
    r"[\s\U0001f3fb-\U0001f3ff\ufe0f.!]*(?:[👍👌🙏😊🙂😀😃😄😁☺✅✔❤💯🎉👏🤝🙌😎🤗🥰💪]"
    r"[\s\U0001f3fb-\U0001f3ff\ufe0f.!]*)+"
)
AGREEMENT = re.compile(
    r"\W*(?:ok(?:ay)?|k+|kk|great|good|perfect|excellent|cool|nice|fine|sure(?: thing)?|alright|awesome|wonderful|"
    r"sounds (?:doable|good|great|fine|perfect|like a plan|right)|works(?: for (?:me|us))?|"
    r"(?:that's|thats|that is) (?:fine|great|good|perfect|ok|okay|awesome|wonderful|right|correct)|"
    r"muy bien|esta bien|bien|bueno|perfecto|excelente|de acuerdo|claro(?: que si)?|correcto|super|genial|listo|"
    r"que (?:bueno|bien)|bet|cool beans|dale|va|sale|word|deal|"
    r"me parece(?: bien| perfecto)?)(?=\s*(?:[.,!;\n]|$|[^\w\s?]))[\s.,!]*"
)
