"""A general reader of what leads write: text in, facts and signals out. Knows nothing of any schema."""

import re
from datetime import date

from sandbox.claude import phrases
from sandbox.claude.heard import Fact, Heard, fold
from sandbox.claude.numbers import SMALL, Amount, as_house_money, find_amounts, small_number
from sandbox.claude.places import find_address, find_area, find_destination
from sandbox.claude.times import Span, find_span

MONEY_CONCEPTS = ("price", "budget", "mortgage")
BARE_WORDS = 14
_BED_UNIT = r"(?:bed ?rooms?|beds?|bdrms?|brs?|bds?|recamaras?|habitaciones|cuartos|dormitorios|" r"alcobas)"
_BEDS = re.compile(rf"\b({SMALL})(?:\s*(?:-|to|or|o|a)\s*({SMALL}))?\+?[\s-]*{_BED_UNIT}\b")
_BATHS = re.compile(rf"\b({SMALL}(?:\.5)?)\+?[\s-]*(?:bath ?rooms?|baths?|ba\b|banos?)\b")
_SLASH = re.compile(r"(?<![\d/])([1-9])\s?/\s?([1-9](?:\.5)?)(?![\d/])")
_SQFT = re.compile(
    r"\b(\d{3,5}|\d{1,2},\d{3})\s*(?:sq(?:uare)?\.?\s?(?:ft|feet|foot|footage)|sqft|sf\b|" r"pies(?: cuadrados)?)"
)
_PHONE = re.compile(r"(?<!\d)(?:\+?1[\s.-]?)?\(?\d{3}\)?[\s.-]?\d{3}[\s.-]?\d{4}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_NAME = re.compile(
    r"\b(?:[Mm]y name is|[Mm]e llamo|[Mm]i nombre es|" r"[Tt]his is)\s+([A-ZÁÉÍÓÚÑ][\w'-]+(?:\s+[A-ZÁÉÍÓÚÑ][\w'-]+)?)"
)
_SENTENCE = re.compile(r"[^.!?\n;]+[.!?]*")
_CLAUSE_EDGE = re.compile(r"[.!?;\n]|,\s|\s(?:but|and|pero|so)\s|\s-\s")


def read(text: str, *, pending: str = "", today: date, pending_numbers: tuple[int, ...] = ()) -> Heard:
    """Read one message. `pending` is the concept that was asked for, if any: a bare answer counts for it."""
    folded = fold(text)
    heard = Heard(text=text, language=_language(folded))
    _signals(heard, folded)
    _side(heard, folded)
    taken = _places_and_names(heard, folded, pending)
    _counts(heard, folded, taken, pending)
    span = find_span(folded, today)
    _timeline(heard, folded, span, pending)
    if span:
        taken.append((span.start, span.end))
    _money(heard, folded, taken, pending)
    _descriptions(heard, folded, pending)
    _bare_answer(heard, folded, pending, pending_numbers)
    return heard


def _language(folded: str) -> str:
    spanish, english = len(phrases.SPANISH.findall(folded)), len(phrases.ENGLISH.findall(folded))
    return "es" if spanish > english else "en"


def sentence_at(text: str, start: int) -> str:
    """Return the sentence around a position, exactly as written."""
    for match in _SENTENCE.finditer(text):
        if match.start() <= start < match.end():
            return match.group().strip()
    return text.strip()


def _clause(text: str, start: int, end: int) -> str:
    """Return the clause around a span, exactly as written."""
    before = [match.end() for match in _CLAUSE_EDGE.finditer(text[:start])]
    after = _CLAUSE_EDGE.search(text, end)
    return text[before[-1] if before else 0 : after.start() if after else len(text)].strip()


def _signals(heard: Heard, folded: str) -> None:
    for name, pattern in phrases.SIGNALS.items():
        if match := pattern.search(folded):
            heard.signals[name] = heard.text[match.start() : match.end()].strip()
    for name, pattern in phrases.LEGAL.items():
        if match := pattern.search(folded):
            heard.signals[name] = heard.signals["legal"] = heard.text[match.start() : match.end()]
    for match in _SENTENCE.finditer(heard.text):
        sentence = match.group().strip()
        if sentence.endswith("?") or phrases.QUESTION_START.match(fold(sentence)):
            heard.questions.append(sentence)
    if heard.questions:
        heard.signals["question"] = heard.questions[0]
    if len(heard.text) > 12 and heard.text.isupper() and "!" in heard.text:
        heard.signals.setdefault("anger", heard.text.strip())
    for name, pattern in (("yes", phrases.YES), ("no", phrases.NO), ("vague", phrases.VAGUE)):
        if match := pattern.search(folded):
            heard.signals[name] = heard.text[match.start() : match.end()].strip()
    if not folded.strip():
        heard.signals["empty"] = ""


