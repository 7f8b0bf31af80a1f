"""The field table of a location: CRM custom field id <-> our attribute, with typed converters both ways. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from crm.mapping.field_types import CONVERTERS, FieldRule, WrongType, email_of, read_value, write_value
from crm.values.text import as_text, clean_json

__all__ = [
    "CONVERTERS",
    "FieldRule",
    "Misfit",
    "ReadFields",
    "WrongType",
    "email_of",
    "read_fields",
    "read_labelled",
    "read_value",
    "rules_of",
    "write_fields",
    "write_value",
]


@dataclass(frozen=True, slots=True)
class Misfit:
    """A value that does not fit its rule. `came` is a lead's data: for who maps to look at, never for a log."""

    rule: FieldRule
    came: Any

    @property
    def expected(self) -> str:
        return self.rule.expected


@dataclass(frozen=True, slots=True)
class ReadFields:
    """`attributes` under our names; `unmapped` holds by field id what no rule names or what does not fit its type.

    None in either means "take it away": the field was emptied, or its value now stands on the other side.
    """

    attributes: Mapping[str, Any]
    unmapped: Mapping[str, Any]
    misfits: tuple[Misfit, ...] = ()


def rules_of(
    stored: Iterable[Mapping[str, Any]], picklists: Mapping[str, Iterable[str]] | None = None
) -> tuple[FieldRule, ...]:
    """The rules of a FieldMap row; lines without an attribute, an id or a known type are left out.

    `picklists`: by field id, what the CRM offers for the fields that offer a choice.
    """
    rules = []
    for line in stored:
        kind = as_text(line.get("type")) or "text"
        field_id = as_text(line.get("ghl_field_id"))
        options = tuple((picklists or {}).get(field_id, ()))
        rule = FieldRule(as_text(line.get("attribute")), field_id, kind, as_text(line.get("label")), options)
        if rule.attribute and rule.ghl_field_id and kind in CONVERTERS:
            rules.append(rule)
    return tuple(rules)


def read_fields(rules: Iterable[FieldRule], values: Mapping[str, Any]) -> ReadFields:
    """CRM values by field id -> our attributes. An emptied field gives None; an ill-typed value is kept as it came."""
    by_id = {rule.ghl_field_id: rule for rule in rules}
    return _read({field_id: (by_id.get(field_id), value) for field_id, value in values.items()})


def read_labelled(rules: Iterable[FieldRule], values: Mapping[str, Any]) -> ReadFields:
    """The same for workflow webhooks, which name custom fields by their label; labels without a rule are left out."""
    by_label = {rule.label.casefold(): rule for rule in rules if rule.label}
    found = {name: by_label.get(name.strip().casefold()) for name in values}
    return _read({rule.ghl_field_id: (rule, values[name]) for name, rule in found.items() if rule})


def _read(found: Mapping[str, tuple[FieldRule | None, Any]]) -> ReadFields:
    attributes: dict[str, Any] = {}
    unmapped: dict[str, Any] = {}
    misfits = []
    for field_id, (rule, value) in found.items():
        if rule is None:
            unmapped[field_id] = clean_json(value)
            continue
        try:
            attributes[rule.attribute], unmapped[field_id] = read_value(rule, value), None
        except WrongType:
            attributes[rule.attribute], unmapped[field_id] = None, clean_json(value)
            misfits.append(Misfit(rule, unmapped[field_id]))
    return ReadFields(attributes, unmapped, tuple(misfits))


def write_fields(
    rules: Iterable[FieldRule], values: Mapping[str, Any]
) -> tuple[list[tuple[str, Any]], tuple[str, ...]]:
    """([(CRM field id, value to send)], our names that have no rule or do not fit), in the order given."""
    by_attribute = {rule.attribute: rule for rule in rules}
    written: list[tuple[str, Any]] = []
    left_out = []
    for attribute, value in values.items():
        rule = by_attribute.get(attribute)
        try:
            if rule is None:
                raise WrongType
            written.append((rule.ghl_field_id, write_value(rule, value)))
        except WrongType:
            left_out.append(attribute)
    return written, tuple(left_out)
