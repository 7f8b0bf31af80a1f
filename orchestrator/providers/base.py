"""What a provider of models must do, in the words of the engine. One file per provider; `build.py` names them."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Literal, Protocol, Self

from orchestrator.contracts import Usage
from orchestrator.prompts.render import ChatMessage

Stop = Literal["complete", "refused", "truncated", "too_long", "cut", "other"]


@dataclass(frozen=True, slots=True)
class RateHint:
    """One limit per minute as the provider states it. `reset_at`: Unix time at which it is whole again."""

    limit: int
    remaining: int
    reset_at: float


@dataclass(frozen=True, slots=True)
class RateHints:
    """What a response's headers say of the account's limits; None where they say nothing."""

    requests: RateHint | None = None
    input_tokens: RateHint | None = None
    output_tokens: RateHint | None = None


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
    """`usage_is_most`: what the provider counted cannot be true; `usage` is the most that the call can have used."""

    text: str
    model: str
    usage: Usage
    stop: Stop
    request_id: str = ""
    hints: RateHints | None = None
    usage_is_most: bool = False


class ProviderError(Exception):
    """A try without an answer. The message holds no key and no text of the request.

    `charged`: "no" where the provider said no or was never reached, "unknown" where it may have worked for us.
    `account_wide`: no request to this account will work until a person acts (a bad key, no credit, a spend limit).
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
        account_wide: bool = False,
        hints: RateHints | None = None,
    ) -> None:
        super().__init__(message)
        self.outcome = outcome
        self.retryable = retryable
        self.retry_after = retry_after
        self.http_status = http_status
        self.request_id = request_id
        self.charged = charged
        self.account_wide = account_wide
        self.hints = hints


class AnswerStream(Protocol):
    """An answer as it comes. Leaving the block early cuts it; what was used until then is still known."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def __iter__(self) -> Iterator[str]:
        """Pieces of text. Raises ProviderError."""
        ...

    def answer(self) -> ProviderAnswer:
        """All that came, with the usage known so far; `stop` is "cut" when it did not come to its end."""
        ...


class Provider(Protocol):
    """`name` stands in the ledger and for the account in pacing."""

    name: str

    def send(self, request: ProviderRequest) -> ProviderAnswer:
        """One try, no retries of its own. Raises ProviderError and nothing else for what the provider did."""
        ...

    def stream(self, request: ProviderRequest) -> AnswerStream:
        """The same try with its text as it comes. Raises ProviderError where none comes at all."""
        ...
