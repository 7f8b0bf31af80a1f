"""How many turns one process thinks about at once: a model may take 20 s, and each thread holds a connection."""

import threading


class TurnSlots:
    """A counter that all drains of a process share. Taking never waits."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = 0

    def take(self, limit: int) -> bool:
        with self._lock:
            if self._taken >= limit:
                return False
            self._taken += 1
            return True

    def give(self) -> None:
        with self._lock:
            self._taken -= 1


SLOTS = TurnSlots()
