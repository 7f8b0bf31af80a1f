"""How long a lead's text waits for our answer to stand in the outbox, when no provider call is needed."""

import random
import time
from collections.abc import Callable

from bench.figures import Figure, percentile
from drills.house import House, running_house

LEADS = 300
PER_SECOND = 10
WANTED_MS = {0.5: 100, 0.95: 500, 0.99: 2000}
SEED = 20261120

Say = Callable[[str], None]

# What a lead may say first; the words repeat across leads, as short texts do.
PHRASES = (
    "I want to sell my house",
    "we're looking to buy a home",
    "thinking about selling",
    "looking for a 3 bedroom",
    "what's my home worth?",
    "want to buy something next month",
    "we need to sell fast",
    "hi, saw your ad",
    "my budget is about 400k",
    "quiero vender mi casa",
)
LATENCY = """
SELECT extract(epoch FROM e.created_at - greatest(m.received_at, t.due_at)) * 1000, t.model_use
FROM bots_turn t
JOIN crm_outboxentry e ON e.id = t.entry_id
JOIN bots_turnmessage o ON o.turn_id = t.id
JOIN crm_message m ON m.id = o.message_id
JOIN crm_lead l ON l.id = m.lead_id
WHERE l.first_name LIKE %s AND NOT t.is_opener
"""


def _leads(house: House, prefix: str, count: int) -> list[str]:
    """Leads without a consent on file: their opener is held, so the first text on the thread is theirs."""
    made = [
        house.sandbox.new_lead(
            f"{prefix}{n}", f"+1{512 + (prefix == 'Warm')}55{n:05d}", consent=False, timezone="America/Chicago"
        )
        for n in range(count)
    ]
    _wait(house, "SELECT count(*) FROM crm_lead WHERE first_name LIKE %s", f"{prefix}%", count)
    return made


def _wait(house: House, sql: str, *args: object, seconds: float = 120.0) -> None:
    *params, wanted = args
    until = time.monotonic() + seconds
    while house.value(sql, *params) < wanted:
        if time.monotonic() > until:
            raise TimeoutError(f"waited {seconds:.0f} s for {wanted} of: {sql}")
        time.sleep(0.2)


def turn_cached(say: Say, *, full: bool) -> list[Figure]:
    chooser = random.Random(SEED)
    leads = LEADS * (3 if full else 1)
    with running_house(TURN_RULES_FIRST="false") as house:
        say("warming the cache with other leads")
        warm = _leads(house, "Warm", len(PHRASES) * 3)
        for number, contact in enumerate(warm):
            house.sandbox.text(contact, PHRASES[number % len(PHRASES)])
        _wait(house, "SELECT count(*) FROM bots_turn WHERE status = 'done' AND NOT is_opener", len(warm))
        say(f"{leads} leads, {PER_SECOND} messages a second")
        contacts = _leads(house, "Cached", leads)
        started = time.monotonic()
        for number, contact in enumerate(contacts):
            time.sleep(max(0.0, started + number / PER_SECOND - time.monotonic()))
            house.sandbox.text(contact, chooser.choice(PHRASES))
        _wait(house, "SELECT count(*) FROM bots_turn WHERE status = 'done' AND NOT is_opener", len(warm) + leads)
        rows = house.rows(LATENCY, "Cached%")
    cached = [float(ms) for ms, use in rows if use and all(line["tier"] != "provider" for line in use)]
    if not cached:
        raise AssertionError("no turn was answered from the cache")
    note = f"{len(cached)} of {len(rows)} turns needed no provider call; service level: queued - max(receipt, due)"
    names = {0.5: "turn_cached_p50_ms", 0.95: "turn_cached_p95_ms", 0.99: "turn_cached_p99_ms"}
    figures = []
    for share, limit in WANTED_MS.items():
        value = percentile(cached, share)
        figures.append(
            Figure(names[share], value, "ms", len(cached), wanted=f"< {limit}", met=value < limit, note=note)
        )
    return figures
