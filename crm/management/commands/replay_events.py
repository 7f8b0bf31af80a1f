"""Apply stored events once more. A replay never opens a turn and never texts anybody."""

from argparse import ArgumentParser
from collections import Counter
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from audit.record import record
from crm.intake.replay import replay
from crm.management.commands._say import location_with
from crm.models import WebhookEvent


class Command(BaseCommand):
    help = "Apply stored events again: chosen ids, or all since a time, of one location or of all, by status."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ids", metavar="ID", nargs="*", type=int, help="events by their number")
        parser.add_argument("--since", help="received at or after this time, such as 2026-03-01T08:00Z")
        parser.add_argument("--location", metavar="GHL_ID", default="", help="only of this location")
        parser.add_argument(
            "--status", action="append", choices=WebhookEvent.Status.values, help="only in this state; may be repeated"
        )
        parser.add_argument("--dry-run", action="store_true", help="only count what would be applied")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["location"]:
            location_with(options["location"])
        events = self._chosen(options)
        if options["dry_run"]:
            self.stdout.write(f"{events.count()} events would be applied again.")
            return
        ends: Counter[str] = Counter()
        for pk in list(events.order_by("id").values_list("pk", flat=True)):
            applied = replay(WebhookEvent.objects.get(pk=pk))
            ends[str(applied.status)] += 1
        details = {"counts": dict(ends), "since": options["since"] or "", "ids": options["ids"][:50]}
        record("events.replayed", actor="command", location_ghl_id=options["location"], details=details)
        told = ", ".join(f"{count} {status}" for status, count in sorted(ends.items()))
        self.stdout.write(f"{sum(ends.values())} events applied again: {told or 'none'}.")

    def _chosen(self, options: dict[str, Any]) -> "Any":
        if not options["ids"] and not options["since"]:
            raise CommandError("Name events by ID, or a time with --since.")
        events = WebhookEvent.objects.all()
        if options["ids"]:
            events = events.filter(pk__in=options["ids"])
            unknown = sorted(set(options["ids"]) - set(events.values_list("pk", flat=True)))
            if unknown:
                raise CommandError(f"No stored event {', '.join(map(str, unknown))}; nothing was applied.")
        if options["since"]:
            events = events.filter(received_at__gte=self._time(options["since"]))
        if options["location"]:
            events = events.filter(location_ghl_id=options["location"])
        return events.filter(status__in=options["status"]) if options["status"] else events

    def _time(self, text: str) -> datetime:
        try:
            at = parse_datetime(text)
        except ValueError:
            at = None
        if at is None:
            raise CommandError(f"--since {text!r} is no time; one is 2026-03-01T08:00Z")
        return at if at.tzinfo else timezone.make_aware(at)
