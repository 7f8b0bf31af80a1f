"""What is typed on the page of budgets, checked in its words: each fault says what came and what is expected."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from orchestrator.money.limits import MOST_MICRO_USD
from orchestrator.page_words import full_dollars, micro_usd


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
            raise ValidationError(f"“{text}” is more than a budget can be: {full_dollars(MOST_MICRO_USD)} at most.")
        return amount


class _PerMillion(_Dollars):
    """Cleans to a Decimal of dollars per million tokens; None where it may be empty and is."""

    def __init__(self, name: str, *, required: bool = True) -> None:
        said = "" if required else "Empty: as much as fresh input."
        super().__init__(label=f"{name}, $ per million tokens", required=required, help_text=said)

    def clean(self, value: Any) -> Decimal | None:  # type: ignore[override]
        amount = super().clean(value)
        if amount is None:
            return None
        return Decimal(amount) / 1_000_000


class LimitForm(forms.Form):
    limit = _Dollars(
        label="Limit a day, in dollars",
        required=False,
        help_text="Such as 2.50. Empty: the limit of the setting again. 0: no model is asked for this location.",
    )


class CorrectForm(forms.Form):
    cost = _Dollars(
        label="What the call truly cost, in dollars",
        help_text="Such as 0.0042, from the provider's usage page or its bill. At most what was booked.",
    )


class PriceForm(forms.Form):
    """Dollars per million tokens, as they stand on a pricing page."""

    model = forms.CharField(
        max_length=64, label="Model", help_text="Exactly as the setting or the list of calls names it, without blanks."
    )
    valid_from = forms.DateField(
        label="In force from", widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Calls of that day (UTC) and later pay it; what was paid before stays as it was.",
    )  # fmt: skip
    up_to_prompt_tokens = forms.IntegerField(
        required=False, min_value=1, max_value=2**31 - 1, label="For prompts of up to so many tokens",
        help_text="Empty: of any length. Give one row for each band where the price depends on the length.",
        error_messages={"min_value": "A band holds at least 1 token; leave it empty for prompts of any length."},
    )  # fmt: skip
    input_usd = _PerMillion("Input")
    output_usd = _PerMillion("Output")
    cache_read_usd = _PerMillion("Cache read", required=False)
    cache_write_5m_usd = _PerMillion("Cache write for 5 minutes", required=False)
    cache_write_1h_usd = _PerMillion("Cache write for 1 hour", required=False)
    source = forms.CharField(
        max_length=200, label="Where the price is written",
        help_text="The address of the pricing page and its day, or “our own machine”.",
    )  # fmt: skip

    def clean_model(self) -> str:
        model = str(self.cleaned_data["model"])
        if model != "".join(model.split()):
            raise ValidationError(f"“{model}” holds a blank, and no model's name does.")
        return model
