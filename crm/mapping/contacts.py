"""Contact payloads -> LeadDraft. Pure."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crm.mapping.drafts import LeadDraft
from crm.mapping.fields import FieldRule, email_of, read_fields
from crm.payloads import ContactPayload
from crm.values.phones import to_e164
from crm.values.text import as_text, clean_json

MAX_TAG = 200
_COUNTRY_NAMES = {
    "united states": "US", "united states of america": "US", "usa": "US", "canada": "CA", "mexico": "MX",
    "méxico": "MX", "united kingdom": "GB", "australia": "AU",
}  # fmt: skip


def country_of(text: str) -> str:
    """Two letters of ISO 3166, or "" for what is neither a code nor a name we know."""
    if len(text) == 2 and text.isascii() and text.isalpha():
        return text.upper()
    return _COUNTRY_NAMES.get(text.casefold(), "")


@lru_cache(maxsize=256)
def zone_of(text: str) -> str:
    """The IANA name, or "" when there is no such zone."""
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""
    return text


def tags_of(tags: Iterable[str]) -> tuple[str, ...]:
    """Trimmed and in lower case, as the CRM keeps them; order kept, repeats dropped."""
    return tuple(dict.fromkeys(tag.strip().lower()[:MAX_TAG] for tag in tags if tag.strip()))


def dnd_settings_of(given: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """By channel in lower case (`sms`, `email`, `call`, `whatsapp`, `gmb`, `fb`), whichever API dialect wrote it."""
    found = {}
    for channel, setting in given.items():
        if isinstance(setting, Mapping):
            parts = {name: as_text(setting.get(name), 200) for name in ("status", "message", "code")}
            found[channel.lower()] = {name: text for name, text in parts.items() if text}
        elif text := as_text(setting, 20):
            found[channel.lower()] = {"status": text}
    return clean_json(found)


def _short(limit: int) -> Callable[[str], str]:
    return lambda text: text[:limit]


# payload name -> (column of Lead, reader); widths are those of the columns
CONTACT_COLUMNS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "firstName": ("first_name", _short(100)),
    "lastName": ("last_name", _short(100)),
    "email": ("email", email_of),
    "address1": ("address1", _short(250)),
    "city": ("city", _short(100)),
    "state": ("state", _short(64)),
    "postalCode": ("postal_code", _short(20)),
    "country": ("country", country_of),
    "timezone": ("timezone", zone_of),
    "source": ("source", _short(200)),
    "assignedTo": ("assigned_to", _short(64)),
    "dnd": ("dnd", bool),
    "dndSettings": ("dnd_settings", dnd_settings_of),
    "dateAdded": ("added_at", lambda at: at),
}


def lead_draft(payload: ContactPayload, rules: Iterable[FieldRule]) -> LeadDraft:
    """What the contact event says; names that it does not bring are left alone, empty ones empty the column."""
    said = payload.model_fields_set
    columns = {column: read(getattr(payload, name)) for name, (column, read) in CONTACT_COLUMNS.items() if name in said}
    if columns.get("added_at", ...) is None:
        del columns["added_at"]
    if payload.dnd is None:
        columns.pop("dnd", None)
    if payload.name and not columns.get("first_name") and not columns.get("last_name"):
        columns |= split_name(payload.name)
    if "phone" in said:
        columns |= phone_columns(payload.phone, columns.get("country", ""))
    custom = read_fields(rules, payload.customFields)
    return LeadDraft(
        contact_id=payload.id,
        columns=columns,
        tags=tags_of(payload.tags) if "tags" in said else None,
        attributes=custom.attributes,
        custom_fields=custom.unmapped,
    )


def phone_columns(given: str, country: str) -> dict[str, str]:
    """E.164, or empty with the text kept as given when it is no phone number."""
    return {"phone": to_e164(given, country), "phone_as_given": given[:64]}


def split_name(name: str) -> dict[str, str]:
    first, _, last = name.strip().rpartition(" ")
    return {"first_name": (first or last)[:100], "last_name": (last if first else "")[:100]}
