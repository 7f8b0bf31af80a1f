"""What state a home is in. The first phrase that fits decides."""

from bots.understanding.tables.phrase import phrase

CONDITION = (
    phrase("tear_down", r"tear[- ]?down", r"condemned", r"uninhabitable", r"(?:only )?lot value", r"para demoler"),
    phrase(
        "major_work",
        r"(?:needs? )?(?:a )?(?:lots?|tons?|bunch) of (?:work|repairs|tlc|fixing)",
        r"(?:needs? )?(?:some )?major (?:work|repairs|renovation)",
        r"needs? (?:a )?(?:new )?(?:roof|foundation|hvac|plumbing|everything)(?:(?:,| and|"
        r" y)? (?:a )?(?:new )?(?:roof|foundation|hvac|plumbing|ac|windows))*",
        r"fixer(?:[- ]upper)?",
        r"(?:needs|need) everything",
        r"(?:was |got |is |been )?trashed",
        r"foundation (?:(?:has )?(?:issues?|problems?|cracks?|work)|shift\w*|sink\w*|sank|settl\w+|is \w+)",
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
    phrase(
        "minor_work",
        r"(?:good|great|bien|fine|ok|okay|nice|clean|solid|decent)(?: (?:condition|shape|estado))?,? (?:but |"
        r"pero )?(?:just|only|"
        r"except(?: for)?|other than|nomas|solo|excepto|menos)(?: (?:the|an?|some|el|la|los|las|un|una))?(?: old|"
        r" viejo)? "
        r"(?:carpets?|floors?|paint|kitchen|bath(?:room)?s?|windows?|fence|yard|pisos?|alfombra|pintura|cocina|banos?)"
        r"(?! (?:is|was|were|es|esta) (?:new|nuev))",
    ),
    phrase(
        "minor_work",
        r"(?:needs? )?(?:a )?(?:few|minor|some|little|light|small|cosmetic|couple(?: of)?)(?: (?:minor|"
        r"small|cosmetic|little))? "
        r"(?:repairs?|work|updates?|updating|tlc|fixes|touch[- ]?ups?|things(?: to fix)?)",
        r"(?:needs? )?(?:new |some |fresh )?(?:paint|carpet|flooring|floors)(?:(?:,|"
        r" and) (?:new )?(?:paint|carpet|flooring|floors))*",
        r"cosmetic",
        r"(?:just |only |some )*(?:normal|regular|usual) wear(?: (?:and|&) tear)?",
        r"(?:needs?|wants?) (?:\w+ ){0,2}(?:paint|painting|carpets?|flooring|landscaping|cleaning|appliances)",
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
    phrase("move_in_ready", r"(?:fully |completely |just |recently |newly )?(?:renovated|remodel(?:l)?ed|updated)"),
    phrase(
        "move_in_ready",
        r"move[- ]?in ready",
        r"(?:(?:really|very|pretty) )?(?:great|excellent|perfect|good|mint|amazing|pristine|fantastic|"
        r"immaculate) (?:condition|shape)",
        r"turn[- ]?key",
        r"(?:all |it's |practically )?like new",
        r"clean as a whistle|spotless|(?:basically|practically|almost|still|smells) new|all done up",
        r"(?<!i'm )(?<!im )(?<!am )(?<!we're )(?<!are )(?<!get )(?<!getting )ready to (?:go|sell|show|list)|"
        r"shows (?:very |really |so )?well|eat off (?:of )?(?:the|my|"
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
        r"(?:it )?shows? (?:beautiful\w*|great|nice\w*|good|like a model)|"
        r"vacant,? (?:and )?clean\w*(?:,? (?:and )?(?:freshly )?painted)?"
        r"(?:[,.]? (?:and )?ready)?",
        negatable=False,
    ),
    phrase(
        "major_work",
        r"bad",
        r"rough",
        r"poor",
        r"terrible",
        r"awful",
        r"a lot(?! of (?!work|repairs|tlc))",
        r"lots(?! of (?!work|repairs|tlc))",
        only_asked=True,
    ),
    phrase(
        "minor_work",
        r"fair",
        r"average",
        r"so[- ]so",
        r"liv[e]?able",
        r"(?:it's|its|is|just|pretty|condition) (?:ok|okay)",
        r"decent",
        r"(?:mas o menos|regular)",
        only_asked=True,
    ),
    phrase(
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
