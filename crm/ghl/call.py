"""One request to the CRM, not yet sent: which operation, and what is filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crm.ghl.operations import Operation

_NO_SEGMENTS = frozenset({"", ".", ".."})


@dataclass(frozen=True, slots=True)
class Call:
    """`body` and `query` may hold a lead's words, phone and e-mail, or a grant's secrets: repr shows neither.

    Raises ValueError for an id that cannot stand in a path: an empty one would name the whole collection, and dots are
    taken away by whoever normalises the address, however they are escaped.
    """

    operation: Operation
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str | int] = field(default_factory=dict, repr=False)
    body: Mapping[str, Any] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        for name, value in self.path.items():
            if value in _NO_SEGMENTS:
                raise ValueError(f"{self.operation.name}: {name} is no id")
