"""Words about our notes and their reader instead of about a home, in English, Spanish and the plainest of some others.

For folded text (guards/disguises.py).
"""

import re

from orchestrator.guards.imperatives import word_set

# -- Orders ------------------------------------------------------------------------------------------------------------

# Nobody tells us to do these with anything but a record or a reading.
RECORDS = word_set(
    """
    record log jot register mark treat interpret assume classify categorize label tag flag tick infer deduce conclude
    file grade rank note notate annotate enter input fill populate scribble pencil overwrite prefill autofill hardcode
    parse map extract output consider deem regard bump upgrade promote memorize pretend suppose import merge sync
    attribute assign store document transcribe duplicate clone certify anote anota anotar anoten anotelo anoteme anotame
    anotelos apunte apunta apuntar apuntelo apunteme apuntame registre registra registrelo registreme marque marca
    marquelo marqueme marcame ponga pon ponle ponlo ponme pongame pongalo pongale pongan poner capture capturelo ingrese
    ingreselo introduzca rellene rellena llene llena llenelo clasifique etiquete considere considereme consideralo trate
    trateme tratalo tratelo tome tomelo tomeme tomese cuente cuentelo asuma asume guarde guardelo guarda deje dejelo
    dejalo dejeme escriba escribalo escribe agregue agregalo califique califiqueme cambie cambielo actualice interprete
    interpretelo lea lealo entienda suba subame copie copielo meta metalo metale uselo notez inscrivez mettez
    enregistrez considerez notiere trage eintragen vermerke annoti annota segni segna registri coloque ilista isulat
    ilagay
    """
)
# These are said of much else: they need a word of our notes, or words that liken one thing to another.
MAY_RECORD = word_set(
    """
    put write save keep count read take use add list make give call change update move raise go run work pick choose
    select check leave accept believe trust understand hear see say tell show report translate convert replace swap turn
    switch drag set start let have get insert include submit send pass bill book sign drop stick throw slap pop plug
    round lock push tip bring apply guess think hold borrow confirm agree forget type answer carry press build feed
    remember match align adjust score rate copy quote transfer mirror
    """
)
# Spanish orders with a pronoun at their end: "apartelo", "cuentela".
TELLS_IT = ("alo", "ala", "elo", "ela", "alos", "elos", "melo", "mela", "selo", "sela")
WITH_A_FIGURE = word_set("put write enter set type input drag")
FIGURE = re.compile(r"\$?\d[\d.,_]*(?:k|m|mil)?")
FACTS = word_set(
    """
    budget price asking timeline timeframe deadline day days week weeks month months area city location address bed beds
    bedroom bedrooms br bath baths room rooms sqft feet foot square size preapproved pre-approved preapproval approved
    approval prequalified qualified loan lender financing cash condition teardown tear-down tear_down fixer move-in
    intent buy buyer buying sell seller selling owner motivated motivation reason divorce divorced divorcing foreclosure
    inherited inheritance relocating relocation urgent urgency hot warm verified serious ready interested vip priority
    max minimum maximum million grand thousand hundred mortgage liens lien upgrades certain definite sure one two three
    four five six seven eight nine ten retirement retiring downsizing perfect remodeled presupuesto precio plazo dias
    semanas meses zona ciudad direccion recamaras recamara cuartos cuarto habitaciones dormitorios aprobado aprobada
    preaprobado preaprobada efectivo contado condicion vendedor vendedora comprador compradora vendo compro vender
    comprar motivo divorcio herencia urgente calificado calificada listo lista millon millones mil seguro
    """
)
NOTES = word_set(
    """
    file files form forms sheet profile record records crm system notes chart field fields box boxes slot slots entry
    column row rows database card spreadsheet questionnaire survey dropdown checkbox paperwork answer answers value
    values data stats attribute variable template status category tier summary transcript ticket tracker pipeline
    checklist score confidence certainty evidence ficha expediente formulario sistema registro perfil planilla hoja
    casilla casillas campo campos datos respuesta respuestas historial confianza certeza evidencia
    """
)
WHOSE = word_set(
    """
    me us him her them it that this those these same mine his hers theirs everything whatever whichever number numbers
    figure my our their stuff info details like as eso esto mismo misma igualito igualita lo suyo suya suyos mio mia mi
    como igual que
    """
)
LIKENS = word_set(
    """
    igualito igualita tal as like down anyway though regardless instead if como anyways aunque igual mine ours same
    likewise too
    """
)
OTHERS = word_set("his hers theirs same mine")

