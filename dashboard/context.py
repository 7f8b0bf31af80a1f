"""What every page's frame shows: where one may go, whether the model is simulated, whether sending is stopped."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest

from bots.access import locations_for
from crm.models import Location, SendingStop
from dashboard.doors import ADMIN, ROOMS, opens
from orchestrator.health import model_state


@dataclass(frozen=True, slots=True)
class NavItem:
    label: str
    url: str
    current: bool


NAVIGATION = tuple(room for room in ROOMS if room.name != ADMIN)  # the admin has its own place in the frame


class Frame:
    """Answers when a template asks, once per request: a page without the frame costs nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def navigation(self) -> list[NavItem]:
        here = self.request.resolver_match.url_name if self.request.resolver_match else ""
        shown = [room for room in NAVIGATION if opens(self.request.user, room.name)]
        return [NavItem(room.words, room.url, room.name == here) for room in shown]

    @cached_property
    def locations(self) -> list[Location]:
        wanted = ("id", "name", "kind", "mode", "ghl_id")
        return list(locations_for(self.request.user).only(*wanted).order_by("name"))

    @property
    def has_sandbox(self) -> bool:
        return bool(settings.SANDBOX_BASE_URL)

    @property
    def phone_url(self) -> str:
        return f"{settings.SANDBOX_BASE_URL}/phone/" if self.has_sandbox else ""

    @property
    def crm_url(self) -> str:
        return f"{settings.SANDBOX_BASE_URL}/crm/" if self.has_sandbox else ""

    @cached_property
    def model(self) -> str:
        """ "simulated", "none" or "real": the least of what the locations in sight get; a guest sees the machine's."""
        groups = {location.kind for location in self.locations} or {"sandbox" if self.has_sandbox else "real"}
        states = {model_state(group) for group in groups}
        return next((state for state in ("simulated", "none") if state in states), "real")

    @cached_property
    def stops(self) -> list[SendingStop]:
        """Stops in force that concern the locations in sight, the one for everything first."""
        concerned = Q(location__isnull=True) | Q(location__in=[location.pk for location in self.locations])
        in_force = SendingStop.objects.filter(concerned, resumed_at__isnull=True)
        return sorted(in_force.select_related("location"), key=lambda stop: stop.location_id or 0)

    @property
    def may_stop(self) -> bool:
        return self.request.user.has_perm("dashboard.stop_sending")

    @property
    def may_stop_everywhere(self) -> bool:
        return self.request.user.has_perm("dashboard.stop_everywhere")

    @property
    def may_resume(self) -> bool:
        return self.request.user.has_perm("dashboard.resume_sending")


def frame(request: HttpRequest) -> dict[str, object]:
    return {"frame": Frame(request)}
