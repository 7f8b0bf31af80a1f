"""Which right opens which page: a link is offered only to those whom it does not answer with a refusal."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.urls import reverse

DOORS: Mapping[str, str] = {
    # page: the permission that it asks for
    "inbox": "bots.view_handoff",
    "leads": "crm.view_lead",
    "dashboard": "dashboard.view_pipeline",
    "operator": "dashboard.view_operations",
    "audit": "audit.view_auditentry",
    "admin:bots_turn_changelist": "bots.view_turn",
    "admin:crm_outboxentry_changelist": "crm.view_outboxentry",
    "admin:crm_sendattempt_changelist": "crm.view_sendattempt",
    "admin:crm_webhookevent_changelist": "crm.view_webhookevent",
    "admin:orchestrator_breakers": "orchestrator.view_llmcall",
    "admin:orchestrator_budgets": "orchestrator.view_budget",
    "admin:orchestrator_cache": "orchestrator.view_cachecount",
    "admin:orchestrator_llmcall_changelist": "orchestrator.view_llmcall",
}
ADMIN = "admin:index"


@dataclass(frozen=True, slots=True)
class Link:
    """`name` is a page of DOORS, `query` what follows its path."""

    words: str
    name: str
    query: str = ""

    @property
    def url(self) -> str:
        return f"{reverse(self.name)}{self.query}"


@dataclass(frozen=True, slots=True)
class Room:
    """A page as the front door presents it."""

    words: str
    says: str
    name: str

    @property
    def url(self) -> str:
        return reverse(self.name)


ROOMS = (
    Room("Inbox", "whom to call first, and why", "inbox"),
    Room("Leads", "everybody who wrote, and how far they came", "leads"),
    Room("Dashboard", "funnel, speed to lead, spend", "dashboard"),
    Room("Is it well?", "what waits, what failed", "operator"),
    Room("Audit", "who changed what, and when", "audit"),
    Room("Admin", "locations, bots, staff, events", ADMIN),
)

Visitor = AbstractBaseUser | AnonymousUser


def opens(visitor: Visitor, name: str) -> bool:
    """Whether this page answers this visitor. KeyError for a page that DOORS does not know."""
    if name == ADMIN:
        return bool(getattr(visitor, "is_staff", False))
    return isinstance(visitor, PermissionsMixin | AnonymousUser) and visitor.has_perm(DOORS[name])


def rooms_for(visitor: Visitor) -> list[Room]:
    """A member of staff sees the rooms that open; a guest sees all of them, as a tour."""
    return [room for room in ROOMS if not visitor.is_authenticated or opens(visitor, room.name)]
