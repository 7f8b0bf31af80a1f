"""What follows when a text reached its end: what was asked counts from now on, or the next turn answers all of it."""

from bots.bell import Ring, ring_after_commit, silent
from bots.models import Conversation, Turn
from bots.superseding import SUPERSEDED, on_superseded
from crm.consent.verbs import release_dnd
from crm.contracts import Settled
from crm.models import OutboxEntry

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
    superseded = entry.status == Status.CANCELLED and entry.reason == SUPERSEDED
    if entry.status != Status.SENT and not superseded:
        return
    conversation = Conversation.objects.select_for_update().filter(lead_id=entry.lead_id).first()
    if conversation is None:
        return
    step = _superseded if superseded else _sent
    step(settled, conversation, ring)


def _sent(settled: Settled, conversation: Conversation, ring: Ring) -> None:
    entry = settled.entry
    changed = ["last_bot_text_at"] if entry.purpose != Purpose.STAFF else []
    if changed:
        conversation.last_bot_text_at = settled.at
    turn = Turn.objects.filter(conversation=conversation, entry_id=entry.pk).first()
    if turn is not None:
        changed += _advance(conversation, turn)
    if changed:
        conversation.save(update_fields=changed)
    if Turn.objects.filter(conversation=conversation, status=Turn.Status.PENDING).exists():
        ring_after_commit(ring, "turns")


def _advance(conversation: Conversation, turn: Turn) -> list[str]:
    """The question stands as asked from the moment its text left, never before."""
    slot, variant = turn.decision.get("slot", ""), turn.decision.get("variant", "")
    conversation.pending_slot = slot
    if slot:
        conversation.asked = {**conversation.asked, slot: conversation.asked.get(slot, 0) + 1}
    if variant:
        conversation.variants_said = [*conversation.variants_said, variant][-VARIANTS_KEPT:]
    return ["pending_slot", "asked", "variants_said"]


def _superseded(settled: Settled, conversation: Conversation, ring: Ring) -> None:
    entry = settled.entry
    turn = Turn.objects.filter(conversation=conversation, entry_id=entry.pk).first()
    if turn is None or turn.outcome == Turn.Outcome.SUPERSEDED:
        return
    turn.conversation = conversation
    on_superseded(turn, entry, settled.at)
    ring_after_commit(ring, "turns")
