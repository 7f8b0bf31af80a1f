"""Events in the admin: dead letters and what people do with them."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from audit.models import AuditEntry
from crm.models import Location, WebhookEvent
from tests import staff_cast as cast

pytestmark = pytest.mark.django_db
EVENTS = "admin:crm_webhookevent_changelist"
DEAD = {"status__exact": "dead"}


@pytest.fixture
def place() -> Location:
    return cast.location()


@pytest.fixture
def admin(client: Client, place: Location) -> User:
    user = cast.person("Administrator", place)
    client.force_login(user)
    return user


def dead(place: Location, number: int = 1, **facts) -> WebhookEvent:
    told = {"type": "InboundMessage", "reason": "Unmappable: InboundMessage: contactId missing", "attempts": 5}
    row = {"webhook_id": str(number), "location_ghl_id": place.ghl_id, "body": b"{}", "status": "dead"}
    return WebhookEvent.objects.create(**(row | told | facts))


def act(client: Client, action: str, *pks: int, **more: str) -> str:
    answer = client.post(reverse(EVENTS), {"action": action, "_selected_action": list(pks), **more}, follow=True)
    return answer.content.decode()


def test_the_list_tells_reason_tries_and_owner_and_what_to_do(client: Client, place: Location, admin: User) -> None:
    dead(place, owner="somebody.else")
    page = client.get(reverse(EVENTS), DEAD).content.decode()
    for words in ("contactId missing", ">5<", "somebody.else", "Mend the cause first"):
        assert words in page
    assert "There is no dead letter" not in page


def test_an_empty_list_says_that_it_is_good_news(client: Client, place: Location, admin: User) -> None:
    dead(place, status="done")
    assert "There is no dead letter" in client.get(reverse(EVENTS), DEAD).content.decode()
    assert "Nothing is in quarantine" in client.get(reverse(EVENTS), {"status__exact": "quarantined"}).content.decode()


def test_who_takes_a_dead_letter_is_its_owner_and_the_next_may_take_it_over(
    client: Client, place: Location, admin: User
) -> None:
    event = dead(place)
    assert "Yours now: 1." in act(client, "take", event.pk)
    event.refresh_from_db()
    assert (event.owner, event.status) == (f"user:{admin.pk}", "dead")
    assert admin.username in client.get(reverse(EVENTS), DEAD).content.decode().split("result_list")[1]
    assert "You have taken this event already." in act(client, "take", event.pk)
    other = cast.person("Administrator", place, username="second")
    client.force_login(other)
    act(client, "take", event.pk)
    event.refresh_from_db()
    assert event.owner == f"user:{other.pk}"
    taken = AuditEntry.objects.filter(action="event.taken").order_by("id")
    assert [(entry.actor, entry.subject) for entry in taken] == [
        (f"user:{who.pk}", f"webhookevent:{event.pk}") for who in (admin, other)
    ]


@pytest.mark.parametrize("status", ["new", "done", "ignored", "quarantined", "discarded"])
@pytest.mark.parametrize("action", ["take", "retry", "discard"])
def test_only_dead_letters_are_acted_on(client: Client, place: Location, admin: User, status: str, action: str) -> None:
    event = dead(place, status=status)
    assert "This event is no longer a dead letter." in act(client, action, event.pk, note="why not")
    after = WebhookEvent.objects.get(pk=event.pk)
    assert (after.status, after.owner, after.note, after.attempts) == (status, "", "", 5)
    assert not AuditEntry.objects.filter(action__startswith="event.").exists()


def test_another_locations_dead_letter_is_out_of_reach(client: Client, place: Location, admin: User) -> None:
    event = dead(cast.location("Elsewhere"))
    for action in ("take", "retry", "discard"):
        act(client, action, event.pk, note="mine now")
    event.refresh_from_db()
    assert (event.status, event.owner) == ("dead", "")
    assert "contactId missing" not in client.get(reverse(EVENTS), DEAD).content.decode()


def test_who_may_only_look_is_offered_nothing_to_do(client: Client, place: Location) -> None:
    event = dead(place)
    client.force_login(cast.person("Agent", place))
    act(client, "take", event.pk)
    event.refresh_from_db()
    assert event.owner == ""


def test_discarding_keeps_the_note_and_the_event(client: Client, place: Location, admin: User) -> None:
    event = dead(place)
    assert "for whoever asks later" in act(client, "discard", event.pk)
    assert "for whoever asks later" in act(client, "discard", event.pk, note="   ")
    act(client, "discard", event.pk, note="sent twice by a form")
    event.refresh_from_db()
    assert (event.status, event.note, event.owner) == ("discarded", "sent twice by a form", f"user:{admin.pk}")
    assert bytes(event.body) == b"{}"
    assert AuditEntry.objects.get(action="event.discarded").actor == f"user:{admin.pk}"
