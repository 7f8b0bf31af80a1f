"""Connect a location: check what was given, store it, say what to do in GoHighLevel."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import transaction

from audit.record import record
from crm.crypto import encrypt
from crm.intake.replay import replay_quarantined
from crm.models import Location
from crm.modes import set_mode
from crm.outbox.actors import Actor, actor_name
from crm.outbox.breakers import try_again_now
from crm.outbox.enqueue import enqueue_read_setup

CHANGEABLE = ("name", "timezone", "mode", "activate")


class CannotConnect(ValueError):
    """What was given does not do; the message names the field."""


@dataclass(frozen=True, slots=True)
class ConnectedLocation:
    """`secret` is shown this once; afterwards only its encrypted form exists.

    `changes` is None for a new location, and else what is no longer as it was, in words. `replayed` counts the events
    that had come before the location was known and are applied now.
    """

    location: Location
    webhook_url: str
    secret: str
    changes: tuple[str, ...] | None = None
    replayed: int = 0


def connect_location(
    ghl_id: str,
    name: str,
    timezone: str,
    token: str,
    *,
    kind: str = Location.Kind.REAL,
    mode: str | None = None,
    activate: str | None = None,
    now: datetime,
    by: Actor = "command",
) -> ConnectedLocation:
    """Store the location, or refresh one that is known; reads its custom fields and pipelines soon after.

    A known location keeps its webhook address, and its mode and activation unless others are given; a new one starts
    in review, with tagged leads only. Either gets a new secret; the old one stays valid for the change-over.
    Events that came before the location was known are applied then: they open no turn, and an opt-out in them counts.
    Raises CannotConnect, also where a known location is of the other kind.
    """
    chosen = {name: value for name, value in (("mode", mode), ("activate", activate)) if value is not None}
    given = _checked(ghl_id=ghl_id, name=name, timezone=timezone, token=token, kind=kind, **chosen)
    secret = secrets.token_urlsafe(24)
    with transaction.atomic():
        known = Location.objects.select_for_update().filter(ghl_id=given["ghl_id"]).first()
        _refuse_other_kind(known, given["kind"])
        changes = None if known is None else _changes(known, given)
        location = known or Location(connected_at=now, mode=given.get("mode", Location.Mode.REVIEW))
        _write(location, given, secret, now)
        location.save()
        if location.mode != given.get("mode", location.mode):
            set_mode(location, given["mode"], by, now)
        _note(location, changes, by)
        enqueue_read_setup(location, cause="connect")
    try_again_now(location, by)  # the token may be the mend
    return ConnectedLocation(location, webhook_url(location), secret, changes, _catch_up(location, by))


def _refuse_other_kind(known: Location | None, kind: str) -> None:
    """A location never turns from played to real: its leads are invented, and its bot texts whoever writes."""
    if known is not None and known.kind != kind:
        raise CannotConnect(f"{known.ghl_id} is a {known.kind} location; it cannot become a {kind} one")


def _changes(known: Location, given: dict[str, str]) -> tuple[str, ...]:
    """In words, before anything is written. The token is not compared: with its key lost, connecting is the mend."""
    again = ("connected again",) if known.disconnected_at is not None else ()
    secret = "new secret, the old one stays valid" if known.webhook_secret_encrypted else "new secret"
    values = {name: (getattr(known, name), given[name]) for name in CHANGEABLE if name in given}
    differ = tuple(f"{name} {before} -> {after}" for name, (before, after) in values.items() if before != after)
    return (*again, *differ, secret)


def _note(location: Location, changes: tuple[str, ...] | None, by: Actor) -> None:
    details = {
        "kind": location.kind,
        "mode": location.mode,
        "activate": location.activate,
        "again": changes is not None,
    }
    if changes is not None:
        details["changes"] = list(changes)
    record("location.connected", actor=actor_name(by), location_ghl_id=location.ghl_id, details=details)


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
        setattr(location, column, given.get(column, getattr(location, column)))
    location.previous_webhook_secret_encrypted = location.webhook_secret_encrypted
    location.webhook_secret_encrypted = encrypt(secret)


def unknown_location(ghl_id: str) -> str:
    """The sentence for an id that nobody connected, with those there are."""
    known = ", ".join(Location.objects.values_list("ghl_id", flat=True)[:10]) or "none is connected"
    return f"No location {ghl_id!r}. Known: {known}."


def webhook_url(location: Location) -> str:
    """The address of the workflow webhook of this location."""
    return f"{settings.PUBLIC_BASE_URL}/webhooks/ghl/workflow/{location.webhook_token}/"


def reaches_this_machine_only(url: str) -> bool:
    """Whether the address leads nowhere but to the machine that calls it."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _checked(**given: str) -> dict[str, str]:
    values = {name: value.strip() for name, value in given.items()}
    for name, label in (("ghl_id", "GHL_ID"), ("name", "--name"), ("timezone", "--timezone"), ("token", "--token")):
        if not values[name]:
            raise CannotConnect(f"{label} is empty")
    if len(values["ghl_id"]) > 64 or not values["ghl_id"].isascii() or any(sign.isspace() for sign in values["ghl_id"]):
        raise CannotConnect("GHL_ID is no location id: it is a word of letters and digits, at most 64")
    _check_timezone(values["timezone"])
    for name, choices in (("kind", Location.Kind), ("mode", Location.Mode), ("activate", Location.Activate)):
        if name in values and values[name] not in choices.values:
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
