"""What the CRM is known to do other than it says, each behind a switch: accepted and dropped, refused and done."""

from sandbox.ghl.call import Answer, Call
from sandbox.ghl.errors import ApiError
from sandbox.store import Document

DROPPED_BY = {
    "phone": "crm_drops_phone",
    "customFields": "crm_drops_custom_fields",
    "tags": "crm_drops_tags",
    "dnd": "crm_drops_dnd",
}


def kept(call: Call, changes: Document) -> Document:
    """The part of a write that is kept. Nothing in the answer says that the rest was left out."""
    return {name: value for name, value in changes.items() if not _is_dropped(call, name)}


def _is_dropped(call: Call, name: str) -> bool:
    return name in DROPPED_BY and bool(call.machine.switches[DROPPED_BY[name]])


def refuse_what_was_made(call: Call) -> None:
    """Called when the contact exists already: the 422 of a create that went through."""
    if call.machine.switches["crm_refuses_yet_creates"]:
        raise ApiError(422, ["customFields.0.id must be a string"])


def matched_by_second_email(call: Call, contact: Document, changes: Document) -> Document:
    """What an upsert changes that came by one of the contact's additional e-mails.

    As it should be, the e-mails stay as they are. Under the switch the second one takes the first one's place, which is
    lost.
    """
    given = str(changes.get("email") or "").strip().lower()
    more = list(contact.get("additionalEmails") or [])
    if given not in more:
        return changes
    if call.machine.switches["crm_drops_second_email"]:
        contact["additionalEmails"] = [one for one in more if one != given]
        return changes
    return {name: value for name, value in changes.items() if name != "email"}


def success(call: Call) -> dict[str, bool]:
    """The success flag in the dialect's spelling, or in the one that the switch names."""
    spelled = call.machine.switches["crm_success_flag"]
    return {spelled: True} if spelled else call.dialect.success()


def answered(call: Call, answer: Document, *, status: int = 200) -> Answer:
    """The answer of a write to a contact; under the switch without what it came to."""
    if call.machine.switches["crm_answers_without_body"]:
        return status, {}
    return status, answer
