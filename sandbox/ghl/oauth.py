"""/oauth: token exchange. A code or refresh token works once."""

import time

from sandbox.ghl.call import Answer, Call
from sandbox.ghl.errors import ApiError
from sandbox.machine import Machine
from sandbox.naming import new_id
from sandbox.store import Document

SCOPE = "contacts.readonly contacts.write conversations.readonly conversations.write conversations/message.write"
COMPANY = "SANDBOXCOMPANY0000001"


def issue_code(machine: Machine, *, location: str = "", company: str = "") -> str:
    """Make a one-time authorisation code for a location or a company."""
    code = new_id() + new_id()
    machine.store.put("grants", {"id": code, "kind": "code", "location": location, "company": company})
    return code


def _issue(call: Call, location: str, company: str, *, refreshable: bool = True) -> Document:
    machine, seconds = call.machine, int(call.machine.switches["oauth_expires_in_s"])
    owner = {"locationId": location} if location else {"companyId": company}
    access = new_id() + new_id()
    machine.store.put("tokens", {"id": access, "kind": "oauth", "expires_at": time.time() + seconds, **owner})
    answer: Document = {
        call.dialect.token("accessToken"): access,
        call.dialect.token("tokenType"): "Bearer",
        call.dialect.token("expiresIn"): seconds,
        "scope": SCOPE,
        "userType": "Location" if location else "Company",
        "companyId": COMPANY,
        "userId": "SANDBOXUSER0000000001",
    }
    if location:
        answer["locationId"] = location
    if refreshable:
        refresh = new_id() + new_id()
        machine.store.put("grants", {"id": refresh, "kind": "refresh", "location": location, "company": company})
        answer[call.dialect.token("refreshToken")] = refresh
    return answer


def token(call: Call) -> Answer:
    given = {name: call.body.get(call.dialect.token(name), "") for name in (
        "clientId", "clientSecret", "grantType", "refreshToken",
    )}  # fmt: skip
    if not given["clientId"] or not given["clientSecret"]:
        raise ApiError(422, ["client id and client secret should not be empty"])
    kinds = {"authorization_code": ("code", "code"), "refresh_token": ("refresh", call.dialect.token("refreshToken"))}
    if given["grantType"] not in kinds:
        raise ApiError(422, ["grant type must be authorization_code or refresh_token"])
    kind, name = kinds[given["grantType"]]
    key = str(call.body.get(name, ""))
    grant = call.machine.store.get("grants", key)
    if grant is None or grant["kind"] != kind:
        raise ApiError(400 if kind == "refresh" else 401, f"Invalid {'refresh token' if kind == 'refresh' else 'code'}")
    call.machine.store.delete("grants", key)
    return _issue(call, grant["location"], grant["company"])


def location_token(call: Call) -> Answer:
    """Exchange a company token for a location's; v3 gives a refresh token, the date version none."""
    if not call.company:
        raise ApiError(403, "This route needs a company token.")
    location = call.machine.store.get("locations", str(call.body.get("locationId", "")))
    if location is None or call.body.get("companyId") != call.company:
        raise ApiError(400, "Location not found for this company")
    return 201, _issue(call, location["id"], "", refreshable=call.dialect.is_v3)
