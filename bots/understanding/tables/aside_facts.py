"""Figures and facts that fill no slot of the role that hears them: who signs, what is put down, how much land."""

from bots.understanding.words import NUMBER_WORDS, any_of

_KIN = (
    r"(?:wife|husband|spouse|partner|fiancee?|brothers?|sisters?|siblings?|mom|mother|dad|father|parents|sons?|"
    r"daughters?|kids|family|cousins?|aunt|uncle|ex|girlfriend|boyfriend|hubby|business partner)"
)
_PARIENTE = (
    r"(?:espos[oa]|marido|senora|mujer|pareja|herman[oa]s?|mama|papa|padres|hij[oa]s?|famili[ae]s?|prim[oa]s?|ti[oa]s?|"
    r"suegr[oa]s?|soci[oa]|novi[oa])"
)
_COUNT = rf"(?:\d{{1,3}}(?:\.\d+)?|{NUMBER_WORDS}|half an?)"
_US = rf"(?:me|myself|i|him|her|us|(?:my|our) (?:\w+ )?{_KIN}(?:'s)?|{_KIN})"
# Who owns, signs and decides. Of the whole message or of a clause that ends there.
DECIDERS = any_of(
    rf"(?:both )?{_US}(?: \w+)? ?(?:,|and|&|n|y|plus)+ ?{_US}(?: \w+)?(?: (?:both|together|jointly|too|also|equally|"
    rf"as well))*"
    r"(?: (?:own|are on|on|decide|sign|will sign|have to sign|agree|are owners|bought|make)(?: (?:it|on|the|title|"
    r"deed|loan|"
    r"papers?|together|jointly|decisions?|this|that|both|everything))*)?",
    r"(?:yes,? )?(?:both|all (?:two|three|four|five|of them|\d)|the (?:two|three|four) of us)(?: (?:of us|of them|"
    r"siblings))?"
    r"(?: (?:will|would|can|have to|need to|are going to))?(?: (?:sign|agree|decide|own it|are on (?:it|board|"
    r"the \w+)))?",
    r"(?:it's |its |it is |that's |that would be |thats )?(?:just|only|all) (?:me|my name|mine|myself|"
    r"i)(?: (?:on (?:it|the "
    r"(?:title|deed|loan|house))|alone|here|now|own it))*",
    r"(?:i'm|im|i am) the (?:only|sole) (?:one|owner|member|name|person)(?: (?:on (?:it|the (?:title|deed|loan))|"
    r"there))*",
    r"(?:i'm|im|i am) (?:the )?(?:trustee|sole owner|only owner|owner)(?: of (?:it|the \w+))?",
    r"(?:it's |its |owned by |under |in )?(?:an? |our |my |the )?(?:llc|family trust|living trust)",
    r"(?:the )?(?:title|deed|house|loan|it)(?:'s| is) (?:just |only )?(?:in|under) (?:my|our|both|his|her)(?: own|"
    r" both)?(?: names?)?",
    r"myself|me alone|me only|by myself|sole owner",
    rf"(?:yes,? )?(?:we|they|he|she|it|{_US}) (?:both |all |also |has to |have to |needs to |still |is still |"
    rf"are still )*(?:own|owns|"
    r"is on|are on|sign|on)(?: (?:it|the (?:title|deed|loan)|too|also|together|outright|jointly|as well))*",
    r"(?:he|she|they)(?:'s| is| are) (?:still |also )?on (?:it|the (?:title|deed|loan))(?: (?:too|also|as well))?",
    rf"(?:yo y |solo |nada mas |nomas |somos )?(?:mi|mis) {_PARIENTE}(?: \w+)? y (?:yo|mi {_PARIENTE})",
    rf"(?:yo y )mi {_PARIENTE}|(?:ella|el) y yo|(?:los|las) (?:dos|tres)|solo yo|yo sol[oa]|nada mas yo|nomas yo|"
    rf"soy (?:el|la) "
    r"(?:unic[oa] )?duen[oa]|a mi nombre|a nombre de los dos|entre todos",
)
# Money put down, land, age-restricted communities and sizes of a crew: asked nowhere.
OF_BUYERS = any_of(
    r"(?:with |have |got |about |around |like |at least |hasta |con )*(?:\d{1,2}(?:\.\d)? ?(?:%|percent|por ciento)|"
    r"0|zero|nothing|"
    r"no money|\$?\d{1,3}k|\d{1,3} ?mil)(?: (?:down(?: ?payment)?|de enganche|dp))",
    rf"(?:at least |minimum |about |around |over )*{_COUNT}(?: ?(?:-|to|or) ?{_COUNT})?\+? ?(?:acres?|acre lot|"
    rf"acres of land)"
    r"(?: (?:or (?:more|better|so|larger|bigger)|min(?:imum)?|plus|at least|of land|lot))*",
    r"(?:an? )?(?:55|62) ?(?:\+|plus|and (?:over|up|older|better)|or (?:over|older|better)|y mas)"
    r"(?: (?:active adult )?(?:communit(?:y|ies)|parks?|neighborhoods?|only|living))?",
    rf"{_COUNT}[- ]car (?:garage|carport)|rv (?:garage|parking|gate|pad)|{_COUNT} (?:car|carros?) garaje",
    rf"{_COUNT} (?:\w+ )?(?:baths?|bathrooms?|banos?|stor(?:y|ies)|levels?)",
)
# How much a thing was rated: (pattern of the number out of ten).
OUT_OF_TEN = any_of(
    r"(?:a |an |about |around |probably |maybe |like )*(?P<mark>\d{1,2}(?:\.5)?) ?(?:out of|/|de|sobre) ?(?:10|ten|"
    r"diez)"
)
_WORTH = (
    r"(?:valuation|value|estimate|zestimate|appraisal|evaluation|quote|market analysis|home report|cma|avaluo|valor|"
    r"estimado)"
)
# Who asks for what a home would bring wants help; what the figure is stays for people.
WANTS_VALUE = any_of(
    rf"(?:requested|asked for|filled (?:it|that|this) out for|signed up for|clicked (?:on )?|interested in|came for|"
    rf"(?:just |only )?(?:checking|check|curious about|looking (?:for|at)|wanted to (?:see|know|check)|"
    rf"want to (?:see|know|check)|"
    rf"want(?:ed)?|see|get|getting)) (?:a |an |the |my |your |our |its |it's |what (?:the|my) )*(?:free |home |"
    rf"house |online |cash )*{_WORTH}"
    r"(?: (?:of|on|for) (?:my|our|the|it|this)(?: (?:home|house|place|property|condo))?)?",
    rf"(?:pedi|quiero|queria|me interesa|solicite) (?:saber )?(?:un|una|el|la|mi)? ?{_WORTH}(?: de (?:mi|la|"
    rf"nuestra) casa)?",
)
# How somebody came to us, for whom, and that a form was filled.
HOW_CAME = any_of(
    r"(?:i |we )?(?:just |already |also |only )?(?:fill(?:ed)?|filed|put|sent|submitted|did|signed up|entered|gave|"
    r"wrote|clicked)"
    r"(?: (?:it|that|this|one|them|the|a|your|my|form|info\w*|address|application|everything|thing|in|out|up|on|"
    r"online|link|button))*"
    rf" (?:(?:for|on behalf of) (?:my|our) {_KIN}|(?:in|on|through|with) (?:the|your|that|a) (?:form|website|site|"
    rf"page|app|ad|link)"
    r"|by (?:accident|mistake)|online|(?:last|this) \w+|yesterday|today|earlier|already|before)",
    rf"(?:my|our) {_KIN} (?:filled|did|put|sent|signed|entered|submitted)(?: (?:it|that|this|the|form|out|in|up|for|"
    rf"me|us))*",
    r"(?:that|this|it) was (?:me|my \w+|us)(?: who (?:filled|sent|did) (?:it|that|this)(?: out)?)?",
    rf"(?:for|on behalf of) (?:my|our) {_KIN}|para mi {_PARIENTE}|de parte de mi {_PARIENTE}",
    r"(?:yes,? )?(?:this is (?:me|he|she|him|her)|speaking|that's me|thats me|soy yo|es correcto|asi es)",
)
