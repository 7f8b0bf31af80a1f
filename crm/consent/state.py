"""What a lead has agreed to, as the newest row says."""

from collections.abc import Mapping
from typing import Any, Literal

from crm.models import Consent

DND_ON = frozenset({"active", "permanent"})  # "active" means do-not-disturb is on
DND_KEYS = {"sms": "sms", "email": "email", "call": "call", "whatsapp": "whatsapp", "fb": "fb", "gmb": "gmb"}


def consent_state(lead_id: int) -> Literal["granted", "revoked", "none"]:
    newest = Consent.objects.of_lead(lead_id).newest_first().values_list("state", flat=True).first()
    if newest is None:
        return "none"
    return "revoked" if newest == Consent.State.REVOKED else "granted"


def is_opted_out(lead_id: int) -> bool:
    return consent_state(lead_id) == "revoked"


def dnd_opposes(dnd: bool, settings: Mapping[str, Any], channel: str) -> bool:
    """Whether the CRM's do-not-disturb forbids this channel: the contact's flag counts for all of them.

    `settings` as stored on Lead: {"sms": {"status": "active"}, ...}, channels in lower case.
    """
    if dnd:
        return True
    setting = settings.get(DND_KEYS.get(channel.lower(), channel.lower()))
    return isinstance(setting, Mapping) and str(setting.get("status", "")).lower() in DND_ON
