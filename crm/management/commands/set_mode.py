"""How far the product may act in a location."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from crm.management.commands._say import location_with
from crm.models import Location
from crm.modes import set_mode


class Command(BaseCommand):
    help = "Set a location's mode. Lowering it holds what waits; raising it sends nothing retroactively."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ghl_id", metavar="GHL_ID")
        parser.add_argument("mode", metavar="MODE", choices=Location.Mode.values, help="off, shadow, review or live")

    def handle(self, *args: Any, **options: Any) -> None:
        location = location_with(options["ghl_id"])
        before = location.mode
        if before == options["mode"]:
            self.stdout.write(f"{location.name}: already {location.get_mode_display()}")
            return
        held = set_mode(location, options["mode"], by="command", now=timezone.now())
        self.stdout.write(f"{location.name}: {before} -> {location.get_mode_display()}")
        if held:
            self.stdout.write(f"{held} waiting entries are held now; release or discard them in the admin.")
