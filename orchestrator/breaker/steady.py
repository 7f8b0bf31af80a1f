"""Unix time that only runs forward: a computer's clock that is set back must not make a pause longer."""

import time

_BEGAN = time.time() - time.monotonic()


def unix_time() -> float:
    """As the computer's clock stood when the process began, and what has passed since."""
    return _BEGAN + time.monotonic()
