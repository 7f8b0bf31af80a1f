"""Ways in which people write their details, and what only looks like one.

In a text, «these marks» stand around what must be hidden; everything else must stay, letter by letter.
"""

import re
import time

import pytest

from orchestrator.contracts import KnownIdentity
from orchestrator.masking.mask import Mask
from orchestrator.masking.number_contexts import announced
from orchestrator.masking.number_forms import is_card, luhn_holds
from orchestrator.masking.spoken_numbers import spoken_numbers

NOBODY = KnownIdentity()
_MARKS = re.compile("[«»]")


def _check(who: KnownIdentity, marked: str, *kinds: str) -> None:
    text = _MARKS.sub("", marked)
    spans = Mask(who).spans(text)
    hidden = {place for start, end, _ in spans for place in range(start, end)}
    wanted, place, is_inside = set(), 0, False
    for sign in marked:
        if sign in "«»":
            is_inside = sign == "«"
            continue
        if is_inside and sign.isalnum():
            wanted.add(place)
        place += 1
    touched = {place for place in hidden if text[place].isalnum()}
    assert touched == wanted, f"{text!r} became {Mask(who).hide(text)!r}"
    assert not kinds or {kind for *_, kind in spans} <= set(kinds)


PHONES = """
«512 555 0147»
«(512)555 0147»
«512-5550147»
«512 55 50 147»
«51 25 55 01 47»
«5 1 2 5 5 5 0 1 4 7»
«5-1-2-5-5-5-0-1-4-7»
«5.1.2.5.5.5.0.1.4.7»
«512/555-0147» is the shop
«512_555_0147»
(«512») - «555» - «0147»
«512–555–0147» or «512·555·0147»
«5️⃣1️⃣2️⃣5️⃣5️⃣5️⃣0️⃣1️⃣4️⃣7️⃣»
«+1 (512) 555-0147»
«1-512-555-0147»
«001 512 555 0147»
«011 52 55 1234 5678»
«+52 1 55 1234 5678»
«52 55 1234 5678» es de mi mamá
«521 55 1234 5678»
«525512345678»
el «55 1234 5678» de mi oficina
«656 123 45 67»
«044 55 1234 5678» como antes
«+44 7700 900123»
«44 7700 900123» on WhatsApp
«07700 900123»
«07700900123»
«020 7946 0958»
UK: «+44 (0) 7911 123 456»
«0044 20 7946 0958»
«+34 612 345 678»
«612 34 56 78»
«+57 300 123 4567»
«57 300 123 4567»
«+91 98765 43210»
«+49 30 23125 0142»
call me «555-0147»
text «5550147»
her # is «555 0147»
«555-0198» is my cell
whatsapp: «5 5 5 0 1 4 7»
llámame al «555 01 47»
marcame «8112345678»
tel. «512 5550147 x 22»
«512-555-0147, extension 12» until noon
«512.555.0147;ext=44»
«512-555-0147/0148»
home «512-555-0147» cell «555-0148»
phone number? «5 12 555 0147»
my number: «five one two five five five zero one four seven»
«five one two, five fifty five, oh one forty seven»
«eight hundred 555 oh one nine nine»
«cinco uno dos, cinco cinco cinco, cero uno cuatro siete»
«512-555-O147» with the letter
«512,555,0147»
wa.me/«15125550147»
cell#«5125550147»
pay by text «5125550147pls»
reach my son Tom @«3105550134»
2 beds 450k «512 555 0147» 78704
$450 «512-555-0147»
my mexican number «8181234567»
«6641234567» o «664 123 45 67»
«555 01 23» in the evening
«06 12 34 56 78» or «0412 345 678»
«469)555-0177» (home)
office «five five five zero one two three»
«432-555-0150»,«432-555-0151» either one
«5125550147»,«5125550148»
«512-555-0147»or«512-555-0148»
cell«5125550147»
call «512 then 555 then 0147»
«512:555:0147» or «512;555;0147»
<«512»> «555-0147»
«5I2-555-OI47»
«fiveonetwo fivefivefive zeroonefourseven»
«quinientos doce, cincuenta y cinco, cincuenta y cinco, cero uno, cuarenta y siete»
mi numero es el «6 6 4 1 2 3 4 5 6 7»
(cell) «5550147»
«1210 555 0199»
«210-555-0199 , 0198»
"""


