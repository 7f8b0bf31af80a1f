"""What the pages poll: small JSON views of the sandbox's own state."""

from typing import Any

from aiohttp import web

from sandbox.control.answers import Refused, answer
from sandbox.control.views import contact_state
from sandbox.machine import MACHINE, Machine
from sandbox.store import Document
from sandbox.world.messages import is_stop_word

LOG_ROWS = 60


def location_of(machine: Machine, request: web.Request) -> Document:
    key = request.query.get("location") or machine.config.location_id
    location = machine.store.get("locations", key)
    if location is None:
        raise Refused(404, f"no location {key}")
    return location


def _row(machine: Machine, contact: Document) -> Document:
    conversation = next(iter(machine.store.of_contact("conversations", contact["id"])), {})
    location = machine.store.get("locations", contact["locationId"]) or {}
    return {
        "id": contact["id"],
        "zone": contact.get("timezone") or location.get("timezone") or "UTC",
        "name": contact.get("name") or contact.get("phone") or contact.get("email") or "No name",
        "first": contact.get("firstName") or "",
        "phone": contact.get("phone") or "",
        "email": contact.get("email") or "",
        "tags": contact["tags"],
        "muted": bool(contact["dnd"] or any(one["status"] != "inactive" for one in contact["dndSettings"].values())),
        "last": conversation.get("lastMessageBody", ""),
        "direction": conversation.get("lastMessageDirection", ""),
        "at": conversation.get("lastMessageDate") or contact["dateAdded"],
    }


async def contacts(request: web.Request) -> web.Response:
    machine = request.app[MACHINE]
    location = location_of(machine, request)
    rows = [_row(machine, one) for one in machine.store.in_location("contacts", location["id"])]
    rows.sort(key=lambda row: row["at"], reverse=True)
    return answer(machine, {"contacts": rows[:300], "total": len(rows)})


def _delivery_words(delivery: Document | None) -> str:
    if delivery is None:
        return ""
    if delivery["state"] == "waiting" and delivery["attempts"]:
        return f"retrying ({delivery['attempts']})"
    return {"waiting": "sending", "delivered": "delivered", "failed": "not delivered"}[delivery["state"]]


async def contact(request: web.Request) -> web.Response:
    """One contact with everything on it, names instead of ids, and how each inbound message was delivered."""
    machine = request.app[MACHINE]
    found = machine.store.get("contacts", request.match_info["contact_id"])
    if found is None:
        raise Refused(404, "this contact is gone")
    shown: dict[str, Any] = contact_state(machine, found)
    location = machine.store.get("locations", found["locationId"]) or {}
    deliveries = {one["webhookId"]: one for one in machine.store.of_contact("deliveries", found["id"])}
    users = {one["id"]: one["name"] for one in machine.store.in_location("users", found["locationId"])}
    stages = {
        stage["id"]: stage["name"]
        for pipeline in machine.store.in_location("pipelines", found["locationId"])
        for stage in pipeline["stages"]
    }
    shown["messages"] = [
        {
            **message,
            "delivery": _delivery_words(deliveries.get(message.get("webhookId", ""))),
            "author": users.get(message.get("userId", ""), "staff") if message.get("userId") else "",
            "stopWord": message["direction"] == "inbound" and is_stop_word(message["channel"], message["body"]),
        }
        for message in shown["messages"]
    ]
    shown["opportunities"] = [
        {**one, "stage": stages.get(one.get("pipelineStageId"), "")} for one in shown["opportunities"]
    ]
    shown["zone"] = found.get("timezone") or location.get("timezone") or "UTC"
    shown["locationName"] = location.get("name", "")
    return answer(machine, shown)


async def log(request: web.Request) -> web.Response:
    machine = request.app[MACHINE]
    rows = machine.arrivals.since(location=request.query.get("location", ""), limit=LOG_ROWS)
    return answer(machine, {"rows": rows[::-1]})


async def overview(request: web.Request) -> web.Response:
    """What the control page shows."""
    machine = request.app[MACHINE]
    counts: dict[str, int] = {"waiting": 0, "delivered": 0, "failed": 0}
    for one in machine.store.every("deliveries"):
        counts[one["state"]] += 1
    hooks = {one["id"]: one["url"] for one in machine.store.every("workflow_hooks")}
    locations = [
        {
            "id": one["id"],
            "name": one["name"],
            "workflow": hooks.get(one["id"], ""),
            "contacts": len(machine.store.in_location("contacts", one["id"])),
        }
        for one in machine.store.every("locations")
    ]
    return answer(
        machine,
        {
            "deliveries": counts,
            "failures": machine.failures.all(),
            "settings": machine.switches.all(),
            "locations": locations,
            "key": machine.key.public_base64,
            "target": machine.config.target_url,
        },
    )
