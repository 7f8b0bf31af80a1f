"""The field maps in force, each rule with what the CRM's picklist offers now."""

from collections import defaultdict
from collections.abc import Iterable

from crm.mapping.fields import FieldRule, rules_of
from crm.models import CustomField, FieldMap, Location


def active_rules(location: Location) -> tuple[FieldRule, ...]:
    """The location's field map as it stands."""
    return rules_in_force([location.pk]).get(location.pk, ())


def rules_in_force(location_ids: Iterable[int]) -> dict[int, tuple[FieldRule, ...]]:
    """The rules of each of these locations that has an active map, by the location's key."""
    keys = list(location_ids)
    maps = FieldMap.objects.filter(location__in=keys, active=True).values_list("location_id", "rules")
    picklists = picklists_of(keys)
    return {location_id: rules_of(rules, picklists.get(location_id)) for location_id, rules in maps}


def picklists_of(location_ids: Iterable[int]) -> dict[int, dict[str, list[str]]]:
    """By location and field id, what a value must be one of; fields that take other values too are left out."""
    found: dict[int, dict[str, list[str]]] = defaultdict(dict)
    fields = CustomField.objects.filter(location__in=list(location_ids), takes_others=False).exclude(options=[])
    for location_id, field_id, options in fields.values_list("location_id", "ghl_id", "options"):
        found[location_id][field_id] = options
    return found
