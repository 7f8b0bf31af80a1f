"""Amounts: whose they are and what for."""

import re

from bots.roles.table import SLOTS
from bots.understanding import money
from bots.understanding.message import Message
from bots.understanding.tables import answer_words

_BUDGET_CUE = re.compile(
    r"budget|spend|afford|up to|\bmax|\bunder\b|\bpay\b|buy\b|presupuesto|gastar|hasta|tope|maximo|comprar"
)
_PRICE_CUE = re.compile(r"asking|\bget\b|\btake\b|\bsell\b|list (?:it )?for|\bpido\b|vender|happy with|\bwant for it")
_DEBT_CUE = re.compile(r"\bowe|mortgage|\blien|payoff|pay off|left on|\bloan|debo|debemos|hipoteca|prestamo|gravamen")
_OTHER_MONEY = re.compile(
    r"down payment|enganche|\brent|renta|\btax|per month|a month|/mo|al mes|appraised|zillow|zestimate|"
    r"neighbor|comps?\b|redfin|\b(?:i|we) make\b|\bmaking\b|\bearn|\bincome|\bsalary|\ba year\b|per year|"
    r"al ano|"
    r"\bgano\b|\bganamos\b|sueldo|\bsaved\b|savings|ahorr|credit(?: score)?\b|\bscore\b|credito es|\bfines\b|multas"
)
_SAYS = re.compile(r"\b(?:says?|said|dice|thinks?|has it|puts it|estimates?|values?|at|is|es|around|about|like)\b")
# Limits of a buyer and of a seller make a bare number money: "no more than 425", "at least 380".
_LAST_NUMBER = (
    r"(?: (?:is|of|es|de|at|about|around|like|unos))* \$?\d{3}"
    r"(?=k\b|\W*(?:$|[,;!?\n]|\.(?!\d)| (?:please|pls|and|but|for|if|or|with|y|pero|net|neto|cash|firm|obo|total)\b))"
)
_LIMIT_OF = {
    "buyer": re.compile(
        r"\b(?:no more than|not (?:over|above|more than)|under|below|up to|at (?:the )?most|max(?:imum)?|limit|top|"
        r"ceiling|"
        rf"menos de|no mas de|hasta|tope|maximo|limite){_LAST_NUMBER}"
    ),
    "seller": re.compile(
        r"\b(?:at least|not? less than|not (?:under|below)|min(?:imum)?|do it for|let it go for|sell (?:it )?for|"
        rf"settle for|al menos|por lo menos|no menos de|minimo){_LAST_NUMBER}"
    ),
}
_NAMED_MONEY = re.compile(
    r"\b(?:budget|presupuesto|asking(?: price)?|(?:pre-?)?approved)(?: (?:is|of|es|de|around|about|like|unos|for|max|"
    r"up to))* \$?\d"
)
_APPROVED = re.compile(r"approved (?:for|up to|at)(?: about| around)? $|aprobad[oa]s? (?:por|para|hasta)(?: unos)? $")
_WORTH = re.compile(r"\bworth\b|\bvale\b|\bvalor\b")
_OTHER_AFTER = re.compile(rf"\s*(?:for|as|in|on|de|para)?\s*(?:the|a|my|our|el|la)?\s*(?:{_OTHER_MONEY.pattern})")
_CLAUSES = re.compile(r"[;!?\n]|\. |\b(?:and|but|y|pero)\b")


_OTHER_SUBJECT = re.compile(
    r"^.*,(?=[^,]*(?:approved|aprob|budget|presupuesto|asking))"
)  # "60k saved, approved up to 410k"
_GIVEN = re.compile(
    r"\b(?:bank|lender|banco|approved|aprob\w+|gave|(?:me|nos) di(?:o|eron))\b"
)  # how much a bank lends


# "Our neighbour got 289,000, so at least that": a figure of others that becomes the lead's own.
_REFERS = re.compile(
    r"\b(?:at least|same as|more than|around|about|close to|like|want|as much as) (?:that|hers|his|theirs|them|it)\b|"
    r"\b(?:lo mismo|eso mismo|por lo menos eso|igual que)\b"
)


