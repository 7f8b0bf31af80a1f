"""Phrases that stand for one value of a choice. Tables to read aloud: the first pattern that fits decides."""

import re
from dataclasses import dataclass

from bots.understanding.questions import asks_about
from bots.understanding.words import Reading, is_negated


@dataclass(frozen=True, slots=True)
class Phrase:
    """`only_asked`: too weak unless the question was just put. `negatable`: void after "not", "no", "sin"."""

    value: str
    pattern: re.Pattern[str]
    only_asked: bool = False
    negatable: bool = True


def _phrase(value: str, *patterns: str, only_asked: bool = False, negatable: bool = True) -> Phrase:
    return Phrase(value, re.compile(r"\b(?:" + "|".join(patterns) + r")(?!\w)"), only_asked, negatable)


INTENT = (
    _phrase(
        "both", r"both", r"ambas?(?: cosas)?", r"las dos(?: cosas)?", r"buy and sell", r"sell and buy", only_asked=True
    ),
    _phrase(
        "sell",
        r"(?:(?:still )?interested in )?sell(?:ing)?(?: (?:my|our|the|a|this|it|his|"
        r"her)(?: \w+){0,2}? (?:house|home|place|condo|property|duplex))?",
        r"(?:thinking (?:of|about)|planning on|considering) listing",
        r"consider selling",
        r"list(?:ing)? (?:my|our) (?:house|home|place|condo|property)",
        r"get rid of (?:my|our|the) (?:house|home|property)",
        r"(?:(?:estoy|estamos) (?:pensando|interesad[oa]s?) (?:en )?|(?:me|nos) (?:interesa|gustaria) )?vend(?:er|o|"
        r"emos|iendo)(?:la|lo)?(?: (?:mi|nuestra|la|una) (?:casa|propiedad))?",
        r"venta de (?:mi|la|nuestra) casa",
    ),
    _phrase(
        "buy",
        r"(?:(?:still )?interested in )?buy(?:ing)?(?: (?:a|an|our|my|the)(?: \w+){0,2}? (?:house|home|"
        r"place|condo|property))?",
        r"purchas(?:e|ing)(?: a (?:house|home))?",
        r"(?:house|home|condo) ?hunting",
        r"(?:looking|searching|in the market) for (?:a|an|our|my)(?: [\w/-]+){0,4}? (?:house|home|condo|"
        r"place|townhouse|townhome|property)",
        r"first home",
        r"first[- ]time (?:home ?)?buyers?",
        r"(?:(?:estoy|estamos) (?:pensando|interesad[oa]s?) (?:en )?|(?:me|nos) (?:interesa|gustaria) )?compr(?:ar|"
        r"o|amos|ando)(?: (?:una|mi|nuestra) (?:casa|propiedad|primera casa))?",
        r"busc(?:o|amos|ando) (?:una )?(?:casa|propiedad)",
        r"(?:primera|otra) casa",
    ),
    _phrase(
        "neither",
        r"(?:looking|lookin|want|wants|hoping|trying|need) to rent",
        r"busco (?:una )?(?:renta|casa en renta)",
    ),
    _phrase("buy", r"buyer", r"compra", r"looking", r"to buy", r"a house", only_asked=True),
    _phrase("sell", r"seller", r"venta", only_asked=True),
    _phrase(
        "neither", r"neither", r"(?:just |only )?rent(?:ing)?", r"rentar", r"alquilar", r"ninguna", only_asked=True
    ),
)
MOTIVATION = (
    _phrase("investment", r"(?:ya )?no quiero (?:mas |tener )?inquilinos", negatable=False),
    _phrase("divorce", r"divorc\w*", r"separat(?:ed|ing|ion)", r"separacion", r"nos separamos"),
    _phrase(
        "inheritance",
        r"inherit\w*",
        r"passed(?: away)?",
        r"estate sale",
        r"(?:mom|dad|mother|father|grandma|aunt|uncle) (?:has )?died",
        r"hered\w*",
        r"herencia",
        r"fallec\w*",
        r"murio",
    ),
    _phrase(
        "financial",
        r"behind on (?:my |the |our )?(?:payments|mortgage|bills|taxes)",
        r"(?:can't|cant|cannot|can no longer) afford(?: (?:it|the payments?|the mortgage))?",
        r"need (?:the |some )?(?:cash|money)",
        r"(?:medical )?bills",
        r"debts?",
        r"lost my job",
        r"foreclos\w+",
        r"deudas?",
        r"(?:necesito|necesitamos) (?:el )?dinero",
        r"perdi (?:el|mi) trabajo",
        r"no (?:la |lo )?(?:puedo|podemos) pagar(?:la|lo)?",
        negatable=False,
    ),
    _phrase("retirement", r"retir(?:e|ed|ing|ement)", r"jubil\w+", r"retiro"),
    _phrase(
        "downsizing",
        r"downsiz\w*",
        r"too big(?: for (?:us|me))?",
        r"too much (?:house|space|room|yard|upkeep|maintenance|to (?:take care of|maintain|keep up|handle))"
        r"(?: for (?:me|us))?(?: to (?:take care of|maintain|keep up|handle)(?: alone| by myself)?)?",
        r"too much for (?:me|us)(?: to (?:take care of|maintain|keep up|handle)(?: alone| by myself| anymore)?)?",
        r"smaller(?: (?:home|place|house))?",
        r"empty nest(?:ers)?",
        r"(?:don't|dont|do not|no longer) need (?:such a |this |that |a |the |so |all (?:this|that|the) )(?:much |"
        r"big |large )*"
        r"(?:house|home|place|space|room|of a house)(?: anymore)?",
        r"(?:kids|children|boys|girls|sons|daughters) (?:have )?(?:moved out|are gone|left|are grown)",
        r"(?:casa )?mas (?:pequen[ao]|chica)",
        r"(?:demasiado|muy) grande",
    ),
    _phrase(
        "upsizing",
        r"upsiz\w*",
        r"bigger(?: (?:home|place|house))?",
        r"more (?:space|room)",
        r"grow(?:ing|n) family",
        r"family is growing",
        r"too small(?: for us)?",
        r"outgr\w+(?: (?:it|this|the|our)(?: (?:house|home|place))?)?",
        r"(?:new |another )?baby(?: (?:is )?(?:coming|on the way))?",
        r"(?:casa )?mas grande",
        r"mas espacio",
        r"(?:muy|demasiado) (?:chica|pequena)",
        r"(?:llega|esperamos) (?:un|otro) bebe",
    ),
    _phrase(
        "investment",
        r"(?:it's |its )?(?:a )?rental(?: property)?",
        r"tenants?",
        r"investment(?: property)?",
        r"(?:(?:tired|done|sick) )?(?:of |with )?(?:being (?:a )?)?landlords?",
        r"inquilinos?",
        r"inversion",
    ),
    _phrase(
        "relocation",
        r"relocat(?:e|ing|ion)(?: for work)?",
        r"(?:job|work) transfer",
        r"(?:got |getting )?transfer(?:red)",
        r"(?:got |have |took )?(?:a )?new job",
        r"mov(?:e|ing) (?:back |down |up |out )?(?:to|closer to|for|out of|near)(?: (?:family|work|"
        r"the kids|my (?:job|son|daughter|parents)))?",
        r"(?:military|pcs) orders",
        r"be (?:closer to|near|nearer to) (?:family|the kids|my \w+|our \w+)",
        r"(?:estar|vivir|mudar(?:me|nos)) (?:mas )?cerca de (?:la familia|mi \w+|mis \w+|nuestr[oa]s? \w+)",
        r"(?:me |nos )?mud(?:o|amos|ar(?:me|nos)?|anza)(?: (?:a|por|cerca de))?",
        r"(?:nuevo trabajo|trabajo nuevo)",
        r"por (?:el |mi )?trabajo",
        r"for (?:work|a job|my job)",
    ),
    _phrase(
        "just_curious",
        r"(?:just |only )?curious",
        r"just (?:wondering|checking|looking|seeing|browsing|exploring|shopping)(?: around| (?:my |our )?options)?",
        r"see what (?:it's|its|it is|my house is|the house is) worth",
        r"test(?:ing)? the (?:market|waters)",
        r"(?:solo|por) curiosidad",
        r"solo (?:viendo|preguntando)",
    ),
    _phrase(
        "relocation",
        r"relocat\w*",
        r"(?:because of |due to |for |my |his |her )(?:work|job)",
        r"(?<!at )(?<!minor )(?<!major )(?<!some )(?<!little )(?<!needs )(?<!need )(?<!more )(?<!of )(?<!much )"
        r"(?:work|job)(?=\W*$|,| (?:related|reasons|change|transfer))",
        r"moving",
        r"mov(?:e|ed)(?![- ]in)",
        r"(?<!necesita )(?<!mucho )(?<!poco )(?<!algo de )(?<!falta )(?:por |un |nuevo )?trabajo(?=\W*$|,)",
        only_asked=True,
    ),
    _phrase("upsizing", r"more space", r"space", r"espacio", only_asked=True),
    _phrase("financial", r"money", r"dinero", only_asked=True),
)
CONDITION = (
    _phrase("tear_down", r"tear[- ]?down", r"condemned", r"uninhabitable", r"(?:only )?lot value", r"para demoler"),
    _phrase(
        "major_work",
        r"(?:needs? )?(?:a )?(?:lots?|tons?|bunch) of (?:work|repairs|tlc|fixing)",
        r"(?:needs? )?(?:some )?major (?:work|repairs|renovation)",
        r"needs? (?:a )?(?:new )?(?:roof|foundation|hvac|plumbing|everything)(?:(?:,| and|"
        r" y)? (?:a )?(?:new )?(?:roof|foundation|hvac|plumbing|ac|windows))*",
        r"fixer(?:[- ]upper)?",
        r"(?:needs|need) everything",
        r"(?:was |got |is |been )?trashed",
        r"foundation (?:issues?|problems?|cracks?|work)",
        r"roof (?:leaks?|is leaking|is (?:bad|shot|old))",
        r"(?:black )?mold",
        r"(?:water|fire|storm|flood) damage",
        r"(?:full |complete )?gut(?:ted| job)?",
        r"(?:really |pretty |very )?(?:rough|bad|poor|terrible) (?:shape|condition)",
        r"(?:necesita )?much(?:os|as) (?:arreglos|reparaciones|trabajo)",
        r"(?:necesita )?mucho trabajo",
        r"(?:en )?mal(?:as)? (?:estado|condiciones)",
        r"necesita (?:techo|cimientos)(?: nuevos?)?",
    ),
    _phrase(
        "minor_work",
        r"(?:needs? )?(?:a )?(?:few|minor|some|little|light|small|cosmetic|couple(?: of)?)(?: (?:minor|"
        r"small|cosmetic|little))? "
        r"(?:repairs?|work|updates?|updating|tlc|fixes|touch[- ]?ups?|things(?: to fix)?)",
        r"(?:needs? )?(?:new |some |fresh )?(?:paint|carpet|flooring|floors)(?:(?:,|"
        r" and) (?:new )?(?:paint|carpet|flooring|floors))*",
        r"cosmetic",
        r"(?:could|can) (?:use|do with) (?:some|a little|a bit of|a few) (?:love|tlc|work|updat\w+|paint|repairs|"
        r"fixing up)",
        r"needs? (?:work|tlc|updating|(?:some |a little )?love)",
        r"(?:a (?:bit|little) )?(?:out)?dated",
        r"(?:fair|average|decent|ok|okay) (?:shape|condition)",
        r"(?:(?:le )?(?:necesita|faltan?) )?(?:unos|algunos|pocos|unos pocos|un par de) (?:arreglos|"
        r"detalles)(?: menores)?",
        r"(?:le )?(?:falta|necesita) pintura",
        r"(?:necesita )?pintura",
        r"estado regular",
        r"(?:solo |nomas )?(?:necesita |ocupa |le falta )"
        r"(?:(?:un )?poco(?: de)?|algo de|algun|cambiar(?:le)? (?:la |el )?)? ?"
        r"(?:trabajo|paint|carpet|alfombra|piso|pintura|arreglo|detalles?)",
        r"poco trabajo",
    ),
    _phrase("move_in_ready", r"(?:fully |completely |just |recently |newly )?(?:renovated|remodel(?:l)?ed|updated)"),
    _phrase(
        "move_in_ready",
        r"move[- ]?in ready",
        r"(?:(?:really|very|pretty) )?(?:great|excellent|perfect|good|mint|amazing|pristine|fantastic|"
        r"immaculate) (?:condition|shape)",
        r"turn[- ]?key",
        r"(?:all |it's |practically )?like new",
        r"clean as a whistle|spotless|(?:basically|practically|almost|still|smells) new|all done up",
        r"ready to (?:go|sell|show|list)|shows (?:very |really |so )?well|eat off (?:of )?(?:the|my|"
        r"our) (?:\w+ )?floors?",
        r"(?:no hay|no tiene) (?:que hacerle |que arreglarle )?nada(?: que (?:hacerle|arreglar(?:le)?))?",
        r"(?:la )?acaba(?:mos|n|ron)? de (?:remodelar|renovar|arreglar)",
        r"brand new",
        r"(?:very |pretty |really )*(?:solid|clean|nice)(?: (?:house|home|shape|condition))?(?= (?:shape|condition|"
        r"house|home)|$)",
        r"(?:really |very |pretty |super )*well[- ](?:kept|maintained|cared for|taken care of)",
        r"(?:we(?:'ve| have)? )?(?:kept|maintained|taken care of) (?:it )?(?:really |very |pretty )?well",
        r"(?:no|zero) (?:problems|damage|repairs needed)",
        r"(?:muy )?bien (?:cuidada|mantenida|conservada)",
        r"(?:nothing(?! (?:under|less|below|over|lower|more|above|with|like|in|about|fancy|special|"
        r"crazy|else|yet|much|but|left|on))|doesn't need anything|"
        r"does not need anything)(?: (?:needs|to fix|"
        r"to be done))?(?: (?:work|fixing))?",
        r"(?:needs )?no (?:repairs|work|issues)(?: needed)?",
        r"(?:muy )?(?:buen|excelente|perfecto) estado",
        r"(?:buenas|excelentes|perfectas) condiciones",
        r"(?:recien )?(?:remodelada|renovada)",
        r"lista para (?:vivir|entrar|mudarse)",
        r"como nueva",
        r"no (?:le )?(?:falta|necesita) nada",
        negatable=False,
    ),
    _phrase("major_work", r"bad", r"rough", r"poor", r"terrible", r"awful", r"a lot", r"lots", only_asked=True),
    _phrase(
        "minor_work",
        r"fair",
        r"average",
        r"(?:it's|its|is|just|pretty|condition) (?:ok|okay)",
        r"decent",
        r"(?:mas o menos|regular)",
        only_asked=True,
    ),
    _phrase(
        "move_in_ready",
        r"(?<!sounds )(?<!looks )(?<!works )(?<!work )(?<!be )great",
        r"(?<!sounds )(?<!looks )(?<!works )(?<!credit is )(?<!be )good",
        r"excellent",
        r"(?<!be )(?<!is )(?<!sounds )perfect",
        r"excelente",
        r"buen[ao]",
        r"bien",
        only_asked=True,
    ),
)
PREAPPROVAL = (
    _phrase(
        "not_started",
        r"(?:not|haven't|havent|have not|hasn't|never|aren't|isn't)(?: \w+){0,3} (?:pre-?\s?approved|"
        r"approved|qualified|started|applied|(?:talked|spoken) to (?:a |any )?(?:lender|bank|anyone|anybody|"
        r"one))(?: yet)?",
        r"(?:need to|have to|should|gotta) (?:get|find|talk to) (?:a )?(?:pre-?\s?approved|pre-?approval|"
        r"approved|lender|bank)",
        r"(?:no|don't have a|dont have a|without a) (?:lender|pre-?approval|loan)(?: yet)?",
        r"need (?:a lender|financing|a loan)",
        r"not (?:started|yet)",
        r"no (?:he|hemos) (?:empezado|hablado|aplicado)(?: con (?:el|un|ningun) banco)?",
        r"(?:todavia|aun) no(?! (?:lo )?(?:se|estoy|hemos|he)\b)",
        r"no tengo (?:prestamo|credito|preaprobacion)",
        r"sin empezar",
        negatable=False,
    ),
    _phrase(
        "in_progress",
        r"(?:(?:my|the|our|a) (?:lender|bank|loan officer|credit union) is )?(?:working on|getting|"
        r"in the process of getting|waiting (?:on|for)|about to get|"
        r"almost)(?: \w+){0,3}? (?:pre-?\s?approved|pre-?\s?approval|approved|approval|it|lender|bank)",
        r"in (?:the )?(?:process|progress|works)(?: (?:with|through) (?:a|my|the|our) (?:bank|lender|credit union))?",
        r"(?:just )?applied(?: (?:last week|with (?:a|my|the) (?:bank|lender|credit union)))?",
        r"(?:talking|spoke|talked|speaking|meeting|working) (?:to|with) (?:a|my|the|our) (?:lender|bank|"
        r"credit union|loan officer)",
        r"working on it",
        r"en (?:el )?(?:proceso|tramites?)(?: con (?:el|un|mi) (?:banco|prestamista))?",
        r"tramitando(?: (?:el|un) (?:credito|prestamo))?",
        r"(?:ya )?(?:hablando|hable|hablamos) con (?:el|un|mi) (?:banco|prestamista)",
        r"(?:ya )?aplique",
    ),
    _phrase(
        "cash",
        r"(?:all |paying |pay |with )?cash(?: buyer)?",
        r"(?:pago |pagamos |pagar )?(?:al contado|en efectivo|de contado)",
        r"no loan",
    ),
    _phrase(
        "approved",
        r"(?:already |got |been |fully )*pre-?\s?(?:app?ro+ved?|qualified)(?: already)?",
        r"(?:already |got |been |fully )+approved",
        r"(?:have|got) (?:a|my|our|the) (?:pre-?\s?approval|approval)(?: letter)?(?: already| in hand| ready)?",
        r"(?:ya )?(?:me |nos )?(?:pre-?\s?aprob\w+)",
    ),
    _phrase(
        "approved",
        r"(?<=^)(?:yes |yeah |si |ya |already |we're |im |i'm )*(?:approved|aprobad[oa]s?)(?=\W*$)",
        r"fully underwritten(?: approval)?",
    ),
    _phrase("approved", r"approved", r"(?:ya )?aprobad[oa]s?", r"letter", only_asked=True),
    _phrase("in_progress", r"started", r"empezando", only_asked=True),
)
CONTACT_CHANNEL = (
    _phrase("text", r"text(?:ing|s)?", r"sms", r"mensajes?(?: de texto)?", only_asked=True),
    _phrase("email", r"e-?mail", r"correo(?: electronico)?", only_asked=True),
    _phrase("call", r"(?:phone )?calls?", r"phone", r"llamadas?", r"telefono", only_asked=True),
)


