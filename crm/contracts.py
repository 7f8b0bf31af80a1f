"""Values that crm exchanges with whoever stands above it: what changed, what the gate says, what was settled."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from crm.models import OutboxEntry, SendAttempt

WAITS = "waits_for_attempt"
"""`Message.author_reason` of an outbound message that is judged when our text under way has settled."""


@dataclass(frozen=True, slots=True)
class InboundReceived:
    """The lead wrote. Not raised for a message that was recognised as opt-out, opt-in or HELP."""

    lead_id: int
    message_id: int
    received_at: datetime


@dataclass(frozen=True, slots=True)
class OptOutHeard:
    """An opt-out was stored (consent row written, queued texts cancelled) by the same transaction."""

    lead_id: int
    message_id: int | None
    received_at: datetime


@dataclass(frozen=True, slots=True)
class CommandHeard:
    """START or HELP was answered at mapping time: the message needs a turn with a stored reason, not a reply."""

    lead_id: int
    message_id: int
    command: Literal["start", "help"]
    received_at: datetime


@dataclass(frozen=True, slots=True)
class OutboundSeen:
    """A text to the lead that is not ours: a person, a workflow, the CRM's own assistant, or nobody knows who."""

    lead_id: int
    message_id: int
    author: Literal["person", "workflow", "ghl_ai", "unknown"]
    received_at: datetime


@dataclass(frozen=True, slots=True)
class LeadSeen:
    """A contact event or workflow webhook was applied. `is_new`: the row was created by it, after the connection."""

    lead_id: int
    is_new: bool
    tags_added: frozenset[str]
    tags_removed: frozenset[str]
    received_at: datetime


@dataclass(frozen=True, slots=True)
class LeadGone:
    """The contact was deleted or merged away in the CRM."""

    lead_id: int
    received_at: datetime


@dataclass(frozen=True, slots=True)
class LeadRead:
    """The first read of the contact was settled (applied, or given up)."""

    lead_id: int


Change = InboundReceived | OptOutHeard | CommandHeard | OutboundSeen | LeadSeen | LeadGone | LeadRead
NextStep = Callable[[Change], None]
"""Called inside the mapping transaction for each change; raises to undo the event."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says of one entry, with every input it looked at: the send certificate.

    `later` puts the entry back with `due_at`; `hold` waits for a person; `cancel` ends it.
    """

    action: Literal["send", "hold", "cancel", "later"]
    reason: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    due_at: datetime | None = None


Gate = Callable[[OutboxEntry, datetime], Verdict]

LastLook = Callable[[OutboxEntry], bool]
"""Asked of a text whose verdict stands, just before it leaves: True when an opt-out has come in, so that it stays."""


@dataclass(frozen=True, slots=True)
class Settled:
    """An entry reached `sent`, `held`, `cancelled` or `dead`. `attempt` is None when no try was made."""

    entry: OutboxEntry
    attempt: SendAttempt | None
    at: datetime


OnSettled = Callable[[Settled], None]
"""Called inside the transaction that settles the entry."""
