"""Patterns of what is no statement of the lead's own, in English and Spanish. For folded text (guards/disguises.py)."""

import re

# -- Somebody else: "some guy on facebook is selling for 95k", "they told the previous buyer 185k"-------------------

_PARTY = r"(?:lead|seller|buyer|client|customer|contact|caller|prospect|homeowner)s?"
_PARTY_ES = r"(?:client[ea]|vendedor[a]?|comprador[a]?|contacto|duen[oa]|propietari[oa])s?"
_FAR = (
    r"(?:neighbou?r|friend|buddy|co-?worker|colleague|boss|landlord|landlady|room-?mate|cousin|classmate|teacher"
    r"|hairdresser|twin|dog|cat|puppy|parrot|hamster|ex(?:-?(?:husband|wife|boyfriend|girlfriend|partner))?)s?"
)
_FAR_ES = (
    r"(?:vecin[oa]|amig[oa]|jef[ea]|companer[oa]|prim[oa]|inquilin[oa]|caser[oa]|cunad[oa]|comadre|compadre"
    r"|ex(?: ?-?(?:espos[oa]|marido|mujer))?|(?:des)?conocid[oa])s?"
)
_ANYBODY = r"(?:guy|dude|lady|man|woman|person|people|family|folks|couple|user|stranger|spammer|one|owner|tenant)s?"
_ELSEWHERE = (
    r"(?:next door|next to me|above me|behind me|two doors down|across the street|(?:up|down) the (?:street|road"
    r"|block)|behind (?:us|me)|before (?:me|us)|upstairs"
    r"|on (?:tv|facebook|fb|zillow|craigslist|the (?:radio|news|corner))|around the corner|ahead of (?:me|us))"
)
_OTHER = (
    r"(?:(?:the |my |our |your |a |an |his |her |their |some )?(?:previous|former|prior|last|other|another|different) "
    rf"(?:{_PARTY}|{_ANYBODY}|{_FAR})(?: of yours| of theirs)?"
    rf"|(?:the|a|some|that|this) (?:{_ANYBODY}|house|home|place|condo|unit|listing) {_ELSEWHERE}"
    rf"|(?:my|our|the|a|an|his|her|your|one|some) (?:\w+ )?{_FAR}(?: {_ELSEWHERE}| \w+)?"
    rf"|some (?:random )?{_ANYBODY}(?: {_ELSEWHERE})?|(?:some|any)(?:one|body)(?: else)?|(?:the|a) {_PARTY}"
    r"|(?:zillow|redfin|facebook) users?(?: \w+)?|the other me)"
)
_BESIDE_ES = r"(?:del? (?:anuncio|lado|frente|enfrente|junto|arriba|abajo|al lado)(?: de al lado)?)"
_OTHER_ES = (
    r"(?:(?:al?|el|la|los|las|mi|mis|un|una|su|nuestro|nuestra)"
    rf" (?:{_FAR_ES}|{_PARTY_ES}|casa de al lado|casa del vecino|(?:senora?|gente|casa) {_BESIDE_ES})"
    r"(?: anterior(?:es)?)?"
    rf"|(?:al?|el|la|l[oa]s) {_BESIDE_ES}|(?:a )?otr[oa]s? (?:{_PARTY_ES}|persona|familia|senora?)|alguien(?: mas)?)"
)
_FAMILY = (
    r"(?:my|our) (?:brother|sister|uncle|aunt|nephew|niece|in-?laws?|(?:brother|sister)-in-law|grandpa|grandson)s?"
)
_DOES_TRADE = (
    r"(?:(?:is|was|are|were|will be|be|'s|'re) (?:\w+ )?(?:selling|buying|asking|looking|moving|relocating"
    r"|(?:pre-?)?approved|paying|trying|somebody|someone|in foreclosure|getting (?:divorced|out)))"
)
_AFFAIRS = (
    rf"(?:{_DOES_TRADE}|sold|sells?|asked|asks|wants?|wanted|needs? to (?:sell|move|buy)"
    r"|(?:has|have|had) (?:to|\$?\d|an? (?:budget|price|house|home)|cash|one|two|three|four|five|six)"
    r"|claims?|claimed|got|gets|pays?|paid|bought|buys|moves?|moved|listed|lists|accepted|closed|whispers?"
    r"|goes for|went for"
    r"|sa(?:ys?|id):? (?:i|we|my|our|cash)|(?:told (?:me|us)|sa(?:ys?|id)|mentioned)(?: that)?"
    r" (?:(?:his|her|their) (?:budget|price|house|home|place|timeline|max)|(?:he|she|they)(?:'s|'re"
    r"| (?:is|are|was|were|has|have|had|wants?|wanted|needs?|pays?|got))))"
)
_AFFAIRS_ES = (
    r"(?:(?:esta|estan) (?:vendiendo|comprando|buscando|pidiendo)|vend(?:e|en|io|ieron)|compr(?:a|an|o|aron)"
    r"|busc(?:a|an)|pid(?:e|en|io)|quier(?:e|en)|tien(?:e|en)|pag(?:a|an|o)|se (?:va|fue|muda|mudo)|necesita"
    r"|(?:me )?(?:dice|dijo|conto) que (?:el |ella )?(?:su|tiene|quiere|vende|busca|paga|necesita|pide|esta))"
)
_GAVE_ES = r"les? (?:dij\w+|ofrec\w+|pag\w+|dieron|cotiz\w+)"
OTHERS_AFFAIRS = re.compile(
    rf"(?<![\w'])(?:{_OTHER}(?: (?:also|just|only|already|really))?(?: who)? ?{_AFFAIRS}"
    rf"|(?:{_OTHER}|{_FAMILY})'?s?'? (?:budget|price|timeline|bedrooms?|condition|area|reason|answers?"
    r"|(?:house|home|place) (?:is|was|has|needs|sold|went|goes))"
    rf"|{_FAMILY} (?:{_DOES_TRADE}|(?:has|have) an? budget|sold|bought|paid)"
    rf"|{_OTHER_ES} (?:ya |tambien |que )?{_AFFAIRS_ES}"
    rf"|a(?:l| la| los| las| un| una)? [^.!?\n]{{0,40}}\b{_GAVE_ES}|{_GAVE_ES}(?= [^.!?\n]{{0,40}}\b{_OTHER_ES})"
    r"|(?:the|this|that|an?) (?:listing|ad|advert|flyer|sign|brochure|article|post)"
    r" (?:\w+ ){0,4}?(?:asks?|says?|said|shows?|reads?|lists?|wants|states?|claims?))(?![\w'])"
    r"|\b(?:according to|per|segun) (?:the|an?|my|our|el|la|un|una|mi) (?:listing|ad|advert|flyer|sign|brochure|article"
    r"|post|anuncio|folleto|neighbou?rs?|friends?|vecin[oa]s?|amig[oa]s?)(?!\w)"
    r"|\b(?:a|the|this|that|un|el|este) (?:listing|ad|flyer|anuncio)"
    r"(?: \w+){0,4}\s?:"
    r"|\b(?:lead|client|customer|contact|case|ticket|file|user|cliente|caso) ?(?:#|no\.?|number|numero)? ?\d+ "
)
SAID_TO_OTHERS = re.compile(
    r"(?P<who>\b[\w']+ )?\b(?:told|tells?|texted|texts?|offered|offers?|quoted|promised|wrote|writes?|gave|gives?|sent"
    rf"|charged|asked|paid) (?:to )?{_OTHER}(?!\w)"
)
FIRST_PERSON = frozenset(("i ", "we ", "i've ", "we've ", "i'd "))
ABOUT_US = re.compile(r"\W*(?:\w+ ){0,2}(?:me|us|nos)\b")
OWN_TURN = re.compile(
    r"(?:,|\b(?:but|so|and|while|pero|asi que|y|mientras))+ (?:i|we|my|our|ours|mine|us|i'[md]|we'[dr]e?|yo|nosotros|mi"
    r"|nuestr\w+|la (?:mia|nuestra)|quiero|queremos)\b(?! (?:am|m) not)"
)
GOES_ON = re.compile(r"\s*(?:he|she|they|his|her|their|hers|theirs|that'?s the|el|ella|ellos|su|sus|lo de)\b")

