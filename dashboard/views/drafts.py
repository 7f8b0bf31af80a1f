"""A suggested reply, streamed into the box of whoever asked for it. It is theirs to change, to send or to leave."""

import json
import logging
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from contextvars import Context, copy_context
from threading import BoundedSemaphore
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bots import drafting
from bots.handoff_states import NotAllowed
from bots.models import Conversation, Handoff
from dashboard.desk import conversation_of, staff_page, visible_lead
from dashboard.words import dollars, duration
from orchestrator.contracts import LlmReply
from orchestrator.health import model_state

log = logging.getLogger(__name__)

# A draft keeps one of the process's threads for as long as it is written; half of them stay for everybody else.
MOST_AT_ONCE = 4
_seats = BoundedSemaphore(MOST_AT_ONCE)
_FULL = "Several drafts are being written at this moment. Try again in a few seconds."
_BROKEN = "The draft broke off through a fault of ours. What you typed is untouched."


@require_POST
@staff_page("dashboard.work_leads")
def suggest(request: HttpRequest, lead_id: int, model: Callable[[], drafting.Streams]) -> StreamingHttpResponse:
    """Events `words` (unchecked, as they come), then one `draft` (checked) or `none` (a sentence)."""
    conversation = conversation_of(visible_lead(request, lead_id))
    try:
        steps = _steps(conversation, model)
    except NotAllowed as refusal:
        steps = iter([_event("none", sentence=refusal.sentence, why="")])
    told = StreamingHttpResponse(_within(copy_context(), steps), content_type="text/event-stream; charset=utf-8")
    told.headers["Cache-Control"] = "no-store"
    told.headers["X-Accel-Buffering"] = "no"  # a proxy that collects would make a stream of it at the end
    return told


def _steps(conversation: Conversation, model: Callable[[], drafting.Streams]) -> Iterator[bytes]:
    """Everything is read and refused before the first byte leaves. Raises NotAllowed."""
    talk = drafting.look(conversation, timezone.now())
    handoff = Handoff.objects.live().filter(conversation=conversation).first()
    if handoff is None:
        raise NotAllowed("Nobody has this lead's handoff open. Take over first.")
    return _written(conversation, drafting.write(talk, model=model(), handoff_reason=handoff.reason))


def _written(conversation: Conversation, steps: Generator[drafting.Step, None, None]) -> Iterator[bytes]:
    """Closed when the reader goes away: the stream behind it is cut and what it used is booked."""
    if not _seats.acquire(blocking=False):
        yield _event("none", sentence=_FULL, why="")
        return
    simulated = model_state("sandbox" if conversation.lead.location.is_sandbox else "real") == "simulated"
    ended = False
    try:
        with closing(steps):
            yield b": being written\n\n"  # a page that is gone already is noticed before anything is asked
            for step in steps:
                ended = not isinstance(step, drafting.Writing)
                yield _told(step, simulated=simulated)
    except Exception:  # the answer has begun, so no error page can follow: it is logged, and a sentence is said
        log.exception("draft.failed", extra={"conversation": conversation.pk})
        yield _event("none", sentence=_BROKEN, why="")
        ended = True
    finally:
        _seats.release()
        if not ended:
            log.info("draft.left", extra={"conversation": conversation.pk})


def _told(step: drafting.Step, *, simulated: bool) -> bytes:
    if isinstance(step, drafting.Writing):
        return _event("words", words=step.words)
    if isinstance(step, drafting.Draft):
        return _event("draft", text=step.text, why=_why(step.reply, simulated=simulated))
    why = _why(step.reply, simulated=simulated) if step.reply else ""
    return _event("none", sentence=step.sentence, why=why)


def _why(reply: LlmReply, *, simulated: bool) -> str:
    """The thin line below: who wrote it, for how much, in what time."""
    cached = "" if reply.tier == "provider" else f"cached {reply.tier}"
    cost, took = dollars(reply.cost_micro_usd), duration(reply.elapsed_ms / 1000)
    return " · ".join(filter(None, (reply.model, cached, cost, took, "simulated model" if simulated else "")))


def _event(name: str, **data: Any) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()


def _within(context: Context, steps: Iterator[bytes]) -> Generator[bytes, None, None]:
    """What is logged while the answer streams carries the request's id, as all of it does."""
    try:
        while True:
            try:
                yield context.run(next, steps)
            except StopIteration:
                return
    finally:
        if isinstance(steps, Generator):
            context.run(steps.close)
