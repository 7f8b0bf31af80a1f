"""The one verb: write down who did what. Called inside the transaction that makes the change."""

from collections.abc import Mapping
from typing import Any

from audit.models import AuditEntry


def record(
    action: str,
    *,
    actor: str,
    location_ghl_id: str = "",
    lead_id: int | None = None,
    subject: str = "",
    details: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Insert one entry. `details` holds ids, field names, states and counts, never a lead's words or numbers."""
    return AuditEntry.objects.create(
        action=action,
        actor=actor,
        location_ghl_id=location_ghl_id,
        lead_id=lead_id,
        subject=subject,
        details=dict(details or {}),
    )
