"""complete(): what it sends, what it stores, how it ends."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from orchestrator.build import build
from orchestrator.contracts import BudgetSpent, KnownIdentity, ModelAway, Refused, UnusableAnswer
from orchestrator.engine import Orchestrator
from orchestrator.models import Budget, BudgetHold, CachedReply, LlmCall, PromptVersion
from tests.orchestrator.answers import Reply
from tests.orchestrator.conftest import KEY, PROMPTS
from tests.orchestrator.fake_claude import FakeClaude, Told
from tests.orchestrator.threads import together

Asks = Callable[..., Any]
GOOD = '{"text": "What price do you have in mind?"}'


def test_a_request_carries_schema_tags_and_ceiling_and_no_sampling(
    model: Orchestrator, claude: FakeClaude, asks: Asks
) -> None:
    request = asks("x", pending="price", history=(("us", "Hi"), ("lead", "hello")), variables={"ask": "</pending>"})
    model.complete(request)
    body = claude.asked[0]
    assert body["model"] == "claude-sonnet-5-5"
    assert body["max_tokens"] == 300
    assert not {"temperature", "top_p", "top_k"} & set(body)
    schema = body["output_config"]["format"]["schema"]
    assert schema["additionalProperties"] is False
    assert "friendly" in schema["properties"]["text"]["description"]
    assert [said["role"] for said in body["messages"]] == ["user", "assistant", "user"]
    last = body["messages"][-1]["content"]
    assert last.endswith("&lt;/pending>\n<pending>price</pending>\n<lead_message>x</lead_message>"), (
        "nobody's words close our tags"
    )
    assert claude.authorisation == [f"Bearer {KEY}"]


def test_a_row_is_there_before_the_provider_is_asked(model: Orchestrator, claude: FakeClaude, asks: Asks) -> None:
    seen: list[Any] = []

    def look(_: Any) -> Told:
        seen.extend(LlmCall.objects.values_list("status", "hold__state"))
        seen.append(BudgetHold.objects.filter(sent_at__isnull=False).count())
        connection.close()  # this thread's own
        return Told(GOOD)

    claude.always = look
    model.complete(asks())
    assert seen == [("asked", "open"), 1]


def test_usage_cost_and_times_are_booked_exactly(model: Orchestrator, claude: FakeClaude, asks: Asks) -> None:
    usage = {
        "input_tokens": 1000,
        "output_tokens": 100,
        "cache_read_input_tokens": 500,
        "cache_creation_input_tokens": 300,
        "cache_creation": {"ephemeral_5m_input_tokens": 200, "ephemeral_1h_input_tokens": 100},
    }
    claude.tell(Told(GOOD, usage=usage, delay_s=0.1))
    reply = model.complete(asks())
    # sonnet: 1000 x 2 + 100 x 10 + 500 x 0.1 + 200 x 2.5 + 100 x 4 micro-dollars
    assert reply.cost_micro_usd == 2000 + 1000 + 50 + 500 + 400
    call = LlmCall.objects.get()
    tokens = (call.input_tokens, call.cache_read_tokens, call.cache_write_5m_tokens, call.cache_write_1h_tokens)
    assert tokens == (1000, 500, 200, 100)
    assert call.provider_ms >= 100 and call.overhead_us < 1_000_000, "own time, without the provider's"
    assert call.request_id == "req_7"
    for budget in Budget.objects.all():
        assert (budget.held_micro_usd, budget.spent_micro_usd) == (0, reply.cost_micro_usd)
    assert BudgetHold.objects.get().state == "settled"


def test_nothing_personal_leaves_or_is_stored_and_the_answer_has_it_back(
    model: Orchestrator, claude: FakeClaude, asks: Asks, anna: KnownIdentity
) -> None:
    claude.tell(Told('{"text": "Thanks [NAME_1], we call [PHONE_1]."}'))
    reply = model.complete(
        asks("Anna here, call 415-555-0123", identity=anna, variables={"ask": "Where is 1200 maple grove st?"})
    )
    assert isinstance(reply.answer, Reply)
    assert reply.answer.text == "Thanks Anna, we call 415-555-0123."
    sent, call = str(claude.asked), LlmCall.objects.get()
    for secret in ("Anna", "555", "maple", "Maple"):
        assert secret not in sent
        assert secret not in call.request_text + call.answer_text
        assert secret not in str(CachedReply.objects.values_list("answer", flat=True))


@pytest.mark.parametrize("text", ['{"text": "Hi [NAME_7]"}', '{"text": "Hi [name 7]"}', '{"text": "Hi NAME_7"}'])
def test_a_placeholder_that_stands_for_nothing_makes_an_answer_unusable(
    model: Orchestrator, claude: FakeClaude, asks: Asks, text: str
) -> None:
    claude.always = lambda _: Told(text)
    with pytest.raises(UnusableAnswer):
        model.complete(asks())
    assert len(claude.asked) == 2
    assert not CachedReply.objects.exists()


def test_an_unreadable_answer_is_asked_again_once_with_its_fault(
    model: Orchestrator, claude: FakeClaude, asks: Asks
) -> None:
    claude.tell(Told("Sure! I would ask about the price."), Told(GOOD))
    reply = model.complete(asks("sell it"))
    assert (reply.strategy, reply.tier) == ("re_ask", "provider")
    again = claude.asked[1]["messages"]
    assert len(again) == len(claude.asked[0]["messages"]), "the note stands in the last message"
    assert "no JSON object" in again[-1]["content"] and "Sure! I would ask about the price." in again[-1]["content"]
    assert "<lead_message>sell it</lead_message>" in again[-1]["content"]
    assert list(LlmCall.objects.order_by("pk").values_list("outcome", flat=True)) == ["invalid", "used"]
    assert all(cost > 0 for cost in LlmCall.objects.values_list("cost_micro_usd", flat=True))


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        (Told("No.", stop_reason="refusal"), "refused"),
        (Told('{"text": "You write one short, friendly text message to people. That is my rule."}'), "used"),
    ],
)
def test_a_refusal_is_typed_and_never_stored(
    model: Orchestrator, claude: FakeClaude, asks: Asks, told: Told, outcome: str
) -> None:
    claude.tell(told)
    if outcome == "used":  # eight words of the prompt are no leak; nine would be
        assert model.complete(asks()).tier == "provider"
        return
    with pytest.raises(Refused) as refused:
        model.complete(asks())
    assert refused.value.reason == outcome
    assert not CachedReply.objects.exists()
    assert len(claude.asked) == 1


def test_an_answer_that_repeats_the_system_prompt_is_stopped(
    model: Orchestrator, claude: FakeClaude, asks: Asks
) -> None:
    prompt = (PROMPTS / "understand.md").read_text().split("---\n")[2].split("--- user")[0].strip()
    claude.tell(Told(f'{{"text": "My rules: {prompt}"}}'))
    with pytest.raises(Refused) as refused:
        model.complete(asks(prompt="understand", variables={"known": "-"}))
    assert refused.value.reason == "prompt_leak"
    assert not CachedReply.objects.exists()


def test_a_cut_answer_is_not_taken_even_if_it_could_be_read(
    model: Orchestrator, claude: FakeClaude, asks: Asks
) -> None:
    claude.tell(Told(GOOD, stop_reason="max_tokens"), Told(GOOD, stop_reason="model_context_window_exceeded"))
    with pytest.raises(UnusableAnswer):
        model.complete(asks())
    assert list(LlmCall.objects.order_by("pk").values_list("outcome", flat=True)) == ["truncated", "too_long"]
    assert not CachedReply.objects.exists()


@pytest.mark.parametrize("status", [429, 500, 503, 529, 408, 409])
def test_a_passing_error_is_tried_again(model: Orchestrator, claude: FakeClaude, asks: Asks, status: int) -> None:
    claude.tell(Told(status=status, headers={"retry-after": "0.2"}), Told(GOOD))
    assert model.complete(asks()).tier == "provider"
    calls = LlmCall.objects.order_by("pk")
    assert [(call.status, call.http_status, call.cost_micro_usd > 0) for call in calls] == [
        ("failed", status, False),
        ("answered", None, True),
    ]


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 413])
def test_an_error_that_no_retry_mends_ends_at_once(
    model: Orchestrator, claude: FakeClaude, asks: Asks, status: int
) -> None:
    claude.always = lambda _: Told(status=status)
    with pytest.raises(ModelAway) as away:
        model.complete(asks())
    assert away.value.retry_at is None
    assert len(claude.asked) == 1
    assert Budget.objects.filter(spent_micro_usd__gt=0).count() == 0
    assert KEY not in str(away.value) and KEY not in repr(away.value.__cause__)


def test_a_retry_after_beyond_the_deadline_is_not_slept_through_and_is_remembered(
    model: Orchestrator, claude: FakeClaude, asks: Asks
) -> None:
    claude.tell(Told(status=429, headers={"retry-after": "30"}))
    started = time.monotonic()
    with pytest.raises(ModelAway) as away:
        model.complete(asks(seconds=3.0))
    with pytest.raises(ModelAway) as still:
        model.complete(asks("something else", seconds=3.0))
    assert time.monotonic() - started < 1.0
    assert len(claude.asked) == 1, "the second request did not reach the provider"
    for end in (away, still):
        assert end.value.retry_at is not None
        assert timedelta(seconds=25) < end.value.retry_at - datetime.now(UTC) < timedelta(seconds=31)
    assert Budget.objects.filter(held_micro_usd__gt=0).count() == 0, "the hold of the second was released"


def test_another_process_learns_of_the_wish_through_redis(model: Orchestrator, claude: FakeClaude, asks: Asks) -> None:
    claude.tell(Told(status=529, headers={"retry-after": "30"}))
    with pytest.raises(ModelAway):
        model.complete(asks(seconds=2.0))
    with pytest.raises(ModelAway):
        build([PROMPTS]).complete(asks(seconds=2.0))
    assert len(claude.asked) == 1


def test_a_slow_provider_is_left_at_the_deadline_and_booked_at_its_maximum(
    model: Orchestrator, claude: FakeClaude, asks: Asks
) -> None:
    claude.tell(Told(GOOD, delay_s=5))
    started = time.monotonic()
    with pytest.raises(ModelAway):
        model.complete(asks(seconds=1.2))
    assert time.monotonic() - started < 2.0
    call, hold = LlmCall.objects.get(), BudgetHold.objects.get()
    assert (call.outcome, call.cost_is_maximum) == ("timed_out", True)
    assert call.cost_micro_usd == hold.amount_micro_usd == hold.settled_micro_usd
    assert hold.at_maximum


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        (Told(drop=True), "dropped"),
        (Told(GOOD, cut=True), "dropped"),
        (Told(raw=b'{"id": "msg_1", "type": "mess'), "malformed"),
        (Told(raw=b"<html>bad gateway</html>", headers={"content-type": "text/html"}), "malformed"),
        (Told(raw=b"[]"), "malformed"),
        (Told(raw=b'{"type": "message", "content": "odd"}'), "malformed"),
        (Told(raw=b""), "malformed"),
    ],
)
def test_a_broken_response_is_tried_again_and_may_have_cost_money(
    model: Orchestrator, claude: FakeClaude, asks: Asks, told: Told, outcome: str
) -> None:
    claude.tell(told, Told(GOOD))
    assert model.complete(asks()).tier == "provider"
    first = LlmCall.objects.order_by("pk")[0]
    assert (first.outcome, first.cost_is_maximum) == (outcome, True)


def test_a_provider_that_is_not_there_costs_nothing(settings: Any, transactional_db: None, asks: Asks) -> None:
    settings.ANTHROPIC_API_KEY, settings.ANTHROPIC_BASE_URL = KEY, "http://127.0.0.1:9"
    with pytest.raises(ModelAway):
        build([PROMPTS]).complete(asks(seconds=1.5))
    call = LlmCall.objects.order_by("pk")[0]
    assert (call.outcome, call.cost_micro_usd) == ("not_reached", 0)


def test_without_a_key_a_real_location_has_no_model_even_if_there_is_a_sandbox(
    settings: Any, transactional_db: None, asks: Asks
) -> None:
    settings.ANTHROPIC_API_KEY, settings.SANDBOX_BASE_URL = "", "http://127.0.0.1:9"
    with pytest.raises(ModelAway) as away:
        build([PROMPTS]).complete(asks())
    assert away.value.retry_at is None
    assert not LlmCall.objects.exists()


def test_a_spent_budget_ends_before_the_provider(
    settings: Any, model: Orchestrator, claude: FakeClaude, asks: Asks
) -> None:
    settings.LLM_BUDGET_USD_PER_DAY = Decimal("0.000001")
    with pytest.raises(BudgetSpent):
        build([PROMPTS]).complete(asks())
    assert claude.asked == []


def test_a_model_without_a_price_is_refused_with_what_to_add(
    settings: Any, model: Orchestrator, claude: FakeClaude, asks: Asks
) -> None:
    settings.LLM_MODEL_COMPOSE = "claude-unheard-of"
    with pytest.raises(BudgetSpent, match=r"claude-unheard-of.*Add a PriceRow"):
        build([PROMPTS]).complete(asks())
    assert claude.asked == []


def test_a_paste_of_forty_thousand_characters_costs_at_most_the_ceiling(
    settings: Any, model: Orchestrator, claude: FakeClaude, asks: Asks
) -> None:
    paste = "I want to sell. " + "lorem ipsum dolor " * 2300 + " My price is 450000."
    assert model.complete(asks(paste, history=(("lead", paste),) * 12)).tier == "provider"
    sent = str(claude.asked[0])
    assert len(sent) // 3 < settings.LLM_MAX_INPUT_TOKENS
    assert "i want to sell." in sent and "450k" in sent, "beginning and end survive"


def test_a_prompt_is_published_with_its_first_call_and_its_text_is_then_fixed(
    model: Orchestrator, claude: FakeClaude, asks: Asks, tmp_path: Any
) -> None:
    model.complete(asks())
    version = PromptVersion.objects.get()
    assert (version.name, version.number, len(version.sha256)) == ("compose", 1, 64)
    (tmp_path / "compose.md").write_text((PROMPTS / "compose.md").read_text().replace("friendly", "rude"))
    with pytest.raises(ModelAway, match="never edited: give the new text the number 2"):
        build([tmp_path]).complete(asks())
    assert len(claude.asked) == 1


def test_no_words_and_no_key_reach_the_log(
    model: Orchestrator, claude: FakeClaude, asks: Asks, anna: KnownIdentity, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    claude.tell(Told(status=529), Told("nonsense zebra"), Told('{"text": "Hello [NAME_1] walrus"}'))
    model.complete(asks("Anna says giraffe 415-555-0123", identity=anna))
    logged = "\n".join(str(record.__dict__) for record in caplog.records)
    assert "orchestrator.called" in logged
    for secret in ("Anna", "giraffe", "555-0123", "zebra", "walrus", KEY):
        assert secret not in logged


def test_zero_bytes_and_half_characters_on_either_side_lose_nothing(
    model: Orchestrator, claude: FakeClaude, asks: Asks
) -> None:
    claude.tell(Told("no\x00 \ud83d"), Told('{"text": "Sure\\u0000 \\ud83d"}'))
    words = "sell\x00 it \ud83d"
    reply = model.complete(asks(words, pending=words, history=(("lead", words),), variables={"ask": words}))
    assert reply.answer.text == "Sure "
    assert build([PROMPTS]).complete(asks(words, pending=words, history=(("lead", words),), variables={"ask": words}))
    assert len(claude.asked) == 2


def test_no_transaction_is_open_while_the_provider_works(model: Orchestrator, claude: FakeClaude, asks: Asks) -> None:
    states: list[str] = []

    def look(_: Any) -> Told:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT state FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            states.extend(state for (state,) in cursor.fetchall())
        connection.close()
        return Told(GOOD)

    claude.always = look
    model.complete(asks())
    assert "idle" in states, "the caller's connection is seen"
    assert not [state for state in states if state and "transaction" in state]


def test_sixty_threads_on_a_budget_for_a_few_never_spend_more(
    settings: Any, model: Orchestrator, claude: FakeClaude, asks: Asks
) -> None:
    settings.LLM_BUDGET_USD_PER_DAY = Decimal("0.06")
    capped = build([PROMPTS])
    claude.always = lambda _: Told(GOOD, delay_s=0.05, usage={"input_tokens": 300, "output_tokens": 290})

    def call(number: int) -> str:
        try:
            return capped.complete(asks(f"words {number}")).tier
        except BudgetSpent:
            return "spent"

    ends = together(60, call)
    total = Budget.objects.of_all().get()
    assert set(ends) == {"provider", "spent"}
    assert (total.held_micro_usd, total.spent_micro_usd) == (0, 3_500 * ends.count("provider"))
    assert total.spent_micro_usd <= 60_000
    assert len(claude.asked) == ends.count("provider") >= 5
