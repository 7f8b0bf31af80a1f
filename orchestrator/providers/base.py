"""What a provider of models must do, in the words of the engine. One file per provider; `build.py` names them."""

from dataclasses import dataclass
from typing import Any, Literal, Protocol

from orchestrator.contracts import Usage
from orchestrator.prompts.render import ChatMessage

Stop = Literal["complete", "refused", "truncated", "too_long", "other"]


@dataclass(frozen=True, slots=True)
class ProviderRequest:
    """One try. `schema` is the JSON schema of the answer; `timeout_seconds` the most it may take."""

    model: str
    system: str
    messages: tuple[ChatMessage, ...]
    schema: dict[str, Any]
    max_output_tokens: int
    timeout_seconds: float


@dataclass(frozen=True, slots=True)
class ProviderAnswer:
    text: str
    model: str
    usage: Usage
    stop: Stop
    request_id: str = ""


class ProviderError(Exception):
    """A try without an answer. The message holds no key and no text of the request.

    `charged`: "no" where the provider said no or was never reached, "unknown" where it may have worked for us.
    """

    def __init__(
        self,
        message: str,
        *,
        outcome: str,
        retryable: bool,
        retry_after: float | None = None,
        http_status: int | None = None,
        request_id: str = "",
        charged: Literal["no", "unknown"] = "no",
    ) -> None:
        super().__init__(message)
        self.outcome = outcome
        self.retryable = retryable
        self.retry_after = retry_after
        self.http_status = http_status
        self.request_id = request_id
        self.charged = charged


class Provider(Protocol):
    """`name` stands in the ledger and for the account in pacing."""

    name: str

    def send(self, request: ProviderRequest) -> ProviderAnswer:
        """One try, no retries of its own. Raises ProviderError and nothing else for what the provider did."""
        ...
