"""Whether the lead wants to buy or to sell. The first phrase that fits decides."""

from bots.understanding.tables.phrase import phrase

INTENT = (
    phrase(
        "both", r"both", r"ambas?(?: cosas)?", r"las dos(?: cosas)?", r"buy and sell", r"sell and buy", only_asked=True
    ),
    phrase(
        "sell",
        r"(?:(?:still )?interested in )?sell(?:ing)?(?: (?:my|our|the|a|this|it|his|"
        r"her)(?: \w+){0,2}? (?:house|home|place|condo|property|duplex))?",
        r"(?:thinking (?:of|about)|planning on|considering) listing",
        r"consider selling",
        r"(?:want|wanting|planning|plan|hoping|ready|going|like|looking|thinking) (?:to|about|of|"
        r"on) list(?:ing)?(?: it)?",
        r"list(?:ing)? (?:my|our) (?:house|home|place|condo|property)",
        r"get rid of (?:my|our|the) (?:house|home|property)",
        r"(?:(?:estoy|estamos) (?:pensando|interesad[oa]s?) (?:en )?|(?:me|nos) (?:interesa|gustaria) )?vend(?:er|o|"
        r"emos|iendo)(?:la|lo)?(?: (?:mi|nuestra|la|una) (?:casa|propiedad))?",
        r"venta de (?:mi|la|nuestra) casa",
    ),
    phrase(
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
    phrase(
        "neither",
        r"(?:looking|lookin|want|wants|hoping|trying|need) to rent",
        r"busco (?:una )?(?:renta|casa en renta)",
    ),
    phrase("buy", r"buyer", r"compra", r"looking", r"to buy", r"a house", only_asked=True),
    phrase("sell", r"seller", r"venta", only_asked=True),
    phrase("neither", r"neither", r"(?:just |only )?rent(?:ing)?", r"rentar", r"alquilar", r"ninguna", only_asked=True),
)
