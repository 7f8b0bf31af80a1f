"""The script of unit tests, as a stream."""

import pytest

from orchestrator.contracts import Usage
from orchestrator.providers.base import ProviderAnswer, ProviderError
from orchestrator.providers.scripted import Scripted
from tests.orchestrator.provider_cases import request


def test_a_script_streams_its_lines_in_pieces() -> None:
    script = Scripted(["a line that is longer than one piece", ProviderError("no", outcome="x", retryable=False)])
    with script.stream(request()) as stream:
        pieces = list(stream)
    assert len(pieces) > 1
    assert (stream.answer().text, stream.answer().stop) == ("".join(pieces), "complete")
    with pytest.raises(ProviderError):
        script.stream(request())


def test_a_reader_who_leaves_has_what_came_so_far() -> None:
    script = Scripted([ProviderAnswer("a line that is longer than one piece", "m", Usage(5, 9), "complete")])
    with script.stream(request()) as stream:
        first = next(iter(stream))
    assert (stream.answer().text, stream.answer().stop, stream.answer().usage) == (first, "cut", Usage(5, 9))
