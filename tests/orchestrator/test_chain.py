"""The chain of models: who is asked next, and what is remembered of those that failed."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orchestrator.asking.fleet import Candidate, Fleet
from orchestrator.asking.routing import Route
from orchestrator.build import build, build_breakers, build_pace
from orchestrator.contracts import BudgetSpent, DontKnow, ModelAway, Refused, UnusableAnswer
from orchestrator.engine import Orchestrator
from orchestrator.models import BudgetHold, CachedReply, LlmCall
from orchestrator.providers.claude import Claude
from tests.orchestrator.answers import Reply, SureReply
from tests.orchestrator.conftest import KEY, PROMPTS
from tests.orchestrator.fake_claude import FakeClaude, Told
from tests.orchestrator.threads import together

Asks = Callable[..., Any]
GOOD = '{"text": "What price do you have in mind?"}'
OTHER = '{"text": "And your price?"}'
DEAR, CHEAP = "claude-sonnet-5-5", "claude-haiku-5-5"
ROUTES = (Route(("compose", "cheaper")),)


@pytest.fixture(scope="session")
def _second() -> Iterator[FakeClaude]:
    server = FakeClaude()
    yield server
    server.close()


@pytest.fixture
def second(_second: FakeClaude) -> FakeClaude:
    _second.reset()
    _second.always = lambda _: Told(OTHER)
    return _second


@pytest.fixture
def fleet(claude: FakeClaude, second: FakeClaude) -> Fleet:
    """Two providers on loopback: the dear model first, the cheap one behind it."""
    return Fleet({"real": {"compose": _at(claude, "first", DEAR), "cheaper": _at(second, "second", CHEAP)}}, ROUTES)


@pytest.fixture
def chain(model: Orchestrator, fleet: Fleet) -> Orchestrator:
    return build([PROMPTS], fleet)


def _at(server: FakeClaude, name: str, model: str) -> Candidate:
    return Candidate(Claude(key=KEY, base_url=server.url, name=name), model)


def _outcomes() -> list[tuple[str, str]]:
    return list(LlmCall.objects.order_by("pk").values_list("provider", "outcome"))


def test_a_failing_model_is_tried_twice_and_then_the_next_answers_under_its_own_name(
    chain: Orchestrator, claude: FakeClaude, asks: Asks
) -> None:
    claude.always = lambda _: Told(status=500)
    reply = chain.complete(asks())
    assert (reply.tier, reply.model) == ("provider", CHEAP)
    assert _outcomes() == [("first", "server_error"), ("first", "server_error"), ("second", "used")]
    assert list(LlmCall.objects.order_by("pk").values_list("try_number", flat=True)) == [1, 2, 3]
    assert CachedReply.objects.get().model == CHEAP


@pytest.mark.parametrize("status", [400, 404, 413])
def test_a_request_that_one_provider_refuses_goes_to_the_next_at_once(
    chain: Orchestrator, claude: FakeClaude, second: FakeClaude, asks: Asks, status: int
) -> None:
    claude.always = lambda _: Told(status=status)
    chain.complete(asks("one"))
    chain.complete(asks("two"))
    assert (len(claude.asked), len(second.asked)) == (2, 2), "the fault was the request's: the next may be fine"


@pytest.mark.parametrize("status", [401, 402, 403])
def test_an_account_that_no_retry_mends_is_left_alone_by_every_process(
    chain: Orchestrator, fleet: Fleet, claude: FakeClaude, second: FakeClaude, asks: Asks, status: int
) -> None:
    claude.always = lambda _: Told(status=status)
    chain.complete(asks("one"))
    build([PROMPTS], fleet).complete(asks("two"))
    assert (len(claude.asked), len(second.asked)) == (1, 2)


def test_a_wish_to_be_left_alone_sends_the_lead_to_the_next_model_instead_of_waiting(
    chain: Orchestrator, claude: FakeClaude, second: FakeClaude, asks: Asks
) -> None:
    claude.tell(Told(status=429, headers={"retry-after": "20"}))
    started = time.monotonic()
    assert chain.complete(asks("one", seconds=30.0)).model == CHEAP
    assert chain.complete(asks("two", seconds=9.0)).model == CHEAP
    assert time.monotonic() - started < 3.0
    assert len(claude.asked) == 1


def test_a_model_that_hangs_leaves_time_for_the_next(chain: Orchestrator, claude: FakeClaude, asks: Asks) -> None:
    claude.always = lambda _: Told(GOOD, delay_s=6)
    reply = chain.complete(asks(seconds=3.0))
    assert reply.model == CHEAP
    assert _outcomes() == [("first", "timed_out"), ("second", "used")]


def test_when_all_fail_each_is_named_and_nothing_stays_held(
    chain: Orchestrator, claude: FakeClaude, second: FakeClaude, asks: Asks
) -> None:
    claude.always = second.always = lambda _: Told(status=400)
    with pytest.raises(ModelAway, match=r"first:claude-sonnet-5-5 says bad_request.*second:claude-haiku-5-5"):
        chain.complete(asks())
    assert not BudgetHold.objects.filter(state="open").exists()


def test_failures_open_the_breaker_and_an_open_one_costs_no_request(
    settings: Any, chain: Orchestrator, fleet: Fleet, claude: FakeClaude, asks: Asks
) -> None:
    settings.LLM_BREAKER_FAILURES = 3
    chain = build([PROMPTS], fleet)
    claude.always = lambda _: Told(status=529)
    for number in range(5):
        assert chain.complete(asks(f"words {number}")).model == CHEAP
    assert len(claude.asked) == 3, "the third failure opened it"
    assert build([PROMPTS], fleet).complete(asks("elsewhere")).model == CHEAP
    assert len(claude.asked) == 3, "another process knows"


def test_while_a_breaker_is_open_the_next_models_stored_answer_serves(
    settings: Any, chain: Orchestrator, fleet: Fleet, claude: FakeClaude, second: FakeClaude, asks: Asks
) -> None:
    settings.LLM_BREAKER_FAILURES = 1
    chain = build([PROMPTS], fleet)
    claude.always = lambda _: Told(status=529)
    first = chain.complete(asks())
    again = chain.complete(asks())
    assert (first.tier, again.tier, again.model) == ("provider", "L1", CHEAP)
    assert (len(claude.asked), len(second.asked)) == (1, 1)


def _probed_by_somebody_else(name: str) -> None:
    """Its opening is over, and another process is trying it at this moment."""
    others = build_breakers()
    others.force_open(name, 0.05)
    time.sleep(0.1)
    assert others.permit(name) is not None


def test_while_somebody_else_tries_a_model_nothing_is_held_or_booked_for_it(
    model: Orchestrator, claude: FakeClaude, asks: Asks
) -> None:
    name = f"claude:{DEAR}"
    _probed_by_somebody_else(name)
    model = build([PROMPTS])
    with CaptureQueriesContext(connection) as seen, pytest.raises(ModelAway, match="tried by somebody else") as away:
        model.complete(asks())
    assert [query["sql"] for query in seen if "budget" in query["sql"]] == []
    assert build_pace().state(name)["under_way"] == 0
    assert away.value.retry_at is not None and away.value.retry_at > datetime.now(UTC)
    assert claude.asked == []
    breakers = build_breakers()
    assert breakers.open_for(name) is not None
    began = time.perf_counter()
    for _ in range(100):
        breakers.open_for(name)
    assert (time.perf_counter() - began) / 100 < 0.0005, "from memory"


def test_while_somebody_else_tries_a_model_the_next_models_stored_answer_serves(
    chain: Orchestrator, fleet: Fleet, claude: FakeClaude, second: FakeClaude, asks: Asks
) -> None:
    claude.tell(Told(status=400))
    assert chain.complete(asks()).model == CHEAP
    _probed_by_somebody_else(f"first:{DEAR}")
    again = build([PROMPTS], fleet).complete(asks())
    assert (again.tier, again.model) == ("L2", CHEAP)
    assert (len(claude.asked), len(second.asked)) == (1, 1)


def test_while_it_is_closed_a_lesser_answer_that_was_stored_does_not_stand_in(
    chain: Orchestrator, claude: FakeClaude, second: FakeClaude, asks: Asks
) -> None:
    claude.tell(Told(status=400), Told(GOOD))
    assert chain.complete(asks()).model == CHEAP
    assert chain.complete(asks()).model == DEAR


def test_a_budget_too_small_for_the_dear_model_pays_for_the_cheap_one(
    settings: Any, model: Orchestrator, fleet: Fleet, claude: FakeClaude, asks: Asks
) -> None:
    settings.LLM_BUDGET_USD_PER_DAY = Decimal("0.003")
    assert build([PROMPTS], fleet).complete(asks()).model == CHEAP
    assert claude.asked == []
    settings.LLM_BUDGET_USD_PER_DAY = Decimal("0.000001")
    with pytest.raises(BudgetSpent):
        build([PROMPTS], fleet).complete(asks("else"))


def test_an_answer_past_its_life_stands_in_while_nobody_can_be_asked_and_says_so(
    chain: Orchestrator, fleet: Fleet, claude: FakeClaude, second: FakeClaude, asks: Asks
) -> None:
    claude.tell(Told(GOOD))
    chain.complete(asks())
    CachedReply.objects.update(expires_at=datetime.now(UTC) - timedelta(hours=1))
    from django_redis import get_redis_connection

    get_redis_connection("default").flushdb()
    claude.always = second.always = lambda _: Told(status=400)
    reply = build([PROMPTS], fleet).complete(asks())
    assert (reply.stale, reply.tier, reply.model, reply.cost_micro_usd) == (True, "L3", DEAR, 0)
    with pytest.raises(ModelAway):
        build([PROMPTS], fleet).complete(asks("never asked"))


def test_asking_again_happens_once_in_all_whoever_is_asked(
    chain: Orchestrator, claude: FakeClaude, second: FakeClaude, asks: Asks
) -> None:
    claude.tell(Told("nonsense"), Told(status=400))
    second.always = lambda _: Told("nonsense too")
    with pytest.raises(UnusableAnswer):
        chain.complete(asks())
    assert _outcomes() == [("first", "invalid"), ("first", "bad_request"), ("second", "invalid")]


def test_an_answer_that_is_not_sure_counts_as_dont_know_also_from_the_cache(
    chain: Orchestrator, claude: FakeClaude, asks: Asks
) -> None:
    claude.always = lambda _: Told('{"text": "450?", "confidence": 0.2}')
    for _ in range(2):
        with pytest.raises(DontKnow):
            chain.complete(asks(answer_type=SureReply))
    assert len(claude.asked) == 1
    claude.always = lambda _: Told('{"text": "450", "confidence": 0.9}')
    assert chain.complete(asks("sure", answer_type=SureReply)).confidence == 0.9


def test_many_equal_requests_behind_a_failing_model_ask_the_next_one_once(
    chain: Orchestrator, claude: FakeClaude, second: FakeClaude, asks: Asks
) -> None:
    claude.always = lambda _: Told(status=400)
    second.always = lambda _: Told(OTHER, delay_s=0.2)
    ends = together(20, lambda _: chain.complete(asks()).model)
    assert set(ends) == {CHEAP}
    assert len(second.asked) == 1


class TestStreaming:
    def test_words_come_as_they_are_written_and_the_reply_has_passed_the_guards(
        self, chain: Orchestrator, claude: FakeClaude, asks: Asks, anna: Any
    ) -> None:
        claude.tell(Told('{"text": "Thanks [NAME_1], what price do you have in mind?"}'))
        pieces, reply = _drained(chain.stream(asks("Anna here", identity=anna, spoken=("text",))))
        assert "".join(pieces) == "Thanks Anna, what price do you have in mind?"
        assert len(pieces) > 2 and not any("NAME" in piece for piece in pieces)
        assert isinstance(reply.answer, Reply) and reply.tier == "provider"
        assert LlmCall.objects.get().output_tokens > 0

    def test_a_reader_who_leaves_pays_for_what_came(self, chain: Orchestrator, claude: FakeClaude, asks: Asks) -> None:
        claude.tell(Told('{"text": "' + "word " * 200 + '"}'))
        words = chain.stream(asks(spoken=("text",)))
        next(words)
        words.close()
        call = LlmCall.objects.get()
        assert (call.status, call.outcome) == ("answered", "cut")
        assert call.input_tokens > 0 and call.cost_micro_usd > 0
        assert not BudgetHold.objects.filter(state="open").exists()
        assert not CachedReply.objects.exists()

    def test_a_stopped_draft_ends_typed(self, chain: Orchestrator, claude: FakeClaude, asks: Asks) -> None:
        claude.tell(Told("no", stop_reason="refusal"))
        with pytest.raises(Refused):
            _drained(chain.stream(asks(spoken=("text",))))

    def test_a_provider_that_is_away_gives_way_before_the_first_word(
        self, chain: Orchestrator, claude: FakeClaude, asks: Asks
    ) -> None:
        claude.tell(Told(status=529))
        pieces, reply = _drained(chain.stream(asks(spoken=("text",))))
        assert ("".join(pieces), reply.model) == ("And your price?", CHEAP)

    def test_a_stored_answer_comes_in_one_piece(self, chain: Orchestrator, claude: FakeClaude, asks: Asks) -> None:
        claude.tell(Told(GOOD))
        chain.complete(asks(spoken=("text",)))
        pieces, reply = _drained(chain.stream(asks(spoken=("text",))))
        assert (len(pieces), reply.tier) == (1, "L1")


def _drained(words: Any) -> tuple[list[str], Any]:
    pieces = []
    while True:
        try:
            pieces.append(next(words))
        except StopIteration as done:
            return pieces, done.value
