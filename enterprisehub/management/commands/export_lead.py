"""Everything stored about one lead, as JSON."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from audit.record import record
from enterprisehub.lead_rows import NotFound, export, find_lead


class Command(BaseCommand):
    help = "Write all rows of a lead as JSON, to a file or to the screen. The export itself is audited."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ghl_id", metavar="GHL_ID", help="the location")
        parser.add_argument("contact", metavar="CONTACT", help="contact id, or phone such as +15125550100")
        parser.add_argument("--output", type=Path, metavar="FILE", help="made readable for its owner alone")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lead = find_lead(options["ghl_id"], options["contact"])
        except NotFound as error:
            raise CommandError(str(error)) from error
        stores = export(lead)
        record("lead.exported", actor="command", location_ghl_id=lead.location.ghl_id, lead_id=lead.pk)
        text = json.dumps(stores, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False)
        if options["output"]:
            _write_private(options["output"], text)
            self.stdout.write(f"{sum(map(len, stores.values()))} rows written to {options['output']}")
        else:
            self.stdout.write(text)


def _write_private(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(text, encoding="utf-8")
