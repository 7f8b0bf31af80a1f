"""The words of street lines in one spelling.

Kinds of streets with all the abbreviations of USPS Publication 28 (appendix C1), units (C2), points of the compass,
Spanish and spoken forms.
"""

# Kind: other spellings. Those of Publication 28, and what people write besides.
_KINDS = """
aly:alley,allee,ally anx:anex,annex,annx arc:arcade ave:avenue,av,aven,avenu,avn,avnue,avenida,avda byu:bayou,bayoo
bch:beach bnd:bend blf:bluff,bluf blfs:bluffs btm:bottom,bot,bottm blvd:boulevard,boul,boulv,bulevar,bvd
br:branch,brnch brg:bridge,brdge brk:brook brks:brooks bg:burg bgs:burgs byp:bypass,bypa,bypas,byps cp:camp,cmp
cyn:canyon,canyn,cnyn cpe:cape cswy:causeway,causwa ctr:center,cen,cent,centr,centre,cnter,cntr ctrs:centers
cir:circle,circ,circl,crcl,crcle cirs:circles clf:cliff clfs:cliffs clb:club cmn:common cmns:commons cor:corner
cors:corners crse:course ct:court cts:courts cv:cove cvs:coves crk:creek cres:crescent,crsent,crsnt crst:crest
xing:crossing,crssng,crsg xrd:crossroad xrds:crossroads curv:curve dl:dale dm:dam dv:divide,div,dvd dr:drive,driv,drv
drs:drives est:estate ests:estates expy:expressway,expr,express,expw fall:fall fls:falls fry:ferry,frry fld:field
flds:fields flt:flat flts:flats frd:ford frds:fords frst:forest,forests frg:forge,forg frgs:forges frk:fork frks:forks
ft:fort,frt fwy:freeway,freewy,frway,frwy gdn:garden,gardn,grden,grdn gdns:gardens,grdns
gtwy:gateway,gatewy,gatway,gtway gln:glen glns:glens grn:green grns:greens grv:grove,grov grvs:groves
hbr:harbor,harb,harbr,hrbor hbrs:harbors hvn:haven hts:heights,ht,hgts hwy:highway,highwy,hiway,hiwy,hway hl:hill
hls:hills holw:hollow,hllw,hollows,holws inlt:inlet isl:island,islnd,islands,islnds isle:isles
jct:junction,jction,jctn,junctn,juncton jcts:junctions ky:key kys:keys knl:knoll,knol knls:knolls lk:lake lks:lakes
lndg:landing,lndng ln:lane lgt:light lgts:lights lf:loaf lck:lock lcks:locks ldg:lodge,ldge,lodg loop:loops,lp
mall:mall mnr:manor mnrs:manors mdw:meadow mdws:meadows,medows mews:mews ml:mill mills:mill_s msn:mission,missn,mssn
mtwy:motorway mt:mount,mnt mtn:mountain,mntain,mntn,mountin,mtin mtns:mountains,mntns nck:neck orch:orchard,orchrd
oval:ovl opas:overpass park:prk,parks pkwy:parkway,parkwy,pkway,pky,parkways,pkwys pass:pass psge:passage path:paths
pike:pikes pne:pine pnes:pines pl:place pln:plain plns:plains plz:plaza,plza pt:point pts:points prt:port prts:ports
radl:radial,rad,radiel ramp:ramp rnch:ranch,ranches,rnchs rpd:rapid rpds:rapids rdg:ridge,rdge rdgs:ridges
riv:river,rvr,rivr rd:road rds:roads rte:route row:row rue:rue run:run shl:shoal shls:shoals shr:shore,shoar
shrs:shores,shoars skwy:skyway spg:spring,spng,sprng spgs:springs,spngs,sprngs spur:spurs sq:square,sqr,sqre,squ
sqs:squares,sqrs sta:station,statn,stn stra:stravenue,strav,straven,stravn strm:stream,streme st:street,str,strt
sts:streets smt:summit,sumit,sumitt ter:terrace,terr trwy:throughway trce:trace,traces trak:track,tracks,trk,trks
trfy:trafficway trl:trail,tr,trails,trls trlr:trailer tunl:tunnel,tunel,tunls,tunnels,tunnl tpke:turnpike,trnpk,turnpk
upas:underpass vly:valley,vally,vlly vlys:valleys via:viaduct,vdct,viadct vw:view vws:views
vlg:village,vill,villag,villg,villiage vlgs:villages vl:ville vis:vista,vist,vst,vsta walk:walks,wlk wall:wall way:wy
ways:ways wl:well wls:wells c:calle cam:camino,cmno carr:carretera calz:calzada priv:privada,pvda paseo:pso
callejon:cjon cda:cerrada andador:andadores rincon:rincon cerro:cerro steps:steps slip:slip bight:bight rise:rise
gate:gate quay:quay chase:chase close:close
"""
_UNITS = """
#:apartment,apt,apto,apartamento,suite,ste,unit,unidad,depto,departamento,dpto,num,numero,no,nro,piso,lote,lot,bldg,building
#:edificio,edif,interior,rm,room,spc,space,sp,trlr,penthouse,ph
"""
_POINTS = """
n:north,norte s:south,sur e:east,este w:west,oeste ne:northeast,noreste nw:northwest,noroeste se:southeast,sureste
sw:southwest,suroeste
"""
_ORDINALS = """
1st:first,primera,primero 2nd:second,segunda,segundo 3rd:third,tercera,tercero 4th:fourth,cuarta 5th:fifth,quinta
6th:sixth,sexta 7th:seventh,septima 8th:eighth,octava 9th:ninth,novena 10th:tenth,decima 11th:eleventh 12th:twelfth
13th:thirteenth 14th:fourteenth 15th:fifteenth 16th:sixteenth 17th:seventeenth 18th:eighteenth 19th:nineteenth
20th:twentieth
"""
_OTHERS = """
st:saint,santo 1:one,uno 2:two,dos 3:three,tres 4:four,cuatro 5:five,cinco 6:six,seis 7:seven,siete 8:eight,ocho
9:nine,nueve 10:ten,diez col:colonia fracc:fraccionamiento
"""
# Nouns that stand in messages about homes far more often than in an address: beside a street's name only.
_ORDINARY_KINDS = """
bch bnd blf br brg brk brks cp clb cor cors crse crk crst dm est ests fall fls fld flds flt frst frg ft gdn gdns gln
grn grns grv hvn hts hl hls isl isle ky kys knl lk lks lndg lgt lgts lck ldg mall mdw mdws ml mills msn mt mtn mtns
nck orch park pass path pike pne pnes pl pln plns plz pt pts prt rnch rdg rdgs riv row run shr shrs spg spgs sq sta
strm smt ter trce trak vly vw vws vlg vis walk wall way ways wl wls rise gate steps slip chase close cerro rincon c
via ramp
"""


