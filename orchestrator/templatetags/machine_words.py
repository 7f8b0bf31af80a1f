"""`{{ micro_usd|dollars }}`, `{{ price|usd }}` and the spans of a call, for the pages of the models."""

from decimal import Decimal

from django import template

from orchestrator import page_words as words

register = template.Library()
register.filter("dollars", words.dollars)
register.filter("milliseconds", words.milliseconds)
register.filter("microseconds", words.microseconds)
register.filter("plain", words.plain)


@register.filter
def usd(price: Decimal) -> str:
    """Without trailing noughts, and with two places at least: "0.50", "0.125"."""
    exact = format(price, "f")
    places = len(exact.partition(".")[2])
    return exact if places >= 2 else f"{price:.2f}"
