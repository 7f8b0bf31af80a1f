"""Pure choice: what follows from a turn's words. The model never decides state; this module does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from bots.config import BotConfig
from bots.roles import buyer, lead, seller
from bots.roles.base import BotRole, Slot
from bots.roles.table import ROLES
from bots.routing import wished_switch
from bots.scoring import ConversationFacts, ScoreResult, score
from bots.situation import Counts, PastSwitch, Situation, Switch, is_vague, new_counts, news
from bots.slots import missing, value_of

__all__ = ["ConversationFacts", "Counts", "Decision", "PastSwitch", "Situation", "Switch", "decide"]

Kind = Literal["ask", "answer", "nurture", "hand_off", "switch_role", "silence"]
SURE = 0.65  # a reading below it left words that nobody understood
Lane = Literal["situation", "conversation", "fixed", ""]
Approach = Literal["plain", "rephrase", "choices"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do. `role` speaks from now on. `slot` is the one to ask ("" for none), `approach` how.

    `lane`: "situation" and "fixed" need no model; "conversation" needs words from one, with `fallback` saying whether
    the situation text may stand in. `line` names the situation text (composing/situations.py): opener, ask, bot_answer,
    who, listings, process, handoff and those of HANDOFF_LINES, nurture, noted, not_interested, wrong_number.
    `lead_in`: how the text starts: "", thanks, corrected, greeting, help, bot. `counts` are the new ones to store.
    `risk_flags` go into the packet. `stop_bot`: the bot stays silent from now on (wrong number). `score` is that of
    `role` with these slots. `is_opener`: the lead said nothing yet, so the score says nothing about the lead.
    """

    kind: Kind
    role: str
    score: ScoreResult
    why: tuple[str, ...]
    counts: Counts
    slot: str = ""
    approach: Approach = "plain"
    lane: Lane = "situation"
    line: str = ""
    lead_in: str = ""
    fallback: bool = True
    handoff_reason: str = ""
    silence_reason: str = ""
    switch: Switch | None = None
    risk_flags: tuple[str, ...] = ()
    stop_bot: bool = False
    is_opener: bool = False

    @property
    def speaks(self) -> bool:
        return self.kind != "silence"

    @property
    def hands_off(self) -> bool:
        return self.kind == "hand_off"


def decide(situation: Situation, config: BotConfig) -> Decision:
    """The one next step. Opt-outs were honoured before; who owns the thread is the caller's look.

    Rules are tried in this order; the first that applies decides.
    """
    switch = wished_switch(situation, config)
    view = _View.of(situation, config, switch)
    if situation.is_opener:
        return _opening(view)
    for rule in RULES:
        decision = rule(view)
        if decision is not None:
            return decision
    return _ask_next(view)


@dataclass(frozen=True, slots=True)
class _View:
    """A situation seen by the role that speaks after routing, with what the rules share."""

    situation: Situation
    config: BotConfig
    role: BotRole
    switch: Switch | None
    score: ScoreResult
    counts: Counts
    missing: tuple[Slot, ...]
    risk_flags: tuple[str, ...]

    @classmethod
    def of(cls, situation: Situation, config: BotConfig, switch: Switch | None) -> "_View":
        role = ROLES[switch.to_role if switch and switch.accepted else situation.role]
        open_slots = missing(situation.slots, role, extended=config.seller_extended_set)
        if switch and switch.refusal == "confidence_too_low" and role.name == "lead":
            open_slots = (lead.INTENT, *open_slots)  # too unsure to route: the question comes again
        return cls(
            situation=situation,
            config=config,
            role=role,
            switch=switch,
            score=score(role, situation.slots, situation.facts, config),
            counts=new_counts(situation, config),
            missing=open_slots,
            risk_flags=tuple(flag for intent, flag in RISK_FLAGS.items() if intent in situation.heard.intents),
        )

    def says(self, *intents: str) -> bool:
        return any(intent in self.situation.heard.intents for intent in intents)

    def decision(self, kind: Kind, why: str, **more: Any) -> Decision:
        return Decision(
            kind=kind,
            role=self.role.name,
            score=self.score,
            why=(why, *self._why_of_switch()),
            counts=self.counts,
            switch=self.switch,
            risk_flags=self.risk_flags,
            is_opener=self.situation.is_opener,
            **more,
        )

    def hand_off(self, reason: str, why: str) -> Decision:
        # An honest answer to "are you a bot?" is due even when a person takes over in the same breath.
        lead_in = "bot" if self.says("asks_if_bot") else ""
        line = HANDOFF_LINES.get(reason, "handoff")
        return self.decision("hand_off", why, handoff_reason=reason, line=line, lane="fixed", lead_in=lead_in)

    def _why_of_switch(self) -> tuple[str, ...]:
        if self.switch is None:
            return ()
        if self.switch.accepted:
            return (f"Routed from {self.switch.from_role} to {self.switch.to_role}.",)
        return (f"Not routed to {self.switch.to_role}: {self.switch.refusal.replace('_', ' ')}.",)


