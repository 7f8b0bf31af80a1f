"""The two spellings of the API: `v3` and the date versions."""

from dataclasses import dataclass
from typing import Any

from sandbox.store import Document

DND_V3 = {"Call": "call", "Email": "email", "SMS": "sms", "WhatsApp": "whatsApp", "GMB": "gmb", "FB": "fb"}
QUERY_V3_TO_DATED = {
    "locationId": "location_id",
    "pipelineId": "pipeline_id",
    "pipelineStageId": "pipeline_stage_id",
    "contactId": "contact_id",
    "assignedTo": "assigned_to",
}
TOKEN_V3_TO_DATED = {
    "clientId": "client_id", "clientSecret": "client_secret", "grantType": "grant_type",
    "refreshToken": "refresh_token",
    "userType": "user_type", "redirectUri": "redirect_uri", "accessToken": "access_token", "tokenType": "token_type",
    "expiresIn": "expires_in",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dialect:
    version: str
    is_v3: bool

    def success(self, done: bool = True) -> dict[str, bool]:
        return {"succeeded" if self.is_v3 else "succeded": done}

    def dnd_out(self, settings: Document) -> Document:
        return {DND_V3[name]: value for name, value in settings.items()} if self.is_v3 else dict(settings)

    def dnd_in(self, name: str) -> str | None:
        """Return the channel for a dndSettings key of this dialect, or None for a foreign one."""
        if not self.is_v3:
            return name if name in DND_V3 else None
        return next((channel for channel, spelled in DND_V3.items() if spelled == name), None)

    def field_value(self, entry: Document) -> tuple[bool, Any]:
        """Return (given, value) of a custom-field write. `value` counts as not given: the CRM drops it silently."""
        for name in ("fieldValue", "field_value") if self.is_v3 else ("field_value",):
            if name in entry:
                return True, entry[name]
        return False, None

    def query(self, name: str) -> str:
        """Return this dialect's spelling of an opportunity-search parameter."""
        return name if self.is_v3 else QUERY_V3_TO_DATED.get(name, name)

    def token(self, name: str) -> str:
        """Return this dialect's spelling of a token-request or token-answer key."""
        return name if self.is_v3 else TOKEN_V3_TO_DATED.get(name, name)


DIALECTS = {
    "v3": Dialect("v3", True),
    "2021-07-28": Dialect("2021-07-28", False),
    "2021-04-15": Dialect("2021-04-15", False),
}
