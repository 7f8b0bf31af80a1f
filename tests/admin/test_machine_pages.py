"""The pages of the models: they open for whom they should, full and empty, and cost the same for 2 and for 40 rows."""

import json
import re
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
import redis
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_redis import get_redis_connection

from crm.models import Location
from orchestrator.admin import cache
from orchestrator.admin.machine import machine
from orchestrator.cache.durable import DurableTier
from orchestrator.cache.followers import ROLL
from orchestrator.cache.following import following
from orchestrator.cache.local import LocalTier
from orchestrator.cache.shared import SharedTier
from orchestrator.cache.tiers import Tiers
from orchestrator.models import (
    Budget,
    BudgetAlert,
    BudgetHold,
    BudgetLimit,
    CacheCount,
    CachedReply,
    Invalidation,
    LlmCall,
    ModelPrice,
    PromptActivation,
    PromptVersion,
)
from tests import staff_cast as cast

pytestmark = pytest.mark.django_db
PAGES = ("prompts", "cache", "budgets", "breakers")
OPENS = {
    # page: the roles that it opens for
    "prompts": {"Administrator", "Auditor"},
    "cache": {"Administrator", "Auditor", "Manager"},
    "budgets": {"Administrator", "Auditor", "Manager"},
    "breakers": {"Administrator", "Auditor"},
}
_numbers = count(1)


def page(name: str, *args: object) -> str:
    return reverse(f"admin:orchestrator_{name}", args=args)


def read(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def call(tenant: str, **facts: object) -> LlmCall:
    prompt, _ = PromptVersion.objects.get_or_create(
        name="understand", number=2, defaults={"sha256": "0" * 64, "text": "Read.", "front_matter": {"number": "2"}}
    )
    made = {
        "tenant": tenant, "task": "understand", "prompt_version": prompt, "key": f"v1:{next(_numbers):064x}",
        "provider": "claude", "provider_group": "real", "model": "claude-haiku-5-5", "status": "answered",
        "outcome": "used", "strategy": "structured", "cost_micro_usd": 210,
    }  # fmt: skip
    return LlmCall.objects.create(**(made | facts))


def fill(place: Location, number: int) -> None:
    """Something of everything that the pages show, `number` times."""
    now, tenant = datetime.now(UTC), place.ghl_id
    for _ in range(number):
        n = next(_numbers)
        made = call(tenant, task=f"task{n}", model=f"model-{n}", provider=f"provider{n}")
        other = cast.location(f"Place {n}")
        for reader in place.staff.all():
            reader.locations.add(other)
        Budget.objects.create(tenant=other.ghl_id, day=now.date(), limit_micro_usd=5_000_000, spent_micro_usd=n)
        BudgetLimit.objects.create(tenant=other.ghl_id, limit_micro_usd=n, changed_by=f"user:{n}", changed_at=now)
        BudgetAlert.objects.create(
            tenant=other.ghl_id, day=now.date(), percent=80, limit_micro_usd=5, spent_micro_usd=4, held_micro_usd=0
        )
        BudgetHold.objects.create(
            tenant=tenant, day=now.date(), amount_micro_usd=900, settled_micro_usd=900, at_maximum=True,
            state="settled", lease_until=now, call=made,
        )  # fmt: skip
        CacheCount.objects.create(day=now.date(), tenant=tenant, task=f"task{n}", tier="L2", hits=30)
        CachedReply.objects.create(
            key=made.key, tenant=tenant, task=made.task, model=made.model, prompt_version=f"understand/{n}",
            strategy="json", answer={}, expires_at=now + timedelta(hours=1), hits=n,
        )  # fmt: skip
        Invalidation.objects.create(scope="task", value=f"task{n}", by=f"user:{n}")
        PromptVersion.objects.create(name="understand", number=1000 + n, sha256="1" * 64, text="x", front_matter={})
        PromptActivation.objects.create(name="understand", number=2, by=f"user:{n}")
        ModelPrice.objects.create(
            model=f"model-{n}", valid_from=now.date(), input_usd=1, output_usd=2, cache_write_5m_usd=1,
            cache_write_1h_usd=1, cache_read_usd=1, source="a page", added_by=f"user:{n}",
        )  # fmt: skip


@pytest.fixture
def place(client: Client) -> Location:
    """Somebody who works the machine is signed in, and sees this location."""
    made = cast.location("Ours")
    client.force_login(cast.person("Administrator", made))
    return made


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ["Agent", "Supervisor", "Manager", "Administrator", "Auditor"])
def test_a_page_opens_for_its_roles_and_for_no_other(client: Client, name: str, role: str) -> None:
    client.force_login(cast.person(role, cast.location()))
    assert client.get(page(name)).status_code == (200 if role in OPENS[name] else 403)