# What the lead is told while a person takes over; every other reason gets the plain "handoff".
HANDOFF_LINES = {
    "asked_for_person": "handoff_asked",
    "legal_or_money": "handoff_legal",
    "anger": "handoff_anger",
    "wants_appointment": "handoff_meeting",
    "hot_and_complete": "handoff_hot",
    "question_without_answer": "handoff_question",
}
RISK_FLAGS = {
    "legal_or_money_trouble": "legal_or_money",
    "anger": "anger",
    "threat": "threat",
    "instructs_the_assistant": "tries_to_instruct_the_bot",
}


# -- The rules, in order -----------------------------------------------------------------------------------------------


def _opening(view: _View) -> Decision:
    if not view.missing:
        return view.decision("silence", "Nothing is left to ask.", silence_reason="nothing_to_ask")
    slot = view.missing[0]
    return view.decision("ask", f"Opens with {slot.label.lower()}.", slot=slot.name, line="opener")


def _waits_for_person(view: _View) -> Decision | None:
    if view.situation.handoff_open:
        return view.decision("silence", "A person has this lead in the queue.", silence_reason="waiting_for_person")
    return None


def _person_wanted(view: _View) -> Decision | None:
    if view.says("asks_for_person"):
        return view.hand_off("asked_for_person", "The lead asked for a person.")
    return None


def _trouble(view: _View) -> Decision | None:
    if view.says("legal_or_money_trouble"):
        return view.hand_off("legal_or_money", "The lead mentioned legal or money trouble.")
    if view.says("threat", "anger"):
        return view.hand_off("anger", "The lead is angry or threatens.")
    return None


def _leaves(view: _View) -> Decision | None:
    if view.says("wrong_number"):
        why = "The number belongs to somebody else; the bot stops."
        return view.decision("nurture", why, line="wrong_number", lane="fixed", stop_bot=True)
    if view.says("not_interested"):
        if view.situation.closing_said:
            return view.decision("silence", "A closing line was said already.", silence_reason="closing_said")
        return view.decision("nurture", "The lead is not interested.", line="not_interested", lane="fixed")
    return None


def _nothing_more(view: _View) -> Decision | None:
    """ "ok bye" after our closing line: the lead has the last word."""
    courtesies = view.situation.heard.intents <= {"thanks", "goodbye"} and view.situation.heard.confidence >= SURE
    over = view.situation.closing_said and not view.situation.pending_slot
    if over and courtesies and view.missing and not view.situation.heard.slots:
        return view.decision("silence", "Both sides took leave.", silence_reason="closing_said")
    return None


def _meeting_wanted(view: _View) -> Decision | None:
    if view.says("wants_appointment"):
        return view.hand_off("wants_appointment", "The lead wants to meet; a person makes the appointment.")
    return None


def _value_passed(view: _View) -> Decision | None:
    threshold, slots = view.config.value_threshold_usd, view.situation.slots
    values = [value_of(slots, slot) or 0 for slot in (seller.PRICE, buyer.BUDGET)]
    if threshold and max(values) >= threshold:
        return view.hand_off("value_threshold", f"The value passes ${threshold:,}.")
    return None


def _who_asked(view: _View) -> Decision | None:
    """Are you a bot? Who is this? Both get a plain answer at once, and the conversation goes on."""
    if view.says("asks_if_bot"):
        why, line = "The lead asked whether this is a bot.", "bot_answer"
    elif view.says("asks_who_writes"):
        why, line = "The lead asked who writes.", "who"
    else:
        return None
    slot = _next_slot(view).name if _open_to_ask(view) else ""
    approach = _approach(view, slot) if slot else "plain"
    return view.decision("answer", why, line=line, slot=slot, approach=approach)


def _hot_and_complete(view: _View) -> Decision | None:
    if view.score.temperature == "hot" and not view.missing:
        return view.hand_off("hot_and_complete", "Hot, and every question is answered.")
    return None


# Questions to which one honest answer fits every location: intent -> (line, why).
PLAIN_ANSWERS = {
    "asks_for_listings": ("listings", "The lead asked for homes on offer."),
    "asks_how_it_works": ("process", "The lead asked how this works."),
    "asks_our_agents": ("agents", "The lead asked what an agent has to answer."),
    "asks_who_sent": ("sent", "The lead asked who sent something."),
}


def _plain_question(view: _View) -> Decision | None:
    """Asked with another question beside it, the other one decides."""
    asked = [answer for intent, answer in PLAIN_ANSWERS.items() if view.says(intent)]
    other = view.says("question_about_facts") or (view.says("question") and not view.says("asks_our_agents"))
    if len(asked) != 1 or other or not _open_to_ask(view):
        return None
    line, why = asked[0]
    slot = _next_slot(view).name
    return view.decision("answer", why, line=line, slot=slot, approach=_approach(view, slot))


