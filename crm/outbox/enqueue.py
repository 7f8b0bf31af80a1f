"""Write down one effect on the CRM. Row only, inside the caller's transaction; the caller rings the bell after commit.

Every verb returns None where the location's mode forbids the write: off and shadow write nothing, reads are always
allowed. Payloads by kind:

    text                       {"body", "channel", "to_number", "from_number"}
    add_tags, remove_tags      {"tags": [lower case]}
    set_fields                 {"values": {our attribute: value}}
    note                       {"body"}
    opportunity                {"stage_ghl_id", "pipeline_ghl_id", "value_cents"}
    set_dnd                    {"on": bool}
    read_contact               {"contact_id"}
    read_opportunity           {"opportunity_id"}
    read_setup                 {"what": "custom_fields" | "pipelines"}
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from crm.models import Lane, Lead, Location, OutboxEntry
from crm.outbox.merging import merge_fields, merge_opportunity, merge_tags
from crm.outbox.rows import insert_once
from crm.outbox.verbs import (
    AWAITING_APPROVAL,
    NotPossible,
    approve_text,
    cancel_entry,
    cancel_texts,
    discard,
    retry_dead,
)

__all__ = [
    "AWAITING_APPROVAL",
    "NotPossible",
    "approve_text",
    "cancel_entry",
    "cancel_texts",
    "discard",
    "enqueue_dnd",
    "enqueue_fields",
    "enqueue_note",
    "enqueue_opportunity",
    "enqueue_read_contact",
    "enqueue_read_opportunity",
    "enqueue_read_setup",
    "enqueue_tags",
    "enqueue_text",
    "retry_dead",
]

Kind, Purpose, Status = OutboxEntry.Kind, OutboxEntry.Purpose, OutboxEntry.Status

NEEDS_APPROVAL = frozenset(
    {Purpose.REPLY, Purpose.OPENER, Purpose.FOLLOW_UP, Purpose.HANDOFF_LINE, Purpose.HOLDING_LINE}
)
LANE_OF_PURPOSE = {
    Purpose.OPTOUT_CONFIRMATION: Lane.OPT_OUT,
    # Openers and follow-ups come in bursts; whoever has just written is answered before them.
    Purpose.OPENER: Lane.HANDOFF,
    Purpose.FOLLOW_UP: Lane.HANDOFF,
}
SETUP_PARTS = ("custom_fields", "pipelines")


def enqueue_text(
    lead: Lead,
    body: str,
    *,
    purpose: str,
    cause: str,
    dedupe_key: str,
    answers_message_id: int | None = None,
    round: int = 1,
    channel: str = "SMS",
    to_number: str = "",
    from_number: str = "",
    due_at: datetime | None = None,
    lane: int | None = None,
    hold_reason: str = "",
) -> OutboxEntry | None:
    """One text to the lead. In review mode what the bot words itself waits for approval.

    `from_number` is the number of ours that the lead wrote to; "" leaves the choice to the CRM.
    A repeated dedupe key returns the entry that is already there, whatever became of it, unless it failed or was
    cancelled.
    """
    if not lead.location.writes_to_crm:
        return None
    meant = Purpose(purpose)
    if not hold_reason and lead.location.mode == Location.Mode.REVIEW and meant in NEEDS_APPROVAL:
        hold_reason = AWAITING_APPROVAL
    entry, _ = insert_once(
        lead.location,
        lead=lead,
        kind=Kind.TEXT,
        lane=LANE_OF_PURPOSE.get(meant, Lane.REPLY) if lane is None else lane,
        dedupe_key=dedupe_key,
        payload={"body": body, "channel": channel, "to_number": to_number, "from_number": from_number},
        due_at=due_at,
        purpose=meant,
        cause=cause,
        answers_message_id=answers_message_id,
        round=round,
        status=Status.HELD if hold_reason else Status.DUE,
        reason=hold_reason,
    )
    return entry


def enqueue_tags(
    lead: Lead, *, add: tuple[str, ...] | list[str] = (), remove: tuple[str, ...] | list[str] = (), cause: str
) -> list[OutboxEntry]:
    """Tags to add and to remove, merged into what waits for this lead. Returns the waiting entries (two at most)."""
    if not lead.location.writes_to_crm:
        return []
    return merge_tags(lead, add=add, remove=remove, cause=cause)


def enqueue_fields(lead: Lead, values: Mapping[str, Any], *, cause: str) -> OutboxEntry | None:
    """Values under our attribute names, merged into what waits for this lead. None when nothing would change."""
    if not lead.location.writes_to_crm:
        return None
    return merge_fields(lead, values, cause=cause)


def enqueue_note(lead: Lead, body: str, *, cause: str, dedupe_key: str) -> OutboxEntry | None:
    if not lead.location.writes_to_crm:
        return None
    entry, _ = insert_once(
        lead.location, lead=lead, kind=Kind.NOTE, lane=Lane.HANDOFF, dedupe_key=dedupe_key, payload={"body": body},
        cause=cause,
    )  # fmt: skip
    return entry


def enqueue_opportunity(
    lead: Lead, *, stage: str | None = None, value_cents: int | None = None, cause: str
) -> OutboxEntry | None:
    """Move the lead's opportunity. `stage` is a stage's id or name; None when this location has no such stage."""
    if not lead.location.writes_to_crm:
        return None
    return merge_opportunity(lead, stage=stage, value_cents=value_cents, cause=cause)


def enqueue_dnd(lead: Lead, on: bool, *, cause: str, due_at: datetime | None = None) -> OutboxEntry | None:
    """Do-not-disturb of all channels on or off. One entry per cause."""
    if not lead.location.writes_to_crm:
        return None
    entry, _ = insert_once(
        lead.location, lead=lead, kind=Kind.SET_DND, lane=Lane.OPT_OUT, payload={"on": on}, cause=cause, due_at=due_at,
        dedupe_key=f"set_dnd:{lead.pk}:{'on' if on else 'off'}:{cause}",
    )  # fmt: skip
    return entry


def enqueue_read_contact(lead: Lead, *, lane: int | Lane = Lane.READ, cause: str = "") -> OutboxEntry:
    """Read the contact. Any number of requests while one waits are one read, in the most urgent lane asked for."""
    entry, made = insert_once(
        lead.location, lead=lead, kind=Kind.READ_CONTACT, lane=lane, dedupe_key=f"read_contact:{lead.ghl_contact_id}",
        payload={"contact_id": lead.ghl_contact_id}, cause=cause,
    )  # fmt: skip
    if not made and entry.lane > lane:
        OutboxEntry.objects.filter(pk=entry.pk, status=Status.DUE, lane__gt=lane).update(lane=lane)
        entry.lane = int(lane)
    return entry


def enqueue_read_opportunity(
    location: Location, opportunity_id: str, lead: Lead | None = None, *, cause: str = ""
) -> OutboxEntry:
    """Read the opportunity when there is time. Any number of requests while one waits are one read."""
    return insert_once(
        location, lead=lead, kind=Kind.READ_OPPORTUNITY, lane=Lane.SYNC, payload={"opportunity_id": opportunity_id},
        dedupe_key=f"read_opportunity:{opportunity_id}", cause=cause,
    )[0]  # fmt: skip


def enqueue_read_setup(location: Location, *, cause: str = "") -> list[OutboxEntry]:
    """Read custom fields and pipelines: one call and so one entry each."""
    return [
        insert_once(
            location, kind=Kind.READ_SETUP, lane=Lane.READ, dedupe_key=f"read_setup:{what}", payload={"what": what},
            cause=cause,
        )[0]
        for what in SETUP_PARTS
    ]  # fmt: skip
