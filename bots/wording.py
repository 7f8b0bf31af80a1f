"""The words of a decision: a situation text of ours, or a model's reply that passed the screen."""

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bots.answers import ComposeAnswer, Heard
from bots.composing.hours import honest_time
from bots.composing.screen import Screened, screen_reply
from bots.composing.situations import NothingNewToSay, SituationText, Speaker, situation_text
from bots.decisions import Decision
from bots.reading import Reading, Talk
from bots.slots import Slots
from bots.thinking import Thinking, worded_by_model
from orchestrator.contracts import NoAnswer, Refused

WITHOUT_A_WAY_ON = ("model_away", "budget_spent", "no_answer")


@dataclass(frozen=True, slots=True)
class Words:
    """`variant` names the situation text; `lane` is where the words came from: situation, conversation or fixed."""

    text: str
    lane: str
    variant: str = ""


class GuardStopped(Exception):
    """No words may go out: a person takes over. `draft` is what was stopped."""

    def __init__(self, reason: str, sentence: str, draft: str = "") -> None:
        super().__init__(sentence)
        self.reason, self.sentence, self.draft = reason, sentence, draft


def word(decision: Decision, slots: Slots, heard: Heard, reading: Reading, thinking: Thinking) -> Words | None:
    """Raises GuardStopped where nothing may be said, and a NoAnswer where a model is needed and none can be had."""
    if decision.lane == "conversation":
        spoken = _by_model(decision, slots, heard, reading, thinking)
        if spoken is not None:
            return spoken
    words = situation_words(decision, heard.language, reading)
    if words is None and not decision.hands_off:
        raise GuardStopped("no_progress", "Every wording of this was said already.")
    return words


def situation_words(decision: Decision, language: str, reading: Reading) -> Words | None:
    """None when everything that fits was said to this lead before."""
    found = _found(decision, language, reading)
    return Words(found.text, decision.lane or "situation", found.variant_id) if found else None


def _found(decision: Decision, language: str, talk: Talk) -> SituationText | None:
    told = {"line": decision.line, "role": decision.role, "slot": decision.slot, "lead_in": decision.lead_in}
    return _situation(talk, language, approach=decision.approach, **told)


def _situation(
    talk: Talk, language: str, *, line: str, role: str, slot: str, approach: str, lead_in: str
) -> SituationText | None:
    conversation, location = talk.conversation, talk.location
    try:
        return situation_text(
            line,
            role=role,
            slot=slot,
            approach=approach,
            lead_in=lead_in,
            language=language,
            tone=talk.config.tone,
            speaker=Speaker(company=location.name, first_name=talk.lead.first_name),
            variants_said=conversation.variants_said,
            max_characters=talk.config.sms_max_characters,
            disclose=talk.config.disclose_in_opener and conversation.last_bot_text_at is None,
            timeline_days=(talk.config.seller_timeline_low_days, talk.config.seller_timeline_high_days),
            honest_time=honest_time(talk.now.astimezone(ZoneInfo(location.timezone)), talk.config, language),
            assistant_name=talk.config.assistant_name,
            seed=conversation.pk,
        )
    except NothingNewToSay:
        return None


def _stopped_draft(error: NoAnswer) -> str:
    """What a guard stopped, for the person who takes over; empty where there was nothing to see."""
    answer = error.answer if isinstance(error, Refused) else None
    return answer.reply.strip() if isinstance(answer, ComposeAnswer) else ""


def _by_model(decision: Decision, slots: Slots, heard: Heard, reading: Reading, thinking: Thinking) -> Words | None:
    """The model's reply, or None where a situation text stands in."""
    if reading.rules_only and not decision.fallback:
        raise GuardStopped("guard_stopped_reply", "The contact could not be read, so no model was asked for words.")
    if reading.rules_only:
        return None
    question = question_text(
        reading, heard.language, role=decision.role, slot=decision.slot, approach=decision.approach
    )
    try:
        draft = worded_by_model(decision, slots, heard, reading, thinking, question=question.text if question else "")
    except NoAnswer as error:
        no_way_on = error.code in WITHOUT_A_WAY_ON
        if decision.fallback and not (no_way_on and "objection" in heard.intents):
            return None
        if no_way_on:
            raise  # an objection is not answered with the bare next question: it waits for a model or a person
        why = f"No reply could be worded: {error.code.replace('_', ' ')}."
        raise GuardStopped("guard_stopped_reply", why, _stopped_draft(error)) from error
    screened = screened_reply(draft, slots, reading, question)
    if screened.passes:
        return Words(screened.text, "conversation", question.variant_id if question else "")
    if decision.fallback:
        return None
    raise GuardStopped("guard_stopped_reply", f"A check stopped the reply. {screened.reason}", draft)


def question_text(talk: Talk, language: str, *, role: str, slot: str, approach: str = "plain") -> SituationText | None:
    """The words of ours that a model's reply leads to; None when nothing is asked."""
    if not slot:
        return None
    return _situation(talk, language, line="ask", role=role, slot=slot, approach=approach, lead_in="")


def screened_reply(draft: str, slots: Slots, talk: Talk, question: SituationText | None) -> Screened:
    """A model's reply against what the lead said, what is known, and what it was given."""
    return screen_reply(
        draft,
        slots=slots,
        lead_words="\n".join([*(line.text for line in talk.thread if line.by_lead), talk.words]),
        config=talk.config,
        given=(talk.location.name, question.text if question else ""),
    )


def said_already(variants_said: Iterable[str], lines: Iterable[str]) -> bool:
    """Was one of these lines said to the lead? A variant's id reads "en.nurture.1|…"."""
    wanted = set(lines)
    said = (part.split(".") for variant in variants_said for part in variant.split("|"))
    return any(len(parts) > 1 and parts[1] in wanted for parts in said)
