"""Who wrote a text that went out to the lead, decided from our tries and the payload alone. Pure.

In this order: words that one of our tries may be sending are ours; a source that names its author is believed; while
a try is under way judgement waits for it; what looks like a piece or an edited form of a text of ours is ours if the
payload names nobody else; a named user is a person; of the rest nobody knows, and nobody counts as a person.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from crm.contracts import WAITS
from crm.mapping.same_words import is_edited, is_part, same
from crm.models import Message

Author = Message.Author
State = Literal["open", "unknown", "given_up", "sent", "refused"]

# `source` of OutboundMessage: workflow|bulk_actions|campaign|api|app (page OutboundMessage of the event docs)
AUTOMATIC_SOURCES = frozenset({"workflow", "bulk_actions", "campaign"})
# Not documented: words under which GoHighLevel's own assistant would name itself, should it do so.
AI_SOURCES = frozenset({"conversation_ai", "conversation-ai", "conversationai", "ai_employee", "ai_agent", "ai", "bot"})
UNDER_WAY = frozenset({"open", "unknown"})
MAY_HAVE_LEFT = UNDER_WAY | {"given_up"}
CLOCKS_APART = timedelta(seconds=120)  # how far the CRM's clock may lag behind ours
LATELY = timedelta(minutes=10)  # a text settled longer ago explains no other message than its own

SAME_WORDS, SAME_WORDS_SENT, SAME_WORDS_REFUSED = "same_words", "same_words_sent", "same_words_refused"
PIECE, EDITED = "piece_of_our_text", "edited_text"
OUR_ID = "id_of_our_answer"


@dataclass(frozen=True, slots=True)
class Seen:
    """An outbound message whose id we have not stored. `sent_at` is the CRM's clock and may be missing."""

    body: str
    source: str
    user_ghl_id: str
    sent_at: datetime | None
    received_at: datetime

    @property
    def names_nobody(self) -> bool:
        """Nothing in it speaks against our having sent it by the API."""
        return not self.user_ghl_id and self.source in ("", "api")


@dataclass(frozen=True, slots=True)
class Try:
    """A text of ours that left or may have. `echoed`: its message has come back already."""

    entry_id: int
    body: str
    by_staff: bool
    state: State
    started_at: datetime | None = None
    ended_at: datetime | None = None
    echoed: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """`entry_id` names our outbox entry when the text is ours."""

    author: Message.Author
    reason: str
    entry_id: int | None = None

    @property
    def waits(self) -> bool:
        return self.reason == WAITS

    @property
    def is_piece(self) -> bool:
        return self.reason == PIECE

    @property
    def written_by(self) -> Literal["person", "workflow", "ghl_ai", "unknown"]:
        """The author of a text that is not ours, as the next step is told."""
        others: dict[str, Literal["person", "workflow", "ghl_ai"]] = {
            Author.PERSON: "person",
            Author.WORKFLOW: "workflow",
            Author.GHL_AI: "ghl_ai",
        }
        return others.get(self.author, "unknown")


def judge(seen: Seen, tries: Iterable[Try], *, may_wait: bool = True) -> Judgement:
    """Judge from the tries as they stand now, oldest first. `may_wait=False`: judge at once, whatever is under way."""
    known = [one for one in tries if _could_be(seen, one)]
    return (
        _same_words(seen, known)
        or _named(seen)
        or _same_words_settled(seen, known)
        or (_wait(known) if may_wait else None)
        or _nearly(seen, known)
        or _by_user(seen)
    )


def _could_be(seen: Seen, one: Try) -> bool:
    """A message is not older than the try that sent it, nor does a settled try explain one that comes much later."""
    if seen.sent_at and one.started_at and seen.sent_at < one.started_at - CLOCKS_APART:
        return False
    settled = one.state in ("sent", "refused")
    return not (settled and one.ended_at and seen.received_at > one.ended_at + LATELY)


def _ours(one: Try, reason: str) -> Judgement:
    return Judgement(Author.PERSON if one.by_staff else Author.BOT, reason, one.entry_id)


def _first(known: list[Try], fits: Callable[[Try], bool], reason: str) -> Judgement | None:
    found = next((one for one in known if fits(one)), None)
    return _ours(found, reason) if found else None


def _same_words(seen: Seen, known: list[Try]) -> Judgement | None:
    """Each try answers for one message; what is under way comes before what was given up."""
    for states in (UNDER_WAY, MAY_HAVE_LEFT):
        fits = [one for one in known if one.state in states and not one.echoed and same(one.body, seen.body)]
        if fits:
            return _ours(fits[0], SAME_WORDS)
    return None


def _named(seen: Seen) -> Judgement | None:
    if seen.source in AUTOMATIC_SOURCES:
        return Judgement(Author.WORKFLOW, f"source_{seen.source}")
    if seen.source in AI_SOURCES:
        return Judgement(Author.GHL_AI, "source_names_an_assistant")
    if seen.source == "app" and seen.user_ghl_id:
        return Judgement(Author.PERSON, "user_in_the_app")
    return None


def _same_words_settled(seen: Seen, known: list[Try]) -> Judgement | None:
    """The CRM may give its event another id than its answer, and may refuse a text that it sends all the same."""
    if not seen.names_nobody:
        return None
    fits = [one for one in known if not one.echoed and same(one.body, seen.body)]
    return _first(fits, lambda one: one.state == "sent", SAME_WORDS_SENT) or _first(
        fits, lambda one: one.state == "refused", SAME_WORDS_REFUSED
    )


def _wait(known: list[Try]) -> Judgement | None:
    return Judgement(Author.UNJUDGED, WAITS) if any(one.state in UNDER_WAY for one in known) else None


def _nearly(seen: Seen, known: list[Try]) -> Judgement | None:
    if not seen.names_nobody:
        return None
    pieces = _first(known, lambda one: is_part(seen.body, one.body), PIECE)
    return pieces or _first(
        [one for one in known if not one.echoed], lambda one: is_edited(seen.body, one.body), EDITED
    )


def _by_user(seen: Seen) -> Judgement:
    if seen.user_ghl_id:
        return Judgement(Author.PERSON, "user_named")
    return Judgement(Author.UNKNOWN, f"no_user_source_{seen.source[:20] or 'none'}")
