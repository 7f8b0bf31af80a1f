"""The roles by name, and every slot by its full name."""

from bots.roles import buyer, lead, seller
from bots.roles.base import BotRole, Slot

ROLES: dict[str, BotRole] = {"lead": lead.ROLE, "buyer": buyer.ROLE, "seller": seller.ROLE}
SLOTS: dict[str, Slot] = {slot.name: slot for role in ROLES.values() for slot in role.all_slots}
