"""What each process knows of its cache, written down every few seconds: workers have no door of their own to be asked.

A row is one process; one that has not written for a while has ended and does not count.
"""

import os
import socket
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from orchestrator.models import ProcessState

ALIVE = timedelta(seconds=30)  # six missed turns
_KEPT = timedelta(days=1)
_WRITE = """
INSERT INTO orchestrator_processstate (process, at, told) VALUES (%s, now(), %s::text::jsonb)
ON CONFLICT (process) DO UPDATE SET at = now(), told = EXCLUDED.told
"""


def write(told: str) -> None:
    """`told` is JSON: the cache's health as this process sees it."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [f"{socket.gethostname()}:{os.getpid()}"[:120], told])


def alive(now: datetime) -> list[Mapping[str, Any]]:
    """What living processes told last, in one query."""
    return list(ProcessState.objects.filter(at__gt=now - ALIVE).order_by("process").values_list("told", flat=True))


def forget_ended(now: datetime) -> int:
    return ProcessState.objects.filter(at__lte=now - _KEPT).delete()[0]
