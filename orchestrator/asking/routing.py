"""Pure: which classes of models serve a request, in what order. A table decides; the settings name the models.

The first row that fits counts. A row may ask for a task, the class that the prompt wants, a complexity, a lead's value,
little time or little budget; what it does not name fits anything. Little time and little budget are pressure: they may
change the choice from one moment to the next, so a stored answer is looked up without them first (`steady`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

CLASSES = ("understand", "compose", "strong", "cheaper", "openai", "self_hosted")


class BadRoute(ValueError):
    """A row of the table cannot be used; the sentence names the row, what was expected and what came."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What the table may look at. `wants` is the class of models that the prompt names.

    `budget_left`: the smaller share (0 to 1) that the day's budgets still have.
    """

    task: str
    wants: str = ""
    complexity: str = "plain"
    value: str = "normal"
    seconds_left: float = float("inf")
    budget_left: float = 1.0

    def steady(self) -> "Traits":
        """The same request without the pressure of the moment."""
        return replace(self, seconds_left=float("inf"), budget_left=1.0)


@dataclass(frozen=True, slots=True)
class Route:
    """One row: where it fits, and the classes to ask in order. "" fits anything; `*_under` fit below their number."""

    models: tuple[str, ...]
    task: str = ""
    wants: str = ""
    complexity: str = ""
    value: str = ""
    seconds_under: float | None = None
    budget_under: float | None = None

    def fits(self, traits: Traits) -> bool:
        return (
            self.task in ("", traits.task)
            and self.wants in ("", traits.wants)
            and self.complexity in ("", traits.complexity)
            and self.value in ("", traits.value)
            and (self.seconds_under is None or traits.seconds_left < self.seconds_under)
            and (self.budget_under is None or traits.budget_left < self.budget_under)
        )


_AFTER_CLAUDE = ("openai", "self_hosted")
ROUTES: tuple[Route, ...] = (
    # The last tenth of a day's budget goes to what is cheap, so that reading what leads write goes on longest.
    Route(("cheaper", *_AFTER_CLAUDE), value="normal", budget_under=0.1),
    # A slow model would spend what little time is left and then be cut off.
    Route(("cheaper", *_AFTER_CLAUDE), seconds_under=6.0),
    Route(("strong", "compose", "cheaper", *_AFTER_CLAUDE), wants="compose", complexity="hard", value="high"),
    Route(("compose", "cheaper", *_AFTER_CLAUDE), wants="compose"),
    Route(("compose", "understand", "cheaper", *_AFTER_CLAUDE), wants="understand", complexity="hard"),
    # By default the cheaper one is the one that understands; where that is left alone, the one that words may be well.
    Route(("understand", "cheaper", "compose", *_AFTER_CLAUDE)),
)


def classes_for(traits: Traits, routes: Iterable[Route] = ROUTES) -> tuple[str, ...]:
    """The classes of the first row that fits; empty where none does."""
    return next((route.models for route in routes if route.fits(traits)), ())


def read_routes(rows: Any) -> tuple[Route, ...]:
    """A table from JSON: a list of objects with the names of a Route's fields. Raises BadRoute."""
    if not isinstance(rows, list) or not rows:
        raise BadRoute("LLM_ROUTES must be a list of at least one object.")
    return tuple(_route(row, f"Row {number} of LLM_ROUTES") for number, row in enumerate(rows, 1))


def _route(row: Any, where: str) -> Route:
    if not isinstance(row, Mapping):
        raise BadRoute(f"{where} must be an object, not {type(row).__name__}.")
    known = {field.name for field in fields(Route)}
    unknown = sorted(set(row) - known)
    if unknown:
        raise BadRoute(f"{where} has the unknown names {', '.join(unknown)}; known: {', '.join(sorted(known))}.")
    models = row.get("models")
    if not isinstance(models, list) or not models or any(name not in CLASSES for name in models):
        raise BadRoute(f"{where}: models must be a list of some of {', '.join(CLASSES)}, not {models!r}.")
    for name in ("seconds_under", "budget_under"):
        if not isinstance(row.get(name, 0.0), int | float | None):
            raise BadRoute(f"{where}: {name} must be a number, not {row[name]!r}.")
    for name in ("task", "wants", "complexity", "value"):
        if not isinstance(row.get(name, ""), str):
            raise BadRoute(f"{where}: {name} must be a word, not {row[name]!r}.")
    return Route(**{**row, "models": tuple(models)})
