"""Django looks here for what the admin shows; importing registers it."""

from crm.admin import events, fields, leads, locations, opportunities, outbox

__all__ = ["events", "fields", "leads", "locations", "opportunities", "outbox"]