def _side(heard: Heard, folded: str) -> None:
    found = {}
    for name, pattern in (("sell", phrases.SELL), ("buy", phrases.BUY), ("rent", phrases.RENT)):
        for match in pattern.finditer(folded):
            if not phrases.DENIED.search(folded[: match.start()]):
                found[name] = heard.text[match.start() : match.end()]
                break
    if "sell" in found and "buy" in found:
        heard.add(Fact("side", "both", heard.text.strip(), 0.75))
    elif found:
        name = next(iter(found))
        heard.add(Fact("side", name, sentence_at(heard.text, heard.text.find(found[name])), 0.9))
    heard.signals.update(found)


def _places_and_names(heard: Heard, folded: str, pending: str) -> list[tuple[int, int]]:
    text, taken = heard.text, [match.span() for match in _PHONE.finditer(folded)]
    if taken:
        heard.add(Fact("phone", text[slice(*taken[0])], text[slice(*taken[0])]))
    if match := _EMAIL.search(text):
        heard.add(Fact("email", match.group(), match.group()))
        taken.append(match.span())
    if match := _NAME.search(text):
        heard.add(Fact("name", match[1], match.group()))
    if span := find_address(text, folded, expected=pending == "address"):
        heard.add(Fact("address", text[slice(*span)].strip(" ,"), text[slice(*span)].strip(" ,")))
        taken.append(span)
    if span := find_destination(text):
        heard.add(Fact("destination", text[slice(*span)], text[slice(*span)]))
        taken.append(span)
    going = heard.facts.get("destination")
    span = find_area(text, folded, taken)
    if span and (going is None or text[slice(*span)] not in str(going.value)):
        heard.add(Fact("area", text[slice(*span)].strip(" ,."), text[slice(*span)].strip(" ,.")))
        if text[slice(*span)].isdigit():
            taken.append(span)
    return taken


def _counts(heard: Heard, folded: str, taken: list[tuple[int, int]], pending: str) -> None:
    text = heard.text
    if match := _SLASH.search(folded):
        heard.add(Fact("beds", int(match[1]), match.group(), 0.85))
        heard.add(Fact("baths", float(match[2]) if "." in match[2] else int(match[2]), match.group(), 0.85))
        taken.append(match.span())
    if match := _BEDS.search(folded):
        low = small_number(match[1]) or 0
        high = small_number(match[2]) if match[2] else low
        heard.add(Fact("beds", low, text[match.start() : match.end()], 0.95, low=low, high=high))
        taken.append(match.span())
    if match := _BATHS.search(folded):
        figure = match[1]
        value = float(figure) if "." in figure else small_number(figure) or 0
        heard.add(Fact("baths", value, text[match.start() : match.end()], 0.95))
        taken.append(match.span())
    if match := _SQFT.search(folded):
        heard.add(Fact("sqft", int(match[1].replace(",", "")), text[match.start() : match.end()], 0.95))
        taken.append(match.span())
    if pending in {"beds", "baths"} and pending not in heard.facts:
        match = re.search(rf"\b({SMALL})\b", folded)
        if match and (count := small_number(match[1])) and not _inside(match.span(), taken):
            heard.add(Fact(pending, count, text[match.start() : match.end()], 0.85))
            taken.append(match.span())


