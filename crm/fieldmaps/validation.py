"""Whether a field map fits the custom fields that the location really has. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crm.fieldmaps.attributes import ATTRIBUTES, NAME, TYPES, title_of
from crm.mapping.fields import FieldRule, WrongType, read_value

ONE_OF_A_LIST = frozenset({"SINGLE_OPTIONS", "RADIO", "CHECKBOX"})
# dataType of GoHighLevel (its locations and custom-fields APIs; MONETORY is their spelling): types that fit
_WORDS = frozenset({"text", "number", "money", "date", "choice", "phone", "email", "boolean"})
FITTING: Mapping[str, frozenset[str]] = {
    "TEXT": _WORDS,
    "LARGE_TEXT": _WORDS,
    "NUMERICAL": frozenset({"number", "money"}),
    "FLOAT": frozenset({"number", "money"}),
    "MONETORY": frozenset({"money", "number"}),
    "DATE": frozenset({"date"}),
    "PHONE": frozenset({"phone"}),
    "EMAIL": frozenset({"email"}),
    "SINGLE_OPTIONS": frozenset({"choice", "boolean", "number"}),
    "RADIO": frozenset({"choice", "boolean", "number"}),
    "MULTIPLE_OPTIONS": frozenset({"multi_choice"}),
    "CHECKBOX": frozenset({"multi_choice", "choice", "boolean"}),
    "TIME": frozenset({"text"}),
    "TEXTBOX_LIST": frozenset(),
    "FILE_UPLOAD": frozenset(),
    "SIGNATURE": frozenset(),
}
KIND_WORDS = {
    "TEXT": "text", "LARGE_TEXT": "long text", "NUMERICAL": "number", "FLOAT": "number", "MONETORY": "money",
    "DATE": "date", "TIME": "time", "PHONE": "phone", "EMAIL": "e-mail", "SINGLE_OPTIONS": "drop-down, one choice",
    "RADIO": "radio, one choice", "MULTIPLE_OPTIONS": "drop-down, several", "CHECKBOX": "checkboxes",
    "TEXTBOX_LIST": "list of text boxes", "FILE_UPLOAD": "file", "SIGNATURE": "signature",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CrmField:
    """A custom field as the CRM last described it. `options` binds values; empty where it takes any."""

    ghl_id: str
    name: str
    data_type: str
    options: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return KIND_WORDS.get(self.data_type, self.data_type.lower() or "unknown type")


@dataclass(frozen=True, slots=True)
class Problem:
    """`field` names the field of the CRM, `expected` and `came` say in words what is wrong. `code` is for machines."""

    code: str
    attribute: str
    field: str
    expected: str
    came: str

    def __str__(self) -> str:
        return f"{title_of(self.attribute)}: {self.field}. Expected {self.expected}; came {self.came}."


def fitting_types(field: CrmField) -> frozenset[str]:
    """The types that may be mapped to it; a data type that nobody has told us of is treated as text."""
    return FITTING.get(field.data_type, _WORDS)


def problems_of(rules: Sequence[FieldRule], fields: Iterable[CrmField]) -> tuple[Problem, ...]:
    """Everything that stands against activation, in the order of the rules; then what is missing."""
    by_id = {field.ghl_id: field for field in fields}
    found = [problem for rule in rules for problem in _of_rule(rule, by_id)]
    return (*found, *_twice(rules, by_id), *_missing(rules))


def _of_rule(rule: FieldRule, by_id: Mapping[str, CrmField]) -> list[Problem]:
    problems = []
    if not NAME.fullmatch(rule.attribute):
        expected = "a name of small letters, digits and underscores that begins with a letter"
        problems.append(Problem("bad_name", rule.attribute, rule.label or rule.ghl_field_id, expected, rule.attribute))
    field = by_id.get(rule.ghl_field_id)
    if field is None:
        came = f"{rule.label} ({rule.ghl_field_id})" if rule.label else rule.ghl_field_id
        expected = "a custom field that this location has"
        return [*problems, Problem("unknown_field", rule.attribute, rule.label or "unknown field", expected, came)]
    if rule.label != field.name:
        came = f"“{field.name}” in the CRM now"
        problems.append(Problem("label_changed", rule.attribute, field.name, f"“{rule.label}”, as mapped", came))
    return [*problems, *_of_type(rule, field)]


def _of_type(rule: FieldRule, field: CrmField) -> list[Problem]:
    if rule.type not in TYPES:
        return [Problem("unknown_type", rule.attribute, field.name, "a type from the list", rule.type or "none")]
    fitting = fitting_types(field)
    if rule.type not in fitting:
        words = ", ".join(TYPES[name].lower() for name in TYPES if name in fitting)
        expected = f"{words} for a field of the kind {field.kind}" if words else "a field that holds words or numbers"
        came = TYPES[rule.type].lower() if words else field.kind
        return [Problem("type_does_not_fit", rule.attribute, field.name, expected, came)]
    return _of_options(rule, field)


def _of_options(rule: FieldRule, field: CrmField) -> list[Problem]:
    if rule.type == "boolean" and field.options:
        read = [_reads(rule, option) for option in field.options]
        if True in read and False in read:
            return []
        return [Problem("options_do_not_fit", rule.attribute, field.name, "one option for yes and one for no",
                        ", ".join(field.options))]  # fmt: skip
    if rule.type == "number" and field.data_type in ONE_OF_A_LIST:
        others = [option for option in field.options if _reads(rule, option) is None]
        if others or not field.options:
            return [Problem("options_do_not_fit", rule.attribute, field.name, "options that are numbers",
                            ", ".join(others) or "no options")]  # fmt: skip
    return []


def _reads(rule: FieldRule, option: str) -> object:
    try:
        return read_value(FieldRule(rule.attribute, rule.ghl_field_id, rule.type), option)
    except WrongType:
        return None


def _twice(rules: Sequence[FieldRule], by_id: Mapping[str, CrmField]) -> list[Problem]:
    problems = []
    attributes = Counter(rule.attribute for rule in rules)
    for name in (name for name, times in attributes.items() if times > 1):
        labels = ", ".join(_name(rule, by_id) for rule in rules if rule.attribute == name)
        problems.append(Problem("attribute_twice", name, labels, "one field for it", labels))
    fields = Counter(rule.ghl_field_id for rule in rules)
    for field_id in (field_id for field_id, times in fields.items() if times > 1):
        users = [rule for rule in rules if rule.ghl_field_id == field_id]
        came = " and ".join(title_of(rule.attribute) for rule in users)
        for rule in users:
            problems.append(
                Problem("field_twice", rule.attribute, _name(rule, by_id), "one attribute in a field", came)
            )
    return problems


def _name(rule: FieldRule, by_id: Mapping[str, CrmField]) -> str:
    field = by_id.get(rule.ghl_field_id)
    return field.name if field else rule.label or rule.ghl_field_id


def _missing(rules: Sequence[FieldRule]) -> list[Problem]:
    mapped = {rule.attribute for rule in rules}
    return [
        Problem("required_missing", one.name, "no field chosen", f"a field for {one.title.lower()}", "none")
        for one in ATTRIBUTES
        if one.required and one.name not in mapped
    ]