@pytest.mark.parametrize("marked", PHONES.strip().splitlines())
def test_phone_numbers_in_any_grouping(marked: str) -> None:
    # A number with letters glued to it is hidden without them.
    _check(NOBODY, marked.replace("pls»", "»pls"), "PHONE")


CARDS = """
«4111 1111 1111 1111»
«4111-1111-1111-1111» exp 12/27 cvv «123»
«41111111 11111111»
«4111 11111111 1111»
«4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1»
«4111.1111.1111.1111»
«4111/1111/1111/1111»
«4111 - 1111 - 1111 - 1111»
«4111, 1111, 1111, 1111»
«378282246310005»
amex «3782-8224-6310-005»
«3056 930902 5904» is diners
cards «5555555555554444» and «4242 4242 4242 4242»
card «4111 1111 1111 1112» maybe a digit off
«2223003122003222»
debit «4539 14880343 6467» 12/28
charge «4539148803436467» $50
«6011 0009 9013 9424». thanks
«4242:4242:4242:4242» or «36 2272 0627 1667»
amex«378282246310005»
visa«4111111111111111» exp 04/28 Cvv «123»
«4111 1111 1111 1111» 04/28 «123»
card «4242 4242 4242 4242», «123»
my card is «4111 1111 1111» and then «1111»
«411111******1111»
my card ending in «1111»
security code «999»
"""


@pytest.mark.parametrize("marked", CARDS.strip().splitlines())
def test_cards_in_any_grouping(marked: str) -> None:
    _check(NOBODY, marked, "CARD")


IDS = """
«123-45-6789»
«123 45 6789» is my social
ssn «123456789»
ssn: «123.45.6789»
social security number «219 09 9999»
last four of my social are «6789»
itin «912701234» and ein «12-3456789»
passport no. «C01234567»
my passport is «548213907»
green card «123-456-789»
«A012345678» or A#«012-345-678»
alien number «012 345 678»
TX DL# «12345678»
license «S530-460-78-901-0»
licencia de conducir «D1234567»
mi CURP «VIGE850412MTXLLS09»
INE «1234567890123»
clave de elector «VLGESP85041209M100»
account number «000123456789»
dni «12345678Z»
my tax id (itin) «933704418»
tax id «12-3456789»
social «123456789»
social ends in «6789»
my ssn last 4 «6789»
tx id «12345678»
"""


@pytest.mark.parametrize("marked", IDS.strip().splitlines())
def test_numbers_of_papers_that_say_who_somebody_is(marked: str) -> None:
    _check(NOBODY, marked.replace("A#«", "«A#"), "ID")


EMAILS = """
«o'malley.k@example.com»
«dana @ example.org»
«dana@ example.org» thanks
«dana@example. org»
«dana.k @ mail.example.co.uk»
«dana arroba example punto com»
«dana punto k arroba example punto com punto mx»
«dana arroba gmail»
«dana dot k at example dot realtor»
«dana_k at fernwick.io»
«dana(at)example.com»
«dana [at] example [dot] com»
«dana <at> example.com»
«dana (@) example (.) com»
«dana@gmail com»
«dana@gmail,com»
«dana@@gmail.com»
«danaatgmaildotcom»
«dana underscore k at example dot net»
«dana guión bajo k arroba hotmail punto com»
«dana at g mail dot com»
my email is «dana at fernwick.com»
mi correo es «dana at fernwick.com.mx»
«ñandú.pérez@correo.mx»
mailto:«dana@example.com»
ana «b en gmail punto com»
«ana at example.com» is my email
«dana.k@sub.domain.museum», «t@x.dev»
e: «tom@site.example» | p: «310-555-0134»
«s dot petrovich at example dot com»
my email is «joe b 83 at gmail»
escribeme a mi correo «joe lopez arroba gmail punto com»
«joe underscore b 83 at yahoo dot com»
«j o e b at gmail dot com»
«a n a @ g m a i l . com»
«joe.b@gmailcom»
«kim -at- example -dot- net»
«kim at symbol example dot net»
"""


