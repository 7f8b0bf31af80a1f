"""No stage takes all processes of a worker: a drain that finds its stage's slots taken leaves at once.

A drain may run for twenty seconds (a pump that waits for its rate, a model that thinks). Were every bell to start one
more, they would fill the pool, and a lead's text would wait behind them.

The slots are byte ranges of one unlinked file that the worker's processes inherit: the kernel gives a range back when
its process dies, however it dies. Threads of one process are kept apart by a set of their own.
"""

import fcntl
import tempfile
import threading
from contextlib import suppress

# Opened at import, so that it is there before the pool's processes are split off. A process that starts from scratch
# has a file, and so slots, of its own.
_file = tempfile.TemporaryFile()  # noqa: SIM115 - stays open as long as the process
_lock = threading.Lock()
_held: set[int] = set()

RANGE = 64  # slots that a stage may have at most
TAKEN_BY_ANOTHER_PROCESS = (BlockingIOError, PermissionError)  # which of the two is the system's choice


class StageSlot:
    """One slot of a stage, held until it is given back; giving back twice does nothing."""

    def __init__(self, number: int) -> None:
        self._number: int | None = number

    def give_back(self) -> None:
        with _lock:
            if self._number is None:
                return
            fcntl.lockf(_file, fcntl.LOCK_UN, 1, self._number)
            _held.discard(self._number)
            self._number = None


def take_slot(stage_number: int, slots: int) -> StageSlot | None:
    """A free one of the stage's `slots` in this worker, None when all of them are taken. Never waits."""
    first = stage_number * RANGE
    with _lock:
        for number in range(first, first + min(slots, RANGE)):
            if number in _held:
                continue
            with suppress(*TAKEN_BY_ANOTHER_PROCESS):
                fcntl.lockf(_file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, number)
                _held.add(number)
                return StageSlot(number)
    return None
