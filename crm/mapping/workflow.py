"""Workflow webhook bodies -> LeadDraft. Pure.

What the account left unfilled is dropped first: a token such as {{contact.email}} may arrive literally.
"""

from collections.abc import Iterable
from typing import Any

from crm.mapping.contacts import country_of, phone_columns, split_name, tags_of, zone_of
from crm.mapping.drafts import LeadDraft, MessageDraft
from crm.mapping.fields import FieldRule, email_of, read_labelled
from crm.mapping.messages import message_draft
from crm.payloads import MessagePayload, WorkflowPayload
from crm.values.text import as_text

INBOUND = "inboundmessage"  # what customData.event says, in lower case, when a workflow forwards a message of the lead


def without_unfilled_tokens(value: Any) -> Any:
    """The same value without anything that still contains a `{{token}}`."""
    if isinstance(value, dict):
        return {name: without_unfilled_tokens(one) for name, one in value.items() if not _unfilled(one)}
    if isinstance(value, list):
        return [without_unfilled_tokens(one) for one in value if not _unfilled(one)]
    return value


def _unfilled(value: Any) -> bool:
    return isinstance(value, str) and "{{" in value


def workflow_draft(payload: WorkflowPayload, rules: Iterable[FieldRule]) -> LeadDraft:
    """What the workflow says of the contact. Empty values are left out: a workflow never empties a field."""
    country = country_of(payload.country)
    named = {"first_name": payload.first_name[:100], "last_name": payload.last_name[:100]}
    if not any(named.values()) and payload.full_name:
        named = split_name(payload.full_name)
    columns = {
        **named,
        "email": email_of(payload.email),
        "address1": payload.address1[:250],
        "city": payload.city[:100],
        "state": payload.state[:64],
        "postal_code": payload.postal_code[:20],
        "country": country,
        "timezone": zone_of(payload.timezone),
        "source": payload.contact_source[:200],
        "added_at": payload.date_created,
        **phone_columns(payload.phone, country),
    }
    fields = read_labelled(rules, payload.model_extra or {})
    return LeadDraft(
        contact_id=(payload.contact_id or payload.contactId)[:64],
        columns={name: value for name, value in columns.items() if value not in ("", None)},
        tags=tags_of(payload.tags) or None,
        attributes={name: value for name, value in fields.attributes.items() if value is not None},
        custom_fields=fields.unmapped,
    )


def consent_of(payload: WorkflowPayload) -> str:
    """The word under `customData.consent`, in lower case; "" when the form asked for none."""
    return as_text(payload.customData.get("consent"), 40).lower()


def forwarded_message(payload: WorkflowPayload) -> MessageDraft | None:
    """The lead's message under `customData`, as the steps of connecting name it; None when there is none.

    `event` = InboundMessage, `message` the words, `message_id` its id where the CRM fills one in, `channel` when it is
    no SMS.
    """
    custom = payload.customData
    words = as_text(custom.get("message"))
    contact_id = payload.contact_id or payload.contactId
    if as_text(custom.get("event")).lower() != INBOUND or not words or not contact_id:
        return None
    named = {
        "contactId": contact_id[:64],
        "messageId": custom.get("message_id"),
        "messageType": custom.get("channel") or "SMS",
        "body": words,
        "from": phone_columns(payload.phone, country_of(payload.country)).get("phone") or "",
    }
    return message_draft(MessagePayload.model_validate(named))
