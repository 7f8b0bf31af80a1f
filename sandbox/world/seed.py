"""What a new location holds: fields, pipeline, calendar, staff, workflows, tags."""

import hashlib
import uuid

from sandbox.naming import now_iso
from sandbox.store import Document, Store

FIELDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Qualification Score", "NUMERICAL", ()),
    ("Lead Temperature", "SINGLE_OPTIONS", ("hot", "warm", "cold")),
    ("Lead Role", "SINGLE_OPTIONS", ("lead", "buyer", "seller")),
    ("Questions Answered", "TEXT", ()),
    ("Property Address", "TEXT", ()),
    ("Motivation", "LARGE_TEXT", ()),
    ("Destination", "TEXT", ()),
    ("Timeline", "TEXT", ()),
    ("Timeline Days", "NUMERICAL", ()),
    ("Property Condition", "TEXT", ()),
    ("Price Expectation", "MONETORY", ()),
    ("Mortgage Balance", "MONETORY", ()),
    ("Upgrades", "LARGE_TEXT", ()),
    ("Listed Before", "TEXT", ()),
    ("Decision Makers", "TEXT", ()),
    ("Preferred Contact Channel", "SINGLE_OPTIONS", ("call", "text", "email")),
    ("Budget", "MONETORY", ()),
    ("Pre-Approval", "SINGLE_OPTIONS", ("approved", "in progress", "cash", "not started")),
    ("Bedrooms", "NUMERICAL", ()),
    ("Bathrooms", "NUMERICAL", ()),
    ("Square Feet", "NUMERICAL", ()),
    ("Move-In Timeline", "TEXT", ()),
    ("Area", "TEXT", ()),
    ("Offer Type", "SINGLE_OPTIONS", ("listing", "cash offer", "undecided")),
    ("Preferred Language", "SINGLE_OPTIONS", ("en", "es")),
    ("Conversation Summary", "LARGE_TEXT", ()),
    ("Next Best Step", "TEXT", ()),
    ("Last Bot Contact", "DATE", ()),
    ("Interests", "MULTIPLE_OPTIONS", ("single family", "condo", "townhouse", "land")),
)
STAGES = ("New Lead", "Contacted", "Engaged", "Qualified", "Handed Off", "Appointment Booked", "Closed")
WORKFLOWS = ("Hot lead: notify agent", "Warm lead nurture", "Cold lead nurture", "Notify agent", "Manual scheduling")
CALENDARS = (("Consultation call", 15), ("Buyer consultation", 60), ("Listing appointment", 90), ("Showing", 30))
USERS = (("Sam", "Rivera"), ("Dana", "Cole"))
TAGS = ("seller-lead", "buyer-lead", "needs qualifying", "hot-lead", "warm-lead", "cold-lead", "ai-off")


def stable_id(*parts: str) -> str:
    """Return a 20-character id that is the same for the same location and name on every machine."""
    return hashlib.sha256("/".join(parts).encode()).hexdigest()[:20].upper()


def field_key(name: str) -> str:
    return "contact." + name.lower().replace("-", "_").replace(" ", "_")


def add_location(store: Store, *, location: str, name: str, token: str, timezone: str = "America/Chicago") -> Document:
    """Create a location with its defaults, or rename and re-token an existing one."""
    known = store.get("locations", location)
    document = known or {"id": location, "companyId": "SANDBOXCOMPANY0000001", "dateAdded": now_iso()}
    document.update(name=name, token=token, timezone=document.get("timezone", timezone), country="US", state="TX")
    document.setdefault("city", "Austin")
    document.setdefault("address", "1 Example Plaza")
    document.setdefault("postalCode", "78701")
    document.setdefault("phone", "+15125550199")
    document.setdefault("email", "office@sandbox.example")
    store.put("locations", document)
    store.put("tokens", {"id": token, "locationId": location, "kind": "static", "expires_at": None})
    if known is None:
        _add_defaults(store, location)
    return document


def _add_defaults(store: Store, location: str) -> None:
    for position, (name, data_type, options) in enumerate(FIELDS):
        store.put("custom_fields", _field(location, name, data_type, options, position))
    for name in TAGS:
        store.put("tags", {"id": stable_id(location, "tag", name), "locationId": location, "name": name})
    for name in WORKFLOWS:
        key = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{location}/workflow/{name}"))
        store.put("workflows", {"id": key, "locationId": location, "name": name, "status": "published", "version": 1})
    for first, last in USERS:
        store.put("users", _user(location, first, last))
    store.put("pipelines", _pipeline(location))
    for name, minutes in CALENDARS:
        store.put("calendars", _calendar(location, name, minutes))


def _field(location: str, name: str, data_type: str, options: tuple[str, ...], position: int) -> Document:
    return {
        "id": stable_id(location, "field", name),
        "locationId": location,
        "name": name,
        "fieldKey": field_key(name),
        "dataType": data_type,
        "picklistOptions": list(options),
        "position": position * 50,
        "model": "contact",
    }


def _user(location: str, first: str, last: str) -> Document:
    return {
        "id": stable_id(location, "user", first),
        "locationId": location,
        "name": f"{first} {last}",
        "firstName": first,
        "lastName": last,
        "email": f"{first.lower()}@sandbox.example",
        "phone": "+15125550198",
        "roles": {"type": "account", "role": "user", "locationIds": [location]},
    }


def _pipeline(location: str) -> Document:
    stages = [
        {"id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{location}/stage/{name}")), "name": name, "position": place}
        for place, name in enumerate(STAGES)
    ]
    return {"id": stable_id(location, "pipeline"), "locationId": location, "name": "Sales", "stages": stages}


def _calendar(location: str, name: str, minutes: int) -> Document:
    return {
        "id": stable_id(location, "calendar", name),
        "locationId": location,
        "name": name,
        "isActive": True,
        "slotDuration": minutes,
        "slotDurationUnit": "mins",
        "eventType": "RoundRobin_OptimizeForAvailability",
        "teamMembers": [{"userId": stable_id(location, "user", USERS[0][0]), "priority": 0.5}],
    }
