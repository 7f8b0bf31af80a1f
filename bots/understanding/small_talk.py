"""Courtesies: words that greet, thank or take leave, and state nothing."""

from bots.understanding.words import any_of

GREETING = any_of(
    r"hi+(?: there)?",
    r"(?:hi |hey |hello )?how (?:are|r) (?:you|u)(?: doing)?(?: today)?",
    r"how's it going",
    r"what's up",
    r"hello",
    r"hey+(?: there)?",
    r"good (?:morning|afternoon|evening)",
    r"hola",
    r"buen(?:os|as) (?:dias|tardes|noches)",
    r"buenas",
    r"(?:como|que tal) esta[sn]?(?: usted(?:es)?)?(?! (?:la|el|mi|su|en))",
)
THANKS = any_of(r"thanks?(?: you| u)?(?: so much| a lot)?", r"thx", r"ty", r"appreciate it", r"(?:muchas )?gracias")
GOODBYE = any_of(
    r"(?:good)?bye+(?: now| bye)?",
    r"(?:talk|speak|text|chat)(?: (?:to|with))?(?: (?:you|u|me))? (?:later|soon|tomorrow)",
    r"(?:let's|can we|could we|lets) (?:do|talk about|continue|finish|discuss) (?:this|it|that) (?:later|another time|"
    r"tomorrow)\??",
    r"(?:ttyl|(?:gotta|got to|have to) go)(?! \w)",
    r"(?<!i )(?<!we )(?:have a|enjoy your) (?:good |great |nice |blessed |wonderful )(?:one|day|night|evening|weekend)",
    r"good night",
    r"take care(?! of)",
    r"(?:busy|at work|in a meeting|driving) right now",
    r"adios",
    r"hasta (?:luego|pronto|manana|la proxima)",
    r"nos vemos(?: luego)?",
    r"hablamos (?:luego|despues|manana)",
    r"(?:que )?(?:tenga|pase) (?:un )?buen(?:a|as)? (?:dia|tarde|noche|noches)",
    r"cha[ou]",
    r"estoy ocupad[oa](?: ahora)?|ocupad[oa] ahora",
)
SMALL_TALK = (("greeting", GREETING), ("thanks", THANKS), ("goodbye", GOODBYE))
