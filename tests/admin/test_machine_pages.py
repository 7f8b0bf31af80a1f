"""The pages of the models: they open for whom they should, full and empty, and cost the same for 2 and for 40 rows."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm.models import Location
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
        ("breakers", "No model was asked yet"),
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