@pytest.mark.parametrize("name", PAGES)
def test_a_guest_is_sent_to_the_login(client: Client, name: str) -> None:
    assert client.get(page(name)).status_code == 302


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("cache", "Nothing was looked up today"),
        ("budgets", "$0 of $5.00 spent today (0 %), all budgets are well"),
        ("breakers", "No model is set up, and none was asked lately"),
    ],
)
def test_an_empty_page_says_so_in_its_first_line(client: Client, place: Location, name: str, says: str) -> None:
    assert f"<h2>{says}</h2>" in read(client, page(name))


@pytest.mark.parametrize("name", [*PAGES, "prompt", "calls"])
def test_a_page_costs_the_same_for_2_and_for_40_rows(client: Client, place: Location, name: str) -> None:
    address = {
        "prompt": page("prompt", "understand"),
        "calls": reverse("admin:orchestrator_llmcall_changelist"),
    }.get(name) or page(name)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            read(client, address)
        return len(seen)

    fill(place, 2)
    queries()
    few = queries()
    fill(place, 38)
    assert queries() == few


def test_the_operators_page_leads_to_the_budgets(client: Client, place: Location) -> None:
    assert page("budgets") in read(client, reverse("operator"))


def test_the_navigation_offers_only_what_opens(client: Client) -> None:
    client.force_login(cast.person("Manager", cast.location()))
    seen = read(client, page("budgets"))
    assert page("cache") in seen
    assert page("prompts") not in seen
    assert page("breakers") not in seen


