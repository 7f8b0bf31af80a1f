"""What is typed on the page of budgets, checked in the words of the page."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from orchestrator.money.limits import MOST_MICRO_USD
from orchestrator.page_words import micro_usd


class _Dollars(forms.CharField):
    """Cleans to whole micro-dollars; None where it may be empty and is."""

    def __init__(self, **more: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=24, widget=widget, **more)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = micro_usd(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if amount > MOST_MICRO_USD:
            raise ValidationError("that is more than a budget can be")
        return amount


class LimitForm(forms.Form):
    limit = _Dollars(
        label="Limit a day, in dollars", required=False, help_text="Empty: the limit of the setting again. 0 stops all."
    )


class CorrectForm(forms.Form):
    cost = _Dollars(
        label="What the call truly cost, in dollars",
        help_text="From the provider's usage page or its bill. It cannot be above the maximum that was booked.",
    )


def _price(name: str, *, required: bool = True) -> forms.DecimalField:
    return forms.DecimalField(
        label=f"{name}, $ per million tokens",
        required=required,
        min_value=Decimal(0),
        max_digits=11,
        decimal_places=6,
        help_text="" if required else "Empty: as much as fresh input.",
    )


class PriceForm(forms.Form):
    """Dollars per million tokens, as they stand on a pricing page."""

    model = forms.CharField(max_length=64, label="Model, exactly as it is asked for")
    valid_from = forms.DateField(
        label="In force from", widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Calls of that day (UTC) and later pay it; what was paid before stays as it was.",
    )  # fmt: skip
    up_to_prompt_tokens = forms.IntegerField(
        required=False, min_value=1, max_value=2**31 - 1, label="For prompts of up to so many tokens",
        help_text="Empty: of any length. Give one row for each band where the price depends on the length.",
    )  # fmt: skip
    input_usd = _price("Input")
    output_usd = _price("Output")
    cache_read_usd = _price("Cache read", required=False)
    cache_write_5m_usd = _price("Cache write for 5 minutes", required=False)
    cache_write_1h_usd = _price("Cache write for 1 hour", required=False)
    source = forms.CharField(max_length=200, label="Where the price is written")