def _inside(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(span[0] < one[1] and span[1] > one[0] for one in taken)


def _timeline(heard: Heard, folded: str, span: Span | None, pending: str) -> None:
    if span is None or "auto_reply" in heard.signals:
        return
    quote = heard.text[span.start : span.end]
    is_visit = "appointment" in heard.signals and span.high <= 10 and pending != "timeline"
    concept = "meeting_time" if is_visit else "timeline"
    confidence = span.confidence - (0.2 if phrases.VAGUE.search(folded) else 0)
    heard.add(Fact(concept, span.high, quote, round(confidence, 2), low=span.low, high=span.high))


def _money(heard: Heard, folded: str, taken: list[tuple[int, int]], pending: str) -> None:
    # What somebody orders the assistant to say is no statement about money.
    amounts = [] if "injection" in heard.signals else find_amounts(folded, taken)
    corrected = "correction" in heard.signals
    for amount in reversed(amounts) if corrected else amounts:
        concept = _money_concept(heard, folded, amount, pending)
        if concept and concept not in heard.facts:
            heard.add(_money_fact(heard, folded, amount, concept))


def _money_concept(heard: Heard, folded: str, amount: Amount, pending: str) -> str:
    """Say what an amount is: by the words around it, by what was asked, by what the lead wants to do."""
    near = folded[max(0, amount.start - 34) : amount.end + 14]
    if phrases.MORTGAGE.search(near) and not phrases.BUDGET_WORDS.search(near):
        return "mortgage"
    worded = "budget" if phrases.BUDGET_WORDS.search(near) else "price" if phrases.PRICE_WORDS.search(near) else ""
    if not amount.sure and pending not in MONEY_CONCEPTS and not (worded and 50 <= amount.low <= 9_999):
        return ""
    if pending in MONEY_CONCEPTS:
        return pending
    side = heard.facts.get("side")
    if side and side.value in {"sell", "buy"}:
        return "price" if side.value == "sell" else "budget"
    return worded or "money"


def _money_fact(heard: Heard, folded: str, amount: Amount, concept: str) -> Fact:
    low, high = (
        value if amount.sure and value >= 1_000 else as_house_money(value) for value in (amount.low, amount.high)
    )
    around = folded[max(0, amount.start - 16) : amount.end + 6]
    confidence = 0.95 - (0.1 if phrases.HEDGE.search(around) else 0) - (0.25 if phrases.VAGUE.search(folded) else 0)
    confidence -= 0.05 if not amount.sure else 0
    value = high if concept in {"budget", "mortgage"} else low
    return Fact(concept, int(value), heard.text[amount.start : amount.end], round(confidence, 2), low=low, high=high)


def _descriptions(heard: Heard, folded: str, pending: str) -> None:
    text = heard.text
    if (match := phrases.MOTIVATION.search(folded)) and not text[match.start() :].strip().endswith("?"):
        clause = _clause(text, *match.span())
        heard.add(Fact("motivation", clause, clause, 0.85, sort=_reason(fold(clause))))
    for concept, table in (
        ("condition", phrases.CONDITION),
        ("preapproval", phrases.PREAPPROVAL),
        ("property_type", phrases.PROPERTY_TYPES),
        ("channel", phrases.CHANNELS),
    ):
        for value, pattern in table:
            match = pattern.search(folded)
            if match and (concept != "preapproval" or _about_finance(folded, heard, pending)):
                confidence = 0.6 if phrases.VAGUE.search(folded) else 0.9
                quote = _clause(text, *match.span()) if concept == "condition" else text[match.start() : match.end()]
                heard.add(Fact(concept, value, quote, confidence, agrees=value != "not_started"))
                break
    for concept, pattern in (
        ("decider", phrases.DECIDERS),
        ("listed", phrases.LISTED),
        ("upgrades", phrases.UPGRADES),
    ):
        if match := pattern.search(folded):
            never = bool(re.search(r"\bnever\b|\bnunca\b|\bno\b", match.group()))
            heard.add(Fact(concept, _clause(text, *match.span()), _clause(text, *match.span()), 0.85, agrees=not never))
    if match := phrases.NO_MORTGAGE.search(folded):
        heard.add(Fact("mortgage", 0, text[match.start() : match.end()], 0.9, agrees=False))


def _reason(folded: str) -> str:
    return next((name for name, pattern in phrases.REASONS if pattern.search(folded)), "other")


def _about_finance(folded: str, heard: Heard, pending: str) -> bool:
    side = heard.facts.get("side")
    selling = side is not None and side.value == "sell"
    return pending == "preapproval" or not selling


def _bare_answer(heard: Heard, folded: str, pending: str, pending_numbers: tuple[int, ...]) -> None:
    """Let a short answer count for what was asked when nothing else was found for it."""
    if not pending or pending in heard.facts or not folded.strip():
        return
    quote = heard.text.strip()
    yes, no, vague = (name in heard.signals for name in ("yes", "no", "vague"))
    if vague and len(folded.split()) <= BARE_WORDS:
        heard.add(Fact(pending, None, quote, 0.3, vague=True))
    elif _is_something_else(heard):
        return
    elif yes or no:
        _bare_yes_no(heard, quote, pending, pending_numbers, agrees=yes and not no)
    elif pending in MONEY_CONCEPTS or pending in {"beds", "baths", "sqft"}:
        if not re.search(r"\d", folded) and not heard.facts:
            heard.add(Fact(pending, None, quote, 0.25, vague=True))
    elif len(folded.split()) <= BARE_WORDS and not any(other in heard.facts for other in MONEY_CONCEPTS):
        heard.add(Fact(pending, quote if pending not in {"timeline", "preapproval", "side"} else None, quote, 0.7))


def _is_something_else(heard: Heard) -> bool:
    """A question, a call for a person, an opt-out and the like are no answer to what was asked."""
    others = (
        "question",
        "person",
        "opt_out",
        "anger",
        "injection",
        "legal",
        "auto_reply",
        "wrong_number",
        "not_interested",
        "empty",
    )
    greeting_only = "greeting" in heard.signals and len(heard.text.split()) <= 3
    return greeting_only or any(name in heard.signals for name in others)


def _bare_yes_no(heard: Heard, quote: str, pending: str, numbers: tuple[int, ...], *, agrees: bool) -> None:
    value: object = "yes" if agrees else "no"
    low = high = None
    if pending == "timeline" and agrees and numbers:
        low, high, value = numbers[0], numbers[-1], numbers[-1]
    elif pending == "timeline":
        value = None
    elif pending == "preapproval":
        value = "approved" if agrees else "not_started"
    elif pending in MONEY_CONCEPTS:
        value = None if pending != "mortgage" or agrees else 0
    heard.add(Fact(pending, value, quote, 0.8, low=low, high=high, agrees=agrees))
