"""Every kind of entry and who knows it."""

from crm.models import OutboxEntry
from crm.outbox.kinds import dnd, fields, notes, opportunities, reads, tags, texts
from crm.outbox.kinds.base import EntryKind

Kind = OutboxEntry.Kind
KINDS: dict[str, EntryKind] = {
    Kind.TEXT: texts.KIND,
    Kind.ADD_TAGS: tags.ADD,
    Kind.REMOVE_TAGS: tags.REMOVE,
    Kind.SET_FIELDS: fields.KIND,
    Kind.NOTE: notes.KIND,
    Kind.OPPORTUNITY: opportunities.KIND,
    Kind.SET_DND: dnd.KIND,
    Kind.READ_CONTACT: reads.CONTACT,
    Kind.READ_OPPORTUNITY: reads.OPPORTUNITY,
    Kind.READ_SETUP: reads.SETUP,
}
READS = frozenset({Kind.READ_CONTACT, Kind.READ_OPPORTUNITY, Kind.READ_SETUP})
