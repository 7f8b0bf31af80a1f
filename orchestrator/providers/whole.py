"""A stream over an answer that is already there: the same door for who cannot or need not stream."""

from collections.abc import Iterator
from dataclasses import replace
from types import TracebackType
from typing import Self

from orchestrator.providers.base import ProviderAnswer

_PIECE_CHARS = 12


class WholeAnswer:
    """Hands an answer out in small pieces; "cut" when somebody stopped before its end."""

    def __init__(self, answer: ProviderAnswer) -> None:
        self._answer = answer
        self._given = ""
        self._at_end = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def __iter__(self) -> Iterator[str]:
        text = self._answer.text
        for start in range(0, len(text), _PIECE_CHARS):
            piece = text[start : start + _PIECE_CHARS]
            self._given += piece
            yield piece
        self._at_end = True

    def answer(self) -> ProviderAnswer:
        return self._answer if self._at_end else replace(self._answer, text=self._given, stop="cut")
