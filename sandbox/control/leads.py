"""Control: make leads, be the lead, be the staff."""

from typing import Any

from aiohttp import web

from sandbox.control.answers import Refused, answer, flag, json_body, whole
from sandbox.machine import MACHINE, Machine
from sandbox.naming import new_uuid
from sandbox.store import Document
from sandbox.world.contacts import TEXT_FIELDS, find_duplicate
from sandbox.world.messages import CHANNEL_TYPES, Muted
from sandbox.world.seed import USERS, stable_id

SNAKE = {
    "first_name": "firstName", "last_name": "lastName", "postal_code": "postalCode", "company_name": "companyName",
    "date_of_birth": "dateOfBirth", "assigned_to": "assignedTo", "address": "address1",
    "additional_emails": "additionalEmails",
}  # fmt: skip


def location_of(machine: Machine, body: Document) -> Document:
    """Return the location named in a body, or the first one."""
    key = str(body.get("location") or machine.config.location_id)
    location = machine.store.get("locations", key)
    if location is None:
        raise Refused(404, f"no location {key}")
    return location


def contact_of(machine: Machine, location: Document, body: Document) -> Document:
    key, phone = body.get("contactId") or body.get("contact_id") or body.get("contact"), body.get("phone")
    contact = machine.store.get("contacts", str(key)) if key else None
    if contact is None and phone:
        contact = find_duplicate(machine.store, location["id"], phone=str(phone), email=None)
    if contact is None or contact["locationId"] != location["id"]:
        raise Refused(404, "no such contact in this location")
    return contact


def _custom_values(machine: Machine, location: Document, given: dict[str, Any]) -> dict[str, Any]:
    """Return values by field id; fields may be named by id, key or label."""
    fields = machine.store.in_location("custom_fields", location["id"])
    names = {name.lower(): one["id"] for one in fields for name in (one["id"], one["fieldKey"], one["name"])}
    unknown = [name for name in given if name.lower() not in names]
    if unknown:
        raise Refused(422, f"no custom field {unknown[0]}")
    return {names[name.lower()]: value for name, value in given.items()}


async def make_contact(request: web.Request) -> web.Response:
    machine, body = request.app[MACHINE], await json_body(request)
    location = location_of(machine, body)
    named = {SNAKE.get(name, name): value for name, value in body.items()}
    fields = {name: named[name] for name in TEXT_FIELDS if named.get(name)}
    fields["tags"] = list(named.get("tags") or [])
    if named.get("additionalEmails"):
        fields["additionalEmails"] = [str(one).strip().lower() for one in named["additionalEmails"]]
    given = named.get("customFields") or named.get("custom_fields") or {}
    fields["customFields"] = _custom_values(machine, location, given)
    if not any(fields.get(name) for name in ("firstName", "name", "phone", "email")):
        raise Refused(422, "a lead needs a name, a phone or an email")
    contact = machine.leads.arrive(location, fields, consent=flag(body, "consent", True))
    return answer(machine, {"contact": contact, "contactId": contact["id"], "id": contact["id"]}, status=201)


async def inbound(request: web.Request) -> web.Response:
    machine, body = request.app[MACHINE], await json_body(request)
    contact = contact_of(machine, location_of(machine, body), body)
    channel = str(body.get("channel") or "SMS")
    if channel not in CHANNEL_TYPES:
        raise Refused(422, f"channel is one of {', '.join(CHANNEL_TYPES)}")
    message = machine.messages.receive(
        contact,
        str(body.get("body") or ""),
        channel=channel,
        attachments=[str(one) for one in body.get("attachments") or []],
        subject=str(body.get("subject") or ""),
        delay_ms=whole(body, "delay_ms"),
        duplicates=whole(body, "duplicate"),
    )
    return answer(
        machine, {"messageId": message["id"], "webhookId": message["webhookId"], "message": message}, status=201
    )


async def staff_text(request: web.Request) -> web.Response:
    """A person writes on the CRM's own page: an OutboundMessage with a userId."""
    machine, body = request.app[MACHINE], await json_body(request)
    location = location_of(machine, body)
    contact = contact_of(machine, location, body)
    text = str(body.get("body") or "").strip()
    if not text:
        raise Refused(422, "an empty text is not sent")
    user = str(body.get("userId") or stable_id(location["id"], "user", USERS[0][0]))
    try:
        message = machine.messages.send(contact, text, source="app", user=user)
    except Muted as error:
        raise Refused(409, "do-not-disturb is on for this contact") from error
    return answer(machine, {"messageId": message["id"], "message": message}, status=201)


async def set_dnd(request: web.Request) -> web.Response:
    machine, body = request.app[MACHINE], await json_body(request)
    contact = contact_of(machine, location_of(machine, body), body)
    machine.contacts.set_dnd(contact, str(body.get("channel") or "SMS"), flag(body, "active", True))
    return answer(machine, {"dnd": contact["dnd"], "dndSettings": contact["dndSettings"]})


async def change_tags(request: web.Request) -> web.Response:
    """Staff add or remove tags: {add: [...], remove: [...]}."""
    machine, body = request.app[MACHINE], await json_body(request)
    contact = contact_of(machine, location_of(machine, body), body)
    if body.get("add"):
        machine.contacts.add_tags(contact, [str(one) for one in body["add"]])
    if body.get("remove"):
        machine.contacts.remove_tags(contact, [str(one) for one in body["remove"]])
    return answer(machine, {"tags": contact["tags"]})


async def delete_contact(request: web.Request) -> web.Response:
    machine, body = request.app[MACHINE], await json_body(request)
    machine.contacts.delete(contact_of(machine, location_of(machine, body), body))
    return answer(machine, {"deleted": True})


async def raise_event(request: web.Request) -> web.Response:
    """Send any signed event: {type, fields, contactId?, delay_ms?, duplicate?}; nothing is changed here."""
    machine, body = request.app[MACHINE], await json_body(request)
    location, fields = location_of(machine, body), body.get("fields") or {}
    if not isinstance(body.get("type"), str) or not isinstance(fields, dict):
        raise Refused(422, "type is a word and fields an object")
    webhook_id = machine.webhooks.raise_event(
        body["type"], location["id"], fields, contact=str(body.get("contactId") or ""),
        delay_ms=whole(body, "delay_ms"), duplicates=whole(body, "duplicate"),
    )  # fmt: skip
    return answer(machine, {"webhookId": webhook_id}, status=201)


async def test_event(request: web.Request) -> web.Response:
    """Send one harmless signed event, and one workflow webhook where the location has an address."""
    machine, body = request.app[MACHINE], await json_body(request)
    location = location_of(machine, body)
    shown = {name: location[name] for name in ("id", "companyId", "name", "email")}
    webhook_id = machine.webhooks.raise_event("LocationUpdate", location["id"], shown)
    hook = machine.store.get("workflow_hooks", location["id"])
    if hook and hook["url"] and flag(body, "workflow", False):
        custom = {"event": "test", "run_id": new_uuid()}
        test_body = {"location": {"id": location["id"], "name": location["name"]}, "customData": custom}
        machine.webhooks.raise_workflow(location["id"], hook["url"], hook["secret"], test_body)
    return answer(machine, {"webhookId": webhook_id}, status=201)
