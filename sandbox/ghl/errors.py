"""Errors in the CRM's shape."""

from http import HTTPStatus

from sandbox.store import Document


class ApiError(Exception):
    """Becomes {statusCode, message, error}; validation errors carry a list of messages."""

    def __init__(self, status: int, message: str | list[str]) -> None:
        super().__init__(message)
        self.status, self.message = status, message

    def body(self) -> Document:
        return {"statusCode": self.status, "message": self.message, "error": HTTPStatus(self.status).phrase}