def read_money(message: Message) -> None:
    asked = message.asks("seller.price", "buyer.budget")
    corrects = bool(answer_words.CORRECTION.search(message.folded)) and _money_slot(message) in message.known
    limit = None if _GIVEN.search(message.folded) else _LIMIT_OF.get(message.side)
    limited = limit.search(message.folded) if limit else None
    named = bool(_NAMED_MONEY.search(message.folded) or limited)
    amounts = money.amounts(message.reading, asked_for_money=asked or corrects or named)
    kept = [amount for amount in amounts if not amount.denied] or amounts
    for amount in amounts:
        if amount.denied and len(amounts) > 1:
            message.reading.take(amount.start, amount.end)
    others = [amount for amount in kept if _is_other_figure(message, amount)]
    for amount in others if not _REFERS.search(message.folded) else ():
        _take_other_figure(message, amount, *message.reading.line_of(amount.start))
    for amount in _without_approvals(message, [amount for amount in kept if amount not in others]):
        _place_amount(message, amount)
    if limited and message.has(_money_slot(message)):
        message.reading.take(*limited.span())


# What it once was is no price of now: "was 520 before the storm".
_WAS = re.compile(
    r"(?:^|[,.] ?|\b(?:it|price|they|value) )(?:was|were|used to be)(?: (?:at|about|around|like|listed|worth))* \$?$"
)


def _is_other_figure(message: Message, amount: money.Amount) -> bool:
    line_start, line_end = message.reading.line_of(amount.start)
    clause = _CLAUSES.split(message.folded[line_start : amount.start])[-1]
    after = message.folded[amount.end : line_end]
    return bool(_WAS.search(clause) or _OTHER_MONEY.search(_OTHER_SUBJECT.sub("", clause)) or _OTHER_AFTER.match(after))


def _take_other_figure(message: Message, amount: money.Amount, start: int, end: int) -> None:
    """An income, a credit score or what a website says is asked nowhere; in a question it stays for who answers it."""
    if "?" in message.folded[start:end] or "¿" in message.folded[start:end]:
        return
    message.remark(amount.start, amount.end)
    for pattern in (_OTHER_MONEY, _SAYS):
        for words in pattern.finditer(message.folded, start, end):
            message.reading.take(*words.span())


def _without_approvals(message: Message, amounts: list[money.Amount]) -> list[money.Amount]:
    """Newest first. What a bank approved is the budget only where no other amount is said."""
    approved = [amount for amount in amounts if _APPROVED.search(message.folded, 0, amount.start)]
    if len(approved) < len(amounts) or "buyer.budget" in message.known:
        for amount in approved:
            message.reading.take(amount.start, amount.end)
        amounts = [amount for amount in amounts if amount not in approved]
    return list(reversed(amounts))


def _money_slot(message: Message) -> str:
    return {"seller": "seller.price", "buyer": "buyer.budget"}.get(message.side, "")


def _place_amount(message: Message, amount: money.Amount) -> None:
    """The words before an amount say whose it is; without any the side of the lead does."""
    line_start, line_end = message.reading.line_of(amount.start)
    clause = _CLAUSES.split(message.folded[line_start : amount.start])[-1]
    after = message.folded[amount.end : line_end]
    if _WORTH.search(clause) and "?" in after:
        return
    if _DEBT_CUE.search(clause) or re.match(r"\s*(?:left|mortgage|loan|de hipoteca)", after):
        message.hear("seller.mortgage", message.reading.text[amount.start : amount.end], amount.start, amount.end, 0.9)
        for cue in _DEBT_CUE.finditer(message.folded, line_start, line_end):
            message.reading.take(*cue.span())
        return
    name = "buyer.budget" if re.search(r"budget|presupuesto", clause) else _money_slot(message)
    both = any(slot.name == "lead.intent" and slot.value == "both" for slot in message.slots)
    if message.side == "lead" or both:
        name = "buyer.budget" if _BUDGET_CUE.search(clause) else "seller.price" if _PRICE_CUE.search(clause) else name
    slot = SLOTS.get(name)
    if slot and slot.minimum <= amount.usd <= slot.maximum:
        hedged = bool(re.search(r"\b(?:maybe|perhaps|quiza|tal vez)\b", clause))
        message.hear(name, amount.usd, amount.start, amount.end, 0.7 if hedged else 0.95 if amount.sure else 0.85)
