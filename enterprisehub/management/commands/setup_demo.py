"""Roles, people to log in as and the sandbox's location. Runs at each start of `make run`; prints one line of JSON."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from enterprisehub.demo import CannotSetUp, set_up
from enterprisehub.roles import MissingPermissions


class Command(BaseCommand):
    help = "Set up roles, demo users and the sandbox's location on the embedded database."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            demo = set_up(now=timezone.now())
        except (CannotSetUp, MissingPermissions) as error:
            raise CommandError(str(error)) from error
        users = [login["username"] for login in demo.logins]
        said = {"users": users, "location": demo.location, "webhook_url": demo.webhook_url, "refused": demo.refused}
        self.stdout.write(json.dumps(said))
