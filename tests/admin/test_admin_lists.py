"""The admin: every list and every row opens, shows only what is in sight, and costs the same for 2 and 200 rows."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEntry
from audit.record import record
from bots.models import BotProfile, Conversation, Handoff, RoleSwitch, Score, StaffAccess, Turn
from crm.models import (
    Consent,
    CustomField,
    FieldMap,
    KeptValue,
    Lead,
    Location,
    Message,
    Opportunity,
    OutboxEntry,
    Pipeline,
    SendAttempt,
    SendingStop,
    Stage,
    WebhookEvent,
)
from orchestrator.models import Budget, BudgetHold, CacheCount, CachedReply, LlmCall, PromptVersion
from tests import staff_cast as cast

pytestmark = pytest.mark.django_db
OURS = ("audit", "bots", "crm", "orchestrator")
MODELS = [model for model in admin.site._registry if model._meta.app_label in OURS]
WITHOUT_LOCATION = {PromptVersion}


def address(model: type[Model], page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def fill(place: Location, number: int) -> None:
    """One row of everything that belongs to a location, `number` times."""
    for index in range(number):
        who = cast.story(place)
        cast.handoff(who)
        talk = who.conversation
        RoleSwitch.objects.create(conversation=talk, from_role="lead", to_role="seller", confidence=0.9, accepted=True)
        Consent.objects.create(lead=who, state="granted", basis="form", at=cast.NOW)
        pipeline = Pipeline.objects.create(location=place, ghl_id=f"P{who.pk}", name="Sales")
        stage = Stage.objects.create(pipeline=pipeline, ghl_id="S", name="New")
        Opportunity.objects.create(location=place, lead=who, ghl_id=f"O{who.pk}", stage=stage, value_cents=45_000_000)
        FieldMap.objects.create(location=place, version=who.pk)
        CustomField.objects.create(location=place, ghl_id=f"F{who.pk}", name="Price", read_at=cast.NOW)
        KeptValue.objects.create(lead=who, attribute="budget_usd", value=1, by="bot", set_at=cast.NOW)
        BotProfile.objects.create(location=place, version=who.pk)
        SendingStop.objects.create(location=place, stopped_at=cast.NOW, stopped_by="system", resumed_at=cast.NOW)
        WebhookEvent.objects.create(
            webhook_id=f"W{who.pk}", location_ghl_id=place.ghl_id, body=b'{"type":"X"}', type="X"
        )
        call = LlmCall.objects.filter(tenant=place.ghl_id).latest("id")
        day = cast.NOW.date() - timedelta(days=index)
        Budget.objects.get_or_create(tenant=place.ghl_id, day=day, defaults={"limit_micro_usd": 5})
        BudgetHold.objects.create(tenant=place.ghl_id, day=day, amount_micro_usd=1, lease_until=cast.NOW, call=call)
        CacheCount.objects.get_or_create(day=day, tenant=place.ghl_id, task="understand", tier="L1")
        CachedReply.objects.create(
            key=f"{place.ghl_id}:{who.pk}", tenant=place.ghl_id, task="understand", model="m", prompt_version="u/1",
            strategy="json", answer={}, expires_at=cast.NOW,
        )  # fmt: skip
        record("handoff.opened", actor="bot", location_ghl_id=place.ghl_id, lead_id=who.pk)
        StaffAccess.objects.create(user=User.objects.create(username=f"u{who.pk}")).locations.add(place)


@pytest.fixture
def full(client: Client) -> Location:
    """One's own location and somebody else's, both with rows; signed in as somebody who may read all of it."""
    place, elsewhere = cast.location("Ours"), cast.location("Elsewhere")
    fill(place, 2)
    fill(elsewhere, 1)
    reader = cast.person("Administrator", place)
    for permission in _view_permissions():
        reader.user_permissions.add(permission)
    client.force_login(reader)
    return place


def _view_permissions() -> list:
    from django.contrib.auth.models import Permission

    return list(Permission.objects.filter(codename__startswith="view_", content_type__app_label__in=OURS))


def test_every_stored_thing_is_in_the_admin() -> None:
    expected = {
        AuditEntry, BotProfile, Budget, BudgetHold, CacheCount, CachedReply, Consent, Conversation, CustomField,
        FieldMap, Handoff, Lead, LlmCall, Location, Message, Opportunity, OutboxEntry, Pipeline, PromptVersion,
        RoleSwitch, Score, SendAttempt, SendingStop, StaffAccess, Turn, WebhookEvent,
    }  # fmt: skip
    assert expected <= set(MODELS)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_list_and_a_row_open_and_end_at_ones_own_locations(
    client: Client, full: Location, model: type[Model]
) -> None:
    answer = client.get(address(model, "changelist"), {"o": "1"})
    assert answer.status_code == 200
    rows = list(answer.context["cl"].queryset)
    total = model.objects.count()
    assert 0 < len(rows) <= total
    if model not in WITHOUT_LOCATION:
        assert len(rows) < total, "rows of the other location are shown"
        stranger = model.objects.exclude(pk__in=[row.pk for row in rows]).first()
        assert client.get(address(model, "change", stranger.pk)).status_code == 302
    assert client.get(address(model, "change", rows[0].pk)).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_list_costs_the_same_for_2_and_for_40_rows(client: Client, full: Location, model: type[Model]) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address(model, "changelist"), {"o": "1"}).status_code == 200
        return len(seen)

    queries()
    few = queries()
    fill(full, 40)
    assert queries() == few


@pytest.mark.parametrize(
    "model", [OutboxEntry, WebhookEvent, Turn, LlmCall, Conversation], ids=lambda model: model.__name__
)
def test_lists_leave_the_heavy_columns_alone(client: Client, full: Location, model: type[Model]) -> None:
    heavy = admin.site._registry[model].heavy_fields
    table = model._meta.db_table
    with CaptureQueriesContext(connection) as seen:
        client.get(address(model, "changelist"), {"o": "1"})
    read = "".join(query["sql"] for query in seen if f'FROM "{table}"' in query["sql"])
    assert read
    assert [name for name in heavy if f'"{table}"."{name}"' in read] == []


@pytest.mark.parametrize(
    "model",
    [model for model in MODELS if model not in (BotProfile, StaffAccess, Location)],
    ids=lambda model: model.__name__,
)
def test_what_only_the_product_writes_cannot_be_typed_into(client: Client, model: type[Model]) -> None:
    client.force_login(cast.person("superuser"))
    assert client.get(address(model, "add")).status_code == 403
    fill(cast.location(), 1)
    row = model.objects.first()
    assert row is not None
    assert client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403


def test_handoffs_are_worked_on_in_the_inbox(client: Client) -> None:
    client.force_login(cast.person("Agent", cast.location()))
    answer = client.get(address(Handoff, "changelist"))
    assert (answer.status_code, answer["Location"]) == (302, "/inbox/")
    assert client.get(address(Handoff, "changelist"), {"status__exact": "closed"}).status_code == 200


def test_filters_offer_only_the_locations_in_sight(client: Client) -> None:
    place = cast.location("Ours")
    cast.location("Hidden from here")
    client.force_login(cast.person("Agent", place))
    page = client.get(address(Message, "changelist")).content.decode()
    assert "Hidden from here" not in page
    elsewhere = Location.objects.get(name="Hidden from here")
    cast.message(cast.lead(elsewhere))
    assert not client.get(address(Message, "changelist"), {"at": elsewhere.pk}).context["cl"].queryset.exists()


def test_every_admin_page_says_that_the_model_is_simulated(client: Client, settings) -> None:
    settings.SANDBOX_BASE_URL, settings.ANTHROPIC_API_KEY = "http://127.0.0.1:9", ""
    client.force_login(cast.person("Agent", cast.location(kind="sandbox")))
    for page in (reverse("admin:index"), address(Lead, "changelist"), reverse("inbox"), reverse("start")):
        assert "simulated model" in client.get(page).content.decode()
    settings.ANTHROPIC_API_KEY = "a key"
    assert "simulated model" not in client.get(reverse("inbox")).content.decode()


def test_an_outbox_entry_is_read_in_words(client: Client) -> None:
    entry = cast.text(cast.lead(cast.location()), "Hi <b>Ana</b>", status="held", reason="no_consent")
    client.force_login(cast.person("superuser"))
    page = client.get(reverse("admin:crm_outboxentry_change", args=[entry.pk])).content.decode()
    assert "no consent to text first" in page
    assert "<b>body</b>: Hi &lt;b&gt;Ana&lt;/b&gt;" in page
    assert "no_consent" not in page