# -- Quoted: a line after "Seller:", and four words or more in quotation marks -----------------------------------------

SPEAKER = re.compile(
    rf"(?:^|[\n.:;!?]\s*)(?:{_PARTY}|{_PARTY_ES}|agente?|realtor|user)\s*:|(?:^|[\n.;]\s*)[qp]\s*:[^\n]*[ ?]\s*[ar]\s*:"
    r"|\b(?:wrote|posted|typed|escribio|publico)(?: to me)?\s*:|\b(?:lead|client|customer|seller|buyer)s? says?:? "
    r"|\b(?:translate|traduzca|traduce|proofread|spell-?check|rewrite|paraphrase|summari[sz]e|resuma)\b[^.\n]{0,30}:"
)
QUOTE = re.compile(r"(?<![\w\d])([\"'])(?=\S)([^\"\n]{6,300}?)(?<=\S)\1(?!\w)")
I_SAID = re.compile(
    r"\b(?:i|we|yo)(?:'ve| have| just| already)? (?:said|say|told \w+|mean|meant|wrote|texted|put|dije)\W*$"
)

# -- Supposed: "imagine that I told you", "digamos que le dije" --------------------------------------------------------

_OPENS = (
    r"(?:^|[.!?,;:\n(\"'-]\s*|\b(?:please|pls|just|so|and|then|now|ok|okay|hey|hi|por favor|y|ahora|solo|but|pero) )"
)
SUPPOSED = re.compile(
    rf"{_OPENS}(?:suppose|supposing|imagine|envision|visuali[sz]e|assume|picture (?:this|that|me|us|an?|the))\b"
    rf"|{_OPENS}say (?:that )?(?:i|we|my|our|someone|somebody|i'[md])\b"
    r"|\b(?:let'?s|let us) (?:suppose|imagine|assume|pretend|act|make believe)\b"
    r"|\b(?:let'?s|let us|just|we could) say (?:that )?(?:i|we|my|our|he|she|they|i'[md])\b"
    r"|\bhypothe\w+|\bhipot(?:et\w+|esis)|\bthought experiment\b|\bfor (?:the )?sake of (?:the )?argument\b"
    r"|\bcounterfactual\w*|\bopposite day\b|\bwhat if (?:i|we) (?:had|have|said|told|were|was|answered|wrote)\b"
    r"|\bif (?:i|we) (?:were|was) (?:rich|you|an?|the|somebody|someone)\b"
    r"|\bif (?:i|we) ever\b|\bsi (?:un|algun) dia\b|\bif (?:i|we) (?:had )?(?:said|told|wrote|answered|typed|texted)\b"
    r"|\bif (?:the|my|our) (?:answer|reply|budget) (?:was|were|had been)\b"
    r"|\bif (?:i|we) had (?:\$?[\d.,]+ ?(?:k|m|mil|million|thousand|grand)\b|an? (?:budget|million|house|home)\b)"
    r"|\b(?:i|we) (?:would have|could have|might have|should have|could|might|almost) (?:said|told|tell|claim|lied?"
    r"|written|answer\w*)\b"
    r"|\bas (?:if|though) (?:i|we|he|she|they|it|the|this|my|our)(?:'d)?\b(?! (?:needed|need) )"
    r"|\b(?:act|treat|behave|proceed|answer|respond|go on|continue) (?:\w+ ){0,3}like (?:i|we|he|she|my|the)\b"
    r"|\b(?:consider|take|deem|regard|count) (?:it|me|us|this|that|my \w+) (?:as |to have |to be |like )*(?:said|stated"
    r"|given|having|told|answered|read|confirmed)\b|\b(?:de|den|dese|dar|da) por (?:dich|sentad|contestad)[oa]\b"
    r"|\bin (?:an?|some|another|my) (?:(?:alternate|parallel|imaginary|made-?up|different|other|next|past) )?"
    r"(?:universe|timeline|life|reality)\b|\bin an? (?:alternate|parallel|imaginary|made-?up|different) world\b"
    r"|\bwere (?:i|we) (?:to|rich)\b|\blet [xyz] be\b|\byou heard (?:me|us) (?:say|tell)\b|\bfor fun\b"
    r"|\bthe (?:correct|right|best|expected|ideal) (?:answer|reply|value) (?:is|was|would|should)\b"
    r"|\bmy (?:character|avatar|alter ego|future self)\b|\bmi (?:personaje|yo del)\b|\ben otra vida\b"
    r"|\bla respuesta (?:correcta|ideal) (?:es|seria)\b"
    r"|\bi dream(?:ed|t) (?!of )|\bin (?:my|a|the) dream\b(?! (?:house|home|place))|\bson[eo] que\b"
    r"|\ben (?:un|mi) sueno\b"
    rf"|{_OPENS}(?:supon(?:ga|gamos|gan|te)?|imagin(?:e|ese|emos|a|ate)|asum(?:a|amos)"
    r"|(?:ponga(?:mos)?|pensemos) que)\b"
    r"|\bdigamos que (?!(?:un[oa]?s?|como|en|entre|alrededor|cerca|menos|mas|maximo|minimo|hasta|dos|tres|cuatro|cinco"
    r"|por ahi|si|no)\b|\$?\d)"
    r"|\bcomo si (?:yo |ya |el |ella |nosotros |la |mi )*(?:hubi\w+|dij\w+|fue[rs]\w*|estuvi\w+|tuvi\w+|quisi\w+)"
    r"|\bsi (?:yo )?(?:fuera (?:ric|otr|un|el|la)\w*|(?:le )?(?:dijera|hubiera dicho)|tuviera (?:\$?\d|un))"
)

