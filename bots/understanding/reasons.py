"""Why somebody sells, told in words of their own: signs of each reason, the graver one first.

Weaker than the phrases of motivation.MOTIVATION: read only where the reason was asked for or is still open, and only in
statements that neither ask nor address us.
"""

import re

from bots.understanding.message import Message
from bots.understanding.telling import statements, take_told
from bots.understanding.words import any_of

SIGN_CONFIDENCE = 0.8
_KIN = (
    r"(?:mom|mother|dad|father|parents|son|daughter|sister|brother|grand\w+|kids?|family|folks|famil\w+|herman[oa]s?|"
    r"hij[oa]s?|nietos?|mama|papa)"
)
SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("divorce", any_of(r"(?:we )?(?:split|splitting|broke) up", r"my ex(?:[- ](?:husband|wife))?", r"nos separamos")),
    (
        "inheritance",
        any_of(
            r"(?:it )?(?:was|belonged to) (?:my|our) (?:late )?(?:mom|mother|dad|father|parents|grand\w+|aunt|"
            r"uncle)'?s?"
            r"(?: house| home| place)?",
            r"left (?:it|the house|us) (?:to (?:us|me)|(?:the|this) house)",
            r"(?:nos|me) dejo (?:la casa|esta casa)",
            r"era de (?:mi|mis) (?:mama|papa|padres|abuel\w+|ti[oa])",
        ),
    ),
    (
        "financial",
        any_of(
            r"(?:laid off|layoff|hours (?:got |were )?cut|lost (?:my|his|her|our) (?:job|income)|fixed income)",
            r"(?:payments?|taxes|insurance|escrow|premiums?|rent|dues|hoa|bills?|fines?)(?: \w+){0,3} (?:up|jumped|"
            r"doubled|"
            r"tripled|raised|higher|too (?:high|much)|behind|crazy|insane|killing (?:us|me)|went)",
            r"(?:payments?|taxes|tax bill|insurance|escrow|premiums?|rent|dues|hoa|bills?)(?: \w+){0,3} (?:from )?"
            r"\$?[\d,.]+k? (?:a (?:year|month) )?to \$?[\d,.]+k?(?: a (?:year|month))?",
            r"(?:property |homeowners? |flood )?(?:insurance|taxes|premiums?|dues)(?: \w+){0,4} (?:doubl\w+|tripl\w+|"
            r"skyrocket\w+|dropped (?:me|us)|cancel\w+|non-?renew\w+|through the roof|out of (?:hand|control)|eating|"
            r"unaffordable|ridiculous|every year)",
            r"(?:carrying|paying)(?: for)? (?:two|both|2) (?:mortgages|houses|homes|places)",
            r"(?:raised|raising|hiked) (?:the |our |my )?(?:\w+ )?(?:rent|dues|fees?|taxes|payment)",
            r"two mortgages|credit cards?|can'?t (?:keep up|pay|carry|cover)(?: \w+){0,4}",
            r"(?:get|need|want|pull)(?: \w+){0,2} (?:cash|money|equity)(?: out)?(?: (?:for|to|of))?",
            r"atrasad[oa]s?|(?:impuestos|seguro|pagos?|cuotas?)(?: \w+){0,2} (?:subi\w+|carisim[oa]s?|muy car[oa]s?)",
            r"(?:ya )?no (?:me |nos )?alcanza|debo mucho|carta del banco",
            r"pay for (?:their|his|her|my|our) (?:\w+ )?(?:care|treatment|school|tuition|surgery)",
        ),
    ),
    (
        "retirement",
        any_of(
            r"hang(?:ing)? (?:it |them |my \w+(?: \w+)? )up",
            r"(?:last|final) (?:year|day|shift)s? (?:at|of|on) (?:work|the job)",
            r"(?:me voy a |ya me )(?:retirar|jubilar)(?:me)?",
        ),
    ),
    (
        "upsizing",
        any_of(
            r"(?:kid|baby|child|one|twins|triplets|little one) (?:number \w+|on the way|is coming|coming)",
            r"(?:had|having|expecting|pregnant with) (?:a |an |another |our |just )*(?:twins|baby|kid|child|boy|girl)",
            r"shar(?:e|es|ing) (?:a |one )?(?:bed)?room",
            r"(?:need|want|like)(?: \w+)? (?:(?:one|an?|another|two|2) )?(?:more|extra|another|additional|bigger|"
            r"larger) (?:\w+ )?(?:bed)?"
            r"(?:rooms?|bathrooms?|kitchen|yard|garage|house|home|place|space|land|lot)|(?:want|wanting|looking|like|"
            r"time) to upgrade",
            r"(?:bursting|busting) (?:at the seams)?|on top of each other|no room|cramped|crowded|tight for (?:us|all)",
            r"viene (?:otro )?bebe|no cabemos|somos muchos|ya no cabe\w*",
        ),
    ),
    (
        "downsizing",
        any_of(
            r"(?:too many|those|these|the) (?:stairs|steps)|climb(?:ing)? (?:the |these |those )?stairs",
            r"(?:tired of|done|hate|sick of) (?:mowing|cleaning|shoveling|raking|the (?:yard|upkeep|stairs|pool))",
            r"rattl\w+ around|rooms (?:we|i) (?:never|don't) use|big(?:ger)? (?:than|for) (?:i|we|me|us|one|two)",
            r"(?:need|want|looking for|prefer)(?: \w+){0,2} (?:one|single|1)[- ](?:level|story|floor)|(?:no|without|"
            r"avoid) (?:more )?"
            r"stairs|stairs are(?: \w+){0,2} (?:hard|tough|too much|difficult|killing|rough)|"
            r"(?:too|so) (?:old|much)(?: \w+){0,2} (?:for|to) (?:the |this |these |all |keep |mow |clean |climb |"
            r"maintain )+\w*",
            r"house is (?:too |so |way too )?big|(?:la casa )?(?:nos|me) queda (?:muy )?grande|sobra casa|mucha casa|"
            r"(?:mucho|demasiado) para (?:mi|nosotros)(?: sol[oa]s?)?",
            r"(?:kids|children|boys|girls|hijos)(?: \w+){0,2} (?:moved out|grown|gone|left|flew|on their own|se fueron|"
            r"se casaron|ya no viven)",
        ),
    ),
    (
        "relocation",
        any_of(
            rf"(?:near|nearer|close|closer|next) (?:to )?(?:her|him|them|(?:my|our|the) (?:\w+ )?{_KIN})",
            r"(?:got(?! (?:hurt|injured|sick|laid|fired|cut))|took|found|accepted|starting|landed|"
            r"offered)(?: \w+){0,3} (?:job|position|post|role|transfer|"
            r"promotion)",
            r"(?:sending|sends|sent|moving|moved|transferring) (?:me|us|him|her) (?:to|up|down|out|back)",
            r"(?:going|go|heading|moving|head|move) (?:back |home |off )?(?:to|for) (?!(?:the )?(?:store|bed|work|"
            r"school|"
            r"church|gym)\b)",
            r"(?:pcs|military|deploy\w+|stationed|new base)",
            r"(?:regres\w+|volver|volvemos|me voy|nos vamos|ir(?:me|nos)?)(?: \w+)? (?:a|para) ",
            r"(?:lo|la|me|nos) (?:mandan|mandaron|cambian|cambiaron|trasladan)(?: \w+){0,2}",
            r"consigu\w+ (?:un )?(?:trabajo|chamba)",
        ),
    ),
    (
        "investment",
        any_of(
            r"(?:tired|sick|done) (?:of |with )?(?:\w+ )?(?:renters|renting it|rentals?)",
            r"(?:bought|had|used) it as a(?:n? \w+)? rental",
        ),
    ),
    (
        "other",
        any_of(
            r"(?:tired|sick|fed up|had it|done|had enough) (?:of|with) (?:the )?(?:hurricanes?|heat|snow|winters?|"
            r"cold|traffic|"
            r"noise|crime|neighbors?|hoa|commut\w+|city|weather|bugs|humidity|drive)",
            r"(?:can't|cannot|can no longer|couldn't) (?:take|stand|handle|deal with|tolerate|bear|live with|do)"
            r"(?: (?:the|this|these|that|those|all|it|another|one|more|any|of))*(?: \w+)?(?: (?:anymore|any more|"
            r"any longer|alone))*",
            r"(?:my|his|her|our|bad|wife's|husband's|mom's|dad's) (?:bad )?(?:knees?|hips?|backs?|heart|legs?|eyes|"
            r"eyesight|lungs|"
            r"shoulders?|asthma|allergies|health|diabetes|parkinson'?s|alzheimer'?s|dementia|arthritis|memory|balance|stroke)",
            r"(?:backs? (?:up )?to|next to|beside) (?:the |a |that )?(?:new )?(?:\w+ )?(?:highway|freeway|"
            r"construction|railroad|"
            r"tracks|road|warehouse|apartments|airport|landfill)",
            r"(?:done|through|finished|had it|fed up|tired) with (?:the )?(?:water|flooding|storms?|fires?|ice|bugs|"
            r"upkeep|"
            r"everything|it all|this house|this place|repairs|maintenance)",
            r"(?:hurricane|flood|fire|tornado|storm)(?: \w+)? (?:got|hit|took|wiped|destroyed|ruined|flooded) (?:us|"
            r"me|it|out|the)",
            r"(?:never|hardly|barely|only|don't|rarely) (?:really )?(?:use|live|go|stay|there|get to use)(?: (?:it|"
            r"in it|there|here))?"
            r"(?: (?:anymore|in (?:the )?(?:winter|summer)|much|enough))+",
            r"(?:don't|do not|no longer) want to (?:deal with|manage|keep up with|take care of|worry about|mess with) "
            r"(?:it|this|that|the \w+|them)(?: (?:from (?:out of state|afar|here|a distance|another state)|anymore|"
            r"any more))*",
            r"(?:out of state|from out of (?:state|town)|long distance|absentee) (?:owner|landlord)?",
            r"(?:my |his |her )?(?:wife|husband|spouse|mom|dad|kid|kids|son|daughter)(?:'s)? (?:idea|wants (?:to|out|"
            r"a|me|us)|is (?:sick|"
            r"ill|disabled|pregnant|in (?:the hospital|a home|hospice|a facility)))",
            r"(?:health(?: (?:issues|reasons|problems))?|assisted living|memory care|nursing home|wheelchair)",
            r"(?:the )?(?:neighborhood|area|street|town) (?:has |is |isn't |went |got |"
            r"keeps )+(?:\w+ ){0,3}(?:changed|changing|"
            r"same|what it was|downhill|worse|loud|busy|unsafe)",
            r"(?:better|good|different) schools?|schools? (?:are|is) (?:bad|failing|better)",
            r"(?:don't|do not|dont) get along with",
            r"problemas de salud|por (?:mi |la )?salud|(?:mucho|por el) (?:ruido|crimen|trafico)",
        ),
    ),
)


def read_told_reason(message: Message) -> None:
    """A reason in words of the lead's own, where it was asked for or is still open to a seller."""
    name = "seller.motivation"
    is_open = message.side == "seller" and name not in message.known
    if message.has(name) or not (message.asks(name) or is_open):
        return
    for start, end in statements(message):
        words = message.folded[start:end]
        for value, pattern in SIGNS:
            if sign := pattern.search(words):
                message.hear(name, value, start + sign.start(), start + sign.end(), SIGN_CONFIDENCE)
                take_told(message, start, end)
                return
