"""How often a process may die before everything stops."""

ALLOWED = 3
WITHIN_SECONDS = 60.0


class Restarts:
    """Counts the restarts of each name over the last minute."""

    def __init__(self) -> None:
        self._times: dict[str, list[float]] = {}

    def allow(self, name: str, now: float) -> bool:
        """Whether `name`, dead at `now` (seconds), is started once more; the fourth time within a minute it is not."""
        recent = [time for time in self._times.get(name, []) if now - time < WITHIN_SECONDS]
        if len(recent) >= ALLOWED:
            return False
        self._times[name] = [*recent, now]
        return True
