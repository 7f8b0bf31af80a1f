"""The two spellings of the API, in one place: `v3` and the date versions. A switch is one setting (GHL_API_VERSION)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crm.ghl.operations import Group, Operation

_DATED_QUERY = {
    "locationId": "location_id",
    "pipelineId": "pipeline_id",
    "contactId": "contact_id",
    "assignedTo": "assigned_to",
}
_DATED_TOKEN = {
    "clientId": "client_id",
    "clientSecret": "client_secret",
    "grantType": "grant_type",
    "refreshToken": "refresh_token",
    "userType": "user_type",
    "redirectUri": "redirect_uri",
    "accessToken": "access_token",
    "expiresIn": "expires_in",
}
_DATED_PATHS = {"exchange_token": "/oauth/locationToken"}
_V3_CHANNELS = {"Call": "call", "Email": "email", "SMS": "sms", "WhatsApp": "whatsApp", "GMB": "gmb", "FB": "fb"}


@dataclass(frozen=True, slots=True)
class Dialect:
    name: str
    field_value_key: str
    success_key: str
    versions: Mapping[str, str]

    @property
    def is_v3(self) -> bool:
        return self.name == "v3"

    def version(self, group: Group) -> str:
        """Value of the Version header for this group of calls."""
        return self.versions.get(group, self.versions["*"])

    def path(self, operation: Operation) -> str:
        return operation.path if self.is_v3 else _DATED_PATHS.get(operation.name, operation.path)

    def required(self, operation: Operation) -> tuple[str, ...]:
        """What the operation requires, as this dialect spells it."""
        if operation.name == "search_opportunities":
            return tuple(self.opportunity_query(name) for name in operation.required)
        if operation.name == "request_token":
            return tuple(self.token(name) for name in operation.required)
        return operation.required

    def opportunity_query(self, name: str) -> str:
        """Spelling of a parameter of the opportunity search."""
        return name if self.is_v3 else _DATED_QUERY.get(name, name)

    def token(self, name: str) -> str:
        """Spelling of a property of a token request and of its answer."""
        return name if self.is_v3 else _DATED_TOKEN.get(name, name)

    def custom_field(self, field_id: str, value: Any) -> dict[str, Any]:
        """One custom field of a contact write: always by id, because keys differ between reads and writes.

        Never under `value`, the name that reads use: such a write is accepted and dropped.
        """
        return {"id": field_id, self.field_value_key: value}

    def custom_fields(self, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        return [self.custom_field(field_id, value) for field_id, value in values.items()]

    def dnd_settings(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Channel settings in this spelling; takes both."""
        ours = {name.lower(): name for name in _V3_CHANNELS}
        known = {ours.get(name.lower(), name): value for name, value in settings.items()}
        return {_V3_CHANNELS.get(name, name): value for name, value in known.items()} if self.is_v3 else known


V3 = Dialect("v3", "fieldValue", "succeeded", {"*": "v3"})
DATED = Dialect(
    "2021-07-28",
    "field_value",
    "succeded",
    {"*": "2021-07-28", "conversations": "2021-04-15", "calendars": "2021-04-15"},
)
DIALECTS = {one.name: one for one in (V3, DATED)}
