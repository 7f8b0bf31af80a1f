"""What a message does beside stating facts: asks for a person, threatens, thanks, objects. Tables in two languages."""

import re

from bots.understanding.trouble import LEGAL_OR_MONEY
from bots.understanding.words import Reading, any_of, is_negated

_PERSON = (
    r"(?:(?:a |an |the |some |your |actual |real |live |human |another |different )*(?:person|human(?: being)?|agent|"
    r"someone|somebody|realtor|rep(?:resentative)?|manager|supervisor|broker))"
)
_PERSONA = (
    r"(?:(?:una|un|otra|otro|algun|alguna) )?(?:persona(?: real)?|alguien|agente|asesora?|humano|representante|"
    r"gerente)"
)
_HAS_AGENT = (
    r"(?:already (?:have|working with|got|use)|(?:i|we) have|(?<!in )(?<!of )working with) (?:a|an|my|our) (?:\w+ )?"
    r"(?:agent|realtor|broker)(?: already)?(?! call| text| contact| reach)"
)

ASKS_IF_BOT = any_of(
    r"(?:are|r) (?:you|u) (?:(?:a|an|even|really|actually|some|kind of|just|like) )*(?:real(?: (?:person|"
    r"human))?|bot|robot|ai|human|machine|computer|person|automated|chatbot)",
    r"is (?:this|it) (?:(?:a|an|even|really|some|just|like) )*(?:real(?: person)?|bot|robot|ai|automated|"
    r"machine|chatbot|computer|human)",
    r"(?:am i|is this me) (?:talking|texting|speaking|chatting) (?:to|with) (?:a |an )?(?:real |"
    r"actual )?(?:bot|robot|ai|machine|computer|person|human)",
    r"bot\?",
    r"(?:eres|es usted|es esto|esto es|estoy hablando con) (?:un |una )?(?:bot|robot|maquina|ia|"
    r"persona(?: real)?|humano)",
)
ASKS_FOR_PERSON = any_of(
    rf"(?:(?:talk|speak|chat|text|deal|meet)(?:ing)?|work) (?:to|with) {_PERSON}",
    rf"(?:get|put|give|send|need|want|prefer|like) (?:me )?{_PERSON}(?: (?:to )?(?:call|text|"
    rf"contact|reach|phone|email)(?: out)?(?: (?:to )?me)?)?",
    rf"have {_PERSON} (?:just |actually |please )?(?:call|text|contact|reach|phone|email)(?: out)?(?: (?:to )?me)?",
    rf"(?:can|could|would|will) {_PERSON} (?:please )?(?:call|contact|reach|phone)(?: out)?(?: (?:to )?me)?",
    rf"(?:can|could|would|will) (?!some){_PERSON} (?:please )?help(?: me)?",
    r"(?:can|could|would|will) (?:someone|somebody|anyone) (?:please )?help(?: (?:me|us))?(?: out)?(?=\W*$)",
    rf"(?:connect|transfer|pass) me (?:to|with) {_PERSON}",
    r"real (?:person|human)",
    r"(?:please |just )?(?:call|phone) me(?: back)?",
    r"give me a (?:call|ring)",
    r"can (?:you|we) (?:call|talk on the phone|get on the phone)(?: me)?",
    rf"(?:hablar|platicar|comunicarme) con {_PERSONA}",
    rf"(?:quiero|necesito|prefiero|paseme(?: con)?|comuniqueme con) {_PERSONA}",
    r"persona real",
    rf"(?:would |'d |rather |prefer to |like to )+(?:talk|speak|chat) (?:to|with) {_PERSON}(?: first| instead)?",
    r"(?:me (?:puede|pueden|podria|podrian) llamar|llam[ea](?:n)?me|que me llamen?|me llaman?)",
)
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
    r"idiots?",
    r"stupid",
    r"scam(?:mers?)?",
    r"screw you",
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
NOT_INTERESTED = any_of(
    r"(?:not|no longer|isn't|ain't) interested(?! in)(?: anymore)?",
    r"no,? thank(?:s| you)",
    r"already sold(?: it)?",
    r"already (?:bought|found)(?: (?:one|a house|a home|it))?",
    r"not (?:selling|buying|looking)(?: anymore| any more| right now)?",
    r"(?:don't|dont|do not) want to (?:sell|buy)(?: anymore| it)?",
    r"changed my mind about (?:selling|buying)",
    r"(?:went|going|gone|go|signed|sticking) with (?:someone|somebody|something|another|a different)(?: (?:else|"
    r"agent|realtor|"
    r"place|house|company|buyer))?",
    r"(?:took|taking|pulled|pulling) it off the (?:market|table)",
    r"(?:decided|deciding) (?:not to (?:sell|buy|move)|against (?:selling|buying|moving|it)|to stay(?: put)?)",
    r"no longer (?:looking|selling|buying|moving|need(?: (?:it|one|a house|to sell|to buy))?)",
    r"(?:renewed|extended|signed) (?:our|my|the|a(?: new)?) lease",
    r"(?:i'm|im|we're|i am|we are) (?:all set|good,? thanks?(?: you)?)",
    r"(?:ya )?(?:encontre|encontramos|rentamos|firmamos) (?:con )?(?:casa|otra|otro|algo)",
    r"decid(?:i|imos) (?:no (?:vender|comprar|mudar\w*)|quedar\w*)",
    # Somebody who has an agent is left alone: REALTORS Code of Ethics, article 16.
    _HAS_AGENT,
    r"ya (?:tengo|tenemos) (?:un |mi )?(?:agente|corredor)",
    r"(?:ya )?no (?:me|nos) interesa",
    r"no,? gracias",
    r"ya (?:la )?(?:vendi|vendimos|compre|compramos)",
    r"ya no quiero (?:vender|comprar)",
)
WRONG_NUMBER = any_of(
    r"wrong (?:number|person|guy)",
    r"(?:don't|dont|do not) know (?:any|a|who) \w+ (?:by that name|is)",
    r"numero equivocado",
    r"se (?:equivoco|equivoca) de (?:numero|persona)",
)
APPOINTMENT = any_of(
    r"(?:can|could|may|when can|want to|like to|love to|wanna|able to) (?:i |we |you |they |y'all |"
    r"someone |somebody )?(?:please )?"
    r"(?:see|view|tour|visit|walk through|check out) (?:it|the|that|this|a)(?: (?:house|home|place|property|"
    r"listing))?",
    r"(?:can|could|when can|want to|like to|would) (?:i |we |you |they |someone |somebody )?(?:please )?"
    r"(?:meet(?: up)?|stop by|come by|come (?:see|look|over|out)|swing by|drop by)",
    r"(?:schedule|book|set up|make|arrange) (?:a|an|the|us|me)?\s*(?:appointment|showing|meeting|visit|"
    r"tour|call|time|consultation)",
    r"(?:can|could|when can|may) (?:i |we |you |someone |somebody )(?:please )?(?:go look|take a look|show (?:us|"
    r"me) (?:around|"
    r"it|the (?:house|home|place|property)))",
    r"(?:hacer|agendar|sacar|tener) (?:una )?cita",
    r"(?:ver|visitar) (?:la|esa|una) (?:casa|propiedad)",
    r"(?:puede|pueden|podria|podemos) (?:venir|pasar|vernos|reunirnos)",
    r"vernos",
)
OPEN_TO_CALL = any_of(
    r"(?:a )?(?:call|phone call) (?:is|works|sounds) (?:fine|good|great|ok)",
    r"happy to (?:talk|chat|hop on a call)",
    r"una llamada (?:esta bien|me parece bien)",
)
OBJECTION = any_of(
    r"why (?:do you|are you|would you) (?:need|want|ask)(?:ing)?(?: (?:to know|that|for that))?",
    r"(?:that's|thats|it's|its|that|it|this|price|offer|number|fees?|commissions?|rates?|days|weeks|months)"
    r"(?: (?:seems?|sounds?|feels?|looks?|would be|is|are|might be))?"
    r"(?: (?:a bit|a little|way|kinda|kind of|much))? too (?:low|high|expensive|soon|much|fast|early|quick|long)"
    r"(?: for (?:me|us))?",
    _HAS_AGENT,
    r"(?:don't|dont) trust",
    r"need to think(?: about it)?",
    r"think about it",
    r"let me think",
    r"not ready(?: yet)?",
    r"(?:not|don't feel) comfortable",
    r"none of your business",
    r"(?:i|we) (?:already|just) (?:told|answered|gave|sent|said) (?:you|that|this|it|y'all|them)(?: (?:that|this|"
    r"already|"
    r"twice|once))?",
    r"you (?:already|just|keep) (?:asked|ask|asking)(?: (?:me|us))?(?: (?:that|this|the same(?: thing| question)?))?",
    r"ya (?:le|les|te|se lo) (?:dije|contest[eo]|di)|ya me (?:pregunt\w+|lo preguntaron)",
    r"(?:don't|dont|do not|rather not|not going to|won't) (?:really )?(?:want to |feel like |like to |"
    r"wanna )?(?:give|share|"
    r"say|giving|sharing|saying|disclose|tell)(?: you)?(?: (?:that|this|it|any|my|out|personal|info\w*|over|the))*"
    r"(?: (?:text|phone|number))?",
    r"(?:need|have|want|got|gotta|let me|i'll|should) (?:to )?(?:first )?(?:talk (?:to|with)|ask|check with|"
    r"discuss (?:it |this )?"
    r"with|speak (?:to|with)|run (?:it|this) by) (?:my|the|our) (?:wife|husband|spouse|partner|family|mom|dad|son|"
    r"daughter|"
    r"brother|sister|kids|accountant|siblings|fiancee?)(?: (?:first|about (?:it|this|that)))*",
    r"no quiero (?:dar|compartir|decir)(?: (?:ese|esa|mi|mis|la|el))*(?: (?:dato|datos|informacion|direccion|"
    r"numero))?",
    r"(?:tengo|tenemos|necesito|quiero|dejeme) (?:que )?(?:hablar(?:lo)?|platicar(?:lo)?|"
    r"consultar(?:lo)?) (?:primero )?con "
    r"(?:mi|la|el) (?:espos[oa]|marido|familia|pareja|hij[oa]s?|mama|papa|herman[oa]s?)",
    r"ya tengo (?:un )?agente",
    r"(?:tengo que|dejeme|lo voy a) pensar(?:lo)?",
    r"(?:es|eso es|me parece|se me hace|esta) (?:muy|demasiado) (?:caro|pronto|bajo|rapido|poco)",
    r"no confio",
    r"(?:y )?(?:para|por) que (?:quieren?|necesitan?|preguntan?|me preguntan?)(?: saber)?(?: eso)?",
)
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
ASKS_WHO_WRITES = any_of(
    r"who(?:'s| is| are)? (?:this|dis|that|you|u|texting(?: me)?)(?: again)?",
    r"who am i (?:talking|texting|speaking|chatting) (?:to|with)",
    r"(?:what|which) (?:company|agency|brokerage) (?:is this|are you(?: with| from)?)",
    r"who do you (?:work for|represent)",
    r"do i know you",
    r"(?:quien|quienes) (?:es|eres|son|habla|me (?:escribe|habla|manda))(?: (?:usted|ustedes|este numero))?",
    r"con quien (?:hablo|tengo el gusto|estoy hablando)",
    r"de (?:que|cual) (?:empresa|compania|agencia)(?: (?:es|son|me escribe))?",
)
ASKS_FOR_HELP = any_of(
    r"(?:(?:can|could|would|will) (?:you|u|y'all|someone|anyone)|would you be able to|are you able to)(?: guys)?"
    r"(?: please)? (?:help|assist)(?: (?:me|us))?(?: out)?(?: (?:to|with))?(?: (?:find|finding|buy|buying|sell|"
    r"selling|"
    r"get|getting|look|looking|move))?",
    r"(?:can|could|would|will) (?:you|u)(?: please)? (?:find|sell|list|buy|make|give)(?: (?:me|us))?"
    r"(?= (?:a|an|my|our|some|another)\b)(?! (?:\w+ )?(?:call|ring|idea|estimate|price|quote|discount|rate))"
    r"(?: an? (?:cash )?offer(?: (?:on|for))?)?",
    r"(?:i|we) (?:need|want|could use|would like|'d like) (?:some |your )?help(?: (?:to|with))?(?: (?:find|finding|"
    r"buy|"
    r"buying|sell|selling))?",
    r"help me (?:to )?(?:find|buy|sell|get)",
    r"(?:can|could|would|will) (?:you|u)(?: please)? (?:send|show)(?: (?:me|us))?(?: (?:some|any|the|your))? "
    r"(?:listings|homes|houses)",
    r"looking for help",
    r"(?:me |nos )?(?:puede[ns]?|podria[ns]?|pueden) ayudar(?:me|nos)?(?: (?:a|con))?(?: (?:encontrar|buscar|vender|"
    r"comprar|conseguir))?",
    r"(?:me|nos) ayuda[ns]?(?: (?:a|con))?(?: (?:encontrar|buscar|vender|comprar|conseguir))?",
    r"(?:me |nos )?(?:puede[ns]?|podria[ns]?) (?:mandar|enviar|mostrar)(?:me|nos)? (?:casas|propiedades|opciones)",
    r"(?:necesito|necesitamos|quiero|busco) (?:su )?ayuda(?: (?:para|con|en))?",
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
    r"me parece(?: bien| perfecto)?)(?=\s*(?:[.,!;\n]|$|[^\w\s?]))[\s.,!]*"
)
_DENIABLE = {"asks_for_person", "legal_or_money_trouble", "wants_appointment", "open_to_call"}

TABLE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("asks_if_bot", ASKS_IF_BOT),
    ("asks_who_writes", ASKS_WHO_WRITES),
    ("instructs_the_assistant", INSTRUCTS),
    ("wrong_number", WRONG_NUMBER),
    ("threat", THREAT),
    ("anger", ANGER),
    ("asks_for_person", ASKS_FOR_PERSON),
    ("legal_or_money_trouble", LEGAL_OR_MONEY),
    ("wants_appointment", APPOINTMENT),
    ("open_to_call", OPEN_TO_CALL),
    ("asks_for_help", ASKS_FOR_HELP),
    ("objection", OBJECTION),
)


def intents(reading: Reading) -> set[str]:
    """Intents of the table, marking their words as understood. "No liens" and "don't call me" are none."""
    found: set[str] = set()
    for name, pattern in TABLE:
        for match in pattern.finditer(reading.folded):
            if name in _DENIABLE and is_negated(reading.folded, match.start()):
                continue
            if name == "asks_for_person" and not reading.is_free(*match.span()):
                continue  # "is this a real person?" asks what we are, not for somebody
            found.add(name)
            if name != "legal_or_money_trouble":  # a divorce or a foreclosure is also a reason to sell
                reading.take(*match.span())
    return found
