"""Asked once more of each text when its verdict stands and before it leaves: has an opt-out come in meanwhile?

A delivery that the intake has just stored refers to no row, so the lock under which the gate looks does not keep it
out. Whatever is stored before the verdict is committed is seen here; whatever comes later came after the decision.
"""

from crm.consent.pending import pending_opt_out
from crm.consent.state import is_opted_out
from crm.models import OutboxEntry

Purpose = OutboxEntry.Purpose
ANSWERS_THE_OPT_OUT = frozenset({Purpose.OPTOUT_CONFIRMATION, Purpose.HELP})


def opted_out_meanwhile(entry: OutboxEntry) -> bool:
    """Whether this text would go out past an opt-out. False for the texts that the gate lets pass one."""
    if entry.lead is None or entry.purpose in ANSWERS_THE_OPT_OUT:
        return False
    # In this order: an event that is applied between the two questions has left the first and stands in the second.
    return pending_opt_out(entry.location.ghl_id, entry.lead.ghl_contact_id) or is_opted_out(entry.lead.pk)