def _question_asked(view: _View) -> Decision | None:
    slot = view.missing[0].name if view.missing else ""
    if view.says("question_about_facts") and not view.situation.knowledge:
        why = "The lead asked for a fact that is not on record."
        return view.hand_off("question_without_answer", why)
    if view.says("question", "question_about_facts", *PLAIN_ANSWERS):
        return view.decision("answer", "The lead asked a question.", slot=slot, lane="conversation", fallback=False)
    return None


def _takes_leave(view: _View) -> Decision | None:
    """ "I'm at work, talk later" gets no next question; "400k. Have a great day" does: it brought something."""
    if view.says("goodbye") and not news(view.situation):
        return view.decision("nurture", "The lead took leave.", line="nurture")
    return None


def _stuck(view: _View) -> Decision | None:
    counts, config = view.counts, view.config
    if counts.vague_in_row >= config.vague_in_row_limit + 2:
        return view.hand_off("vague", f"{counts.vague_in_row} vague answers in a row, also to a choice.")
    if counts.low_confidence_in_row >= config.low_confidence_in_row_limit:
        return view.hand_off("low_confidence", f"{counts.low_confidence_in_row} turns in a row were not understood.")
    if counts.exchanges_without_news >= config.exchanges_without_news_limit:
        return view.hand_off("no_progress", f"{counts.exchanges_without_news} exchanges without anything new.")
    if view.missing and all(view.situation.asked.get(s.name, 0) >= config.asked_limit for s in view.missing):
        return view.hand_off("no_progress", f"Asked {config.asked_limit} times without an answer.")
    return None


def _all_answered(view: _View) -> Decision | None:
    """Complete, but not hot: kept warm with one closing line, then quiet unless the lead says something new."""
    renting = view.role.name == "lead" and value_of(view.situation.slots, lead.INTENT) == "neither"
    if view.missing and not renting:
        return None
    if view.role.name == "lead" and not renting:
        return view.hand_off("routing_refused", "Triage is complete, but routing was refused.")
    if not view.situation.closing_said:
        return view.decision("nurture", "Complete, but not hot: kept for follow-up.", line="nurture", lead_in="thanks")
    if news(view.situation):
        return view.decision("answer", "Something new after the closing line.", line="noted")
    return view.decision("silence", "Everything is said.", silence_reason="nothing_to_ask")


RULES: tuple[Callable[[_View], Decision | None], ...] = (
    _waits_for_person,
    _person_wanted,
    _trouble,
    _leaves,
    _nothing_more,
    _meeting_wanted,
    _value_passed,
    _who_asked,
    _hot_and_complete,
    _plain_question,
    _question_asked,
    _takes_leave,
    _stuck,
    _all_answered,
)


def _ask_next(view: _View) -> Decision:
    slot = _next_slot(view)
    switched = view.switch is not None and view.switch.accepted
    return view.decision(
        "switch_role" if switched else "ask",
        f"{slot.label} is the next open question.",
        slot=slot.name,
        line="ask",
        approach=_approach(view, slot.name),
        lane=_lane(view),
        lead_in=_lead_in(view),
    )


def _open_to_ask(view: _View) -> bool:
    return any(view.situation.asked.get(slot.name, 0) < view.config.asked_limit for slot in view.missing)


def _next_slot(view: _View) -> Slot:
    """In the order of the role; one answered vaguely waits for the others, unless the approach changes."""
    pending = next((slot for slot in view.missing if slot.name == view.situation.pending_slot), None)
    if pending is not None and view.counts.vague_in_row >= view.config.vague_in_row_limit:
        return pending
    often = view.config.asked_limit
    return next(slot for slot in view.missing if view.situation.asked.get(slot.name, 0) < often)


def _approach(view: _View, slot: str) -> Approach:
    steps: tuple[Approach, ...] = ("plain", "rephrase", "choices")
    by_times = view.situation.asked.get(slot, 0)
    by_vagueness = view.counts.vague_in_row - view.config.vague_in_row_limit + 1
    return steps[max(0, min(2, max(by_times, by_vagueness)))]


def _lane(view: _View) -> Lane:
    """Only filled slots: the situation's words do. Anything that wants listening goes to the conversation lane."""
    listening = view.says("objection", "instructs_the_assistant")
    listening = listening or (view.says("correction") and not _is_clear_correction(view))
    second_vague = is_vague(view.situation) and view.counts.vague_in_row >= 2
    return "conversation" if listening or second_vague or view.counts.low_confidence_in_row else "situation"


def _is_clear_correction(view: _View) -> bool:
    """Rules read every word of it, and it gives other values for facts: "Got it, updated" is all there is to say."""
    heard = view.situation.heard
    told = [slot for slot in heard.slots if not slot.vague]
    return heard.source == "rules" and heard.complete and bool(told) and all(s.name != lead.INTENT.name for s in told)


def _lead_in(view: _View) -> str:
    if view.says("correction"):
        return "corrected"
    if view.says("asks_for_help"):
        return "help"
    if news(view.situation):
        return "thanks"
    return "greeting" if view.says("greeting") else ""
