"""Common words of two languages that state nothing we ask for, with their endings, read from `data/`.

A word of `WEIGHTY` may state, ask, refuse or qualify something, so it is never common, whatever the files say.
"""

from collections.abc import Iterator
from pathlib import Path

from bots.understanding.words import word_set

_DATA = Path(__file__).parent / "data"
_VOWELS = frozenset("aeiou")

# Money, loans and law; buying and selling; what is wanted of us; refusal, doubt, condition and change of mind;
# judgements of an offer; strong feeling and grave news; law and fair housing; what should happen to our messages;
# numbers.
WEIGHTY = word_set(
    """
    pay pays paid paying payment payments prepay price prices priced cost costs cash dollar dollars cent cents loan
    loans lender lenders bank banks banker mortgage credit rate rates tax taxes taxed equity escrow fee fees
    commission commissions offer offers offered offering owe owes owed owing debt debts rent rents rented renting
    renter rental lease leased deposit closing closes closed charge charged charges earn earns earned income afford
    borrow borrowed save saves saved savings spend spends spent sell sells sold sale buy buys bought purchase list
    lists listed listing agent agents realtor broker market markets tenant tenants insurance budget approval
    approved appraise worth value million billion hundred thousand half quarter dozen double hoa board fine fined
    money check checks bill bills judge court legal lawyer attorney jury sue trial prison police arrest crime estate
    title deed contract executor lien evict notice default trust fault scam cheat steal stole lie lied liar threat
    threaten demand demands call calls called calling phone phones phoned contact contacted email emails emailed
    meet meets meeting visit visits visited tour toured show shows showed showing send sends sent tell tells telling
    explain explains ask asks asked asking answer help helps helped stop stops stopped stopping leave leaves leaving
    remove removed removes quit cancel cancelled forget talk talks talking speak speaks speaking reach come comes
    coming stay stays staying listen schedule appointment interview question questions someone somebody anyone
    anybody person persons human people manager supervisor machine robot bot automatic unless except depends depend
    depending doubt doubts unsure confuse confused wait waits waiting waited hold holds holding pause postpone delay
    hesitate reconsider decide decided decides decision change changed changes changing instead rather mind minds
    against disagree disagrees refuse refuses refused object objection reject rejected accept accepts agree agrees
    agreed argue worry worried convince deal deals negotiate low lower lowest high higher highest cheap expensive
    enough fair unfair ridiculous hate hates hated angry mad furious annoyed annoying upset frustrated cry crying
    scream stupid idiot hell damn sick harass offend disgusting insult terrible horrible worst shame suspicious dead
    death died dying die funeral cancer stroke suicide abuse violence kill killed hurt grief ambulance surgery two
    three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty ninety
    first second third once twice both neither none nobody last next dinero pagar pago paga pagamos pagan pague
    pagando precio banco bancos prestamo prestar presta prestan prestamista credito interes hipoteca deuda debo debe
    deben deber renta rentar alquiler contrato comision oferta ofrece ofrecen costo cuesta cuestan costar cobrar
    cobra cobran cobro gastar gasto ahorrar ahorros ahorrado sueldo ganar gana caro cara barato barata bajo baja
    alto alta impuesto impuestos seguro vender vendo vende venden venta comprar compro compra compran agente mercado
    inquilino inquilinos mitad millon mil ciento cien medio media juez jueza corte abogado demanda demandar carcel
    policia embargo divorcio multa multas herencia heredar llamar llama llame llamen llamo llamada marcar marca
    mandar manda mande mandan enviar envie mostrar muestra visitar visita visitas decir dice dicen diga digan dime
    digame explicar explica explique preguntar pregunta preguntas contestar ayudar ayuda ayude dejar deja deje dejen
    hablar habla hable hablen platicar escuchar parar pare quitar quite borrar borre venir viene vengan salir cita
    alguien persona personas humano maquina esperar espera espere depende depender duda dudas decidir decidido
    decida decidi cambiar cambio cambia cambie cambiado aceptar acepto acepta rechazar negar convencer contra
    judgment custody testify testified jailed criminal felony violation violate violated violates discriminate
    discriminated discrimination racist racial race ethnic ethnicity religion religious disability disabled handicap
    gender sexual immigrant immigrants immigration refugee delete deleted deleting erase erased disturb disturbing
    disturbed withdraw withdrawn resign terminate terminated cease vacate vacated unhappy revenge weapon poison rage
    qualify qualifies qualified qualifying repay repaid fund funds funded buyer buyers client premium premiums
    refinance refinanced guarantee guaranteed preapproval prequalify dispute disputed complaint complaints complain
    aprobado aprobada aprobados aprobadas aprobaron aprobo preaprobado preaprobada calificar califico calificado
    calificada calificamos financiar financiamiento itin fha va usda credits rebate rebates trustee llc title titles
    excepto salvo bastante justo suficiente demasiado odio odiar enojo enojado enojada harto harta molestar molesta
    molesto molestia triste tristeza coraje grosero muerte muerto muerta murio morir muere fallecio sangre doler
    duele enfermo enferma enfermedad miedo dos tres cuatro cinco seis siete ocho nueve diez doce veinte treinta
    cuarenta cincuenta primero primera segundo tercero ambos ninguno ninguna nadie ultimo ultima proximo proxima
    """
)
# Parts of a home and what becomes of them. Who sells may say with them what state the home is in.
HOME_PARTS = word_set(
    """
    roof roofs kitchen kitchens bath baths bathroom bathrooms bathtub bedroom bedrooms room rooms hall hallway
    closet wall walls ceiling ceilings floor floors carpet carpets tile tiles door doors window windows trim deck
    fence porch patio garage driveway yard lawn basement attic foundation plumbing pipe pipes wire wires wiring
    electric electrical furnace heater heat heating air cooling appliance appliances stove oven sink toilet faucet
    shower drain septic well gutter gutters siding brick paint paints painted lock locks stair stairs step steps
    structure screen skylight cabinet cabinets counter counters shed barn pool fireplace chimney ladder upstairs
    downstairs inside outside furniture fix fixes fixed fixing repair repairs repaired broken break breaks broke
    crack cracks cracked leak leaks leaked leaking damage damaged ruin ruined dirty clean cleans cleaned tidy mess
    messy old new newer original modern rust rusty rotten rot torn tear tears worn wear burn burned burnt flood
    flooded storm hurricane water wet dry mold smell smells redo redone redid replace replaced remodel remodeled
    update updated upgrade upgraded improve improved gut gutted finish finished unfinished install installed build
    built plain fancy ugly beautiful gorgeous solid strong weak bad good poor perfect excellent ready empty stuff
    work works worked working condition shape need needs techo techos cocina bano banos cuarto cuartos recamara
    recamaras sala pared paredes piso pisos alfombra puerta puertas ventana ventanas cerca barda porton cochera
    garaje jardin sotano cimiento plomeria tuberia drenaje agua luz electrico electrica instalacion aire calentador
    estufa lavadora escalera vidrio arreglar arreglo arregla arreglado reparar repara roto rota rotos rotas quebrado
    quebrada viejo vieja viejos viejas nuevo nueva nuevos nuevas feo fea sucio sucia limpio limpia limpiar pintar
    pinta pintado pintada pintura humedad moho gotera goteras quemar quemo quemado tumbar bonito bonita bonitas
    bonitos bien mal bueno buena malo mala listo lista sirve sirven funciona funcionan mojado seco vacio vacia
    cuidar cuidado cuidada mejorar obra
    """
)


