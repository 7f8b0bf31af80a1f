"""Pure: signs of an order to the machine, in English and Spanish, each with a weight. No single weak one decides.

Written for folded text (guards/disguises.py): small letters, no accents. What people say about homes, rules of a
condominium, heating systems and forwarded mail shows none or one weak sign.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from orchestrator.guards.disguises import View, views
from orchestrator.guards.signs_of_command import COMMANDS
from orchestrator.guards.signs_of_filling import FILLINGS
from orchestrator.guards.signs_of_speech import SPEECHES

ENOUGH = 1.0  # the sum of weights from which a text counts as an attack
ENOUGH_ASIDE = 0.7  # for what nobody waits to see answered: a name, a note, a field, an older message
_PATTERNS = {
    name: (weight, re.compile(pattern)) for name, (weight, pattern) in (COMMANDS | FILLINGS | SPEECHES).items()
}
# "but I did not" is no sign by itself: only where something was to be written down.
_ONLY_WITH = {"not_so": {"records_for_us", "fills_form", "sets_a_value"}}
_DISGUISES = {"invisible": 0.5, "look_alikes": 0.5, "spaced": 0.4, "leet": 0.4, "encoded": 0.6, "entities": 0.4}


@dataclass(frozen=True, slots=True)
class Shown:
    """Which signs a text shows, and what they weigh together."""

    signs: tuple[str, ...] = ()
    weight: float = 0.0


def signs_of(text: str) -> Shown:
    """Everything that a text shows in the view of it that shows most."""
    if len(text) > _BEGINNING_CHARS + _END_CHARS:
        text = f"{text[:_BEGINNING_CHARS]}\n{text[-_END_CHARS:]}"  # the middle is cut out before anything is sent
    return _remembered(text) if len(text) <= _MOST_REMEMBERED_CHARS else _looked_at(text)


_MOST_REMEMBERED_CHARS = 400  # short texts repeat across leads; long ones do not
_BEGINNING_CHARS, _END_CHARS = 12_000, 6_000


@lru_cache(maxsize=4096)
def _remembered(text: str) -> Shown:
    return _looked_at(text)


def _looked_at(text: str) -> Shown:
    return max((_of_view(view) for view in views(text)), key=lambda shown: shown.weight)


def _of_view(view: View) -> Shown:
    """A disguise counts only where something is hidden in it."""
    found = list(_matching(view.text))
    names = {name for name, _ in found}
    found = [one for one in found if one[0] not in _ONLY_WITH or names & _ONLY_WITH[one[0]]]
    weight = sum(weight for _, weight in found)
    if found and view.disguise:
        found.append((view.disguise, 0.0))
        weight += _DISGUISES[view.disguise]
    return Shown(tuple(name for name, _ in found), round(weight, 2))


def _matching(text: str) -> Iterator[tuple[str, float]]:
    for name, (weight, pattern) in _PATTERNS.items():
        if pattern.search(text):
            yield name, weight
