"""Leads who leave, who are somebody else, or who object."""

from bots.understanding.words import any_of

_HAS_AGENT = (
    r"(?:already (?:have|working with|got|use)|(?:i|we) have|(?<!in )(?<!of )working with) (?:a|an|my|our) (?:\w+ )?"
    r"(?:agent|realtor|broker)(?: already)?(?! call| text| contact| reach)"
)
NOT_INTERESTED = any_of(
    r"(?:not|no longer|isn't|ain't) interested(?! in)(?: anymore)?",
    r"no,? thank(?:s| you)",
    r"(?:(?:we|i)(?:'ve)? )?already (?:sold|listed)(?: it)?(?: with (?:someone|somebody|another|a different)(?: else|"
    r" agent|"
    r" realtor)?)?",
    r"(?:sold|listed) (?:it|the house|ours|mine|the place|my house|our house)(?: with (?:someone|"
    r"somebody) else)? already",
    r"(?:(?:it's|its|house is|we're|we are|i'm) )?(?:already )?(?:listed|under contract) with (?:someone|somebody|"
    r"another|a "
    r"different)(?: else| agent| realtor| company)?",
    r"put(?:ting)? (?:the |our |my )?(?:\w+ )?(?:search|sale|move|moving|plans?|it|everything|things|that|this) on hold"
    r"(?: (?:for now|right now|for a while|indefinitely))?",
    r"(?:(?:ya )?encontr[eo]|(?:ya )?consegui) (?:algo )?(?:en renta|para rentar|departamento|apartamento)",
    r"already (?:bought|found)(?: (?:one|a house|a home|it))?",
    r"not (?:selling|buying|looking)(?: anymore| any more| right now)?",
    r"(?:don't|dont|do not) want to (?:sell|buy)(?: anymore| it)?",
    r"changed my mind about (?:selling|buying)",
    r"(?:not|wasn't|weren't) (?:really |even )?(?:planning|plan|plans|thinking|wanting|going|trying) (?:on |of |"
    r"about |to )*"
    r"(?:sell(?:ing)?|mov(?:e|ing)|buy(?:ing)?|leav(?:e|ing)|list(?:ing)?)(?: (?:it|anything|now|yet|anymore|"
    r"any ?time soon))*",
    r"(?:gonna|going to|we'll|i'll|will|decided to|just|plan to|want to) (?:just )?(?:stay(?:ing)? (?:put|here|"
    r"where (?:we|i)|in "
    r"(?:our|my|the|this) (?:house|home|place|apartment))|keep (?:it|the (?:house|home|place)|renting))(?: (?:are|am|"
    r"for now|now))*",
    r"(?:i'll|ill|i will|we'll|i'm gonna|gonna|going to) pass(?: (?:for now|on (?:it|this|that)|thanks?|thank you))*|"
    r"staying put|changed (?:my|our) minds?(?=\W*(?:$|[.,!;\n]|gonna|going|we|i\b|sorry|thanks))",
    r"(?:decided|going|gonna|we'll|i'll|have) (?:to )?(?:just |to )?(?:rent|lease|renew)(?: (?:for|another|one|a|"
    r"more|again|instead|"
    r"out|it|our|my|the|lease|longer|year|month|while|now))*(?=\W*(?:$|[.,!;\n]))",
    r"(?<=^)(?:no[, ]+|sorry[, ]+|yeah[, ]+)*not (?:anymore|any more|any longer|looking|selling|buying|at this time|"
    r"interested)"
    r"(?: (?:thanks?|thx|thank you|sorry|at the moment|right now|for now))*(?=\W*$)",
    r"(?:ya )?no (?:voy|vamos) a (?:vender|comprar|mudar\w*)(?:la|lo)?",
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
OBJECTION = any_of(
    r"why (?:do you|are you|would you) (?:need|want|ask)(?:ing)?(?: (?:to know|that|for that))?",
    r"(?:that's|thats|it's|its|that|it|this|price|offer|number|fees?|commissions?|rates?|days|weeks|months)"
    r"(?: (?:seems?|sounds?|feels?|looks?|would be|is|are|might be))?"
    r"(?: (?:a bit|a little|way|kinda|kind of|much))? too (?:low|high|expensive|soon|much|fast|early|quick|long)"
    r"(?: for (?:me|us))?",
    _HAS_AGENT,
    r"(?:way |much |far )?too (?:low|high|expensive|soon|fast|rich)(?: for (?:me|us|my blood))?(?=\W*$)",
    r"(?:out of|over|above|beyond) (?:my|our) (?:price )?(?:range|budget)",
    r"(?:eso )?es (?:mucho|demasiado|muy poco)(?=\W*$)",
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
    r"(?:need|have|want|got|gotta|let me|i'll|ill|should) (?:to )?(?:first )?(?:talk (?:to|with)|ask|check with|"
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
