"""/contacts: read, create, change, search, tags, workflow membership."""

from collections.abc import Callable
from typing import Any

from sandbox.ghl import lies
from sandbox.ghl.call import Answer, Call
from sandbox.ghl.checks import BOOLEAN, OBJECT, OBJECTS, STRING, STRINGS, TEXT, check
from sandbox.ghl.errors import ApiError
from sandbox.naming import epoch_ms, now_iso
from sandbox.store import Document
from sandbox.world.contacts import TEXT_FIELDS, find_duplicate

KINDS = dict.fromkeys(TEXT_FIELDS, TEXT) | {
    "tags": STRINGS,
    "dnd": BOOLEAN,
    "dndSettings": OBJECT,
    "inboundDndSettings": OBJECT,
    "customFields": OBJECTS,
}
PRESENT_FIELDS = (*TEXT_FIELDS, "type", "dnd", "tags", "additionalEmails", "dateAdded", "dateUpdated", "lastActivity")
DND_STATUSES = {"active", "inactive", "permanent"}


def present(contact: Document, call: Call) -> Document:
    """Return a contact as reads show it: custom fields as {id, value}."""
    shown = {name: contact.get(name) for name in PRESENT_FIELDS if contact.get(name) is not None}
    return {
        "id": contact["id"],
        "locationId": contact["locationId"],
        **shown,
        "dndSettings": call.dialect.dnd_out(contact["dndSettings"]),
        "customFields": [{"id": key, "value": value} for key, value in contact["customFields"].items()],
    }


def _changes(call: Call, **kinds: str) -> Document:
    """Return checked, canonical changes of a write."""
    if "additionalEmails" in call.body:
        raise ApiError(422, ["property additionalEmails should not exist"])
    changes = check(call.body, KINDS | kinds)
    if "customFields" in changes:
        changes["customFields"] = _field_values(call, changes["customFields"])
    if "dndSettings" in changes:
        changes["dndSettings"] = _dnd(call, changes["dndSettings"])
    return lies.kept(call, changes)


def _field_values(call: Call, entries: list[Document]) -> Document:
    fields = call.machine.store.in_location("custom_fields", call.location)
    values: dict[str, Any] = {}
    for entry in entries:
        wanted = (entry.get("id"), f"contact.{entry.get('key', '')}".replace("contact.contact.", "contact."))
        field = next((one for one in fields if one["id"] == wanted[0] or one["fieldKey"] == wanted[1]), None)
        if field is None:
            raise ApiError(400, f"Invalid custom field id {entry.get('id') or entry.get('key')}")
        given, value = call.dialect.field_value(entry)
        if given:
            values[field["id"]] = _typed(field, value)
    return values


def _typed(field: Document, value: Any) -> Any:
    if value is None or value == "":
        return value
    if field["dataType"] in {"NUMERICAL", "MONETORY"}:
        try:
            number = float(value)
        except (TypeError, ValueError) as error:
            raise ApiError(400, f"Invalid value for numeric field {field['name']}") from error
        return int(number) if number.is_integer() else number
    if field["dataType"] == "MULTIPLE_OPTIONS" and not isinstance(value, list):
        raise ApiError(400, f"{field['name']} takes an array")
    return value


def _dnd(call: Call, settings: Document) -> Document:
    canonical: Document = {}
    for name, entry in settings.items():
        channel = call.dialect.dnd_in(name)
        if channel is None:
            raise ApiError(422, [f"dndSettings.property {name} should not exist"])
        if not isinstance(entry, dict) or entry.get("status") not in DND_STATUSES:
            raise ApiError(422, [f"dndSettings.{name}.status must be one of: active, inactive, permanent"])
        canonical[channel] = {
            "status": entry["status"],
            "message": entry.get("message", ""),
            "code": entry.get("code", ""),
        }
    return canonical


def read(call: Call) -> Answer:
    return {"contact": present(call.contact(), call)}


def create(call: Call) -> Answer:
    location = call.same_location(call.body.get("locationId"))
    changes = _changes(call)
    duplicate = find_duplicate(call.machine.store, location, phone=changes.get("phone"), email=changes.get("email"))
    if duplicate is not None:
        raise ApiError(400, "This location does not allow duplicated contacts.")
    created = call.machine.contacts.create(location, changes)
    lies.refuse_what_was_made(call)
    return lies.answered(call, {"contact": present(created, call)}, status=201)


def change(call: Call) -> Answer:
    contact = call.contact()
    call.machine.contacts.change(contact, _changes(call))
    return lies.answered(call, {**lies.success(call), "contact": present(contact, call)})


def upsert(call: Call) -> Answer:
    location = call.same_location(call.body.get("locationId"))
    changes = _changes(call)
    store = call.machine.store
    known = find_duplicate(store, location, phone=changes.get("phone"), email=changes.get("email"))
    if known is None:
        created = call.machine.contacts.create(location, changes)
        return lies.answered(call, {"new": True, **lies.success(call), "contact": present(created, call)}, status=201)
    call.machine.contacts.change(known, lies.matched_by_second_email(call, known, changes))
    return lies.answered(call, {"new": False, **lies.success(call), "contact": present(known, call)})


