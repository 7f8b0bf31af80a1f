"""What a replay would change: it is done, compared field by field, and rolled back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q

from crm.intake.applying import Applied
from crm.intake.claims import wait_for_contact
from crm.intake.failures import where
from crm.intake.replay import apply_again
from crm.models import Lead, Location, Opportunity, SendAttempt, WebhookEvent

# The events themselves stay as they came, and a replay tries nothing at the CRM.
NOT_LOOKED_AT = (WebhookEvent, SendAttempt)
BOOKKEEPING = frozenset({"id", "created_at", "updated_at"})

Rows = dict[tuple[type[models.Model], int], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one row. `row` names it; `now` is None where the row is not there yet, `then` where it would go."""

    row: str
    field: str
    now: Any
    then: Any


@dataclass(frozen=True, slots=True)
class Preview:
    """`end` is how the event would end; None with `failed` set, where applying it raised."""

    event: WebhookEvent
    end: Applied | None
    differences: tuple[Difference, ...] = ()
    failed: str = ""


def preview(events: Sequence[WebhookEvent]) -> Iterator[Preview]:
    """Each event's difference, on top of those before it of the same contact. Nothing of it is kept.

    One contact at a time is held, for as long as its events take.
    """
    for _, group in groupby(events, key=_contact):
        yield from _rolled_back(list(group))


def _contact(event: WebhookEvent) -> tuple[str, str]:
    return event.location_ghl_id, event.contact_ghl_id


def _rolled_back(events: list[WebhookEvent]) -> list[Preview]:
    with transaction.atomic():
        wait_for_contact(*_contact(events[0]))
        found = [_preview_of(event) for event in events]
        transaction.set_rollback(True)
    return found


def _preview_of(event: WebhookEvent) -> Preview:
    before = _rows(event)
    try:
        with transaction.atomic():
            end = apply_again(event)
    except Exception as error:  # noqa: BLE001 - a look must say of every event what would become of it
        return Preview(event, None, failed=where(error).partition(" ")[0])
    return Preview(event, end, tuple(_differences(before, _rows(event))))


def _rows(event: WebhookEvent) -> Rows:
    """Every row of the CRM's models that belongs to the event's contact, and its location's own row."""
    found: Rows = {}
    for model in apps.get_app_config("crm").get_models():
        scope = None if model in NOT_LOOKED_AT else _scope(model, event)
        if scope is None:
            continue
        columns = [column.attname for column in model._meta.concrete_fields]
        for row in model._default_manager.filter(scope).values(*columns):
            found[model, row["id"]] = row
    return found


def _scope(model: type[models.Model], event: WebhookEvent) -> Q | None:
    """How rows of a model belong to a contact; None for what belongs to no contact."""
    if model is Location:
        return Q(ghl_id=event.location_ghl_id)
    if not event.contact_ghl_id:
        return None
    if model in (Lead, Opportunity):
        return Q(location__ghl_id=event.location_ghl_id, ghl_contact_id=event.contact_ghl_id)
    if any(field.name == "lead" for field in model._meta.concrete_fields):
        return Q(lead__location__ghl_id=event.location_ghl_id, lead__ghl_contact_id=event.contact_ghl_id)
    return None


def _differences(before: Rows, after: Rows) -> Iterator[Difference]:
    for key in sorted({*before, *after}, key=lambda one: (one[0]._meta.label, one[1])):
        then, now = after.get(key), before.get(key)
        name = _name(key, now or then or {}, is_new=now is None)
        for field in sorted({*(now or {}), *(then or {})} - BOOKKEEPING):
            was, will = (now or {}).get(field), (then or {}).get(field)
            if was != will and not (now is None and will in ("", None, [], {}, False)):
                yield Difference(name, field, was, will)


def _name(key: tuple[type[models.Model], int], row: dict[str, Any], *, is_new: bool) -> str:
    """ "lead 7", or "new message M1" by the CRM's id: a row that goes away again has no number worth telling."""
    words = str(key[0]._meta.verbose_name)
    if not is_new:
        return f"{words} {key[1]}"
    ghl_id = row.get("ghl_contact_id") if key[0] is Lead else row.get("ghl_id")
    return f"new {words} {ghl_id}" if ghl_id else f"new {words}"