def chosen(reading: Reading, table: tuple[Phrase, ...], *, asked: bool) -> tuple[str, int, int] | None:
    """(value, start, end) of the first phrase that fits and is not denied; a later mention beats an earlier one."""
    for phrase in table:
        if phrase.only_asked and not asked:
            continue
        for match in reversed(list(phrase.pattern.finditer(reading.folded))):
            if not reading.is_free(*match.span()) or asks_about(reading.folded, match.start()):
                continue
            if not (phrase.negatable and is_negated(reading.folded, match.start())):
                return phrase.value, match.start(), match.end()
    return None


_OTHERS_SELL = re.compile(
    r"\b(?:landlord|landlady|owner|owners|they|he|she|neighbors?|people|everyone|someone|somebody|dueno|"
    r"casero)(?: is| are|'s|'re| "
    r"was| were| (?:wants?|decided|plans?|has|have) to| esta| va a| quiere)? $"
)
_OTHERS_BUY = re.compile(r"\b(?:you|u|y'all|guys|company|they|someone|anyone) $")  # "do you buy houses?"


def intents_said(reading: Reading, *, asked: bool) -> dict[str, tuple[int, int]]:
    """Every value of INTENT that is said and not denied, with its first span. Who looks for a rental does not buy."""
    found: dict[str, tuple[int, int]] = {}
    for phrase in INTENT:
        if phrase.only_asked and not asked:
            continue
        for match in phrase.pattern.finditer(reading.folded):
            of_ours = (phrase.value == "buy" and _OTHERS_BUY.search(reading.folded, 0, match.start())) or (
                phrase.value == "sell" and _OTHERS_SELL.search(reading.folded, 0, match.start())
            )
            if phrase.value not in found and not of_ours and not is_negated(reading.folded, match.start()):
                found[phrase.value] = match.span()
        if "neither" in found and not phrase.only_asked:
            break
    return found
