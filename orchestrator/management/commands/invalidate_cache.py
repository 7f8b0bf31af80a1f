"""Take stored answers back, in every process."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from orchestrator.cache.invalidation import NotSaid, checked, invalidate, stored_values

_SCOPES = ("key", "prompt", "model", "tenant", "task", "all")


class Command(BaseCommand):
    help = "Stop giving stored answers: one key, a prompt or one version of it, a model, a tenant, a task, or all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--key", help="as a call or a stored answer shows it")
        what.add_argument("--prompt", metavar="NAME[/NUMBER]", help="all versions of a prompt, or one")
        what.add_argument("--model", help="the model that gave the answers")
        what.add_argument("--location", dest="tenant", metavar="GHL_ID", help="the location's id in the CRM")
        what.add_argument("--task", help="such as understand or compose")
        what.add_argument("--all", action="store_true", help="everything that is stored")
        parser.add_argument("--reason", default="", help="kept with the record")

    def handle(self, *args: Any, **options: Any) -> None:
        scope = next(
            name for name in ("key", "prompt", "model", "tenant", "task", "all") if options[name] not in (None, False)
        )
        value = "" if scope == "all" else options[scope]
        try:
            checked(scope, value)
            known = [] if scope in ("all", "key") else stored_values(scope)
            done = invalidate(scope, value, by="command", reason=options["reason"])
        except NotSaid as error:
            raise CommandError(f"{error}.") from error
        said = f"{scope} {value}".strip()
        self.stdout.write(f"invalidated: {said} (number {done.generation}); {done.answers} stored answers deleted")
        if not done.answers and known:
            self.stdout.write(f"No stored answer carried it. Stored now: {', '.join(known)}")
        if done.rung:
            self.stdout.write("Every process follows within a second.")
        else:
            self.stderr.write("Redis did not take the bell: processes follow within a few seconds, by their clocks.")
