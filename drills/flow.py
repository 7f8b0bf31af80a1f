"""Fifty leads text four times each; some deliveries come twice, and in any order. What must be true afterwards."""

import random
import time
from collections import Counter
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


def broken_sums(house: House, flow: Flow) -> list[str]:
    """Every sentence here is a broken promise; an empty list is what a run must end with."""
    return [*_intake(house, flow), *_turns(house), *_texts(house), *_crm_state(house)]


def _intake(house: House, flow: Flow) -> list[str]:
    stored = house.value("SELECT count(*) FROM crm_message WHERE direction = 'in'")
    orphans = house.value(
        "SELECT count(*) FROM crm_message m WHERE direction = 'in'"
        " AND NOT EXISTS (SELECT 1 FROM bots_turnmessage o WHERE o.message_id = m.id)"
    )
    dead = house.value("SELECT count(*) FROM crm_webhookevent WHERE status = 'dead'")
    return [
        *([f"{flow.messages} texts were sent but {stored} messages are stored"] if stored != flow.messages else []),
        *([f"{orphans} messages belong to no turn"] if orphans else []),
        *([f"{dead} events are dead letters"] if dead else []),
    ]


def _turns(house: House) -> list[str]:
    silent = house.value(
        "SELECT count(*) FROM bots_turn WHERE status = 'done' AND (outcome = '' OR reason = '') AND entry_id IS NULL"
    )
    replies = house.rows(
        "SELECT cause, count(*) FROM crm_outboxentry WHERE kind = 'text' AND purpose IN ('reply', 'opener')"
        " AND cause LIKE 'turn:%%' GROUP BY cause HAVING count(*) > 1"
    )
    return [
        *([f"{silent} turns ended with neither reply nor reason"] if silent else []),
        *[f"{cause} has {count} replies" for cause, count in replies],
    ]


def _texts(house: House) -> list[str]:
    accepted = Counter(str(row["id"]) for row in house.sandbox.sent() if row["by"] == "api")
    bodies = Counter((str(row["contactId"]), str(row["body"])) for row in house.sandbox.sent() if row["by"] == "api")
    ours = {row[0] for row in house.rows("SELECT ghl_ref FROM crm_outboxentry WHERE kind = 'text' AND status = 'sent'")}
    unsure = house.value(
        "SELECT count(*) FROM crm_outboxentry WHERE kind = 'text' AND status = 'held' AND reason = 'unknown_outcome'"
    )
    broken = [f"text {key} was accepted {count} times" for key, count in accepted.items() if count > 1]
    broken += [f"a lead got the same words {count} times" for count in bodies.values() if count > 1]
    if missing := ours - set(accepted):
        broken.append(f"{len(missing)} texts are marked as sent but the CRM never took them")
    if surplus := set(accepted) - ours:
        broken.append(f"the CRM took {len(surplus)} texts that are not marked as sent ({unsure} held as unknown)")
    return broken


def _crm_state(house: House) -> list[str]:
    theirs = {str(contact["id"]): contact for contact in house.sandbox.state()["contacts"]}
    broken = []
    for contact, tags, dnd in house.rows("SELECT ghl_contact_id, tags, dnd FROM crm_lead"):
        there = theirs.get(contact)
        if there is None:
            broken.append(f"contact {contact} is unknown to the CRM")
        elif sorted(there["tags"]) != sorted(tags):
            broken.append(f"contact {contact}: tags there {sorted(there['tags'])}, here {sorted(tags)}")
        elif bool(there.get("dnd")) != dnd:
            broken.append(f"contact {contact}: do-not-disturb there {there.get('dnd')}, here {dnd}")
    notes = Counter((str(note["contactId"]), note["body"]) for note in house.sandbox.state().get("notes", []))
    broken += [f"a note was written {count} times" for count in notes.values() if count > 1]
    return broken
