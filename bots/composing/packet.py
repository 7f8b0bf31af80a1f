"""The handoff packet: what a person needs to take over in half a minute. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bots.decisions import Decision
from bots.slots import SlotRecord


def packet(
    decision: Decision,
    slots: Mapping[str, SlotRecord],
    *,
    display_name: str,
    last_lead_words: str,
    promised: Sequence[str],
    now: datetime,
    extended: bool = False,
) -> dict[str, Any]:
    """JSON for `Handoff.packet`: summary (two lines), slots with quotes, score with reasons, open_question, promised,
    next_step, risk_flags, reason, made_at. `promised`: our texts that promised something (`promises_in`)."""
    raise NotImplementedError


def packet_text(packet: Mapping[str, Any]) -> str:
    """The packet as a CRM note."""
    raise NotImplementedError