@pytest.mark.parametrize("marked", EMAILS.strip().splitlines())
def test_e_mail_addresses_however_spelled(marked: str) -> None:
    _check(NOBODY, marked, "EMAIL", "PHONE")


FIGURES = """
450000 or 475000
2 3 1200 450 2015
1998-2004, then 2019-2020-2021
12/31/2026 or 01/15/2027
2026-11-20 10:30
15.03.2019 - 20.03.2019
zip 78701-1234
78701 78702 78703
02139 02140
MLS# 2024061877
mls number is 20240618
listing id 20394857
parcel 123-456-7890
APN: 012-345-678-000
folio 30-4012-005-0010
tracking 1Z999AA10123456784
tracking number 9400 1000 0000 0000 0000 00
permit number 5125550147
confirmation 4111111111111112
confirmation code 8005550199
order number 123-4567890-1234567
5125550147 is the parcel number
1234567890123456 was the tracking number
invoice #100200300
receipt no. 512-555-0147
loan amount 1250000
$4,500,000.00 or 4500000000
my number is 1250000
my number is 300 3500
call me about the 2019-2024 taxes
text me 450-475 offers
call between 10-12 or 2-4
call at 5 30 or 6 15
1 250 000 pesos
350 000 or 375 000 max
30.267153, -97.743057
Lat 30.2672 -97.7431
2400 3 2 2 1998 78704 450
300 400 500 600 700
15 20 25 30 35 40
450 475 5000
2020 2021 2022 2023
6.375 2914.22 360
75 x 120 7500 9000
lot 12 block 4 of 2003
model 2000 1500 gal
the routing of the pipes 12 34 56
450 and 475 then 5000
200, 300, 4000
300;400;5000
450/475/5000
rent 2100 1950 1875
tracking 1Z999AA5125550147
realtor.com/mls/5125550147
county id R123456
last four offers were 4100
my account ends 2026
visa takes 3 weeks, amex or discover ok?
"""


@pytest.mark.parametrize("text", FIGURES.strip().splitlines())
def test_figures_and_numbers_of_houses_stay(text: str) -> None:
    _check(NOBODY, text)


NO_EMAILS = """
look at zillow.com
I saw it listed at redfin.com yesterday
meet @ 5. thanks
2 beds @ 450
house @ 1200 Main. Call me
we were @ home. it rained
open house @ noon. me too
we're at zillow dot com all day
posted on the site at realtor dot com
punto y aparte, a las 4 en punto
email me at noon, my email at work is down
check us out at ourhome.com
at the door, dot the i
i'm at home dot dot dot
im at home dot dot
$450@3.5
"""


@pytest.mark.parametrize("text", NO_EMAILS.strip().splitlines())
def test_talk_about_sites_stays(text: str) -> None:
    _check(NOBODY, text)


