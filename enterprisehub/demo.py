"""People and a location to try the product with: made once on the embedded database, the same at every start."""

import json
import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import requests
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.db import transaction

from bots.models import StaffAccess
from crm.connect import CannotConnect, ConnectedLocation, connect_location
from crm.models import Location
from enterprisehub.roles import ensure_roles

LOGINS = "logins.json"
PEOPLE = {
    "agent": "Agent",
    "supervisor": "Supervisor",
    "manager": "Manager",
    "auditor": "Auditor",
    "admin": "Administrator",
}
LOCATION_NAME = "Sandbox Realty"  # as the sandbox itself calls it; bots say it to leads
LOCATION_TIMEZONE = "America/Chicago"
TELL_TIMEOUT_SECONDS = 5.0


class CannotSetUp(Exception):
    """Why there is no demo, as a sentence."""


@dataclass(frozen=True, slots=True)
class Demo:
    """`refused` says why nothing but the roles was made."""

    logins: tuple[dict[str, str], ...] = ()
    location: str = ""
    refused: str = ""


def set_up(*, now: datetime) -> Demo:
    """Roles everywhere; on the embedded database also people and the sandbox's location. Raises CannotSetUp."""
    with transaction.atomic():
        ensure_roles()
    if os.environ.get("EMBEDDED_DATABASE") != "1":
        return Demo(refused="Demo users and rows are made on the embedded database only; this one got its roles.")
    logins = _people(settings.STATE_DIR / LOGINS)
    if not settings.SANDBOX_BASE_URL:
        return Demo(logins=tuple(logins))
    try:
        connected = _connect(now)
    except CannotConnect as error:
        raise CannotSetUp(f"The sandbox's location cannot be connected: {error}.") from error
    _show_to_staff(connected.location)
    _tell_the_sandbox(connected)
    return Demo(tuple(logins), connected.location.ghl_id)


def _people(path: Path) -> list[dict[str, str]]:
    """Make who is missing. Kept passwords are said again, unchecked: a hash takes a third of a second."""
    kept = _kept_passwords(path)
    known = set(User.objects.filter(username__in=PEOPLE).values_list("username", flat=True))
    fresh = [name for name in PEOPLE if name not in known or name not in kept]
    passwords = kept | {name: secrets.token_urlsafe(12) for name in fresh}
    with ThreadPoolExecutor() as pool:  # hashing lets go of the interpreter's lock
        hashes = dict(zip(fresh, pool.map(make_password, [passwords[name] for name in fresh]), strict=True))
    with transaction.atomic():
        for name in fresh:
            _write_person(name, hashes[name])
    logins = [{"role": role, "username": name, "password": passwords[name]} for name, role in PEOPLE.items()]
    _keep(path, logins)
    return logins


def _kept_passwords(path: Path) -> dict[str, str]:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {row["username"]: row["password"] for row in rows} if isinstance(rows, list) else {}


def _write_person(name: str, password_hash: str) -> None:
    rights = {"is_staff": True, "is_superuser": PEOPLE[name] == "Administrator", "password": password_hash}
    user, _ = User.objects.update_or_create(username=name, defaults=rights)
    user.groups.add(Group.objects.get(name=PEOPLE[name]))


def _keep(path: Path, logins: list[dict[str, str]]) -> None:
    """Readable by its owner alone from the first byte on; replaced whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(logins, file, indent=1)
    fresh.replace(path)


def _connect(now: datetime) -> ConnectedLocation:
    """Connect it, or refresh it: the mode that somebody has chosen since stays."""
    known = Location.objects.filter(ghl_id=settings.SANDBOX_LOCATION_ID).first()
    return connect_location(
        settings.SANDBOX_LOCATION_ID,
        LOCATION_NAME,
        LOCATION_TIMEZONE,
        settings.SANDBOX_TOKEN,
        kind=Location.Kind.SANDBOX,
        mode=known.mode if known else Location.Mode.LIVE,
        activate=known.activate if known else Location.Activate.ALL,
        now=now,
    )


def _show_to_staff(location: Location) -> None:
    for user in User.objects.filter(username__in=PEOPLE):
        access, _ = StaffAccess.objects.get_or_create(user=user)
        access.locations.add(location)


def _tell_the_sandbox(connected: ConnectedLocation) -> None:
    """Its workflow posts to our address with our secret, as a person would set up in the CRM."""
    body = {"location": connected.location.ghl_id, "url": connected.webhook_url, "secret": connected.secret}
    try:
        answer = requests.post(f"{settings.SANDBOX_BASE_URL}/control/workflow", json=body, timeout=TELL_TIMEOUT_SECONDS)
        answer.raise_for_status()
    except requests.RequestException as error:
        raise CannotSetUp(f"The sandbox at {settings.SANDBOX_BASE_URL} did not take the workflow's address.") from error
