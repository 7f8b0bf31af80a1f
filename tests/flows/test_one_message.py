"""A lead's text comes in, an answer goes out, the CRM knows, a person sees it: over real HTTP, on real processes."""

import os

import pytest

from drills import flow, sums
from drills.house import House, running_house

pytestmark = [pytest.mark.slow, pytest.mark.timeout(420)]

QUIET_SECONDS = 150.0
SEEDS = range(1, 1 + int(os.environ.get("SEEDS") or 1))


def finish(house: House, sent: flow.Flow) -> None:
    flow.wait_quiet(house, seconds=QUIET_SECONDS)
    assert sums.broken_sums(house, sent) == []


def test_fifty_leads_get_one_reply_or_one_stored_reason_per_turn() -> None:
    with running_house() as house:
        finish(house, flow.run(house, seed=1))


@pytest.mark.drill
@pytest.mark.parametrize("seed", SEEDS)
def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing(seed: int) -> None:
    with running_house(CLOCK_SCALE="0.1") as house:

        def kill_and_replace() -> None:
            house.processes["worker"].kill()
            house.start("worker")

        finish(house, flow.run(house, seed=100 + seed, in_the_middle=kill_and_replace))


@pytest.mark.drill
@pytest.mark.parametrize("seed", SEEDS)
def test_a_flushed_redis_loses_nothing_and_doubles_nothing(seed: int) -> None:
    with running_house(CLOCK_SCALE="0.1") as house:
        finish(house, flow.run(house, seed=200 + seed, in_the_middle=lambda: house.redis().flushall()))
