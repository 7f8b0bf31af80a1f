"""Plays a workload through understand, decide and word as the bots do, with the CRM's rows in memory alone.

A turn is one message. What a person does in the product is played too: after a handoff somebody answers, puts the
question that stood open again and gives the thread back, so that every message of the file is read and worded.
Opt-outs, calls for help and reactions make no turn, as in the product; after an opt-out nothing of that lead is played.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bench.workload.records import Person, Said
from bots.answers import Heard
from bots.config import DEFAULTS
from bots.facts import Line
from bots.models import Conversation, Turn
from bots.planning import Plan, decision_record, plan
from bots.reading import EARLIER_TURNS, THREAD_LENGTH, Reading
from bots.saving import note
from bots.settled import advance
from bots.situation import PastSwitch
from bots.slots import with_crm_values
from bots.thinking import Orchestrator, Thinking, heard_by_rules
from crm.consent.recognition import recognise
from crm.mapping.message_kinds import is_reaction
from crm.models import Lead, Location, Message
from orchestrator.contracts import NoAnswer

START = datetime(2026, 3, 10, 16, 0, tzinfo=UTC)  # a Tuesday in office hours; rules read "by June" from this day on
BETWEEN_MESSAGES = timedelta(minutes=2)
DEADLINE_SECONDS = 45.0
TIMEZONE = "America/Chicago"


@dataclass(frozen=True, slots=True)
class Played:
    """One message and what became of it. `made` None: no turn (`ended` says why), or no answer (`ended` is its code).

    `rules`: what rules alone heard, None where there was no turn; `pending` the slot that was asked before.
    """

    said: Said
    rules: Heard | None
    made: Plan | None
    ended: str = ""
    pending: str = ""

    @property
    def is_turn(self) -> bool:
        return self.rules is not None


@dataclass(slots=True)
class _Thread:
    """One lead's conversation as it stands."""

    conversation: Conversation
    now: datetime = START
    lines: list[Line] = field(default_factory=list)
    heard_before: list[dict[str, object]] = field(default_factory=list)
    switches: list[PastSwitch] = field(default_factory=list)
    opted_out: bool = False

    def line(self, speaker: str, text: str) -> Line:
        number = len(self.lines) + 1
        self.lines.append(Line(number, speaker, text, self.now))
        return self.lines[-1]


def play(
    said: list[Said], model: Orchestrator, *, rules_first: bool, progress: Callable[[int], None] = lambda turns: None
) -> list[Played]:
    """Every message in the given order, each lead's conversation carried on."""
    threads: dict[Person, _Thread] = {}
    locations: dict[str, Location] = {}
    played = []
    for number, message in enumerate(said, 1):
        person = message.person
        if person not in threads:
            location = locations.setdefault(person.location, _location(person.location, len(locations) + 1))
            threads[person] = _Thread(_conversation(person, location, len(threads) + 1))
        played.append(_message(threads[person], message, number, model, rules_first))
        progress(number)
    return played


def _location(name: str, number: int) -> Location:
    return Location(pk=number, ghl_id=name, name="Alder Street Realty", timezone=TIMEZONE, kind=Location.Kind.SANDBOX)


def _conversation(person: Person, location: Location, number: int) -> Conversation:
    lead = Lead(
        pk=number,
        location=location,
        ghl_contact_id=person.lead,
        first_name=person.first_name,
        last_name=person.last_name,
        phone=person.phone,
        email=person.email,
    )
    return Conversation(pk=number, lead=lead, location=location, role=person.role or "lead", activated=True)


def _message(thread: _Thread, said: Said, number: int, model: Orchestrator, rules_first: bool) -> Played:
    if thread.opted_out:
        return Played(said, None, None, "opted_out")
    thread.now += BETWEEN_MESSAGES
    line = thread.line("lead", said.text)
    command = recognise(said.text)
    if command is not None or is_reaction(said.text):
        thread.opted_out = command is not None and command.name == "opt_out"
        return Played(said, None, None, command.name if command else "reaction")
    reading = _reading(thread, line, number)
    rules, pending = heard_by_rules(reading), thread.conversation.pending_slot
    thinking = Thinking.starting_now(model, rules_first=rules_first, seconds=DEADLINE_SECONDS)
    try:
        made = plan(reading, thinking)
    except NoAnswer as error:
        return Played(said, rules, None, error.code, pending)
    _carry_on(thread, reading, made)
    return Played(said, rules, made, pending=pending)


def _reading(thread: _Thread, line: Line, number: int) -> Reading:
    conversation = thread.conversation
    return Reading(
        turn=Turn(pk=number, conversation=conversation),
        conversation=conversation,
        lead=conversation.lead,
        location=conversation.location,
        config=DEFAULTS,
        now=thread.now,
        role=conversation.role,
        slots=with_crm_values(conversation.slots, {}, thread.now),
        owed=((line.message_id, line.text),),
        newest_owed=Message(pk=line.message_id, body=line.text),
        thread=tuple(thread.lines[-THREAD_LENGTH:]),
        earlier_heard=tuple(thread.heard_before[-EARLIER_TURNS:]),
        switches=tuple(s for s in thread.switches if s.at > thread.now - timedelta(days=1)),
        rules_only=False,
        silence="",
    )


def _carry_on(thread: _Thread, reading: Reading, made: Plan) -> None:
    """What stands after the turn: as saved, as settled, and a handed-over thread given back."""
    decision, switch, conversation = made.decision, made.decision.switch, thread.conversation
    note(conversation, made, thread.now)
    conversation.closed_at = None
    thread.heard_before.append(made.heard.as_record())
    if switch is not None and switch.accepted:
        thread.switches.append(PastSwitch(switch.from_role, switch.to_role, thread.now))
    if made.words is None:
        return
    thread.line("bot", made.words.text)
    open_question = conversation.pending_slot
    advance(conversation, decision_record(made, reading))
    if decision.hands_off:
        conversation.pending_slot = open_question
