"""Pure: what an answer type asks for, as far as a reader must know it to tell a field from a remark."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

Kind = Literal["object", "list", "choice", "text", "whole", "number", "truth", "other"]
_SCALARS: tuple[tuple[type, Kind], ...] = ((bool, "truth"), (int, "whole"), (float, "number"), (str, "text"))
_DEEPEST = 8  # a type that holds itself is not followed further
_NOT_PLAIN = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Shape:
    """`fields` by their exact names, `spelled` from plain spelling to exact name; `units` are words of the names on
    the way here ("size", "sqft"), which a value may repeat; `names` are the plain names of all fields below."""

    kind: Kind
    nullable: bool = False
    name: str = ""
    fields: Mapping[str, "Shape"] = field(default_factory=dict)
    spelled: Mapping[str, str] = field(default_factory=dict)
    item: "Shape | None" = None
    choices: tuple[Any, ...] = ()
    units: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    @property
    def always(self) -> frozenset[str]:
        """Simple fields that are never null: every whole answer has them."""
        return frozenset(
            name for name, part in self.fields.items() if not part.nullable and part.kind not in ("list", "object")
        )

    def knows(self, name: str) -> bool:
        """Is this a field here, up to case, blanks, dashes and underscores?"""
        return name in self.fields or plain(name) in self.spelled


def plain(name: str) -> str:
    """A name without case, blanks, dashes, underscores and invisible signs."""
    return _NOT_PLAIN.sub("", name).lower()


@lru_cache(maxsize=256)
def shape_of(answer_type: type[BaseModel]) -> Shape:
    return _object(answer_type, nullable=False, units=frozenset(), depth=0)


def _object(model: type[BaseModel], *, nullable: bool, units: frozenset[str], depth: int) -> Shape:
    fields = {
        f.alias or name: _shape(f.annotation, units | _words(name), depth + 1) for name, f in model.model_fields.items()
    }
    return Shape(
        "object",
        nullable,
        model.__name__,
        fields,
        {plain(name): name for name in fields},
        names=frozenset(map(plain, fields)).union(*(inner.names for inner in fields.values())),
    )


def _shape(annotation: Any, units: frozenset[str], depth: int) -> Shape:
    if get_origin(annotation) in (Union, UnionType):
        return _either(get_args(annotation), units, depth)
    if get_origin(annotation) is Literal:
        return Shape("choice", choices=get_args(annotation))
    if get_origin(annotation) is list or annotation is list:
        item = _shape(get_args(annotation)[0], units, depth + 1) if get_args(annotation) else Shape("other")
        return Shape("list", item=item, names=item.names)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and depth < _DEEPEST:
        return _object(annotation, nullable=False, units=units, depth=depth)
    kinds = (kind for python, kind in _SCALARS if isinstance(annotation, type) and issubclass(annotation, python))
    return Shape(next(kinds, "other"), units=units)


def _either(parts: tuple[Any, ...], units: frozenset[str], depth: int) -> Shape:
    """One kind or null; a choice between several kinds is left to validation."""
    real = [part for part in parts if part is not NoneType]
    if len(real) != 1:
        return Shape("other")
    one = _shape(real[0], units, depth)
    return Shape(one.kind, True, one.name, one.fields, one.spelled, one.item, one.choices, one.units, one.names)


def _words(name: str) -> frozenset[str]:
    return frozenset(_split(name.lower()))


def _split(name: str) -> Iterator[str]:
    yield from (word for word in re.split(r"[\W_]+", name) if word)