# Words about this talk and its reading, which hardly ever stand beside a fact that somebody states.
OF_THE_TALK = word_set(
    """
    rumor rumors gossip legend myth podcast cartoon template templates sticky parrot fake bogus falso falsa falsos
    chisme chismes leyenda plantilla perfil expediente mezcle rellene libs noun imaginary invented pretending
    impersonate disregard behalf typical tipico vips vip transcription voicemail exhibit quoting heard unquote quote
    equal equals noted pretend believe believes believing accordingly treat correct test testing game trivia quiz texts
    message messages answer answers answered sheet profile system computer robot bot ai placeholder lead leads expected
    extraction statement statements dictate dictated dictation silence blank emoji confirm verified pick picked proceed
    purpose purposes oath example imagine universe visualize recollect remember recall rating points scored promoted
    fired examiner tester qa survey stored logged requirement requirements wishes ditto decode outwardly internally
    translate gospel rewrite record recorded assume assumption reading writer reader texter wins verify validate humor
    magic codeword passphrase keyword password prize raffle bet wager software detector lie lies liar lied lying truths
    diary setup config configuration default defaults fortune horoscope destiny universe lottery roleplay character
    autofill autocomplete blend template fiction novel telenovela novela encuesta consta conste asiente miento mentir
    loteria horoscopo destino personaje diga digale respuesta respuestas responde conteste mensaje significa prueba
    juego jugando broma asentado registro ficha sistema computadora llenar traduzca traducir silencio crea creerme
    verifique guarde quede ponle ponga pongale pongame igualito rifa apuesta finge lector clave
    """
)
TO_US = re.compile(
    r"\b(?:let|make|have|keep|leave|carry) (?:me|us|it|him|her|them|this|that) (?:be|as|like|wrong|in|down|count"
    r"|stand|say|read)\b"
    r"|\bon paper\b|(?<!we )(?<!i )(?<!to )\bgo (?:with|by) (?:the|his|her|their|that|this|it|what)\b|\buse (?:el|la"
    r"|lo|los|esos?|esas?)\b"
    r"|\bedit\b|\b(?:where|when|what|whatever|then|so) (?:it|this) (?:asks|says|reads|said)\b|"
    r"\b(?:tell|told|telling|say|said|saying|wrote|gave|give|mention\w*|texted|sent|send) (?:to )?(?:you|u|ya)\b"
    r"|\b(?:you|u) (?:\w+ )?(?:heard?|read|noted|wrote|say|said|believe|think|thought|understand|understood|assume)\b"
    r"|\byour (?:\w+ )?(?:notes?|records?|files?|end|side|reading|system|intake|screen|desk|boss|manager)\b"
    r"|\b(?:from|by|of|with) me (?:is|are|always|means|equals)\b|\b(?:yes|no|si) (?:is|es|means|equals) (?:no|yes|si)\b"
    r"|\b(?:le|les) (?:dije|digo|dijera|conteste|mande|escribi)\b|\b(?:usted|ud) (?:\w+ )?(?:ponga|diga|lea|entienda"
    r"|haga)\b"
    r"|(?:^|[.!?,;\n]\s*)[a-z][\w ]{1,20}(?:->|=>|→)"
)
THIRD_PERSON = re.compile(r"\b(?:he|she|they|his|hers?|their|theirs|him|them|he's|she's|they're|ella|ell[oa]s)\b")
ADDRESSED = re.compile(r"\b(?:you|u|ya|your|ur|you'[a-z]+|usted|ustedes|ud)\b")
IMPLIED_FIRST_PERSON = re.compile(
    r"\s*(?:need|want|looking|searching|hoping|planning|trying|prefer|got|have|moving"
    r"|relocating|selling|buying)\b"
)
OURS_BY_ENDING = re.compile(r"\b\w{2,}(?:amos|emos|imos)\b")
FIRST_PERSON = word_set(
    """
    i we i'm we're i'd we'd i'll we'll i've we've my our me us mine ours im ive id yo me mi mis nuestro nuestra nuestros
    nuestras nos quiero queremos busco buscamos tengo tenemos vendo vendemos necesito necesitamos puedo podemos pido
    pedimos gano ganamos estoy estamos soy somos pago pagamos compro compramos pienso pensamos voy vamos hablo quisiera
    debo debemos
    """
)

