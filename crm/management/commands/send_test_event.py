"""Have an event sent to a location's webhook, and watch it arrive."""

import time
from argparse import ArgumentParser
from typing import Any

import requests
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from crm.connect import webhook_url
from crm.management.commands._say import location_with
from crm.models import Location, WebhookEvent

TIMEOUT_S = 10.0
ARRIVES_WITHIN_S = 15.0


class Command(BaseCommand):
    help = "Ask the sandbox to send a signed event; for a real location, say what to do in GoHighLevel."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ghl_id", metavar="GHL_ID", nargs="?", help="without it: the sandbox location")

    def handle(self, *args: Any, **options: Any) -> None:
        location = location_with(options["ghl_id"]) if options["ghl_id"] else self._sandbox_location()
        if location.is_sandbox:
            self._ask_the_sandbox(location)
            return
        self.stdout.write(f"{location.name} is a real location; only GoHighLevel can send its events:")
        self.stdout.write("  1. Automation > Workflows: open the workflow with the 'Webhook' action.")
        self.stdout.write(f"  2. Check that its address is {webhook_url(location)} and that it sends X-Webhook-Secret.")
        self.stdout.write("  3. 'Test workflow' with a contact of your own; it then stands under Events in the admin.")

    def _sandbox_location(self) -> Location:
        found = Location.objects.filter(kind=Location.Kind.SANDBOX).order_by("id").first()
        if found is None:
            raise CommandError("No sandbox location is connected; name a location.")
        return found

    def _ask_the_sandbox(self, location: Location) -> None:
        if not settings.SANDBOX_BASE_URL:
            raise CommandError("SANDBOX_BASE_URL is not set: is the sandbox running (make run)?")
        started = timezone.now()
        url = f"{settings.SANDBOX_BASE_URL}/control/test-event"
        try:
            answer = requests.post(url, json={"location": location.ghl_id}, timeout=TIMEOUT_S)
            answer.raise_for_status()
        except requests.RequestException as error:
            raise CommandError(f"The sandbox did not send it ({type(error).__name__} at {url}).") from error
        deadline = time.monotonic() + ARRIVES_WITHIN_S
        while time.monotonic() < deadline:
            event = WebhookEvent.objects.filter(location_ghl_id=location.ghl_id, received_at__gte=started).first()
            if event is not None:
                self.stdout.write(f"Sent and received: {event.type} {event.webhook_id} is {event.status}.")
                return
            time.sleep(0.2)
        raise CommandError(f"The sandbox sent it, but nothing arrived within {ARRIVES_WITHIN_S:.0f} s. Is web running?")
