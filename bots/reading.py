"""Everything a turn or a draft looks at, read in one go before anything is thought."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

from bots.activation import is_active, role_of
from bots.config import BotConfig
from bots.facts import Line
from bots.models import Conversation, RoleSwitch, Turn
from bots.ownership import PERSON_OWNS
from bots.profiles import config_for
from bots.situation import PastSwitch
from bots.slots import SlotRecord, with_crm_values
from bots.superseding import messages_of, turns_to_answer
from bots.texts import ANNOUNCING
from crm.models import Consent, Lead, Location, Message, OutboxEntry

THREAD_LENGTH = 40  # newest messages; the model sees the last eight of them
EARLIER_TURNS = 30


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as it stands. `owed`: (message id, words) that have no answer yet, oldest first."""

    conversation: Conversation
    lead: Lead
    location: Location
    config: BotConfig
    now: datetime
    role: str
    slots: Mapping[str, SlotRecord]
    owed: tuple[tuple[int, str], ...]
    thread: tuple[Line, ...]

    @property
    def words(self) -> str:
        """The lead's words, one bubble per line."""
        return "\n".join(text for _, text in self.owed)

    @property
    def answers_message_id(self) -> int | None:
        return max((message_id for message_id, _ in self.owed), default=None)

    @property
    def today(self) -> Any:
        return self.now.astimezone(ZoneInfo(self.location.timezone)).date()


@dataclass(frozen=True, slots=True)
class Reading(Talk):
    """What one turn looks at. `owed`: what this turn answers; empty for an opener.

    `silence`: why nothing may be decided, "" when the turn goes on. `rules_only`: the contact could not be read yet.
    """

    turn: Turn
    newest_owed: Message | None
    earlier_heard: tuple[Mapping[str, Any], ...]
    switches: tuple[PastSwitch, ...]
    rules_only: bool
    silence: str


def read(turn: Turn, now: datetime) -> Reading:
    """About seven short queries, none of which grows with the thread.

    The words of the turns that this one stands in for are read again, so what those heard and did does not count.
    """
    conversation = turn.conversation
    lead, location = conversation.lead, conversation.lead.location
    config = config_for(location.pk)
    chain = turns_to_answer(turn)
    messages = [] if turn.is_opener else messages_of(chain)
    earlier = Turn.objects.filter(conversation=conversation, status=Turn.Status.DONE).exclude(pk__in=chain)
    earlier = earlier.exclude(heard={}).exclude(outcome=Turn.Outcome.SUPERSEDED)
    return Reading(
        turn=turn,
        conversation=conversation,
        lead=lead,
        location=location,
        config=config,
        now=now,
        role=_role(turn, lead, config),
        slots=with_crm_values(conversation.slots, lead.attributes, now),
        owed=tuple((message.pk, message.body) for message in messages),
        newest_owed=max(messages, key=lambda message: message.pk, default=None),
        thread=tuple(map(_line, _messages(lead))),
        earlier_heard=tuple(reversed(earlier.order_by("-id").values_list("heard", flat=True)[:EARLIER_TURNS])),
        switches=tuple(_switches(conversation, chain, now)),
        rules_only=read_failed(lead),
        silence=_silence(turn, conversation, lead, config, bool(messages)),
    )


def read_talk(conversation: Conversation, now: datetime) -> Talk:
    """The conversation as it stands, whoever owns it: three short queries.

    A line that only says that somebody will answer is no answer and is left out.
    """
    lead, location = conversation.lead, conversation.lead.location
    messages, config = _messages(lead), config_for(location.pk)
    waiting = _waiting_lines(messages)
    thread = tuple(_line(message) for message in messages if message.entry_id not in waiting)
    return Talk(
        conversation=conversation,
        lead=lead,
        location=location,
        config=config,
        now=now,
        role=_role_from(conversation.role, lead, config),
        slots=with_crm_values(conversation.slots, lead.attributes, now),
        owed=_unanswered(thread),
        thread=thread,
    )


def _unanswered(thread: Sequence[Line]) -> tuple[tuple[int, str], ...]:
    """What the lead wrote since our last text."""
    texts = [line for line in reversed(thread) if line.is_text and line.text]
    newest = takewhile(lambda line: line.by_lead, texts)
    return tuple((line.message_id, line.text) for line in newest)[::-1]


def decided_before(turn: Turn) -> dict[str, Any]:
    """Role and counts from which the turn that this one stands in for started, {} when there is none or it decided
    nothing: what that one decided never reached the lead, and its words are read again."""
    earlier = turn.supersedes
    return dict(earlier.decision.get("before") or {}) if earlier is not None else {}


def _role(turn: Turn, lead: Lead, config: BotConfig) -> str:
    return _role_from(str(decided_before(turn).get("role") or turn.conversation.role), lead, config)


def _role_from(role: str, lead: Lead, config: BotConfig) -> str:
    """Tags choose for a conversation that has no role yet."""
    return role if role != Conversation.Role.LEAD else role_of(lead.tags, config)


def _messages(lead: Lead) -> list[Message]:
    newest = Message.objects.of_lead(lead.pk).order_by("-received_at", "-id")[:THREAD_LENGTH]
    return list(newest)[::-1]


def _line(message: Message) -> Line:
    is_text = message.kind == Message.Kind.TEXT
    return Line(message.pk, message.author, message.body, message.received_at, is_text)


def _waiting_lines(messages: Sequence[Message]) -> set[int | None]:
    """The outbox entries among them that only announced an answer."""
    ours = [message.entry_id for message in messages if message.entry_id]
    return set(OutboxEntry.objects.filter(pk__in=ours, purpose__in=ANNOUNCING).values_list("pk", flat=True))


def _switches(conversation: Conversation, chain: list[int], now: datetime) -> list[PastSwitch]:
    recent = RoleSwitch.objects.filter(conversation=conversation, accepted=True, at__gt=now - timedelta(days=1))
    recent = recent.exclude(turn__outcome=Turn.Outcome.SUPERSEDED).exclude(turn_id__in=chain)
    return [PastSwitch(switch.from_role, switch.to_role, switch.at) for switch in recent.order_by("id")]


def read_failed(lead: Lead) -> bool:
    """The first read was asked for and has not come: name and zone may be missing, so no words leave for a model."""
    if lead.read_at is not None:
        return False
    return OutboxEntry.objects.filter(lead_id=lead.pk, kind=OutboxEntry.Kind.READ_CONTACT).exists()


def _silence(turn: Turn, conversation: Conversation, lead: Lead, config: BotConfig, has_words: bool) -> str:
    """Why nothing is decided, from the facts as they stand when the turn runs."""
    location = lead.location
    if location.mode == Location.Mode.OFF or location.disconnected_at is not None:
        return "mode_off"
    if lead.deleted_at is not None:
        return "lead_gone"
    if conversation.owner == Conversation.Owner.PERSON:
        return PERSON_OWNS
    if conversation.closed_at is not None:
        return "closed"
    if not is_active(lead.tags, activate_all=location.activate == Location.Activate.ALL, config=config):
        return "not_activated"
    newest = Consent.objects.of_lead(lead.pk).newest_first().values_list("state", flat=True).first()
    if newest == Consent.State.REVOKED:
        return "opted_out"
    if turn.is_opener and conversation.last_inbound_at is not None:
        return "lead_wrote"
    return "" if turn.is_opener or has_words else "nothing_to_answer"
