"""Words that are never places, and words around places."""

import re

from bots.understanding.words import word_set

STOPS = word_set(
    """
    in a about after again all also an and any are as at be because been before both but buy buying by can cash could do
    ends every find for from get good had has have he her hers him his house home how i i'm if im is it its just later
    less sells sold
    like live looking max maybe me min more month months my near need new next no not of off ok on or our out over place
    please price probably property question quick sell selling she should since so soon some somewhere something sure
    than thanks that the their them then there these they this those to too under until up us very want was we week
    weeks
    well were what when where which who why will with within would year years yes you your person fact case town
    general touch cash shape condition process order person charge addition particular january february march april may
    june july august september october november december spring summer fall autumn winter end beginning late early
    around close either anything area areas budget condo condos houses townhouse townhouses apartment apartments
    homes duplex land lots bed beds bedroom bedrooms contact writing spanish english mind love trouble foreclosure
    bankruptcy court debt town default probate escrow charge good great bad rough poor decent fair
    al algo ano anos antes aqui buena buen casa como con cuando de del desde dias el ella en entre es esa ese eso esta
    este esto hace hasta hay la las le lo los mal mas me meses mes mi mis mucho muy necesito no nos o para pero poco por
    porque que quiero se si sin su sus tambien tengo tiene toda todo un una unos y ya yo zona efectivo general serio
    proceso estado condicion enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    primavera verano otono invierno proximo proximos fin finales principios cualquier
    """
)
NO_PLACE = word_set(
    """
    nothing everything anything something nowhere memory assisted lado
    moment low mid high upper cerca buenas buenos malas malos excelentes perfectas regulares
    work school schools family kids job office parents church hospital store gym bank meeting traffic class bed person
    hurry rush market meantime mean time times day days morning afternoon evening noon night now corner future term
    long short person full total principle theory reality private public advance arrears progress limbo need pain luck
    fact brief part case need half between transit there here then downpayment cash writing sight turn step touch tune
    kitchen backyard yard garage bathroom basement attic roof front back laws law college university nursing escrow
    ahora favor supuesto ejemplo dios suerte cuanto caso realidad breve total venta linea persona familia espanol ingles
    camino manana tarde noche tardes mananas telefono mensaje texto correo aca aqui alla alli ahi fin cierto completo
    trabajo ciento medio semana dinero parte internet curiosidad cuestion mientras vez ultimo primero principio lo
    momento mente cuenta desacuerdo acuerdo pie paz contado duda dudas adelante atras motivo motivos eso ella ellos
    escuela escuelas hijos hijo hija nietos todos todas varias varios cualquiera donde quien cual cuales venderla
    comprarla vender comprar vivir saber ver verla oficina iglesia papa junta clase divorcio herencia salud edad
    """
)
KEEPS = word_set("north south east west northwest northeast southwest southeast downtown")
SECOND_WORDS = word_set("land town fair spring springs park")  # "Sugar Land": part of a name once capitalised
PLAIN_PLACES = word_set(
    "suburbs suburb city country countryside centro afueras campo ciudad norte sur este oeste side part"
)
COMPASS = word_set("north south east west northwest northeast southwest southeast")
AREA_CUE = re.compile(
    r"(?<!interested )\b(?:in|near|around|close to|en|cerca de(?:l)?|por|the area of|zona de|"
    r"area de)\s+(?:the\s+|el\s+|la\s+)?(?=[a-z])"
)
# In a sentence of one of these a place is where somebody was or works, unless it also says what is looked for.
TELLS = re.compile(
    r"\b(?:saw|seen|was|were|been|lives?|lived|born|from|went|drove|driving|traffic|visit(?:ed|ing)?|stayed|grew|"
    r"worked|"
    r"works?|working|job|office|hospital|married|famil(?:y|ia)|mom|dad|sister|brother|friends?|neighbors?|"
    r"contractor|nurse|"
    r"teacher|wife|husband|son|daughter|back|transfer\w*|vi|vimos|vivia|viviamos|vivimos|trabaj\w+|estuve|fui|"
    r"fuimos|naci|"
    r"crecimos|herman[oa]|espos[oa]|hij[oa]s?|amig[oa]|vecin[oa]s?|mama|papa)\b"
)
LOOKS_FOR = re.compile(
    r"\b(?:look\w*|search\w*|want\w*|need\w*|buy\w*|home|house|condo|place|townho\w+|bed\w*|prefer\w*|area|move|"
    r"moving|"
    r"live|close|near|interested|property|somewhere|anywhere|sell\w*|busc\w+|quier\w+|quisier\w+|necesit\w+|compr\w+|"
    r"casa|propiedad|zona|mud\w+|vivir|cerca|recamaras|habitaciones|cuartos|vend\w+)\b"
)
TOLD_CUE = re.compile(r"\b(?:in|at|from|near|en|de|desde|por)\s+(?:the\s+|el\s+|la\s+)?(?=[a-z])")
LIVES_THERE = re.compile(
    r"\b(?:(?<!to )(?<!love )(?<!like )(?:lived?|lives|living|staying|renting|rent|vivo|vivimos|viviendo|rentando|"
    r"rentamos)(?: (?:in|en|at) (?:an?|un|una|the|my|our|mi) \w+)?|"
    r"born|stuck|stationed|currently|right now|estoy|estamos) +(?:in|en)$"
)
ZIP_SAID = re.compile(
    r"\b(?:in|near|around|zip(?: code)?(?: is)?|area|en|codigo postal(?: es)?)\s+(?P<zip>\d{5})\b(?![,.]?\d)"
)
ZIP_CODE = re.compile(r"\b\d{5}\b")
MOVING_TO = re.compile(
    r"\b(?:mov(?:e|ing) (?:back |down |up |out )?(?:closer )?to|(?:be|get) closer to|relocat(?:e|ed|ing) to|"
    r"transferred to|going to live in|mudar(?:me|"
    r"nos)? a|mudo a|mudamos a|voy a vivir en)\s+"
)
ANSWER_START = re.compile(
    r"^\W*(?:(?:want|need|thinking|prefer|out by|up by|over by|anything in|oh|wow|hmm+|ah|nice|cool|great|good|"
    r"actually|sorry|i mean|i meant|make that|perdon|digo|yes|yeah|"
    r"sure|ok|well|um|probably|maybe|"
    r"preferably|ideally|somewhere|anywhere|i'd like|"
    r"i like|we like|we want|"
    r"i want|looking|in|near|around|at|the|claro|pues|quiza|tal vez|en|por|cerca de|la zona de|me gusta|"
    r"nos gusta|quiero|"
    r"queremos|el|la)\b[\s,]*)*"
)
GOAL_CUE = re.compile(r"\b(?:in|to|near|toward|towards|outside|en|a|para|hacia|wants?|for)\s+(?=[a-z])")
