"""Who may come in: every page, in every role, and for a location that is somebody else's."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client
from django.urls import reverse

from bots.access import locations_for, may_see
from crm.models import SendingStop
from enterprisehub.roles import ROLES, ensure_roles
from tests import staff_cast as cast

pytestmark = pytest.mark.django_db

PAGES = {
    # page: the roles that may read it
    "inbox": set(ROLES),
    "inbox_live": set(ROLES),
    "leads": set(ROLES),
    "dashboard": {"Supervisor", "Manager", "Administrator", "Auditor"},
    "operator": {"Manager", "Administrator"},
    "audit": {"Supervisor", "Manager", "Administrator", "Auditor"},
    "audit_export": {"Administrator", "Auditor"},
}
WORK = {"Agent", "Supervisor", "Administrator"}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", PAGES)
def test_each_role_opens_its_pages_and_no_others(client: Client, page: str, role: str) -> None:
    client.force_login(cast.person(role, cast.location()))
    assert client.get(reverse(page)).status_code == (200 if role in PAGES[page] else 403)


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_sent_to_the_login(client: Client, page: str) -> None:
    answer = client.get(reverse(page))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("role", ROLES)
def test_only_those_who_work_leads_may_claim(client: Client, role: str) -> None:
    place = cast.location()
    handoff = cast.handoff(cast.lead(place))
    client.force_login(cast.person(role, place))
    answer = client.post(reverse("claim", args=[handoff.pk]))
    handoff.refresh_from_db()
    assert (answer.status_code, handoff.status) == ((302, "claimed") if role in WORK else (403, "open"))


@pytest.mark.parametrize("role", ROLES)
def test_only_those_who_work_leads_may_approve_a_text(client: Client, role: str) -> None:
    place = cast.location(mode="review")
    entry = cast.text(cast.lead(place), status="held", reason="awaiting_approval")
    cast.message(entry.lead)
    client.force_login(cast.person(role, place))
    answer = client.post(reverse("approve_text", args=[entry.pk]), {"body": "Hi Ana"})
    entry.refresh_from_db()
    assert (answer.status_code, entry.status) == ((302, "due") if role in WORK else (403, "held"))


@pytest.mark.parametrize(
    ("role", "may_stop", "may_resume", "may_stop_all"),
    [
        ("Agent", True, False, False),
        ("Supervisor", True, True, False),
        ("Manager", True, True, False),
        ("Administrator", True, True, True),
        ("Auditor", False, False, False),
    ],
)
def test_anyone_who_works_pulls_the_brake_and_fewer_release_it(
    client: Client, role: str, may_stop: bool, may_resume: bool, may_stop_all: bool
) -> None:
    place = cast.location()
    client.force_login(cast.person(role, place))
    client.post(reverse("stop_sending"), {"location": place.pk})
    assert SendingStop.objects.active_for(place.pk).exists() is may_stop
    SendingStop.objects.update_or_create(
        location=place, resumed_at=None, defaults={"stopped_at": cast.NOW, "stopped_by": "system"}
    )
    client.post(reverse("resume_sending"), {"location": place.pk})
    assert SendingStop.objects.active_for(place.pk).exists() is not may_resume
    client.post(reverse("stop_sending"), {"location": "all"})
    assert SendingStop.objects.filter(location__isnull=True).exists() is may_stop_all


@pytest.mark.parametrize("name", ["lead", "take_over", "return_to_bot"])
def test_a_lead_of_another_location_does_not_exist(client: Client, name: str) -> None:
    theirs = cast.lead(cast.location("Elsewhere"))
    cast.conversation(theirs)
    client.force_login(cast.person("Agent", cast.location()))
    address = reverse(name, args=[theirs.pk])
    assert (client.get(address) if name == "lead" else client.post(address)).status_code == 404
    assert theirs.conversation.owner == "bot"


@pytest.mark.parametrize("name", ["claim", "answer", "give_back", "close"])
def test_a_handoff_of_another_location_cannot_be_touched(client: Client, name: str) -> None:
    handoff = cast.handoff(cast.lead(cast.location("Elsewhere")))
    client.force_login(cast.person("Supervisor", cast.location()))
    assert client.post(reverse(name, args=[handoff.pk]), {"body": "hi"}).status_code == 404
    handoff.refresh_from_db()
    assert handoff.status == "open"


@pytest.mark.parametrize("name", ["approve_text", "reject_text"])
def test_a_text_of_another_location_cannot_be_touched(client: Client, name: str) -> None:
    entry = cast.text(cast.lead(cast.location("Elsewhere")), status="held")
    client.force_login(cast.person("Supervisor", cast.location()))
    assert client.post(reverse(name, args=[entry.pk]), {"body": "hi", "note": "no"}).status_code == 404
    entry.refresh_from_db()
    assert entry.status == "held"


def test_nobody_stops_sending_in_a_location_of_others(client: Client) -> None:
    theirs = cast.location("Elsewhere")
    client.force_login(cast.person("Manager", cast.location()))
    assert client.post(reverse("stop_sending"), {"location": theirs.pk}).status_code == 404
    assert not SendingStop.objects.exists()


def test_an_action_is_never_a_link(client: Client) -> None:
    handoff = cast.handoff(cast.lead(place := cast.location()))
    client.force_login(cast.person("Agent", place))
    assert client.get(reverse("claim", args=[handoff.pk])).status_code == 405


def test_lists_show_only_the_locations_in_sight(client: Client) -> None:
    ours, theirs = cast.location(), cast.location("Elsewhere")
    cast.handoff(cast.lead(ours, "Visible"))
    cast.handoff(cast.lead(theirs, "Hidden"))
    client.force_login(cast.person("Administrator", ours))
    for page in ("inbox", "leads", "dashboard", "audit"):
        assert "Hidden" not in client.get(reverse(page)).content.decode()
    assert "Visible" in client.get(reverse("inbox")).content.decode()
    assert client.get(reverse("leads"), {"location": theirs.pk}).status_code == 404


def test_locations_in_sight() -> None:
    ours, theirs = cast.location(), cast.location("Elsewhere")
    agent, admin = cast.person("Agent", ours), cast.person("superuser")
    assert set(locations_for(agent)) == {ours}
    assert set(locations_for(admin)) == {ours, theirs}
    assert not locations_for(AnonymousUser()).exists()
    assert may_see(agent, ours)
    assert not may_see(agent, theirs)
    User.objects.filter(pk=agent.pk).update(is_active=False)
    assert not locations_for(User.objects.get(pk=agent.pk)).exists()


def test_a_closed_door_says_so_in_words(client: Client) -> None:
    client.force_login(cast.person("Agent", cast.location()))
    assert "This page is not for your role" in client.get(reverse("dashboard")).content.decode()
    assert "There is nothing here" in client.get(reverse("lead", args=[10**6])).content.decode()


def test_roles_are_put_right_when_somebody_changed_them() -> None:
    person = cast.person("Auditor", cast.location())
    group = person.groups.get()
    group.permissions.clear()
    assert ensure_roles() == ["Auditor"]
    assert ensure_roles() == []
    assert group.permissions.count() == len(ROLES["Auditor"])


def test_an_overdue_lead_is_overdue_for_everybody(client: Client) -> None:
    place = cast.location()
    cast.handoff(cast.lead(place), opened=timedelta(days=1))
    client.force_login(cast.person("Auditor", place))
    assert "overdue" in client.get(reverse("inbox")).content.decode()
