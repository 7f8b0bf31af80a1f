"""The details of an audit entry as people read them. Money is stored in millionths of a dollar and shown in dollars."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dashboard.words import handoff_reason, hold_reason, plain
from orchestrator.page_words import counted, full_dollars

_SILENT = frozenset({"contact", "phone"})  # keyed hashes: for a proof, not for reading
_CACHE_SCOPES: Mapping[str, str] = {"tenant": "location", "all": "everything"}
_PRICE_WORDS: Mapping[str, str] = {
    "input_usd": "input",
    "output_usd": "output",
    "cache_write_5m_usd": "write 5 min",
    "cache_write_1h_usd": "write 1 h",
    "cache_read_usd": "read",
}


def details_words(action: str, details: Mapping[str, Any]) -> str:
    """Each fact as "name: value"; what is empty, false or a hash is left out, "from" and "to" are one change."""
    facts = {name: value for name, value in details.items() if name not in _SILENT}
    said = list(_OF_ACTION.get(action, _nothing)(facts))
    if facts.get("from") and facts.get("to"):
        said.append(f"{plain(str(facts.pop('from')))} → {plain(str(facts.pop('to')))}")
    said += [_fact(name, value) for name, value in facts.items() if value or (value == 0 and value is not False)]
    return ", ".join(said)


# What follows takes out of `facts` what it says.
_Says = Callable[[dict[str, Any]], Iterator[str]]


def _nothing(facts: dict[str, Any]) -> Iterator[str]:
    return iter(())


def _limit(facts: dict[str, Any]) -> Iterator[str]:
    yield f"{_a_day(facts.pop('before', None))} → {_a_day(facts.pop('after', None))}"


def _a_day(micro_usd: int | None) -> str:
    return "that of the setting" if micro_usd is None else f"{full_dollars(micro_usd)} a day"


def _correction(facts: dict[str, Any]) -> Iterator[str]:
    before, after = facts.pop("before", None), facts.pop("after", None)
    if before is not None and after is not None:
        yield f"{full_dollars(before)} → {full_dollars(after)}"


def _price(facts: dict[str, Any]) -> Iterator[str]:
    """In dollars per million tokens; of a corrected row only what became another price."""
    model, day, band = (facts.pop(name, None) for name in ("model", "from", "band"))
    before, after = facts.pop("before", None) or {}, facts.pop("after", None) or {}
    yield f"{model} from {day}" + (f", prompts of up to {band:,} tokens" if band else "")
    for name, words in _PRICE_WORDS.items():
        was, usd = before.get(name), after.get(name)
        if was is None and usd is not None:
            yield f"{words} ${usd}"
        elif was != usd:
            yield f"{words} ${was} → ${usd}"


def _taken_back(facts: dict[str, Any]) -> Iterator[str]:
    scope, value = facts.pop("scope", ""), str(facts.pop("value", ""))
    shown = f"{value[:16]}…" if scope == "key" else value
    yield f"{_CACHE_SCOPES.get(scope, scope)} {shown}".strip()
    yield counted(facts.pop("answers", 0), "stored answer")


def _version(facts: dict[str, Any]) -> Iterator[str]:
    number = facts.pop("number", None)
    yield "the newest of the files" if number is None else f"version {number}"


def _alone(facts: dict[str, Any]) -> Iterator[str]:
    yield f"for {counted(facts.pop('minutes', 0), 'minute')}"


_OF_ACTION: Mapping[str, _Says] = {
    "breaker.left_alone": _alone,
    "budget.corrected": _correction,
    "budget.limit_set": _limit,
    "cache.invalidated": _taken_back,
    "price.set": _price,
    "prompt.activated": _version,
}


def _fact(name: str, value: Any) -> str:
    if value is True:
        return plain(name)
    if name == "reason":
        return _reason(str(value))
    if name == "held_for":
        return hold_reason(str(value))
    return f"{plain(name)}: {_value(value)}"


def _reason(given: str) -> str:
    """A reason of ours is a stable word; what a person typed stays as it was typed."""
    code = given.removeprefix("handoff:")
    return handoff_reason(code) if _is_code(code) else f"“{given}”"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{plain(str(name))} {_value(inner)}" for name, inner in value.items() if inner)
    if isinstance(value, list | tuple):
        return ", ".join(_value(inner) for inner in value)
    return plain(value) if isinstance(value, str) and _is_code(value) else str(value)


def _is_code(value: str) -> bool:
    return value.replace("_", "").isalpha()