NAMES = """
Walker Frost: «walker» here, did you get the pics
Walker Frost: thx, «walker»
Walker Frost: sounds good. «Walker»
Walker Frost: 450 firm\\n«walker»
Walker Frost: this is «mr frost»
Walker Frost: the «Frost» family sells
Walker Frost: «walker frost» / three beds
Walker Frost: «frost, walker»
Walker Frost: tell «walker» i called
Walker Frost: last name «frost»
Walker Frost: «walker»'s wife here
Walker Frost: «Walker» and Jill want 3 beds
Walker Frost: near Walker Elementary and Frost Bank
Walker Frost: first frost of the year, frost damage on the pipes
Walker Frost: Frost killed the lawn
Walker Frost: my dad needs his walker, dog walker comes at 3
Rosario Campos: soy «rosario»
Rosario Campos: gracias, «rosario»
Rosario Campos: «sra campos» para servirle
Rosario Campos: «Doña Rosario» le manda saludos
Rosario Campos: pregunte por «rosario»
Rosario Campos: rezamos el rosario en los campos
Rosario Campos: un rosario de problemas con el techo
Rosario Campos: me mudo a Rosario, Argentina
Rosario Campos: campos de golf cerca
Refugio Arroyo: «Refugio», el de la troca
Refugio Arroyo: «cuco arroyo»
Refugio Arroyo: el arroyo se llena, un refugio seguro
Refugio Arroyo: vivo por Refugio, TX
Socorro Lara: ¡Socorro! el techo gotea
Florence Stone: Florence, SC is home
Florence Stone: «florence» here
Florence Stone: stone fireplace, stone counters, stone
Florence Stone: Stone front, 3 beds
Jordan Price: «jordan price»
Jordan Price: the price is 450
Will Power: I will, power is on
Cash Holloway: Cash, no contingencies
Cash Holloway: «holloway», cash buyer
Angel Guerra: soy «angel guerra»
Angel Guerra: fue una guerra vender
Guillermo Peña: «memo peña»
Guillermo Peña: send me a memo
Xóchitl Hernández: «sochitl ernandes»
Catherine O'Neil: «kathrine oneil»
Jeffrey Nguyen: «geoffrey nguyen»
Steven Park: «Stephen Park»
Steven Park: Cedar Park or near a park. Park access
Dr. Alan Singh: «dr singh» called
Kim Lee: «lee, kim»
Jo Ann Smith: «joann smith»
Faith Young: good faith deposit, young couple
Faith Young: «faith young» / buyer
Sofía Luna: hay luna llena
Sofía Luna: «sofi luna»
Dwayne Carter: «D. Carter»
Yesenia Mora: «Mora Y.» para servirle
Hunter Green: hunter green shutters
Joaquín Del Toro: «Mr Del Toro»
Joaquín Del Toro: el toro del vecino se sale
Penelope Marsh: «P Marsh» or «Penelope M.»
Penelope Marsh: marsh land out back floods
Julio César Flores: «julio flores» | buyer
Ximena Beltrán: «jimena» con jota
Agustín Rojo: Austin or Round Rock
Dolores Quintanilla: 500 dólares de luz
Stella Grace: a grade above the rest
Melody Frost: pipes froze
Laura Steele: «laura steel» it says
Laura Steele: steel beams
Sterling Brown: «Sterling» at 1730 Locust Bend
Sterling Brown: «sterling» says hi
Sterling Brown: brown carpets, sterling condition
Noah Banks: the «Banks» family
Noah Banks: «noah b»
Trinity Falls: water falls near Trinity, TX
José Ángel Paz: «Jose A. Paz»
José Ángel Paz: dejame en paz, un angel
Victoria Plaza: Victoria, TX
Victoria Plaza: «plaza victoria»
Dean Winters: cold winters, Dean of the college
Wade Rivers: yo its «wade»
Wade Rivers: we wade thru paperwork
Reed Carpenter: call «reed»
Reed Carpenter: «reed»: 3 beds
Reed Carpenter: did you read it, we need a carpenter
Destiny Moore: it's «destiny» lol, one moore thing
Rhonda Wolfe: «ronda wolf»
Cash Holloway: its cash
Luz Elena Cruz: la luz, cruz roja, con luz verde
Luz Elena Cruz: atte «luz»
Dean Winters: hey «Dean» here
April Rivers: two rivers, April 3 or before April
April Rivers: thanks, «April»
Drew Young: «drew young» wants to sell
Drew Young: i drew up plans, young family next door
Drew Young: «drew»\\n«480 555 0149»
Drew Young: its «drew» «4805550149» call me
Drew Young: sorry wrong thread, «drew»
Drew Young: we are young
Heather Stone: «Heather Stone» «heather.stone@example.org»
Heather Stone: brick, stone
Art Rich: «Rich», «737 555 0101»
Art Rich: «(737) 555 0101»\\n«art»
Art Rich: music, art
Art Rich: its art, not junk
May Castellano: hi its «may», still have it
May Castellano: its may already and no offers
May Castellano: «may castellanos» is fine
May Castellano: sent from my phone, «may castellano»
May Castellano: we close in june, may
May Castellano: - may
Will Chase: «will chase»
Will Chase: will chase that up monday
Grace Hunter: «grace h»
Grace Hunter: call «grace» («5035550181»)
Grace Hunter: «grace»?? yes thats me
Grace Hunter: 10 day grace
Rosa Flores de la Cruz: habla «Rosa de la Cruz»
Rosa Flores de la Cruz: «Flores», con flores en el apellido
Rosa Flores de la Cruz: «Rosa» de San Diego
Luz Reyes: hay agua, gas, luz
Guadalupe Vázquez: nació en Guadalupe, Nuevo León, por eso el nombre
Guadalupe Vázquez: «gpe vazquez»
Carlos Hernández: «carlos hdez»
Anneke van der Berg: «Anneke van den Berg» wrote
Ana María López: «ANA MA. LOPEZ»
Chloe McKay: «Cloe» here
Chloe McKay: «chloe mc kay»
Desmond Obrien: «desmond o'brien»
Abdul Al-Farsi: «Abdul Al-Farsi III»
Priya Venkataraman: «priya venkat»
Zoë Fields: «Zoey Fields»
Robert Mills: «rob» here, selling
Rich Banks: the lot backs onto a creek
Tom Baker & Lisa Baker: «tom» and «lisa» here
Chase Rivers: yo «chase» here w the duplex
Chase Rivers: wild goose chase
Chase Rivers: «Rivers, Chase» — owner
Ivy Court: hi «ivy»'s mom here
Ivy Court: english ivy on the brick
Faith Walker: thats «faith» with an f
José Luis Castro: «j luis castro»
María José Íñiguez Ortiz: soy «Majo»
María José Íñiguez Ortiz: «Ma. José Íñiguez»
Tom Baker: «thomas baker»
Mark Sales: sales
Mark Sales: sales called twice today
Cash Lots: conventional, fha, cash
"""


