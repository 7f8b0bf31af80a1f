"""Words that are also names, less frequent than those of common_words: trades, beasts, plants, tools, virtues, places.

Such a word is taken for a name where the sentence treats it as one, and left where it has an article or an adjective.
"""

_ENGLISH = """
abbey abbot ace acre adder admiral ague alder alms altar amen anchor angle apple apples archer arrow ash ashes aspen
aster axe badger bail bailey bailiff bain bait balance bald ball ballad balm band bane banner bar barber bard bark
barker barn barnes baron barrel barrister barrow basin basket bass bassett bat batch battle bayou beacon beagle beam
bean beans beard beast beaver bee beech beetle begum bench berry best birch birdie bishops black blackbird blacksmith
blade blaise bland blank blessing bliss block bloom blossom blow blunt boar bold bolt bone bones bonnet bonus boon
boot booth border bore born boss bounds bow bowl bowler bowman box boyd brace braid branch branches brand brandy brass
bravery breeze brewer briar brick bridge bridges brier bright brink brisk bristle broad bronze broom buck bucket
buckle buckley bull bullock bumper bunch bunker bunting burden burger burgess burr butcher butler butter button bye
cable cade cain camel camp campus candle candor cane cannon canon canter cape capper captain car carat card cardinal
cards carl carman carp carpet carr carriage cart carter carver casey cashier castle cattle cedar celeste cellar chain
chair chamber chambers champ champion chancellor chandler channel chantry chapel chaplain chapman charter chaser
cherish cherry chestnut chick chief child childs chilly chimes christie cicely cinder citrus clap clapper clarity claw
clayton cleaver clemency clerk cliff clinch cloud clover coach coal cobb cobbler cock coffer coffin coin coleman coley
collar collier colt comb comfort compass conner constable constance cooper coot copper coral cord corn corner cornet
cottage cotter councilman count courage courtier coward cowboy cox craft crane cream credence cricket crisp crook crow
crowder crowe crown cruise crump culver cumber cup curry curtain curtis cutler cutter cypress daisy dancer danger
darling dart day dearborn delight diamond dice dill diver dodge dolphin dove dover downer downs dragon draper dresser
drifter drummer duck dude duke dull dunn dusk dyer eager eagle earnest ebony echo eden eider elder elderberry elm elms
ember emerald emery empress engineer ensign epiphany essence eternity ether evening ever everest evergreen fable
fairchild fairway fairy falcon falconer fallow fame farr farrier fathom fawn fawns fear feather fell fern ferry
fiddler field fig finch finder finer fir fisherman fitch fixer flagg flame flanders flint flood flora florist flutter
flyer flynn foal fog folder foot forbes force ford foreman forester forge forger forrest fort fortune foss fountain
fowl fowler frazier freed freedom freeman frost fry fuller funk furlong fury gable gage gain gains gait gale gallant
galley gallows gamble gambler game garland garner garnet garnett gauge gay gem general gentle gentry german giant
gifford gift gill ginger glazier gloria glory glover goad goat golding good goodman goodwin goose gore goss gourd
grant grass grasse grave graves grayson grazer grease greek greene greenwood grim grist groom grouse grover grow
guidance gulf gull gunner gypsy hack hackett hail hale halfpenny halo hammer hammock hamper hand hands handy hardy
hare harp harper harrier harrow harsh harvest hatch hatcher hatter haven havens hawk hawke hawker hawks hawthorn hay
hayes hays hazard haze healer heaps hearty heath heaven hedge hedges heel heir henna herald herd herder hero heron
herring hewer hickey hickory hicks highland hight hind hitch hive hobbs hobby hodge hogg holder holler hollis hollow
holt hooker hooper hope hopper horn horne horner horse hosanna hose hound housman howe hub huddle huff hull humble
hunt hurdle hurst hyacinth hyde imogen indigo inman innes irons ironside islander ivory jackal jacket jackman jaguar
jam jar jarvis jasper jay jeans jester jet jewel jewels joiner jolly journey jubilee judge jump juniper karma keel
keen keep keeper kell kelp kemp ken kerr kettle kid kidd kiln kilt kind kindred king kingfisher kingsley kirk
kitchener kite knapp knave knell knot knott knotts lace lacey lad ladd lady lam lambs lamp lancer lander landing
landis landon lane lapis larch lariat lark larkin lash latch lather laurel lavender law lawman lawn laws lawson lax
lay leach leaf leaper leather ledger legend lemon leopard lettuce levee liberty lien liens light lightfoot lightning
lilac lime limes limner lin linden lindy line liner link linn lion lips liquor livery lobb lock locke locker lodge loft
logan goodnight goodday holiday holidays vacation
logger lom loner looker lord lords lore lott lotus loud lovejoy lovely lover lucas lucky lull lumber lumpkin lunt lush
luster lute lyre lyric mackerel madden mage maiden mail maker mallet mallow malone malt mandolin mane mann manor
mantle maples marble march marigold mariner mark marker marlin marlow maroon marrow marshal marshall marten martin
martyr marvel mast master masters mat mate matter mattock maverick maxim may mayes mays maze mead meeks mellow memory
mercer merchant merlin merritt messenger metal mew midge midnight milan milk millard millet milliner millstone milo
mimosa minister mink mint miracle mist mister mitt modest moffat mole monk moody mooney moor moore moose moral morn
morrow mortar moses moss moth mould mound mudd mulberry mule mull munch muse mustard myrtle nail napier nation navy
neal neat neighbor nest nester nettle neville newcomb newell newt nickel nightingale nimble nix nobles noblet nook
noon northern nugget nurse nutmeg oak oakes oaks oar oasis oats ocean ochre odd officer old olive olives onyx opal
orchard orchid oriole osborn osprey otter outlaw oval overstreet owens owl ox oxford oyster pace pack pagan page pages
paine painter palace palmer pansy panther papa paradise parchment paris parker parks parr parrot parson parsons
partridge pasture patch patience patrick patron patten pax payne peach peak pear pearce pearls peasant pease peck peel
peg pegg pelican penn penny pennyworth peony peppers perch perfect peril perkin perry person petal petty phoenix
picket pickett pickle pie pierce pigeon pike pilgrim pillow pilot pink piper pippin pit pitcher pitt pitts plain plant
planter platt player pleasance pledge plover plow plowman plum plumb plumber plumer plummer poe poet pointe pointer
pole pollard polley polo pomeroy poole poplar poppy porch porcher portal posey posy pott pottery potts pounds powder
power powers prater pray prentice president presley prester priest prim primrose prince princess prior proctor profit
promise prophet prosper provost prudence pruner puckett puddle pullen punch purchase purdy purple purse putty quail
quaint quarles quarry quarter quarterman quarters queen quest quick quigley quill quilt quince rabbi rabbit race racer
rack radish rafter rainbow raines rainey rake ram ramble rambler ramsey ranger rankin ransom raphael rapid rapp raven
ravens rayner rays read reading ready reape reaper rebel rector redbud redd redding redman redwood reed reef reel
reeve regal reign reiner remedy render renegade rest revel rhea rhodes rhyme ribbon riddle rider riders ridge rigger
riggs ripple risk ritter rivet road roads roan roark robbins robe roberts roe roger rogue roller rollins roman romance
romano romeo romer rook rooker rooster roper rosary rosebud rosemary rough round rover rowe rower royal royalty royce
rudd rudder ruff rule ruler rumble runner rusk russet rust ryder rye sable sack saddler sadler saffron sailor saint
sale salmon salter samson samuel sander sanders sapphire satin saunter savior savory sawyer saylor scales scarf scotch
scott scribe scrivener scrubs scudder seaman sears seaton seed seeker self seller sellers sells senior sequoia seraph
sergeant serpent sexton shackle shade shafer shank sharpe shave shearer sheen sheep sheer shelf shell shelter shepherd
sheppard shield shields shine shipley shipman shire shoemaker shook shoot shore shores shotwell shy sickle silence
silk silverman silvers simmer simple singer sinner sire skinner skye slack slade slate slater slayer sleek sleigh
slick sling sloan slocum sly smart smile smiley smith smithy smoke smoker snail snake snare snell snider snipe snipes
snyder sober solace soldier solid solomon somers sonnet sorrel sorrow sour sparks sparrow spear spears specks spell
spice spider spike spindle spinner spinster spirit spring springer sprout spruill spry spur spurr square squire stable
stack stacks staff stafford stag stagg stair stairs stallion stamp stamper standard stapler staples star starks
starling starr stead steady stein stem stepp stern steward stewart stiles still sting stock stockman stocks stoker
stoner storey storms stout stow straight strand strange stranger straw strawberry stream streeter strict strider
strike stringer strode stroud stump sturgeon subtle sugar sugars summers summit sumner sunshine surrey sutler swain
swallow swan swank swann sweat sweeper sweet sweeten sweets swell swiftly swim switzer sword sycamore sylvan tabby
tack taft talent tally tame tanager tanner tansy taper tapper tarry tart tate tawny taylor teague teal teller temper
temperance tempest temples tender tern terrace tester thatcher thick thicket thin thistle thorn thorne thornhill
thorns thrasher thrift thrower thunder thyme tibbs tidwell tidy tiller timber timmer tinker tinsley tipper toad
tolbert toller tom tomb tong tooth topaz toper torrance torrent tot tough toward tower towers towns townsend trace
tracer tracker tracy trader trapp trapper traveler traver treadwell treasure tree trees tremble trench trigger trinity
troop trooper trotter trout true truelove trueman truitt truman trump trumpet truss trusty tucker tulip tully tune
turk turkey turnbull turned turnip twain tweed twig tyler tyne unity upright urban usher vail valentine valiant valley
valor van vane vault veil velvet venable verge verity vernal vessel vicar vick viola violin virtue vision vivid vogue
voice volley voyage wade wader wager waggoner wagner wagstaff wainwright waite waiter waits wake wakefield wale wales
walker waller walton wand warbler warden wares warmth warner warrior washer watchman waters wax waxman wayfarer weary
weather weathers weaver webber weeds weir welch welder welles welsh wescott west wester western weston westward wetter
wharf wheat wheaton wheeler whip whisper whitaker whitehead whiteside whitman wick wicker wicks wide wield wiggins
wild wilderness wiley willard willing willoughby willows wily winder windham windmill window windsor wine wing wingate
wings winkle winner winston winters wisdom wise wisher wolfe wolff womack wonder wong woodard woodbridge woodcock
wooden woodman woodruff woodside woodward woodwork wool woolf workman wren wright yale yarn yarrow yates yeoman yew
yoder yonder york young younger zephyr zest zion
"""
_SPANISH = """
abad abadia abeja abejas abril acebo acero acosta agua aguado aguas aguila aguilar aguilas aire alamo alamos alarcon
alba albañil alcalde alcantara alcazar aldea alegre alegria aleman alfarero alferez algodon alias aliento alisal aliso
almendra almendro almendros almonte alonso altamira alteza altura alvarado amada amado amador amanecer amapola amargo
ambar america amiga amigo amistad amparo ancla angela angeles angulo anillo animas aparicio apostol aragon arbol
arbole arboleda arce arco arcos arena arenas arias armada armas arpa arquero arriaga arrieta arrollo arroyo arroyos
arte artesano artiga ascencion ascension asuncion augusto ave avellaneda avellano avila azucena bandera banderas barba
barbero barca barco barcos barra barragan barranca barrera barreras barreto barrientos barrios barro bastida batalla
baños belen bella belleza bello bendicion benedicto benito bermejo berro blancas blanco bodega bolaños bonilla borrego
bosque bosques botella botello brasil bravo brazo breton brillo brisa brisas bronce buenaventura buendia buenrostro
burgos buzo caballero caballeros caballo cabañas cabello cabeza cabezas cabo cabra cabral cabrera cadena cadenas caida
cal calabaza caldera calderas calderon calero caliz calvario calvo calzada camacho camara camarena camero camino
caminos camisa campana campanas campero campo cancion candado candela candelaria canela cano cantero cantor cantu capa
capilla capitan capulin caracol carbon carbonero cardenal cardenas cardo cardona cargo caridad cariño carmen carnero
carpintero carrasco carrera carreras carretero carrillo carrizo carro cartagena casado casanova cascada castañeda
castaño castellano castilla castillo castro cavazos cazador caña cañada cañas cañon cebada ceballos cedillo cedro
cedros celeste celis centeno cepeda cera cerca cereza cerezo cerna cerrillo cerro cervantes cervera cesar cespedes
chavez chico cid cielo ciervo cima cipres ciprian ciruelo cisne cisneros ciudad claridad clavel clavijo clemente cobre
colina colinas collado colon color concepcion concha condado conejo conquista conrado constancia constanza contreras
copa coral corales corazon cordero cordon cordova corona coronado coronel corral corrales correa corredor cortes
cortez cortina costa costas costilla covarrubias crespo criado cristal cristo cruces cuadra cuadrado cubero cuello
cueva cuevas cumbre cuna cura damas danza delfin delfina delgada delicia desierto destino deza diamante dicha divina
doblado domingo doncel dorado duarte dueñas dulce duque duran durazno durazo elegido encarnacion encina encinas enlace
enriquez ermita escalante escalera escobar escobedo escudero esmeralda espada espejo esperon espina espinas espino
espinosa espinoza esposo estacion este estio estrada estrecho eterna exaltacion fabrica fajardo falcon familia farias
faro fatima favor felicidad felicitas feria ferrer ferrero fierro figueroa flor floresta florida fonseca fortuna fraga
fraile franca franco frias frio frontera fuego fuentecilla fuerte gala galan galindo gallardo gallego gallegos gallo
galvan gamboa ganado garza gaviota gentil girasol gloria golondrina gomero gordillo gordo gordon gracia granada
granado granados granja grano greco grijalva guardado guardia guerrero guia guijarro guillen guzman hacienda halcon
haro heredia hermano hermosillo herrera herreras herrero hidalga hidalgo hierro higuera hinojosa hoja hojas homero
honor honorato hoyos huerta huertas hurtado ibarra iglesia ilusion infante inocencia inocente invierno isla islas
izquierda izquierdo jaramillo jardinero jardines jazmin jeronimo jesus jimena jordan joya joyas juarez judio juez
juncal jurado justa justicia justo labrador ladera lago lagos laguna lagunas lamas lanza lanzas laredo larga largo
laurel laureles leon leona leones ley leña leñero liberato libertad lima limon limones linares linda linde lindo lirio
llama llamas llanes llano llanos lluvia lobato lobo lobos loma lomas lopez lorenzo loreto losada lozano lucero lucha
lucia lugo luna lunas luz macias madera madero madrid madrigal maestro malaga maldonado malpica manantial mancha
mancilla manso manzana manzanares manzano maravilla marfil margarita mariposa mariscal marques marquez marron martillo
martinete mata matas mayor mayorga maza medrano melon membrillo mendoza mercader merced mero mesa mesias meson milagro
milan mina minas mirador miranda mireles misericordia moda molina molinero molino molinos moncada monja monje montalvo
montaña montañas montaño monte montero montes montoya mora morado moral morales moreno moro mota moya mudo mula
muralla muro muñoz naranja naranjo natividad nava navaja navarra navas negra negrete negron nevada nevado nieto nieve
niña niño nobleza nogal nogales nogueira noria norte novia nube nuñez obispo obregon obrero ocampo ojeda ojo ola oliva
olivar olivares olivas olivo olivos olmedo olmos onda ordaz orellana oriente orilla oro orozco ortega ortiz oso osorio
otero oviedo pacheco padilla padron paisano paja pajaro palacio palacios palafox palma palmar palmas palmera palmeras
palomar palomino palomo panadero pantoja paraiso pardo pared paredes parque parral parras pascua pascual pasion pastor
pastora patron pavon paz pedraza pedregal pelayo pena penas peral perales perdomo pereda perez perfecta perlas
pescador peña peñas piedad piedra piedras pilar pilares pimentel pimienta pineda pintor pinzon piña piñon piñones
placencia placer plata plaza plazas poblado pola polo pomar ponce porras portales portillo posada pozo pozos pradera
prado prados prenda presa presentacion prieto primitivo primo principe privado prosperidad provencio providencia
prudencia prudencio puente puentes puerta puertas puerto pulido pureza purificacion querido quesada quijano quintana
quintero quinto rama ramas ramo ramos rangel raya rayo rayos real reales rebolledo recio redondo refugio regalado
regalo reina reinas remedio remo renteria resendez reveles rey ribera ribero rica ricardo ricos riego rincon risco
rivas rivera rivero robledo roblero roca rocas rocha rocio rodeo roja rojas roman romano romero romo rosales rosario
rosas rosita rubi rubia rubio ruda rueda ruedas ruiz sabino sacramento sagrario sal sala salado salamanca salas
salazar saldaña salgado salina salinas salvador salvatierra samaritano sandoval sangre santa santana santiago
santillan santoyo sarmiento sastre satin sauce sauceda saucedo sauz secada segovia segundo segura seguro sello selva
semilla sepulveda serena serenidad sereno serna serra serrano sevilla señor silva silvestre simon sobrino solano solar
soldado soles solis solorio soria sosa sotelo soto sotomayor suarez suero sueño tabares tablada talavera tamayo tapia
tapias teja tejada tejas tejeda tejedor tello templo tenorio terraza terrazas tesoro tierra tierras tigre tirado
toledo tolosa tomas tormenta toro toros torrero tovar trapero trejo trevino trigo trinidad triste triunfo trujillo
uribe urna uva vaca vacas valderrama valdes valencia valentin valentina valenzuela valero valiente valientes
valladares valle valles valverde vaquero vaqueros vara varela vargas varon vasco vela velas velasco velez vena venado
ventana ventura vera veranda verdejo verdugo vereda vergara vergel veronica vicario victoria vidal vidrio viento viera
vigil villa villalobos villar villareal villas villegas virtud virtudes viruete viveros viña viñas yedra yegua yerba
zafiro zambrano zamora zapata zapatero zapatos zaragoza zarate zarco zarza zorra zorro
"""


