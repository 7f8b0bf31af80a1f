"""A reply worded for a person who may send it: the bot's words as they come, and what the checks made of them.

Nothing is stored and nothing is sent. The words that come first are unchecked; only `Draft` may be offered for sending.
"""

import logging
import time
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bots.answers import ComposeAnswer, Heard
from bots.composing.situations import SituationText
from bots.handoff_states import NotAllowed
from bots.models import Conversation
from bots.reading import Talk, read_failed, read_talk
from bots.roles.table import ROLES
from bots.slots import Slots, merged, missing
from bots.thinking import heard_by_rules, reply_request
from bots.wording import question_text, screened_reply
from crm.consent.staff import SENTENCES, obstacle_to_text
from crm.models import Location
from orchestrator.contracts import LlmReply, LlmRequest, NoAnswer, Refused

log = logging.getLogger(__name__)

DEADLINE_SECONDS = 20.0  # somebody sits before an empty box: later than that they have written it themselves
TASK = "draft"
# After these a person's next words are not the bot's next question.
_NO_QUESTION_AFTER = frozenset(
    {"asks_for_person", "wants_appointment", "open_to_call", "legal_or_money_trouble", "anger", "threat"}
    | {"not_interested", "wrong_number", "goodbye"}
)
_NO_QUESTION_IN = frozenset({"asked_for_person", "wants_appointment", "legal_or_money", "anger"})

_SENTENCES = {
    "model_away": "The model cannot be reached now. Write the reply yourself, or try again in a minute.",
    "budget_spent": "Today's budget for the model is spent, so no draft can be written.",
    "dont_know": "The model was not sure what to say, so it offers no draft.",
    "unusable_answer": "What the model wrote could not be read as a reply.",
    "no_answer": "No draft could be written.",
}
_STOPPED = {
    "injection": "The lead's words try to give the bot orders, so no draft was written. Read them with care.",
    "prompt_leak": "The draft was stopped: it repeated the bot's own instructions.",
    "link": "The draft was stopped: it held a link that nobody gave.",
    "price": "The draft was stopped: it named a price that nobody gave.",
    "date": "The draft was stopped: it named a day or time that nobody gave.",
    "address": "The draft was stopped: it named an address that nobody gave.",
    "contact": "The draft was stopped: it held a phone number or e-mail address that nobody gave.",
    "placeholder": "The draft was stopped: a name or number in it could not be filled in.",
    "too_long": "There is too much text here for the model to read.",
    "refused": "The model declined to write this reply.",
}


class Streams(Protocol):
    def stream(self, request: LlmRequest) -> Generator[str, None, LlmReply]: ...


@dataclass(frozen=True, slots=True)
class Writing:
    """The next unchecked words."""

    words: str


@dataclass(frozen=True, slots=True)
class Draft:
    """The checked reply."""

    text: str
    reply: LlmReply


@dataclass(frozen=True, slots=True)
class NoDraft:
    """Why there is none, as a sentence. `reply`: what a check of ours stopped, for its model and cost."""

    sentence: str
    reply: LlmReply | None = None


Step = Writing | Draft | NoDraft


def cause_of(conversation_id: int) -> str:
    """Under what the calls of a conversation's drafts stand in the ledger."""
    return f"draft:{conversation_id}"


def look(conversation: Conversation, now: datetime) -> Talk:
    """What a draft is written from. Raises NotAllowed, with a sentence, where no words may go to a model."""
    lead = conversation.lead
    if obstacle := obstacle_to_text(lead):
        raise NotAllowed(SENTENCES[obstacle])
    if conversation.owner != Conversation.Owner.PERSON:
        raise NotAllowed("The bot is talking to this lead. Take over first.")
    if lead.location.mode == Location.Mode.OFF or lead.location.disconnected_at is not None:
        raise NotAllowed("This location is switched off: nothing goes to the model.")
    if read_failed(lead):
        raise NotAllowed("The contact could not be read from the CRM yet, so its words do not go to the model.")
    return read_talk(conversation, now)


def write(talk: Talk, *, model: Streams, handoff_reason: str = "") -> Generator[Step, None, None]:
    """Words as they come, then one Draft or NoDraft. Closed early, the stream is cut and what it used is paid for."""
    heard = heard_by_rules(talk) if talk.words else Heard(language=talk.conversation.language)
    slots = merged(talk.slots, heard, talk.answers_message_id, talk.now, messages=talk.owed)
    question = _question(talk, slots, heard, handoff_reason)
    try:
        with closing(model.stream(_request(talk, slots, heard, question))) as words:
            reply = yield from _told(words)
    except NoAnswer as error:
        log.info("draft.none", extra={"conversation": talk.conversation.pk, "code": error.code})
        yield NoDraft(_why_not(error))
        return
    answer = reply.answer
    assert isinstance(answer, ComposeAnswer)
    screened = screened_reply(answer.reply.strip(), slots, talk, question[1])
    facts = {"conversation": talk.conversation.pk, "call": reply.call_id, "passes": screened.passes}
    log.info("draft.written", extra=facts)
    if screened.passes:
        yield Draft(screened.text, reply)
    else:
        yield NoDraft(f"The draft was stopped. {screened.reason}", reply)


def _told(words: Generator[str, None, LlmReply]) -> Generator[Step, None, LlmReply]:
    while True:
        try:
            piece = next(words)
        except StopIteration as done:
            return done.value
        yield Writing(piece)


def _question(talk: Talk, slots: Slots, heard: Heard, handoff_reason: str) -> tuple[str, SituationText | None]:
    """(slot, our words for it): what the reply may end with. Nothing where a person is wanted for something else."""
    if heard.intents & _NO_QUESTION_AFTER or handoff_reason in _NO_QUESTION_IN:
        return "", None
    open_slots = missing(slots, ROLES[talk.role], extended=talk.config.seller_extended_set)
    asked, most = talk.conversation.asked, talk.config.asked_limit
    slot = next((slot.name for slot in open_slots if asked.get(slot.name, 0) < most), "")
    return slot, question_text(talk, heard.language, role=talk.role, slot=slot)


def _request(talk: Talk, slots: Slots, heard: Heard, question: tuple[str, SituationText | None]) -> LlmRequest:
    slot, words = question
    request = reply_request(
        talk,
        slots,
        heard,
        role=talk.role,
        slot=slot if words else "",
        question=words.text if words else "",
        task_line="A member of staff asked for a draft.",
        deadline=time.monotonic() + DEADLINE_SECONDS,
        cause=cause_of(talk.conversation.pk),
    )
    return replace(request, task=TASK, lane="staff")


def _why_not(error: NoAnswer) -> str:
    if isinstance(error, Refused):
        return _STOPPED.get(error.reason, "A check stopped the draft.")
    return _SENTENCES.get(error.code, _SENTENCES["no_answer"])
