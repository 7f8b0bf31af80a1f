"""What a location is set up with in the CRM: custom fields and pipelines, and a first field map made of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from crm.ghl.read import rows
from crm.models import CustomField, FieldMap, Location, Pipeline, Stage
from crm.outbox.first_map import default_rules
from crm.values.text import as_text

ID_MAX, NAME_MAX = 64, 200


def store_custom_fields(location: Location, body: Mapping[str, Any], now: datetime) -> None:
    """Store every field; where the location has no field map yet, make one by matching names."""
    if not isinstance(body.get("customFields"), list):
        return  # an answer without the list says nothing about what was removed
    for field in rows(body, "customFields"):
        if not field.get("id"):
            continue
        columns = {
            "name": str(field.get("name") or "")[:NAME_MAX],
            "field_key": str(field.get("fieldKey") or "")[:NAME_MAX],
            "data_type": str(field.get("dataType") or "")[:40],
            "model": str(field.get("model") or "contact")[:20],
            "options": _options_of(field),
            "takes_others": field.get("isAllowedCustomOption") is True,
            "read_at": now,
        }
        CustomField.objects.update_or_create(location=location, ghl_id=str(field["id"])[:ID_MAX], defaults=columns)
    CustomField.objects.filter(location=location, read_at__lt=now).delete()
    _make_first_map(location)


def _options_of(field: Mapping[str, Any]) -> list[str]:
    """The words of the picklist, whether they come bare or as objects with a label."""
    given = field.get("picklistOptions")
    found = [one.get("label") or one.get("key") if isinstance(one, Mapping) else one for one in _as_list(given)]
    return list(dict.fromkeys(text for one in found if (text := as_text(one, NAME_MAX))))


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _make_first_map(location: Location) -> None:
    if FieldMap.objects.filter(location=location).exists():
        return
    known = CustomField.objects.filter(location=location, model="contact")
    if rules := default_rules(known.values("ghl_id", "name", "data_type")):
        FieldMap.objects.create(location=location, version=1, rules=rules, active=True, created_by="system")


def store_pipelines(location: Location, body: Mapping[str, Any], _now: datetime) -> None:
    if not isinstance(body.get("pipelines"), list):
        return
    seen = []
    for line in rows(body, "pipelines"):
        if not line.get("id"):
            continue
        pipeline, _ = Pipeline.objects.update_or_create(
            location=location,
            ghl_id=str(line["id"])[:ID_MAX],
            defaults={"name": str(line.get("name") or "")[:NAME_MAX]},
        )
        seen.append(pipeline.pk)
        _store_stages(pipeline, rows(line, "stages"))
    Pipeline.objects.filter(location=location).exclude(pk__in=seen).delete()


def _store_stages(pipeline: Pipeline, stages: list[dict[str, Any]]) -> None:
    seen = []
    for place, line in enumerate(stages):
        if not line.get("id"):
            continue
        position = line.get("position")
        stage, _ = Stage.objects.update_or_create(
            pipeline=pipeline,
            ghl_id=str(line["id"])[:ID_MAX],
            defaults={
                "name": str(line.get("name") or "")[:NAME_MAX],
                "position": position if isinstance(position, int) and 0 <= position < 32768 else place,
            },
        )
        seen.append(stage.pk)
    Stage.objects.filter(pipeline=pipeline).exclude(pk__in=seen).delete()
