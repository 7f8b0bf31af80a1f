"""Erase one lead: rows deleted, events and model calls emptied, a receipt per store."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from enterprisehub.lead_rows import NotFound, UnderWay, erase, find_lead


class Command(BaseCommand):
    help = "Erase a lead from our stores (not from GoHighLevel). The audit record stays, without content."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ghl_id", metavar="GHL_ID", help="the location")
        parser.add_argument("contact", metavar="CONTACT", help="contact id, or phone such as +15125550100")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lead = find_lead(options["ghl_id"], options["contact"])
        except NotFound as error:
            raise CommandError(str(error)) from error
        if not options["yes"] and not _confirmed(f"Erase lead {lead.pk} of {lead.location.name}? [yes/no] "):
            raise CommandError("Nothing was erased.")
        try:
            receipt = erase(lead, by="command", now=timezone.now())
        except UnderWay as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Lead {lead.pk} is erased here:")
        for store, fate in receipt.lines.items():
            self.stdout.write(f"  {store:24} {fate}")
        self.stdout.write("  GoHighLevel              not touched: delete the contact there, or its next event")
        self.stdout.write("                           makes a lead of it again")


def _confirmed(question: str) -> bool:
    try:
        return input(question) == "yes"
    except EOFError as error:
        raise CommandError("Nothing was erased: nobody is there to be asked; add --yes.") from error
