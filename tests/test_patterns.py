"""Patterns mean the same on every Python that the product runs on."""

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

UNIMPORTABLE = frozenset({"enterprisehub.wsgi", "enterprisehub.asgi"})  # they set Django up once more
ROOMS = ("audit", "bots", "crm", "dashboard", "enterprisehub", "orchestrator", "outbound", "sandbox")
# One character that repeats; before Python 3.11.5 a possessive group with a repetition inside goes wrong.
ONE_CHARACTER = {_constants.LITERAL, _constants.NOT_LITERAL, _constants.IN, _constants.ANY}


def patterns() -> Iterator[tuple[str, re.Pattern[Any]]]:
    for room in ROOMS:
        package = importlib.import_module(room)
        for found in pkgutil.walk_packages(package.__path__, f"{room}."):
            if ".migrations." in found.name or found.name.endswith("__main__") or found.name in UNIMPORTABLE:
                continue
            module = importlib.import_module(found.name)
            yield from ((found.name, one) for one in _patterns_in(vars(module).values(), deep=2))


def _patterns_in(values: Iterable[Any], deep: int) -> Iterator[re.Pattern[Any]]:
    for value in values:
        if isinstance(value, re.Pattern):
            yield value
        elif deep and isinstance(value, dict):
            yield from _patterns_in(value.values(), deep - 1)
        elif deep and isinstance(value, list | tuple | set | frozenset):
            yield from _patterns_in(value, deep - 1)


def possessive_groups(pattern: str | bytes, flags: int = 0) -> int:
    return sum(_possessive_groups(_parser.parse(pattern, flags & ~re.DEBUG)))


def _possessive_groups(parsed: Any) -> Iterator[int]:
    for code, argument in parsed:
        if code is _constants.POSSESSIVE_REPEAT and not _is_one_character(argument[2]):
            yield 1
        yield from _inside(argument)


def _is_one_character(parsed: Any) -> bool:
    return len(parsed) == 1 and parsed[0][0] in ONE_CHARACTER


def _inside(argument: Any) -> Iterator[int]:
    parts = argument if isinstance(argument, tuple | list) else (argument,)
    for part in parts:
        if isinstance(part, _parser.SubPattern):
            yield from _possessive_groups(part)
        elif isinstance(part, tuple | list):
            yield from _inside(part)


@pytest.mark.parametrize("pattern", [r"(?:a*b)*+", r"x(?:(?:ab)++c|d)", r"(?P<n>\d+(?:,\d+)?+)"])
def test_a_possessive_group_is_seen(pattern: str) -> None:
    assert possessive_groups(pattern) == 1


@pytest.mark.parametrize("pattern", [r"\s*+", r"[ab]++c", r"(?>(?:a*b)*)"])
def test_what_every_python_reads_alike_is_not(pattern: str) -> None:
    assert possessive_groups(pattern) == 0


def test_no_pattern_has_a_possessive_group() -> None:
    seen = list(patterns())
    assert len(seen) > 200
    assert not {(name, one.pattern) for name, one in seen if possessive_groups(one.pattern, one.flags)}
