"""Pure: other forms of a given name: short forms, Spanish diminutives, and spellings that sound alike."""

import re

_SHORT_FORMS = """
abdul:abe abigail:abby,gail abraham:abe,bram adrian:adri adriana:adri alan:al albert:al,bert alberto:beto,tito,al
alejandra:alex,ale,sandra alejandro:alex,ale,jandro alexander:alex,sandy,lex alfredo:fred,fredo,alf amanda:mandy
anastasia:stacy,ana andres:andy andrew:andy,drew angela:angie,angel angelica:angie,angel angelina:angie,lina
anthony:tony antonio:tono,tony,toni arthur:art,artie arturo:art,turo barbara:barb,barbie beatriz:bety,betty,bea
benjamin:ben,benny,benji carlos:charlie,carlitos carolina:caro,carol catherine:cathy,kate,katie,cat,kitty
charles:charlie,chuck,chas christian:chris christina:chris,tina,chrissy christopher:chris,topher,kit
concepcion:concha,conchita,chona consuelo:chelo cristina:cris,tina cristobal:cris,toby cristopher:chris cynthia:cindy
daniel:dan,danny,dani daniela:dani deborah:deb,debbie,debby dolores:lola,loli donald:don,donnie dorothy:dot,dottie
eduardo:lalo,eddie,edu edward:ed,eddie,ted,ned eleanor:ellie,nell,nora elizabeth:liz,lizzy,beth,betty,eliza,lisa
enrique:quique,kike,henry ernest:ernie ernesto:neto,ernie esperanza:espe,pera esteban:steve,teban
federico:fede,fred,lico felipe:pipe,phil fernanda:fer fernando:fer,nando florence:flo,flossie
francisca:paca,pancha,fran francisco:paco,pancho,frank,cisco,kiko frederick:fred,freddy gabriel:gabe,gabi
gabriela:gabi,gaby geoffrey:geoff,jeff gerald:gerry,jerry gerardo:gera,jerry gilberto:beto,gil graciela:chela
gregorio:goyo,greg gregory:greg guadalupe:lupe,lupita,pita guillermo:memo,willy harold:harry,hal hector:tito
henry:hank,harry heriberto:beto humberto:beto ignacio:nacho,nacha isabel:chabela,isa,bel,chavela
isabella:bella,izzy,isa jacob:jake,jay james:jim,jimmy,jamie jeffrey:jeff jennifer:jen,jenny,jenn jessica:jess,jessie
jesus:chuy,chucho jimena:jime john:johnny,jack,jon jonathan:jon,johnny jose:pepe,joe,chepe joseph:joe,joey,jo
joshua:josh judith:judy katherine:kathy,kate,katie,kat,kitty kathleen:kathy,kate kenneth:ken,kenny lawrence:larry
leonard:leo,lenny leonardo:leo,nardo leticia:lety,leti lorenzo:lencho,enzo louis:lou lourdes:lulu luis:lucho,wicho,lou
luisa:lucha mackenzie:kenzie madeline:maddie,lena madison:maddie,madi manuel:manny,manolo,meme manuela:manu
margaret:maggie,meg,peggy,marge,greta margarita:mago,rita,marge maria:mari,mary,maru,cuca marta:martita
martha:marty,patty mateo:teo matthew:matt,matty melanie:mel melissa:mel,missy mercedes:meche,merche
michael:mike,mikey,mick miguel:mike,mickey mohammed:mo,mohamed muhammad:mo nathan:nate nathaniel:nate,nathan,nat
nicholas:nick,nicky nicolas:nico,nick norma:normita olivia:liv,livvy oscar:oski pamela:pam
patricia:pat,patty,paty,trish,tricia patrick:pat,paddy pedro:pete,perico peter:pete philip:phil phillip:phil
pilar:pili priyanka:pri,priya rafael:rafa,rafi ramon:moncho,ray,monchi raul:rulo raymond:ray rebecca:becky,becca
refugio:cuca,cuco ricardo:rick,ricky,richi richard:rick,ricky,dick,rich rigoberto:rigo
robert:bob,bobby,rob,robbie,bert roberto:beto,rob,robert rodrigo:rigo,rodri rogelio:roger,roge ronald:ron,ronnie
rosa:rosy,rosita rosario:chayo,charo salvador:chava,sal samantha:sam,sammy samuel:sam,sammy sandra:sandy
santiago:santi,chago,diego sebastian:seba,bastian,seb sergio:checo silvia:chivis siobhan:shiv socorro:coco,coquis
soledad:chole,sole sophia:sophie stephen:steve,stevie steven:steve,stevie susan:sue,susie,suzy susana:susi,susy
teresa:tere,terry,tessa theodora:thea,theo,dora theodore:ted,teddy,theo theresa:terry,tess,tessa thomas:tom,tommy
timothy:tim,timmy tomas:tommy vanessa:nessa,ness veronica:vero,ronnie vicente:chente,vince victor:vic
victoria:vicky,tori,vicki vincent:vince,vinny virginia:ginny,gina walter:walt,wally
william:bill,billy,will,willie,liam,memo ximena:xime,jime yesenia:yesi,yessi zachary:zach,zack
"""
_SHORT = {
    name: frozenset(forms.split(",")) for name, _, forms in (entry.partition(":") for entry in _SHORT_FORMS.split())
}
# As forms and signatures in Mexico shorten them.
_SHORT_WRITTEN = """
hernandez:hdez,hdz fernandez:fdez,fdz gonzalez:glez,gzz,gzlz martinez:mtz,mtnz rodriguez:rdz,rgz,rodz gutierrez:gtz,gtrz
lopez:lpz ramirez:rmz,rmrz sanchez:schz,snchz vazquez:vzqz,vqz vasquez:vzqz dominguez:dgz,dmgz jimenez:jmz,jmnz
perez:prz garcia:gcia,gza gomez:gmz guadalupe:gpe,gdpe francisco:fco fernando:fdo alejandro:alej rosario:rsrio
concepcion:concep antonio:ant jose:jse martha:mtha refugio:ref alfredo:alf ignacio:igo
"""
_WRITTEN = {
    name: frozenset(forms.split(",")) for name, _, forms in (entry.partition(":") for entry in _SHORT_WRITTEN.split())
}
_LONG = {
    form: frozenset(name for name, forms in _SHORT.items() if form in forms)
    for form in {form for forms in _SHORT.values() for form in forms}
}
_DIMINUTIVE = re.compile(r"(?:c?it|ill)[oa]s?\Z")
_FEWEST_LETTERS, _FEWEST_OF_A_BEGINNING = 4, 4
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
    return _SHORT.get(given, frozenset()) | _LONG.get(given, frozenset())


def joined_nicknames(first: str, second: str) -> frozenset[str]:
    """What two given names become together: "majo" for maria jose, "juanpa" for juan pablo."""
    made = {first[:i] + second[:j] for i in (2, 3, 4) for j in (2, 3)}
    return frozenset(name for name in made if len(name) >= 4)


def short_surnames(word: str) -> frozenset[str]:
    """How a folded part of a name is abbreviated in writing: "hdez" for hernandez."""
    return _WRITTEN.get(word, frozenset())


def is_form_of(word: str, given: str) -> bool:
    """Whether a folded word is a diminutive ("anita") or the beginning ("alex", "madi") of a folded given name."""
    if len(word) < _FEWEST_LETTERS or len(given) < _FEWEST_LETTERS - 1:
        return False
    if len(word) >= _FEWEST_OF_A_BEGINNING and len(given) > len(word) and given.startswith(word):
        return True
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
