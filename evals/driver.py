"""Plays one conversation through the rules path, in process: understand, merge, decide, word. No database, no model.

It goes the way of a turn without a provider: where a model's words would be needed, the situation's question stands in
and is counted as such.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta

from bots.answers import Heard
from bots.composing.hours import honest_time
from bots.composing.packet import next_step, summary
from bots.composing.situations import NothingNewToSay, Speaker, situation_text
from bots.config import DEFAULTS, BotConfig
from bots.decisions import Decision, decide
from bots.effects import Effect, Standing, effects
from bots.facts import Line, conversation_facts
from bots.roles.table import SLOTS
from bots.situation import Counts, PastSwitch, Situation
from bots.slots import Slots, merged
from bots.understanding.rules import understand_by_rules
from crm.consent.recognition import recognise
from evals.cases import Case, Saying

SPEAKER = Speaker(company="Alder Street Realty", first_name="Sam")
CLOSING = frozenset({"nurture", "not_interested", "noted"})


@dataclass(frozen=True, slots=True)
class Asked:
    """One text of ours: the slot it asks for and whether the lead had stated that slot before."""

    text: str
    slot: str
    stated_before: bool
    needed_model: bool


@dataclass(slots=True)
class Played:
    """What came of a conversation."""

    case: Case
    role: str
    language: str
    slots: Slots = field(default_factory=dict)
    decision: Decision | None = None
    handoff: str = ""
    opted_out: bool = False
    texts: list[Asked] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    turns: int = 0
    complete_turns: int = 0
    pending: str = ""
    asked: dict[str, int] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)
    switches: list[PastSwitch] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    thread: list[Line] = field(default_factory=list)
    heard_before: list[dict[str, object]] = field(default_factory=list)
    standing: Standing = field(default_factory=lambda: Standing("lead", {}))
    stopped: bool = False
    stated: set[str] = field(default_factory=set)


def play(case: Case, config: BotConfig = DEFAULTS) -> Played:
    """The whole conversation until nothing more is to be said, the lead opts out or a person takes over."""
    played = Played(case, case.role, case.language, standing=Standing(case.role, {}))
    now = datetime.combine(case.today, time(16), tzinfo=UTC)
    if case.opener:
        _turn(played, Heard(language=case.language), now, config, is_opener=True)
    for number, saying in enumerate(_in_order(case, played), start=1):
        now += timedelta(minutes=2)
        command = recognise(saying.words)
        if command is not None and command.name == "opt_out":
            played.opted_out = True
            break
        played.thread.append(Line(number * 2, "lead", saying.words, now))
        heard = _understand(played, saying, now)
        _turn(played, heard, now + timedelta(seconds=5), config)
        if played.handoff or played.stopped:
            break
    return played


def _in_order(case: Case, played: Played) -> Iterator[Saying]:
    """An answer to what was just asked, else the next message that waits for no question."""
    left = list(case.sayings)
    while left:
        fitting = [s for s in left if s.when_asked and s.when_asked == played.pending]
        free = [s for s in left if not s.when_asked]
        if not fitting and not free:
            return
        saying = (fitting or free)[0]
        left.remove(saying)
        yield saying


def _understand(played: Played, saying: Saying, now: datetime) -> Heard:
    heard = understand_by_rules(
        saying.words,
        pending_slot=played.pending,
        role=played.role,
        known=played.slots,
        today=now.date(),
        language=played.language,
    )
    played.language = heard.language
    played.turns += 1
    played.complete_turns += heard.complete
    played.stated |= set(saying.states)
    return heard


def _turn(played: Played, heard: Heard, now: datetime, config: BotConfig, *, is_opener: bool = False) -> None:
    before = played.slots
    slots = merged(before, heard, len(played.thread), now)
    situation = Situation(
        role=played.role,
        slots=slots,
        known_before=before,
        heard=heard,
        now=now,
        facts=conversation_facts(played.thread, played.heard_before, heard),
        pending_slot=played.pending,
        asked=played.asked,
        counts=played.counts,
        switches=tuple(played.switches),
        is_opener=is_opener,
        closing_said=any(part.split(".")[1] in CLOSING for variant in played.said for part in variant.split("|")),
    )
    decision = decide(situation, config)
    _store(played, decision, slots, heard, now, is_opener)
    if decision.speaks:
        _say(played, decision, now, config)


def _store(played: Played, decision: Decision, slots: Slots, heard: Heard, now: datetime, is_opener: bool) -> None:
    if decision.switch is not None and decision.switch.accepted:
        played.switches.append(PastSwitch(decision.switch.from_role, decision.switch.to_role, now))
    played.slots, played.decision, played.counts, played.role = slots, decision, decision.counts, decision.role
    played.handoff, played.stopped = decision.handoff_reason, decision.stop_bot
    played.heard_before.append(heard.as_record())
    temperature = "" if is_opener else decision.score.temperature
    after = Standing(decision.role, slots, temperature, decision.score.value)
    words = summary(decision, slots, display_name=SPEAKER.first_name)
    played.effects += effects(decision, played.standing, after, now=now, summary=words, next_step=next_step(decision))
    played.standing = after


def _say(played: Played, decision: Decision, now: datetime, config: BotConfig) -> None:
    decision = decision if decision.line else replace(decision, line="ask")
    try:
        found = situation_text(
            decision.line,
            role=decision.role,
            slot=decision.slot,
            approach=decision.approach,
            lead_in=decision.lead_in,
            language=played.language,
            tone=config.tone,
            speaker=SPEAKER,
            variants_said=played.said,
            max_characters=config.sms_max_characters,
            disclose=config.disclose_in_opener,
            honest_time=honest_time(now, config, played.language),
            assistant_name=config.assistant_name,
        )
    except NothingNewToSay:
        return
    played.said.append(found.variant_id)
    played.thread.append(Line(len(played.thread) * 2 + 1, "bot", found.text, now))
    names = (decision.slot, *SLOTS[decision.slot].also_from) if decision.slot else ()
    stated_before = any(name in played.stated for name in names)
    played.texts.append(Asked(found.text, decision.slot, stated_before, decision.lane == "conversation"))
    played.pending = decision.slot
    if decision.slot:
        played.asked[decision.slot] = played.asked.get(decision.slot, 0) + 1
