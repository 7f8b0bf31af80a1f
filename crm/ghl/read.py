"""Pure: picking what we use out of answers, whatever of the reported shapes they have."""

from collections.abc import Mapping
from typing import Any


def rows(body: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects of a list property; anything else in its place is no row."""
    value = body.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def strings(body: Mapping[str, Any], name: str) -> list[str]:
    value = body.get(name)
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


SUCCESS_FLAGS = ("succeeded", "succeded", "success")  # v3, the date versions, opportunities; some answers carry two


def said_done(body: Mapping[str, Any]) -> bool | None:
    """The success flag, however it is spelled; None where there is none, False where any of several says no."""
    flags = [body[name] for name in SUCCESS_FLAGS if isinstance(body.get(name), bool)]
    return all(flags) if flags else None


def contact_in(body: Mapping[str, Any]) -> dict[str, Any]:
    contact = body.get("contact")
    return contact if isinstance(contact, dict) else {}


def custom_values_in(contact: Mapping[str, Any]) -> dict[str, Any]:
    """Custom-field id to value, as contact reads give them."""
    return {str(one["id"]): one.get("value") for one in rows(contact, "customFields") if one.get("id")}


def conversations_in(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    return rows(body, "conversations")


def messages_in(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Messages of a thread: the list is reported both directly and nested once more under `messages`."""
    nested = body.get("messages")
    return rows(nested, "messages") if isinstance(nested, dict) else rows(body, "messages")


def notes_in(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    return rows(body, "notes")


def opportunity_in(body: Mapping[str, Any]) -> dict[str, Any]:
    opportunity = body.get("opportunity")
    return opportunity if isinstance(opportunity, dict) else {}


def opportunities_in(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    return rows(body, "opportunities")