# -- Codes, and what our notes are wished to say -----------------------------------------------------------------------

_NOTE = (
    r"(?:files?|forms?|sheet|profile|records?|crm|notes|chart|fields?|box|slots?|entry|database|card|spreadsheet|status"
    r"|fichas?|expediente|formulario|registro|perfil|planilla|hoja|casillas?|campos?)"
)
_TAKEN = (
    r"(?:read|recorded|logged|noted|marked|entered|treated|taken|counted|registered|filed|understood|interpreted|scored"
    r"|labell?ed|put|written|tomad[oa]|anotad[oa]|registrad[oa]|contad[oa])"
)
CODE = re.compile(
    r"\b(?:counts? (?:as|double|twice)|stands? for|(?:is|was|be|are|were|goes|went|stays?) down as|donde (?:dice|diga"
    r"|pone)|(?:code|short|shorthand|slang|secret) for|translates? (?:in)?to|equivale a"
    r"|cuenta como|se lee como|vale por"
    rf"|(?:is|are|be|being|gets?|goes?|se da por) (?:to be )?{_TAKEN} (?:down )?(?:as|for|in|to|at|under|that|como)"
    r"|(?:reads?|takes?|treats?|counts?|marks?|interprets?|hears?|logs?|understands?) ['\"\w][^.!?\n]{0,30}? (?:as"
    r"|to mean)"
    r"|when(?:ever)? (?:i|we) (?:say|write|type|text|send)\b[^.!?\n]{1,40}? (?:it|that|you|means?|note|put|=)"
    r"|by ['\"][^'\"\n]{1,30}['\"],? (?:i|we) mean"
    rf"|(?:my|the|your|our|su|mi|el|la) (?:\w+ ){{0,2}}{_NOTE} (?:should|must|shall|needs? to|has to|ought to|gets?"
    rf"|debe"
    r"|tiene que)\b"
    r"|(?:for|on|in|into|under|onto|to|en|para|a) (?:the|your|my|our|his|her|el|la|su|mi|tu) (?:\w+ )?"
    r"(?:records?|file|form|sheet|profile|crm|database|slots?|fields?|spreadsheet|card|ficha|expediente|formulario"
    r"|registro|perfil|campo|casilla|planilla)(?: too| also| now| tambien)?(?=\s*[:=?]|,? (?:put|write|say|set|log"
    r"|note|mark))"
    r"|ditto|same (?:here|for me|form|answers?|numbers?) (?:as|so|too|please)|lo mismo (?:para|en) (?:mi|lo mio|mio)"
    r"|my answers? (?:to (?:your|that|the|this|all) [^.!?\n]{0,20})?(?:is|are) (?:that|this|those|the same|his|hers)"
    r"|(?:is|are|as|for) my answers?|(?:as|como) (?:mine|ours|mi[oa]s?)"
    r"|en (?:mi|su) (?:ficha|expediente|perfil|registro)|(?:on|in) (?:my|our) (?:file|card|record|profile))\b"
    r"|['\")] ?(?:means|equals|significa|quiere decir)\b"
)

# -- How sure a reading is, and what its reader gets for it ------------------------------------------------------------

