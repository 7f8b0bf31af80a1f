"""Opting out, opting in, asking for help, agreeing: each checks, writes the Consent row, enqueues and records.

All are called inside the transaction that stores the message or event they follow from.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from audit.record import record
from crm.consent.recognition import Command
from crm.consent.state import is_opted_out
from crm.consent.texts import confirmation_text, help_text
from crm.mapping.contacts import zone_of
from crm.models import Consent, Lead, Message, OutboxEntry, WebhookEvent
from crm.outbox.enqueue import cancel_entry, cancel_texts, enqueue_dnd, enqueue_tags, enqueue_text

OPT_OUT_TAG = "tcpa-opt-out"
DND_AT_LATEST = timedelta(seconds=60)  # after receipt, whatever became of the confirmation
CARRIER_ANSWERED = "SMS"  # the channel on which a bare keyword needs no confirmation of ours
NOT_TEXTABLE = frozenset({"Call"})

Kind, Status, Purpose = OutboxEntry.Kind, OutboxEntry.Status, OutboxEntry.Purpose
GONE_OUT = (Status.CLAIMED, Status.UNKNOWN, Status.SENT)
NOT_THE_CONFIRMATION = tuple(purpose for purpose in Purpose if purpose != Purpose.OPTOUT_CONFIRMATION)
State, Basis = Consent.State, Consent.Basis


def opt_out(lead: Lead, message: Message, command: Command, *, confirm: bool = True) -> Consent:
    """The lead wants no more texts: row, queued texts cancelled, tag, confirmation, then do-not-disturb in the CRM.

    A bare keyword on SMS gets no confirmation of ours, free wording does; the CRM refuses texts to a contact with
    do-not-disturb, so that write becomes due when the confirmation settles (`release_dnd`), at latest 60 s after
    receipt. A repeated opt-out is stored and cancels, and nothing is said or written a second time; one that was
    heard while the mode forbade the writes is written when it is said again. In a location that writes nothing the
    row alone is made. `confirm=False` (replays): no text.
    """
    repeated = is_opted_out(lead.pk) and _we_set_dnd(lead, or_will=True)
    confirmed = repeated or _is_confirmed(lead)
    consent = Consent.objects.create(
        lead=lead, state=State.REVOKED, basis=Basis.KEYWORD if command.bare else Basis.WORDING, message=message,
        event_id=message.event_id, at=message.received_at,
    )  # fmt: skip
    # Said again before the confirmation left: it is still the only one that there will be.
    cancelled = cancel_texts(lead, reason="opted_out", only=NOT_THE_CONFIRMATION if confirmed else None)
    for lifting in _waiting_dnd(lead, on=False):
        cancel_entry(lifting, "opted_out")
    _record("consent.revoked", lead, consent, channel=message.channel, cancelled_texts=cancelled, repeated=repeated)
    if not repeated and lead.location.writes_to_crm:
        for held in _waiting_dnd(lead, on=True):
            cancel_entry(held, "said_again")
        cause = f"consent:{consent.pk}"
        enqueue_tags(lead, add=[OPT_OUT_TAG], cause=cause)
        carrier_answered = command.bare and message.channel == CARRIER_ANSWERED
        due_at = message.received_at
        if confirm and not confirmed and not carrier_answered and message.channel not in NOT_TEXTABLE:
            enqueue_text(
                lead, confirmation_text(lead.location.name, command.language), purpose=Purpose.OPTOUT_CONFIRMATION,
                cause=cause, dedupe_key=f"optout_confirmation:{consent.pk}", answers_message_id=message.pk,
                channel=message.channel, to_number=message.from_number, from_number=message.to_number,
            )  # fmt: skip
            due_at += DND_AT_LATEST
        enqueue_dnd(lead, True, cause=cause, due_at=due_at)
    return consent


def release_dnd(lead_id: int, now: datetime) -> int:
    """Make a do-not-disturb that waits for the confirmation due now. Called when the confirmation has settled."""
    waiting = OutboxEntry.objects.filter(lead_id=lead_id, kind=Kind.SET_DND, status=Status.DUE, due_at__gt=now)
    return waiting.filter(payload__on=True).update(due_at=now)


def opt_in(lead: Lead, message: Message) -> Consent:
    """START: revokes the opt-out, takes back a confirmation of it that waits, lifts only the DND that we set."""
    consent = Consent.objects.create(
        lead=lead, state=State.GRANTED, basis=Basis.KEYWORD, message=message, event_id=message.event_id,
        at=message.received_at,
    )  # fmt: skip
    cause = f"consent:{consent.pk}"
    cancel_texts(lead, reason="opted_in", only=(Purpose.OPTOUT_CONFIRMATION,))
    waiting = _waiting_dnd(lead, on=True)
    for entry in waiting:
        cancel_entry(entry, "opted_in")
    if not waiting and _we_set_dnd(lead):
        enqueue_dnd(lead, False, cause=cause)
    enqueue_tags(lead, remove=[OPT_OUT_TAG], cause=cause)
    _record("consent.granted", lead, consent, channel=message.channel)
    return consent


def help_asked(lead: Lead, message: Message, command: Command) -> OutboxEntry | None:
    """HELP: who is texting, once a day in the location's zone; None when it was answered today or nothing is sent."""
    zone = ZoneInfo(zone_of(lead.location.timezone) or "UTC")
    day = message.received_at.astimezone(zone).date()
    key = f"help:{lead.pk}:{day.isoformat()}"
    if OutboxEntry.objects.filter(location_id=lead.location_id, dedupe_key=key).exists():
        return None
    entry = enqueue_text(
        lead, help_text(lead.location.name, command.language), purpose=Purpose.HELP, cause=f"message:{message.pk}",
        dedupe_key=key, answers_message_id=message.pk, channel=message.channel, to_number=message.from_number,
        from_number=message.to_number,
    )  # fmt: skip
    if entry is not None:
        record(
            "consent.help_answered", actor="system", location_ghl_id=lead.location.ghl_id, lead_id=lead.pk,
            subject=f"outboxentry:{entry.pk}",
        )  # fmt: skip
    return entry


