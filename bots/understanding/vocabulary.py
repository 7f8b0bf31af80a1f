"""Words that state nothing that is asked for, by when that is so. What stands in no table is left for a model.

Not in any table: negations, names and places, numbers, words of money, loans and law, of wanting a person, of doubt, of
feeling, and of a change of mind. A message made of harmless words alone may still mean one of those.
"""

from bots.understanding.words import word_set

# Said by anybody at any time: how one got here, where one was, who told one, what device one writes on.
ASIDE = word_set(
    """
    eventually seriously whenever getting another girl buddy pal yourself ladies gentlemen folks buckaroo
    dream graduate graduates graduated graduating correct
    website trying though upkeep youngest oldest eldest unfortunately handling handle handles
    seventies eighties    nineties sixties knock knocks sabado domingo urge neta mero mera lugar llegando
    pedimos pido esperamos quisieramos informacion timeline owner he she they he's she's they're there's him his
    might use says ando andamos anda dear sir ma'am madam buddy bro dude hun honey joven senor senora senorita
    doable exploring lost deal important anywhere was were answer answers answered late day days paperwork talked
    spoke dentro pensando interesa interesada interesado rather otherwise everyday theirs ours such away able thru
    kinda ad ads after afternoon again ago along always apologies app apparently awesome back bad before began
    being best both brief busy came cell checked checking comfortably crazy currently daily delay delayed device
    did done drive driving drove during each early easier easy either else email enough especially essentially
    even ever every everybody everyone everything exactly excited excuse extra facebook fast fb few filled finally
    first flyer followed following form forward found front fully fwiw fyi gave generally got gotten gotta guys
    haha hahaha handy hear heard hehe helped helpful helps hey highly holiday holidays honest honestly hopefully
    hour hours however ideal immediately info information initially inquiring instagram interested internet its
    itself journey keep last lately later latest lightly likely literally lmao lmk lots love loved luck lunch main
    mainly making many matter maybe mention mentioned message messages mine minute minutes moment morning mostly
    msg name near nearby necessary nicely nextdoor night nights noticed now number obviously often omg online open
    option options originally own page particular particularly past patience phone picked plan planned planning
    plans pleasure plus pls plz point post posted posting postcard preference previously prior probably quick
    quickly quite rain rained read ready realistically really reach reached reaching recently recommended referred
    regarding reply responding response rn saw search searched searching second seems seen send sent series set
    several shift shortly sign signs simple simply since site sleeping slow small sometimes soon specifically
    start started starting straight super texted text texting thing thinkin thought thoughts thx til time times
    tiktok together told took tried truly twice type understand understood upcoming used usual usually various via
    watching week weekend weeks welcome went whenever wherever while whole wishes wonderful wondering wow write
    writing wrote yesterday yet youtube zillow google traffic weather dinner vacation trip travel traveling flight
    situation background story case details detail basically overall general truthfully personally somewhat bunch
    lot sorts kinds way ways side part parts rest about anyhow address located location sits title titled asap
    contractor nurse teacher driver afterwards ahora antenoche anoche antes anuncio anuncios apenas aqui ayer
    bastante bendiga bendiciones celular contesto contestar correo cosa cosas cuando demora despues desde detalle
    dice dicen dicho digo dios direccion disculpa disculpe disculpen donde durante ella ellos enseguida enterado
    entiendo entonces esas esos espero este estuve estuvo estaba estabamos facil fue fui fuimos gustan gusto habia
    hablamos haciendo haya hicimos hice hora horas igual igualmente jaja jajaja jeje letrero letreros llegue
    llegar llevo llevamos llamo lloviendo madrugada mandaron manejando manejo mediodia mensaje mensajes mientras
    minutos mire mira misma mismo momento noche nombre numero ocupada ocupado ojala oiga otras otros pagina
    pasaron pena pendiente perdon perdona perdone platicamos platique pasado pasada primera primero principal
    principalmente pronto publicacion puesto queda quedamos quedan rapido rato recado recien recomendaron
    recomendo respondo responder respuesta saber saludo siempre siento sinceramente sino somos supe tarde telefono
    tiempo tiempos toca todavia todos todas tuve tuvimos ultimamente ultimo ultima unicamente unos vamos vecinos
    veces verdad vi viendo vimos vino visto vivimos vivia viviamos vivo yendo ingles espanol hablan
    """
)
# People around the lead. What they wish or decide is said with other words, which stand in no table.
PEOPLE = word_set(
    """
    boyfriend girlfriend stepson stepdaughter stepmom stepdad godmother godfather widow widower siblings sibling
    relatives relative ex
    wife husband hubby spouse partner fiance fiancee boyfriend girlfriend mom mum mother dad father parents son
    sons daughter daughters kid kids child children brother brothers sister sisters cousin cousins aunt uncle
    grandma grandpa grandmother grandfather grandparents grandkids grandchildren niece nephew neighbor neighbors
    friend friends coworker coworkers boss roommate roommates folks inlaws esposo esposa marido mujer pareja novio
    novia mama madre papa padre padres hijo hijos hija hijas hermano hermanos hermana hermanas primo prima primos
    tio tia tios abuela abuelo abuelos nieto nieta nietos sobrino sobrina cunado cunada suegra suegro suegros
    vecino vecina amigo amiga amigos jefe companero companera ninos ninas
    """
)
# Life around a home: harmless for somebody who buys, and for a seller whose reason is known; else it may be the reason.
LIFE = word_set(
    """
    company transferring transferred pcsing deployed
    family familia bebe baby trabaja trabajando trabajo trabajos vence termina dog dogs cat cats pet pets horse
    horses chickens truck trucks car cars boat rv work working works worked job jobs school schools church college
    university hospital office commute daycare grade student students teenager teenagers toddler graduation
    graduates wedding married marrying retired military army navy veteran vet apartment apartments renting rented
    lease ends end ending expires up relocation here there lived live living move moved moving settled settle
    perro perros gato gatos mascota mascotas carro carros troca camioneta escuela escuelas iglesia oficina boda
    casados casado casada renta rentando rentamos contrato apartamento departamento mudarnos mudarme mudanza mudar
    """
)
# A day is the answer where somebody was asked when.
DAYS = word_set(
    """
    monday tuesday wednesday thursday friday saturday sunday today tomorrow tonight weekend lunes martes miercoles
    jueves viernes sabado domingo manana
    """
)
# What a buyer would like the home to have. No slot asks for it; of a seller it would describe the home.
WISHES = word_set(
    """
    media facing south-facing north-facing bonus game theater mudroom sunny screened lanai mobile manufactured modular
    prefab septic well barndominium barndo vaulted ceilings restrictions restriction unrestricted excavator trailer
    trailers equipment tractor livestock goats cows kennel greenhouse sauna spa hot tub jacuzzi solar gated guard
    walk-in split bedroom bedrooms barn barns shelter paved dirt private privacy secluded waterfront lakefront dock
    boat golf clubhouse amenities tennis dump traila troca patio corral establo pozo reja bodega granero
    downsize downsizing upsize upsizing
    gate fourplex rambler casita adobe mountain views shade fruit pasture stable stables barns fireplaces sunroom
    office island skylights hardwood turf trampoline wheelchairs ramp carports breakfast nook balcony
    duplex triplex plenty sfr horses stairs team yard backyard front pool garage garages carport basement attic
    porch patio deck fence fenced gated garden driveway fireplace pantry closet closets master suite bath baths
    bathroom bathrooms full study den loft story stories storey floor floors plan floorplan concept granite quartz
    countertops counters cabinets appliances island stove gas dishwasher washer dryer laundry windows light bright
    sunny trees view views corner cul-de-sac culdesac street quiet safe neighborhood neighborhoods neighbourhood
    community subdivision park parks shopping shops stores grocery restaurants gym trails lake river pond beach
    school schools district elementary commute freeway highway i35 bus train transit walkable walking distance
    land lot lots acre acres acreage space spacious room rooms roomy storage workshop shed barn shop rv parking
    car two-car single one-story two-story newer modern updated upgraded older new build built construction brick
    stone style ranch craftsman bungalow family-friendly guest mother-in-law in-law decent good great nice big
    bigger large larger huge small smaller cozy open hoa preferred prefer must nearby close townhome townhomes
    townhouses single-family detached duplexes ground level wheelchair accessible alberca piscina jardin cochera
    garaje sotano cocina grande grandes amplia amplio amplios chica pequena moderna tranquila tranquilo segura
    seguro bonita bonito vecindario barrio colonia parque parques tiendas escuelas escuela terreno bano banos
    recamara sala comedor piso pisos nueva nuevo nuevas nuevos cerquita ubicada ubicado
    """
)
# With these a question of the lead's own states nothing: who asks how it works has told us no fact.
QUESTION = word_set(
    """
    team buys recommend listings send rental anything available sale show timeframe turnaround credit score loan
    loans lender lenders mortgage pay pays paid payment payments price prices cost costs money cash bank deposit
    rate rates down seeing look looking find finding talk clean cleaned pack furniture appliances roof credito
    banco prestamo dinero pagar pago enganche piden pide darian dan dar ofrecen tasa what what's whats when when's
    where where's who how how's why which whose do does did is are was were can could will would should shall may
    might long soon fast quick take takes taking process processes step steps next happen happens happening work
    works working start starts begin begins first close closing closed inspection inspections appraisal repairs
    repair repaired fix fixing fixed cleaning stage staging paperwork papers documents document sign signing
    contract offer offers option options different difference type types kind program programs buyers buyer
    sellers seller first-time homes houses people area areas cover covers covered handle handles include includes
    included charge charges require required requirements need needed have after before until while still live
    stay leave move moving moved keep rent renting sold market listing list listed company business service
    services suggest think advice worth best better right mean means explain tell understand know going usually
    typically normally average time timeline times often many much something everything else make makes apply
    qualify qualified approval help helps bot real cuando donde como quien quienes cual cuales por que funciona
    funcionan proceso pasos sigue siguen tarda tardan tiempo tengo tenemos debo hay arreglar arreglarla reparar
    repararla primero empezar empiezo empieza necesito documentos papeles requisitos requisito cierre ustedes
    puedo podemos quedarme vivir despues venta compra compran compradores ayudan cubren incluye trabajan casas
    opciones mercado servicio compania
    """
)


