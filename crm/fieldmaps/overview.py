"""How the maps of many locations stand, in as many queries for one as for two hundred."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db.models import Max, QuerySet

from crm.fieldmaps.validation import CrmField, problems_of
from crm.fieldmaps.verbs import rules_in
from crm.models import CustomField, FieldMap, Location, OutboxEntry


@dataclass(frozen=True, slots=True)
class State:
    """`problems` of the version in force; `draft` is the number of a waiting draft, 0 for none."""

    location: Location
    version: int
    mapped: int
    fields: int
    problems: int
    draft: int
    read_at: datetime | None


def states(locations: QuerySet[Location]) -> list[State]:
    """By name of the location."""
    places = list(locations.order_by("name"))
    fields = _fields(places)
    maps: dict[int, list[FieldMap]] = defaultdict(list)
    for one in FieldMap.objects.filter(location__in=places).order_by("-version"):
        maps[one.location_id].append(one)
    read = dict(
        CustomField.objects.filter(location__in=places)
        .values_list("location_id").annotate(at=Max("read_at")).order_by()
    )  # fmt: skip
    return [_state(place, maps[place.pk], fields[place.pk], read.get(place.pk)) for place in places]


def _state(place: Location, maps: list[FieldMap], fields: list[CrmField], read_at: datetime | None) -> State:
    active = next((one for one in maps if one.active), None)
    rules = rules_in(active.rules) if active else []
    draft = maps[0].version if maps and maps[0].is_draft else 0
    problems = len(problems_of(rules, fields)) if active else 0
    return State(place, active.version if active else 0, len(rules), len(fields), problems, draft, read_at)


def _fields(places: list[Location]) -> dict[int, list[CrmField]]:
    found: dict[int, list[CrmField]] = defaultdict(list)
    for row in CustomField.objects.filter(location__in=places, model="contact"):
        options = () if row.takes_others else tuple(row.options)
        found[row.location_id].append(CrmField(row.ghl_id, row.name, row.data_type, options))
    return found


def fields_read_at(location: Location) -> datetime | None:
    newest: datetime | None = CustomField.objects.filter(location=location).aggregate(at=Max("read_at"))["at"]
    return newest


def is_being_read(location: Location) -> bool:
    reads = OutboxEntry.objects.unfinished().filter(location=location, kind=OutboxEntry.Kind.READ_SETUP)
    return reads.filter(payload__what="custom_fields").exists()


def who(actors: Iterable[str]) -> dict[str, str]:
    """Names of those who acted, by how the record names them ("user:7")."""
    names = {actor for actor in actors if actor}
    keys = {int(actor[5:]) for actor in names if actor.startswith("user:") and actor[5:].isdigit()}
    people = {f"user:{user.pk}": user.get_username() for user in get_user_model().objects.filter(pk__in=keys)}
    return {actor: people.get(actor, "set up by itself" if actor == "system" else actor) for actor in names}
