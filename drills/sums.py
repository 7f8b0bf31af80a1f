"""What must be true once a flow has come to rest, as sums over our rows and over what the CRM holds.

Every sentence that is returned is a broken promise.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from crm.mapping.fields import FieldRule, read_fields, rules_of, write_fields
from crm.values.money import cents_of
from drills.flow import Flow
from drills.house import House

# A person decides about these: what waits for approval, and what may have left.
WITH_A_PERSON = ("awaiting_approval", "unknown_outcome")
MERGED = "merged_away"

TURNS = """
SELECT t.id, t.outcome, t.reason, t.entry_id, coalesce(e.status, ''), coalesce(e.reason, ''),
       EXISTS (SELECT 1 FROM bots_turn n WHERE n.supersedes_id = t.id),
       EXISTS (SELECT 1 FROM bots_handoff h WHERE h.conversation_id = t.conversation_id)
FROM bots_turn t LEFT JOIN crm_outboxentry e ON e.id = t.entry_id WHERE t.status = 'done' ORDER BY t.id
"""


def broken_sums(house: House, flow: Flow) -> list[str]:
    """An empty list is what a run must end with."""
    state = house.sandbox.state()
    return [
        *_intake(house, flow), *_turns(house), *_texts(house), *_writes(house), *_contacts(house, state),
        *_fields(house, state), *_opportunities(house, state), *_threads(house, state), *_notes(state),
    ]  # fmt: skip


def _intake(house: House, flow: Flow) -> Iterator[str]:
    stored = house.value("SELECT count(*) FROM crm_message WHERE direction = 'in'")
    orphans = house.value(
        "SELECT count(*) FROM crm_message m WHERE direction = 'in'"
        " AND NOT EXISTS (SELECT 1 FROM bots_turnmessage o WHERE o.message_id = m.id)"
    )
    dead = house.value("SELECT count(*) FROM crm_webhookevent WHERE status = 'dead'")
    if stored != flow.messages:
        yield f"{flow.messages} texts were sent but {stored} messages are stored"
    if orphans:
        yield f"{orphans} messages belong to no turn"
    if dead:
        yield f"{dead} events are dead letters"


def _turns(house: House) -> Iterator[str]:
    """Each turn ends in one reply that left or waits for a person, in a handoff, or in a stored reason."""
    for turn in house.rows(TURNS):
        if complaint := complaint_about(*turn[1:]):
            yield f"turn {turn[0]} {complaint}"
    replies = house.rows(
        "SELECT cause, count(*) FROM crm_outboxentry WHERE kind = 'text' AND purpose IN ('reply', 'opener')"
        " AND cause LIKE 'turn:%%' GROUP BY cause HAVING count(*) > 1"
    )
    for cause, count in replies:
        yield f"{cause} has {count} replies"


def complaint_about(
    outcome: str, reason: str, entry_id: int | None, status: str, entry_reason: str, followed: bool, handed_over: bool
) -> str:
    """What is wrong with an ended turn and its text, "" when nothing is."""
    if not outcome or not reason:
        return "ended with neither outcome nor reason"
    if outcome == "superseded":
        return "" if followed else "was superseded by no other"
    if outcome == "silence":
        return "was silent but its text was sent" if status == "sent" else ""
    if outcome == "handoff" and not handed_over:
        return "handed over, but no handoff was opened"
    if entry_id is None:
        return "replied without a text" if outcome == "reply" else ""
    said = status == "sent" or (status == "held" and entry_reason in WITH_A_PERSON)
    return "" if said else f"ended in {outcome} ({reason}) but its text is {status} ({entry_reason})"


def _texts(house: House) -> Iterator[str]:
    from_us = [row for row in house.sandbox.sent() if row["by"] == "api"]
    accepted = Counter(str(row["id"]) for row in from_us)
    bodies = Counter((str(row["contactId"]), str(row["body"])) for row in from_us)
    ours = {row[0] for row in house.rows("SELECT ghl_ref FROM crm_outboxentry WHERE kind = 'text' AND status = 'sent'")}
    unsure = house.value(
        "SELECT count(*) FROM crm_outboxentry WHERE kind = 'text' AND status = 'held' AND reason = 'unknown_outcome'"
    )
    yield from (f"text {key} was accepted {count} times" for key, count in accepted.items() if count > 1)
    yield from (f"a lead got the same words {count} times" for count in bodies.values() if count > 1)
    if missing := ours - set(accepted):
        yield f"{len(missing)} texts are marked as sent but the CRM never took them"
    if surplus := set(accepted) - ours:
        yield f"the CRM took {len(surplus)} texts that are not marked as sent ({unsure} held as unknown)"


def _writes(house: House) -> Iterator[str]:
    """Nothing that was to be written is lost on the way."""
    lost = house.rows(
        "SELECT kind, status, reason, count(*) FROM crm_outboxentry WHERE kind <> 'text'"
        " AND status IN ('held', 'cancelled', 'dead') AND reason <> %s GROUP BY kind, status, reason",
        MERGED,
    )
    for kind, status, reason, count in lost:
        yield f"{count} {kind} ended as {status} ({reason})"


def _contacts(house: House, state: Mapping[str, Any]) -> Iterator[str]:
    theirs = {str(contact["id"]): contact for contact in state["contacts"]}
    for contact, tags, dnd in house.rows("SELECT ghl_contact_id, tags, dnd FROM crm_lead"):
        there = theirs.get(contact)
        if there is None:
            yield f"contact {contact} is unknown to the CRM"
            continue
        if sorted(there["tags"]) != sorted(tags):
            yield f"contact {contact}: tags there {sorted(there['tags'])}, here {sorted(tags)}"
        if bool(there.get("dnd")) != dnd:
            yield f"contact {contact}: do-not-disturb there {there.get('dnd')}, here {dnd}"


def _fields(house: House, state: Mapping[str, Any]) -> Iterator[str]:
    """Our attributes equal the custom fields, through the active field map; both sides as our converters read them."""
    rules = rules_of(rule for (stored,) in house.rows("SELECT rules FROM crm_fieldmap WHERE active") for rule in stored)
    theirs = {str(contact["id"]): contact["customFields"] for contact in state["contacts"]}
    compared = 0
    for contact, attributes in house.rows("SELECT ghl_contact_id, attributes FROM crm_lead"):
        there = _held(rules, {one["id"]: one["value"] for one in theirs.get(contact, ())})
        here = _held(rules, dict(write_fields(rules, attributes)[0]))
        compared += len(there)
        for name in sorted({*there, *here}):
            if there.get(name) != here.get(name):
                yield f"contact {contact}: {name} there {there.get(name)!r}, here {here.get(name)!r}"
    if not compared:
        yield "no custom field was written at all"


def _held(rules: tuple[FieldRule, ...], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in read_fields(rules, values).attributes.items() if value is not None}


def _opportunities(house: House, state: Mapping[str, Any]) -> Iterator[str]:
    """The same ones on both sides, each in the same stage and of the same value."""
    theirs = {
        str(one["id"]): (one["contactId"], one["pipelineStageId"], cents_of(one["monetaryValue"]) or 0)
        for one in state["opportunities"]
    }
    ours = {
        row[0]: (row[1], row[2], row[3])
        for row in house.rows(
            "SELECT ghl_id, ghl_contact_id, stage_ghl_id, coalesce(value_cents, 0) FROM crm_opportunity"
            " WHERE deleted_at IS NULL"
        )
    }
    if not theirs:
        yield "no opportunity was made at all"
    for key in sorted({*theirs, *ours}):
        if theirs.get(key) != ours.get(key):
            yield f"opportunity {key}: there {theirs.get(key)}, here {ours.get(key)}"


def _threads(house: House, state: Mapping[str, Any]) -> Iterator[str]:
    """Every message of the CRM is one row of ours, with the same words, and the other way round."""
    ways = {"inbound": "in", "outbound": "out"}
    theirs = Counter(
        (str(one["id"]), str(one["contactId"]), ways[one["direction"]], str(one["body"])) for one in state["messages"]
    )
    ours = Counter(
        house.rows(
            "SELECT m.ghl_id, l.ghl_contact_id, m.direction, m.body"
            " FROM crm_message m JOIN crm_lead l ON l.id = m.lead_id"
        )
    )
    yield from (f"message {key[0]} ({key[2]}) stands in the CRM and not here" for key in theirs - ours)
    yield from (f"message {key[0]} ({key[2]}) stands here and not in the CRM" for key in ours - theirs)


def _notes(state: Mapping[str, Any]) -> Iterator[str]:
    notes = Counter((str(note["contactId"]), note["body"]) for note in state["notes"])
    yield from (f"a note was written {count} times" for count in notes.values() if count > 1)
