"""The page that replays events: nothing before somebody has looked, a piece at a time, only what is in sight."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import AuditEntry
from bots.models import Turn
from crm.admin import replay as page_code
from crm.models import Lead, Location, Message, WebhookEvent
from tests import staff_cast as cast
from tests.crm.intake.cast import contact_body, store, text_body

pytestmark = pytest.mark.django_db
PAGE, EVENTS = "admin:crm_webhookevent_replay", "admin:crm_webhookevent_changelist"


@pytest.fixture
def place(client: Client) -> Location:
    ours = cast.location()
    client.force_login(cast.person("Administrator", ours))
    return ours


def kept(place: Location, contact: str = "C1", **fields) -> WebhookEvent:
    return store(
        contact_body(id=contact, locationId=place.ghl_id, **fields), status="quarantined", reason="foreign_app"
    )


def answer(client: Client, **given) -> str:
    return client.post(reverse(PAGE), given).content.decode()


def hidden(page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page):
        if name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(value)
    return found


def to_the_end(client: Client, page: str) -> list[str]:
    """Press the button until there is none; the pages that came."""
    pages = []
    while 'name="step" value="go"' in page:
        page = answer(client, **hidden(page))
        pages.append(page)
        assert len(pages) < 50
    return pages


def test_a_look_shows_the_difference_and_changes_nothing(client: Client, place: Location) -> None:
    event = kept(place, city="Austin", firstName="<b>Ann</b>")
    page = answer(client, step="look", ids=str(event.pk))
    for words in (
        "1 event would be applied again",
        "new lead C1: city",
        "Austin",
        "&lt;b&gt;Ann&lt;/b&gt;",
        "Replay 1",
    ):
        assert words in page
    assert "<b>Ann</b>" not in page
    assert Lead.objects.count() == 0
    assert WebhookEvent.objects.get().status == "quarantined"
    assert not AuditEntry.objects.exists()


def test_after_the_look_it_is_done_and_audited_and_opens_no_turn(client: Client, place: Location) -> None:
    event = store(text_body("Hello", locationId=place.ghl_id), status="quarantined", reason="foreign_app")
    pages = to_the_end(client, answer(client, step="look", ids=str(event.pk)))
    assert "Done: 1 event applied again" in pages[-1]
    assert Message.objects.get().body == "Hello"
    assert Turn.objects.count() == 0
    entry = AuditEntry.objects.get(action="events.replayed")
    assert entry.details == {"counts": {"done": 1}, "first": event.pk, "last": event.pk}
    assert entry.actor.startswith("user:")


def test_many_go_a_piece_at_a_time_each_event_once(client: Client, place: Location, monkeypatch) -> None:
    monkeypatch.setattr(page_code, "AT_ONCE", 3)
    for number in range(8):
        kept(place, f"C{number}")
    pages = to_the_end(client, answer(client, step="look", since="2020-01-01 00:00", status="quarantined"))
    assert [re.search(r"<h2>(.*?)</h2>", page)[1] for page in pages] == [  # type: ignore[index]
        "3 of 8", "6 of 8", "Done: 8 events applied again",
    ]  # fmt: skip
    assert Lead.objects.count() == 8
    counts = [entry.details["counts"] for entry in AuditEntry.objects.order_by("id")]
    assert counts == [{"done": 3}, {"done": 3}, {"done": 2}]


def test_what_comes_after_the_look_is_not_taken_along(client: Client, place: Location) -> None:
    kept(place, "C1")
    page = answer(client, step="look", since="2020-01-01 00:00")
    kept(place, "C2")
    to_the_end(client, page)
    assert list(Lead.objects.values_list("ghl_contact_id", flat=True)) == ["C1"]


def test_events_of_other_locations_are_neither_shown_nor_applied(client: Client, place: Location) -> None:
    other = cast.location("Elsewhere")
    theirs = kept(other, city="Secret City")
    page = answer(client, step="look", ids=str(theirs.pk))
    assert "No event fits" in page
    assert "Secret City" not in page
    forged = {"step": "go", "ids": str(theirs.pk), "total": "1", "done": "0", "after": "0", "until": str(theirs.pk)}
    answer(client, **forged)
    assert Lead.objects.count() == 0
    assert "Elsewhere" not in client.get(reverse(PAGE)).content.decode()
    assert "Select a valid choice" in answer(client, step="look", since="2020-01-01 00:00", location=str(other.pk))


def test_who_may_not_repair_may_not_replay(client: Client, place: Location) -> None:
    event = kept(place)
    client.force_login(cast.person("Agent", place))
    assert client.get(reverse(PAGE)).status_code == 403
    assert (
        client.post(reverse(PAGE), {"step": "go", "ids": str(event.pk), "until": "9", "total": "1"}).status_code == 403
    )
    client.logout()
    assert client.get(reverse(PAGE)).status_code == 302
    assert Lead.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Name events by number, or a time."),
        ({"ids": "7 x"}, "Numbers with a space"),
        ({"ids": "9" * 40}, "Numbers with a space"),
        ({"ids": " ".join(["1"] * 501)}, "At most 500 numbers"),
        ({"since": "soon"}, "Enter a valid date/time."),
        ({"since": "2020-01-01 00:00", "status": "new"}, "Select a valid choice"),
    ],
)
@pytest.mark.parametrize("step", ["look", "go"])
def test_what_is_no_choice_is_said_and_nothing_is_applied(client, place, step, given, words) -> None:
    kept(place)
    assert words in answer(client, step=step, total="1", until="999999", **given)
    assert Lead.objects.count() == 0


def test_numbers_that_are_none_apply_nothing(client: Client, place: Location) -> None:
    event = kept(place)
    page = answer(client, step="go", ids=str(event.pk), total="x", done="-1", after="", until="²")
    assert "Done: 0 events" in page
    assert Lead.objects.count() == 0


def test_chosen_rows_of_the_list_are_brought_along(client: Client, place: Location) -> None:
    events = [kept(place, f"C{number}") for number in range(2)]
    chosen = {"action": "replay", "_selected_action": [event.pk for event in events]}
    page = client.post(reverse(EVENTS), chosen, follow=True).content.decode()
    assert " ".join(str(event.pk) for event in events) in page
    assert "It opens no turn and texts nobody" in page


def test_a_waiting_event_is_left_alone(client: Client, place: Location) -> None:
    event = store(contact_body(locationId=place.ghl_id))
    assert "No event fits" in answer(client, step="look", ids=str(event.pk))
