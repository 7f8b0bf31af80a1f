"""A newer message came before the reply left: the next turn answers all of it, at most twice in a row."""

from datetime import datetime

from bots.models import Conversation, Turn
from bots.opening import open_again
from bots.texts import LAST_ROUND, SUPERSEDED
from crm.models import Message, OutboxEntry
from crm.outbox.enqueue import cancel_entry

Purpose, Status = OutboxEntry.Purpose, OutboxEntry.Status

CHAIN_LIMIT = 50  # turns that may be joined before one answer; far above what rounds and outages make


class AtTheWire(Exception):
    """An earlier reply of this thread is being sent; whether it left is known in a moment."""


def take_over_unsent(turn: Turn, now: datetime) -> None:
    """Before a turn starts: the earlier reply that still waits is cancelled, and this turn answers for it too.

    Raises AtTheWire while that reply is under way: its outcome decides what is left to answer.
    """
    if turn.is_opener:
        return
    for entry in _unsent_replies(turn.conversation):
        if entry.status != Status.CLAIMED and not _may_supersede(entry):
            continue
        if not cancel_entry(entry, SUPERSEDED):
            raise AtTheWire
        earlier = Turn.objects.filter(entry_id=entry.pk).first()
        if earlier is not None:
            mark_superseded(earlier)
            turn.supersedes, turn.round = earlier, next_round(entry.round)


def _unsent_replies(conversation: Conversation) -> list[OutboxEntry]:
    waiting = (Status.DUE, Status.CLAIMED, Status.HELD)
    texts = OutboxEntry.objects.texts().filter(lead_id=conversation.lead_id, status__in=waiting, purpose=Purpose.REPLY)
    return list(texts.order_by("id"))


def _may_supersede(entry: OutboxEntry) -> bool:
    if entry.status == Status.HELD:
        # What is held was never on its way: starving is no danger, an outdated draft is. What may have left, though,
        # stays with the person who has to find out.
        return not entry.reason.startswith("unknown")
    return entry.round < LAST_ROUND


def next_round(round: int) -> int:
    return min(round + 1, LAST_ROUND)


def mark_superseded(turn: Turn) -> None:
    turn.outcome, turn.reason = Turn.Outcome.SUPERSEDED, SUPERSEDED
    turn.save(update_fields=["outcome", "reason"])


def on_superseded(turn: Turn, entry: OutboxEntry, now: datetime) -> Turn:
    """The gate cancelled a reply: the waiting turn, or a new one, answers all of it. The caller locks the thread."""
    mark_superseded(turn)
    return open_again(
        turn.conversation, turn, cause=f"superseded:{turn.pk}", round=next_round(entry.round), now=now
    )  # fmt: skip


def turns_to_answer(turn: Turn) -> list[int]:
    """Ids of the turn and of those whose answer it stands in for, newest first."""
    chain, earlier = [turn.pk], turn.supersedes_id
    while earlier is not None and len(chain) < CHAIN_LIMIT:
        chain.append(earlier)
        earlier = Turn.objects.filter(pk=earlier).values_list("supersedes_id", flat=True).first()
    return chain


def messages_of(turns: list[int]) -> list[Message]:
    """Every text that these turns own, in order of receipt."""
    owned = Message.objects.filter(turn_ownership__turn_id__in=turns, kind=Message.Kind.TEXT)
    return list(owned.oldest_first())
