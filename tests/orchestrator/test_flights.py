"""Many equal requests, one call."""

import time
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

import pytest

from orchestrator.contracts import ModelAway
from orchestrator.engine import Orchestrator
from orchestrator.flights.flights import Flights
from orchestrator.models import BudgetHold, LlmCall
from tests.orchestrator.fake_claude import FakeClaude, Told
from tests.orchestrator.threads import together

Asks = Callable[..., Any]


def test_fifty_equal_requests_make_one_provider_call(model: Orchestrator, claude: FakeClaude, asks: Asks) -> None:
    claude.always = lambda _: Told('{"text": "Hello."}', delay_s=0.3)
    replies = together(50, lambda _: model.complete(asks("the same words")))
    assert len(claude.asked) == LlmCall.objects.count() == BudgetHold.objects.count() == 1
    assert {reply.answer.text for reply in replies} == {"Hello."}
    assert sorted({reply.tier for reply in replies}) == ["L1", "provider"]
    assert sum(reply.cost_micro_usd > 0 for reply in replies) == 1


def test_different_requests_do_not_wait_for_each_other(model: Orchestrator, claude: FakeClaude, asks: Asks) -> None:
    claude.always = lambda _: Told('{"text": "Hello."}', delay_s=0.3)
    together(5, lambda number: model.complete(asks(f"words {number}")))
    assert len(claude.asked) == 5


def test_a_leader_without_an_answer_speaks_for_all(model: Orchestrator, claude: FakeClaude, asks: Asks) -> None:
    claude.always = lambda _: Told(status=401, delay_s=0.3)
    ends = together(10, lambda _: model.complete(asks()))
    assert all(isinstance(end, ModelAway) for end in ends)
    assert len(claude.asked) == 1


def test_a_leader_that_breaks_is_replaced() -> None:
    flights: Flights[str] = Flights()
    led = Event()

    def broken() -> str:
        led.set()
        time.sleep(0.1)
        raise RuntimeError("the process is going down")

    def lead() -> None:
        with pytest.raises(RuntimeError):
            flights.run("k", find=lambda: None, ask=broken, deadline=time.monotonic() + 5)

    thread = Thread(target=lead)
    thread.start()
    led.wait(2)
    assert flights.run("k", find=lambda: None, ask=lambda: "mine", deadline=time.monotonic() + 5) == "mine"
    thread.join()


def test_when_a_second_leader_breaks_too_the_others_end_with_it() -> None:
    flights: Flights[str] = Flights()
    asked: list[float] = []

    def broken() -> str:
        asked.append(time.monotonic())
        time.sleep(0.2)
        raise RuntimeError("the database is gone")

    def end(_: int) -> str:
        try:
            flights.run("k", find=lambda: None, ask=broken, deadline=time.monotonic() + 10)
        except RuntimeError:
            return "broke"
        except ModelAway as error:
            return str(error)
        return "nothing"

    ends = together(12, end)
    assert len(asked) == 2
    assert sorted(ends) == ["broke"] * 2 + ["those who asked the same broke off: RuntimeError"] * 10


def test_a_follower_leaves_at_its_own_deadline() -> None:
    flights: Flights[str] = Flights()
    led, over = Event(), Event()

    def slow() -> str:
        led.set()
        over.wait(5)
        return "late"

    thread = Thread(target=lambda: flights.run("k", find=lambda: None, ask=slow, deadline=time.monotonic() + 5))
    thread.start()
    led.wait(2)
    started = time.monotonic()
    assert flights.run("k", find=lambda: None, ask=slow, deadline=time.monotonic() + 0.2) is None
    assert time.monotonic() - started < 1
    over.set()
    thread.join()
