"""From played conversations to figures: per slot, temperature, handoff, forbidden effects, repeated questions."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bots.composing.segments import is_gsm7
from bots.effects import AddTags, Opportunity, SetFields
from evals.driver import Played


@dataclass(slots=True)
class Hits:
    """Right, wrongly found and missed. A wrong value is both a false and a missed one."""

    right: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Figures:
    conversations: int = 0
    slots: dict[str, Hits] = field(default_factory=dict)
    temperature_right: int = 0
    role_right: int = 0
    handoff: Hits = field(default_factory=Hits)
    handoff_reason_right: int = 0
    handoffs_expected: int = 0
    forbidden: list[str] = field(default_factory=list)
    repeated_questions: list[str] = field(default_factory=list)
    broken_texts: list[str] = field(default_factory=list)
    turns: int = 0
    complete_turns: int = 0
    texts: int = 0
    texts_for_model: int = 0
    misses: list[str] = field(default_factory=list)

    def named(self) -> dict[str, float]:
        """The figures that a baseline holds. Counts of what must not be are negative, so that more is always better."""
        mean_f1 = sum(hits.f1 for hits in self.slots.values()) / len(self.slots) if self.slots else 0.0
        found = {f"f1.{name}": round(hits.f1, 4) for name, hits in sorted(self.slots.items())}
        return found | {
            "conversations": float(self.conversations),
            "slot_f1_mean": round(mean_f1, 4),
            "temperature_agreement": round(self.temperature_right / self.conversations, 4),
            "role_agreement": round(self.role_right / self.conversations, 4),
            "handoff_precision": round(self.handoff.precision, 4),
            "handoff_recall": round(self.handoff.recall, 4),
            "handoff_reason_agreement": round(self.handoff_reason_right / max(1, self.handoffs_expected), 4),
            "forbidden_effects": -float(len(self.forbidden)),
            "repeated_questions": -float(len(self.repeated_questions)),
            "broken_texts": -float(len(self.broken_texts)),
        }


def figures(all_played: Sequence[Played]) -> Figures:
    found = Figures()
    for played in all_played:
        found.conversations += 1
        _count_slots(found, played)
        _count_outcome(found, played)
        found.forbidden += [f"{played.case.name}: {effect}" for effect in forbidden_effects(played)]
        _count_texts(found, played)
    return found


def _count_slots(found: Figures, played: Played) -> None:
    heard = {name: record for name, record in played.slots.items() if not record["vague"]}
    for name in heard.keys() | played.case.slots.keys():
        hits = found.slots.setdefault(name, Hits())
        expected, record = played.case.slots.get(name), heard.get(name)
        if expected and record and _same(expected.value, record["value"]) and expected.unit == record["unit"]:
            hits.right += 1
            continue
        hits.missed += expected is not None
        hits.false += record is not None
        got = record["value"] if record else "nothing"
        found.misses.append(
            f"{played.case.name}: {name} is {got!r}, expected {expected.value if expected else 'nothing'!r}"
        )


def _same(expected: object, got: object) -> bool:
    if isinstance(expected, str) and isinstance(got, str):
        return " ".join(expected.casefold().split()) == " ".join(got.casefold().split())
    return type(expected) is type(got) and expected == got


def _count_outcome(found: Figures, played: Played) -> None:
    case, decision = played.case, played.decision
    temperature = decision.score.temperature if decision else ""
    found.temperature_right += temperature == case.temperature
    found.role_right += played.role == case.expected_role
    if temperature != case.temperature:
        found.misses.append(f"{case.name}: temperature {temperature}, expected {case.temperature}")
    found.handoff.right += bool(played.handoff and case.handoff)
    found.handoff.false += bool(played.handoff and not case.handoff)
    found.handoff.missed += bool(case.handoff and not played.handoff)
    found.handoffs_expected += bool(case.handoff)
    found.handoff_reason_right += bool(case.handoff) and played.handoff == case.handoff
    if played.handoff != case.handoff:
        found.misses.append(f"{case.name}: handoff {played.handoff or 'none'}, expected {case.handoff or 'none'}")


def forbidden_effects(played: Played) -> list[str]:
    """Which of the case's forbidden effects came about."""
    return [rule for rule in played.case.forbidden if _happened(rule, played)]


def _happened(rule: str, played: Played) -> bool:
    kind, _, what = rule.partition(":")
    if kind == "opt_out":
        return played.opted_out
    if kind == "handoff":
        return played.handoff == what if what else bool(played.handoff)
    if kind == "tag":
        return any(what in effect.tags for effect in played.effects if isinstance(effect, AddTags))
    if kind == "field":
        return any(what in effect.values for effect in played.effects if isinstance(effect, SetFields))
    if kind == "opportunity":
        return any(isinstance(effect, Opportunity) for effect in played.effects)
    if kind == "slot":
        return what in played.slots and not played.slots[what]["vague"]
    if kind == "text":
        return any(re.search(what, asked.text, re.IGNORECASE) for asked in played.texts)
    raise ValueError(f"unknown forbidden effect {rule!r}")


def _count_texts(found: Figures, played: Played) -> None:
    name = played.case.name
    found.turns += played.turns
    found.complete_turns += played.complete_turns
    found.texts += len(played.texts)
    found.texts_for_model += sum(asked.needed_model for asked in played.texts)
    found.repeated_questions += [f"{name}: {asked.text}" for asked in played.texts if asked.stated_before]
    found.broken_texts += [f"{name}: {text}" for text in _broken(asked.text for asked in played.texts)]


def _broken(texts: Iterable[str]) -> list[str]:
    """Too long, more than one question, not GSM-7, or said twice."""
    counted = Counter(texts)
    return [t for t, times in counted.items() if len(t) > 160 or t.count("?") > 1 or not is_gsm7(t) or times > 1]
