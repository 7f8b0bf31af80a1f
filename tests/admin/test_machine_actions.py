"""What is done from the pages of the models: it says first what will happen, asks why, is audited and can be undone."""

import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import AuditEntry
from crm.models import Location
from orchestrator.admin.machine import machine
from orchestrator.build import build_pace
from orchestrator.models import (
    Budget,
    BudgetHold,
    BudgetLimit,
    CachedReply,
    Invalidation,
    ModelPrice,
    PromptActivation,
    PromptVersion,
)
from orchestrator.pace.buckets import Cost
from tests import staff_cast as cast
from tests.admin.test_machine_pages import call, page

pytestmark = pytest.mark.django_db
FILE = "---\nname: understand\nnumber: {number}\ntask: understand\nmodel: understand\n---\n{text}\n"


@pytest.fixture
def place(client: Client) -> Location:
    made = cast.location("Ours")
    client.force_login(cast.person("Administrator", made))
    return made


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """Two versions of one prompt."""
    settings.PROMPT_DIRS = [tmp_path]
    (tmp_path / "understand_1.md").write_text(FILE.format(number=1, text="Read the words.\nBe brief."))
    (tmp_path / "understand_2.md").write_text(FILE.format(number=2, text="Read all words.\nBe brief."))
    return tmp_path


