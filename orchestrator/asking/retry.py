"""Pure: how long to wait before the next try. chain.py is the only owner of retries."""

MOST_TRIES = 5
TRIES_BEFORE_THE_NEXT = 2  # while there is another model to ask
SHORTEST_TRY_SECONDS = 0.5  # with less time left than this a try is not begun
_FIRST_PAUSE_SECONDS = 0.4
_LONGEST_PAUSE_SECONDS = 8.0


def pause_seconds(tries_made: int, *, retry_after: float | None, chance: float) -> float:
    """The provider's own wish, else 0.4 s doubling up to 8 s; spread by `chance` (0 to 1), never below the wish."""
    if retry_after is not None:
        return retry_after + 0.1 * chance * min(retry_after, 5.0)
    pause = min(_LONGEST_PAUSE_SECONDS, _FIRST_PAUSE_SECONDS * 2 ** (tries_made - 1))
    return pause * (0.5 + chance)
