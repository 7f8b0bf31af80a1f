"""How a home is paid for. The first phrase that fits decides."""

from bots.understanding.tables.phrase import phrase

PREAPPROVAL = (
    phrase(
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
    phrase(
        "in_progress",
        r"(?:it's |its |everything is |file is |loan is )?(?:in|with|going through|at) underwriting",
        r"(?:still )?working on (?:it|that|this)(?: with (?:a|my|the) (?:lender|bank))?",
        r"(?:my |the |our )?(?:lender|bank|loan officer) (?:asked|is asking|needs|wants|still needs)(?: (?:us|"
        r"me))?(?: for)? "
        r"(?:some |a few )?(?:more |extra )?(?:paperwork|documents|docs|papers|pay ?stubs|statements)",
        r"(?:el banco|el prestamista) (?:me|nos) (?:pide|pidio) (?:mas )?(?:papeles|documentos)",
    ),
    phrase(
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
    phrase(
        "cash",
        r"(?:all |paying |pay |with )?cash(?: buyer)?",
        r"(?:pago |pagamos |pagar )?(?:al contado|en efectivo|de contado)",
        r"no loan",
    ),
    phrase(
        "approved",
        r"(?:already |got |been |fully )*pre-?\s?(?:app?ro+ved?|qualified)(?: already)?",
        r"(?:already |got |been |fully )+approved",
        r"(?:have|got) (?:a|my|our|the) (?:pre-?\s?approval|approval)(?: letter)?(?: already| in hand| ready)?",
        r"(?:ya )?(?:me |nos )?(?:estoy |estamos )?(?:pre-?\s?(?:aprob|calific)\w+)",
        r"(?:(?:we're|i'm|im|we are|i am|got|been|already|were|was|estoy|estamos) )+(?:approved|aprobad[oa]s?)"
        r"(?= (?:for|up to|at|through|with|por|para|hasta|con)\b)",
    ),
    phrase(
        "approved",
        r"(?<=^)(?:yes |yeah |si |ya |already |we're |im |i'm )*(?:approved|aprobad[oa]s?)(?=\W*$)",
        r"fully underwritten(?: approval)?",
        r"pre-?\s?(?:approval|qualification|approved|qualified)(?: (?:letter|is|all|was|amount|already|came|back))* "
        r"(?:done|in hand|ready|complete\w*|set|good|through|approved|issued|finished|taken care of)",
        r"(?:have|got|has)(?: \w+){0,3} (?:and|&) (?:a |the |my )?pre-?\s?approval",
    ),
    phrase("approved", r"approved", r"(?:ya )?aprobad[oa]s?", r"letter", only_asked=True),
    phrase("in_progress", r"started", r"empezando", only_asked=True),
    phrase(
        "in_progress",
        r"(?:using |with |through |doing |going |want |a |my |un )*(?:va|fha|usda|conventional|"
        r"first[- ]time buyer)(?: (?:loan|home "
        r"loan|financing|mortgage|program|benefits?|prestamo))?(?=\W*(?:$|[,.;]))",
        only_asked=True,
    ),
)
