"""The lines of the editor and of a comparison, from rules and fields. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crm.fieldmaps.attributes import ATTRIBUTES, BY_NAME, TYPES, Attribute, title_of
from crm.fieldmaps.validation import CrmField, Problem, fitting_types
from crm.mapping.fields import FieldRule


@dataclass(frozen=True, slots=True)
class Choice:
    """One field in the select of a line. `types` fit it, the first is proposed; `offers` is what its list holds."""

    ghl_id: str
    words: str
    types: str
    offers: str


@dataclass(frozen=True, slots=True)
class EditorRow:
    """`gone` names a mapped field that the CRM no longer has."""

    attribute: Attribute
    field_id: str
    type: str
    faults: tuple[str, ...]
    gone: str = ""
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    title: str
    before: str
    after: str


def choices(fields: Iterable[CrmField]) -> list[Choice]:
    return [
        Choice(one.ghl_id, f"{one.name} ({one.kind})", " ".join(_ordered(one)), ", ".join(one.options))
        for one in fields
    ]


def _ordered(field: CrmField) -> list[str]:
    """Its own type first: money for money, although a number fits too."""
    own = {"MONETORY": "money", "CHECKBOX": "multi_choice", "SINGLE_OPTIONS": "choice", "RADIO": "choice"}
    first = own.get(field.data_type, "")
    return sorted(fitting_types(field), key=lambda name: (name != first, list(TYPES).index(name)))


def editor_rows(rules: Sequence[FieldRule], fields: Sequence[CrmField], problems: Iterable[Problem]) -> list[EditorRow]:
    """A line per attribute that we know, in our order, then those that the account added; repeats stand as they are."""
    faults = faults_by_attribute(problems)
    known = {field.ghl_id for field in fields}
    mapped = [rule.attribute for rule in rules]
    unmapped = [one for one in ATTRIBUTES if one.name not in mapped]
    rows = [_row(rule, known, faults) for rule in rules]
    rows += [EditorRow(one, "", one.type, tuple(faults.get(one.name, ()))) for one in unmapped]
    order = {one.name: place for place, one in enumerate(ATTRIBUTES)}
    return sorted(rows, key=lambda row: order.get(row.attribute.name, len(order)))


def _row(rule: FieldRule, known: set[str], faults: Mapping[str, list[str]]) -> EditorRow:
    own = Attribute(rule.attribute, title_of(rule.attribute), "added here; the bot does not ask for it")
    gone = "" if rule.ghl_field_id in known else rule.label or rule.ghl_field_id
    said = tuple(faults.get(rule.attribute, ()))
    attribute = BY_NAME.get(rule.attribute, own)
    return EditorRow(attribute, rule.ghl_field_id, rule.type, said, gone, rule.attribute not in BY_NAME)


def faults_by_attribute(problems: Iterable[Problem]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for problem in problems:
        says = f"{problem.field}: expected {problem.expected}; came {problem.came}."
        if says not in found.setdefault(problem.attribute, []):
            found[problem.attribute].append(says)
    return found


def compare(left: Sequence[FieldRule], right: Sequence[FieldRule]) -> list[Change]:
    """What the right one maps otherwise; "–" stands for not mapped."""
    before, after = _by_attribute(left), _by_attribute(right)
    names = dict.fromkeys([*(one.name for one in ATTRIBUTES), *before, *after])
    return [
        Change(title_of(name), before.get(name, "–"), after.get(name, "–"))
        for name in names
        if before.get(name) != after.get(name)
    ]


def _by_attribute(rules: Sequence[FieldRule]) -> dict[str, str]:
    found: dict[str, str] = {}
    for rule in rules:
        words = f"{rule.label or rule.ghl_field_id}, {TYPES.get(rule.type, rule.type).lower()}"
        found[rule.attribute] = f"{found[rule.attribute]}; {words}" if rule.attribute in found else words
    return found
