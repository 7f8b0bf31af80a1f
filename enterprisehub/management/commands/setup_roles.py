"""Make the five roles hold what `enterprisehub/roles.py` says. Safe to run at every start."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from enterprisehub.roles import ROLES, MissingPermissions, ensure_roles


class Command(BaseCommand):
    help = "Create or correct the roles Agent, Supervisor, Manager, Administrator and Auditor."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                changed = ensure_roles()
        except MissingPermissions as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{len(ROLES)} roles; changed: {', '.join(changed) or 'none'}.")
