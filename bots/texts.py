"""What kinds of text there are, by who causes them, and how often one exchange may start anew."""

from crm.models import OutboxEntry

Purpose = OutboxEntry.Purpose

BOT_STARTED = frozenset({Purpose.OPENER, Purpose.FOLLOW_UP})  # the lead did not ask for it
DIRECT = frozenset({Purpose.REPLY, Purpose.HANDOFF_LINE, Purpose.HOLDING_LINE})  # follows at once on the lead's words
BY_BOT = BOT_STARTED | DIRECT
ANNOUNCING = frozenset({Purpose.HANDOFF_LINE, Purpose.HOLDING_LINE})  # says that an answer will come, and is none
KNOWN = BY_BOT | {Purpose.OPTOUT_CONFIRMATION, Purpose.HELP, Purpose.STAFF}

SUPERSEDED = "superseded"  # why a reply ended: a newer message came first
LAST_ROUND = 3  # the third reply to one exchange goes out whatever arrives
