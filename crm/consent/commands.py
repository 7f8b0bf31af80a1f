"""The command in a message, whichever channel it came on. Pure."""

import re

from crm.consent.recognition import Command, recognise
from crm.mapping.drafts import MessageDraft

_ANSWERED = re.compile(r"^\s*((re|fw|fwd|rv)\s*:\s*)+", re.IGNORECASE)


def command_of(draft: MessageDraft) -> Command | None:
    """What the lead's own words command; an e-mail may say it in the subject alone ("unsubscribe")."""
    command = recognise(draft.body) if draft.kind == "text" else None
    if command is None and draft.channel == "Email":
        said = recognise(_ANSWERED.sub("", draft.subject))
        command = said if said is not None and said.bare else None
    return command
