"""Message events -> Message rows; opt-out, opt-in and HELP are heard here, before anything else happens."""

from django.db.models import Q

from crm.consent.commands import command_of
from crm.consent.recognition import Command
from crm.consent.state import is_opted_out
from crm.consent.verbs import grant, help_asked, opt_in, opt_out
from crm.contracts import CommandHeard, InboundReceived, OptOutHeard, OutboundSeen
from crm.intake.applying import DONE, Applied, Applying, ignored
from crm.intake.authorship import Judgement, Seen, judge
from crm.intake.tries import tries_of
from crm.leads import locked_lead, save_lead
from crm.mapping.drafts import LeadDraft, MessageDraft
from crm.mapping.messages import PHONE_CHANNELS, message_draft
from crm.models import Consent, Lane, Lead, Message
from crm.outbox.unknown import look_up_after_all
from crm.payloads import MessagePayload

Author, Direction, Kind = Message.Author, Message.Direction, Message.Kind
DUPLICATE = ignored("message_already_stored")
WRITTEN = frozenset({Kind.TEXT, Kind.PICTURE})  # a call is no text: it does not make a person the owner of a thread


def apply_inbound(applying: Applying, payload: MessagePayload) -> Applied:
    """One message of the lead, whatever else was applied before: messages are self-contained."""
    draft = message_draft(payload)
    if stored_message(applying, draft) is not None:
        return DUPLICATE
    hear_inbound(applying, _lead_of(applying, draft, Lane.REPLY, phone=draft.from_number), draft)
    return DONE


def hear_inbound(applying: Applying, lead: Lead, draft: MessageDraft) -> None:
    """Store a message of the lead that is not stored yet; follow the command in it, else tell of it."""
    message = _store(applying, draft, lead, Direction.IN, Author.LEAD)
    command = command_of(draft)
    if command is None or not _obey(applying, lead, message, command):
        applying.tell(InboundReceived(lead.pk, message.pk, message.received_at))


def apply_outbound(applying: Applying, payload: MessagePayload) -> Applied:
    """A message to the lead: the echo of ours, or somebody else's, or not known while a text of ours is under way.

    The type decides about the direction: the published examples contradict themselves in the field of that name.
    """
    draft = message_draft(payload)
    known = stored_message(applying, draft)
    if known is not None:
        if known.event_id is None:
            Message.objects.filter(pk=known.pk).update(event=applying.event)
        return DUPLICATE
    spoken_to = _lead_of(applying, draft, Lane.READ, phone=draft.to_number)
    # Whoever settles a text holds the lead: its tries and its messages are seen as they stand together.
    lead = locked_lead(applying.location, spoken_to.ghl_contact_id) or spoken_to
    received_at = applying.event.received_at
    judgement = judge(
        Seen(draft.body, draft.source, draft.user_ghl_id, draft.sent_at, received_at),
        tries_of(lead, received_at),
        may_wait=not applying.replay,
    )
    if _is_echo_of_stored(applying, draft, judgement):
        return DUPLICATE
    entry_id = None if judgement.is_piece else judgement.entry_id
    message = _store(
        applying, draft, lead, Direction.OUT, judgement.author, entry_id=entry_id, author_reason=judgement.reason
    )
    if judgement.entry_id is not None:
        look_up_after_all(judgement.entry_id)
    elif not judgement.waits and message.kind in WRITTEN:
        applying.tell(OutboundSeen(lead.pk, message.pk, judgement.written_by, message.received_at))
    return DONE


def _is_echo_of_stored(applying: Applying, draft: MessageDraft, judgement: Judgement) -> bool:
    """Whether our text stands in the thread already, under the id of the CRM's answer or under none: it is joined to
    the event, which may name another."""
    if judgement.entry_id is None or judgement.is_piece:
        return False
    ours = Message.objects.filter(entry_id=judgement.entry_id).first()
    if ours is None:
        return False
    if draft.ghl_id and ours.ghl_id == f"entry:{judgement.entry_id}":
        ours.ghl_id = draft.ghl_id
    ours.event = applying.event
    ours.author_reason = judgement.reason
    ours.save(update_fields=["ghl_id", "event", "author_reason"])
    return True


def _obey(applying: Applying, lead: Lead, message: Message, command: Command) -> bool:
    """Follow the command; False when it is an ordinary message after all (START of somebody who never opted out)."""
    if command.name == "opt_out":
        opt_out(lead, message, command, confirm=not applying.replay)
        applying.tell(OptOutHeard(lead.pk, message.pk, message.received_at))
    elif command.name == "opt_in" and not is_opted_out(lead.pk):
        grant(lead, basis=Consent.Basis.KEYWORD, at=message.received_at, event=applying.event)
        return False
    elif command.name == "opt_in":
        opt_in(lead, message)
        applying.tell(CommandHeard(lead.pk, message.pk, "start", message.received_at))
    else:
        if not applying.replay:
            help_asked(lead, message, command)
        applying.tell(CommandHeard(lead.pk, message.pk, "help", message.received_at))
    applying.enqueued = True
    return True


def _identity(applying: Applying, draft: MessageDraft) -> str:
    """messageId, else emailMessageId, else the webhook's own id."""
    return draft.ghl_id or applying.event.webhook_id


def stored_message(applying: Applying, draft: MessageDraft) -> Message | None:
    """By its id, or by the event when that told of a message under another id."""
    of_location = Message.objects.filter(location=applying.location)
    return of_location.filter(Q(ghl_id=_identity(applying, draft)) | Q(event=applying.event)).first()


def _lead_of(applying: Applying, draft: MessageDraft, lane: Lane, *, phone: str) -> Lead:
    """The contact's row, made from what the event tells when we have none; it is read where it never was, and where it
    is marked as deleted."""
    lead = Lead.objects.filter(location=applying.location, ghl_contact_id=draft.contact_id).first()
    if lead is None:
        number = phone if draft.channel in PHONE_CHANNELS and phone.startswith("+") else ""
        columns = {"phone": number[:20], "phone_as_given": number} if number else {}
        lead = save_lead(applying.location, None, LeadDraft(draft.contact_id, columns=columns)).lead
    lead.location = applying.location
    if lead.read_at is None or lead.deleted_at is not None:
        applying.read_contact(lead, lane)
    return lead


def _store(
    applying: Applying,
    draft: MessageDraft,
    lead: Lead,
    direction: Message.Direction,
    author: Message.Author,
    entry_id: int | None = None,
    author_reason: str = "",
) -> Message:
    return Message.objects.create(
        location=applying.location,
        lead=lead,
        ghl_id=_identity(applying, draft),
        direction=direction,
        author=author,
        author_reason=author_reason,
        kind=draft.kind,
        channel=draft.channel,
        body=draft.body,
        attachments=list(draft.attachments),
        conversation_ghl_id=draft.conversation_ghl_id,
        from_number=draft.from_number,
        to_number=draft.to_number,
        user_ghl_id=draft.user_ghl_id,
        sent_at=draft.sent_at,
        received_at=applying.event.received_at,
        event=applying.event,
        entry_id=entry_id,
    )
