"""Canned replies for unit tests: what is given is sent back in order, what was asked is kept."""

from collections.abc import Iterable
from threading import Lock

from orchestrator.contracts import Usage
from orchestrator.providers.base import AnswerStream, ProviderAnswer, ProviderError, ProviderRequest
from orchestrator.providers.whole import WholeAnswer


class Scripted:
    """Each line is a text, a whole answer, or an error to raise."""

    def __init__(self, lines: Iterable[str | ProviderAnswer | ProviderError], *, name: str = "scripted") -> None:
        self.name = name
        self.asked: list[ProviderRequest] = []
        self._lines = list(lines)
        self._lock = Lock()

    def send(self, request: ProviderRequest) -> ProviderAnswer:
        with self._lock:
            self.asked.append(request)
            if not self._lines:
                raise ProviderError("the script is at its end", outcome="server_error", retryable=False)
            line = self._lines.pop(0)
        if isinstance(line, ProviderError):
            raise line
        if isinstance(line, ProviderAnswer):
            return line
        return ProviderAnswer(line, request.model, Usage(input_tokens=100, output_tokens=20), "complete", "scripted")

    def stream(self, request: ProviderRequest) -> AnswerStream:
        return WholeAnswer(self.send(request))
