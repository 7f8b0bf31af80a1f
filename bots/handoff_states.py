"""Which way a handoff may go: a table, and one question to it."""

OPEN, CLAIMED, ANSWERED, RETURNED, CLOSED = "open", "claimed", "answered", "returned", "closed"

ALLOWED: dict[str, frozenset[str]] = {
    OPEN: frozenset({CLAIMED, RETURNED, CLOSED}),
    CLAIMED: frozenset({OPEN, ANSWERED, RETURNED, CLOSED}),
    ANSWERED: frozenset({ANSWERED, RETURNED, CLOSED}),
    RETURNED: frozenset(),
    CLOSED: frozenset(),
}

_WORDS = {
    OPEN: "is waiting",
    CLAIMED: "is claimed",
    ANSWERED: "is answered",
    RETURNED: "was returned to the bot",
    CLOSED: "is closed",
}


class NotAllowed(Exception):
    """A step that the present state does not allow. The message is a sentence for the person who tried."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def check_step(current: str, wanted: str) -> None:
    """Raises NotAllowed when a handoff may not go from `current` to `wanted`."""
    if wanted not in ALLOWED[current]:
        raise NotAllowed(f"This handoff {_WORDS[current]}; it cannot become {wanted}.")