def _read(words: str) -> dict[str, str]:
    """Each spelling with the one that stands for all."""
    entries = (entry.partition(":") for entry in words.split())
    return {form: kind for kind, _, forms in entries for form in forms.split(",")}


_KIND_FORMS = _read(_KINDS)
SAME_WORD = {**_KIND_FORMS, **_read(_OTHERS), **_read(_ORDINALS), **_read(_POINTS), **_read(_UNITS)}
KINDS = frozenset(_KIND_FORMS.values())
ORDINARY_KINDS = frozenset(_ORDINARY_KINDS.split())
KINDS_BEFORE = frozenset(
    {"c", "ave", "cam", "carr", "calz", "priv", "paseo", "cda", "andador", "blvd", "via", "rincon"}
)
DIRECTIONS = frozenset({"n", "s", "e", "w", "ne", "nw", "se", "sw"})
PARTICLES = frozenset({"de", "del", "la", "las", "los", "el", "the", "of"})
# What streets are named after, beside the most frequent words: in lower case these may be the things themselves.
_NATURE = """
acacia acorn adobe agave alamo alder almond apple apricot arbor arroyo ash aspen bamboo bay bear beaver beech berry
birch bird black blackberry blossom blue bluebird bluebonnet bobcat bonita boulder brook buck buffalo butterfly cactus
camellia cardinal cedar chaparral cherry chestnut cinnamon clear clover coconut colina coral cottonwood country coyote
crane creek creekside crystal cypress daisy deer desert dogwood dove eagle elk elm encina evergreen fawn fern fig fir
fox garden golden granite grape hackberry hawk hawthorn heather hemlock heron hickory hidden holly honey honeysuckle
horizon hummingbird ivy jasmine juniper lakeside lakeview lantana larkspur laurel lavender lemon lilac lily limestone
live lone loma lotus magnolia mahogany maple meadow mesa mesquite mockingbird monte mountain mulberry mustang myrtle
nopal oak oakwood ocean old olive orange orchard oriole otter palm palma palmetto palo panther partridge peach pear
pearl pebble pecan pepper persimmon pheasant pine pinon plum pond pony poplar poppy prairie primrose quail quarry
rainbow raven redbud redwood ridge river robin rock rose rosewood running sage salt sand sandstone sandy sea sequoia
shade shady silver sparrow spring spruce stone stonebridge stream summit sun sunflower sunny sunrise sunset swan
sycamore thistle thorn timber trail tulip turkey turtle valley verde vine violet vista walnut water waterfall
wildflower wildwood willow wind winding windmill wisteria wolf wood woodland yellow yucca date canal silo mill church
school station bridge market main park harbor canyon cliff cove falls field forest grove hill hollow island lake
meadows mile nine seven
"""
NATURE = frozenset(_NATURE.split())
