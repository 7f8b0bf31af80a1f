"""Who wrote a text that went out to the lead: we (bot or staff), a person in the CRM, a workflow, or nobody knows."""

from dataclasses import dataclass
from typing import Literal

from django.db.models import Q

from crm.mapping.drafts import MessageDraft
from crm.models import Lead, Message, OutboxEntry
from crm.outbox.unknown import HELD_AS_UNKNOWN

Author = Message.Author
# `source` of OutboundMessage: workflow|bulk_actions|campaign|api|app (page OutboundMessage of the event docs)
AUTOMATIC_SOURCES = frozenset({"workflow", "bulk_actions", "campaign"})
IN_FLIGHT = (OutboxEntry.Status.CLAIMED, OutboxEntry.Status.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Authorship:
    """`entry_id` names our outbox entry when the text is ours."""

    author: Message.Author
    entry_id: int | None = None

    @property
    def written_by(self) -> Literal["person", "workflow", "unknown"]:
        """The author of a text that is not ours, as the next step is told."""
        if self.author == Author.WORKFLOW:
            return "workflow"
        return "unknown" if self.author == Author.UNKNOWN else "person"


def author_of(lead: Lead, draft: MessageDraft) -> Authorship:
    """Judge an outbound message whose id we have not stored.

    The echo of our own text may come before the answer to our call, or after we gave it up: while an attempt to this
    lead is under way, unknown or held as unknown, an equal body is ours. Automatic sources are no person; whoever else
    it was counts as one.
    """
    entry = _attempt_with_body(lead, draft.body)
    if entry is not None:
        staff = entry.purpose == OutboxEntry.Purpose.STAFF
        return Authorship(Author.PERSON if staff else Author.BOT, entry.pk)
    if draft.source in AUTOMATIC_SOURCES:
        return Authorship(Author.WORKFLOW)
    if draft.source == "api" and not draft.user_ghl_id:
        return Authorship(Author.UNKNOWN)
    return Authorship(Author.PERSON)


def _attempt_with_body(lead: Lead, body: str) -> OutboxEntry | None:
    """The oldest open attempt with these words that has no message yet."""
    taken = set(Message.objects.filter(lead=lead, entry_id__isnull=False).values_list("entry_id", flat=True))
    may_have_left = Q(status__in=IN_FLIGHT) | HELD_AS_UNKNOWN
    entries = OutboxEntry.objects.texts().filter(may_have_left, lead=lead).order_by("id")
    same = (entry for entry in entries if _words(entry.payload.get("body", "")) == _words(body))
    return next((entry for entry in same if entry.pk not in taken), None)


def _words(text: str) -> str:
    return " ".join(text.split())
