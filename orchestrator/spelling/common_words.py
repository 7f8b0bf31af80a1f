"""Words that are also names, or lie one slip away from one: masked only where the sentence says it is a name."""

_ENGLISH = """
about above after again ahead alone along already also always amber angel anger answer april area around art ask
august autumn away baker bank banks bath baths beach bear because bed beds been before bell below best better between
big bill bird bishop black blue bob book both brook brooks brown bud build built burns bush buy buyer buyers buying
call called came can care carol case cash cat cause chance change charity chase cheap chip church city clay clean
clear close closed closing cold come condo cook cost could country couple court cover crystal dale data date dawn day
days dean deal dear debt deed destiny dick does dollar dollars done door down draw dream drew drive dusty each earl
early earn east easy eighty eleven end enough equity estate even ever every faith fall family far farm fast feel felt
few field fields fifty find fine fire first fish five fixed flip floor ford forest forty foster found four fox frank
free friend from front full gave gene genesis get give given glass going gold gone good grace grand grant gray great
green grey ground guess guy hall hand happy hard harmony haven have hazel head hear heard heart heather help here high
hill hills hold holly home homes honey hope hour hours house houses hunter husband inch income indeed iris issue ivy
jack jade jasmine jay jean jewel john join joy june junior just justice keep kept kind king kitchen knight knock know
known lake lance land lane large last late later lawn lead leads lease least leave left less levy like lily line list
listed live living loan lock long look lose lots love low lower lucky made magnolia main major make many maple march
mark market marsh mason may maybe mean meet melody mercy merit might mile miles mill mine miss moment money month
monthly months moon moore more morning mortgage most move moved moves moving much must name near need needs never new
nice nick night nine noble noon none north nothing now number oak offer offers often old olive once one only open
other owe owed own owner page paige paid paint pane park parks part pat path patience pay peace pearl penny pepper
person phone piece place plan please point pool poor pope porter power pretty price prices prince private promise
proud queen quick quiet quite range ray reach read ready real really red reed reason rent rented renter repair reply
rest rice rich right river rivers road rob robin rod roof room rooms rose ruby run rush sage said sale sales same
sandy save savings savvy saw say scarlet school seem sell seller sellers selling send serenity seven shaw ship short
should show sierra silver since sister six sixty skip sky sleep small snow some son song soon sorry south space spring
star start state stay step sterling stone stop store storm story street strong sue suite summer sunday sunny sure
table take talk tall tax taxes temple ten tenant terry text than thank thanks that their them then there these they
thing think thirty this those three time times today told tomorrow took top total tour town toy tree true trust try
trying turn twenty twice two under union unit until use used value very victor victory view violet visit wade wait
walk wall walls want wanted ward warren was watch water way ways wayne weak week weekend weeks well went were west
what when where which while white whole wife will willow window winter wise wish with wolf women wood woods word words
work works world worth would write wrong yard year years yes yet young your jan feb mar apr jun jul aug sep sept oct
nov dec monday tuesday wednesday thursday friday saturday january february september october november december any all
and are be been but cheaper cabin can candy carry dad did mom man merry
banks blaze bond boat brand carpenter chance chandler charm christian christmas coast cole cook cooks cotton creek cross
curb dallas deck den drake drive dry easter edge english estates farmer fence fields fisher flat flower flowers ford
forest garage garden gardner gate glen golden grove guard gun guest guide ham hart heights hoa honest hood houseman hut
key keys lamb land lark lawyer leaf leigh lender level lighter loft lots loyal luck mace mall marine mayor meadow
meadows mild miller minor mills mission mobile motor mount nova ocean orange pace packer painter palm parish parlor
parson pike
pine pleasant pond post potter prairie press price pro pump queens rail rain rains ranch range rank rash reader realtor
reeves regal relish rental ridge ring rivers robin rock root ross rowan royal ruling rust safe salt sand sands savage
scout seal season seat self shade shadow sharp sheriff shore short signs singer skill slaughter slide smart smooth snow
soft sole spark speed spencer spicer spot spruce stark steel sting stock strange stringer strong style summers sun
swift tab tailor tank taster teach tear tenants tide tiger tile title toll tools topping torch touch trades trail travel
trend tribe trick trip tuck turner twin usher vale vale vance vast vault venture view vine void wagon warm wash weaver
web wedding welcome well wells wheel whistle wild wilder winner winters wire worker worthy yard yeah yellow
"""
_SPANISH = """
abril agosto ahora algo alguien alma alto amor angel antes antonia apenas aqui area asi aunque ayer azul bajo banco
bano banos barrio barato bien blanca blanco bonita bravo bueno buena buenas buenos busca busco cada calle campos cara
caro casa casas casi cerca ciento cinco cinta clara claro coche cocina comprar compra compro como con conde consuelo
costo cruz cuando cuanto cuarto cuartos cuatro cuenta cuesta dar de debe decir delgado dentro desde despues dia dias
diez dinero dolores donde dos dueno durante ella ellos enero entre era esa ese eso espera esperanza esta estado estas
este esto estoy estrella fe febrero feliz fin flor flores franco fuente fuentes gracia gracias grande guerra
habitaciones hablar hace hacer hasta hay hermosa hermoso hijo hola hora hoy iglesias inmediato jamas julio junio
jardin la las leal leon libre listo llamar llave lo los luego lugar luna luz luzca macho madre malo mar marzo mas mayo
me media medina mejor menos mercado mercedes mes meses mesa mi mia mil mismo modelo moneda montana montes mucho muchos
mudar mundo muy nada nadie navarro negro nieves ninguno noche noviembre nuestra nueva nueve nuevo nunca ocho octubre
oro otra otro pago paloma pan para parte paso patio paz perla pero piso poco poder ponce por porque precio primavera
primero principe pronto prima puede puedo puerta quiero que quien quince quiza real reina renta rey reyes rico rio
rios rojo roca rosa ruido saber sala salud santo santos seis semana semanas senor senora serrano si siempre siete
sierra siglo sin sobre sol soledad solo son soy suelo tal tambien tanto tarde tengo tercera tiempo tienda tierra toda
todo torre torres tres un una uno valle valor vamos vega vender vendo venta ventas ver vera lunes martes
miercoles jueves viernes sabado domingo septiembre salvador guadalupe marina pilar dolor caridad socorro remedios
milagros nieve rocio aurora
otono primavera invierno estrellas llave llaves vivienda terreno techo cuadra barrios sur norte este oeste mora
morales olmo pino pinos robles
roble salas prado parra leal lara verano verdad verde vida
viejo viene violeta virgen visita vista vivir vivo voy ya
"""
_TIMES = """
may june april august summer autumn winter spring sunday monday friday january dawn noon christmas easter mayo abril
julio junio domingo enero verano primavera augusto
"""
_PLACES = """
austin dallas houston jackson madison savannah charlotte georgia virginia carolina dakota brooklyn paris london
chelsea phoenix sydney washington lincoln denver memphis orlando
florence vienna milan verona cleveland columbus raleigh durham arlington irving garland tyler
beaumont allen conroe katy kyle georgetown humble temple franklin lawrence carson clifton clayton salem troy
hamilton montgomery jefferson clinton kingston lancaster chester bristol victoria alexandria aurora eugene
helena india asia kenya israel jordan chad cuba nevada montana indiana louisiana tennessee texas florida alameda
laredo santiago valencia sevilla toledo cordoba guadalajara monterrey veracruz bend reading
"""
COMMON_WORDS = frozenset((_ENGLISH + _SPANISH).split())
TIME_WORDS = frozenset(_TIMES.split())  # "in May", "this summer"
PLACE_NAMES = frozenset(_PLACES.split())  # "moving to Austin"