# -- Stories, games and samples: they have no end of their own --------------------------------------------------------

_FICTION = r"(?:story|tale|novel|screenplay|script|skit|poem|movie|film|sketch|dialogue|essay|song|play|video game)"
_FICTION_ES = r"(?:cuento|novela|guion|pelicula|poema|chiste|obra de teatro|videojuego|cancion)"
_STAGED = (
    r"(?:sample|example|demo|dummy|mock|fake|fictional|fictitious|imaginary|invented|made-?up|pretend|test|training"
    r"|practice|simulated)"
)
_STAGED_THING = (
    rf"(?:{_PARTY}|answers?|conversations?|chats?|texts?|messages?|dialogue?s?|transcripts?|data(?:set)?|records?"
    r"|profiles?|input|purposes?|person|case|scenario|run|repl(?:y|ies))"
)
STORY = re.compile(
    rf"\b(?:for|in|write|tell|of|is|it's|make up|from)(?: me| us)? (?:a|an|my|the|this|our|your) (?:\w+ )?{_FICTION}\b"
    r"(?! (?:house|home|place|condo|area|room|ground|set))"
    r"|\bscreenplay\b|\bfan ?fiction\b|\bmake-?believe\b|\bin (?:the sims|minecraft|monopoly|gta)\b"
    rf"|\b(?:para|en|de|escrib[ae]|es) (?:un|una|mi|el|la|este|esta) {_FICTION_ES}\b"
    r"|\bsimul(?!ta)\w+|\brole-?\s?play\w*|(?<!n't )(?<!not )(?<!to )\bpretend(?:ing|s)?\b|\bplay the (?:part|role)\b"
    r"|\b(?:haga|haz|hagamos) (?:de cuenta|como (?:si|que))\b|\bjuguemos\b|\bfinj\w+|\bfing(?:ir|e|iendo)\b"
    rf"|\b{_STAGED} (?:\w+ )?{_STAGED_THING}\b|\bexample of an? (?:\w+ )?{_STAGED_THING}\b"
    r"|\bfor (?:demo|training|test\w*|educational|research|illustration|entertainment) (?:purposes?|use|only|data"
    r"|video)"
    r"|\bfor (?:an?|the|our|your|my) (?:demo|drill|rehearsal|training video|test run)\b"
    r"|\bejemplo de (?:un[oa]? )?(?:respuesta|cliente|mensaje|conversacion|plantilla)\b"
    r"|\b(?:cliente|datos|lead) (?:de prueba|de ejemplo|inventad\w+|fictici\w+)\b"
)

