"""Legal or money trouble: words on which a person takes over at once.

Missing somebody's trouble is worse than calling a person for nothing, so these words always count as the lead's own
trouble, unless they are denied ("no liens") or the sentence is clearly a general question: asked by somebody who buys,
about other people's homes ("is there a lien on those homes usually?"), and without one word about the asker. A single
"the house", an "I" or a "my" in it, a word elsewhere of something owned or owed, a statement, a seller or a lead of
whom nothing is known: a person takes over.
"""

from bots.understanding.words import any_of

LEGAL_OR_MONEY = any_of(
    r"(?:pre-?)?foreclos(?:ure|ed|ing|e)",
    r"bankruptcy",
    r"chapter (?:7|13)",
    r"attorneys?",
    r"lawyers?",
    r"short sale",
    r"liens?",
    r"probate",
    r"divorc(?:e|ed|ing)",
    r"law ?suits?",
    r"(?:sue|suing) (?:you|them|me|us)",
    r"being sued",
    r"in court",
    r"court (?:date|order)",
    r"evict(?:ion|ed|ing)",
    r"ejecucion hipotecaria",
    r"embargo",
    r"bancarrota",
    r"abogad[oa]s?",
    r"gravamen",
    r"sucesion",
    r"divorcio",
    r"divorciando(?:nos|me)?",
    r"divorciad[oa]s?",
    r"divorcian(?:do)?",
    r"demanda(?:r|s)?",
    r"juicio",
    r"desalojo",
)
_OWN = any_of(
    r"i|i'm|im|i'd|i've|i'll|me|my|mine|myself|we|we're|we've|us|our|ours|husband|wife|mom|dad|mother|father|family",
    r"yo|mi|mis|me|nos|nosotros|nuestr[oa]s?|tengo|tenemos|estoy|estamos|debo|debemos|espos[oa]|mama|papa|familia",
)
_OWNS = any_of(
    r"my|mine|our|ours|(?:have|got|had|owe) (?:one|it|that|those|some|a|two)",
    r"mi|mis|nuestr[oa]s?|(?:tengo|tenemos|debo|debemos)(?: (?:uno|una|eso))?",
)
_OTHERS_HOMES = any_of(
    r"(?:those|these|the|any|some|such|most|other|your|that|this|a) (?:[\w-]+ ){0,2}(?:homes|houses|properties|"
    r"listings?|condos|sellers|owners|places|ones)",
    r"(?:homes|houses|properties|listings|condos|sellers|owners) (?:usually|normally|often|ever|sometimes|there)",
    r"(?:foreclosed|foreclosure|short sale|probate) (?:homes|houses|properties|listings|sales)",
    r"(?:esas|estas|las|unas|sus|otras) (?:\w+ ){0,2}(?:casas|propiedades)",
)


def is_general_question(folded: str, start: int, end: int, *, side: str) -> bool:
    """The sentence from `start` to `end` is a buyer's general question, not the asker's own trouble."""
    words, others = folded[start:end], folded[:start] + "\n" + folded[end:]
    about_others = bool(_OTHERS_HOMES.search(words)) and not _OWN.search(words)
    return side == "buyer" and about_others and not _OWNS.search(others)
