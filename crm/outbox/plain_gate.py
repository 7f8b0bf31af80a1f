"""The gate of everything that is not a text: mode, stop, location, lead. Texts have the gate that is handed in."""

from datetime import timedelta

from django.utils import timezone

from crm.contracts import Verdict
from crm.models import OutboxEntry, SendingStop
from crm.outbox.kinds.table import READS

ASK_AGAIN = timedelta(seconds=2)
PASSES_A_STOP = frozenset({OutboxEntry.Kind.SET_DND})


def plain_verdict(entry: OutboxEntry) -> Verdict:
    """Reads the facts as they stand now; called inside the transaction that stores the verdict."""
    location = entry.location
    location.refresh_from_db(fields=["mode", "disconnected_at"])
    stopped = SendingStop.objects.active_for(location.pk).exists()
    inputs = {"mode": location.mode, "stopped": stopped, "connected": location.disconnected_at is None}
    if location.disconnected_at is not None:
        return Verdict("hold", "location_disconnected", inputs)
    if stopped and entry.kind not in PASSES_A_STOP:
        return Verdict("later", "sending_stopped", inputs, due_at=timezone.now() + ASK_AGAIN)
    if entry.kind in READS:
        return Verdict("send", "read", inputs)
    if not location.writes_to_crm:
        return Verdict("hold", f"mode_{location.mode}", inputs)
    if entry.lead is not None and entry.lead.deleted_at is not None:
        return Verdict("cancel", "lead_deleted", inputs)
    return Verdict("send", "write", inputs)
