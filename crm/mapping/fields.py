"""The field table of a location: CRM custom field id <-> our attribute, with typed converters both ways. Pure.

Values on our side, by type: text, phone (E.164), email, choice: str; number: int or float; money: an integer, in cents,
or in whole dollars where the attribute's name ends in `_usd`; date: "YYYY-MM-DD"; multi_choice: list of str;
boolean: bool.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from crm.values.dates import read_date
from crm.values.money import cents_of, dollars_text
from crm.values.phones import to_e164
from crm.values.text import as_text, clean_json

TRUE_WORDS = frozenset({"true", "yes", "y", "1", "on", "sí", "si"})
FALSE_WORDS = frozenset({"false", "no", "n", "0", "off"})


class WrongType(ValueError):
    """The value does not fit the rule's type."""


@dataclass(frozen=True, slots=True)
class FieldRule:
    """One line of a location's field map."""

    attribute: str
    ghl_field_id: str
    type: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class ReadFields:
    """`attributes` under our names; `unmapped` holds by field id what no rule names or what does not fit its type.

    None in either means "take it away": the field was emptied, or its value now stands on the other side.
    """

    attributes: Mapping[str, Any]
    unmapped: Mapping[str, Any]


def rules_of(stored: Iterable[Mapping[str, Any]]) -> tuple[FieldRule, ...]:
    """The rules of a FieldMap row; lines without an attribute, an id or a known type are left out."""
    rules = []
    for line in stored:
        kind = as_text(line.get("type")) or "text"
        rule = FieldRule(
            as_text(line.get("attribute")), as_text(line.get("ghl_field_id")), kind, as_text(line.get("label"))
        )
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
    for field_id, (rule, value) in found.items():
        if rule is None:
            unmapped[field_id] = clean_json(value)
            continue
        try:
            attributes[rule.attribute], unmapped[field_id] = read_value(rule, value), None
        except WrongType:
            attributes[rule.attribute], unmapped[field_id] = None, clean_json(value)
    return ReadFields(attributes, unmapped)


def read_value(rule: FieldRule, value: Any) -> Any:
    """Our value, or None for an emptied field. Raises WrongType."""
    if value is None or value == "" or value == []:
        return None
    return CONVERTERS[rule.type].read(rule, value)


def write_value(rule: FieldRule, value: Any) -> Any:
    """What the CRM is sent for our value; "" empties the field. Raises WrongType."""
    if value is None:
        return ""
    return CONVERTERS[rule.type].write(rule, value)


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


# --- converters, one pair per type


def _read_text(_rule: FieldRule, value: Any) -> str:
    text = as_text(value)
    if not text:
        raise WrongType
    return text


def _read_number(_rule: FieldRule, value: Any) -> int | float:
    if isinstance(value, bool):
        raise WrongType
    try:
        number = float(value.strip().replace(",", "")) if isinstance(value, str) else float(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise WrongType from error
    if not math.isfinite(number):
        raise WrongType
    return int(number) if number.is_integer() else number


def _write_number(rule: FieldRule, value: Any) -> str:
    # The specification types a numeric value as string: "87".
    return str(_read_number(rule, value))


def _read_money(rule: FieldRule, value: Any) -> int:
    cents = cents_of(value)
    if cents is None:
        raise WrongType
    return round(cents / 100) if _in_dollars(rule) else cents


def _write_money(rule: FieldRule, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int):
        raise WrongType
    return dollars_text(value * 100 if _in_dollars(rule) else value)


def _in_dollars(rule: FieldRule) -> bool:
    return rule.attribute.endswith("_usd")


def _read_date(_rule: FieldRule, value: Any) -> str:
    day = read_date(value)
    if day is None:
        raise WrongType
    return day.isoformat()


def _read_choice(rule: FieldRule, value: Any) -> str:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return _read_text(rule, value)


def _read_choices(_rule: FieldRule, value: Any) -> list[str]:
    parts = value if isinstance(value, list) else value.split(",") if isinstance(value, str) else None
    if parts is None or any(isinstance(part, dict | list) for part in parts):
        raise WrongType
    return [text for part in parts if (text := as_text(part))]


def _read_phone(_rule: FieldRule, value: Any) -> str:
    number = to_e164(as_text(value))
    if not number:
        raise WrongType
    return number


def _read_email(_rule: FieldRule, value: Any) -> str:
    address = email_of(as_text(value))
    if not address:
        raise WrongType
    return address


def _read_boolean(_rule: FieldRule, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    word = as_text(value).lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise WrongType


def _write_boolean(rule: FieldRule, value: Any) -> str:
    return "Yes" if _read_boolean(rule, value) else "No"


def email_of(text: str) -> str:
    """The address when it looks like one (one @ with something on both sides, no space, 254 characters), else ""."""
    name, at, host = text.rpartition("@")
    fits = at and name and "." in host and not any(sign.isspace() for sign in text) and len(text) <= 254
    return text if fits else ""


@dataclass(frozen=True, slots=True)
class Converter:
    read: Callable[[FieldRule, Any], Any]
    write: Callable[[FieldRule, Any], Any]


CONVERTERS: dict[str, Converter] = {
    "text": Converter(_read_text, _read_text),
    "number": Converter(_read_number, _write_number),
    "money": Converter(_read_money, _write_money),
    "date": Converter(_read_date, _read_date),
    "choice": Converter(_read_choice, _read_choice),
    "multi_choice": Converter(_read_choices, _read_choices),
    "phone": Converter(_read_phone, _read_phone),
    "email": Converter(_read_email, _read_email),
    "boolean": Converter(_read_boolean, _write_boolean),
}
