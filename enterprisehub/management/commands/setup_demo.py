"""Roles, people to log in as and the sandbox's location. Runs at each start of `make run`; prints one sentence."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from enterprisehub.demo import CannotSetUp, Demo, set_up
from enterprisehub.roles import MissingPermissions


class Command(BaseCommand):
    help = "Set up roles, demo users and the sandbox's location on the embedded database."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            demo = set_up(now=timezone.now())
        except (CannotSetUp, MissingPermissions) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_sentence(demo))


def _sentence(demo: Demo) -> str:
    """Without passwords (the launcher shows them) and without the webhook's address, which holds a token."""
    if demo.refused:
        return demo.refused
    people = ", ".join(login["username"] for login in demo.logins)
    where = f"connected: {demo.location}" if demo.location else "no sandbox to connect (SANDBOX_BASE_URL is not set)"
    return f"People to log in as: {people}; {where}."
