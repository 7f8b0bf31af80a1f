"""Ids and times in the CRM's spelling."""

import secrets
import string
import uuid
from datetime import UTC, datetime

_ALPHABET = string.ascii_letters + string.digits


def new_id() -> str:
    """Return an opaque 20-character mixed-case id."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(20))


def new_uuid() -> str:
    return str(uuid.uuid4())


def iso(moment: datetime) -> str:
    """Return UTC with milliseconds and a Z, as the CRM writes times."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def now_iso() -> str:
    return iso(datetime.now(UTC))


def epoch_ms(text: str) -> int:
    """Return epoch milliseconds of an ISO time."""
    return int(datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1000)
