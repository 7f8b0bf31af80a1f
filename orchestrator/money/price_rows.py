"""Prices that an operator added: read for the price list, and set by one audited verb."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from audit.record import record
from orchestrator.models import ModelPrice
from orchestrator.money.pricing import PriceRow, per_token

log = logging.getLogger(__name__)

_DEAREST_USD = Decimal(10_000)  # per million tokens; above it somebody wrote another unit


@dataclass(frozen=True, slots=True)
class Price:
    """Dollars per million tokens. A way to pay that is None costs as much as fresh input."""

    input_usd: Decimal
    output_usd: Decimal
    cache_write_5m_usd: Decimal | None = None
    cache_write_1h_usd: Decimal | None = None
    cache_read_usd: Decimal | None = None

    def columns(self) -> dict[str, Decimal]:
        return {
            "input_usd": self.input_usd,
            "output_usd": self.output_usd,
            "cache_write_5m_usd": _or(self.cache_write_5m_usd, self.input_usd),
            "cache_write_1h_usd": _or(self.cache_write_1h_usd, self.input_usd),
            "cache_read_usd": _or(self.cache_read_usd, self.input_usd),
        }


class StoredPrices:
    """Reads the rows for a PriceList. While the database is away the last ones read stay in force."""

    def __init__(self) -> None:
        self._last: tuple[PriceRow, ...] = ()

    def __call__(self) -> Iterable[PriceRow]:
        try:
            self._last = tuple(_price_row(stored) for stored in ModelPrice.objects.all())
        except DatabaseError as error:
            log.warning("prices.not_read", extra={"error": type(error).__name__})
        return self._last


def set_price(
    model: str,
    price: Price,
    *,
    valid_from: date,
    source: str,
    by: str,
    up_to_prompt_tokens: int | None = None,
    reason: str = "",
) -> ModelPrice:
    """Add the price of a model from a day on, or correct one that was added wrong. Raises ValidationError."""
    columns = price.columns()
    for name, usd in columns.items():
        _check(name, usd)
    if not model or model != "".join(model.split()):
        raise ValidationError(f"{model!r} is no model's name")
    with transaction.atomic():
        band = {"model": model, "valid_from": valid_from, "up_to_prompt_tokens": up_to_prompt_tokens}
        stored = ModelPrice.objects.select_for_update().filter(**band).first()
        before = _written(stored) if stored else {}
        stored = stored or ModelPrice(**band)
        for name, value in {**columns, "source": source, "added_by": by}.items():
            setattr(stored, name, value)
        stored.full_clean()
        stored.save()
        record(
            "price.set",
            actor=by,
            subject=f"modelprice:{stored.pk}",
            details={"model": model, "from": str(valid_from), "band": up_to_prompt_tokens, "before": before}
            | {"after": _written(stored)}
            | ({"reason": reason} if reason else {}),
        )
    log.info("prices.set", extra={"price": stored.pk, "model": model})
    return stored


def _price_row(stored: ModelPrice) -> PriceRow:
    return PriceRow(
        model=stored.model,
        valid_from=stored.valid_from,
        input=per_token(stored.input_usd),
        output=per_token(stored.output_usd),
        cache_write_5m=per_token(stored.cache_write_5m_usd),
        cache_write_1h=per_token(stored.cache_write_1h_usd),
        cache_read=per_token(stored.cache_read_usd),
        up_to_prompt_tokens=stored.up_to_prompt_tokens,
        source=stored.source,
    )


def _check(name: str, usd: Decimal) -> None:
    try:
        per_token(usd)
    except ValueError as error:
        raise ValidationError(f"{name}: {error}") from error
    if usd > _DEAREST_USD:
        raise ValidationError(f"{name}: {usd} dollars per million tokens is above {_DEAREST_USD}; is the unit right?")


def _written(stored: ModelPrice) -> Mapping[str, str]:
    return {name: format(getattr(stored, name).normalize(), "f") for name in Price(Decimal(0), Decimal(0)).columns()}


def _or(usd: Decimal | None, otherwise: Decimal) -> Decimal:
    return otherwise if usd is None else usd
