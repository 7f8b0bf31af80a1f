"""Stop all sending, for one location or everywhere, and resume it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from crm.management.commands._say import location_with
from crm.outbox.stops import resume_sending, stop_sending


class Command(BaseCommand):
    help = "Stop all sending at the next gate check. Without GHL_ID: everywhere. Do-not-disturb writes still go out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ghl_id", metavar="GHL_ID", nargs="?", help="one location; without it all")
        parser.add_argument("--resume", action="store_true", help="lift the stop")

    def handle(self, *args: Any, **options: Any) -> None:
        location = location_with(options["ghl_id"]) if options["ghl_id"] else None
        where = location.name if location else "everywhere"
        if options["resume"]:
            done = resume_sending(location, by="command", now=timezone.now())
            self.stdout.write(f"Sending goes on: {where}." if done else f"Sending was not stopped: {where}.")
        else:
            done = stop_sending(location, by="command", now=timezone.now())
            self.stdout.write(f"Sending is stopped: {where}." if done else f"Sending was stopped already: {where}.")
