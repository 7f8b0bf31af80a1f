"""The inbox: whom to call first, and why."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bots.access import locations_for
from crm.models import Consent, Location
from dashboard.selectors.inbox import inbox
from tests import staff_cast as cast

pytestmark = pytest.mark.django_db


def names(rows: tuple) -> list[str]:
    return [row.name.split()[0] for row in rows]


def at_temperature(place: Location, name: str, temperature: str, minutes: float) -> None:
    who = cast.lead(place, name)
    cast.conversation(who, temperature=temperature, owner="person")
    cast.handoff(who, opened=timedelta(minutes=minutes))


def test_overdue_comes_first_then_hot_before_warm_before_cold_then_the_longest_wait() -> None:
    place = cast.location()
    at_temperature(place, "WarmNew", "warm", 2)
    at_temperature(place, "Cold", "cold", 14)
    at_temperature(place, "HotNew", "hot", 1)
    at_temperature(place, "HotOld", "hot", 9)
    at_temperature(place, "ColdOverdue", "cold", 40)
    at_temperature(place, "Unscored", "", 14)
    found = inbox(Location.objects.all(), user_id=0, now=cast.NOW)
    assert names(found.waiting) == ["ColdOverdue", "HotOld", "HotNew", "WarmNew", "Cold", "Unscored"]


def test_the_first_line_says_how_many_wait_and_how_long() -> None:
    place = cast.location()
    assert inbox(Location.objects.all(), 0, cast.NOW).sentence == "Nobody waits for you"
    cast.handoff(cast.lead(place), opened=timedelta(minutes=12))
    assert inbox(Location.objects.all(), 0, cast.NOW).sentence == "1 lead waits for you, since 12 minutes"
    cast.handoff(cast.lead(place), opened=timedelta(minutes=1))
    cast.text(cast.lead(place), status="held", reason="awaiting_approval", created_at=cast.NOW)
    assert inbox(Location.objects.all(), 0, cast.NOW).sentence == "3 leads wait for you, the oldest 12 minutes"


def test_mine_team_and_waiting_are_apart() -> None:
    place = cast.location()
    me, other = cast.person("Agent", place), cast.person("Agent", place)
    cast.handoff(cast.lead(place, "Mine"), status="claimed", claimed_by=me)
    cast.handoff(cast.lead(place, "Theirs"), status="answered", claimed_by=other)
    cast.handoff(cast.lead(place, "Open"))
    cast.handoff(cast.lead(place, "Done"), status="closed")
    found = inbox(locations_for(me), me.pk, cast.NOW)
    assert (names(found.mine), names(found.team), names(found.waiting)) == (["Mine"], ["Theirs"], ["Open"])


def test_a_held_text_of_a_lead_with_a_handoff_is_no_second_row() -> None:
    who = cast.lead(cast.location())
    cast.handoff(who)
    cast.text(who, status="held", reason="awaiting_approval")
    found = inbox(Location.objects.all(), 0, cast.NOW)
    assert [(row.handoff_id is not None, row.has_draft) for row in found.waiting] == [(True, True)]


def test_the_thumb_is_offered_who_waits_before_ones_own() -> None:
    place = cast.location()
    me = cast.person("Agent", place)
    cast.handoff(cast.lead(place, "Mine"), status="claimed", claimed_by=me)
    found = inbox(locations_for(me), me.pk, cast.NOW)
    assert found.first is not None
    assert found.first.name.startswith("Mine")
    at_temperature(place, "Overdue", "cold", 40)
    found = inbox(locations_for(me), me.pk, cast.NOW)
    assert found.first is not None
    assert found.first.name.startswith("Overdue")


@pytest.mark.parametrize("page", ["inbox", "leads"])
def test_who_must_not_be_texted_is_marked(client: Client, page: str) -> None:
    place = cast.location()
    ana, ben, cara, dan = (cast.lead(place, name, dnd=name == "Dan") for name in ("Ana", "Ben", "Cara", "Dan"))
    for who in (ana, ben, dan):
        cast.handoff(who)
    cast.text(cara, status="held", reason="awaiting_approval")
    for who in (ana, cara):
        Consent.objects.create(lead=who, state="revoked", basis="keyword", at=cast.NOW)
    Consent.objects.create(lead=ben, state="revoked", basis="keyword", at=cast.NOW)
    Consent.objects.create(lead=ben, state="granted", basis="keyword", at=cast.NOW)
    client.force_login(cast.person("Agent", place))
    shown = client.get(reverse(page)).content.decode()
    assert (shown.count(">opted out<"), shown.count(">do not disturb<")) == (2, 1)


@pytest.mark.parametrize("page", ["inbox", "leads", "lead"])
def test_a_lead_is_not_called_cold_before_anything_is_known(client: Client, page: str) -> None:
    place = cast.location()
    who = cast.lead(place)
    talk = cast.conversation(who, role="seller", score=0, temperature="cold", owner="person")
    cast.handoff(who)
    client.force_login(cast.person("Agent", place))
    url = reverse(page, args=[who.pk] if page == "lead" else [])
    mark = '<span class="tag cold">'
    before = client.get(url).content.decode()
    assert "not scored" in before
    assert mark not in before
    talk.score = 12
    talk.save(update_fields=["score"])
    assert mark in client.get(url).content.decode()


def test_a_row_says_why_in_words_and_in_the_leads_own(client: Client) -> None:
    place = cast.location()
    cast.handoff(cast.lead(place, "Ana"), reason="legal_or_money")
    client.force_login(cast.person("Agent", place))
    page = client.get(reverse("inbox")).content.decode()
    assert "mentioned legal or money trouble" in page
    assert "just have someone call me" in page
    assert 'href="tel:+1512555' in page


def test_what_a_lead_wrote_cannot_become_markup(client: Client) -> None:
    place = cast.location()
    who = cast.lead(place, first_name="<script>alert(1)</script>")
    cast.handoff(who, packet={"last_words": "<img src=x onerror=alert(2)>"})
    cast.message(who, "<b onmouseover=alert(3)>hi</b>")
    client.force_login(cast.person("Agent", place))
    for page in (reverse("inbox"), reverse("lead", args=[who.pk])):
        content = client.get(page).content.decode()
        assert "<script>alert" not in content
        assert "<img src=x" not in content
        assert "<b onmouseover" not in content


def test_the_heartbeat_answers_304_until_something_changes(client: Client) -> None:
    place = cast.location()
    first = cast.handoff(cast.lead(place))
    client.force_login(cast.person("Agent", place))
    answer = client.get(reverse("inbox_live"))
    assert answer.json()["keys"] == [f"h{first.pk}"]
    again = client.get(reverse("inbox_live"), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    second = cast.handoff(cast.lead(place))
    changed = client.get(reverse("inbox_live"), headers={"If-None-Match": answer["ETag"]})
    assert changed.status_code == 200
    assert set(changed.json()["keys"]) == {f"h{first.pk}", f"h{second.pk}"}
    assert changed.json()["version"] != answer.json()["version"]


def test_an_empty_inbox_says_what_will_appear_here(client: Client) -> None:
    client.force_login(cast.person("Agent", cast.location()))
    page = client.get(reverse("inbox")).content.decode()
    assert "Nobody waits for you" in page
    assert "A lead appears here when it asks for a person" in page


def test_the_inbox_costs_the_same_for_2_and_200_rows(client: Client) -> None:
    place = cast.location()
    client.force_login(cast.person("Agent", place))

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("inbox")).status_code == 200
        return len(seen)

    _fill(place, 1)
    queries()  # warms what the process keeps
    few = queries()
    _fill(place, 99)
    assert queries() == few


def _fill(place: Location, pairs: int) -> None:
    for _ in range(pairs):
        cast.handoff(cast.lead(place))
        cast.text(cast.lead(place), status="held", reason="awaiting_approval")