@pytest.mark.parametrize("line", NAMES.strip().splitlines())
def test_names_that_are_also_words(line: str) -> None:
    name, _, marked = line.partition(": ")
    _check(KnownIdentity(names=(name,)), marked.replace("\\n", "\n"), "NAME", "PHONE", "EMAIL")


STREETS = """
2217 Magnolia Street, New Orleans, LA: «2217 magnolia str»
2217 Magnolia Street, New Orleans, LA: «twenty two seventeen magnolia»
2217 Magnolia Street, New Orleans, LA: «2 2 1 7 Magnolia St».
2217 Magnolia Street, New Orleans, LA: we are on «Magnolia»
2217 Magnolia Street, New Orleans, LA: we have magnolia trees
2217 Magnolia Street, New Orleans, LA: «2217 Magnolia Ave» apt 4
1200 N Maple Grove Dr, Austin, TX: «1200 Maple Grove Dr N»
1200 N Maple Grove Dr, Austin, TX: «1200 north maplegrove drive»
1200 N Maple Grove Dr, Austin, TX: «twelve hundred n maple grove»
1200 N Maple Grove Dr, Austin, TX: the «maple grove» house
1200 N Maple Grove Dr, Austin, TX: a maple grove behind us
1200 N Maple Grove Dr, Austin, TX: 1200 sqft with maple floors
55 Heron Crossing, Waco, TX: «55 heron xing»
55 Heron Crossing, Waco, TX: a heron crossing the pond
808 Sagebrush Cv, Tyler, TX: «808 sage brush cove»
14 Blue Heron Loop: «14 blue heron lp»
14 Blue Heron Loop: «fourteen blue heron»
14 Blue Heron Loop: blue heron at the pond
77 Erie Canal Walk, Schenectady, NY: «77 erie canal wlk». brick
9 Eagle Point Ct: «nine eagle pt court»
305 E 8th St Unit 4, Austin, TX: «305 east eighth street»
305 E 8th St Unit 4, Austin, TX: the 8th works
Calle Reforma 250, Col. Centro, Monterrey: «calle reforma no. 250»
Calle Reforma 250, Col. Centro, Monterrey: «reforma doscientos cincuenta»
Av. Insurgentes Sur 1602, CDMX: «insurgentes 1602»
3402 S Redbud Ave, Tulsa, OK: house is on «S Redbud», corner of 34th
3402 S Redbud Ave, Tulsa, OK: redbud trees bloom
2063 Katy Trail View, St. Charles, MO: «katy trail view», yes
16 Cattle Drive Ct, Weatherford, TX: a cattle drive
100 Main St, Waco, TX: «100 main»
100 Main St, Waco, TX: 100 main reasons, the main issue is price
1 Lake Shore Dr: «one lakeshore drive»
1 Lake Shore Dr: a house near the lake shore
4410 Mount Vernon Ave: «4410 mt vernon»
7 Pecan Orchard Rd: 7 acres, pecan orchard, well water
7 Pecan Orchard Rd: «seven pecan orchard road»
7 Pecan Orchard Rd: 7 pecan trees
12345 State Highway 71 W, Bee Cave, TX: «12345 hwy 71»
Calle Nogal 77, Col. Jardines, Reynosa: hay un nogal en el patio, da 77 kilos
Blvd. Las Torres 1450-B, Tijuana: «blvd las torres 1450 b»
Blvd. Las Torres 1450-B, Tijuana: la casa mia es 1450 pies, las torres del centro
600 W 3rd Ave #12, Denver, CO: «600 west third»
2300 Country Club Dr: near the country club
1420 Avenue B: plan b
5518 County Road 214, Bastrop, TX: «5518 CR 214», «5518 C.R. 214», «5518 Co Rd 214»
5518 County Road 214, Bastrop, TX: 214 acres on a county road
1201 W FM 1626, Buda, TX: «1201 Farm to Market 1626»
1201 W FM 1626, Buda, TX: fm radio, 1626 sqft
3100 Ranch Road 620 N, Austin, TX: «3100 RR 620»
77 Old State Highway 35 South, Rockport, TX: «77 TX-35», «77 SH 35», «77 hwy 35 s»
4501 US Highway 290 E, Elgin, TX: «4501 U.S. 290»
4501 US Highway 290 E, Elgin, TX: north of highway 290
4501 US Highway 290 E, Elgin, TX: the house on «hwy 290»
9475 NW 41st St, Doral, FL: «9475 NW 41 St», «9475 nw forty first st»
9475 NW 41st St, Doral, FL: we bought it at 41
10820 S 5200 W, South Jordan, UT: «10820 So 5200 We»
238 Maple St, Houston, TX: «230-238 Maple St» or «283 Maple St»
238 Maple St, Houston, TX: the one on «Maple»
238 Maple St, Houston, TX: in 2014 Maple cabinets went in
660 NE Third St, Bend, OR: «660 ne 3rd»
1908 E 38th 1/2 St, Austin, TX: «1908 e 38 1/2 st»
N8841 County Highway E, Brodhead, WI: «n8841 cty hwy E»
Privada Los Pinos 33-B, San Pedro, NL: «privada los pinos 33b»
2450 Ocean Ave, San Francisco, CA: ocean view, 2450 sqft
2104 Bluebird Hollow Ln, Franklin, TN: still interested in «bluebird hollow»?
49 Wooster Heights Rd, Cincinnati, OH: «49 Wooster Heights Rd». 49 years of memories
Calle Nogales 1420, Col. Centro, Tijuana: vivo cerca de Nogales, Sonora
904 W Del Mar Blvd, Laredo, TX: «904 W. Delmar Blvd», «904 del mar»
2207 N Fitzhugh Ave, Dallas, TX: «2207 n fitzhue»
418 Gooseberry Trl, Bozeman, MT: «four eighteen gooseberry»
"""