# -- Taken back -------------------------------------------------------------------------------------------------------

_NOTHING = (
    r"(?:that|this|it|so|any(?:thing| of (?:that|this|it)| number)?|nothing|those"
    r"|an? (?:number|price|budget|date|word|thing))"
)
ALL_TAKEN_BACK = re.compile(
    r"\bi (?:never|didn'?t|did not|haven'?t|have not)(?: even| really| actually)? (?:say|said|set|gave|give|given|told"
    rf" you|tell you|typed?|written|wrote|write|named?|mean)\w* {_NOTHING}\b|\bi gave (?:you )?(?:nothing|none)\b"
    r"|\bi deny (?:it|that|this|all)\b|\bi take (?:it|that|this) back\b"
    r"|\bi made (?:it|that|this|all that) (?:all )?up\b|\b(?:just|only|am|i'm|im) (?:kidding|joking)\b|(?<!\w)jk\b"
    r"|\bj/k\b|\bnone of (?:that|this|it|these|those|the above) (?:is|was|are|were)\b|\ball (?:lies|fake|made up)\b"
    r"|\b(?:that|this|it) was my (?:\w+ )?(?:playing|typing|texting|writing|messing|joking)\b"
    r"|\bthe above (?:is|was|are) (?:for|not|just|only|an?)\b"
    r"|\b(?:your|the) (?:system|bot|form|phone|computer) (?:typed|wrote|filled|made|put) (?:it|that|this)\b"
    r"|\bde broma\b|\b(?:era|es) (?:una )?broma\b|\b(?:yo )?(?:no|nunca) (?:le )?dije (?:eso|nada|ningun\w*)\b"
    r"|\blo invent\w+\b|\bno lo dije\b|\bapril fools\b|\bsaid (?:nobody|no one) ever\b"
    r"|\b(?:i was|was|i'm|just) testing (?:you|u|this)\b|\b(?:scratch|forget|disregard) (?:all|everything)\b"
    r"|\b(?:lo|los|la) (?:estaba )?(?:probando|inventando)\b"
)
LAST_TAKEN_BACK = re.compile(
    r"\b(?:that|this|it|these|those|above|which)(?:'?s| is| was| are| were)(?: all| just| only)? (?:an? )?(?:lies?"
    r"|not (?:actually )?(?:true|mine|me|my (?:house|home|own|words?|numbers?))|untrue|false|made up|fake|invented|joke"
    r"|example|test|sample)\b|\b(?:he|she|they)(?:'s| is|'re| are) not me\b|\b(?:wasn'?t|isn'?t) (?:me|mine)\b"
    r"|\band not my (?:house|home|words|budget|number)\b|(?<!no )\bmentira\b(?! no)|\bno es (?:cierto|verdad|mi[oa])\b"
    r"|\bno son mi[oa]s\b|\bes falso\b|\bno soy yo\b"
)
NOT_BY_ME = re.compile(
    r"\bnot (?:by|from) me\b|\bnot my (?:answers?|words)\b|\bno (?:es )?de mi parte\b"
    r"|\b(?:i'?m|i am|i will|i'll|im) (?:going to|gonna|about to)? ?(?:lie|make (?:this|it|things) up)\b"
    r"|\bvoy a (?:mentir|inventar)\b|\btodo (?:esto|eso|lo (?:de )?\w+) es (?:inventado|falso|mentira)\b"
    r"|\b(?:filled|written|typed|sent|generated)(?: in| out)? by an? (?:script|bot|program|machine|tool)\b"
)