def test_while_redis_is_away_the_pages_open_and_say_so(
    client: Client, place: Location, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    call(place.ghl_id)
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert "<h2>Redis is away: what other processes found out" in read(client, page("breakers"))
    monkeypatch.setattr(cache, "get_redis_connection", lambda _: redis.Redis(port=1))
    dead = SharedTier(lambda: redis.Redis(port=1))
    away = Tiers(LocalTier(), dead, DurableTier(), following=following)
    monkeypatch.setattr(cache, "machine", lambda: replace(machine(), tiers=away))
    shown = read(client, page("cache"))
    assert "L2, Redis: away" in shown
    assert "look-ups go on to PostgreSQL" in shown
    assert "Redis does not answer, so the processes cannot tell" in shown


def test_each_process_says_what_it_has_seen(client: Client, place: Location) -> None:
    newest = Invalidation.objects.create(scope="all", by="command").pk
    roll = get_redis_connection("default")
    for process, generation in (("web 1", newest), ("worker 2", newest - 1)):
        roll.hset(ROLL, process, json.dumps([generation, "redis", time.time()]))
    shown = read(client, page("cache"))
    assert f"the newest is number {newest}" in shown
    assert shown.index("worker 2") < shown.index("behind</span>")
    assert shown.count("up to date</span>") >= 1


def test_a_share_of_too_few_look_ups_is_a_dash_and_stale_has_its_own_word(client: Client, place: Location) -> None:
    today = datetime.now(UTC).date()
    CacheCount.objects.create(day=today, tenant=place.ghl_id, task="summarise", tier="provider", hits=3)
    assert "Only 3 look-ups today: too few for a share" in read(client, page("cache"))
    for tier, hits in (("L1", 50), ("L2", 20), ("stale", 7), ("provider", 20)):
        CacheCount.objects.create(day=today, tenant=place.ghl_id, task="understand", tier=tier, hits=hits)
    CacheCount.objects.create(day=today - timedelta(days=3), tenant=place.ghl_id, task="x", tier="L1", hits=100)
    shown = read(client, page("cache"))
    assert "70 % of 100 look-ups today were met by a stored answer, 7 more by a stale one" in shown
    assert "stale: no provider could be had" in shown
    assert '<b>–</b> <span class="faint">0 of 3</span>' in shown
    assert "85 % of 200 look-ups in the last 7 days" in read(client, page("cache"), days="7")


def test_the_hit_rate_of_each_prompt_version_is_of_its_look_ups_and_not_of_what_is_stored(
    client: Client, place: Location
) -> None:
    today = datetime.now(UTC).date()
    for version, tier, hits in (
        ("understand/2", "L1", 30), ("understand/2", "provider", 10), ("understand/1", "L3", 25), ("", "L1", 40),
    ):  # fmt: skip
        CacheCount.objects.create(
            day=today, tenant=place.ghl_id, task="understand", prompt_version=version, tier=tier, hits=hits
        )
    shown = read(client, page("cache"))
    assert '<b>75 %</b> <span class="faint">30 of 40</span>' in shown
    assert '<b>100 %</b> <span class="faint">25 of 25</span>' in shown
    assert '<b>90 %</b> <span class="faint">95 of 105</span>' in shown, "and by task all of them"


def test_counts_of_other_locations_are_not_counted(client: Client, place: Location) -> None:
    today = datetime.now(UTC).date()
    CacheCount.objects.create(day=today, tenant="SOMEWHERE", task="understand", tier="L1", hits=500)
    assert "Nothing was looked up today" in read(client, page("cache"))
    client.force_login(cast.person("superuser"))
    assert "500 look-ups today" in read(client, page("cache"))


def test_bookings_and_days_are_listed_in_dollars_and_by_the_locations_name(client: Client, place: Location) -> None:
    fill(place, 1)
    overview = read(client, page("budgets"))
    for name in ("budgethold", "budget"):
        address = reverse(f"admin:orchestrator_{name}_changelist")
        assert address in overview
        rows = read(client, address)
        assert "Place" in rows if name == "budget" else "Ours" in rows
        assert place.ghl_id not in re.sub(r'href="[^"]*"', "", rows)
    assert "at most $0.0009" in read(client, reverse("admin:orchestrator_budgethold_changelist"))


def test_a_draft_that_its_reader_left_is_no_answer_that_could_not_be_read(client: Client, place: Location) -> None:
    left = call(place.ghl_id, outcome="cut", strategy="", cause="draft:3", task="draft")
    call(place.ghl_id)
    shown = read(client, reverse("admin:orchestrator_llmcall_changelist"))
    assert "n = 1 answered" in shown
    assert "left: its reader stopped the draft" in shown
    assert "draft 3" in shown
    one = read(client, reverse("admin:orchestrator_llmcall_change", args=[left.pk]))
    assert reverse("admin:bots_conversation_change", args=[3]) in one


def test_a_breaker_says_when_it_opens_and_what_a_person_must_do(client: Client, place: Location, settings: Any) -> None:
    call(place.ghl_id)
    breakers = machine().breakers
    permit = breakers.permit("claude:claude-haiku-5-5")
    assert permit is not None
    breakers.failed(permit, account_wide=True, why="not_authorised")
    shown = read(client, page("breakers"))
    assert f"It opens at {settings.LLM_BREAKER_FAILURES} failures within" in shown
    assert "the provider refused the key: put a key that works" in shown


def test_what_is_set_up_is_shown_before_it_was_asked(client: Client, place: Location, settings: Any) -> None:
    settings.ANTHROPIC_API_KEY = "not-a-key"
    shown = read(client, page("breakers"))
    assert settings.LLM_MODEL_UNDERSTAND in shown
    assert "models are asked as usual, no breaker is open" in shown
    assert "nobody waits" in shown


def test_a_model_that_is_set_up_without_a_price_is_named(client: Client, place: Location, settings: Any) -> None:
    settings.ANTHROPIC_API_KEY, settings.LLM_MODEL_COMPOSE = "not-a-key", "claude-unheard-of"
    assert "A model has no price: claude-unheard-of" in read(client, page("budgets"))
