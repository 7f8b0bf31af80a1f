"""Whose turn it is: advisory locks that keep two drains off one contact. They end with the transaction."""

from django.db import connection

_KEY = "hashtextextended(%s, 0)"


def take_contact(location_ghl_id: str, contact_ghl_id: str) -> bool:
    """Take the contact if nobody has it. Call it inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_xact_lock({_KEY})", [_name(location_ghl_id, contact_ghl_id)])
        return bool(cursor.fetchone()[0])


def wait_for_contact(location_ghl_id: str, contact_ghl_id: str) -> None:
    """Take the contact as soon as it is free. Call it inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock({_KEY})", [_name(location_ghl_id, contact_ghl_id)])


def _name(location_ghl_id: str, contact_ghl_id: str) -> str:
    return f"intake:{location_ghl_id}:{contact_ghl_id}"
