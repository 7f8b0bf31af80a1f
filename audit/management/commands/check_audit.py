"""`manage.py check_audit`: is the audit record of every location whole?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.chain import chain_new, first_break
from audit.models import AuditEntry


class Command(BaseCommand):
    help = "Check the chain of audit entries of every location; fails where a link does not fit."

    def handle(self, *_args: Any, **_options: Any) -> None:
        while chain_new():
            pass
        broken = []
        for location in sorted(AuditEntry.objects.order_by().values_list("location_ghl_id", flat=True).distinct()):
            name = location or "(no location)"
            place = first_break(location)
            count = AuditEntry.objects.filter(location_ghl_id=location).count()
            self.stdout.write(f"{name}: {count} entries, " + ("whole" if place is None else f"broken at {place}"))
            if place is not None:
                broken.append(name)
        if broken:
            raise CommandError(f"The audit record is broken for: {', '.join(broken)}")