# -- The shape of a form ----------------------------------------------------------------------------------------------

_MACHINE_NAME = r"(?:(?<![\w@./-])[a-z]{2,}(?:_[a-z]{2,})+(?![\w.]* ?@)|\b(?:lead|seller|buyer)\.[a-z]{4,}\b)"
_FORM_WORD = (
    r"(?:evidence|value|field|slot|content|confidence|vague|key|attribute|parameter|parsed|output|payload|valor"
    r"|evidencia|campo|confianza|clave)"
)
FORM_LINE = re.compile(
    rf"{_MACHINE_NAME}|(?:^|[,;])[^\w\n]*{_FORM_WORD}\s*[:=]\s*\S|^\W*\|[^|\n]*\w[^|\n]*\|[^|\n]*\w"
    r"|\b\w+\([\w ,.]*\)\s*(?:->|=>|:|=)|->[^\n]*->|\w\s*(?:=>|:=|::|>>|→|⇒)\s*\w|\b[a-z]{3,} ?= ?[\"'$]?\w"
    r"|\bupdate \w+ set\b|\binsert into\b|(?:^|\s)--[a-z]{3,}[ =]\S|^\s*[/!][a-z]{3,} \S"
    r"|(?:^|\s)[a-z][\w$-]*(?:,[\w$.-]+){3,}",
    re.MULTILINE,
)
COPIED_FORM = re.compile(
    r"\b(?:form|sheet|record|entry|intake|crm|status|source|verified|formulario|hoja|registro|ficha|planilla)\b"
)
PAIR_LINE = re.compile(r"^[^\w\n]*\w[\w .]{1,25}\s*[:=]\s*\S", re.MULTILINE)
MARKUP = re.compile(
    r"<([a-z][\w-]*)[^<>\n]*>[\s\S]*</\1\s*>|<[a-z][\w-]*>[^<\n]*|<[a-z][^<>\n]*[=/][^<>\n]*>|<!--[\s\S]*?-->"
    r"|```[\s\S]*"
    r"|\{\{[\s\S]*?\}\}|\{[^{}]*[\w\"']\s*[:=][\s\S]*?\}+|\[[^\[\]\n]*[:=][^\[\]\n]*\]"
)