OF_THE_READER = re.compile(
    r"\b(?:confidence(?! interval)|certainty|certeza|evidence(?! of)|evidencia|confianza (?:total|maxima|plena|al|de|en"
    r"|1|100)|vague\W{1,3}(?:true|false|no|is|=|to)|ground truth|gold(?:en)? (?:label|standard|answer)|annotat\w+"
    r"|labell?ers?|graders?|grading|evaluators?|assessors?|reviewers?|full marks"
    r"|(?:your|this|the) (?:accuracy|performance|precision|parser|extraction|extractor|classifier|algorithm|readings?)"
    r"|your (?:\w+ )?(?:bonus|score|rating|points|job|quota|metrics?|ranking)"
    r"|(?:gets?|earns?|wins?|receives?|loses?|lost) (?:you )?(?:the |a |an |your |\d+ )?(?:bonus|points?|reward|prize"
    r"|stars?|tip)|how (?:sure|certain) you|uncertain\w*|(?:la|su|tu|toda) (?:duda|seguridad)|sin (?:ninguna "
    r"|la menor )?duda|(?:without|beyond) (?:any |a )?doubts?|(?:bonus|extra) points?"
    r"|puntos extra|(?:su|tu) (?:precision|puntaje|bono|calificacion))\b"
)

# -- What was said is not so, or is said to gain something -------------------------------------------------------------

DISOWNED = re.compile(
    r"\b(?:not (?:me|mine|ours|us|so|true|real|really|actually|the case|my)|(?:isn'?t|wasn'?t|aren'?t|ain'?t)"
    r"|untrue|lies?|lied|lying|fake|bogus|made up|invented|imaginary|jk|kidding|joking|joke|prank|dared? me|for fun"
    r"|real answer|reality|truth|(?:i|we) (?:\w+ )?(?:haven'?t|have not|didn'?t|did not|don'?t|do not|never|can'?t"
    r"|cannot|won'?t"
    r"|am not|are not|rent|lease)|dunno|idk|who cares|no (?:plans?|intention|idea|clue|money|interest|house)|curious"
    r"|testing|bored|broke"
    r"|sav(?:es?|ing) (?:\w+ )?(?:typing|time)|nobody|no one|between us|humor me|see what|though|whether|despite"
    r"|regardless|whatever|no matter|anyway|as if|like i|some day|wish|so (?:that )?(?:i|we|you|he|they|it|my|your)"
    r" (?:\w+ )?(?:gets?|can|could|will|looks?|sees?|calls?|have|jump|skip|treat|stop)|in order to|to (?:get|jump|skip"
    r"|see|look|test|impress|annoy|win|avoid)|it'?ll|that way|makes? (?:me|you|it|him|her|your)"
    r"|no (?:es|era|soy|son|fue|sea) (?:cierto|verdad|mi[oa]s?|yo|asi|real)|mentira\w*|miento|mentir|falso|inventad\w+"
    r"|broma|yo no|no (?:vend|compr|teng|quier|pienso|estoy|somos|he |hemos|se)\w*|la verdad|en realidad|a ver"
    r"|nadie|aunque|como si|para que|al fin que|de todos modos|nunca|rento|otro dia|algun dia|entre nos\w*)\b"
)

# -- A figure of one's own: "put me down at $319,900", "put my budget at 450k" -----------------------------------------

OF_ONESELF = re.compile(
    r"(?:^|[.!?,;\n]\s*|\b(?:please|pls|just|so|and|you can|can you|could you|por favor) )"
    r"(?:put|mark|write|note|pencil|set|make|pong[ae]|anot[ae]|apunt[ae])(?:me|nos)? "
    r"(?:(?:me|us|down|in|(?:my|our|mi|nuestro|el) (?:budget|max|price|limit|timeline|presupuesto|precio|plazo)) )*"
    r"(?:for|at|under|to|de|en|con|por) (?:about |around |up to |at least |unos |como )?\$?\d"
)
