"""Contacts and what happens to them. Every verb changes the store and raises the proper events."""

import re
from collections.abc import Iterable
from typing import Any

from sandbox.naming import new_id, now_iso
from sandbox.store import Document, Store
from sandbox.webhooks import Webhooks
from sandbox.world.seed import stable_id

TEXT_FIELDS = (
    "firstName", "lastName", "name", "email", "phone", "address1", "city", "state", "postalCode", "country",
    "website", "timezone", "source", "dateOfBirth", "assignedTo", "companyName", "gender",
)  # fmt: skip
CHANNELS = ("Call", "Email", "SMS", "WhatsApp", "GMB", "FB")
EVENT_FIELDS = (
    "id", "address1", "city", "state", "country", "postalCode", "companyName", "source", "dateAdded", "dateOfBirth",
    "dnd", "email", "name", "firstName", "lastName", "phone", "timezone", "tags", "website", "attachments",
    "assignedTo",
)  # fmt: skip


def normal_phone(text: str | None) -> str | None:
    """Return E.164 where the digits allow it (ten digits are North American), else the text as it came."""
    if not text:
        return None
    digits = re.sub(r"\D", "", text)
    if text.strip().startswith("+") and digits:
        return f"+{digits}"
    if len(digits) == 10:
        return f"+1{digits}"
    return f"+{digits}" if len(digits) == 11 and digits.startswith("1") else text


def normal_tags(tags: Iterable[str]) -> list[str]:
    """Return lower-cased, trimmed tags without repeats, in order."""
    return list(dict.fromkeys(tag.strip().lower() for tag in tags if tag.strip()))


def find_duplicate(store: Store, location: str, *, phone: str | None, email: str | None) -> Document | None:
    """Return the contact with this phone, else with this email, first or additional; phone goes first."""
    wanted_phone, wanted_email = normal_phone(phone), (email or "").strip().lower()
    contacts = store.in_location("contacts", location)
    for contact in contacts:
        if wanted_phone and contact.get("phone") == wanted_phone:
            return contact
    for contact in contacts:
        if wanted_email and wanted_email in emails_of(contact):
            return contact
    return None


def emails_of(contact: Document) -> set[str]:
    return {one.lower() for one in (contact.get("email"), *(contact.get("additionalEmails") or [])) if one}


def event_fields(contact: Document) -> Document:
    """Return a contact as the Contact* events carry it."""
    shown = {name: contact.get(name) for name in EVENT_FIELDS if contact.get(name) is not None}
    shown["customFields"] = [{"id": key, "value": value} for key, value in contact["customFields"].items()]
    shown.setdefault("attachments", [])
    return shown


class Contacts:
    def __init__(self, store: Store, webhooks: Webhooks) -> None:
        self._store, self._webhooks = store, webhooks

    def _raise(self, kind: str, contact: Document, **more: Any) -> None:
        self._webhooks.raise_event(
            kind, contact["locationId"], {**event_fields(contact), **more}, contact=contact["id"]
        )

    def create(self, location: str, changes: Document) -> Document:
        """Create a contact from checked, canonical changes (see `change`)."""
        now = now_iso()
        contact: Document = {
            "id": new_id(), "locationId": location, "type": "lead", "dnd": False, "dndSettings": {}, "tags": [],
            "customFields": {}, "dateAdded": now, "dateUpdated": now, "lastActivity": now,
        }  # fmt: skip
        _apply(contact, changes)
        self._store.put("contacts", contact)
        self._know_tags(contact)
        self._raise("ContactCreate", contact)
        return contact

    def change(self, contact: Document, changes: Document) -> Document:
        """Apply text fields, `tags` (replacing all), `customFields` {id: value}, `dnd`, `dndSettings` by channel."""
        before = {key: _frozen(value) for key, value in contact.items()}
        _apply(contact, changes)
        changed = {key for key, value in contact.items() if before.get(key) != _frozen(value)}
        contact["dateUpdated"] = now_iso()
        self._store.put("contacts", contact)
        self._know_tags(contact)
        if "tags" in changed:
            self._raise("ContactTagUpdate", contact)
        if changed & {"dnd", "dndSettings"}:
            self._raise("ContactDndUpdate", contact, dndSettings=contact["dndSettings"])
        if changed - {"tags", "dnd", "dndSettings"}:
            self._raise("ContactUpdate", contact)
        return contact

    def add_tags(self, contact: Document, tags: Iterable[str]) -> list[str]:
        self.change(contact, {"tags": [*contact["tags"], *tags]})
        return contact["tags"]

    def remove_tags(self, contact: Document, tags: Iterable[str]) -> list[str]:
        gone = set(normal_tags(tags))
        self.change(contact, {"tags": [tag for tag in contact["tags"] if tag not in gone]})
        return contact["tags"]

    def set_dnd(self, contact: Document, channel: str, active: bool) -> None:
        """Set do-not-disturb of one channel, or of all with channel "all"."""
        if channel == "all":
            self.change(contact, {"dnd": active})
            return
        status = {"status": "active" if active else "inactive", "message": "", "code": ""}
        self.change(contact, {"dndSettings": {channel: status}})

    def delete(self, contact: Document) -> None:
        self._store.delete("contacts", contact["id"])
        self._raise("ContactDelete", contact)

    def _know_tags(self, contact: Document) -> None:
        location = contact["locationId"]
        for name in contact["tags"]:
            key = stable_id(location, "tag", name)
            if self._store.get("tags", key) is None:
                self._store.put("tags", {"id": key, "locationId": location, "name": name})


def is_muted(contact: Document, channel: str) -> bool:
    """Return whether do-not-disturb forbids this channel (SMS, Email, ...)."""
    status = contact["dndSettings"].get(channel, {}).get("status")
    return bool(contact["dnd"]) or status in {"active", "permanent"}


def _frozen(value: Any) -> str:
    return repr(value)


def _apply(contact: Document, changes: Document) -> None:
    for name in (*TEXT_FIELDS, "additionalEmails"):
        if name in changes:
            contact[name] = changes[name]
    if "phone" in changes:
        contact["phone"] = normal_phone(changes["phone"])
    if "name" in changes and "firstName" not in changes:
        first, _, last = (changes["name"] or "").strip().partition(" ")
        contact["firstName"], contact["lastName"] = first or None, last or None
    names = (contact.get("firstName"), contact.get("lastName"))
    contact["name"] = " ".join(part for part in names if part) or contact.get("name")
    if "tags" in changes:
        contact["tags"] = normal_tags(changes["tags"] or [])
    if "customFields" in changes:
        contact["customFields"] = {**contact["customFields"], **changes["customFields"]}
    if "dndSettings" in changes:
        contact["dndSettings"] = {**contact["dndSettings"], **changes["dndSettings"]}
    if "dnd" in changes:
        contact["dnd"] = changes["dnd"]