def delete(call: Call) -> Answer:
    call.machine.contacts.delete(call.contact())
    return call.dialect.success()


def duplicate(call: Call) -> Answer:
    location = call.same_location(call.query.get("locationId"))
    found = find_duplicate(call.machine.store, location, phone=call.query.get("number"), email=call.query.get("email"))
    return {"contact": present(found, call) if found else None}


def _in_range(have: Any, want: Any) -> bool:
    if not isinstance(want, dict) or not have:
        return False
    number = epoch_ms(have) if isinstance(have, str) and "T" in have else have
    bounds = {key: epoch_ms(value) if isinstance(value, str) else value for key, value in want.items()}
    return bounds.get("gte", number) <= number <= bounds.get("lte", number)


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda have, want: have == want or (isinstance(have, list) and want in have),
    "not_eq": lambda have, want: have != want,
    "contains": lambda have, want: str(want).lower() in str(have or "").lower(),
    "exists": lambda have, want: have not in (None, "", []),
    "not_exists": lambda have, want: have in (None, "", []),
    "range": _in_range,
}


def _matches(contact: Document, filters: list[Document]) -> bool:
    for one in filters:
        if "filters" in one:
            grouped = [_matches(contact, [inner]) for inner in one["filters"]]
            if not (any(grouped) if one.get("group") == "OR" else all(grouped)):
                return False
            continue
        operator = OPERATORS.get(str(one.get("operator")))
        if operator is None:
            raise ApiError(422, [f"Invalid operator {one.get('operator')}"])
        if not operator(contact.get(str(one.get("field"))), one.get("value")):
            return False
    return True


def search(call: Call) -> Answer:
    """Sorted by dateUpdated or dateAdded; `searchAfter` is the pair of the last row seen."""
    kinds = {"locationId": STRING, "filters": OBJECTS, "sort": OBJECTS, "query": TEXT}
    body = check(call.body, kinds, required=("locationId",))
    location = call.same_location(body["locationId"])
    size = call.body.get("pageLimit", 20)
    if not isinstance(size, int) or not 1 <= size <= 500:
        raise ApiError(422, ["pageLimit must be a number between 1 and 500"])
    order = (body.get("sort") or [{"field": "dateAdded", "direction": "desc"}])[0]
    name, downwards = str(order.get("field", "dateAdded")), order.get("direction", "desc") == "desc"
    words = (body.get("query") or "").lower()
    found = [
        contact
        for contact in call.machine.store.in_location("contacts", location)
        if _matches(contact, body.get("filters") or []) and words in _searchable(contact)
    ]

    def place(contact: Document) -> tuple[int, str]:
        return epoch_ms(contact[name]) if name in {"dateAdded", "dateUpdated", "lastActivity"} else 0, contact["id"]

    found.sort(key=place, reverse=downwards)
    total = len(found)
    after = call.body.get("searchAfter")
    if isinstance(after, list) and len(after) == 2:
        seen = (int(after[0]), str(after[1]))
        found = [one for one in found if (place(one) < seen if downwards else place(one) > seen)]
    elif call.body.get("page"):
        found = found[(int(call.body["page"]) - 1) * size :]
    rows = [{**present(one, call), "searchAfter": list(place(one))} for one in found[:size]]
    return {"contacts": rows, "total": total}


def _searchable(contact: Document) -> str:
    return " ".join(str(contact.get(name) or "") for name in ("name", "email", "phone")).lower()


def add_tags(call: Call) -> Answer:
    tags = check(call.body, {"tags": STRINGS}, required=("tags",))["tags"]
    before = list((contact := call.contact())["tags"])
    after = call.machine.contacts.add_tags(contact, lies.kept(call, {"tags": tags}).get("tags", []))
    return lies.answered(call, {"tags": after, "tagsAdded": [tag for tag in after if tag not in before]}, status=201)


def remove_tags(call: Call) -> Answer:
    tags = check(call.body, {"tags": STRINGS}, required=("tags",))["tags"]
    before = list((contact := call.contact())["tags"])
    after = call.machine.contacts.remove_tags(contact, lies.kept(call, {"tags": tags}).get("tags", []))
    return lies.answered(call, {"tags": after, "tagsRemoved": [tag for tag in before if tag not in after]})


def join_workflow(call: Call) -> Answer:
    contact, workflow = call.contact(), call.owned("workflows", call.params["workflow_id"], label="Workflow")
    call.machine.store.put(
        "memberships",
        {
            "id": f"{contact['id']}/{workflow['id']}",
            "locationId": call.location,
            "contactId": contact["id"],
            "workflowId": workflow["id"],
            "name": workflow["name"],
            "dateAdded": now_iso(),
        },
    )
    return {"succeded": True, **call.dialect.success()}


def leave_workflow(call: Call) -> Answer:
    contact, workflow = call.contact(), call.owned("workflows", call.params["workflow_id"], label="Workflow")
    call.machine.store.delete("memberships", f"{contact['id']}/{workflow['id']}")
    return {"succeded": True, **call.dialect.success()}
