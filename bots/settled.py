"""What follows when a text reached its end: what was asked counts from now on, the next turn answers all of it, or
nothing was said and why is stored."""

from collections.abc import Callable, Mapping
from typing import Any

from bots.bell import Ring, ring_after_commit, silent
from bots.handoff import open_handoff
from bots.models import Conversation, Turn
from bots.superseding import on_superseded
from bots.texts import SUPERSEDED
from bots.unsent import TEXT_FAILED, end_unsent, said_after_all
from crm.consent.verbs import release_dnd
from crm.contracts import Settled
from crm.models import Message, OutboxEntry

Purpose, Status = OutboxEntry.Purpose, OutboxEntry.Status

VARIANTS_KEPT = 400  # above the number of texts that a year of follow-ups makes


def on_settled(settled: Settled, *, ring: Ring = silent) -> None:
    """Called inside the transaction that settles the entry; only texts of turns matter here."""
    entry = settled.entry
    if entry.kind != OutboxEntry.Kind.TEXT or entry.lead_id is None:
        return
    if entry.purpose == Purpose.OPTOUT_CONFIRMATION and entry.status not in OutboxEntry.UNFINISHED:
        release_dnd(entry.lead_id, settled.at)  # the CRM refuses texts once it is set, so it waited for this one
        ring_after_commit(ring, "outbox")
        return
    step = _step(entry)
    if step is None:
        return
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("lead__location")
    conversation = rows.filter(lead_id=entry.lead_id).first()
    if conversation is not None:
        step(settled, conversation, ring)


def _step(entry: OutboxEntry) -> Callable[[Settled, Conversation, Ring], None] | None:
    if entry.status == Status.CANCELLED:
        return _superseded if entry.reason == SUPERSEDED else _cancelled
    return {Status.SENT: _sent, Status.DEAD: _failed}.get(Status(entry.status))


def _sent(settled: Settled, conversation: Conversation, ring: Ring) -> None:
    entry = settled.entry
    changed = ["last_bot_text_at"] if entry.purpose != Purpose.STAFF else []
    if changed:
        conversation.last_bot_text_at = settled.at
    turn = Turn.objects.filter(conversation=conversation, entry_id=entry.pk).first()
    if turn is not None:
        said_after_all(turn)
        changed += advance(conversation, turn.decision)
    if changed:
        conversation.save(update_fields=changed)
    if Turn.objects.filter(conversation=conversation, status=Turn.Status.PENDING).exists():
        ring_after_commit(ring, "turns")


def advance(conversation: Conversation, decision: Mapping[str, Any]) -> list[str]:
    """The question stands as asked from the moment its text left, never before. `decision`: `Turn.decision`.

    Returns the fields of the row that changed; nothing is written.
    """
    slot, variant = decision.get("slot", ""), decision.get("variant", "")
    conversation.pending_slot = slot
    if slot:
        conversation.asked = {**conversation.asked, slot: conversation.asked.get(slot, 0) + 1}
    if variant:
        conversation.variants_said = [*conversation.variants_said, variant][-VARIANTS_KEPT:]
    return ["pending_slot", "asked", "variants_said"]


def _cancelled(settled: Settled, conversation: Conversation, ring: Ring) -> None:
    end_unsent(conversation.pk)


def _failed(settled: Settled, conversation: Conversation, ring: Ring) -> None:
    """The CRM did not take the text: the lead has no answer, so a person must know."""
    turn = Turn.objects.filter(conversation=conversation, entry_id=settled.entry.pk).first()
    if turn is None or not end_unsent(conversation.pk):
        return
    if conversation.owner == Conversation.Owner.PERSON or conversation.lead.deleted_at is not None:
        return
    packet = _failed_packet(conversation, turn)
    open_handoff(conversation, reason=TEXT_FAILED, packet=packet, turn=turn, draft=turn.reply_text, now=settled.at)


def _failed_packet(conversation: Conversation, turn: Turn) -> dict[str, Any]:
    lead = conversation.lead
    newest = Message.objects.of_lead(lead.pk).inbound().order_by("-id").first()
    return {
        "summary": f"{lead.display_name}: the bot's text could not be delivered, so nothing was said.",
        "last_words": newest.body if newest and not turn.is_opener else "",
        "next_step": "Call, or write on another channel.",
        "reason": TEXT_FAILED,
    }


def _superseded(settled: Settled, conversation: Conversation, ring: Ring) -> None:
    entry = settled.entry
    turn = Turn.objects.filter(conversation=conversation, entry_id=entry.pk).first()
    if turn is None or turn.outcome == Turn.Outcome.SUPERSEDED:
        return
    turn.conversation = conversation
    on_superseded(turn, entry, settled.at)
    ring_after_commit(ring, "turns")
