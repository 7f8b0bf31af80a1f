"""The models that can be asked: each class of models as a provider and a model's name, per group of locations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orchestrator.asking.routing import ROUTES, Route, Traits, classes_for
from orchestrator.providers.base import Provider


@dataclass(frozen=True, slots=True)
class Candidate:
    """One model at one provider."""

    provider: Provider
    model: str

    @property
    def name(self) -> str:
        """What pace and breaker know it by; limits and outages are of a model at a provider."""
        return f"{self.provider.name}:{self.model}"

    @property
    def account(self) -> str:
        """The breaker's name for everything at this provider: a bad key or an empty account."""
        return f"{self.provider.name}:*"


class Fleet:
    """`by_group` holds, for each group of locations, the candidate of each class; a class may be missing."""

    def __init__(self, by_group: Mapping[str, Mapping[str, Candidate]], routes: Iterable[Route] = ROUTES) -> None:
        self._by_group = by_group
        self._routes = tuple(routes)

    def everybody(self) -> tuple[Candidate, ...]:
        """All that is set up, each once, whoever may ask it."""
        named = (candidate for of_class in self._by_group.values() for candidate in of_class.values())
        return tuple({candidate.name: candidate for candidate in named}.values())

    def chain(self, group: str, traits: Traits) -> tuple[Candidate, ...]:
        """Who is asked, in order, each once."""
        of_class = self._by_group.get(group, {})
        named = (of_class[name] for name in classes_for(traits, self._routes) if name in of_class)
        return tuple({candidate.name: candidate for candidate in named}.values())