def ask(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def act(client: Client, address: str, **given: str) -> str:
    return client.post(address, {"reason": "because", **given}, follow=True).content.decode()


def reply(place: Location, **facts: object) -> CachedReply:
    made = {
        "key": f"v1:{CachedReply.objects.count():064x}", "tenant": place.ghl_id, "task": "understand", "model": "m",
        "prompt_version": "understand/2", "strategy": "json", "answer": {},
        "expires_at": datetime.now(UTC) + timedelta(hours=1),
    }  # fmt: skip
    return CachedReply.objects.create(**(made | facts))


def test_a_version_is_activated_after_saying_what_happens_and_undone(
    client: Client, place: Location, folder: Path
) -> None:
    reply(place)
    reply(place, prompt_version="understand/1")
    address = page("prompt_activate", "understand", 1)
    client.get(page("prompts"))
    asked = ask(client, address)
    assert "understand/1 in place of understand/2" in asked
    assert "1 stored answer of understand/2 will not be given while 1 is active" in asked
    assert "1 answer of understand/1 is still alive" in asked
    assert not PromptActivation.objects.exists()
    said = act(client, address)
    row = PromptActivation.objects.get()
    assert (row.number, row.reason) == (1, "because")
    assert AuditEntry.objects.get(action="prompt.activated").details == {"number": 1, "reason": "because"}
    undo = page("prompt_undo", row.pk)
    assert undo in said
    assert "understand/2 in place of understand/1" in ask(client, undo)
    act(client, undo)
    assert PromptActivation.objects.order_by("id").last().number is None


def test_nothing_is_done_without_a_reason(client: Client, place: Location, folder: Path) -> None:
    client.get(page("prompts"))
    asked = client.post(page("prompt_activate", "understand", 1), {"reason": "  "}).content.decode()
    assert "Say in a few words why" in asked
    assert not PromptActivation.objects.exists()


def test_a_choice_that_somebody_has_chosen_past_is_not_undone(client: Client, place: Location, folder: Path) -> None:
    client.get(page("prompts"))
    act(client, page("prompt_activate", "understand", 1))
    first = PromptActivation.objects.get()
    act(client, page("prompt_follow_files", "understand"))
    assert "chosen again" in act(client, page("prompt_undo", first.pk))
    assert PromptActivation.objects.count() == 2


def test_rolling_back_names_the_version_it_goes_back_to(client: Client, place: Location, folder: Path) -> None:
    client.get(page("prompts"))
    assert "Roll understand back to 1?" in ask(client, page("prompt_roll_back", "understand"))
    act(client, page("prompt_roll_back", "understand"))
    assert PromptActivation.objects.get().number == 1


def test_nothing_to_roll_back_to_is_said_and_not_offered(
    client: Client, place: Location, tmp_path: Path, settings: Any
) -> None:
    settings.PROMPT_DIRS = [tmp_path]
    (tmp_path / "understand_1.md").write_text(FILE.format(number=1, text="Read the words."))
    shown = ask(client, page("prompt", "understand"))
    assert "Nothing to roll back to" in shown
    assert page("prompt_roll_back", "understand") not in shown
    (tmp_path / "understand_2.md").write_text(FILE.format(number=2, text="Read all words."))
    assert "Roll back to 1…" in ask(client, page("prompt", "understand"))


def test_a_version_that_cannot_be_used_is_refused_in_a_sentence(client: Client, place: Location, folder: Path) -> None:
    PromptVersion.objects.create(
        name="understand", number=7, sha256="7" * 64, text="Read {{mood}}.",
        front_matter={"name": "understand", "number": "7", "task": "understand", "model": "understand"},
    )  # fmt: skip
    said = act(client, page("prompt_activate", "understand", 7))
    assert "needs mood, which is no longer filled" in said
    assert not PromptActivation.objects.exists()


def test_an_edited_published_prompt_is_said_on_the_page(client: Client, place: Location, folder: Path) -> None:
    client.get(page("prompts"))
    (folder / "understand_3.md").write_text(FILE.format(number=3, text="x"))
    client.get(page("prompts"))
    (folder / "understand_3.md").write_text(FILE.format(number="three", text="x"))
    assert "number must be a whole number from 1 on" in ask(client, page("prompts"))


def test_two_versions_are_compared_with_words_and_signs(client: Client, place: Location, folder: Path) -> None:
    client.get(page("prompts"))
    first, second = PromptVersion.objects.order_by("number").values_list("pk", flat=True)
    shown = ask(client, f"{page('prompt_compare')}?left={first}&right={second}")
    assert "<h2>understand/2 adds 2 lines and removes 2</h2>" in shown
    assert "<del>the</del>" in shown
    assert "<ins>all</ins>" in shown
    assert '−<span class="sr">removed</span>' in shown
    offered = ask(client, page("prompt", "understand"))
    assert offered.index(f'<option value="{first}" selected>') < offered.index(f'<option value="{second}" selected>')
    assert client.get(f"{page('prompt_compare')}?left={first}&right=x").status_code == 404


def test_stored_answers_are_taken_back_after_a_preview(client: Client, place: Location) -> None:
    reply(place)
    reply(place, expires_at=datetime.now(UTC) - timedelta(hours=1))
    other = reply(place, task="compose")
    address = f"{page('cache_invalidate')}?what=task:understand"
    asked = ask(client, address)
    assert "1 stored answer that is given now" in asked
    assert "1 answer past its life" in asked
    assert CachedReply.objects.count() == 3
    assert "2 stored answers deleted" in act(client, address)
    assert CachedReply.objects.get() == other
    assert Invalidation.objects.get().reason == "because"
    assert AuditEntry.objects.get(action="cache.invalidated").details["answers"] == 2


@pytest.mark.parametrize("what", ["what=nonsense:1", "what=task:", "key=short", ""])
def test_what_names_nothing_is_refused_in_a_sentence(client: Client, place: Location, what: str) -> None:
    answer = client.get(f"{page('cache_invalidate')}?{what}", follow=True)
    assert "Nothing was taken back" in answer.content.decode()
    assert not Invalidation.objects.exists()


def test_answers_of_somebody_elses_location_are_not_taken_back(client: Client, place: Location) -> None:
    theirs = reply(cast.location("Elsewhere"))
    for what in (f"what=tenant:{theirs.tenant}", f"key={theirs.key}"):
        address = f"{page('cache_invalidate')}?{what}"
        assert client.get(address).status_code == 403
        assert client.post(address, {"reason": "because"}).status_code == 403
    assert CachedReply.objects.exists()


def test_a_limit_is_set_audited_and_undone(client: Client, place: Location) -> None:
    address = page("budget_limit", place.ghl_id)
    assert "Its limit is that of the setting, $5.00 a day now" in ask(client, address)
    said = act(client, address, limit="1.50")
    assert BudgetLimit.objects.get().limit_micro_usd == 1_500_000
    details = AuditEntry.objects.get(action="budget.limit_set").details
    assert details == {"before": None, "after": 1_500_000, "reason": "because"}
    assert f"{address}?limit=&amp;reason=undo" in said
    act(client, address, limit="")
    assert not BudgetLimit.objects.exists()


@pytest.mark.parametrize("typed", ["-1", "much", "0.0000001", "NaN", "1e30", "2,50", "1,00,000", "9" * 18])
def test_a_limit_that_is_no_money_is_refused(client: Client, place: Location, typed: str) -> None:
    said = act(client, page("budget_limit", place.ghl_id), limit=typed)
    assert 'class="fault"' in said
    assert f"“{typed}”" in said
    assert not BudgetLimit.objects.exists()


def maximum(place: Location) -> BudgetHold:
    today = datetime.now(UTC)
    for tenant in ("", place.ghl_id):
        Budget.objects.create(tenant=tenant, day=today.date(), limit_micro_usd=5_000_000, spent_micro_usd=900)
    return BudgetHold.objects.create(
        tenant=place.ghl_id, day=today.date(), amount_micro_usd=900, settled_micro_usd=900, at_maximum=True,
        state="settled", lease_until=today, call=call(place.ghl_id, status="lost", cost_is_maximum=True),
    )  # fmt: skip


def test_a_booking_at_its_maximum_gets_its_true_cost(client: Client, place: Location) -> None:
    hold = maximum(place)
    assert "at most 0.09 ¢" in ask(client, page("budgets"))
    address = page("budget_correct", hold.pk)
    assert "$0.50 is above the $0.0009" in act(client, address, cost="0.5")
    act(client, address, cost="0.0002")
    hold.refresh_from_db()
    assert (hold.settled_micro_usd, hold.at_maximum) == (200, False)
    assert set(Budget.objects.values_list("spent_micro_usd", flat=True)) == {200}
    assert AuditEntry.objects.get(action="budget.corrected").details["reason"] == "because"
    assert "was corrected before" in act(client, address, cost="0.0001")


def test_a_model_without_a_price_is_named_and_gets_one(client: Client, place: Location) -> None:
    call(place.ghl_id, model="claude-next-6")
    assert "A model has no price: claude-next-6" in ask(client, page("budgets"))
    given = {
        "model": "claude-next-6", "valid_from": datetime.now(UTC).date().isoformat(), "input_usd": "1",
        "output_usd": "5", "source": "the vendor's page",
    }  # fmt: skip
    said = act(client, page("price_add"), **{**given, "input_usd": "20000"})
    assert re.search(r'id="id_input_usd_error"[^>]*>20000 dollars per million tokens is above 10000', said)
    assert "“claude next” holds a blank" in act(client, page("price_add"), **{**given, "model": "claude next"})
    assert "“1.2345678” is finer than" in act(client, page("price_add"), **{**given, "output_usd": "1.2345678"})
    assert not ModelPrice.objects.exists()
    assert "claude-next-6 has its price" in act(client, page("price_add"), **given)
    assert ModelPrice.objects.get().cache_read_usd == 1
    assert "has no price" not in ask(client, page("budgets"))
    assert AuditEntry.objects.get(action="price.set").details["reason"] == "because"


def test_a_model_is_left_alone_and_asked_again(client: Client, place: Location) -> None:
    name = "claude:claude-haiku-5-5"
    call(place.ghl_id)
    alone = f"{page('breaker_leave_alone')}?name={name}"
    assert 'class="fault"' in act(client, alone, minutes="0")
    said = act(client, alone, minutes="30")
    assert "left alone for 30 minutes" in said
    assert "open: skipped" in said
    assert machine().breakers.permit(name) is None
    act(client, f"{page('breaker_reset')}?name={name}")
    assert machine().breakers.state(name).state == "closed"
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {"breaker.left_alone", "breaker.reset"}


@pytest.mark.parametrize("reset", ["claude:claude-haiku-5-5", "claude:*"])
def test_what_a_provider_wished_for_a_day_is_taken_back(client: Client, place: Location, reset: str) -> None:
    name = "claude:claude-haiku-5-5"
    call(place.ghl_id)
    workers = build_pace()
    workers.leave_alone(name, 86_400.0)
    shown = ask(client, page("breakers"))
    assert "told to wait" in shown and "Ask again now" in shown
    act(client, f"{page('breaker_reset')}?name={reset}")
    assert machine().pace.not_before(name) == 0.0
    assert "told to wait" not in ask(client, page("breakers"))
    assert AuditEntry.objects.get(action="breaker.reset").details["wishes_lifted"] == [name]
    time.sleep(1.1)
    workers.book(name, Cost(10, 1), lane="lead", most_wait_seconds=2.0)


def test_breakers_that_nobody_has_are_not_made_up(client: Client, place: Location) -> None:
    assert client.get(f"{page('breaker_reset')}?name=claude:made-up").status_code == 404


@pytest.mark.parametrize("role", ["Auditor", "Manager"])
def test_who_only_looks_changes_nothing(client: Client, place: Location, folder: Path, role: str) -> None:
    call(place.ghl_id)
    hold = maximum(place)
    client.get(page("prompts"))
    client.force_login(cast.person(role, place))
    for address in (
        page("prompt_activate", "understand", 1),
        f"{page('cache_invalidate')}?what=task:understand",
        page("budget_limit", place.ghl_id),
        page("budget_correct", hold.pk),
        page("price_add"),
        f"{page('breaker_reset')}?name=claude:claude-haiku-5-5",
    ):
        assert client.get(address).status_code == 403
        assert client.post(address, {"reason": "because"}).status_code == 403
        assert address.replace("&", "&amp;") not in ask(client, page("budgets"))


def test_money_and_bookings_end_at_ones_own_locations(client: Client, place: Location) -> None:
    theirs = cast.location("Elsewhere")
    hold = maximum(theirs)
    assert "Elsewhere" not in ask(client, page("budgets"))
    assert client.get(page("budget_limit", theirs.ghl_id)).status_code == 403
    assert client.post(page("budget_correct", hold.pk), {"reason": "x", "cost": "0"}).status_code == 403


def test_a_call_is_shown_whole_and_masked_text_is_escaped(client: Client, place: Location) -> None:
    made = call(
        place.ghl_id, request_text='{"messages": [{"role": "user", "content": "<b>[PHONE_1]</b>"}], "variables": {}}',
        answer_text='{"price": 1}', overhead_us=1234, pace_ms=7, cause="turn:17", guard_flags="injection",
    )  # fmt: skip
    shown = ask(client, reverse("admin:orchestrator_llmcall_change", args=[made.pk]))
    assert "claude-haiku-5-5 of claude answered, and the answer was used" in shown
    assert "&lt;b&gt;[PHONE_1]&lt;/b&gt;" in shown
    for said in ("1.23 ms", "7 ms", "injection", "structured output", "understand/2", "0.021 ¢"):
        assert said in shown
    assert reverse("admin:bots_turn_change", args=[17]) in shown


def test_calls_are_filtered_and_their_strategies_counted(client: Client, place: Location) -> None:
    for _ in range(30):
        call(place.ghl_id)
    for _ in range(10):
        call(place.ghl_id, strategy="regex", task="compose")
    call(place.ghl_id, status="failed", strategy="", outcome="overloaded")
    calls = reverse("admin:orchestrator_llmcall_changelist")
    shown = ask(client, calls)
    assert "41 calls for 0.861 ¢; 1 call without an answer (2 %)" in shown
    assert "30 of 40" in shown
    assert "75 %" in shown
    for query, number in {
        "outcome=overloaded": 1, "strategy=regex": 10, "task=compose": 10, "model=claude-haiku-5-5": 41,
        "status__exact=failed": 1, f"place={place.ghl_id}": 41, f"day={datetime.now(UTC).date()}": 41,
        "day=2020-01-01": 0,
    }.items():  # fmt: skip
        answer = client.get(f"{calls}?{query}")
        assert answer.context["cl"].result_count == number, query
    assert "No call fits these filters" in ask(client, f"{calls}?day=2020-01-01")