@pytest.mark.parametrize("line", STREETS.strip().splitlines())
def test_streets_said_in_other_words(line: str) -> None:
    address, _, marked = line.partition(": ")
    _check(KnownIdentity(addresses=(address,)), marked.replace("Ave» apt 4", "Ave apt 4»"), "ADDRESS")


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("twelve hundred", "1200"), ("twenty two fourteen", "2214"), ("one oh five", "105"), ("nine", "9"),
        ("two thousand two hundred and eight", "2208"), ("doscientos cincuenta", "250"),
        ("mil seiscientos dos", "1602"),
        ("treinta y tres", "33"), ("4 eighteen", "418"),
    ],
)  # fmt: skip
def test_numbers_in_words(words: str, number: str) -> None:
    assert number in spoken_numbers(tuple(words.split()))


def test_words_that_are_no_number() -> None:
    assert spoken_numbers(("maple",)) == frozenset()
    assert spoken_numbers(()) <= {"0"}


@pytest.mark.parametrize(
    ("before", "number", "after", "called"),
    [
        ("call me at ", "5550147", "", "phone"),
        ("my passport, not my phone: ", "5550147", "", "phone"),
        ("my phone is off, passport ", "548213907", "", "id"),
        ("permit ", "5125550147", "", "other"),
        ("", "5125550147", " is the permit", "other"),
        ("", "5125550147", " is my cell", "phone"),
        ("green card ", "123456789", "", "id"),
        ("visa ", "4111111111111112", "", "card"),
        ("around ", "4500000", " in all", ""),
    ],
)
def test_what_the_words_around_call_a_number(before: str, number: str, after: str, called: str) -> None:
    assert announced(before + number + after, len(before), len(before + number)) == called


