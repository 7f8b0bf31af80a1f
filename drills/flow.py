"""Fifty leads text four times each; some deliveries come twice, and in any order. What must be true afterwards."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from drills.house import House

LEADS = 50
DUPLICATE_SHARE = 0.2
SHUFFLE_MS = 3000

SCRIPTS = (
    ("I want to sell my place", "it's 41 Juniper Lane", "moving to be near my sister", "next month works"),
    ("looking to buy a house", "about 380k", "we are pre-approved", "three bedrooms"),
    ("hello", "thinking of selling 7 Orchard Court", "needs a new roof", "maybe 450"),
    ("quiero comprar una casa", "unos 300 mil", "todavía no tengo crédito", "tres cuartos"),
    ("can you stop by Saturday?", "I'd like to sell", "19 Mill Road", "asap"),
    ("how does this work?", "we might buy", "cash", "up to 520k"),
    ("selling, 3 Harbor View", "just have someone call me", "any time after 5", "thanks"),
)

OPEN_WORK = """
SELECT (SELECT count(*) FROM crm_webhookevent WHERE status = 'new'),
       (SELECT count(*) FROM bots_turn WHERE status <> 'done'),
       (SELECT count(*) FROM crm_outboxentry WHERE status IN ('claimed', 'unknown')
          OR (status = 'due' AND due_at < now() + interval '5 minutes'))
"""


@dataclass
class Flow:
    """What was sent in: per contact the texts, and how many were delivered twice."""

    texts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    doubled: int = 0

    @property
    def messages(self) -> int:
        return sum(len(texts) for texts in self.texts.values())


def run(house: House, *, seed: int, in_the_middle: Callable[[], None] | None = None, leads: int = LEADS) -> Flow:
    """Make the leads, text, disturb in the middle, and return what was sent once all of it has arrived."""
    chooser = random.Random(seed)
    flow = Flow()
    for number in range(leads):
        contact = house.sandbox.new_lead(
            f"Flow{number}", f"+1512556{number:04d}", consent=True, timezone="America/Chicago"
        )
        flow.texts[contact] = SCRIPTS[number % len(SCRIPTS)]
    todo = [(contact, text) for contact, texts in flow.texts.items() for text in texts]
    chooser.shuffle(todo)
    for number, (contact, text) in enumerate(todo):
        twice = chooser.random() < DUPLICATE_SHARE
        flow.doubled += twice
        more: dict[str, Any] = {"duplicate": 1} if twice else {}
        house.sandbox.text(contact, text, delay_ms=chooser.randrange(SHUFFLE_MS), **more)
        if in_the_middle is not None and number == len(todo) // 2:
            time.sleep(SHUFFLE_MS / 2000)
            in_the_middle()
    time.sleep(SHUFFLE_MS / 1000 + 1)
    return flow


def wait_quiet(house: House, *, seconds: float) -> None:
    """Until nothing is unfinished anywhere, twice in a row (an effect may be about to raise an echo)."""
    until, calm = time.monotonic() + seconds, 0
    while calm < 3:
        work = house.rows(OPEN_WORK)[0]
        calm = calm + 1 if not any(work) else 0
        if time.monotonic() > until:
            raise TimeoutError(f"unfinished after {seconds:.0f} s: events, turns, entries = {work}")
        time.sleep(0.5)
