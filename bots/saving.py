"""The one transaction that ends a turn: its outcome, what is known now, and every effect as a row."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from audit.record import record
from bots.bell import Ring, ring_after_commit
from bots.composing.packet import next_step, packet, packet_text, promises_in, summary
from bots.effects import AddTags, Effect, Note, Opportunity, RemoveTags, SetFields, Standing, effects
from bots.handoff import open_handoff
from bots.leases import end_if_leased
from bots.locks import lock_conversation
from bots.models import Conversation, RoleSwitch, Score, Turn
from bots.ownership import PERSON_OWNS
from bots.planning import Plan, decision_record, our_texts
from bots.reading import Reading
from crm.models import Location, OutboxEntry
from crm.outbox.enqueue import (
    enqueue_fields,
    enqueue_note,
    enqueue_opportunity,
    enqueue_tags,
    enqueue_text,
)

Purpose = OutboxEntry.Purpose


@dataclass(frozen=True, slots=True)
class Done:
    """`outcome` and `reason` as stored. `lost`: another worker holds the lease, nothing was written."""

    turn_id: int
    outcome: str = ""
    reason: str = ""
    lost: bool = False


def save_silence(reading: Reading, reason: str, now: datetime) -> Done:
    with transaction.atomic():
        if not end_if_leased(
            reading.turn, outcome=Turn.Outcome.SILENCE, reason=reason, role=reading.role, ended_at=now
        ):
            return Done(reading.turn.pk, lost=True)
    return Done(reading.turn.pk, Turn.Outcome.SILENCE, reason)


def save_plan(reading: Reading, plan: Plan, model_use: list[dict[str, Any]], *, now: datetime, ring: Ring) -> Done:
    """Decision, score, handoff and outbox entries together, or nothing where the lease went to somebody else."""
    with transaction.atomic():
        conversation = lock_conversation(reading.conversation.pk, reading.lead.pk)
        outcome, reason = _ending(reading, plan, conversation)
        mine = end_if_leased(
            reading.turn,
            outcome=outcome,
            reason=reason,
            role=plan.decision.role,
            heard=plan.heard.as_record(),
            decision=decision_record(plan, reading),
            reply_text=plan.words.text if plan.words else "",
            reply_lane=plan.words.lane if plan.words else "",
            model_use=model_use,
            decided_at=now,
            ended_at=now,
        )
        if not mine:
            return Done(reading.turn.pk, lost=True)
        if not plan.decision.is_opener:
            _record_score(reading, plan)
        _record_switch(reading, plan)
        _remember(conversation, plan, now, model_answered=any(use["tier"] == "provider" for use in model_use))
        if outcome != Turn.Outcome.SILENCE:
            _act(reading, plan, conversation, now)
        elif not plan.decision.speaks:
            _enqueue_effects(reading, plan, {}, now)
        ring_after_commit(ring, "outbox")
    return Done(reading.turn.pk, outcome, reason)


def _ending(reading: Reading, plan: Plan, conversation: Conversation) -> tuple[str, str]:
    """Outcome and reason, after a last look at what may have changed while the turn was thinking."""
    decision = plan.decision
    if conversation.owner == Conversation.Owner.PERSON:
        return Turn.Outcome.SILENCE, PERSON_OWNS
    if reading.turn.is_opener and conversation.last_inbound_at is not None:
        return Turn.Outcome.SILENCE, "lead_wrote"
    if decision.hands_off:
        return Turn.Outcome.HANDOFF, decision.handoff_reason
    if plan.words is None:
        return Turn.Outcome.SILENCE, decision.silence_reason or "nothing_to_say"
    return Turn.Outcome.REPLY, decision.kind


def _act(reading: Reading, plan: Plan, conversation: Conversation, now: datetime) -> None:
    made = _packet(reading, plan, now) if plan.decision.hands_off else {}
    # In shadow mode a handoff is decided and stored, but no queue fills and the thread stays with the bot.
    if made and reading.location.mode != Location.Mode.SHADOW:
        open_handoff(
            conversation, reason=plan.decision.handoff_reason, packet=made, turn=reading.turn, draft=plan.draft, now=now
        )
    if plan.words:
        _enqueue_reply(reading, plan)
    _enqueue_effects(reading, plan, made, now)


def _enqueue_reply(reading: Reading, plan: Plan) -> None:
    turn, newest = reading.turn, reading.newest_owed
    purpose = Purpose.OPENER if turn.is_opener else Purpose.REPLY
    entry = enqueue_text(
        reading.lead,
        plan.words.text if plan.words else "",
        purpose=Purpose.HANDOFF_LINE if plan.decision.hands_off else purpose,
        cause=f"turn:{turn.pk}",
        dedupe_key=f"turn:{turn.pk}:reply",
        answers_message_id=reading.answers_message_id,
        round=turn.round,
        channel=newest.channel if newest else "SMS",
        to_number=newest.from_number if newest else "",
        from_number=newest.to_number if newest else "",
    )
    if entry is not None:
        Turn.objects.filter(pk=turn.pk).update(entry_id=entry.pk)


def _remember(conversation: Conversation, plan: Plan, now: datetime, *, model_answered: bool) -> None:
    note(conversation, plan, now)
    if model_answered:
        conversation.model_away_since = None
    conversation.save(
        update_fields=[
            "slots", "role", "language", "vague_in_row", "low_confidence_in_row", "exchanges_without_news", "score",
            "temperature", "closed_at", "model_away_since",
        ]
    )  # fmt: skip


def note(conversation: Conversation, plan: Plan, now: datetime) -> None:
    """What is known and who speaks, on the row as it stands in memory. The pending question waits for its text to be
    sent (settled.py).

    A lead that was only written to has shown nothing yet: an opener leaves score and temperature empty.
    """
    decision, counts = plan.decision, plan.decision.counts
    conversation.slots = plan.slots
    conversation.role = decision.role
    conversation.language = plan.heard.language
    conversation.vague_in_row = counts.vague_in_row
    conversation.low_confidence_in_row = counts.low_confidence_in_row
    conversation.exchanges_without_news = counts.exchanges_without_news
    if not decision.is_opener:
        conversation.score = decision.score.value
        conversation.temperature = decision.score.temperature
    conversation.closed_at = now if decision.stop_bot else None


def _record_score(reading: Reading, plan: Plan) -> None:
    before, score = reading.conversation, plan.decision.score
    same = (before.score, before.temperature, before.role) == (score.value, score.temperature, plan.decision.role)
    if same:
        return
    Score.objects.create(
        conversation=before,
        turn=reading.turn,
        role=plan.decision.role,
        value=score.value,
        previous_value=before.score,
        temperature=score.temperature,
        version=score.version,
        reasons=score.reasons,
    )


def _record_switch(reading: Reading, plan: Plan) -> None:
    switch = plan.decision.switch
    if switch is None:
        return
    RoleSwitch.objects.create(
        conversation=reading.conversation,
        turn=reading.turn,
        from_role=switch.from_role,
        to_role=switch.to_role,
        confidence=switch.confidence,
        accepted=switch.accepted,
        refusal=switch.refusal,
    )
    record(
        "role.switched" if switch.accepted else "role.switch_refused",
        actor="bot",
        location_ghl_id=reading.location.ghl_id,
        lead_id=reading.lead.pk,
        subject=f"turn:{reading.turn.pk}",
        details={"from": switch.from_role, "to": switch.to_role, "refusal": switch.refusal},
    )


def _packet(reading: Reading, plan: Plan, now: datetime) -> dict[str, Any]:
    return packet(
        plan.decision,
        plan.slots,
        display_name=reading.lead.display_name,
        last_lead_words=reading.owed[-1][1] if reading.owed else "",
        promised=promises_in(our_texts(reading)),
        now=now,
        extended=reading.config.seller_extended_set,
    )


def _enqueue_effects(reading: Reading, plan: Plan, made: dict[str, Any], now: datetime) -> None:
    before, tags, decision = reading.conversation, frozenset(reading.lead.tags), plan.decision
    wanted = effects(
        decision,
        Standing(before.role, reading.slots, before.temperature, before.score, tags),
        Standing(decision.role, plan.slots, decision.score.temperature, decision.score.value, tags),
        now=now,
        summary=summary(decision, plan.slots, display_name=reading.lead.display_name),
        next_step=next_step(decision),
        note=packet_text(made) if made else "",
    )
    for effect in wanted:
        _enqueue(effect, reading)


def _enqueue(effect: Effect, reading: Reading) -> None:
    lead, cause = reading.lead, f"turn:{reading.turn.pk}"
    match effect:
        case AddTags(tags):
            enqueue_tags(lead, add=tags, cause=cause)
        case RemoveTags(tags):
            enqueue_tags(lead, remove=tags, cause=cause)
        case SetFields(values):
            enqueue_fields(lead, values, cause=cause)
        case Note(body):
            enqueue_note(lead, body, cause=cause, dedupe_key=f"{cause}:note")
        case Opportunity(value_cents):
            enqueue_opportunity(lead, value_cents=value_cents, cause=cause)
