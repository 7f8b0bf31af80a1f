"""Many callers at one moment."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connection

from orchestrator.contracts import NoAnswer


def together(count: int, work: Callable[[int], Any]) -> list[Any]:
    """The results (or errors) of so many threads that begin at one moment."""
    barrier, results = Barrier(count), [None] * count

    def run(number: int) -> None:
        barrier.wait()
        try:
            results[number] = work(number)
        except NoAnswer as error:
            results[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
