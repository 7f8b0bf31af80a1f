"""What follows from a text that reached its end."""

from datetime import timedelta

import pytest
from django.db import transaction

from bots.settled import on_settled
from crm.consent.recognition import recognise
from crm.consent.verbs import opt_out
from crm.contracts import Settled
from crm.models import OutboxEntry
from tests.bots.shell.cast import NOON, Clock, a_lead, a_message

pytestmark = pytest.mark.django_db

Status = OutboxEntry.Status


@pytest.mark.parametrize("ending", [Status.SENT, Status.HELD, Status.CANCELLED, Status.DEAD])
def test_do_not_disturb_is_written_once_the_opt_out_confirmation_reached_its_end(clock: Clock, ending: str) -> None:
    lead = a_lead()
    command = recognise("please stop texting me")
    assert command is not None
    opt_out(lead, a_message(lead, "please stop texting me", NOON), command)
    waiting = OutboxEntry.objects.get(lead=lead, kind="set_dnd")
    assert waiting.due_at == NOON + timedelta(seconds=60)
    confirmation = OutboxEntry.objects.get(lead=lead, purpose="optout_confirmation")
    confirmation.status = ending
    rung: list[str] = []
    with transaction.atomic():
        on_settled(Settled(confirmation, None, clock.forward(2)), ring=lambda stage, _seconds=0.0: rung.append(stage))
    waiting.refresh_from_db()
    assert waiting.due_at == clock.at
