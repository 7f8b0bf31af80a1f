"""Workflow webhooks: unsigned, without an id or a time of their own. GoHighLevel publishes no schema for them."""

import hashlib
import hmac
import json
import time
from collections.abc import Iterable, Mapping
from typing import Any

from crm.intake.envelope import as_id, body_key
from crm.intake.record import NewEvent
from crm.mapping.workflow import without_unfilled_tokens
from crm.models import WebhookEvent
from crm.values.bodies import Unreadable, load_object
from crm.values.text import as_text

EVENT_TYPE = "WorkflowWebhook"
BUCKET_SECONDS = 600  # equal bodies within ten minutes are one event; there is no id to tell them apart


def presented_secret(headers: Mapping[str, str]) -> str:
    """The secret of `X-Webhook-Secret`, else of `Authorization: Bearer`."""
    if given := headers.get("X-Webhook-Secret"):
        return given
    scheme, _, value = headers.get("Authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" else ""


def secret_fits(given: str, valid: Iterable[str]) -> bool:
    """Constant-time comparison with each valid secret; without a secret on either side nothing fits."""
    presented = given.encode("utf-8", "surrogateescape")
    fitting = [hmac.compare_digest(presented, secret.encode()) for secret in valid if secret]
    return bool(presented) and any(fitting)


def workflow_event(location_ghl_id: str, raw: bytes, *, now: float | None = None) -> NewEvent:
    """The event to store. The tenant comes from the path; a body that names another location is quarantined.

    `now` is in epoch seconds.
    """
    fields: dict[str, Any] = {}
    problem = ""
    try:
        fields = without_unfilled_tokens(load_object(raw))
    except Unreadable as unreadable:
        problem = unreadable.reason
    if not problem and named_location(fields) not in ("", location_ghl_id):
        problem = "other_location"
    return NewEvent(
        app_id="",
        webhook_id=_key(location_ghl_id, fields, raw, time.time() if now is None else now),
        source=WebhookEvent.Source.WORKFLOW,
        location_ghl_id=location_ghl_id,
        contact_ghl_id=as_id(fields.get("contact_id")) or as_id(fields.get("contactId")),
        type=EVENT_TYPE,
        body=raw,
        sent_at=None,
        problem=problem,
    )


def named_location(fields: dict[str, Any]) -> str:
    nested = fields.get("location")
    inner = as_text(nested.get("id")) if isinstance(nested, dict) else ""
    return inner or as_text(fields.get("location_id")) or as_text(fields.get("locationId"))


def event_name(fields: dict[str, Any]) -> str:
    """What the account's user called the event: `customData.event`, else `event`."""
    custom = fields.get("customData")
    named = as_text(custom.get("event"), 64) if isinstance(custom, dict) else ""
    return named or as_text(fields.get("event"), 64)


def _key(location_ghl_id: str, fields: dict[str, Any], raw: bytes, now: float) -> str:
    """`wf:` and a hash of tenant, workflow, contact, event name, canonical body and ten-minute bucket."""
    workflow = fields.get("workflow")
    parts = [
        location_ghl_id,
        as_text(workflow.get("id")) if isinstance(workflow, dict) else "",
        as_text(fields.get("contact_id")) or as_text(fields.get("contactId")),
        event_name(fields),
        json.dumps(fields, sort_keys=True) if fields else body_key(raw),
        int(now // BUCKET_SECONDS),
    ]
    return f"wf:{hashlib.sha256(json.dumps(parts).encode()).hexdigest()}"
