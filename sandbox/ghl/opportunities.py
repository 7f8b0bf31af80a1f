"""/opportunities: search, pipelines, create, change, status, upsert."""

from sandbox.ghl.call import Answer, Call
from sandbox.ghl.checks import NUMBER, OBJECTS, STRING, TEXT, check, one_of, whole_number
from sandbox.ghl.errors import ApiError
from sandbox.naming import epoch_ms
from sandbox.store import Document

STATUSES = ("open", "won", "lost", "abandoned")
WRITE = {
    "pipelineId": STRING, "name": STRING, "pipelineStageId": STRING, "status": STRING, "monetaryValue": NUMBER,
    "assignedTo": TEXT, "customFields": OBJECTS, "source": TEXT, "lostReasonId": TEXT,
}  # fmt: skip


def _present(opportunity: Document, call: Call) -> Document:
    contact = call.machine.store.get("contacts", opportunity["contactId"])
    shown = {name: value for name, value in opportunity.items() if name != "dateAdded"}
    if contact is not None:
        shown["contact"] = {name: contact.get(name) for name in ("id", "name", "email", "phone", "tags")}
    return shown


def _fields(call: Call, kinds: dict[str, str], required: tuple[str, ...] = ()) -> Document:
    fields = check(call.body, kinds, required=required)
    one_of(fields.get("status"), STATUSES, "status")
    if "pipelineId" in fields or "pipelineStageId" in fields:
        _check_stage(call, fields)
    return fields


def _check_stage(call: Call, fields: Document) -> None:
    pipelines = call.machine.store.in_location("pipelines", call.location)
    pipeline = next((one for one in pipelines if one["id"] == fields.get("pipelineId")), None)
    if "pipelineId" in fields and pipeline is None:
        raise ApiError(400, "The pipeline id is invalid.")
    stages = [stage["id"] for one in ([pipeline] if pipeline else pipelines) for stage in one["stages"]]
    if "pipelineStageId" in fields and fields["pipelineStageId"] not in stages:
        raise ApiError(400, "The pipeline stage id is invalid.")


def _opportunity(call: Call) -> Document:
    return call.owned("opportunities", call.params["opportunity_id"], label="Opportunity", missing=404)


def pipelines(call: Call) -> Answer:
    location = call.same_location(call.query.get("locationId"))
    return {"pipelines": call.machine.store.in_location("pipelines", location)}


def search(call: Call) -> Answer:
    asked = {name: call.query.get(call.dialect.query(name), "") for name in (
        "locationId", "pipelineId", "pipelineStageId", "contactId", "assignedTo", "status", "id",
    )}  # fmt: skip
    location = call.same_location(asked.pop("locationId"))
    found = call.machine.store.in_location("opportunities", location)
    for name, wanted in asked.items():
        if wanted and not (name == "status" and wanted == "all"):
            found = [one for one in found if one.get(name) == wanted]
    words = call.query.get("q", "").lower()
    found = [one for one in found if words in one["name"].lower()]
    found.sort(key=lambda one: (one["dateAdded"], one["id"]), reverse=True)
    total, limit = len(found), whole_number(call.query, "limit", 20, most=100)
    if (last := call.query.get("startAfterId")) and last in (ids := [one["id"] for one in found]):
        found = found[ids.index(last) + 1 :]
    elif page := whole_number(call.query, "page", 1):
        found = found[(page - 1) * limit :]
    rows = found[:limit]
    meta: Document = {"total": total, "currentPage": whole_number(call.query, "page", 1)}
    if rows and len(found) > limit:
        meta |= {"startAfterId": rows[-1]["id"], "startAfter": epoch_ms(rows[-1]["dateAdded"])}
    return {"opportunities": [_present(one, call) for one in rows], "meta": meta}


def create(call: Call) -> Answer:
    kinds = WRITE | {"contactId": STRING, "locationId": STRING}
    fields = _fields(call, kinds, ("pipelineId", "locationId", "name", "status", "contactId"))
    location = call.same_location(fields.pop("locationId"))
    contact = call.owned("contacts", fields["contactId"], label="Contact")
    if any(
        one["pipelineId"] == fields["pipelineId"]
        for one in call.machine.store.of_contact("opportunities", contact["id"])
    ):
        raise ApiError(400, "Can not create duplicate opportunity for the contact.")
    return 201, {"opportunity": _present(call.machine.opportunities.create(location, fields), call)}


def read(call: Call) -> Answer:
    return {"opportunity": _present(_opportunity(call), call)}


def change(call: Call) -> Answer:
    fields = _fields(call, WRITE)
    return {"opportunity": _present(call.machine.opportunities.change(_opportunity(call), fields), call)}


def set_status(call: Call) -> Answer:
    fields = _fields(call, {"status": STRING, "lostReasonId": TEXT}, ("status",))
    call.machine.opportunities.change(_opportunity(call), fields)
    return {"succeded": True, "success": True}


def delete(call: Call) -> Answer:
    call.machine.opportunities.delete(_opportunity(call))
    return {"succeded": True, "success": True}


def upsert(call: Call) -> Answer:
    """Match by id, else by contact and pipeline."""
    kinds = WRITE | {"id": STRING, "contactId": STRING, "locationId": STRING}
    fields = _fields(call, kinds, ("pipelineId", "locationId"))
    location, store = call.same_location(fields.pop("locationId")), call.machine.store
    if key := fields.pop("id", None):
        known = call.owned("opportunities", key, label="Opportunity", missing=404)
    else:
        contact = call.owned("contacts", str(fields.get("contactId")), label="Contact")
        of_contact = store.of_contact("opportunities", contact["id"])
        known = next((one for one in of_contact if one["pipelineId"] == fields["pipelineId"]), {})
        fields.setdefault("name", contact.get("name") or "Opportunity")
    if known:
        changed = call.machine.opportunities.change(known, fields)
        return {"opportunity": _present(changed, call), "new": False}
    return 201, {"opportunity": _present(call.machine.opportunities.create(location, fields), call), "new": True}
