"""Pure: what the words around a number say it is: a phone, an ID, a card, or the number of a paper."""

import re
from collections.abc import Sequence
from typing import Literal

Announced = Literal["phone", "id", "card", "other", ""]

_REACH_BACK, _REACH_ON = 60, 48
_NUMBER_WORD = (
    r"(?:numbers?|n[uú]meros?|num\.?|nbr\.?|nr\.?|no\.?|n[°º]|#|id|code|c[oó]digo|folio|account|acct\.?|cuenta)"
)
# Papers and homes have numbers too. The first ones are never anything else, the others need the word "number".
_PAPERS = (
    r"(?:mls|work order|lat(?:itude)?|long(?:itude)?|lng|gps|coordinates|coordenadas|apn|parcels?|parcela|folios?"
    r"|tax map|map"
    r"|zpid|permits?|permisos?|tracking|rastreo|gu[ií]a|confirmation|confirmaci[oó]n"
    r"|receipt|recibo|invoice|factura|docket|ticket|reference|referencia|ref|serial|serie|model|modelo|tract|plat"
    r"|zestimate|loan amount|usps|ups|fedex|dhl|isbn|upc|sku|barcode|escritura|catastro|catastral|clave catastral"
    r"|instrument|deed|warranty|garant[ií]a|inspection|report|po box|p\.?o\.? box|apartado|geoid|pin|asset|item|part"
    r"|legal description|subdivision|section|county record|doc(?:ument)?)"
)
_PAPERS_WITH_NUMBER = (
    r"(?:listing|anuncio|lot|lote|case|caso|order|orden|pedido|file|claim|expediente|unit|transaction|transacci[oó]n"
    r"|property|propiedad|house|home|search|web|block|survey|meter|medidor|application|solicitud|estimate|quote|offer"
    r"|contract|contrato|check|cheque|wire|escrow|tax(?!\s?(?:payer)?\s?id)|taxes|plan|job|work order"
    r"|book|page|record|gate|lockbox)"
)
_FILLER = (
    r"(?:is|are|was|it|its|it's|says?|said|shows?|showing|reads?|on|of|for|the|this|that|a|an|my|your|our|from|in"
    r"|with|by"
    r"|es|era|son|dice|el|la|los|del?|y|and|or|o|e|con|que|me|dieron|me dieron|got|have|had|tengo|given|gave|county"
    r"|city"
    r"|property|state|year|str|final|new|old|full|complete|number|num|no|nr|id|code|receipt|delivery|site|record)"
)
_OTHER_BEFORE = re.compile(
    rf"\b(?:{_PAPERS}\b(?:[\s:#'’\".-]{{0,4}}(?:{_NUMBER_WORD}|{_FILLER})(?![^\W\d_])){{0,5}}"
    rf"|{_PAPERS_WITH_NUMBER}[\s:-]{{0,3}}(?:{_NUMBER_WORD}"
    rf"|id)(?![^\W\d_])(?:[\s:#-]{{0,3}}{_FILLER}(?![^\W\d_])){{0,3}}"
    r"|(?:usps|ups|fedex|dhl|tracking)\b[^\n,;.!?]{0,24}"
    rf"|(?:loan|mortgage)\samount)[\s:#'’\".(=/-]{{0,5}}(?:[A-Z]{{1,5}}[\s#:-]{{1,2}})?\Z",
    re.IGNORECASE,
)
_OTHER_AFTER = re.compile(
    rf"[\s,)'\"-]{{0,3}}(?:(?:is|was|would be|being|es|era|como)\s)(?:(?:the|my|our|your|that|its|el|la|mi|su|un|una"
    rf"|a)\s)?"
    rf"(?:[^\W\d_]{{2,14}}\s){{0,2}}?(?:{_PAPERS}\b|{_PAPERS_WITH_NUMBER}\s{_NUMBER_WORD})"
    rf"|\s?[(\[,]?\s?(?:{_PAPERS}(?:\s{_NUMBER_WORD})?|{_PAPERS_WITH_NUMBER}\s{_NUMBER_WORD})\s?(?:[)\].,;!?]|\Z)",
    re.IGNORECASE,
)
_CALLS = (
    r"(?:call(?:s|ing|ed|\sback)?|te?xt(?:s|ing|ed)?|sms|mms|msg|message|ring|dial|phones?|ph|cell(?:s|phone)?"
    r"|mobile|mob"
    r"|telf?|telephone|fax|landline|home phone|reach(?:es|able)?|what'?s\s?app|whats|wha?tsap+|wapp|wa|wsp|wsap|watsap"
    r"|wasap|guasap|contact|ping|facetime|imessage|telegram|signal|viber|voicemail|beeper|pager|hmu|hit me up"
    r"|ll[aá]m\w{1,8}"
    r"|m[aá]rc(?:a|ar|ame|alo|ale|arme|uen?|arle|ale)\w{0,3}|cel(?:ular(?:es)?)?|m[oó]vil|tel[eé]fonos?|tel[eé]f"
    r"|mens[aá]j\w{1,8}|text[eé]\w{1,6}|escr[ií]b\w{1,8}|h[aá]bl\w{1,6}|comun[ií]\w{2,12}|contact\w{2,6})"
)
_NUMBERS_OF = r"(?:numbers?|nbr|num|digits|n[uú]meros?|n[uú]m|#s?|line|l[ií]nea|extension|contacto)"
_NOT_TO_A_PHONE = (
    r"(?:about|around|under|over|between|by|before|after|until|for|within|less|more|than|from|since|sobre|desde|hasta"
    r"|antes|despu[eé]s|entre|menos|m[aá]s|por|para|price|asking|budget|offer|precio|built|year|in|sqft|zip|owe"
    r"|worth|made)"
)
_WORDS_BETWEEN = (
    rf"(?:[\s:;,.?!#'’\"()=>-]{{1,4}}(?!{_NOT_TO_A_PHONE}\b)[^\W\d_]{{1,12}}){{0,5}}"
    r"[\s:;,.?#'’\"()=>!\u2013\u2014-]{0,5}\Z"
)
_CALL_BEFORE = re.compile(rf"(?:\b{_CALLS}\b|[☎☏✆📞📱📲]\ufe0f?){_WORDS_BETWEEN}", re.IGNORECASE)
_NUMBER_BEFORE = re.compile(rf"(?:\b|(?=#)){_NUMBERS_OF}{_WORDS_BETWEEN}", re.IGNORECASE)
_CALL_AFTER = re.compile(
    r"[\s,)'\"–—-]{0,3}(?:(?:is|are|it's|its|that's|thats|would be|es|ese es|este es|son)\s)?(?:also\s|still\s)?"
    r"(?:(?:the|my|his|her|our|their|a|an|mom'?s|dad'?s|wife'?s|husband'?s|el|la|mi|su|un|este|ese|de)\s){0,3}"
    rf"(?:(?!{_NOT_TO_A_PHONE}\b)[^\W\d_]{{2,12}}\s){{0,1}}?(?:{_CALLS}|best\s(?:number|contact|way)|(?:number"
    rf"|n[uú]mero)\b)\b"
    r"|[\s,(-]{0,3}(?:\(?[cmhwtfo]\)|anytime\b|any time\b|after \d{1,2}\s?[ap]m\b|ask for\b|pregunt\w{1,4} por\b)",
    re.IGNORECASE,
)
_ID_WORD = (
    r"(?:s\.?s\.?n\.?|ss|soc(?:ial)?\.?\ssec(?:urity)?|social(?=\W{0,3}(?:is|number|no|num|#|:|es|\Z))"
    r"|seguro(?:\ssocial)?"
    r"|n\.?s\.?s\.?|i\.?t\.?i\.?n\.?|f?e\.?i\.?n\.?|tax\s?(?:payer)?\s?id|passport|pasaporte|pass(?:port)?\sno"
    r"|licen[sc]e"
    r"|licencia|d\.?l\.?|driver'?s|drivers|(?:state|tx|ca|fl|az|ny|ga|nv|wa|nc|texas|florida)\sid|id\scard|identification|identificaci[oó]n|c[eé]dula|dni|nie|ine"
    r"|ife"
    r"|clave\sde\selector|elector|curp|rfc|imss|matr[ií]cula(?:\sconsular)?|green\s?card|residen(?:cy|t"
    r"|cia)(?:\scard)?|mica"
    r"|tarjeta\sverde|a-?number|a#|alien(?:\s(?:number|reg\w*))?|uscis|visa\s(?:number|no|#)|ead|work\spermit\scard"
    r"|i-?94"
    r"|military\sid|medicare|medicaid|insurance\s(?:id|policy)|policy\s(?:number|no|#)|p[oó]liza|routing|aba|account"
    r"|acct|a/c"
    r"|cuenta|clabe|iban|loan\s(?:number|no|#|num|id)|(?<!mls\s)(?<!listing\s)(?<!property\s)(?<!zillow\s)id"
    r"(?=\s?(?:is|number|no|num|#|:)))"
)
_NOT_TO_AN_ID = (
    r"(?:has|have|with|balance|deposit|there|only|expires?|vence|until|since|got|about|around|over|under|for)"
)
_ID_BEFORE = re.compile(
    rf"(?:(?<!\w)|(?<=\s)){_ID_WORD}(?!\w)(?:[\s:;,.#'’\"(=/-]{{1,4}}(?!{_NOT_TO_AN_ID}\b)[^\W\d_]{{1,14}}){{0,6}}"
    r"[\s:;,.#'’\"()=>–—-]{0,5}\Z",
    re.IGNORECASE,
)
_ID_AFTER = re.compile(
    r"[\s,)'\"-]{0,3}(?:is|was|es|=)\s(?:(?:the|my|our|his|her|el|la|mi|su)\s)?(?:[^\W\d_]{2,10}\s){0,1}?"
    rf"(?:{_ID_WORD})(?!\w)",
    re.IGNORECASE,
)
_CARD_BEFORE = re.compile(
    r"\b(?:(?<!green )(?<!id )cards?|visa|mastercard|master|mc|amex|american express|discover|diners|jcb|union\s?pay"
    r"|maestro|debit|credit"
    r"|tarjeta|d[eé]bito|cr[eé]dito|cc|pay with|charge)\b(?:[\s:;,.#'’\"(=-]{1,4}[^\W\d_]{1,12}){0,4}"
    r"[\s:;,.#'’\"(=>–—-]{0,5}\Z",
    re.IGNORECASE,
)

