"""Several processes drive the sandbox's model to each of its limits over HTTP."""

import os
from collections.abc import Iterator

import pytest
import redis
import requests

from orchestrator.pace.pacing import Limits, Pace
from tests.orchestrator.pace_cast import ACCOUNT, Called, Demand, drive, know

PLENTY = 10_000_000
PROCESSES = 3
SECONDS = 15.0  # the first of them spend the full bucket, on a busy machine a good half


@pytest.fixture
def limited(sandbox_url: str) -> Iterator[str]:
    """The sandbox with a fresh model account; whatever a test sets is gone afterwards."""
    requests.post(f"{sandbox_url}/control/reset", json={}, timeout=10).raise_for_status()
    yield sandbox_url
    requests.delete(f"{sandbox_url}/control/failures", timeout=10).raise_for_status()
    requests.post(f"{sandbox_url}/control/reset", json={}, timeout=10).raise_for_status()


def set_limits(url: str, limits: Limits) -> None:
    told = {"requests": limits.requests, "input_tokens": limits.input_tokens, "output_tokens": limits.output_tokens}
    requests.post(f"{url}/control/settings", json={"claude_limits": told}, timeout=10).raise_for_status()


def arrivals(url: str) -> list[dict]:
    rows = requests.get(f"{url}/control/arrivals", params={"limit": 100_000}, timeout=10).json()
    rows = rows if isinstance(rows, list) else rows["arrivals"]
    return sorted((row for row in rows if row["scope"] == "claude"), key=lambda row: row["at_us"])


def used_after_the_burst(calls: list[Called], name: str) -> tuple[int, float]:
    """What was used once the full bucket was spent and every caller waited, and the seconds that it took."""
    begin = next(call.booked_at for call in calls if call.waited_ms > 100) + 1.0  # what the burst gave back is used too
    after = [call for call in calls if call.booked_at > begin]
    return sum(getattr(call.used, name) for call in after[1:]), after[-1].booked_at - after[0].booked_at


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "limits", "message_chars", "most_output"),
    [
        ("requests", Limits(480, PLENTY, PLENTY), 100, 60),
        ("input_tokens", Limits(PLENTY, 60_000, PLENTY), 500, 60),
        ("output_tokens", Limits(PLENTY, PLENTY, 5_000), 100, 20),
    ],
)
def test_several_processes_use_95_percent_of_a_limit_without_a_refusal(
    limited: str, valkey: redis.Redis, name: str, limits: Limits, message_chars: int, most_output: int
) -> None:
    set_limits(limited, limits)
    Pace(valkey, limits=limits).state(ACCOUNT)  # the server learns the scripts
    know(valkey, limits)
    demand = Demand(os.environ["REDIS_URL"], limited, limits, message_chars, most_output, SECONDS)
    calls = drive(demand, PROCESSES)

    assert {call.status for call in calls} <= {200, 0}
    assert {row["status"] for row in arrivals(limited)} == {200}
    limit = getattr(limits, name)
    used, seconds = used_after_the_burst([call for call in calls if call.status == 200], name)
    assert seconds > 5
    assert used / seconds * 60 / limit >= 0.95


def test_a_refusal_is_kept_by_all_processes_and_nobody_sleeps_beyond_its_time(
    limited: str, valkey: redis.Redis
) -> None:
    limits = Limits(3_000, PLENTY, PLENTY)
    Pace(valkey, limits=limits).state(ACCOUNT)  # the server learns the scripts
    know(valkey, limits, level1=20.0)
    refusal = {"scope": "claude", "kind": "status", "status": 429, "retry_after": "2", "count": 1}
    told = requests.post(f"{limited}/control/failures", json=refusal, timeout=10)
    told.raise_for_status()
    demand = Demand(os.environ["REDIS_URL"], limited, limits, 100, 60, 4.0, most_wait=0.4)
    calls = drive(demand, 3)

    rows = arrivals(limited)
    [refused_us] = [row["at_us"] for row in rows if row["status"] == 429]
    after = [(row["at_us"] - refused_us) / 1e6 for row in rows if row["at_us"] > refused_us]
    assert not [seconds for seconds in after if 0.25 < seconds < 2.0], "somebody asked before its time"
    assert [seconds for seconds in after if seconds >= 2.0], "and afterwards it was asked again"
    unsent = [call for call in calls if call.status == 0]
    assert unsent, "whoever could not wait so long was told so"
    assert max(call.booked_at - call.asked_at for call in unsent) < 0.4 + 0.3
