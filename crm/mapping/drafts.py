"""What one event says, in our words: values without a database behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class LeadDraft:
    """`columns` holds only the columns of Lead that the event spoke of; `tags` is None when it did not name tags."""

    contact_id: str
    columns: Mapping[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    custom_fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MessageDraft:
    """`ghl_id` is empty when the payload names none; `kind` is a value of Message.Kind."""

    contact_id: str
    ghl_id: str
    kind: str
    channel: str
    subject: str
    body: str
    attachments: tuple[Any, ...]
    conversation_ghl_id: str
    from_number: str
    to_number: str
    user_ghl_id: str
    source: str
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpportunityDraft:
    """`value_cents` is None when the event named no amount that can be read."""

    ghl_id: str
    contact_id: str
    columns: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ActivityDraft:
    """`kind` is a value of Activity.Kind; `columns` holds only what the event spoke of."""

    kind: str
    ghl_id: str
    contact_id: str
    columns: Mapping[str, Any] = field(default_factory=dict)
