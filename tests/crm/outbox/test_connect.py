"""Connecting a location, and the commands around it."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audit.models import AuditEntry
from crm.connect import CannotConnect, connect_location
from crm.models import CustomField, FieldMap, Lead, Location, OutboxEntry, SendingStop, Stage, WebhookEvent
from crm.outbox.enqueue import enqueue_text
from tests.crm.outbox.sandbox_process import LOCATION, TOKEN

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CONNECT = ("connect_location", "L1", "--name", "Austin", "--timezone", "America/Chicago", "--token", "t", "--no-wait")


def connect(**changes):
    given = {"ghl_id": "L1", "name": "Austin", "timezone": "America/Chicago", "token": "pit-token-1", **changes}
    return connect_location(**given, now=NOW)


def run(*words, **options):
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
class TestConnecting:
    def test_a_new_location_starts_in_review_with_its_token_encrypted(self, settings):
        settings.PUBLIC_BASE_URL = "https://hub.test"
        connected = connect()
        location = Location.objects.get(ghl_id="L1")
        assert (location.mode, location.activate, location.kind) == ("review", "tagged", "real")
        assert location.token == "pit-token-1"
        assert "pit-token-1" not in location.token_encrypted
        assert connected.webhook_url == f"https://hub.test/webhooks/ghl/workflow/{location.webhook_token}/"
        assert location.webhook_secrets == [connected.secret]

    def test_its_custom_fields_and_pipelines_are_read_soon(self):
        connect()
        assert set(OutboxEntry.objects.values_list("kind", "payload__what")) == {
            ("read_setup", "custom_fields"), ("read_setup", "pipelines"),
        }  # fmt: skip

    def test_connecting_again_keeps_the_address_and_lets_the_old_secret_live_on(self):
        first = connect()
        again = connect(name="Austin North", token="pit-token-2")
        location = Location.objects.get()
        assert (again.webhook_url, location.name, location.token) == (first.webhook_url, "Austin North", "pit-token-2")
        assert location.webhook_secrets == [again.secret, first.secret]

    @pytest.mark.parametrize(("mode", "reason"), [("review", "awaiting_approval"), ("off", "mode_lowered")])
    def test_connecting_again_in_a_lower_mode_holds_what_waits(self, mode, reason):
        location = connect(mode="live").location
        lead = Lead.objects.create(location=location, ghl_contact_id="C1")
        text = enqueue_text(lead, "Hi", purpose="reply", cause="turn:1", dedupe_key="k")
        connect(mode=mode)
        text.refresh_from_db()
        assert (Location.objects.get().mode, text.status, text.reason) == (mode, "held", reason)

    def test_connecting_again_keeps_the_mode_and_the_activation_that_were_chosen(self):
        connect(mode="live", activate="all")
        connect()
        location = Location.objects.get()
        assert (location.mode, location.activate) == ("live", "all")

    def test_what_connecting_again_changed_is_said_and_audited(self):
        assert connect(mode="live").changes is None
        again = connect(mode="review", name="Austin North")
        assert again.changes == (
            "name Austin -> Austin North",
            "mode live -> review",
            "new secret, the old one stays valid",
        )
        latest = AuditEntry.objects.filter(action="location.connected").latest("id")
        assert latest.details["changes"] == list(again.changes)

    def test_a_location_that_was_disconnected_is_said_to_be_connected_again(self):
        connect()
        Location.objects.update(disconnected_at=NOW)
        assert connect().changes == ("connected again", "new secret, the old one stays valid")

    @pytest.mark.parametrize(("first", "then"), [("sandbox", "real"), ("real", "sandbox")])
    def test_a_location_never_changes_its_kind(self, first, then):
        kept = connect(kind=first)
        with pytest.raises(CannotConnect, match=f"L1 is a {first} location; it cannot become a {then} one"):
            connect(kind=then, token="pit-token-2")
        location = Location.objects.get()
        assert (location.kind, location.token, location.webhook_secrets) == (first, "pit-token-1", [kept.secret])

    def test_it_is_audited_without_the_token(self):
        connect()
        entry = AuditEntry.objects.get(action="location.connected")
        assert "pit-token-1" not in str(entry.details)

    @pytest.mark.parametrize(
        ("change", "named"),
        [
            ({"timezone": "Texas"}, "--timezone 'Texas'"),
            ({"timezone": "../etc/passwd"}, "--timezone"),
            ({"ghl_id": "two words"}, "GHL_ID"),
            ({"ghl_id": " "}, "GHL_ID is empty"),
            ({"name": ""}, "--name is empty"),
            ({"token": ""}, "--token is empty"),
            ({"mode": "loud"}, "--mode is 'loud'"),
        ],
    )
    def test_what_does_not_do_is_named(self, change, named):
        with pytest.raises(CannotConnect, match=named):
            connect(**change)
        assert not Location.objects.exists()


@pytest.mark.django_db
class TestCommands:
    def test_connect_location_prints_the_address_the_secret_and_the_steps(self, monkeypatch):
        monkeypatch.setenv("THE_TOKEN", "pit-from-env")
        shown = run(
            "connect_location", "L1", "--name", "Austin", "--timezone", "America/Chicago",
            "--token-env", "THE_TOKEN", "--no-wait",
        )  # fmt: skip
        location = Location.objects.get()
        assert location.token == "pit-from-env"
        assert location.webhook_token in shown
        assert location.webhook_secrets[0] in shown
        assert "X-Webhook-Secret" in shown
        assert "pit-from-env" not in shown

    def test_connecting_again_says_that_it_was_connected_and_what_is_new(self):
        connect(mode="live")
        shown = run(*CONNECT, "--mode", "review")
        assert "Austin was connected; changed: mode live -> review, new secret, the old one stays valid\n" in shown

    def test_the_sandbox_location_is_not_made_a_real_one(self):
        connect(kind="sandbox")
        with pytest.raises(CommandError, match="L1 is a sandbox location"):
            run(*CONNECT)

    @pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "hub.localhost"])
    def test_an_address_that_ghl_cannot_reach_is_said(self, settings, host):
        settings.PUBLIC_BASE_URL = f"http://{host}"
        assert "GoHighLevel cannot reach this address" in run(*CONNECT)

    @pytest.mark.parametrize("host", ["hub.example.com", "203.0.113.7", "localhost.example.com"])
    def test_an_address_that_others_can_reach_passes_without_a_warning(self, settings, host):
        settings.PUBLIC_BASE_URL = f"https://{host}"
        assert "cannot reach" not in run(*CONNECT)

    def test_a_missing_environment_variable_is_named(self):
        with pytest.raises(CommandError, match="NO_SUCH_NAME"):
            run("connect_location", "L1", "--name", "A", "--timezone", "UTC", "--token-env", "NO_SUCH_NAME")

    def test_waiting_ends_with_the_first_event(self):
        received = datetime(2100, 1, 1, tzinfo=UTC)  # stands for "after the command began"
        WebhookEvent.objects.create(
            webhook_id="w1", location_ghl_id="L1", type="ContactCreate", body=b"{}", received_at=received
        )
        shown = run("connect_location", "L1", "--name", "A", "--timezone", "UTC", "--token", "t")
        assert "Received ContactCreate" in shown

    def test_set_mode_and_stop_sending(self):
        connect()
        assert "Live" in run("set_mode", "L1", "live")
        assert Location.objects.get().mode == "live"
        assert "stopped: Austin" in run("stop_sending", "L1")
        assert "already" in run("stop_sending", "L1")
        assert "stopped: everywhere" in run("stop_sending")
        assert "goes on: Austin" in run("stop_sending", "L1", "--resume")
        assert SendingStop.objects.active_for(Location.objects.get().pk).count() == 1

    def test_a_mode_that_is_set_already_is_said_and_not_audited(self):
        connect()
        run("set_mode", "L1", "shadow")
        assert "Austin: already Shadow" in run("set_mode", "L1", "shadow")
        assert AuditEntry.objects.filter(action="location.mode_set").count() == 1

    @pytest.mark.parametrize(
        "words",
        [
            ("stop_sending", "L2"),
            ("send_test_event", "L2"),
            ("replay_events", "--since", "2026-03-01T08:00Z", "--location", "L2"),
            ("export_lead", "L2", "C1"),
            ("erase_lead", "L2", "C1"),
        ],
    )
    def test_every_command_words_an_unknown_location_the_same(self, words):
        connect()
        with pytest.raises(CommandError, match=r"^No location 'L2'\. Known: L1\.$"):
            run(*words)

    @pytest.mark.parametrize("more", [(), ("--dry-run",)])
    def test_an_event_that_is_not_stored_is_named_and_nothing_is_applied(self, more):
        event = WebhookEvent.objects.create(webhook_id="w1", location_ghl_id="L9", type="ContactCreate", body=b"{}")
        with pytest.raises(CommandError, match="No stored event 999998, 999999; nothing was applied"):
            run("replay_events", "999999", str(event.pk), "999998", *more)
        assert not AuditEntry.objects.filter(action="events.replayed").exists()

    def test_an_unknown_location_is_named_with_those_there_are(self):
        connect()
        with pytest.raises(CommandError, match=r"No location 'L2'\. Known: L1"):
            run("set_mode", "L2", "off")

    def test_send_test_event_says_what_to_do_for_a_real_location(self):
        connect()
        assert "Test workflow" in run("send_test_event", "L1")

    def test_replay_needs_to_be_told_which(self):
        with pytest.raises(CommandError, match="--since"):
            run("replay_events")
        with pytest.raises(CommandError, match="'soon' is no time"):
            run("replay_events", "--since", "soon")

    def test_replay_applies_stored_events_again_and_says_how_they_ended(self):
        event = WebhookEvent.objects.create(
            webhook_id="w1", location_ghl_id="L9", type="ContactCreate", body=b"{}", status="quarantined"
        )
        assert "1 events would be" in run("replay_events", str(event.pk), "--dry-run")
        assert "1 quarantined" in run("replay_events", str(event.pk))


def test_a_connected_sandbox_location_learns_its_fields_its_stages_and_a_first_map(sandbox, transactional_db, pump):
    connected = connect_location(
        LOCATION, "Sandbox", "America/Chicago", TOKEN, kind="sandbox", mode="live", activate="all", now=NOW
    )

    pump.run()

    rules = {rule["attribute"]: rule for rule in FieldMap.objects.get(location=connected.location, active=True).rules}
    assert rules["budget_usd"]["type"] == "money"
    assert rules["temperature"]["type"] == "choice"
    assert CustomField.objects.get(name="Budget").ghl_id == rules["budget_usd"]["ghl_field_id"]
    assert [stage.name for stage in Stage.objects.all()][:3] == ["New Lead", "Contacted", "Engaged"]
