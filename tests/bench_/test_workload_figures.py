"""What a played workload is measured by."""

import pytest

from bench.workload import report
from bench.workload.labels import Against, against, same
from bench.workload.look_ups import LookUp, shares
from bench.workload.records import Person, Said


def look_up(tier, *, task="understand", seen=False, plain=False):
    return LookUp(task, tier, "k", seen, plain, 1.0)


LOOK_UPS = [
    look_up("provider"),
    look_up("L1", seen=True, plain=True),
    look_up("L2", seen=True),
    look_up("model_away"),
    look_up("provider", task="compose"),
]


def test_shares_count_what_a_tier_answered_among_all_look_ups():
    found = shares(LOOK_UPS)
    assert (found.look_ups, found.hit, found.ceiling, found.plain) == (5, 0.4, 0.4, 0.2)
    assert found.tiers == {"L1": 1, "L2": 1, "model_away": 1, "provider": 2}
    assert shares(LOOK_UPS, "compose").hit == 0.0


def result(**more):
    part = {"look_ups": 4, "tiers": {}, "hit": 0.5, "ceiling": 0.5, "plain": 0.25}
    return {
        "name": "x", "turns": 10, "unique": 0.3, "by_rules": 6, "provider_calls": 3, "handoffs": 1, "seconds": 1.0,
        "ended": {}, "all": part, "understand": part, "compose": {**part, "hit": 0.0, "ceiling": 0.0},
        "heard": [], **more,
    }  # fmt: skip


def test_provider_calls_are_weighed_against_two_of_each_turn():
    assert report.provider_free_share(result()) == pytest.approx(0.85)
    assert report.provider_free_share(result(provider_calls=20)) == 0.0


def test_the_names_of_the_contract_are_there_and_the_ceiling_is_judged_by_task():
    figures = {figure.name: figure for figure in report.main_figures(result())}
    for name in ("cache_hit_share", "cache_hit_ceiling", "cache_hit_share_plain", "rules_share", "provider_free_share"):
        assert name in figures
    assert figures["rules_share"].value == 0.6
    assert figures["cache_hit_of_ceiling_understand"].met is True
    assert figures["cache_hit_of_ceiling_compose"].value == 1.0
    low = {"look_ups": 4, "tiers": {}, "hit": 0.4, "ceiling": 0.5, "plain": 0.0}
    missed = {figure.name: figure for figure in report.main_figures(result(understand=low))}
    assert missed["cache_hit_of_ceiling_understand"].met is False


PERSON = Person("a", "L1")
SAID = [Said(PERSON, "450k", {"budget_usd": 450_000}), Said(PERSON, "hm", {}), Said(PERSON, "x")]


def test_a_wrong_value_is_both_false_and_missed():
    found = Against()
    faults = found.add({"budget_usd": 400_000, "area": "Plano"}, {"budget_usd": 450_000})
    assert (found.right, found.false, found.missed, len(faults)) == (0, 2, 1, 2)


def test_a_label_without_a_value_counts_neither_way():
    found = Against()
    found.add({"timeline_days": 90}, {"timeline_days": None})
    assert (found.right, found.false, found.missed) == (0, 0, 0)


def test_only_labelled_messages_that_made_a_turn_count():
    found = against(SAID, [{"budget_usd": 450_000}, None, {"area": "x"}])
    assert (found.messages, found.right, found.false) == (1, 1, 0)


def test_slots_with_the_cache_must_not_be_worse_than_without():
    right, wrong = [{"budget_usd": 450_000}, {}, {}], [{"budget_usd": 1}, {}, {}]
    good = {f.name: f for f in report.slots_figures(SAID, result(heard=right), result(heard=right))}
    assert (good["slots_same_as_uncached"].value, good["slots_f1_cached"].met) == (1.0, True)
    bad = {f.name: f for f in report.slots_figures(SAID, result(heard=wrong), result(heard=right))}
    assert (round(bad["slots_same_as_uncached"].value, 2), bad["slots_f1_cached"].met) == (0.67, False)


@pytest.mark.parametrize(
    ("heard", "label", "alike"),
    [
        ("The Heights", "the heights", True),
        ("north Austin", "Austin", False),
        (450_000, 450_000, True),
        (45, 30, False),
    ],
)
def test_words_are_compared_without_case_and_articles(heard, label, alike):
    assert same(heard, label) is alike
