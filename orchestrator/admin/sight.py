"""Who looks at a page, which locations they see, and how those are called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from audit.scoped_admin import visible_locations


@dataclass(frozen=True, slots=True)
class Sight:
    """`names` of the locations in sight by their id in the CRM; `everything`: also rows of no known location."""

    names: Mapping[str, str]
    everything: bool

    def limit(self, rows: QuerySet[Any], *, also_of_all: bool = False) -> QuerySet[Any]:
        """Rows with a `tenant` that is in sight; `also_of_all` adds those of all locations together."""
        if self.everything:
            return rows if also_of_all else rows.exclude(tenant="")
        seen = Q(tenant__in=list(self.names))
        return rows.filter(seen | Q(tenant="")) if also_of_all else rows.filter(seen)

    def name(self, tenant: str) -> str:
        return self.names.get(tenant) or (f"location {tenant}" if tenant else "all locations together")

    def holds(self, tenant: str) -> bool:
        return bool(tenant) and (self.everything or tenant in self.names)


def sight_of(site: AdminSite, request: HttpRequest) -> Sight:
    seen = visible_locations(site, request).order_by("name").values_list("ghl_id", "name")
    return Sight(dict(seen), bool(getattr(request.user, "is_superuser", False)))


def people(actors: Iterable[str]) -> dict[str, str]:
    """The names behind "user:7", in one query; other actors are called as they are written."""
    names = {actor: actor for actor in actors}
    numbers = [int(actor[5:]) for actor in names if actor.startswith("user:") and actor[5:].isdigit()]
    if numbers:
        for pk, username in get_user_model().objects.filter(pk__in=numbers).values_list("pk", "username"):
            names[f"user:{pk}"] = username
    return names