def _folded(words: str) -> frozenset[str]:
    """These lists have no accents but the tilde."""
    return frozenset(words.replace("ñ", "n").split())


# Surnames that are hardly ever said as words, whatever a dictionary has: they are names wherever they stand.
_NO_WORDS = """
aguilar alonso alvarado america angela arias augusto avila bailey bain barrientos benito bolanos bonilla boyd brasil
burgess bustamante calderon caldwell camacho cantu cardenas carl carmen carr carter casey castaneda castro cavazos
ceballos celeste celis cepeda cerna cervantes cesar chapman chavez christie cicely cisneros clayton clemente coleman
conner constance contreras cooper cordova cortez covarrubias cox curtis daisy dover duarte dunn duran emery enriquez
escalante escobar escobedo espinosa espinoza estrada fajardo farias figueroa florian flynn fonseca forbes frazier
galindo gallegos galvan gamboa garza gifford gloria goodwin gordon grayson grijalva guerrero guillen guzman hackett
haro hayes heredia herrera hickey hicks hinojosa hobbs hollis howe huff hyde ibarra imogen innes jaramillo jarvis
jeronimo jesus jimena jordan juarez kerr kingsley kirk landis landon larkin lawson leona linares logan lopez lorena
lorenzo losada lozano lucas lucia lugo macias maldonado malone margarita marlow marquez martin mayes mays mendoza
mercer merritt milan mireles moncada montalvo montoya mooney morales moya munoz napier natividad navarro neal nunez
ocampo ojeda olmedo ordaz orellana orozco ortega ortiz osborn osorio otero overstreet owens pacheco padilla paine
pantoja parker parr parson patrick payne pearce pedraza perez perry pineda pomeroy porras presley quarles quesada
quigley quijano quintana quintero raines rainey ramsey rangel rankin raphael renteria resendez rhodes ricardo riggs
ritter rivas rivero robbins roberts rodriguez roger rojas rollins rosita rowe royce rudd ruiz ryder salazar saldana
salgado salinas samson samuel sanders sandoval santiago sarmiento scott sears segovia sepulveda serna seth simon sloan
smith snyder solano solis solomon solorio soria sosa sotelo soto sotomayor stafford stewart suarez sumner tamayo tapia
tate taylor tejada tejeda tello tolbert tomas townsend tracy trejo trevino truitt trujillo tucker tyler uribe
valderrama valdes valencia valentin valentina valenzuela valladares varela vargas velasco velez vergara veronica
victoria vidal villalobos villareal villegas wagner wakefield walton warner wescott westcott weston wheaton whitaker
wiggins wiley willard willoughby windham wingate winston womack wong woodard woodruff woodward yates york zambrano
zapata zarate
"""
HARDLY_WORDS = _folded(_NO_WORDS) | _folded(
    "adams williams roberts rogers evans richards stevens phillips reynolds stephens daniels peters edwards"
)
NAME_WORDS = (_folded(_ENGLISH) | _folded(_SPANISH) | {"min", "max"}) - HARDLY_WORDS
# What people write all the time: never a misspelt name, however near it lies to one.
_EVERYDAY = """
above back backs
abuela abuelo accept accepted acreage acres across actually adonde after afternoon agent agents agree agreed
ahora ahorita ahorro ahorros aire alberca almost along alquilar already always amazing amiga amigo annual anos another
anyone anything appraisal approved aren around arreglado arreglar arreglo asking assessed attic auction avenida
awesome awning ayuda ayudar ayudeme babies baby backyard balcony banco bank banker bankruptcy banos barrio basement
bathroom bathrooms bebe because bedroom bedrooms before below beneath better between bids bike blinds blocks boat
boiler bonita bonito books bought broken broker brokers brother budget buenas bueno buenos building built buscando
buscar busco butter buyers buying cabinet cabinets caja cajas calentador calle called caller calles calling cannot car
carretera cars cashier casita casitas casona cat cats ceiling centro cerca chica chico chimney ciudad clima closer
closes closet closets closing cochera cocina coffee commission como compra comprador comprando comprar compre compro
comps concrete condado condition condominio condos contingent contract contractor contrato cooking correct correo cosa
cosas cosmetic costaria could couldn counter counteroffer counters courtyard cracks crawl crawlspace credit credito
creen creer creo cuadrados cual cuales cuando cuanta cuanto cuantos cuarto cuartos cuesta cuestan current daughter
debo decir deck departamento departamentos deposit deposits despues deuda dice didn digo dijeron dijo dinero dining
dinner direccion disculpe dishwasher distance divided divorce divorced doesn dog dogs dolares donde door doors down
downpayment downstairs drenaje driveway drywall duplex during efectivo either electric electrical email encontrar
encontre enganche ensenar ensene entonces entra entrar entro entry enviar envie equity escaleras escritura escuela
escuelas esperando esperar esperara espero esposa esposo esquina esta estado estamos estan estates estimate estoy
estufa evening everyone everything eviction exactly familia familias families family fans father faucet favor fees
fenced fences financing finish finished fireplace firma firmar fixed flood flooring floors foreclosure fosa foundation
freezer fridge friend friends froze frozen fuera fueron fuese fuimos furnace furniture fuse garage garaje garden gato
gracias grade graded grande grandma grandpa granny great greatest gutters habia hacer haciendo hadn hallway handle
handled hardwood haya hayan health healthy heat heater heating hecho hello hemos herencia hermana hermano hijas hijos
hipoteca hood horse horses howdy hubo husband iglesia impuestos inherited inspect inspection inspector insulation
insurance interest island isn jale jardin killing kitchen landlord later latest laundry lavadora lawn leaking leaks
leaky leased leases leasing lejos lender lenders lets letter letters letting liens lights listed listing listings
little living llama llamada llamar llame llamo loans location looking lote lotes lower lowest luego lunch mailbox mama
manana mandar mande mandeme maquina market married mascotas matter matters maybe mejor member menos mensaje meses
message metros microwave mientras might minutes mirror mobile mold monday monthly morning mortgage mother moved moves
moving mucha muchas mucho muchos mudamos mudar mudarme near nearby nearly necesita necesitamos necesito needs neighbor
neighbors neither ninas ninos noche noise normal norte nothing nueva nuevo number numbers numero nunca oferta ofertas
offer offered older online option orders others outside oven owner owners padres pagar pago pagos painted painting
paneling pantry papa papeles paredes parents parking parque parties pasa pasar pasen paso patio pavers payment
payments peaceful pending pensando pensar people peor perdon perfect permit permits perro perros person pesos photos
pictures pienso pies pintado pintar pipes pisos planning plans pleasant please pleased plumbing poca poco podemos
poder podria points pools porches porque preapproved precio precios prequalified prestamo prima primo prisa private
probably probate process pronto property pudiera pueblo puede puedo puertas pues purchase queda quedamos quedar quedo
queremos querer queria questions quick quickly quien quienes quiere quiero quisiera reach reached ready really realtor
reason recamara recamaras refri rehab relocate relocation remodel remodeled renovated renovation renta rental rentando
rentar rented renting rents repairs replaced replied reply request retire retired retirement review right roofing
roofs rooms sabe saben saber sabia safe sala salgo salio salir saving school schools search season secadora second
section seguro seguros sellers selling semana semanas separacion septic septica sera seria serious settle several
sewer shape share shed shingles should shouldn shower showers showing showings shutter shutters siding siempre signed
signs simple since single sink sister situation sizes skylight small solar sold someday someone something somos sooner
sorry square staircase stairs start started state storage stories story stove street suburbs suegra suegro summer
support tambien tampoco tarde taxes techo techos telefono temprano tenant tenants tendria tenemos tener tengo tenia
term terms terreno testamento texted texting thanked thanks theres thinking tienda tiene tiles tired title titulo
todavia toilet tomorrow tonight touch tours town trabajar trabajo traffic traila trailer transfer travel trees trim
truck unit units unless until update updated upgrade upgraded upstairs urgent useful utility vacant vale valen valia
value values vecindario vecino vecinos vender vendida vendiendo vendo venir venta ventanas ver vieja viejo viene
vienen viewing views village vimos vino visits visto viven vivia vivimos vivir vivo waiting walking wallpaper walls
wanted wants warm washer wasn watching weather weekday weekdays weekend weeks welcome weren wheelchair whether while
willing winter winters wiring within without wives wonder wondering wooden working worried worry worth would wouldn
wrong yards yearly years yesterday zona zonas zoned zoning
"""
# Frequent in texts because they are names; what else they mean is rare in a message about homes.
FIRST_A_NAME = frozenset(
    [
        "amber", "bob", "carol", "clara", "dale", "dick", "drew", "earl", "ella", "frank", "gene", "glen", "grace",
        "hazel", "heather", "holly", "hunter", "iris", "ivy", "jack", "jade", "jasmine", "jay", "jean", "john", "lance",
        "leon", "lily", "melody", "nick", "paige", "penny", "ray", "rob", "robin", "ross", "ruby", "sandy", "scarlet",
        "sierra", "sterling", "sue", "terry", "victor", "violet", "wade", "wayne", "consuelo", "julio", "rosa", "rocio",
        "guadalupe", "soledad", "socorro", "antonia", "violeta", "garcia", "lopez",
    ]
)  # fmt: skip
EVERYDAY_WORDS = frozenset(_EVERYDAY.split())
_MORE_PLACES = """
adelaide albany alhambra altamira america andes argentina asuncion athens atlanta augusta aurora avalon barcelona
bayamon belen berlin beverly bismarck boston bradford brandon brazil bronx burlington caguas camden carmel carolina
cartagena chandler charleston chester cheyenne chile china colombia colon columbia concepcion concord cordova corona
cyprus dakota davis dayton dublin durango easton edinburgh elgin elizabeth england erie everett fatima fayette
ferndale florence florida frisco galveston garfield gary geneva genoa germany gilbert glendale granada granbury greece
greeley hampton harlem harrison havana henderson hidalgo holland hudson huntington ireland irvine italia italy jasper
jefferson joplin juneau juno killeen lafayette lansing leander leon lima lisbon logan lorain lorena loreto lourdes
lubbock lucerne macon madrid malaga malta marion marshall mcallen mckinney mercedes merida mesa mexico miami midland
milan milano milford milton mobile modesto monroe montana montevideo morelia naples nashville nassau nelson newton
norman norway odessa ogden olympia omaha oxford paraguay pasadena paterson paz pearland peoria peru pierre pilar plano
portland preston puebla quincy ramona refugio reno richardson richmond roma rome romeo rosario rosenberg rowlett
russia sacramento salamanca saltillo samoa scotland segovia seguin seville sharon shelby sherman siena sierra socorro
sonora spain spencer spring stafford stanley sterling stratford superior syria taos taylor tempe tijuana toronto trent
trenton trinidad tulsa ukraine venice vernon victoria vienna wales warren waverly wellington weston whittier
wilmington windsor york zamora zaragoza
"""
MORE_PLACES = frozenset(_MORE_PLACES.split())
