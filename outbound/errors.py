"""What went wrong on the way to another service, with the facts a caller needs to decide."""

from typing import Literal

Applied = Literal["no", "maybe", "yes"]


class OutboundError(Exception):
    """A call that did not end well.

    applied: whether the other side may have acted on it. retryable: whether the same call may succeed later.
    retry_after_s: how long the other side asked us to wait. The message never holds a token or a body.
    """

    retryable = False
    applied: Applied = "no"

    def __init__(
        self,
        message: str,
        *,
        status_code: int | None = None,
        retry_after_s: float | None = None,
        trace_id: str = "",
        applied: Applied | None = None,
    ) -> None:
        super().__init__(message)
        self.status_code = status_code
        self.retry_after_s = retry_after_s
        self.trace_id = trace_id
        if applied is not None:
            self.applied = applied