def grant(
    lead: Lead, *, basis: Consent.Basis, at: datetime, event: WebhookEvent | None = None, by: str = "", reason: str = ""
) -> Consent | None:
    """The lead agreed by a form, an import with proof, or a member of staff says so.

    None when nothing changes: it is granted already, or the lead opted out. Only the lead's own START takes that back,
    or staff who say why; a form that a workflow sends again does not.
    """
    newest = Consent.objects.of_lead(lead.pk).newest_first().first()
    if newest is not None and newest.state == State.GRANTED:
        return None
    if newest is not None and not (basis == Basis.STAFF and reason.strip()):
        _record("consent.not_granted", lead, newest, asked_basis=str(basis), because="opted_out")
        return None
    consent = Consent.objects.create(
        lead=lead, state=State.GRANTED, basis=basis, event=event, by=by, reason=reason[:300], at=at
    )
    _record("consent.granted", lead, consent, actor=by or "crm")
    return consent


def _waiting_dnd(lead: Lead, *, on: bool) -> list[OutboxEntry]:
    entries = OutboxEntry.objects.filter(lead=lead, kind=Kind.SET_DND, payload__on=on)
    return list(entries.filter(status__in=(Status.DUE, Status.HELD)))


def _is_confirmed(lead: Lead) -> bool:
    """Whether the opt-out that stands has its confirmation: it left, may have, or is about to."""
    consents = Consent.objects.of_lead(lead.pk)
    granted = consents.filter(state=State.GRANTED).newest_first().values_list("pk", flat=True).first() or 0
    causes = [f"consent:{pk}" for pk in consents.filter(pk__gt=granted).values_list("pk", flat=True)]
    texts = OutboxEntry.objects.texts().filter(lead=lead, purpose=Purpose.OPTOUT_CONFIRMATION, cause__in=causes)
    return texts.filter(status__in=(Status.DUE, *GONE_OUT)).exists()


def _we_set_dnd(lead: Lead, *, or_will: bool = False) -> bool:
    """Whether the newest do-not-disturb write that went out (or may have) was ours and switched it on.

    `or_will` counts one that waits to go out too; one that is held may never.
    """
    statuses = (Status.DUE, *GONE_OUT) if or_will else GONE_OUT
    entries = OutboxEntry.objects.filter(lead=lead, kind=Kind.SET_DND, status__in=statuses)
    newest = entries.order_by("-id").values_list("payload", flat=True).first()
    return bool(newest and newest.get("on"))


def _record(action: str, lead: Lead, consent: Consent, *, actor: str = "system", **details: object) -> None:
    record(
        action, actor=actor, location_ghl_id=lead.location.ghl_id, lead_id=lead.pk, subject=f"consent:{consent.pk}",
        details={"basis": consent.basis, **details},
    )  # fmt: skip
