"""Pure: where a text holds an e-mail address, typed, torn apart by blanks or spelled ("anna dot s at example dot org").

An "@" with no blanks is taken with any ending. The looser a form is, the more must speak for it: blanks around the sign
need an ending that exists, a plain "at" needs a spelled dot, a mail provider, or the word e-mail before it, because
that is also how people talk about sites ("look at zillow.com").
"""

import re
from collections.abc import Iterator

_PROVIDERS = (
    r"(?:g[\s-]?mail|yahoo|ymail|rocketmail|hotmail|outlook|icloud|aol|live|msn|proton(?:mail)?|comcast|att|sbcglobal"
    r"|verizon|gmx|fastmail|zoho|cox|charter|bellsouth|me)"
)
# "me", "no", "is" and other endings that are words are not here: after "dot" or without a blank any ending will do.
_PLAIN_ENDINGS = (
    r"(?:com(?:\.[a-z]{2})?|net|org|edu|gov|mil|io|info|biz|co|mx|uk|ca|dev|app|xyz|example|tech|online|site|mail|email"
    r"|lat|realtor|homes|realty|club|group|agency|pr|cl|br)"
)
_LOOSE_ENDINGS = (
    r"(?:[a-z]{2}|com|net|org|edu|gov|mil|int|info|biz|name|mobi|app|dev|tech|online|site|store|shop|xyz|life|live"
    r"|email"
    r"|mail|cloud|homes|house|realty|realtor|propert(?:y|ies)|estate|land|rentals|loans|mortgage|casa|club|group|team"
    r"|agency|company|solutions|services|consulting|world|today|news|blog|page|website|digital|media|studio|design"
    r"|photo|family|church|school|academy|university|legal|law|health|care|work|works|space|zone|network|systems"
    r"|global|email|lat|cat|pro|example|test|invalid)"
)
_PART = r"[\w-]{1,40}+"
_BRACKETED_AT = r"\s?(?:[\[({<]\s?(?:@|at|arroba|a)\s?[\])}>]|-at-|\*at\*)\s?"
_BRACKETED_DOT = r"\s?(?:[\[({<]\s?(?:dot|punto|\.)\s?[\])}>]|-dot-|\*dot\*)\s?"
_SAID_DOT = rf"(?:\s{{1,2}}(?:dot|punto|period)\s{{1,2}}|{_BRACKETED_DOT})"
_TIGHT_DOT = rf"(?:\s?\.{{1,2}}|{_SAID_DOT})"
_MORE_ENDINGS = rf"(?:\.[a-z]{{2}}\b|{_SAID_DOT}[a-z]{{2,12}}\b){{0,2}}"
_JOINED = r"(?:dot|punto|point|period|underscore|under\sscore|dash|hyphen|minus|plus|gui[oó]n(?:\sbajo|\smedio)?|raya)"
_LOCAL_START = r"(?<![\w.+-])(?<!\w['’])"
_LOCAL = (
    rf"[\w+](?>(?:[\w.+%&-]|(?<=\w)['’](?=\w)){{0,63}})(?:\s{{1,2}}{_JOINED}\s{{1,2}}[\w+-]{{1,30}}+(?:\s\d{{1,4}}(?!\w))?"
    rf"|\s[._-]\s[\w+-]{{1,30}}+|\s?[\[({{<]\s?(?:{_JOINED}|[._-])\s?[\])}}>]\s?[\w+-]{{1,30}}+){{0,4}}"
)
_SIGN = rf"(?:\s{{0,2}}@{{1,2}}\s{{0,2}}|{_BRACKETED_AT}|\s{{1,2}}(?:arroba|at[\s-]s(?:ign|ymbol))\s{{1,2}})"

