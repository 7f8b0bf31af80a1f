"""The CRM's limit under saturation: used to the full and never exceeded, by two worker processes at once."""

import time
from collections.abc import Callable

from bench.figures import Figure
from bench.rates import utilisation, violations
from drills.house import LOCATION, House, running_house

PER_SECOND = 10
SECONDS = 60
ANSWER_MS = 300
WANTED = 0.99

Say = Callable[[str], None]

FILL = """
INSERT INTO crm_lead (location_id, ghl_contact_id, first_name, last_name, phone, phone_as_given, email, address1, city,
  state, postal_code, country, timezone, source, tags, assigned_to, dnd, dnd_settings, attributes, custom_fields,
  told, read_at, created_at, updated_at)
SELECT l.id, c.id, '', '', '', '', '', '', '', '', '', '', '', '', '[]', '', false, '{}', '{}', '{}',
  '{}', now(), now(), now()
FROM crm_location l, unnest(%s::text[]) AS c(id) WHERE l.ghl_id = %s
"""
ENTRIES = """
INSERT INTO crm_outboxentry (location_id, lead_id, kind, purpose, lane, payload, cause, round, dedupe_key, status,
  reason, attempts, generation, claimed_by, lookups, ghl_ref)
SELECT d.location_id, d.id, 'add_tags', '', 30, jsonb_build_object('tags', jsonb_build_array('bench-' || n)),
  'bench', 1, 'bench:' || d.id || ':' || n, 'due', '', 0, 0, '', 0, ''
FROM crm_lead d, generate_series(1, %s) AS n
"""


def saturate(house: House, say: Say, *, seconds: int = SECONDS, leads: int = 40) -> tuple[list[int], list[int]]:
    """Fill the outbox with more than the time can send; returns grant and arrival stamps in microseconds."""
    contacts = [house.sandbox.new_lead(f"Bench{n}", f"+1512555{n:04d}", consent=False) for n in range(leads)]
    house.sandbox.fail(scope="crm", kind="slow", delay_ms=ANSWER_MS, probability=1.0)
    with house.database() as connection:
        connection.execute("TRUNCATE crm_lead CASCADE")
        connection.execute(FILL, (contacts, LOCATION))
        connection.execute(ENTRIES, (seconds * PER_SECOND * 2 // leads,))
    before_us = time.time_ns() // 1000
    for number in (1, 2):
        house.start(f"worker:{number}")
    house.start("beat")
    until = time.monotonic() + seconds + 12
    while time.monotonic() < until:
        time.sleep(5)
        sent = house.value("SELECT count(*) FROM crm_outboxentry WHERE status = 'sent'")
        say(f"{sent} sent, {max(0, until - time.monotonic()):.0f} s to go")
    for name in ("beat", "worker:1", "worker:2"):
        house.processes[name].stop()
    grants = house.rows(
        "SELECT (extract(epoch FROM granted_at) * 1000000)::bigint FROM crm_sendattempt"
        " WHERE granted_at IS NOT NULL AND wire_at IS NOT NULL"
    )
    arrivals = house.sandbox.get("/control/arrivals", location=LOCATION, since=before_us)["arrivals"]
    return [int(row[0]) for row in grants], [int(row["at_us"]) for row in arrivals]


def crm_rate(say: Say, *, full: bool) -> list[Figure]:
    seconds = 300 if full else SECONDS
    # The web process is there because the CRM echoes every write: refused deliveries would keep the sandbox busy.
    # Without a tag no lead gets an opener, which the gate would hold for want of consent: a slot without an arrival.
    with running_house(processes=("web",), activate="tagged", WORKER_CONCURRENCY="2") as house:
        grants, arrivals = saturate(house, say, seconds=seconds)
    broken = violations(grants, limit=PER_SECOND, span_us=1_000_000)
    broken += violations(arrivals, limit=PER_SECOND, span_us=1_000_000)
    share = utilisation(arrivals, start_us=min(arrivals), from_s=5, to_s=seconds, per_second=PER_SECOND)
    note = f"two worker processes, answers after {ANSWER_MS} ms, {seconds} s, {len(arrivals)} arrivals"
    return [
        Figure(
            "crm_rate_violations", broken, "spans", len(grants) + len(arrivals), wanted="0", met=broken == 0, note=note
        ),
        Figure(
            "crm_rate_utilisation",
            share,
            "ratio",
            len(arrivals),
            "the limit",
            share,
            f">= {WANTED}",
            share >= WANTED,
            note,
        ),
    ]
