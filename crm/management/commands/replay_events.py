"""Apply stored events once more. A replay never opens a turn and never texts anybody."""

from argparse import ArgumentParser
from collections import Counter
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from audit.record import record
from crm.intake.replay import replay_each
from crm.intake.replay_choice import choose
from crm.intake.replay_preview import Preview, preview
from crm.management.commands._say import location_with
from crm.models import WebhookEvent

AT_ONCE = 200


class Command(BaseCommand):
    help = (
        "Apply stored events again: chosen ids, or all since a time, of one location or of all, by status. It opens no "
        "turn and texts nobody; done twice it changes nothing more. Events that still wait are left to the workers."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ids", metavar="ID", nargs="*", type=int, help="events by their number")
        parser.add_argument("--since", help="received at or after this time, such as 2026-03-01T08:00Z")
        parser.add_argument("--location", metavar="GHL_ID", default="", help="only of this location")
        parser.add_argument(
            "--status", action="append", choices=WebhookEvent.Status.values, help="only in this state; may be repeated"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="show field by field what it would change, and change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["location"]:
            location_with(options["location"])
        pks = list(self._chosen(options).values_list("pk", flat=True))
        if options["dry_run"]:
            self._show(pks)
            return
        ends: Counter[str] = Counter()
        for start in range(0, len(pks), AT_ONCE):
            ends += replay_each(pks[start : start + AT_ONCE])
            self._progress(start, pks)
        details = {"counts": dict(ends), "since": options["since"] or "", "ids": options["ids"][:50]}
        record("events.replayed", actor="command", location_ghl_id=options["location"], details=details)
        told = ", ".join(f"{count} {status}" for status, count in sorted(ends.items()))
        self.stdout.write(f"{sum(ends.values())} events applied again: {told or 'none'}.")

    def _show(self, pks: list[int]) -> None:
        changing = 0
        for start in range(0, len(pks), AT_ONCE):
            for one in preview(list(WebhookEvent.objects.filter(pk__in=pks[start : start + AT_ONCE]).order_by("id"))):
                changing += bool(one.differences)
                self._tell(one)
            self._progress(start, pks)
        self.stdout.write(f"{len(pks)} events would be applied again; {changing} of them would change something.")

    def _tell(self, one: Preview) -> None:
        end = one.failed or (one.end and f"{one.end.status} {one.end.reason}".strip())
        self.stdout.write(f"event {one.event.pk} {one.event.type}: {one.event.status} -> {end}")
        for each in one.differences:
            self.stdout.write(f"    {each.row} {each.field}: {each.now!r} -> {each.then!r}")

    def _progress(self, start: int, pks: list[int]) -> None:
        if len(pks) > AT_ONCE:
            self.stderr.write(f"{min(start + AT_ONCE, len(pks))} of {len(pks)}")

    def _chosen(self, options: dict[str, Any]) -> QuerySet[WebhookEvent]:
        ids, since = options["ids"], options["since"]
        if not ids and not since:
            raise CommandError("Name events by ID, or a time with --since.")
        unknown = sorted(set(ids) - set(WebhookEvent.objects.filter(pk__in=ids).values_list("pk", flat=True)))
        if unknown:
            raise CommandError(f"No stored event {', '.join(map(str, unknown))}; nothing was applied.")
        return choose(
            ids=ids,
            since=self._time(since) if since else None,
            location_ghl_id=options["location"],
            statuses=options["status"] or (),
        )

    def _time(self, text: str) -> datetime:
        try:
            at = parse_datetime(text)
        except ValueError:
            at = None
        if at is None:
            raise CommandError(f"--since {text!r} is no time; one is 2026-03-01T08:00Z")
        return at if at.tzinfo else timezone.make_aware(at)