_EMAIL = re.compile(
    r"(?>(?:[\w.+%&-]|(?<=\w)['’](?=\w)){1,64})@(?:[\w-]{1,63}+(?:\.[\w-]++)+|[\w-]{3,40}?(?:com|net|org|edu|mx)\b)"
)
_NO_DOMAIN = re.compile(r"@[\d.]+\Z")  # "450@3.5"
# "My email is joe b 83 at gmail": the words from there on belong to it; so do letters said one by one.
_ITS_BEGINNING = re.compile(
    r"(?:\b(?:e-?mail|correo)(?:\s(?:address|is|es|its|it's|electronico))*\s?[:\s]\s?|(?<!\w)(?=(?:\w\s){2}))"
    r"(?P<words>(?:[^\W_]{1,20}\s){1,6})\Z",
    re.IGNORECASE,
)
_SINGLE = re.compile(r"(?:\w\s)+")
_AT_PROVIDER = re.compile(
    rf"{_LOCAL_START}{_LOCAL}{_SIGN}{_PROVIDERS}(?:[\s.,]{{1,2}}(?:com|net|org)\b|\b)", re.IGNORECASE
)
_SIGN_SPELLED = re.compile(
    rf"{_LOCAL_START}{_LOCAL}{_SIGN}(?=[\w-]{{0,39}}[a-z]){_PART}(?:"
    rf"(?:{_SAID_DOT}{_PART}|\.{_PART}){{0,3}}?{_SAID_DOT}[a-z]{{2,24}}\b{_MORE_ENDINGS}"
    rf"|(?:{_TIGHT_DOT}{_PART}){{0,3}}?{_TIGHT_DOT}{_LOOSE_ENDINGS}\b{_MORE_ENDINGS}"
    rf"|(?:{_TIGHT_DOT}{_PART}){{0,2}}?\s?[.,]\s?{_PLAIN_ENDINGS}\b)",
    re.IGNORECASE,
)
# Who says "look at", "posted at", "are at" talks about a place.
_NO_LOCAL = (
    r"(?!(?:look|looks|looking|looked|check|checking|me|im|it|us|you|them|account|only|one|is|am|are|was|were|be|been|and"
    r"|or|m|re|s|found|find|saw|see|seen|listed|listing|listings|posted|post|house|home|homes|ad|online|up|out"
    r"|available"
    r"|here|there|page|site|pictures|pics|photos|info|details|profile|prices|stay|staying|work|works|working|live|meet"
    r"|left|arrive|even|still|all|not|good|search|searching|browsing|shop|buy|sell|job|\w+['’](?:m|re|s|ve|d|ll))"
    rf"\s{{1,2}}(?!{_JOINED}\s))"
)
_AT_SPELLED = re.compile(
    rf"{_LOCAL_START}{_NO_LOCAL}{_LOCAL}\s{{1,2}}at\s{{1,2}}(?:"
    rf"(?!(?:the|zillow|redfin|realtor|trulia|facebook|opendoor|craigslist|homes)\b)"
    rf"{_PART}(?:(?:{_SAID_DOT}|\.){_PART}){{0,3}}?{_SAID_DOT}(?!dot\b|punto\b)[a-z]{{2,24}}\b{_MORE_ENDINGS}"
    rf"|{_PROVIDERS}(?:{_SAID_DOT}|\s?[.,]\s?){_PLAIN_ENDINGS}\b"
    r"|(?:gmail|hotmail|icloud|protonmail)(?:\s(?:com|net))?\b)"
    rf"|{_LOCAL_START}{_LOCAL}\s{{1,2}}en\s{{1,2}}{_PROVIDERS}{_SAID_DOT}[a-z]{{2,5}}\b{_MORE_ENDINGS}",
    re.IGNORECASE,
)
# A plain dot after a plain "at": the part before it must look like a mailbox, or the sentence speaks of e-mail.
_AT_PLAIN = re.compile(
    rf"(?:{_LOCAL_START}(?=[\w-]*[\d._+])(?P<boxed>\w[\w+-]*[._+\d][\w.+-]*)"
    rf"|\b(?:e-?mails?|mail|correo|inbox|write|contact)\b(?:\W{{1,3}}(?:me|is|to|us|him|her|es|my|it|address|the|goes"
    rf"|a|al)\b){{0,4}}\W{{1,3}}{_NO_LOCAL}(?P<said>[\w+-]{{2,40}}))\s{{1,2}}at\s{{1,2}}"
    rf"(?P<domain>(?=[\w-]{{0,39}}[a-z]){_PART}(?:\.{_PART}){{0,2}}?\.{_LOOSE_ENDINGS}\b(?:\.[a-z]{{2}}\b)?)",
    re.IGNORECASE,
)
_AT_PLAIN_AFTER = re.compile(
    rf"{_LOCAL_START}{_NO_LOCAL}[\w+-]{{2,40}}\s{{1,2}}at\s{{1,2}}(?=[\w-]{{0,39}}[a-z]){_PART}(?:\.{_PART}){{0,2}}?"
    rf"\.{_LOOSE_ENDINGS}\b(?=\s(?:is|es)\s(?:my|mi|the|el)\s(?:e-?mail|mail|correo))",
    re.IGNORECASE,
)
_LETTER_BY_LETTER = re.compile(
    r"(?<!\w)(?:[\w.]\s){3,30}@(?:\s[\w-]){2,30}\s?(?:\.|dot|punto)\s?(?:[a-z]{2,4}\b|(?:[a-z]\s){1,3}[a-z]\b)",
    re.IGNORECASE,
)
_RUN_TOGETHER = re.compile(rf"\b\w{{2,40}}?(?:at|arroba){_PROVIDERS}(?:dot|punto)(?:com|net|org)\b", re.IGNORECASE)
_MAY_BE_SPELLED = re.compile(
    r"arroba|@\s|\s@|@@|@[\])}>]|@\w{2,12}(?:[\s,]|\.\.|\Z)|@[^\s@]{1,40}(?:\s(?:\.|dot|punto)|\.\s[a-z])"
    r"|[\[({<]\s?(?:at|a|[._-]|underscore|dash)\s?[\])}>]|\b(?:dot|punto)\b|\bat\s(?:sign|symbol|[\w-]{1,40}\.[a-z])|\bat-sign"
    r"|\bat\s+(?:g-?m|ya|ym|ho|ou|g\sm|ic|ao|li|ms|pr|co|sb|ve|me)|dotcom|puntocom",
    re.IGNORECASE,
)


def email_spans(text: str) -> Iterator[tuple[int, int]]:
    """The surest forms first."""
    if _MAY_BE_SPELLED.search(text):
        # Ahead of the tight form, which would leave the beginning of "anna . s@example.com" standing.
        for pattern in (_LETTER_BY_LETTER, _SIGN_SPELLED, _AT_SPELLED, _AT_PROVIDER, _AT_PLAIN_AFTER):
            yield from ((_beginning(text, m.start()), m.end()) for m in pattern.finditer(text))
        for m in _AT_PLAIN.finditer(text):
            yield m.start("boxed" if m["boxed"] else "said"), m.end("domain")
        if "dotcom" in text.lower() or "punto" in text.lower():
            yield from (m.span() for m in _RUN_TOGETHER.finditer(text))
    if "@" in text:
        yield from (
            m.span() for m in _EMAIL.finditer(text) if not m.group().partition("@")[2].replace(".", "").isdigit()
        )


def _beginning(text: str, start: int) -> int:
    before = _ITS_BEGINNING.search(text, max(0, start - 48), start)
    if not before:
        return start
    is_called = before.start("words") > before.start()
    return before.start("words") if is_called or _SINGLE.fullmatch(before["words"]) else start
