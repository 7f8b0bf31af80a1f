"""The words of a decision: a situation text of ours, or a model's reply that passed the screen."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bots.answers import Heard
from bots.composing.hours import honest_time
from bots.composing.screen import screen_reply
from bots.composing.situations import NothingNewToSay, SituationText, Speaker, situation_text
from bots.decisions import Decision
from bots.reading import Reading
from bots.slots import Slots
from bots.thinking import Thinking, worded_by_model
from orchestrator.contracts import NoAnswer

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


def _found(decision: Decision, language: str, reading: Reading) -> SituationText | None:
    conversation, location = reading.conversation, reading.location
    try:
        return situation_text(
            decision.line,
            role=decision.role,
            slot=decision.slot,
            approach=decision.approach,
            lead_in=decision.lead_in,
            language=language,
            tone=reading.config.tone,
            speaker=Speaker(company=location.name, first_name=reading.lead.first_name),
            variants_said=conversation.variants_said,
            max_characters=reading.config.sms_max_characters,
            disclose=reading.config.disclose_in_opener and conversation.last_bot_text_at is None,
            timeline_days=(reading.config.seller_timeline_low_days, reading.config.seller_timeline_high_days),
            honest_time=honest_time(reading.now.astimezone(ZoneInfo(location.timezone)), reading.config, language),
            assistant_name=reading.config.assistant_name,
            seed=conversation.pk,
        )
    except NothingNewToSay:
        return None


def _by_model(decision: Decision, slots: Slots, heard: Heard, reading: Reading, thinking: Thinking) -> Words | None:
    """The model's reply, or None where a situation text stands in."""
    if reading.rules_only and not decision.fallback:
        raise GuardStopped("guard_stopped_reply", "The contact could not be read, so no model was asked for words.")
    if reading.rules_only:
        return None
    question = _question(decision, heard.language, reading)
    try:
        draft = worded_by_model(decision, slots, heard, reading, thinking, question=question.text if question else "")
    except NoAnswer as error:
        if decision.fallback:
            return None
        if error.code in WITHOUT_A_WAY_ON:
            raise
        raise GuardStopped("guard_stopped_reply", f"No reply could be worded: {error.code}.") from error
    screened = screen_reply(
        draft,
        slots=slots,
        lead_words="\n".join([*(line.text for line in reading.thread if line.by_lead), reading.words]),
        config=reading.config,
        given=(reading.location.name, question.text if question else ""),
    )
    if screened.passes:
        return Words(screened.text, "conversation", question.variant_id if question else "")
    if decision.fallback:
        return None
    raise GuardStopped("guard_stopped_reply", f"A check stopped the reply. {screened.reason}", draft)


def _question(decision: Decision, language: str, reading: Reading) -> SituationText | None:
    """The words of ours that the model's reply leads to; None when nothing is asked."""
    return _found(replace(decision, line="ask", lead_in=""), language, reading) if decision.slot else None


def said_already(variants_said: Iterable[str], lines: Iterable[str]) -> bool:
    """Was one of these lines said to the lead? A variant's id reads "en.nurture.1|…"."""
    wanted = set(lines)
    said = (part.split(".") for variant in variants_said for part in variant.split("|"))
    return any(len(parts) > 1 and parts[1] in wanted for parts in said)