_WORD_STARTS = re.compile(r"(?<!\w)\w|[☎☏✆📞📱📲]")  # where each pattern below begins
_BEFORE: tuple[tuple[Announced, re.Pattern[str]], ...] = (
    ("phone", _CALL_BEFORE),
    ("id", _ID_BEFORE),
    ("card", _CARD_BEFORE),
)


def announced(text: str, start: int, end: int) -> Announced:
    """What the words right before or after the number call it; what is nearest and plainest wins."""
    before = text[max(0, start - _REACH_BACK) : start].rpartition("\n")[2]
    after = text[end : end + _REACH_ON]
    starts = [match.start() for match in _WORD_STARTS.finditer(before)]
    if _last_start(_OTHER_BEFORE, before, starts) >= 0:
        return "other"
    nearest = max((_last_start(pattern, before, starts), kind) for kind, pattern in _BEFORE)
    if nearest[0] >= 0:
        return nearest[1]
    if _OTHER_AFTER.match(after):
        return "other"
    if _ID_AFTER.match(after):
        return "id"
    return "phone" if _CALL_AFTER.match(after) else ""


def _last_start(pattern: re.Pattern[str], before: str, starts: Sequence[int]) -> int:
    """Where the last match begins, -1 without one; a search at every letter would take three times as long."""
    return next((at for at in reversed(starts) if pattern.match(before, at)), -1)


def is_called_a_number(text: str, start: int) -> bool:
    """Whether "number", "#" or the like stands before it: it may also be the number of something else, or a price."""
    return bool(_NUMBER_BEFORE.search(text[max(0, start - _REACH_BACK) : start].rpartition("\n")[2]))
