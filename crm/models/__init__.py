"""Django finds the models here; everybody else may import from the module that owns the name."""

from crm.models.activity import Activity
from crm.models.daily_calls import DailyCalls
from crm.models.kept_value import KeptValue
from crm.models.lead import Lead, Opportunity, Pipeline, Stage
from crm.models.location import CustomField, FieldMap, Location, SendingStop
from crm.models.location_breaker import LocationBreaker
from crm.models.message import Consent, Message
from crm.models.outbox import Lane, OutboxEntry, SendAttempt
from crm.models.staff_alert import StaffAlert
from crm.models.webhook_event import WebhookEvent

__all__ = [
    "Activity",
    "Consent",
    "CustomField",
    "DailyCalls",
    "FieldMap",
    "KeptValue",
    "Lane",
    "Lead",
    "Location",
    "LocationBreaker",
    "Message",
    "Opportunity",
    "OutboxEntry",
    "Pipeline",
    "SendAttempt",
    "SendingStop",
    "StaffAlert",
    "Stage",
    "WebhookEvent",
]
