"""A field map's life: drafted, checked, activated, rolled back. What was once activated never changes; all is audited.

One draft per location stands beside the version in force. Verbs lock the location, so that two people at once end in
one order.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from audit.record import record
from crm.fieldmaps.validation import CrmField, Problem, problems_of
from crm.mapping.fields import FieldRule
from crm.models import CustomField, FieldMap, Location
from crm.outbox.actors import Actor, actor_name
from crm.values.text import as_text

RULES_MAX = 200
Line = Mapping[str, Any]


class NotPossible(Exception):
    """The map is not in the state that the verb needs; the message is a sentence for staff."""


class DoesNotFit(NotPossible):
    """The map does not fit the location's custom fields; `problems` says where."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(str(problems[0]) if len(problems) == 1 else f"{len(problems)} things do not fit.")
        self.problems = problems


def crm_fields(location: Location) -> list[CrmField]:
    """The contact fields as the CRM last described them, by name."""
    rows = CustomField.objects.filter(location=location, model="contact").order_by("name", "ghl_id")
    return [
        CrmField(row.ghl_id, row.name, row.data_type, () if row.takes_others else tuple(row.options)) for row in rows
    ]


def rules_in(lines: Iterable[Line]) -> list[FieldRule]:
    """Each line as a rule, whether it fits or not; check() says what is wrong with it."""
    return [
        FieldRule(
            as_text(line.get("attribute")), as_text(line.get("ghl_field_id")), as_text(line.get("type")),
            as_text(line.get("label")),
        )
        for line in lines
    ]  # fmt: skip


def labelled(location: Location, lines: Iterable[Line]) -> list[dict[str, str]]:
    """The lines as they are stored, each with the name that its field has in the CRM now."""
    names = {field.ghl_id: field.name for field in crm_fields(location)}
    return [_stored(rule, names) for rule in rules_in(lines)]


def check(location: Location, lines: Iterable[Line]) -> tuple[Problem, ...]:
    return problems_of(rules_in(lines), crm_fields(location))


def draft_of(location: Location) -> FieldMap | None:
    """The newest version that was never in force and is newer than the one that is."""
    newest = FieldMap.objects.filter(location=location).order_by("-version").first()
    return newest if newest is not None and newest.is_draft else None


def active_of(location: Location) -> FieldMap | None:
    return FieldMap.objects.filter(location=location, active=True).first()


def version_before(location: Location) -> FieldMap | None:
    """What was in force before the one that is."""
    earlier = FieldMap.objects.filter(location=location, active=False, activated_at__isnull=False)
    return earlier.order_by("-activated_at", "-version").first()


def fingerprint(field_map: FieldMap | None) -> str:
    """Differs whenever version or rules differ: what a form was opened on."""
    if field_map is None:
        return ""
    text = json.dumps([field_map.version, field_map.rules], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def save_draft(location: Location, lines: Iterable[Line], by: Actor, *, seen: str | None = None) -> FieldMap:
    """Write the location's draft, a new version where there is none. Labels are taken from the CRM's fields as read.

    `seen`: fingerprint of what the person began with; raises NotPossible when somebody else changed it meanwhile.
    """
    rules = labelled(location, lines)
    if len(rules) > RULES_MAX:
        raise NotPossible(f"A map holds at most {RULES_MAX} lines.")
    with transaction.atomic():
        _lock(location)
        draft = draft_of(location)
        if seen is not None and seen != fingerprint(draft or active_of(location)):
            raise NotPossible("Somebody else changed this map since you opened it. Look at theirs, then change it.")
        if draft is None:
            draft = FieldMap(location=location, version=_next_version(location), created_by=actor_name(by))
        elif draft.rules == rules:
            return draft
        draft.rules = rules
        draft.save()
        _record("fieldmap.drafted", draft, by, rules=len(rules))
    return draft


def discard_draft(location: Location, by: Actor) -> None:
    """Raises NotPossible where there is none."""
    with transaction.atomic():
        _lock(location)
        draft = draft_of(location)
        if draft is None:
            raise NotPossible("There is no draft.")
        _record("fieldmap.discarded", draft, by)
        draft.delete()


def activate(field_map: FieldMap, by: Actor, now: datetime, *, reason: str = "") -> FieldMap:
    """From now on this version is read and written by. Raises DoesNotFit, NotPossible."""
    return _put_in_force(field_map, by, now, "fieldmap.activated", reason)


def roll_back(location: Location, by: Actor, now: datetime, *, reason: str = "") -> FieldMap:
    """The version that was in force before is again. Raises NotPossible where there is none, DoesNotFit."""
    before = version_before(location)
    if before is None:
        raise NotPossible("No other version was in force before.")
    return _put_in_force(before, by, now, "fieldmap.rolled_back", reason)


def _put_in_force(field_map: FieldMap, by: Actor, now: datetime, action: str, reason: str) -> FieldMap:
    with transaction.atomic():
        _lock(field_map.location)
        field_map.refresh_from_db()
        if field_map.active:
            raise NotPossible(f"Version {field_map.version} is in force already.")
        if not CustomField.objects.filter(location=field_map.location).exists():
            raise NotPossible("The location's custom fields were never read, so nothing can be checked.")
        if problems := check(field_map.location, field_map.rules):
            raise DoesNotFit(problems)
        before = active_of(field_map.location)
        if before is not None:
            before.active, before.activated_at = False, before.activated_at or before.created_at
            before.save(update_fields=["active", "activated_at"])
        field_map.active, field_map.activated_at, field_map.activated_by = True, now, actor_name(by)
        field_map.save(update_fields=["active", "activated_at", "activated_by"])
        _record(action, field_map, by, before=before.version if before else None, reason=reason)
    return field_map


def _stored(rule: FieldRule, names: Mapping[str, str]) -> dict[str, str]:
    return {
        "attribute": rule.attribute,
        "ghl_field_id": rule.ghl_field_id,
        "type": rule.type or "text",
        "label": names.get(rule.ghl_field_id, rule.label),
    }


def _lock(location: Location) -> None:
    Location.objects.select_for_update(no_key=True).get(pk=location.pk)


def _next_version(location: Location) -> int:
    newest: int | None = FieldMap.objects.filter(location=location).aggregate(newest=Max("version"))["newest"]
    return (newest or 0) + 1


def _record(action: str, field_map: FieldMap, by: Actor, **details: Any) -> None:
    record(
        action, actor=actor_name(by), location_ghl_id=field_map.location.ghl_id, subject=f"fieldmap:{field_map.pk}",
        details={"version": field_map.version, **details},
    )  # fmt: skip
