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
# Words and abbreviations that first names begin or end with: "pre-approved" is not said by a Preston, nor "cel: 503..."
# by a Celia. Those among them that are short forms stand in SHORT_FORMS.
_NO_FORMS = """
able abr add adm ago agua ahi alarm album alert all alla allow alone along already also alt and anda ando ant ante any
anyway app apr aqui are area arm arq asi ask aug ave away ayer back bajo bal bar barn bas base been belt ben best boo
both branch brand bridge bro busy but cada cam car card care cargo carpet carport carro carry carrying cart cas casa
case cash cats cel cell celu charge chart chat cheap check cherry child choice christmas city clean clear clock close
cloud coast col color column come comfort common como con concern condo confirm consider contact contract control cool
copper corner correct cost couple cover credit cual cute dale dame days deal dear deed deep deja del delay deliver den
des dev dic did dir dis doc done door dos down each eight ele ella ellos elm else end ene enter esa ese eso est esta
este esto etc eve even ever exp ext fact fair fall fam far farm fast fat feb feel fees few file fin fine fire fit five
fono for fra frankly free fri fue full gal gale gallon game gar garage garden gas gave gen general gentle get give
glad goes gone gonna good got gran hace had hal half hand har hard has hasta have head hear heat help her here high
him his hit hol hold hole hollow hom home hope hour how hoy hubby idea ign imp inc ind ing ins int into item jobs jul
july jun jus just keep kept kind kings kirk kit knew know lan land las last late law lead led left les less let lic
life like line list lista live loan long look los lose lost lot lots luego made mag maid mail main make mala male mall
malls malo malt mami man manda mandar mande mano manos many map maps mar marble marca mares margin marido marina
marine market married mars mart martes martillo marzo mas mass mast master mat mata mate math matter mattress max
mayor meal mean med meet mel melt men mens menu mera mero mess met meta mica mid mide mija mijo mil min mind mire mis
modo mon more most move must muy nada name near need next nice non none nor nos not note nov now oct off okay once one
ones only open ori orita otra otro our out over own paid pan pap par para park parking part partner party pas pass
past patio patios pega pen pena per pero pet pick pil plan play plus poca poco poor por porfa post pre pres pri price
prices pricey pricing pro program promise proper property prov pues put race rad ram rancho rates raw real rec ref reg
region regular relo rem ren rent rep res rest ride rig road roof room ros rush safe said sal sale sali same san santa
sat save say sean seas sec seen self sell sem send sep ser sera set share shared sharp she ship shop show shut sick
side sign sigo sin sir site six size sol sola sold solo some son soon sort soy stay step sto stop str sub sube such
sun sur sure sus tab take tal talk tall tan tasa tax team tel tele tell ten ter term test text than that the them then
they this tho thru thu til time tiny toda todo told too took tour town tra tranquila tranquilo tras tri trip true tue
turn tus two type una unas uni unit uno upon use used val valley van ven ver very vez via vic victory view visa viva
vive vos voy wait wal walk wall wanna want war warm was wash way wed week well went were west what when who why wide
wife will win wind wish with wood word work yard year yes yet you your zone
"""
_NOT_A_FORM = frozenset(_NO_FORMS.split())
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
    if word in _NOT_A_FORM:
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
