"""What is done from the admin: repair by the verbs, profiles by the version, access by one's own sight."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from audit.models import AuditEntry
from bots.models import BotProfile, StaffAccess
from crm.models import OutboxEntry, WebhookEvent
from tests import staff_cast as cast

pytestmark = pytest.mark.django_db
OUTBOX = "admin:crm_outboxentry_changelist"
EVENTS = "admin:crm_webhookevent_changelist"


def act(client: Client, page: str, action: str, *pks: int, **more: str):
    return client.post(reverse(page), {"action": action, "_selected_action": list(pks), **more}, follow=True)


def dead_event(location_ghl_id: str) -> WebhookEvent:
    return WebhookEvent.objects.create(
        webhook_id="1", location_ghl_id=location_ghl_id, body=b"{}", status="dead", attempts=5
    )


def test_failed_writes_are_tried_again_and_others_refused_in_a_sentence(client: Client) -> None:
    place = cast.location()
    client.force_login(cast.person("Administrator", place))
    failed, sent = cast.text(cast.lead(place), status="dead"), cast.text(cast.lead(place), status="sent")
    page = act(client, OUTBOX, "retry", failed.pk, sent.pk).content.decode()
    assert "Put back: 1." in page
    assert "Only failed entries are retried." in page
    assert OutboxEntry.objects.get(pk=failed.pk).status == "due"
    assert AuditEntry.objects.filter(action="outbox.retried").count() == 1


def test_discarding_asks_for_a_note_first(client: Client) -> None:
    place = cast.location()
    client.force_login(cast.person("Administrator", place))
    entry = cast.text(cast.lead(place), status="dead")
    assert "for whoever asks later" in act(client, OUTBOX, "discard", entry.pk).content.decode()
    entry.refresh_from_db()
    assert entry.status == "dead"
    act(client, OUTBOX, "discard", entry.pk, note="test data")
    entry.refresh_from_db()
    assert (entry.status, entry.reason) == ("cancelled", "discarded: test data")


def test_held_texts_are_approved_as_they_stand(client: Client) -> None:
    place = cast.location(mode="review")
    client.force_login(cast.person("Administrator", place))
    entry = cast.text(cast.lead(place), "Hi Ana", status="held", reason="awaiting_approval")
    act(client, OUTBOX, "approve", entry.pk)
    entry.refresh_from_db()
    assert (entry.status, entry.purpose, entry.payload["body"]) == ("due", "staff", "Hi Ana")


def test_held_writes_are_released_and_texts_are_not(client: Client) -> None:
    place = cast.location()
    client.force_login(cast.person("Administrator", place))
    lead = cast.lead(place)
    draft = cast.text(lead, "Hi Ana", status="held", reason="awaiting_approval")
    tags = OutboxEntry.objects.create(
        location=place, lead=lead, kind="add_tags", dedupe_key="t", payload={"tags": ["x"]}, status="held"
    )
    page = act(client, OUTBOX, "release", draft.pk, tags.pk).content.decode()
    assert "Released: 1." in page
    assert "Texts are approved, not released." in page
    assert dict(OutboxEntry.objects.values_list("pk", "status")) == {draft.pk: "held", tags.pk: "due"}


def test_dead_events_are_tried_again_or_discarded(client: Client) -> None:
    place = cast.location()
    client.force_login(cast.person("Administrator", place))
    event = dead_event(place.ghl_id)
    act(client, EVENTS, "retry", event.pk)
    event.refresh_from_db()
    assert (event.status, event.attempts) == ("new", 0)
    WebhookEvent.objects.filter(pk=event.pk).update(status="dead")
    act(client, EVENTS, "discard", event.pk, note="a test of the CRM's")
    event.refresh_from_db()
    assert (event.status, event.note) == ("discarded", "a test of the CRM's")


def test_who_may_only_look_repairs_nothing(client: Client) -> None:
    place = cast.location()
    client.force_login(cast.person("Auditor", place))
    entry, event = cast.text(cast.lead(place), status="dead"), dead_event(place.ghl_id)
    act(client, OUTBOX, "retry", entry.pk)
    act(client, EVENTS, "retry", event.pk)
    entry.refresh_from_db()
    event.refresh_from_db()
    assert (entry.status, event.status) == ("dead", "dead")


def test_rows_of_others_are_not_repaired_even_by_number(client: Client) -> None:
    entry = cast.text(cast.lead(cast.location("Elsewhere")), status="dead")
    client.force_login(cast.person("Administrator", cast.location()))
    act(client, OUTBOX, "retry", entry.pk)
    entry.refresh_from_db()
    assert entry.status == "dead"


def test_a_profile_is_added_as_the_next_version_and_never_edited(client: Client) -> None:
    place = cast.location()
    first = BotProfile.objects.create(location=place, version=1, active=True)
    client.force_login(cast.person("Administrator", place))
    given = {"location": place.pk, "settings": '{"hot_from": 80}', "make_active": "on"}
    client.post(reverse("admin:bots_botprofile_add"), given)
    newest = BotProfile.objects.get(version=2)
    first.refresh_from_db()
    assert (newest.active, newest.settings, first.active) == (True, {"hot_from": 80}, False)
    assert client.post(reverse("admin:bots_botprofile_change", args=[first.pk]), given).status_code == 403
    assert AuditEntry.objects.get(action="botprofile.added").details["settings"] == ["hot_from"]


def test_a_profile_with_an_unknown_setting_is_refused_by_its_name(client: Client) -> None:
    place = cast.location()
    client.force_login(cast.person("Administrator", place))
    given = {"location": place.pk, "settings": '{"no_such_setting": 1}'}
    page = client.post(reverse("admin:bots_botprofile_add"), given).content.decode()
    assert "no_such_setting" in page
    assert not BotProfile.objects.exists()


def test_nobody_gives_away_a_location_that_they_do_not_see(client: Client) -> None:
    ours, theirs = cast.location(), cast.location("Elsewhere")
    agent = cast.person("Agent", ours, theirs)
    client.force_login(cast.person("Administrator", ours))
    access = StaffAccess.objects.get(user=agent)
    address = reverse("admin:bots_staffaccess_change", args=[access.pk])
    assert "Elsewhere" not in client.get(address).content.decode().replace("Ours", "")
    client.post(address, {"user": agent.pk, "locations": [ours.pk]})
    assert set(access.locations.all()) == {ours, theirs}
    stranger = cast.person("Agent")
    client.post(reverse("admin:bots_staffaccess_add"), {"user": stranger.pk, "locations": [theirs.pk]})
    assert not StaffAccess.objects.filter(user=stranger).exists()


def test_an_administrator_does_not_make_superusers_nor_see_them(client: Client) -> None:
    root = cast.person("superuser")
    administrator = cast.person("Administrator", cast.location())
    client.force_login(administrator)
    assert client.get(reverse("admin:auth_user_change", args=[root.pk])).status_code == 302
    address = reverse("admin:auth_user_change", args=[administrator.pk])
    assert client.get(address).status_code == 200
    client.post(
        address, {"username": administrator.username, "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    )
    assert not User.objects.get(pk=administrator.pk).is_superuser


def test_a_location_is_disconnected_or_moved_by_no_form(client: Client) -> None:
    place = cast.location(mode="review")
    client.force_login(cast.person("Administrator", place))
    address = reverse("admin:crm_location_change", args=[place.pk])
    client.post(address, {"name": "New name", "timezone": "America/Denver", "activate": "all", "mode": "live"})
    place.refresh_from_db()
    assert (place.name, place.mode) == ("New name", "review")
