"""What a field map makes of a payload that somebody pasted. Pure; nothing is stored."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crm.fieldmaps.attributes import TYPES, title_of
from crm.fieldmaps.validation import CrmField
from crm.mapping.fields import FieldRule, ReadFields, read_fields, read_labelled
from crm.mapping.workflow import without_unfilled_tokens
from crm.payloads import ContactPayload, WorkflowPayload
from crm.values.bodies import Unreadable, load_object, unwrapped

UNREADABLE = {
    "not_json": "This is no JSON. Copy the whole body, from the first { to the last }.",
    "not_an_object": "This is JSON, but no object: a webhook or contact begins with {.",
    "too_deep": "This is nested too deeply to be a webhook.",
}
SHOWN_CHARS = 300


class CannotShow(ValueError):
    """Nothing can be shown for this text; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Mapped:
    title: str
    attribute: str
    field: str
    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Unmapped:
    field: str
    ghl_id: str
    known: bool
    value: str


@dataclass(frozen=True, slots=True)
class IllTyped:
    title: str
    field: str
    expected: str
    came: str


@dataclass(frozen=True, slots=True)
class Preview:
    """`source` says what the text was taken for."""

    source: str
    mapped: Sequence[Mapped]
    unmapped: Sequence[Unmapped]
    ill_typed: Sequence[IllTyped]

    @property
    def is_empty(self) -> bool:
        return not (self.mapped or self.unmapped or self.ill_typed)


def preview(text: str, rules: Sequence[FieldRule], fields: Iterable[CrmField]) -> Preview:
    """Raises CannotShow for what is neither a contact, an event with one, nor a workflow webhook."""
    names = {field.ghl_id: field.name for field in fields}
    body = _body(text)
    if "customFields" in body:
        values = ContactPayload.model_validate({**body, "id": body.get("id") or "pasted"}).customFields
        return _of_values("a contact, fields by id", rules, names, values)
    if body.get("contact_id") or body.get("contactId") or "customData" in body:
        return _of_workflow(rules, names, WorkflowPayload.model_validate(without_unfilled_tokens(body)))
    kind = str(body.get("type") or "")
    what = f"A {kind} event carries" if kind else "This object holds"
    raise CannotShow(f"{what} no custom fields. Paste a contact event, a contact as the API gives it, or a workflow "
                     "webhook.")  # fmt: skip


def _body(text: str) -> dict[str, Any]:
    try:
        body = unwrapped(load_object(text.encode()))
    except Unreadable as unreadable:
        raise CannotShow(UNREADABLE[unreadable.reason]) from unreadable
    inner = body.get("contact")
    if "customFields" not in body and isinstance(inner, dict) and "customFields" in inner:
        return inner
    return body


def _of_values(source: str, rules: Sequence[FieldRule], names: Mapping[str, str], values: Mapping[str, Any]) -> Preview:
    found = read_fields(rules, values)
    wrong = {misfit.rule.ghl_field_id for misfit in found.misfits}
    unmapped = [
        Unmapped(names.get(ghl_id, "not a field that was read"), ghl_id, ghl_id in names, shown(value))
        for ghl_id, value in found.unmapped.items()
        if value is not None and ghl_id not in wrong
    ]
    return Preview(source, _mapped(rules, found), unmapped, _ill_typed(found))


def _of_workflow(rules: Sequence[FieldRule], names: Mapping[str, str], payload: WorkflowPayload) -> Preview:
    """Fields stand at the top under their labels, among much else: what is no field's label is not shown."""
    extra = payload.model_extra or {}
    found = read_labelled(rules, extra)
    mapped_labels = {rule.label.casefold() for rule in rules}
    by_label = {name.casefold(): ghl_id for ghl_id, name in names.items()}
    unmapped = [
        Unmapped(name, by_label[name.strip().casefold()], True, shown(value))
        for name, value in extra.items()
        if name.strip().casefold() in by_label and name.strip().casefold() not in mapped_labels
    ]
    return Preview("a workflow webhook, fields by label", _mapped(rules, found), unmapped, _ill_typed(found))


def _mapped(rules: Sequence[FieldRule], found: ReadFields) -> list[Mapped]:
    wrong = {misfit.rule.attribute for misfit in found.misfits}
    return [
        Mapped(title_of(rule.attribute), rule.attribute, rule.label, TYPES[rule.type], shown(value))
        for rule in rules
        for value in [found.attributes.get(rule.attribute)]
        if rule.attribute in found.attributes and rule.attribute not in wrong
    ]


def _ill_typed(found: ReadFields) -> list[IllTyped]:
    return [
        IllTyped(title_of(one.rule.attribute), one.rule.label or one.rule.ghl_field_id, one.expected, shown(one.came))
        for one in found.misfits
    ]


def shown(value: Any) -> str:
    """A value as people read it; an emptied one is said to be empty."""
    if value is None or value == "":
        return "(empty)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN_CHARS else f"{text[:SHOWN_CHARS]}…"
