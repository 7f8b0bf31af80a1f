"""A price for a model, so that it may be asked under a budget in dollars."""

from argparse import ArgumentParser
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from orchestrator.money.price_rows import Price, set_price


def _usd(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error


class Command(BaseCommand):
    help = "Set what a model costs, in dollars per million tokens. It is in force within a minute, in every process."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("model", metavar="MODEL", help="as the provider names it")
        parser.add_argument("--input", type=_usd, required=True, metavar="USD", help="0 for a model that costs nothing")
        parser.add_argument("--output", type=_usd, required=True, metavar="USD")
        parser.add_argument("--cache-write-5m", type=_usd, metavar="USD", help="default: as input")
        parser.add_argument("--cache-write-1h", type=_usd, metavar="USD", help="default: as input")
        parser.add_argument("--cache-read", type=_usd, metavar="USD", help="default: as input")
        parser.add_argument("--from", dest="valid_from", type=date.fromisoformat, metavar="DATE", help="default: today")
        parser.add_argument("--up-to", type=int, metavar="TOKENS", help="only prompts up to this length")
        parser.add_argument("--source", required=True, help="where the price is written")

    def handle(self, *args: Any, **options: Any) -> None:
        price = Price(
            options["input"],
            options["output"],
            options["cache_write_5m"],
            options["cache_write_1h"],
            options["cache_read"],
        )
        try:
            stored = set_price(
                options["model"],
                price,
                valid_from=options["valid_from"] or datetime.now(UTC).date(),
                up_to_prompt_tokens=options["up_to"],
                source=options["source"],
                by="command",
            )
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"{stored}: {stored.input_usd} in, {stored.output_usd} out per million tokens")
