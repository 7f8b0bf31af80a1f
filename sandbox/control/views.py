"""Control: what is there, what arrived, what was sent, what was delivered."""

from typing import Any

from aiohttp import web

from sandbox.control.answers import Refused, answer
from sandbox.machine import MACHINE, Machine
from sandbox.store import Document

PER_CONTACT = ("messages", "notes", "tasks", "opportunities", "appointments", "memberships")


def _number(request: web.Request, name: str) -> int:
    text = request.query.get(name, "0") or "0"
    if not text.isdigit():
        raise Refused(422, f"{name} must be a whole number")
    return int(text)


async def public_key(request: web.Request) -> web.Response:
    if "application/json" in request.headers.get("Accept", ""):
        return web.json_response({"public_key": request.app[MACHINE].key.public_base64})
    return web.Response(text=request.app[MACHINE].key.public_base64)


async def arrivals(request: web.Request) -> web.Response:
    """Rows after `since` (wall µs) and `after` (sequence), of one `location`, the newest `limit`."""
    machine = request.app[MACHINE]
    rows = machine.arrivals.since(
        seq=_number(request, "after"),
        at_us=_number(request, "since"),
        location=request.query.get("location", ""),
        limit=_number(request, "limit"),
    )
    return answer(machine, {"arrivals": rows})


def contact_state(machine: Machine, contact: Document) -> dict[str, Any]:
    """Return one contact with everything that hangs on it; `fields` is by label."""
    store = machine.store
    labels = {one["id"]: one["name"] for one in store.in_location("custom_fields", contact["locationId"])}
    values = contact["customFields"]
    return {
        **contact,
        "customFields": [{"id": key, "value": value} for key, value in values.items()],
        "fields": {labels.get(key, key): value for key, value in values.items()},
        **{kind: store.of_contact(kind, contact["id"]) for kind in PER_CONTACT},
    }


async def state(request: web.Request) -> web.Response:
    """Everything of a location (or of one `contact` in it)."""
    machine = request.app[MACHINE]
    location = request.query.get("location") or machine.config.location_id
    if machine.store.get("locations", location) is None:
        raise Refused(404, f"no location {location}")
    contacts = machine.store.in_location("contacts", location)
    if wanted := request.query.get("contact"):
        contacts = [one for one in contacts if one["id"] == wanted]
    shown = [contact_state(machine, one) for one in contacts]
    flat = {kind: machine.store.in_location(kind, location) for kind in PER_CONTACT}
    return answer(machine, {"location": location, "contacts": shown, **flat})


async def sent(request: web.Request) -> web.Response:
    """Every text and email that ever left; `by` is api or staff."""
    machine = request.app[MACHINE]
    location = request.query.get("location", "")
    every = machine.store.in_location("messages", location) if location else machine.store.every("messages")
    rows = [
        {
            "id": one["id"],
            "location": one["locationId"],
            "contactId": one["contactId"],
            "channel": one["channel"],
            "from": one.get("from", ""),
            "to": one.get("to", ""),
            "body": one["body"],
            "attachments": one["attachments"],
            "dateAdded": one["dateAdded"],
            "by": "staff" if one.get("userId") else "api",
        }
        for one in every
        if one["direction"] == "outbound"
    ]
    return answer(machine, {"sent": rows})


async def deliveries(request: web.Request) -> web.Response:
    """Webhook deliveries with attempts and state (waiting, delivered, failed)."""
    machine = request.app[MACHINE]
    wanted, location = request.query.get("state", ""), request.query.get("location", "")
    rows = [
        {name: value for name, value in one.items() if name not in {"headers", "body"}}
        for one in machine.store.every("deliveries")
        if (not wanted or one["state"] == wanted) and (not location or one["locationId"] == location)
    ]
    counts: dict[str, int] = {}
    for one in rows:
        counts[one["state"]] = counts.get(one["state"], 0) + 1
    return answer(machine, {"counts": counts, "deliveries": rows[-(_number(request, "limit") or 500) :]})
