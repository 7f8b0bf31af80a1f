"""Pure: what a write came to, compared with what was sent. The CRM accepts writes of which it drops a part in silence.

    differences(call, answer)     none: the answer itself shows that all is there, and no further call is made
    reading(call)                 else: the GET whose answer goes through `differences` once more
    looking_for(call)             a create that was refused may have been made all the same: the GET that shows it
    lost_emails(before, after)    an upsert by a second e-mail may take the first one's place

Known cases: GoHighLevel/highlevel-api-docs #64 (422 and created), #37 (phone left out), #337 (first e-mail lost), and
custom fields under a name that is accepted and dropped.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from crm.ghl import calls
from crm.ghl.call import Call
from crm.ghl.read import contact_in, custom_values_in, rows, said_done, strings
from crm.values.dates import read_datetime
from crm.values.phones import to_e164

COMPARED = ("phone", "email", "dnd")
EPOCH_MS_FROM = 10**11  # a number from here on is a moment in milliseconds, as date fields are returned


@dataclass(frozen=True, slots=True)
class Difference:
    """`name`: phone, email, dnd, success, tags.<tag> or customFields.<id>. The values are a lead's: repr hides them."""

    name: str
    sent: Any = field(repr=False)
    held: Any = field(repr=False)


def differences(call: Call, body: Mapping[str, Any]) -> tuple[Difference, ...]:
    """What `body`, the write's own answer or a later read of the contact, does not show as it was sent.

    An answer that is silent about something differs in it. Only writes to a contact and success flags are compared.
    """
    found = [Difference("success", True, False)] if said_done(body) is False else []
    sent, name = call.body or {}, call.operation.name
    if name in ("add_tags", "remove_tags"):
        found += _in_tags(sent["tags"], body, should_hold=name == "add_tags")
    elif name in ("create_contact", "upsert_contact", "update_contact"):
        found += _in_contact(sent, contact_in(body))
    return tuple(found)


def reading(call: Call) -> Call | None:
    """The contact that the call wrote to; None for a call that names none."""
    contact_id = call.path.get("contact_id")
    return calls.read_contact(contact_id) if contact_id else None


def looking_for(call: Call) -> Call | None:
    """Whether the contact of a refused create is there. None for other calls, and without phone and e-mail."""
    if call.operation.name not in ("create_contact", "upsert_contact"):
        return None
    sent = call.body or {}
    phone, email = str(sent.get("phone") or ""), str(sent.get("email") or "")
    if not (phone or email):
        return None
    return calls.find_duplicate(str(sent["locationId"]), phone=phone, email=email)


def lost_emails(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """E-mails that a contact had and has no more, the first as well as the additional ones."""
    return tuple(sorted(_emails(before) - _emails(after)))


def _emails(contact: Mapping[str, Any]) -> set[str]:
    given = [contact.get("email"), *strings(contact, "additionalEmails")]
    return {str(one).strip().lower() for one in given if one}


def _in_tags(sent: Iterable[str], body: Mapping[str, Any], *, should_hold: bool) -> list[Difference]:
    """An answer of the tag calls lists all tags; a read has them in the contact."""
    held = strings(body, "tags") if "tags" in body else strings(contact_in(body), "tags")
    told = "tags" in body or "tags" in contact_in(body)
    tags = {_plain(tag) for tag in held}
    wanted = {tag: _plain(tag) in tags for tag in sent}
    return [Difference(f"tags.{tag}", should_hold, is_held) for tag, is_held in wanted.items()
            if not told or is_held is not should_hold]  # fmt: skip


def _in_contact(sent: Mapping[str, Any], contact: Mapping[str, Any]) -> list[Difference]:
    names = [name for name in COMPARED if name in sent]
    found = [Difference(name, sent[name], contact.get(name)) for name in names
             if not contact or not _same(name, sent[name], contact.get(name))]  # fmt: skip
    held = custom_values_in(contact)
    for one in rows(sent, "customFields"):
        value = next((one[key] for key in ("fieldValue", "field_value", "value") if key in one), None)
        if not contact or not same_value(value, held.get(str(one["id"]))):
            found.append(Difference(f"customFields.{one['id']}", value, held.get(str(one["id"]))))
    if "tags" in sent:
        found += _in_tags(sent["tags"], {"contact": contact}, should_hold=True)
    return found


def _same(name: str, sent: Any, held: Any) -> bool:
    if name == "phone":
        return _phone(sent) == _phone(held)
    if name == "dnd":
        return bool(sent) == bool(held)
    return _plain(sent) == _plain(held)


def same_value(sent: Any, held: Any) -> bool:
    """Whether a custom field holds what was sent, whatever type it comes back as: "87" is 87, a date is its moment."""
    if _is_empty(sent) or _is_empty(held):
        return _is_empty(sent) and _is_empty(held)
    if isinstance(sent, list) or isinstance(held, list):
        return _members(sent) == _members(held)
    if _plain(sent) == _plain(held):
        return True
    numbers = _number(sent), _number(held)
    if None not in numbers and numbers[0] == numbers[1]:
        return True
    return _same_day(sent, held)


def _same_day(sent: Any, held: Any) -> bool:
    """A date field comes back as a moment, in ISO or in milliseconds."""
    if not any(isinstance(one, str) and "-" in one for one in (sent, held)):
        return False
    moments = _moment(sent), _moment(held)
    return moments[0] is not None and moments[1] is not None and moments[0].date() == moments[1].date()


def _moment(value: Any) -> Any:
    number = _number(value)
    return None if number is not None and number < EPOCH_MS_FROM else read_datetime(value)


def _number(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _members(value: Any) -> set[str]:
    given = value if isinstance(value, list) else str(value).split(",")
    return {_plain(one) for one in given}


def _phone(value: Any) -> str:
    return to_e164(str(value or "")) or str(value or "").strip()


def _plain(value: Any) -> str:
    return "" if value is None else str(value).strip().lower()


def _is_empty(value: Any) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())
