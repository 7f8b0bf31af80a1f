"""The bell as bots see it: a callable that somebody above hands in."""

from typing import Protocol

from django.db import transaction


class Ring(Protocol):
    """Wake the stage ("turns", "outbox") now, or in so many seconds. Never raises."""

    def __call__(self, stage: str, after_seconds: float = 0.0) -> None: ...


def silent(stage: str, after_seconds: float = 0.0) -> None:
    """Nobody is woken: the sweeper finds the work within its interval."""


def ring_after_commit(ring: Ring, stage: str, after_seconds: float = 0.0) -> None:
    transaction.on_commit(lambda: ring(stage, after_seconds))
