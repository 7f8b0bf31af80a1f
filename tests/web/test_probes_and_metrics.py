"""Probes, metrics, the read API and the front page: what machines and strangers get to see."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bots.models import Turn
from crm.models import SendingStop, WebhookEvent
from enterprisehub.oldest import oldest_waiting
from enterprisehub.unfold_settings import TOKENS, UNFOLD, palette
from tests import staff_cast as cast

pytestmark = pytest.mark.django_db


def test_the_process_answers_without_asking_the_database(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200


def test_ready_says_how_each_part_stands(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "database": "answers", "broker": "answers", "work": "nothing waits"}


def test_a_broker_that_is_away_is_said_in_words(client: Client, settings) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["broker"] == "does not answer (ConnectionError)"
    assert answer.json()["database"] == "answers"


def test_work_that_nobody_takes_makes_it_not_ready(client: Client) -> None:
    late = timezone.now() - timedelta(minutes=10)
    WebhookEvent.objects.create(webhook_id="1", body=b"{}", received_at=late)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert re.fullmatch(r"the oldest in intake waits for 600 s: is a worker running\?", answer.json()["work"])


def test_what_waits_on_purpose_is_not_stuck() -> None:
    place = cast.location()
    talk = cast.conversation(cast.lead(place))
    late = cast.NOW - timedelta(minutes=10)
    Turn.objects.create(
        conversation=talk, location=place, first_received_at=late, last_received_at=late, due_at=late,
        waiting_for_model_since=late,
    )  # fmt: skip
    cast.text(talk.lead, due_at=late)
    assert oldest_waiting(cast.NOW) == {"intake": 0.0, "turns": 0.0, "outbox": 600.0}
    stop = SendingStop.objects.create(location=place, stopped_at=late, stopped_by="system")
    assert oldest_waiting(cast.NOW)["outbox"] == 0.0
    SendingStop.objects.filter(pk=stop.pk).update(location=None)
    assert oldest_waiting(cast.NOW)["outbox"] == 0.0


def test_metrics_say_how_old_the_oldest_work_is(client: Client) -> None:
    cast.text(cast.lead(cast.location()), due_at=timezone.now() - timedelta(seconds=90))
    page = client.get("/metrics").content.decode()
    assert float(re.search(r'oldest_waiting_seconds\{stage="outbox"\} ([\d.]+)', page)[1]) >= 90
    assert 'enterprisehub_outbox_entries{status="due"} 1.0' in page
    assert "intake_signature_failures_total" in page


@pytest.mark.parametrize(
    ("asked", "token", "status"),
    [
        ({}, "", 200),
        ({"REMOTE_ADDR": "10.0.0.8"}, "", 403),
        ({"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, "", 403),
        ({}, "t0ken", 403),
        ({"HTTP_AUTHORIZATION": "Bearer wrong"}, "t0ken", 403),
        ({"HTTP_AUTHORIZATION": "Bearer t0ken", "REMOTE_ADDR": "10.0.0.8"}, "t0ken", 200),
    ],
)
def test_metrics_are_for_this_machine_or_for_the_bearer_of_the_token(
    client: Client,
    settings,
    asked: dict[str, str],
    token: str,
    status: int,
) -> None:
    settings.METRICS_TOKEN = token
    assert client.get("/metrics", **asked).status_code == status


def test_the_front_page_shows_no_row_of_anybody(client: Client) -> None:
    place = cast.location("Very Private Realty")
    cast.handoff(cast.lead(place, "Secretname"))
    SendingStop.objects.create(location=place, stopped_at=cast.NOW, stopped_by="system")
    page = client.get("/").content.decode()
    assert "Very Private" not in page
    assert "Secretname" not in page
    assert "connect_location" in page


def test_the_front_page_leads_to_the_phone_only_where_there_is_one(client: Client, settings) -> None:
    settings.SANDBOX_BASE_URL = ""
    assert "What to click first" not in client.get("/").content.decode()
    settings.SANDBOX_BASE_URL = "http://127.0.0.1:8001"
    page = client.get("/").content.decode()
    assert 'href="http://127.0.0.1:8001/phone/"' in page
    assert 'href="http://127.0.0.1:8001/crm/"' in page
    assert "simulated model" in page


API = {"leads": "Agent", "handoffs": "Agent", "turns": "Auditor", "summary": "Manager"}


@pytest.mark.parametrize("door", API)
def test_the_api_is_closed_to_strangers_and_to_those_without_the_right(client: Client, door: str) -> None:
    assert client.get(f"/api/v1/{door}/").status_code == 403
    place = cast.location()
    client.force_login(cast.person(API[door], place))
    assert client.get(f"/api/v1/{door}/").status_code == 200
    if door in ("turns", "summary"):
        client.force_login(cast.person("Agent", place))
        assert client.get(f"/api/v1/{door}/").status_code == 403


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_writes_nothing(client: Client, method: str) -> None:
    place = cast.location()
    who = cast.lead(place)
    client.force_login(cast.person("superuser"))
    for address in ("/api/v1/leads/", f"/api/v1/leads/{who.pk}/"):
        assert getattr(client, method)(address, {}, content_type="application/json").status_code == 405


def test_the_api_shows_ones_own_locations_only(client: Client) -> None:
    place, elsewhere = cast.location(), cast.location("Elsewhere")
    mine, theirs = cast.story(place), cast.story(elsewhere)
    cast.handoff(mine)
    hidden = cast.handoff(theirs)
    client.force_login(cast.person("Administrator", place))
    for door in ("leads", "handoffs", "turns"):
        rows = client.get(f"/api/v1/{door}/").json()["results"]
        assert [row["location"] for row in rows] == [place.ghl_id], door
    assert client.get(f"/api/v1/leads/{theirs.pk}/").status_code == 404
    assert client.get(f"/api/v1/handoffs/{hidden.pk}/").status_code == 404
    found = client.get(f"/api/v1/leads/{mine.pk}/").json()
    assert (found["score"], found["temperature"], found["owner"]) == (86, "hot", "bot")


def test_a_lead_that_never_wrote_has_no_score_in_the_api(client: Client) -> None:
    place = cast.location()
    who = cast.lead(place)
    client.force_login(cast.person("Agent", place))
    found = client.get(f"/api/v1/leads/{who.pk}/").json()
    assert (found["score"], found["role"], found["slots"]) == (None, None, None)


@pytest.mark.parametrize("door", ["leads", "handoffs", "turns"])
def test_an_api_list_costs_the_same_for_2_and_40_rows(client: Client, door: str) -> None:
    place = cast.location()
    client.force_login(cast.person("superuser"))

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"/api/v1/{door}/").status_code == 200
        return len(seen)

    for _ in range(2):
        cast.handoff(cast.story(place))
    few = queries()
    for _ in range(38):
        cast.handoff(cast.story(place))
    assert queries() == few


def test_the_schema_describes_every_door(client: Client) -> None:
    client.force_login(cast.person("Agent", cast.location()))
    answer = client.get("/api/schema/", {"format": "json"}, headers={"Accept": "application/vnd.oai.openapi+json"})
    doors = {"/api/v1/leads/", "/api/v1/handoffs/", "/api/v1/turns/", "/api/v1/summary/", "/api/v1/leads/{id}/"}
    assert doors <= set(json.loads(answer.content)["paths"])


def test_every_page_carries_a_request_id(client: Client) -> None:
    for page in ("/", "/healthz", "/metrics", reverse("inbox"), "/nothing/here/"):
        assert client.get(page)["X-Request-ID"]


def test_the_admin_and_the_pages_wear_the_same_colours() -> None:
    css = Path(TOKENS).read_text()
    assert UNFOLD["COLORS"] == palette(css)
    assert {name: len(weights) for name, weights in palette(css).items()} == {"base": 11, "primary": 11}


def test_every_static_file_that_templates_name_exists() -> None:
    root = Path(django_settings.BASE_DIR)
    named = set()
    for template in (root / "templates").rglob("*.html"):
        named |= set(re.findall(r"{% static ['\"]hub/([^'\"]+)['\"] %}", template.read_text()))
    assert named
    assert [name for name in named if not (root / "static" / "hub" / name).is_file()] == []
