"""The other door to the CRM: reads, which wait in the same queue as everything else and take their slots from it.

Nothing here calls the CRM. A read is asked for, leaves in its lane, and its answer is in our rows when it has settled.
"""

from crm.models import Lane, Lead, Location, OutboxEntry
from crm.outbox.enqueue import enqueue_read_contact, enqueue_read_setup


def read_before_the_answer(lead: Lead, *, cause: str) -> OutboxEntry:
    """The first read of a contact that has written: in the reply lane, because a turn waits for it."""
    return enqueue_read_contact(lead, lane=Lane.REPLY, cause=cause)


def read_again(lead: Lead, *, cause: str) -> OutboxEntry:
    """A contact whose events came out of order: once, when nothing more urgent is left."""
    return enqueue_read_contact(lead, lane=Lane.SYNC, cause=cause)


def read_setup(location: Location, *, cause: str) -> list[OutboxEntry]:
    """Custom fields and pipelines as they are now."""
    return enqueue_read_setup(location, cause=cause)
