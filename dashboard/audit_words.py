"""The audit record in people's words: what an action means, who acted, what it was about."""

from collections.abc import Mapping

from dashboard.words import plain

ACTIONS: Mapping[str, str] = {
    # action: what the one in "Who" did
    "audit.exported": "exported the record",
    "botprofile.added": "made a new version of the bot's profile",
    "breaker.left_alone": "left a model alone for a while",
    "breaker.reset": "had a model asked again",
    "budget.corrected": "booked a call's true cost",
    "budget.limit_set": "changed a daily limit of model money",
    "cache.invalidated": "took stored answers back",
    "consent.granted": "recorded consent to texts",
    "consent.help_answered": "answered HELP",
    "consent.not_granted": "did not take consent: the lead has opted out",
    "consent.revoked": "recorded an opt-out",
    "conversation.given_back": "gave the conversation back to the bot",
    "conversation.taken": "took the conversation over from the bot",
    "event.discarded": "discarded a failed event",
    "event.retried": "tried a failed event again",
    "event.taken": "took on a failed event",
    "fieldmap.activated": "put a field map in force",
    "fieldmap.discarded": "threw a field map's draft away",
    "fieldmap.drafted": "changed a field map's draft",
    "fieldmap.rolled_back": "went back to a field map of before",
    "events.replayed": "applied stored events again",
    "handoff.answered": "answered the lead",
    "handoff.claimed": "claimed the lead",
    "handoff.closed": "closed the handoff",
    "handoff.opened": "handed the lead to a person",
    "handoff.returned": "returned the handoff to the bot",
    "lead.erased": "erased a lead",
    "lead.exported": "exported a lead",
    "location.connected": "connected the location",
    "location.described": "renamed the location or changed its time zone",
    "location.disconnected": "disconnected the location",
    "location.mode_set": "changed the location's mode",
    "location.reconnected": "connected the location again",
    "location.token_refused": "refused the location's token",
    "location.breaker_opened": "stopped calling for the location: its calls fail",
    "location.breaker_closed": "calls for the location again: one went through",
    "location.breaker_reset": "had the location's calls tried again",
    "outbox.approved": "approved a text",
    "outbox.discarded": "discarded a write",
    "outbox.not_kept": "found that the CRM had not kept a write",
    "outbox.released": "released a held write",
    "outbox.retried": "tried a failed write again",
    "price.set": "set a model's price",
    "prompt.activated": "chose a prompt's version",
    "role.switch_refused": "did not change the bot's role",
    "role.switched": "changed the bot's role",
    "sending.resumed": "resumed sending",
    "sending.stopped": "stopped sending",
    "staffaccess.changed": "changed which locations somebody sees",
}
ACTORS: Mapping[str, str] = {
    "bot": "the bot",
    "command": "a command on the server",
    "crm": "the CRM",
    "system": "the system",
}
SUBJECTS: Mapping[str, str] = {
    "botprofile": "bot profile",
    "budgethold": "booking",
    "budgetlimit": "daily limit",
    "invalidation": "number",
    "modelprice": "price",
    "outboxentry": "write",
    "sendingstop": "stop",
    "staffaccess": "access",
    "webhookevent": "event",
}


def action_words(action: str) -> str:
    return ACTIONS.get(action) or plain(action)


def actor_words(actor: str, people: Mapping[str, str]) -> str:
    """`people` are usernames by actor; an account that is gone keeps its number."""
    if actor in people:
        return people[actor]
    kind, _, number = actor.partition(":")
    return f"former staff {number}" if kind == "user" and number else ACTORS.get(actor, actor)


def subject_words(subject: str, people: Mapping[str, str]) -> str:
    """ "outboxentry:7" as "write 7", "user:4" as that person's name, "breaker:claude:*" as what the breaker is of."""
    if subject in people:
        return people[subject]
    kind, _, number = subject.partition(":")
    if kind == "breaker":
        provider, _, model = number.partition(":")
        return f"{provider}, whole account" if model == "*" else f"{model} of {provider}"
    return f"{SUBJECTS.get(kind, plain(kind))} {number}".strip()
