"""What Prometheus is told about the models: names, labels, and totals that never go down."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from prometheus_client.parser import text_string_to_metric_families

from orchestrator.build import build_breakers, build_pace
from orchestrator.cache.invalidation import invalidate
from orchestrator.contracts import DontKnow, ModelAway, NoAnswer, Refused, UnusableAnswer
from orchestrator.engine import Orchestrator
from orchestrator.models import BudgetAlert, CacheCount, LlmCall, MetricTotal, ProcessState
from orchestrator.retention import Retention
from orchestrator.seen import exposition, process_states
from orchestrator.seen.counts import Flusher, HitCounts, counts, flush_counts
from orchestrator.seen.totals import BOUNDS, Totals, histograms, read, totals
from orchestrator.upkeep import upkeep
from tests.orchestrator.answers import SureReply
from tests.orchestrator.conftest import Asks
from tests.orchestrator.fake_claude import FakeClaude, Told
from tests.orchestrator.processes import cache_processes

pytestmark = pytest.mark.django_db(transaction=True)

WHO = {"provider": "claude", "model": "claude-sonnet-5-5"}
OURS = "enterprisehub_"
MOST_LABELS = 5
Sample = tuple[str, tuple[tuple[str, str], ...]]


@pytest.fixture(autouse=True)
def _nothing_counted(transactional_db: None) -> None:
    """What earlier tests counted and nobody wrote."""
    flush_counts()
    MetricTotal.objects.all().delete()


def scraped(client: Client) -> dict[Sample, float]:
    """Every sample of ours as a strict parser reads it."""
    page = client.get("/metrics").content.decode()
    families = [family for family in text_string_to_metric_families(page) if family.name.startswith(OURS)]
    return {(one.name, tuple(sorted(one.labels.items()))): one.value for family in families for one in family.samples}


def told(samples: dict[Sample, float], name: str, **labels: str) -> float:
    return samples[f"enterprisehub_llm_{name}", tuple(sorted(labels.items()))]


def test_a_call_and_a_hit_are_told_after_the_next_flush(model: Orchestrator, asks: Asks, client: Client) -> None:
    model.complete(asks())
    model.complete(asks(lane="staff"))
    flush_counts()
    seen = scraped(client)
    assert told(seen, "lookups_total", task="compose", tier="provider", lane="lead") == 1
    assert told(seen, "lookups_total", task="compose", tier="L1", lane="staff") == 1
    assert told(seen, "calls_total", task="compose", outcome="used", **WHO) == 1
    assert told(seen, "answers_total", task="compose", strategy="structured") == 1
    assert told(seen, "tokens_total", kind="input", **WHO) == 120
    call = LlmCall.objects.get()
    assert told(seen, "cost_usd_total", task="compose", **WHO) == pytest.approx(call.cost_micro_usd / 1e6)
    assert told(seen, "provider_seconds_count", task="compose", **WHO) == 1
    assert told(seen, "overhead_seconds_sum", task="compose") == pytest.approx(call.overhead_us / 1e6)
    assert told(seen, "pace_wait_seconds_bucket", le="+Inf", lane="lead", **WHO) == 1
    assert told(seen, "budget_usd", part="spent") == pytest.approx(call.cost_micro_usd / 1e6)
    assert seen["enterprisehub_budget_micro_usd", (("part", "spent"),)] == call.cost_micro_usd


def test_before_anything_happened_money_is_zero_of_its_limit(client: Client, settings: Any) -> None:
    seen = scraped(client)
    assert told(seen, "budget_usd", part="limit") == float(settings.LLM_BUDGET_USD_PER_DAY)
    assert (told(seen, "budget_usd", part="spent"), told(seen, "open_holds")) == (0, 0)
    assert told(seen, "budget_alerts", percent="80") == told(seen, "budget_alerts", percent="100") == 0


@pytest.mark.parametrize(
    ("answer", "ends", "code", "reason"),
    [
        (Told("no", stop_reason="refusal"), Refused, "refused", "refused"),
        (Told(status=400), ModelAway, "model_away", ""),
        (Told('{"text": "Hm.", "confidence": 0.1}'), DontKnow, "dont_know", ""),
        (Told("no object at all"), UnusableAnswer, "unusable_answer", ""),
    ],
)
@pytest.mark.parametrize("streams", [False, True])
def test_an_end_without_an_answer_is_told_with_its_reason(
    model: Orchestrator,
    claude: FakeClaude,
    asks: Asks,
    client: Client,
    answer: Told,
    ends: type[NoAnswer],
    code: str,
    reason: str,
    streams: bool,
) -> None:
    claude.always = lambda _: answer
    request = asks(spoken=("text",), answer_type=SureReply)
    with pytest.raises(ends):
        list(model.stream(request)) if streams else model.complete(request)
    flush_counts()
    assert told(scraped(client), "unanswered_total", task="compose", lane="lead", code=code, reason=reason) == 1


def test_a_cut_stream_is_a_call_of_its_own_kind(model: Orchestrator, claude: FakeClaude, asks: Asks) -> None:
    claude.tell(Told('{"text": "' + "word " * 200 + '"}'))
    words = model.stream(asks(spoken=("text",)))
    next(words)
    words.close()
    flush_counts()
    assert MetricTotal.objects.filter(name="calls", labels__contains='"outcome":"cut"', value=1).exists()
    assert not MetricTotal.objects.filter(name="unanswered").exists(), "nobody waits for that answer"


def test_totals_stay_when_calls_are_deleted(model: Orchestrator, asks: Asks, client: Client) -> None:
    model.complete(asks())
    flush_counts()
    before = scraped(client)
    upkeep(datetime.now(UTC) + timedelta(days=500), Retention(90, 400))
    assert not LlmCall.objects.exists()
    after = scraped(client)
    counters = [sample for sample in before if re.search(r"_(total|count|sum|bucket)$", sample[0])]
    assert counters and [after[sample] for sample in counters] == [before[sample] for sample in counters]


def test_processes_add_up_and_none_overwrites_another() -> None:
    one, two = Totals(), Totals()
    for process in (one, two, one):
        process.add("calls", outcome="used", task="compose", **WHO)
        process.observe("provider_seconds", 0.3, task="compose", **WHO)
        process.flush()
    [row] = MetricTotal.objects.filter(name="calls")
    assert row.value == 3
    [histogram] = histograms("provider_seconds", read()["provider_seconds"])
    assert (dict(histogram.buckets)["0.25"], dict(histogram.buckets)["0.5"], histogram.sum_seconds) == (0, 3, 0.9)


def test_what_could_not_be_written_stays_counted() -> None:
    mine = Totals()
    mine.add("calls", **WHO)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE orchestrator_metrictotal RENAME TO gone_for_now")
    try:
        with pytest.raises(Exception, match="orchestrator_metrictotal"):
            mine.flush()
        mine.add("calls", **WHO)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE gone_for_now RENAME TO orchestrator_metrictotal")
    mine.flush()
    assert MetricTotal.objects.get().value == 2


def test_a_label_that_is_too_long_keeps_no_other_from_being_written() -> None:
    mine = Totals()
    mine.add("calls", outcome="o" * 10_000, task="t" * 10_000, provider="p" * 10_000, model="m" * 10_000)
    mine.add("calls", outcome="used")
    assert mine.flush() == 2


@pytest.mark.parametrize("name", BOUNDS)
def test_buckets_grow_and_end_with_all(name: str) -> None:
    mine, seconds = Totals(), [0.0, *BOUNDS[name], 1e-9, 0.7, 99.0]
    for one in seconds:
        mine.observe(name, one, task="compose")
    mine.flush()
    [histogram] = histograms(name, read()[name])
    assert [bound for bound, _ in histogram.buckets] == [*map(repr, BOUNDS[name]), "+Inf"]
    for bound, n in histogram.buckets:
        assert n == sum(one <= float(bound) for one in seconds)


def test_bounds_of_an_earlier_release_are_counted_at_the_next_one(client: Client) -> None:
    now, labels = datetime.now(UTC), {"model": "m", "provider": "p", "task": "t"}
    for le, value in (("0.3", 4), ("+Inf", 1), ("sum_us", 3_000_000)):
        known = json.dumps({"le": le} | labels, separators=(",", ":"))
        MetricTotal.objects.create(name="provider_seconds", labels=known, value=value, counted_at=now)
    seen = scraped(client)
    buckets = {le: told(seen, "provider_seconds_bucket", le=le, **labels) for le in ("0.25", "0.5", "20.0", "+Inf")}
    assert buckets == {"0.25": 0, "0.5": 4, "20.0": 4, "+Inf": 5}


def test_breakers_and_pace_are_told_for_every_model_that_was_asked(
    model: Orchestrator, asks: Asks, client: Client
) -> None:
    model.complete(asks())
    flush_counts()
    build_breakers().force_open("claude:claude-sonnet-5-5", 30)
    build_pace().leave_alone("claude:claude-sonnet-5-5", 20)
    families = exposition.families(
        datetime.now(UTC), breakers=build_breakers(), pace=build_pace(), names=["other:m"], limit_micro_usd=1_000_000
    )
    seen = {(one.name, tuple(sorted(one.labels.items()))): one.value for family in families for one in family.samples}
    assert [told(seen, "breaker_state", state=state, **WHO) for state in ("closed", "open", "half_open")] == [0, 1, 0]
    for never_asked in ({"provider": "other", "model": "m"}, {"provider": "claude", "model": "*"}):
        assert told(seen, "breaker_state", state="closed", **never_asked) == 1
    assert told(seen, "pace_under_way", provider="other", model="m") == 0
    assert told(seen, "metronome_up") == 1
    assert 15 < told(seen, "pace_left_alone_seconds", **WHO) <= 20
    for bucket in ("requests", "input_tokens", "output_tokens"):
        assert (
            0
            < told(seen, "pace_left", bucket=bucket, **WHO)
            <= told(seen, "pace_limit_per_minute", bucket=bucket, **WHO)
        )
    assert told(seen, "pace_under_way", **WHO) == 0
    assert told(seen, "pace_waiting", lane="lead", **WHO) == 0


def test_alerts_are_told_by_how_much_was_reached(client: Client) -> None:
    facts = {"day": datetime.now(UTC).date(), "limit_micro_usd": 10, "spent_micro_usd": 9, "held_micro_usd": 0}
    for tenant, percent in (("", 80), ("loc-1", 80), ("loc-1", 100)):
        BudgetAlert.objects.create(tenant=tenant, percent=percent, **facts)
    seen = scraped(client)
    assert (told(seen, "budget_alerts", percent="80"), told(seen, "budget_alerts", percent="100")) == (2, 1)


def test_a_place_in_the_limits_that_none_had_is_told(
    model: Orchestrator, asks: Asks, client: Client, settings: Any
) -> None:
    build_pace().leave_alone("claude:claude-sonnet-5-5", 60)
    with pytest.raises(ModelAway):
        model.complete(asks(seconds=2.0))
    flush_counts()
    assert told(scraped(client), "pace_refusals_total", lane="lead", **WHO) == 1


def test_every_process_tells_how_its_cache_stands(client: Client) -> None:
    """Real processes, each with its own L1; the newest invalidation is one that two of them cannot have seen."""
    with cache_processes(2) as processes:
        for process in processes:
            process.do("tell_state")
    for row in ProcessState.objects.all():
        assert row.told["L1"]["state"] == "up" and row.told["invalidation"]["generation"] == 0
    seen = scraped(client)
    assert told(seen, "processes") == 2
    assert told(seen, "cache_tier_away", tier="L2") == 0
    assert told(seen, "invalidation_followed", through="redis") == 2
    assert told(seen, "invalidation_behind") == 0
    newest = invalidate("all", by="system").generation
    seen = scraped(client)
    assert (told(seen, "invalidation_newest"), told(seen, "invalidation_behind")) == (newest, 2)


def test_a_process_that_ended_counts_no_longer(client: Client) -> None:
    process_states.write('{"L1": {"entries": 3, "bytes": 900}, "L2": {"state": "away"}}')
    seen = scraped(client)
    assert told(seen, "cache_local_entries") == 3 and told(seen, "cache_tier_away", tier="L2") == 1
    ProcessState.objects.update(at=datetime.now(UTC) - timedelta(minutes=1))
    assert told(scraped(client), "processes") == 0
    assert process_states.forget_ended(datetime.now(UTC) + timedelta(days=2)) == 1


def test_the_flusher_writes_counts_totals_and_health(model: Orchestrator, asks: Asks) -> None:
    model.complete(asks())
    flusher = Flusher(counts, health=model.health, every_seconds=0.05)
    flusher.start()
    deadline = datetime.now(UTC) + timedelta(seconds=10)
    while datetime.now(UTC) < deadline and not ProcessState.objects.exists():
        pass
    flusher.stop()
    assert ProcessState.objects.get().told["L1"]["entries"] == 1
    assert MetricTotal.objects.filter(name="lookups").exists()


def test_look_ups_are_counted_by_prompt_version_in_rows_and_not_in_labels(
    model: Orchestrator, asks: Asks, client: Client
) -> None:
    for _ in range(3):
        model.complete(asks())
    flush_counts()
    rows = CacheCount.objects.filter(prompt_version="compose/1").values_list("task", "tier", "hits")
    assert sorted(rows) == [("compose", "L1", 2), ("compose", "provider", 1)]
    told_labels = [json.loads(row.labels) for row in MetricTotal.objects.filter(name="lookups")]
    assert told_labels and all(set(labels) == {"task", "tier", "lane"} for labels in told_labels)


def test_look_ups_that_could_not_be_written_are_not_told_twice() -> None:
    mine = HitCounts()
    mine.add("loc-1", "compose", "L1", "k")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE orchestrator_cachecount RENAME TO gone_for_now")
    try:
        with pytest.raises(Exception, match="orchestrator_cachecount"):
            mine.flush()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE gone_for_now RENAME TO orchestrator_cachecount")
    mine.flush()
    totals.flush()
    assert MetricTotal.objects.get(name="lookups").value == 1


def test_a_scrape_costs_the_same_however_much_was_counted(model: Orchestrator, asks: Asks, client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/metrics").status_code == 200
        return len(seen)

    model.complete(asks())
    flush_counts()
    few = queries()
    for number in range(40):
        model.complete(asks(f"message {number}", tenant=f"loc-{number}"))
        totals.observe("provider_seconds", number / 3, task=f"task-{number}", **WHO)
        BudgetAlert.objects.create(
            tenant=f"loc-{number}", percent=80, day=datetime.now(UTC).date(), limit_micro_usd=1, spent_micro_usd=1,
            held_micro_usd=0,
        )  # fmt: skip
    flush_counts()
    assert queries() == few


def test_names_follow_the_conventions_and_no_label_names_a_person_or_place(
    model: Orchestrator, asks: Asks, client: Client
) -> None:
    model.complete(asks("Anna here, 512 555 0147", tenant="loc-anna", cause="turn:77"))
    flush_counts()
    page = client.get("/metrics").content.decode()
    families = [one for one in text_string_to_metric_families(page) if one.name.startswith("enterprisehub_llm_")]
    assert len(families) > 20
    for family in families:
        assert family.documentation, family.name
        assert re.fullmatch(r"[a-z][a-z0-9_]*", family.name)
        assert not family.name.endswith(("_total", "_count", "_sum", "_ms", "_us")), (
            "Prometheus adds those, or base units"
        )
        for sample in family.samples:
            assert (family.type == "counter") == sample.name.endswith("_total")
            assert set(sample.labels) <= {
                "provider", "model", "task", "tier", "lane", "outcome", "strategy", "kind", "code", "reason", "end",
                "part", "percent", "state", "bucket", "through", "le",
            }  # fmt: skip
            assert len(sample.labels) <= MOST_LABELS
    assert not any(secret in page for secret in ("loc-anna", "Anna", "0147", "turn:77"))


def test_every_name_is_explained_in_the_docs(model: Orchestrator, asks: Asks, client: Client) -> None:
    model.complete(asks())
    flush_counts()
    page = client.get("/metrics").content.decode()
    docs = open("docs/metrics.md").read()  # noqa: SIM115
    names = set(re.findall(r"^# TYPE (enterprisehub_\w+) ", page, re.MULTILINE))
    assert names and [name for name in sorted(names) if f"`{name}`" not in docs] == []
