"""What people and the bot do with a handoff: check, change, record, each in one transaction.

Pages, admin, tasks and commands call these verbs; who may see the location is checked by the caller. A step that the
present state does not allow raises `handoff_states.NotAllowed` with a sentence for the person.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from audit.record import record
from bots.bell import Ring, ring_after_commit, silent
from bots.handoff_states import ANSWERED, CLAIMED, CLOSED, OPEN, RETURNED, NotAllowed, check_step
from bots.locks import lock_conversation
from bots.models import Conversation, Handoff, Turn
from bots.ownership import give_thread_back, live_handoff, take_thread
from bots.profiles import config_for
from crm.consent.staff import SENTENCES, obstacle_to_text
from crm.models import Message, OutboxEntry
from crm.outbox.enqueue import enqueue_text

User = AbstractBaseUser
NOTE_LENGTH = 300


def open_handoff(
    conversation: Conversation,
    *,
    reason: str,
    packet: Mapping[str, Any],
    turn: Turn | None,
    draft: str = "",
    now: datetime,
) -> Handoff:
    """The lead waits for a person from now on, and the bot is silent. A live handoff stays the one there is.

    The caller holds the conversation's lock and is inside a transaction.
    """
    take_thread(conversation, reason=f"handoff:{reason}"[:80], actor="bot", now=now)
    known = live_handoff(conversation)
    if known is not None:
        return known
    minutes = config_for(conversation.location_id).handoff_due_minutes
    handoff = Handoff.objects.create(
        conversation=conversation,
        location_id=conversation.location_id,
        turn=turn,
        reason=reason,
        packet=dict(packet),
        draft=draft,
        due_at=now + timedelta(minutes=minutes),
    )
    _record("handoff.opened", handoff, "bot", reason=reason)
    return handoff


def claim(handoff: Handoff, by: User, now: datetime) -> Handoff:
    """This person takes it. Claiming twice oneself changes nothing."""
    with transaction.atomic():
        locked = _lock(handoff)
        if locked.status == CLAIMED and locked.claimed_by_id == by.pk:
            return locked
        if locked.status == CLAIMED:
            raise NotAllowed("Somebody else has claimed this handoff.")
        check_step(locked.status, CLAIMED)
        _move(locked, CLAIMED, claimed_by_id=by.pk, claimed_at=now)
        _record("handoff.claimed", locked, _name(by))
    return locked


def answer(handoff: Handoff, by: User, body: str, now: datetime, *, ring: Ring = silent) -> OutboxEntry:
    """Send a person's words to the lead. An unclaimed handoff is claimed by whoever answers it."""
    if not body.strip():
        raise NotAllowed("The text is empty.")
    with transaction.atomic():
        locked = _lock(handoff)
        if obstacle := obstacle_to_text(locked.conversation.lead):
            raise NotAllowed(SENTENCES[obstacle])
        if locked.status == OPEN:
            locked = claim(locked, by, now)
        check_step(locked.status, ANSWERED)
        entry = _staff_text(locked, by, body.strip())
        _move(locked, ANSWERED, answered_at=locked.answered_at or now)
        _record("handoff.answered", locked, _name(by), entry=entry.pk)
        ring_after_commit(ring, "outbox")
    return entry


def give_back(handoff: Handoff, by: User, now: datetime, *, ring: Ring = silent) -> Handoff:
    """Back to the bot; an unanswered inbound gets one turn."""
    with transaction.atomic():
        locked = _lock(handoff)
        _return(locked, _name(by), now)
        give_thread_back(locked.conversation, reason="given_back", actor=_name(by), now=now)
        ring_after_commit(ring, "turns")
    return locked


def close(handoff: Handoff, by: User, note: str, now: datetime) -> Handoff:
    """Done with. The thread stays with the person until it is given back."""
    with transaction.atomic():
        locked = _lock(handoff)
        check_step(locked.status, CLOSED)
        _move(locked, CLOSED, ended_at=now, ended_by=_name(by), note=note.strip()[:NOTE_LENGTH])
        _record("handoff.closed", locked, _name(by))
    return locked


def take_over(conversation: Conversation, by: User, now: datetime) -> Conversation:
    """A person takes the thread without a handoff: the bot is silent at once."""
    with transaction.atomic():
        locked = lock_conversation(conversation.pk, conversation.lead_id)
        if locked.owner == Conversation.Owner.PERSON:
            raise NotAllowed("A person has this conversation already.")
        take_thread(locked, reason="taken_over", actor=_name(by), now=now)
    return locked


def give_back_conversation(
    conversation: Conversation, by: User | str, now: datetime, *, reason: str = "given_back", ring: Ring = silent
) -> Conversation:
    """The bot writes again, with or without a handoff. `by` is a person, or "system" for the resume timer."""
    with transaction.atomic():
        locked = lock_conversation(conversation.pk, conversation.lead_id)
        if locked.owner == Conversation.Owner.BOT:
            raise NotAllowed("The bot has this conversation already.")
        handoff = live_handoff(locked)
        if handoff is not None:
            _return(_lock(handoff), _name(by), now)
        give_thread_back(locked, reason=reason, actor=_name(by), now=now)
        ring_after_commit(ring, "turns")
    return locked


def _return(handoff: Handoff, by: str, now: datetime) -> None:
    check_step(handoff.status, RETURNED)
    _move(handoff, RETURNED, ended_at=now, ended_by=by)
    _record("handoff.returned", handoff, by)


def _staff_text(handoff: Handoff, by: User, body: str) -> OutboxEntry:
    lead = handoff.conversation.lead
    newest = Message.objects.of_lead(lead.pk).inbound().order_by("-id").first()
    # The words are part of the key: a button pressed twice sends one text.
    digest = sha256(body.encode()).hexdigest()[:16]
    entry = enqueue_text(
        lead,
        body,
        purpose=OutboxEntry.Purpose.STAFF,
        cause=f"handoff:{handoff.pk}",
        dedupe_key=f"handoff:{handoff.pk}:answer:{by.pk}:{digest}",
        channel=newest.channel if newest else "SMS",
        to_number=newest.from_number if newest else "",
        from_number=newest.to_number if newest else "",
    )
    if entry is None:
        raise NotAllowed(f"This location is in mode {lead.location.mode}: no text leaves.")
    return entry


def _lock(handoff: Handoff) -> Handoff:
    """Lead, conversation, handoff: in this order everywhere, so that two verbs never wait for each other crosswise."""
    conversation = lock_conversation(handoff.conversation_id, handoff.conversation.lead_id)
    locked = Handoff.objects.select_for_update().get(pk=handoff.pk)
    locked.conversation = conversation
    return locked


def _move(handoff: Handoff, status: str, **changes: Any) -> None:
    handoff.status = status
    for name, value in changes.items():
        setattr(handoff, name, value)
    handoff.save(update_fields=["status", *(name.removesuffix("_id") for name in changes)])


def _name(by: User | str) -> str:
    return by if isinstance(by, str) else f"user:{by.pk}"


def _record(action: str, handoff: Handoff, actor: str, **details: Any) -> None:
    lead = handoff.conversation.lead
    record(
        action,
        actor=actor,
        location_ghl_id=lead.location.ghl_id,
        lead_id=lead.pk,
        subject=f"handoff:{handoff.pk}",
        details=details,
    )