def test_cards_are_known_by_network_and_check_digit() -> None:
    assert is_card("378282246310005") and is_card("4111111111111111") and is_card("2223003122003222")
    assert not is_card("9400100000000000") and not is_card("411111111111") and not is_card("5105105105105100000")
    assert luhn_holds("378282246310005") and not luhn_holds("378282246310006")


@pytest.mark.parametrize(
    "stretch",
    ["x dot ", "a . ", "call me ", "passport A1", "visa ", "mls 1", "a (at) ", "a@a ", "a @ a . ", "at sign ", "A1",
     "last 4 of ", "twenty ", "oh ", "double ", "a'", "anna, ", "anna schmidt, ", "5125550147 call me ", "id a a a a ",
     "5125550147 is the ", "maple grove dr ", "thanks anna ", "12/31/2026 ", "(1) ", "4111 ", "0 ", "512,555,", "1 a ",
     "email me at ", "1 or 0148 ", "ext 1 ", "1.1.", "of the ", "de la ", "anna de la ",
     "512 then ", "my email is a ", "xx", "fiveone ",
     "county road 2", "anna and ", "- anna\n"],
)  # fmt: skip
def test_no_form_makes_a_long_text_slow(stretch: str) -> None:
    who = KnownIdentity(names=("Anna Schmidt",), addresses=("1200 N Maple Grove Street, Austin, TX 78701",))
    text = (stretch * (40_000 // len(stretch) + 1))[:40_000]
    started = time.perf_counter()
    Mask(who).hide(text)
    assert time.perf_counter() - started < 3
