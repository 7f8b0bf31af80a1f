"""Pure: a first field map for a location, by the names of its custom fields. Staff correct it afterwards."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

# our attribute: the names under which accounts commonly keep it, in the order of preference
NAMES = {
    "qualification_score": ("qualification score", "lead score", "ai score"),
    "temperature": ("lead temperature", "temperature"),
    "questions_answered": ("questions answered",),
    "lead_intent": ("lead role", "lead type", "buying or selling"),
    "property_address": ("property address",),
    "motivation": ("motivation", "motivation to sell"),
    "moving_to": ("destination", "moving to"),
    "timeline_days": ("timeline days", "timeline in days"),
    "property_condition": ("property condition", "condition"),
    "asking_price_usd": ("price expectation", "asking price", "seller price"),
    "mortgage_or_liens": ("mortgage balance", "mortgage or liens", "mortgage"),
    "upgrades": ("upgrades",),
    "listed_before": ("listed before",),
    "decision_maker": ("decision makers", "decision maker"),
    "contact_channel": ("preferred contact channel", "preferred channel"),
    "budget_usd": ("budget", "buyer budget", "max budget"),
    "preapproval": ("pre approval", "preapproval", "pre approval status"),
    "bedrooms": ("bedrooms", "beds"),
    "size_sqft": ("square feet", "sqft", "size"),
    "area": ("area", "preferred area"),
    "summary": ("conversation summary", "ai summary"),
    "next_step": ("next best step", "next step"),
    "last_bot_contact": ("last bot contact",),
}
# data types of GoHighLevel custom fields (docs apps/locations.json; MONETORY is their spelling)
TYPES = {
    "NUMERICAL": "number",
    "MONETORY": "money",
    "DATE": "date",
    "SINGLE_OPTIONS": "choice",
    "RADIO": "choice",
    "MULTIPLE_OPTIONS": "multi_choice",
    "CHECKBOX": "multi_choice",
    "PHONE": "phone",
    "EMAIL": "email",
}


def plain_name(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", name.lower()).strip()


def default_rules(custom_fields: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Rules as FieldMap stores them. `custom_fields`: mappings with ghl_id, name, data_type. No field is used twice."""
    by_name: dict[str, Mapping[str, Any]] = {}
    for field in custom_fields:
        by_name.setdefault(plain_name(field["name"]), field)
    rules = []
    for attribute, names in NAMES.items():
        known = next((name for name in names if name in by_name), None)
        if known is not None:
            field = by_name.pop(known)
            kind = TYPES.get(field["data_type"], "text")
            rules.append(
                {"attribute": attribute, "ghl_field_id": field["ghl_id"], "type": kind, "label": field["name"]}
            )
    return rules
