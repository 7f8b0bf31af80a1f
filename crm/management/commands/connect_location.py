"""Connect a GoHighLevel location, say what to do there, and wait for its first event."""

import os
import time
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from crm.connect import (
    CannotConnect,
    ConnectedLocation,
    connect_location,
    reaches_this_machine_only,
    steps_in_ghl,
)
from crm.models import Location, WebhookEvent

POLL_S = 1.0
KEPT = "without it a known location keeps its own; a new one begins with"
LOOPBACK = (
    "GoHighLevel cannot reach this address: it names the machine that calls it. Set PUBLIC_BASE_URL to the address "
    "under which this product is found from outside, then connect again."
)


class Command(BaseCommand):
    help = "Connect a location: prints the webhook address, its secret and the steps in GoHighLevel."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ghl_id", metavar="GHL_ID", help="the location's id (Settings > Business Profile)")
        parser.add_argument("--name", required=True, help="how staff call it")
        parser.add_argument("--timezone", required=True, help="IANA name, such as America/Chicago")
        token = parser.add_mutually_exclusive_group(required=True)
        token.add_argument("--token", help="private integration token; other users of this machine may see it in ps")
        token.add_argument("--token-env", metavar="NAME", help="take the token from this environment variable")
        parser.add_argument("--mode", choices=Location.Mode.values, help=f"{KEPT} review")
        parser.add_argument("--activate", choices=Location.Activate.values, help=f"{KEPT} tagged")
        parser.add_argument("--no-wait", action="store_true", help="do not wait for a test event")

    def handle(self, *args: Any, **options: Any) -> None:
        started = timezone.now()
        try:
            connected = connect_location(
                options["ghl_id"], options["name"], options["timezone"], self._token(options),
                mode=options["mode"], activate=options["activate"], now=started,
            )  # fmt: skip
        except CannotConnect as error:
            raise CommandError(str(error)) from error
        self._print(connected)
        if not options["no_wait"]:
            self._wait(connected.location, started)

    def _token(self, options: dict[str, Any]) -> str:
        if options["token"] is not None:
            return str(options["token"])
        name = options["token_env"]
        if name not in os.environ:
            raise CommandError(f"--token-env {name}: no such environment variable")
        return os.environ[name]

    def _print(self, connected: ConnectedLocation) -> None:
        location = connected.location
        if connected.changes is None:
            self.stdout.write(f"{location.name} is connected. Mode: {location.get_mode_display()}")
        else:
            self.stdout.write(f"{location.name} was connected; changed: {', '.join(connected.changes)}")
            self.stdout.write(f"Mode: {location.get_mode_display()}")
        self.stdout.write(f"Webhook address: {connected.webhook_url}")
        self.stdout.write(f"Webhook secret:  {connected.secret}   (shown this once)")
        if reaches_this_machine_only(connected.webhook_url):
            self.stdout.write(self.style.WARNING(LOOPBACK))
        if connected.replayed:
            self.stdout.write(f"Applied {connected.replayed} events that had come before; they open no turn.")
        self.stdout.write("In GoHighLevel:")
        for number, step in enumerate(steps_in_ghl(connected), start=1):
            self.stdout.write(f"  {number}. {step}")

    def _wait(self, location: Location, started: datetime) -> None:
        self.stdout.write("Waiting for a first event. Ctrl-C ends the waiting; the location stays connected.")
        seconds = 0
        try:
            while (event := self._first_event(location, started)) is None:
                time.sleep(POLL_S)
                seconds += 1
                if seconds % 15 == 0:
                    self.stdout.write(f"  nothing yet after {seconds} s")
        except KeyboardInterrupt:
            self.stdout.write("\nNot waited for. `send_test_event` says how to try later.")
            return
        self.stdout.write(f"Received {event.type or 'an event'}: the connection works.")

    def _first_event(self, location: Location, started: datetime) -> WebhookEvent | None:
        events = WebhookEvent.objects.filter(location_ghl_id=location.ghl_id, received_at__gte=started)
        return events.exclude(status=WebhookEvent.Status.QUARANTINED).order_by("id").first()
