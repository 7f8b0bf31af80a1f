"""The visible resume timer: a thread whose time has come goes back to the bot."""

import logging
from datetime import datetime

from bots.bell import Ring, silent
from bots.handoff import give_back_conversation
from bots.handoff_states import NotAllowed
from bots.models import Conversation

log = logging.getLogger(__name__)

AT_ONCE = 100


def resume_due(now: datetime, *, ring: Ring = silent) -> int:
    """Give back what the location's timer says; returns how many. A thread that somebody just gave back is skipped."""
    due = Conversation.objects.filter(owner=Conversation.Owner.PERSON, resume_at__lte=now).order_by("resume_at")
    resumed = 0
    for conversation in due[:AT_ONCE]:
        try:
            give_back_conversation(conversation, "system", now, reason="resume_timer", ring=ring)
        except NotAllowed as error:
            log.info("conversation.not_resumed", extra={"conversation": conversation.pk, "why": error.sentence})
        else:
            resumed += 1
    return resumed
