"""Who gives which fact: some are given only by somebody who buys, others only by somebody who sells."""

from collections.abc import Mapping
from typing import Any

from bots.roles import buyer, seller
from bots.roles.base import Slot

ONLY_A_BUYER_GIVES = (buyer.BUDGET, buyer.PREAPPROVAL, buyer.BEDROOMS, buyer.SIZE)
ONLY_A_SELLER_GIVES = (seller.ADDRESS, seller.CONDITION, seller.PRICE)


def side_shown(slots: Mapping[str, Mapping[str, Any]]) -> tuple[str, float]:
    """("buyer" or "seller", confidence of the surest such fact); ("", 0.0) when nothing tells or both sides show.

    Only the lead's own definite words count: a filled field of the CRM routes nobody.
    """
    buying = _surest(slots, ONLY_A_BUYER_GIVES)
    selling = _surest(slots, ONLY_A_SELLER_GIVES)
    if bool(buying) == bool(selling):
        return "", 0.0
    return ("buyer", buying) if buying else ("seller", selling)


def _surest(slots: Mapping[str, Mapping[str, Any]], facts: tuple[Slot, ...]) -> float:
    found = (slots[fact.name] for fact in facts if fact.name in slots)
    own = (record for record in found if record["source"] == "lead" and not record["vague"])
    return max((float(record["confidence"]) for record in own), default=0.0)
