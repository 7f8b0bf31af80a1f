"""Prices that operators added."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


def _usd(**more: Any) -> "models.DecimalField[Any, Any]":
    """Dollars per million tokens, exact to a millionth of a dollar."""
    return models.DecimalField(max_digits=11, decimal_places=6, **more)


class ModelPrice(models.Model):
    """A price that an operator added: dollars per million tokens from a day on; see pricing.py for how it is chosen."""

    model = models.CharField(max_length=64)
    valid_from = models.DateField()
    up_to_prompt_tokens = models.PositiveIntegerField(null=True, blank=True, help_text="empty: prompts of any length")
    input_usd = _usd()
    output_usd = _usd()
    cache_write_5m_usd = _usd()
    cache_write_1h_usd = _usd()
    cache_read_usd = _usd()
    source = models.CharField(max_length=200, help_text="where the price is written")
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["model", "valid_from", "up_to_prompt_tokens"],
                name="one_price_per_model_day_and_band",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(
                    input_usd__gte=0,
                    output_usd__gte=0,
                    cache_write_5m_usd__gte=0,
                    cache_write_1h_usd__gte=0,
                    cache_read_usd__gte=0,
                ),
                name="modelprice_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(up_to_prompt_tokens=None) | Q(up_to_prompt_tokens__gte=1), name="modelprice_band_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model} from {self.valid_from}"
