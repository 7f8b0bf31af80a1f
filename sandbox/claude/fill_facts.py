"""Which fact a name in a schema means."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sandbox.claude.enums import signal_of
from sandbox.claude.heard import Fact, Heard
from sandbox.claude.names import likeness, match_name
from sandbox.claude.prompt import Request
from sandbox.claude.schema_tools import Schema

MONEY_RIVALS = {"price": "budget", "budget": "price"}


@dataclass(slots=True)
class FactFinder:
    """One request: its schema, what was heard, what was asked."""

    root: Schema
    heard: Heard
    request: Request
    today: date
    obey: bool = False
    _all_places: set[str] | None = None

    def _concept(self, name: str, described: str) -> str:
        """Return what a name means; the pending name means what the pending slot means."""
        return match_name(name, description=described).concept

    def _fact(self, concept: str) -> Fact | None:
        """Return what was heard of a concept; an unexplained amount serves the only money place of a schema."""
        known = self.heard.facts.get(concept)
        if known is None and concept in MONEY_RIVALS and MONEY_RIVALS[concept] not in self._places():
            known = self.heard.facts.get("money")
        return known

    def _fact_for(self, name: str, described: str) -> Fact | None:
        concept = self._concept(name, described)
        if concept:
            return self._fact(concept)
        if self.request.pending and likeness(name, self.request.pending) >= 0.5:
            return self.heard.facts.get("asked")
        return None

    def _places(self) -> set[str]:
        """Return every concept that the names of the schema mean, at any depth."""
        if self._all_places is None:
            self._all_places = {match_name(name).concept for name in _names_in(self.root)}
        return self._all_places

    def _only_speaks(self) -> bool:
        """Return whether the schema has no place for anything a lead may have said."""
        return not self._places() - {"", "language"}

    def _signal_fact(self, name: str) -> Fact | None:
        concept = signal_of(name)
        if concept and concept in self.heard.signals:
            return Fact(concept, self.heard.signals[concept], self.heard.signals[concept], 0.9, agrees=True)
        return None


def _names_in(node: Any) -> list[str]:
    if isinstance(node, list):
        return [name for one in node for name in _names_in(one)]
    if not isinstance(node, dict):
        return []
    own = list(node.get("properties") or {}) + [str(one) for one in node.get("enum") or []]
    return own + [name for one in node.values() for name in _names_in(one)]
