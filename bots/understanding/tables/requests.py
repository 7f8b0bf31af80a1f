"""What is wanted of us: a person, a name, help, a meeting, a plain word on who writes."""

from bots.understanding.words import any_of

_PERSON = (
    r"(?:(?:a |an |the |some |your |actual |real |live |human |another |different )*(?:person|human(?: being)?|agent|"
    r"someone|somebody|realtor|rep(?:resentative)?|manager|supervisor|broker))"
)
_PERSONA = (
    r"(?:(?:una|un|otra|otro|algun|alguna) )?(?:persona(?: real)?|alguien|agente|asesora?|humano|representante|"
    r"gerente)"
)
ASKS_IF_BOT = any_of(
    r"(?:are|r) (?:you|u) (?:(?:a|an|even|really|actually|some|kind of|just|like) )*(?:real(?: (?:person|"
    r"human))?|bot|robot|ai|human|machine|computer|person|automated|chatbot)"
    r"(?: or (?:is this |are you )?(?:an? )?(?:(?:real )?person|real|bot|robot|ai|human|machine|computer))?",
    r"is (?:this|it) (?:(?:a|an|even|really|some|just|like) )*(?:real(?: person)?|bot|robot|ai|automated|"
    r"machine|chatbot|computer|human)",
    r"(?:am i|is this me) (?:talking|texting|speaking|chatting) (?:to|with) (?:a |an )?(?:real |"
    r"actual )?(?:bot|robot|ai|machine|computer|person|human)",
    r"bot\?",
    r"(?:eres|es usted|es esto|esto es|estoy hablando con) (?:un |una )?(?:bot|robot|maquina|ia|"
    r"persona(?: real)?|humano)(?: o (?:un |una )?(?:bot|robot|maquina|ia|persona(?: real)?|humano))?",
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
    r"(?:rather|prefer(?: to)?|like to|want to|easier to|better to) (?:just )?(?:talk|speak|chat|do (?:this|it))"
    r"(?: about (?:it|this))?(?: to (?:you|someone))? (?:on|over|by) (?:the )?phone",
    r"(?:is|will|does|are) (?:anyone|anybody|someone|somebody) (?:ever |actually |really )?(?:going to |gonna )?"
    r"(?:call|contact|reach out|phone)(?: (?:to )?me)?",
    r"(?:works|is good|is fine|good|free|available) for (?:a|the) (?:phone )?call",
    r"(?:puede[ns]?|podria[ns]?) (?:hablarme|marcarme|llamarme|llamarnos)(?: alguien(?: que hable \w+)?)?",
    r"can (?:you|we) (?:call|talk on the phone|get on the phone)(?: me)?",
    rf"(?:hablar|platicar|comunicarme) con {_PERSONA}",
    rf"(?:quiero|necesito|prefiero|paseme(?: con)?|comuniqueme con) {_PERSONA}",
    r"persona real",
    rf"(?:would |'d |rather |prefer to |like to )+(?:talk|speak|chat) (?:to|with) {_PERSON}(?: first| instead)?",
    r"(?:me (?:puede|pueden|podria|podrian) (?:llamar|marcar|hablar)(?: alguien)?(?: que hable (?:espanol|ingles))?|"
    r"llam[ea](?:n)?me|que me llamen?|me llaman?)",
)
ASKS_WHO_WRITES = any_of(
    r"who(?:'s| is| are)? (?:this|dis|that|you|u|texting(?: me)?)(?: again)?",
    r"who am i (?:talking|texting|speaking|chatting) (?:to|with)",
    r"(?:what|which) (?:company|agency|brokerage) (?:is this|are you(?: with| from)?)",
    r"who do you (?:work for|represent)",
    r"do i know you",
    r"is (?:this|it) (?:(?:some kind of |a |an |even |for )*(?:scam|spam|legit|legitimate|real|fraud|"
    r"joke))(?=[ ?!.]*(?:$|\n))",
    r"(?:esto )?es (?:una |un )?(?:estafa|fraude|spam)(?=[ ?!.]*(?:$|\n))",
    r"what(?:'s| is) (?:this|that)(?: (?:all )?(?:about|for|regarding|in reference to))?(?= ?(?:[?.!,]|$))",
    r"what (?:are you|y'all|is this text|is this message) (?:calling|texting|contacting me|writing|messaging)?"
    r"(?: me)? ?about(?= ?(?:[?.!,]|$))",
    r"why (?:are you|are y'all|r u|do you keep|did you|did i get) (?:texting|contacting|messaging|calling|writing|text|"
    r"this text|this message)(?: (?:to )?me)?(?= ?(?:[?.!,]|$))",
    r"(?:de|sobre) que (?:se )?trata(?: esto)?|que es esto|por que me (?:escriben?|mandan? mensajes?|contactan?)",
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
_DAY = (
    r"(?:(?:this |next |on )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thurs?|fri|sat|"
    r"sun)|tomorrow|(?:this |next )weekend)"
)
_DIA = r"(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo|fin de semana|manana)"
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
    rf"{_DAY}(?: (?:morning|afternoon|evening|night))? (?:at|around|after|before) (?:\d{{1,2}}(?::\d\d)?|noon)"
    r"(?: ?(?:am|pm))?(?! ?(?:months|weeks|days))",
    rf"{_DAY}(?: (?:morning|afternoon|evening|night))? (?:is|works|would be|sounds|would work)(?: (?:good|fine|great|"
    r"best|ok|okay|better|perfect))?(?: for (?:me|us))?(?! (?:my|our|the) )",
    rf"(?:el )?{_DIA}(?: por la (?:manana|tarde|noche))? (?:a las|despues de las|antes de las) \d{{1,2}}",
    rf"(?:el )?{_DIA}(?: por la (?:manana|tarde|noche))? (?:esta bien|puedo|me queda bien|me viene bien)",
    r"(?:puedo|podemos|podria|se puede|quiero|queremos|cuando puedo) (?:ir a )?(?:verla|visitarla|verlas|conocerla)",
)
# Homes on offer, which an agent looks up: whoever asks for them has said no fact but where they look.
ASKS_FOR_LISTINGS = any_of(
    r"(?:(?:do|does|did) (?:you|u|y'all)(?: guys)? (?:have|got)|have (?:you|u)(?: got)?|has|any|got|what) (?:any |"
    r"some |"
    r"more |other |new )?(?:listings?|homes?|houses?|propert(?:y|ies)|condos?|places?|options|lots?|land|acreage|"
    r"duplexes|"
    r"townhomes|townhouses|inventory)(?: (?:available|for sale|listed|right now|like that))*"
    r"(?=(?: (?:in|near|around|on|with|under|below|up to|over|for|out)\b[^?.!\n]*)?[?.!\s]*(?:$|\n))",
    r"what (?:do (?:you|u)|y'all|you guys|you|u) (?:have|got)(?: available| for sale| right now)*"
    r"(?=(?: (?:in|near|around|on|with|under|below|up to)\b[^?.!\n]*)?[?.!\s]*(?:$|\n))",
    r"(?:(?:you|u|y'all)(?: guys)? )?(?:got|have) (?:anything|something|any|stuff)"
    r"(?=(?: (?:in|near|around|with|under|below|up to|for)\b[^?.!\n]*)?[?.!\s]*(?:$|\n))",
    r"(?:please |just |can (?:you|u) |could (?:you|u) )*(?:send|email|text|show|give)(?: it)?(?: (?:to )?(?:me|us))? "
    r"(?:the |a |some |any |your )?(?:new )?(?:list|listings|homes|houses|options|properties)"
    r"(?: (?:you have|available|for sale|please|pls|thanks))*",
    r"(?<!\w )(?:tienen?|hay) (?:algunas? |mas )?(?:casas?|propiedades|opciones|algo|terrenos?)"
    r"(?: (?:disponibles?|en venta|para vender))*(?=(?: (?:en|por|cerca|de|con|hasta)\b[^?.!\n]*)?[?.!\s]*(?:$|\n))",
    r"(?:me |nos )?(?:manda[ns]?|envia[ns]?|mande|envie)(?:me|nos)? (?:las |unas |algunas )?(?:casas|opciones|"
    r"propiedades|lista)",
)
# How we go about it, asked in one plain question.
ASKS_HOW_IT_WORKS = any_of(
    r"(?:so |and |ok |okay )*(?:can (?:you|u) (?:please )?(?:explain|tell me) )?how (?:does|do|would|will) (?:this|"
    r"it|that|"
    r"all this|everything|the (?:whole )?process|things|you(?: guys)?) (?:all )?work(?: exactly)?(?=[?.!\s]*(?:$|\n))",
    r"(?:can|could) (?:you|u) (?:please )?(?:explain|tell me) how (?:this|it|that|the process|everything) works"
    r"(?=[?.!\s]*(?:$|\n))",
    r"what(?:'s| is| are| would)? (?:the |your )?(?:(?:whole )?process|next steps?)(?: (?:look )?like| be)*"
    r"(?=[?.!\s]*(?:$|\n))",
    r"what(?:'s next| happens (?:next|now))(?=[?.!\s]*(?:$|\n))",
    r"como (?:funciona|es)(?: (?:esto|eso|el proceso|todo))?(?=[?.!\s]*(?:$|\n))",
    r"(?:cual es el proceso|que (?:sigue|pasa (?:ahora|despues)))(?=[?.!\s]*(?:$|\n))",
)
OPEN_TO_CALL = any_of(
    r"(?:a )?(?:call|phone call) (?:is|works|sounds) (?:fine|good|great|ok)",
    r"happy to (?:talk|chat|hop on a call)",
    r"una llamada (?:esta bien|me parece bien)",
)
