"""A worker process of its own that runs the pump: two of them share a limit, and one can be killed."""

import os
import subprocess
import sys

from django.conf import settings
from django.db import connection

from tests.crm.outbox.sandbox_process import SandboxProcess

WORKER = """
import sys, django
django.setup()
from datetime import UTC, datetime, timedelta
from crm.contracts import Verdict
from crm.outbox.sender import send_due
send_due(
    gate=lambda entry, now: Verdict("send", "test", {}),
    last_look=lambda entry: False,
    on_settled=lambda settled: None,
    until=datetime.now(UTC) + timedelta(seconds=30),
)
"""


def start_worker(sandbox: SandboxProcess) -> subprocess.Popen:
    """A worker of its own, on this test's database and sandbox."""
    name = connection.settings_dict["NAME"]
    base, _, options = os.environ["DATABASE_URL"].partition("?")
    url = base.rpartition("/")[0] + f"/{name}" + (f"?{options}" if options else "")
    environment = {
        **os.environ, "DATABASE_URL": url, "SANDBOX_BASE_URL": sandbox.url, "CLOCK_SCALE": "0.02",
        "DJANGO_SETTINGS_MODULE": "enterprisehub.settings_test",
    }  # fmt: skip
    return subprocess.Popen([sys.executable, "-c", WORKER], cwd=settings.BASE_DIR, env=environment)
