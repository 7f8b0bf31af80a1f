"""No dead ends: every link that a page offers to a role answers that role."""

import re

import pytest
from django.templatetags.static import static
from django.test import Client
from django.urls import reverse

from dashboard.doors import ROOMS
from enterprisehub.roles import ROLES
from tests import staff_cast as cast

pytestmark = pytest.mark.django_db
HREF = re.compile(r"<a\b[^>]*\bhref=\"(/[^\"#]*)")


def links_on(client: Client, address: str) -> set[str]:
    page = client.get(address, follow=True)
    return {found.replace("&amp;", "&") for found in HREF.findall(page.content.decode())}


@pytest.mark.parametrize("role", [*ROLES, "superuser"])
def test_every_link_on_a_page_that_a_role_sees_answers_it(client: Client, role: str) -> None:
    place = cast.location()
    who = cast.story(place)
    cast.handoff(cast.lead(place, "Ben"))
    for status in ("dead", "held", "unknown"):
        cast.text(who, status=status)
    client.force_login(cast.person(role, place))
    pages = [reverse(name) for name in ("start", "inbox", "leads", "dashboard", "operator", "audit", "admin:index")]
    seen = {found for page in [*pages, reverse("lead", args=[who.pk])] for found in links_on(client, page)}
    assert reverse("inbox") in seen
    assert {found: code for found in sorted(seen) if (code := client.get(found, follow=True).status_code) != 200} == {}


def test_the_icon_is_where_browsers_look_for_it(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer["Location"]) == (302, static("hub/icon.svg"))


def test_the_front_door_shows_a_guest_every_room_and_staff_their_own(client: Client) -> None:
    every_room = {room.url for room in ROOMS}
    assert every_room <= links_on(client, reverse("start"))
    client.force_login(cast.person("Agent", cast.location()))
    assert links_on(client, reverse("start")) & every_room == {"/inbox/", "/leads/", "/admin/"}
