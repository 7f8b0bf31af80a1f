"""Connect a location: check what was given, store it, say what to do in GoHighLevel."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import transaction

from audit.record import record
from crm.crypto import encrypt
from crm.intake.replay import replay_quarantined
from crm.models import Location
from crm.modes import set_mode
from crm.outbox.actors import Actor, actor_name
from crm.outbox.enqueue import enqueue_read_setup


class CannotConnect(ValueError):
    """What was given does not do; the message names the field."""


@dataclass(frozen=True, slots=True)
class ConnectedLocation:
    """`secret` is shown this once; afterwards only its encrypted form exists.

    `replayed` counts the events that had come before the location was known and are applied now.
    """

    location: Location
    webhook_url: str
    secret: str
    replayed: int = 0


def connect_location(
    ghl_id: str,
    name: str,
    timezone: str,
    token: str,
    *,
    kind: str = Location.Kind.REAL,
    mode: str = Location.Mode.REVIEW,
    activate: str = Location.Activate.TAGGED,
    now: datetime,
    by: Actor = "command",
) -> ConnectedLocation:
    """Store the location, or refresh one that is known; reads its custom fields and pipelines soon after.

    A known location keeps its webhook address and gets a new secret; the old one stays valid for the change-over.
    Events that came before the location was known are applied then: they open no turn, and an opt-out in them counts.
    Raises CannotConnect.
    """
    given = _checked(ghl_id=ghl_id, name=name, timezone=timezone, token=token, kind=kind, mode=mode, activate=activate)
    secret = secrets.token_urlsafe(24)
    with transaction.atomic():
        known = Location.objects.select_for_update().filter(ghl_id=given["ghl_id"]).first()
        location = known or Location(connected_at=now, mode=given["mode"])
        _write(location, given, secret, now)
        location.save()
        if known is not None and known.mode != given["mode"]:
            set_mode(known, given["mode"], by, now)
        details = {"kind": kind, "mode": mode, "activate": activate, "again": known is not None}
        record("location.connected", actor=actor_name(by), location_ghl_id=location.ghl_id, details=details)
        enqueue_read_setup(location, cause="connect")
    return ConnectedLocation(location, webhook_url(location), secret, _catch_up(location, by))


def _catch_up(location: Location, by: Actor) -> int:
    ends = replay_quarantined(location)
    if ends:
        details = {"counts": dict(ends)}
        record("events.replayed", actor=actor_name(by), location_ghl_id=location.ghl_id, details=details)
    return sum(ends.values())


def _write(location: Location, given: dict[str, str], secret: str, now: datetime) -> None:
    if location.disconnected_at is not None:
        location.connected_at, location.disconnected_at = now, None
    location.token = given["token"]
    for column in ("ghl_id", "name", "timezone", "kind", "activate"):
        setattr(location, column, given[column])
    location.previous_webhook_secret_encrypted = location.webhook_secret_encrypted
    location.webhook_secret_encrypted = encrypt(secret)


def webhook_url(location: Location) -> str:
    """The address of the workflow webhook of this location."""
    return f"{settings.PUBLIC_BASE_URL}/webhooks/ghl/workflow/{location.webhook_token}/"


def _checked(**given: str) -> dict[str, str]:
    values = {name: value.strip() for name, value in given.items()}
    for name, label in (("ghl_id", "GHL_ID"), ("name", "--name"), ("timezone", "--timezone"), ("token", "--token")):
        if not values[name]:
            raise CannotConnect(f"{label} is empty")
    if len(values["ghl_id"]) > 64 or not values["ghl_id"].isascii() or any(sign.isspace() for sign in values["ghl_id"]):
        raise CannotConnect("GHL_ID is no location id: it is a word of letters and digits, at most 64")
    _check_timezone(values["timezone"])
    for name, choices in (("kind", Location.Kind), ("mode", Location.Mode), ("activate", Location.Activate)):
        if values[name] not in choices.values:
            raise CannotConnect(f"--{name} is {values[name]!r}; it must be one of {', '.join(choices.values)}")
    return values


def _check_timezone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CannotConnect(f"--timezone {name!r} is no IANA time zone; one is America/Chicago") from error


def steps_in_ghl(connected: ConnectedLocation) -> list[str]:
    """What to do in GoHighLevel, one sentence per step."""
    return [
        "Settings > Private Integrations: the token needs contacts, conversations, messages, opportunities (read and "
        "write), custom fields, users and calendars (read).",
        "Automation > Workflows > Create: trigger 'Customer Replied' with the filter Reply Channel = SMS, and a second "
        "workflow with 'Contact Created'.",
        f"Add the action 'Webhook', method POST, address {connected.webhook_url}",
        f"Add the header X-Webhook-Secret with the value {connected.secret}",
        "In 'Customer Replied' add custom data: event = InboundMessage, message = {{message.body}}, "
        "message_id = {{message.id}}.",
        "In 'Contact Created' by form add custom data: consent = form.",
        "Publish both, then use 'Test workflow' with a contact of your own.",
    ]
