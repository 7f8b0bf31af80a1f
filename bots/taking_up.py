"""A person takes a lead in hand: the bot falls silent, and a claimed handoff stands for it until it is given back."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from audit.record import record
from bots.handoff import claim
from bots.locks import lock_conversation
from bots.models import Conversation, Handoff
from bots.ownership import live_handoff, take_thread
from crm.models import Lead

TAKEN_OVER = "taken_over"


def take_up(conversation: Conversation, by: AbstractBaseUser, now: datetime) -> Handoff:
    """Take over from the bot, or open a closed case again. A live handoff is claimed instead.

    Raises NotAllowed when somebody else has claimed it.
    """
    with transaction.atomic():
        locked = lock_conversation(conversation.pk, conversation.lead_id)
        take_thread(locked, reason=TAKEN_OVER, actor=f"user:{by.pk}", now=now)
        known = live_handoff(locked)
        if known is not None:
            return claim(known, by, now)
        handoff = Handoff.objects.create(
            conversation=locked, location_id=locked.location_id, reason=TAKEN_OVER, status=Handoff.Status.CLAIMED,
            opened_at=now, due_at=now, claimed_by_id=by.pk, claimed_at=now,
        )  # fmt: skip
        _record(handoff, locked.lead, by)
    return handoff


def _record(handoff: Handoff, lead: Lead, by: AbstractBaseUser) -> None:
    record(
        "handoff.opened", actor=f"user:{by.pk}", location_ghl_id=lead.location.ghl_id, lead_id=lead.pk,
        subject=f"handoff:{handoff.pk}", details={"reason": TAKEN_OVER},
    )  # fmt: skip
