"""Pure: other forms of a given name: short forms, Spanish diminutives, and spellings that sound alike."""

import re

from orchestrator.masking.short_forms import SHORT_FORMS, table

# As forms and signatures in Mexico shorten them.
_SHORT_WRITTEN = """
hernandez:hdez,hdz fernandez:fdez,fdz gonzalez:glez,gzz,gzlz martinez:mtz,mtnz rodriguez:rdz,rgz,rodz gutierrez:gtz,gtrz
lopez:lpz ramirez:rmz,rmrz sanchez:schz,snchz vazquez:vzqz,vqz vasquez:vzqz dominguez:dgz,dmgz jimenez:jmz,jmnz
perez:prz garcia:gcia,gza gomez:gmz guadalupe:gpe,gdpe francisco:fco fernando:fdo alejandro:alej rosario:rsrio
concepcion:concep antonio:ant jose:jse martha:mtha refugio:ref alfredo:alf ignacio:igo
"""
_WRITTEN = table(_SHORT_WRITTEN)
_LONG = {
    form: frozenset(name for name, forms in SHORT_FORMS.items() if form in forms)
    for form in {form for forms in SHORT_FORMS.values() for form in forms}
}
_DIMINUTIVE = re.compile(r"(?:c?it|ill)[oa]s?\Z")
# Abbreviations that first names begin with: "pre-approved" is not said by a Preston, nor "cel: 503..." by a Celia.
_NOT_A_CUT = frozenset(
    [
        "pre", "tel", "cel", "mon", "est", "ref", "res", "col", "con", "non", "pro", "sub", "dis", "ext", "int", "dir",
        "rep", "app", "doc", "gen", "ins", "inc", "sep", "sem", "mid", "min", "max", "car", "tab", "tax", "gas", "hal",
        "mar", "jul", "jun", "ago", "feb", "ene", "abr", "dic", "nov", "lic", "ing", "arq", "sal", "sol", "san", "per",
        "por", "sin", "ver", "dos", "mil", "los", "las", "vic", "oct", "apr", "aug", "fri", "wed", "tue", "thu", "sat",
        "sun", "bro", "hom", "rec", "rem", "ren", "adm", "all", "alt", "ant", "arm", "ave", "bal", "bar", "bas", "ben",
        "cam", "cas", "del", "den", "des", "dev", "ele", "end", "eve", "exp", "fam", "fin", "for", "fra", "gar", "har",
        "her", "hol", "ign", "imp", "ind", "jus", "kit", "lan", "led", "let", "lot", "mag", "man", "mat", "med", "mel",
        "men", "met", "mis", "nor", "off", "ori", "out", "pan", "par", "pas", "pen", "pet", "pil", "pri", "rad", "ram",
        "raw", "reg", "rig", "ros", "sec", "ser", "set", "sol", "sto", "sur", "tan", "ter", "tra", "tri", "uni", "val",
        "van", "ven", "via", "wal", "war", "win", "yes", "you", "celu", "mens", "casa", "cart", "pres",
    ]
)  # fmt: skip
_PET_ENDING = re.compile(r"(?:ie|ey|[aeiouy]|ik|ka|sha|cho|chis|is)\Z")
_DOUBLED = re.compile(r"(.)\1\Z")
_FEWEST_LETTERS, _FEWEST_OF_A_CUT = 4, 3
_SOUNDS = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"ch(?=[lr])"), "k"),
    (re.compile(r"qu(?=[ei])|ck|c(?=[^eiyh])|c\Z|q"), "k"),
    (re.compile(r"c(?=[eiy])|z|sc(?=[ei])"), "s"),
    (re.compile(r"\A(?:x|j|g(?=[ei]))|x|g(?=[ei])"), "j"),
    (re.compile(r"\A(?:y|ll)(?=[aeou])"), "j"),
    (re.compile(r"(?<=.)(?:ll(?=[aeiou])|y)"), "i"),
    (re.compile(r"v"), "b"),
    (re.compile(r"(?<![cs])h"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"[ei]+\Z"), "i"),
)
_SAME_START = ("xjgylsz", "bv", "csz", "ckq", "iyj", "fp", "uw")


def nicknames(given: str) -> frozenset[str]:
    """Short forms of a folded given name, of those everybody knows; for a short form the names it stands for."""
    return SHORT_FORMS.get(given, frozenset()) | _LONG.get(given, frozenset())


def joined_nicknames(first: str, second: str) -> frozenset[str]:
    """What two given names become together: "majo" for maria jose, "juanpa" for juan pablo."""
    made = {first[:i] + second[:j] for i in (2, 3, 4) for j in (2, 3)}
    return frozenset(name for name in made if len(name) >= 4)


def short_surnames(word: str) -> frozenset[str]:
    """How a folded part of a name is abbreviated in writing: "hdez" for hernandez."""
    return _WRITTEN.get(word, frozenset())


def is_form_of(word: str, given: str) -> bool:
    """Whether a folded word is a diminutive ("anita"), the beginning ("alex") or the end ("emeka") of a given name."""
    if word in _NOT_A_CUT:
        return False
    if len(word) >= _FEWEST_OF_A_CUT and len(given) >= len(word) + 2 and given.startswith(word):
        return True  # "olu"
    if len(word) < _FEWEST_LETTERS or len(given) < _FEWEST_LETTERS - 1:
        return False
    if len(given) > len(word) and (given.startswith(word) or (len(given) >= len(word) + 2 and given.endswith(word))):
        return True
    short = _PET_ENDING.sub("", word)
    single = _DOUBLED.sub(r"\1", short)
    if short != word and len(single) >= _FEWEST_OF_A_CUT and given.startswith((short, single)):
        return True  # "sveta", "kimmy"
    stem = _DIMINUTIVE.sub("", word)
    return stem != word and len(stem) >= 2 and given.rstrip("aoes").startswith(stem) and len(given) - len(stem) <= 4


def sound(word: str) -> str:
    """The same for spellings that sound alike in English or Spanish: Ximena and Jimena, Cathy and Kathi."""
    for pattern, instead in _SOUNDS:
        word = pattern.sub(instead, word)
    return word


def starts(letters: str) -> str:
    """These first letters, and those that names of the same sound begin with."""
    more = {other for group in _SAME_START for letter in letters if letter in group for other in group}
    silent = {"h"} if set(letters) & set("aeiou") else set()
    vowels = set("aeiou") if "h" in letters else set()
    return "".join(sorted({*letters, *more, *silent, *vowels}))