# Parts of a home and what was done to them: understood beside words that say what condition it is in.
HOME = word_set(
    """
    shingles hail claim filed adjuster put gutters leak sink leaking vent vents ducts blinds hinges beds baths bed bath
    piscina alberca barda jardin cocina nuevo condicion condition finished basement unfinished attic crawlspace sump
    fixing fix livable liveable cambiar cambiarle alfombra pintar cute touched solar panels flooring rooms hardwood
    sprinklers tankless insulation gutters patio garden lawn shed spotless broken siding alfombras puertas ventana
    cuidada limpia conservada
    fair decent overall master fuera afuera bedroom bedrooms roof kitchen kitchens bath baths bathroom bathrooms
    hvac ac heater furnace windows window floor floors flooring carpet carpets plumbing electrical electric wiring
    appliances cabinets counters countertops deck fence paint painted landscaping yard garage water new newer
    redone redid replaced installed updated upgraded remodeled renovated original furnished outside inside
    interior exterior sided siding brick pool driveway foundation solid structurally techo cocina banos bano
    ventanas pisos piso aire calentador plomeria electricidad nueva nuevas cambiada cambiado cambiamos pusimos
    pintada
    """
)
ALWAYS = ASIDE | PEOPLE


def harmless(word: str, *, life: bool, wishes: bool, days: bool, home: bool) -> bool:
    """`life`: words of everyday life state nothing here; `wishes`: words of a home say what is wished for; `days`: a
    day of the week is no answer; `home`: the condition of the home was said, so its parts say no more."""
    word = word.removesuffix("'s")
    return (
        word in ALWAYS
        or (life and word in LIFE)
        or (wishes and word in WISHES)
        or (days and word in DAYS)
        or (home and word in HOME)
    )
