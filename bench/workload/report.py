"""From what a run measured to figures and printed lines. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from bench.figures import Figure
from bench.workload.labels import against, same
from bench.workload.records import Said

Result = Mapping[str, Any]
UNDERSTAND_OF_CEILING, COMPOSE_OF_CEILING = 0.95, 0.85
WANTED_PROVIDER_FREE = 0.89
PLUMBING = (
    "the model here is a look-alike: shares and counts show rules and cache at work, slots against labels prove the "
    "plumbing and say nothing of a model's quality"
)


def provider_free_share(result: Result) -> float:
    """1 - provider calls / (2 x turns): a turn may need two calls, one to understand and one to word."""
    return 1 - float(result["provider_calls"]) / max(1, 2 * result["turns"])


def rules_share(result: Result) -> float:
    return float(result["by_rules"]) / max(1, result["turns"])


def main_figures(result: Result, *, suffix: str = "", note: str = "") -> list[Figure]:
    """The figures of one run under their names, with `suffix` behind each."""
    turns = result["turns"]
    look_ups, understand, compose = result["all"], result["understand"], result["compose"]

    def share(name: str, value: float, n: int, wanted: str = "", met: bool | None = None) -> Figure:
        return Figure(name + suffix, round(value, 4), "share", n, wanted=wanted, met=met, note=note)

    figures = [
        share("cache_hit_share", look_ups["hit"], look_ups["look_ups"]),
        share("cache_hit_share_understand", understand["hit"], understand["look_ups"]),
        share("cache_hit_share_compose", compose["hit"], compose["look_ups"]),
        share("cache_hit_ceiling", look_ups["ceiling"], look_ups["look_ups"]),
        share("cache_hit_ceiling_understand", understand["ceiling"], understand["look_ups"]),
        share("cache_hit_ceiling_compose", compose["ceiling"], compose["look_ups"]),
        share("cache_hit_share_plain", look_ups["plain"], look_ups["look_ups"]),
        share("rules_share", rules_share(result), turns),
        share("provider_free_share", provider_free_share(result), turns),
    ]
    return figures + of_ceiling(result, suffix=suffix, note=note)


def of_ceiling(result: Result, *, suffix: str = "", note: str = "") -> list[Figure]:
    """Hits as a share of what an unbounded exact-key cache would have had; 1 where that has none either."""
    figures = []
    for task, wanted in (("understand", UNDERSTAND_OF_CEILING), ("compose", COMPOSE_OF_CEILING)):
        found = result[task]
        value = found["hit"] / found["ceiling"] if found["ceiling"] else 1.0
        figures.append(
            Figure(
                f"cache_hit_of_ceiling_{task}{suffix}",
                round(value, 4),
                "share",
                round(found["ceiling"] * found["look_ups"]),
                compared_with=f"cache_hit_ceiling_{task}{suffix}",
                ratio=round(value, 4),
                wanted=f">= {wanted}",
                met=value >= wanted if found["ceiling"] else None,  # nothing was asked twice: nothing is shown
                note=note,
            )
        )
    return figures


def slots_figures(said: Sequence[Said], cached: Result, uncached: Result) -> list[Figure]:
    """The same messages with the cache and without: against the labels where there are some, and against each other."""
    count = len(uncached["heard"])
    pairs = list(zip(cached["heard"][:count], uncached["heard"], strict=True))
    turns = [(one, other) for one, other in pairs if one is not None and other is not None]
    alike = sum(_alike(one, other) for one, other in turns) / max(1, len(turns))
    figures = [Figure("slots_same_as_uncached", round(alike, 4), "share", len(turns), note="messages heard alike")]
    with_cache = against(said[:count], cached["heard"][:count])
    without = against(said[:count], uncached["heard"])
    if with_cache.messages:
        note = f"{with_cache.right} right, {with_cache.false} false, {with_cache.missed} missed; look-alike model"
        figures += [
            Figure("slots_f1_uncached", round(without.f1, 4), "share", without.messages, note="every look-up asks"),
            Figure(
                "slots_f1_cached", round(with_cache.f1, 4), "share", with_cache.messages,
                compared_with="slots_f1_uncached", ratio=round(with_cache.f1 / without.f1, 4) if without.f1 else None,
                wanted=">= uncached", met=with_cache.f1 >= without.f1, note=note,
            ),
        ]  # fmt: skip
    return figures


def _alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)


def lines(result: Result) -> list[str]:
    """A run in a few lines to print."""
    head = (
        f"{result['name']}: {result['turns']} turns, {result['unique']:.0%} said once; rules answered "
        f"{rules_share(result):.1%}; {result['provider_calls']} provider calls, provider-free "
        f"{provider_free_share(result):.1%}; {result['handoffs']} handoffs; {result['seconds']:.0f} s"
    )
    ended = ", ".join(f"{why} {times}" for why, times in sorted(result["ended"].items()))
    return [
        head,
        *(_task_line(task, result[task]) for task in ("understand", "compose")),
        *([f"  no turn or no answer: {ended}"] if ended else []),
    ]


def _task_line(task: str, found: Mapping[str, Any]) -> str:
    tiers = ", ".join(f"{tier} {times}" for tier, times in found["tiers"].items()) or "none"
    return (
        f"  {task:<10} {found['look_ups']:5d} look-ups: {tiers}; hits {found['hit']:.1%}, "
        f"ceiling {found['ceiling']:.1%}, plain {found['plain']:.1%}"
    )


def curve(results: Sequence[tuple[int, Result]]) -> list[str]:
    """The points side by side."""
    table = ["unique   rules  look-ups  hit   ceiling  plain  provider-free"]
    for percent, result in results:
        found = result["all"]
        table.append(
            f"{percent:>4} %  {rules_share(result):6.1%}  {found['look_ups']:7d}  {found['hit']:5.1%}  "
            f"{found['ceiling']:6.1%}  {found['plain']:5.1%}  {provider_free_share(result):10.1%}"
        )
    return table


def curve_figures(results: Sequence[tuple[int, Result]], *, suffix: str = "") -> list[Figure]:
    """Each point's figures as `<name>_at_<percent>`."""
    figures = []
    for percent, result in results:
        note = f"{percent} % of the messages said once"
        figures += [
            figure for figure in main_figures(result, suffix=f"{suffix}_at_{percent}", note=note) if figure.met is None
        ]
    return figures
