"""The one INSERT of the intake: idempotent, committed when it returns."""

from dataclasses import dataclass
from datetime import datetime

import psycopg
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from crm.models import WebhookEvent

Status = WebhookEvent.Status

_INSERT = b"""
INSERT INTO crm_webhookevent
    (app_id, webhook_id, source, location_ghl_id, contact_ghl_id, type, body, sent_at, status, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (app_id, webhook_id) DO NOTHING
RETURNING id
"""

PREPARE_AFTER = 5  # uses of a statement on one connection; psycopg's own default
CANNOT_STORE = (DatabaseError, InterfaceError)  # what the view answers with 429


@dataclass(frozen=True, slots=True)
class NewEvent:
    """One delivery as it came. `problem` is empty, or why it is quarantined."""

    app_id: str
    webhook_id: str
    source: WebhookEvent.Source
    location_ghl_id: str
    contact_ghl_id: str
    type: str
    body: bytes
    sent_at: datetime | None
    problem: str = ""


def record_event(event: NewEvent) -> int | None:
    """Insert and commit; the row's id, or None when this webhook id is already stored.

    Raises one of CANNOT_STORE when the database is away. A connection that PostgreSQL closed meanwhile (a restart) is
    replaced and the statement repeated once: it cannot insert twice.
    """
    status = Status.QUARANTINED if event.problem else Status.NEW
    values = (
        event.app_id, event.webhook_id, event.source.value, event.location_ghl_id, event.contact_ghl_id, event.type,
        event.body, event.sent_at, status.value, event.problem,
    )  # fmt: skip
    database = connections[DEFAULT_DB_ALIAS]
    try:
        return _insert(database, values)
    except (OperationalError, InterfaceError):
        if database.in_atomic_block:
            raise
        database.close()
        return _insert(database, values)


def _insert(database: BaseDatabaseWrapper, values: tuple[object, ...]) -> int | None:
    """Run the statement on the driver's own cursor: server-side parameters, so a megabyte is not quoted into the SQL.

    Outside a transaction the connection is in autocommit, so that the row is durable when this returns. The health
    check that Django makes before the first query of a request is left to the repeat above.
    """
    database.health_check_done = True  # type: ignore[attr-defined]
    database.ensure_connection()
    _prepare_repeated_statements(database)
    with database.wrap_database_errors, psycopg.RawCursor(database.connection) as cursor:
        row = cursor.execute(_INSERT, values).fetchone()
    return row[0] if row else None


def _prepare_repeated_statements(database: BaseDatabaseWrapper) -> None:
    """Let PostgreSQL parse the INSERT once per connection, unless the operator decided about that (a pooler's limits).

    Django's own statements go through client-side binding and are never prepared, so nothing else changes.
    """
    if database.connection.prepare_threshold is None and "prepare_threshold" not in database.settings_dict["OPTIONS"]:
        database.connection.prepare_threshold = PREPARE_AFTER