def _sections(name: str) -> Iterator[tuple[str, list[str]]]:
    section = ""
    for line in (_DATA / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[] ")
        elif line and not line.startswith("#"):
            yield section, line.split()


def _english() -> Iterator[str]:
    for section, words in (*_sections("everyday_en.txt"), *_sections("general_en.txt")):
        for word in words:
            yield word
            if word in WEIGHTY:
                continue  # "credits" weighs as much as "credit"
            if section == "verbs":
                yield from (_plural(word), *_past_and_present(word))
            elif section == "nouns":
                yield _plural(word)
            elif section == "adjectives":
                yield from _compared(word)


def _plural(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    return word[:-1] + "ies" if _ends_in_consonant_y(word) else word + "s"


def _past_and_present(word: str) -> tuple[str, ...]:
    if word.endswith("e"):
        return word + "d", word[:-1] + "ing"
    if _ends_in_consonant_y(word):
        return word[:-1] + "ied", word + "ing"
    doubled = word + word[-1]
    short = len(word) < 5 and word[-1] not in _VOWELS | set("wxy") and word[-2] in _VOWELS
    return (word + "ed", word + "ing", doubled + "ed", doubled + "ing") if short else (word + "ed", word + "ing")


def _compared(word: str) -> tuple[str, ...]:
    if word.endswith("e"):
        return word + "r", word + "st", word[:-1] + "y" if word.endswith("le") else word + "ly"
    if _ends_in_consonant_y(word):
        return word[:-1] + "ier", word[:-1] + "iest", word[:-1] + "ily"
    return word + "er", word + "est", word + "ly", word + word[-1] + "er", word + word[-1] + "est"


def _ends_in_consonant_y(word: str) -> bool:
    return word.endswith("y") and len(word) > 2 and word[-2] not in _VOWELS


_ENDINGS = {
    "ar": "o as a amos an e aste o aron aba abamos aban ando ado ada ados adas aria ara ar arme arnos arse arlo arla",
    "er": "o es e emos en i iste io imos ieron ia iamos ian iendo ido ida idos idas eria era er erme ernos erse erlo",
    "ir": "o es e imos en i iste io ieron ia iamos ian iendo ido ida idos idas iria ira ir irme irnos irse irlo irla",
}


def _spanish() -> Iterator[str]:
    for section, words in _sections("everyday_es.txt"):
        for word in words:
            yield word
            if section == "verbs" and word[-2:] in _ENDINGS:
                yield from (word[:-2] + ending for ending in _ENDINGS[word[-2:]].split())
            elif section == "nouns":
                yield from _bent(word)
            elif section == "adjectives":
                yield from _bent(word)
                if word.endswith("o"):
                    yield from (word[:-1] + ending for ending in ("a", "as", "amente"))


def _bent(word: str) -> tuple[str, ...]:
    """The plural, and the endearing form of which Spanish is fond."""
    if word.endswith("z"):
        return (word[:-1] + "ces",)
    if word[-1] in _VOWELS:
        return (word + "s", word[:-1] + "it" + word[-1], word[:-1] + "it" + word[-1] + "s")
    return (word + "es",)


EVERYDAY = frozenset((*_english(), *_spanish())) - WEIGHTY
