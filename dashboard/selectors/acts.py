"""What people did with a lead, for everybody who may read its story: taken over, claimed, closed, given back."""

from collections.abc import Iterator, Mapping, Sequence

from audit.models import AuditEntry

BY_TIMER = "the time for a person ran out: the bot goes on"
BY_CRM = "wrote in the CRM: the bot is silent"
WORDS: Mapping[str, str] = {
    "handoff.claimed": "claimed this lead",
    "handoff.closed": "closed the handoff",
    "handoff.opened": "opened this lead again",
    "conversation.taken": "took over from the bot",
    "conversation.given_back": "gave this lead back to the bot",
}


def acts(audit: Sequence[AuditEntry], people: Mapping[str, str]) -> Iterator[tuple[AuditEntry, str, str]]:
    """(entry, who, words) of what a person or the timer did; what the bot did its decisions tell already."""
    told = sorted((entry for entry in audit if entry.action in WORDS and entry.actor != "bot"), key=lambda one: one.pk)
    for before, entry in zip([None, *told], told, strict=False):
        if not _goes_with(before, entry):
            yield entry, _who(entry, people), _words(entry)


def _goes_with(before: AuditEntry | None, entry: AuditEntry) -> bool:
    """Whether the handoff was opened by the act just told: taking over opens one in the same transaction."""
    if before is None or entry.action != "handoff.opened":
        return False
    return (before.action, before.actor) == ("conversation.taken", entry.actor)


def _who(entry: AuditEntry, people: Mapping[str, str]) -> str:
    if entry.actor.startswith("user:"):
        return people.get(entry.actor, "a person")
    return {"system": "timer", "crm": "a person"}.get(entry.actor, entry.actor)


def _words(entry: AuditEntry) -> str:
    if entry.actor == "system" and entry.action == "conversation.given_back":
        return BY_TIMER
    if entry.actor == "crm" and entry.action == "conversation.taken":
        return BY_CRM
    return WORDS[entry.action]
