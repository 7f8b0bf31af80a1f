"""A location with custom fields as its CRM describes them, and maps of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from crm.models import CustomField, FieldMap, Location
from tests import staff_cast

NOW = datetime.now(UTC) + timedelta(hours=1)  # after every row that a test makes
FIELDS: tuple[tuple[str, str, str, list[str]], ...] = (
    ("F1", "Score", "NUMERICAL", []),
    ("F2", "Lead Temperature", "SINGLE_OPTIONS", ["hot", "warm", "cold"]),
    ("F3", "Budget", "MONETORY", []),
    ("F4", "Motivation", "LARGE_TEXT", []),
)
REQUIRED = [
    {"attribute": "qualification_score", "ghl_field_id": "F1", "type": "number", "label": "Score"},
    {"attribute": "temperature", "ghl_field_id": "F2", "type": "choice", "label": "Lead Temperature"},
]
BUDGET = {"attribute": "budget_usd", "ghl_field_id": "F3", "type": "money", "label": "Budget"}
MOTIVATION = {"attribute": "motivation", "ghl_field_id": "F4", "type": "text", "label": "Motivation"}


def location(name: str = "Oak Realty", **facts: Any) -> Location:
    """Its fields were read."""
    made = staff_cast.location(name, **facts)
    for ghl_id, label, data_type, options in FIELDS:
        CustomField.objects.create(
            location=made, ghl_id=ghl_id, name=label, data_type=data_type, options=options, read_at=NOW,
            field_key=f"contact.{label.lower().replace(' ', '_')}",
        )  # fmt: skip
    return made


def first_map(place: Location, *lines: dict[str, str]) -> FieldMap:
    """Version 1, in force, as the first read of the fields makes it."""
    rules = [*REQUIRED, *lines]
    return FieldMap.objects.create(location=place, version=1, active=True, rules=rules, created_by="system")
