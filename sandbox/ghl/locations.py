"""/locations, /users, /workflows: what a location holds beside its leads."""

from sandbox.ghl.call import Answer, Call
from sandbox.ghl.checks import STRING, check, one_of, whole_number
from sandbox.ghl.errors import ApiError
from sandbox.store import Document
from sandbox.world.seed import stable_id


def read(call: Call) -> Answer:
    location = call.machine.store.get("locations", call.same_location(call.params["location_id"])) or {}
    shown = {name: value for name, value in location.items() if name != "token"}
    return {"location": {**shown, "business": {"name": location.get("name"), "timezone": location.get("timezone")}}}


def custom_fields(call: Call) -> Answer:
    location = call.same_location(call.params["location_id"])
    model = call.query.get("model", "contact")
    one_of(model, ("contact", "opportunity", "all"), "model")
    fields = call.machine.store.in_location("custom_fields", location)
    return {"customFields": [one for one in fields if model in ("all", one["model"])]}


def list_tags(call: Call) -> Answer:
    location = call.same_location(call.params["location_id"])
    return {"tags": call.machine.store.in_location("tags", location)}


def add_tag(call: Call) -> Answer:
    location = call.same_location(call.params["location_id"])
    name = check(call.body, {"name": STRING}, required=("name",))["name"].strip().lower()
    key = stable_id(location, "tag", name)
    if call.machine.store.get("tags", key):
        raise ApiError(400, "The tag name is already exist.")
    return 201, {"tag": call.machine.store.put("tags", {"id": key, "locationId": location, "name": name})}


def _user(user: Document) -> Document:
    return {name: value for name, value in user.items() if name != "locationId"}


def search_users(call: Call) -> Answer:
    if not call.query.get("companyId"):
        raise ApiError(422, ["companyId should not be empty"])
    location = call.same_location(call.query.get("locationId") or call.location)
    words = call.query.get("query", "").lower()
    users = [one for one in call.machine.store.in_location("users", location) if words in one["name"].lower()]
    skip, limit = whole_number(call.query, "skip", 0), whole_number(call.query, "limit", 25, most=100)
    return {"users": [_user(one) for one in users[skip : skip + limit]], "count": len(users)}


def read_user(call: Call) -> Answer:
    return _user(call.owned("users", call.params["user_id"], label="User", missing=404))


def workflows(call: Call) -> Answer:
    location = call.same_location(call.query.get("locationId"))
    return {"workflows": call.machine.store.in_location("workflows", location)}
