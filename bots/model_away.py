"""No model, and no rule that understood: wait for one with a holding line, and in the end hand the lead to a person."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from bots.bell import Ring, ring_after_commit
from bots.composing.situations import NothingNewToSay, Speaker, situation_text
from bots.leases import put_back
from bots.locks import lock_conversation
from bots.models import Conversation
from bots.planning import plan_without_model
from bots.reading import Reading
from bots.saving import Done, save_plan
from crm.models import OutboxEntry
from crm.outbox.enqueue import enqueue_text
from orchestrator.contracts import NoAnswer
from orchestrator.health import model_state

RETRY_EVERY = timedelta(seconds=15)
SAME_OUTAGE = timedelta(days=1)  # after that a line is due again, even if no model answered this lead in between

WHY = {
    "model_away": "No model was available, and no rule understood the words.",
    "budget_spent": "The model's budget is spent, and no rule understood the words.",
}


def wait_or_hand_over(
    reading: Reading, error: NoAnswer, model_use: list[dict[str, Any]], *, now: datetime, ring: Ring
) -> Done | None:
    """None: the turn waits for a model. Otherwise the handoff that ended it. `model_use`: look-ups that did succeed."""
    reason = error.code if error.code in WHY else "model_away"
    since = reading.turn.waiting_for_model_since or now
    patience = timedelta(minutes=reading.config.model_away_minutes)
    if reason == "budget_spent" or _no_model_at_all(reading) or now - since >= patience:
        return save_plan(reading, plan_without_model(reading, reason, WHY[reason]), model_use, now=now, ring=ring)
    _wait(reading, since, now, ring)
    return None


def _no_model_at_all(reading: Reading) -> bool:
    """Nothing is configured for this kind of location, so waiting brings nothing: it runs on rules and people."""
    return model_state("sandbox" if reading.location.is_sandbox else "real") == "none"


def _wait(reading: Reading, since: datetime, now: datetime, ring: Ring) -> None:
    with transaction.atomic():
        conversation = lock_conversation(reading.conversation.pk, reading.lead.pk)
        if not put_back(reading.turn, now=now, due_at=now + RETRY_EVERY, waiting_for_model_since=since):
            return
        if not reading.turn.is_opener:
            _holding_line(reading, _outage(conversation, now))
        ring_after_commit(ring, "outbox")
        ring_after_commit(ring, "turns", RETRY_EVERY.total_seconds())


def _outage(conversation: Conversation, now: datetime) -> datetime:
    """When the outage began for this lead, whichever turn met it first."""
    known = conversation.model_away_since
    if known is not None and now - known < SAME_OUTAGE:
        return known
    conversation.model_away_since = now
    conversation.save(update_fields=["model_away_since"])
    return now


def _holding_line(reading: Reading, since: datetime) -> None:
    """One per conversation and outage: the outage's beginning is part of the key. It is no reply."""
    lead, newest, conversation = reading.lead, reading.newest_owed, reading.conversation
    try:
        line = situation_text(
            "holding",
            role=reading.role,
            slot="",
            approach="plain",
            lead_in="",
            language=conversation.language,
            tone=reading.config.tone,
            speaker=Speaker(company=reading.location.name, first_name=lead.first_name),
            variants_said=conversation.variants_said,
            max_characters=reading.config.sms_max_characters,
            seed=conversation.pk,
        )
    except NothingNewToSay:
        return
    enqueue_text(
        lead,
        line.text,
        purpose=OutboxEntry.Purpose.HOLDING_LINE,
        cause=f"turn:{reading.turn.pk}",
        dedupe_key=f"holding:{conversation.pk}:{since.isoformat()}",
        channel=newest.channel if newest else "SMS",
        to_number=newest.from_number if newest else "",
        from_number=newest.to_number if newest else "",
    )
