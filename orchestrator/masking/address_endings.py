"""Pure: other ways to write the city and the state that stand behind a known street: "N.M.", "New Mexico", "NOLA".

Each ending is a tuple of canonical words, as address_forms makes them.
"""

from collections.abc import Callable, Sequence

# States and territories by their USPS abbreviation, Publication 28 appendix B.
_STATES = """
al:alabama ak:alaska az:arizona ar:arkansas ca:california co:colorado ct:connecticut de:delaware
dc:district_of_columbia fl:florida ga:georgia hi:hawaii id:idaho il:illinois in:indiana ia:iowa ks:kansas ky:kentucky
la:louisiana me:maine md:maryland ma:massachusetts mi:michigan mn:minnesota ms:mississippi mo:missouri mt:montana
ne:nebraska nv:nevada nh:new_hampshire nj:new_jersey nm:new_mexico ny:new_york nc:north_carolina nd:north_dakota
oh:ohio ok:oklahoma or:oregon pa:pennsylvania pr:puerto_rico ri:rhode_island sc:south_carolina sd:south_dakota
tn:tennessee tx:texas ut:utah vt:vermont va:virginia wa:washington wv:west_virginia wi:wisconsin wy:wyoming
"""
_SHORT_STATES = """
al:ala az:ariz ar:ark ca:calif,cali co:colo ct:conn fl:fla,flo il:ill in:ind ks:kans ky:kent ma:mass mi:mich mn:minn
ms:miss mt:mont ne:nebr,neb nv:nev ok:okla or:ore pa:penn,penna tn:tenn tx:tex wa:wash wi:wisc,wis wy:wyo
"""
_CITIES = """
new_orleans:nola salt_lake_city:slc los_angeles:la,l_a san_francisco:sf,s_f,frisco new_york:nyc,n_y_c
philadelphia:philly indianapolis:indy las_vegas:vegas,lv providence:pvd albuquerque:abq,burque
san_antonio:satx,san_anto austin:atx houston:htx,h_town fort_worth:ftw phoenix:phx atlanta:atl jacksonville:jax
minneapolis:mpls saint_paul:stp saint_louis:stl kansas_city:kc,kcmo oklahoma_city:okc san_diego:sd,s_d
san_jose:sj,san_jo pittsburgh:pgh washington:dc,d_c,wash baltimore:bmore,balto chicago:chi,chitown
cincinnati:cincy,cinci cleveland:cle sacramento:sacto santa_barbara:sb brooklyn:bk,bklyn corpus_christi:corpus,cc
charlotte:clt milwaukee:mke,milw portland:pdx seattle:sea tucson:tus monterrey:mty guadalajara:gdl
ciudad_de_mexico:cdmx,df mexico_city:cdmx,df colorado_springs:co_springs,springs el_paso:ep virginia_beach:va_beach
fort_lauderdale:ft_laud,lauderdale fort_myers:fmb long_beach:lb,lbc rancho_cucamonga:rancho,cucamonga
"""


def _read(entries: str) -> dict[str, tuple[str, ...]]:
    split = (entry.partition(":") for entry in entries.split())
    return {
        name.replace("_", " "): tuple(form.replace("_", " ") for form in forms.split(",")) for name, _, forms in split
    }


_STATE_FORMS = {
    code: (*names, *_read(_SHORT_STATES).get(code, ()), " ".join(code)) for code, names in _read(_STATES).items()
}
STATES = frozenset(_STATE_FORMS)
_CITY_FORMS = _read(_CITIES)


def endings(rest: str, words: Callable[[str], Sequence[str]]) -> frozenset[tuple[str, ...]]:
    """Those of a folded "austin, tx 78701"; `words` makes canonical words of a string."""
    parts = [part.strip() for part in rest.split(",") if part.strip()]
    said = " ".join(parts).split()
    code = next((word for word in reversed(said) if word in _STATE_FORMS), "")
    cities = (form for part in parts for form in _CITY_FORMS.get(part, ()))
    return frozenset(tuple(words(form)) for form in (*_STATE_FORMS.get(code, ()), *cities))
