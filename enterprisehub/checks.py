"""System checks: what is missing or wrong in the settings, by number, with what to do about it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from crm.intake.signatures import UnusableKey, load_key, load_legacy_key

SECRET_KEY_LENGTH = 50
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@register(Tags.security)
def secret_key(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    if len(settings.SECRET_KEY) >= SECRET_KEY_LENGTH:
        return []
    hint = "Set it to 50 or more random characters: python -c 'import secrets; print(secrets.token_urlsafe(50))'"
    return [Error("SECRET_KEY is shorter than 50 characters.", hint=hint, id="enterprisehub.E001")]


@register(Tags.security)
def encryption_keys(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    keys = settings.FIELD_ENCRYPTION_KEYS
    bad = [position for position, key in enumerate(keys, start=1) if not _is_fernet(key)]
    if keys and not bad:
        return []
    which = f"number {', '.join(map(str, bad))} is no Fernet key" if bad else "there is none"
    hint = (
        "Comma-separated, the newest first; make one with: "
        "python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'"
    )
    return [Error(f"FIELD_ENCRYPTION_KEYS: {which}.", hint=hint, id="enterprisehub.E002")]


def _is_fernet(key: str) -> bool:
    try:
        Fernet(key)
    except ValueError:
        return False
    return True


@register(Tags.security)
def webhook_keys(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    named = [("GHL_WEBHOOK_PUBLIC_KEYS", key) for key in settings.GHL_WEBHOOK_PUBLIC_KEYS]
    named += [("SANDBOX_PUBLIC_KEY", settings.SANDBOX_PUBLIC_KEY)] if settings.SANDBOX_PUBLIC_KEY else []
    bad = sorted({name for name, key in named if not _is_ed25519(key)})
    hint = "An Ed25519 public key each, as base64 of its DER form or as the path of a PEM file."
    return [Error(f"{name} holds what is no Ed25519 public key.", hint=hint, id="enterprisehub.E003") for name in bad]


def _is_ed25519(text: str) -> bool:
    try:
        load_key(text)
    except UnusableKey:
        return False
    return True


@register(Tags.security)
def legacy_webhook_keys(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Only where they count: a key that nobody tries can do no harm."""
    if not settings.GHL_WEBHOOK_LEGACY_RSA or all(map(_is_rsa, settings.GHL_WEBHOOK_LEGACY_KEYS)):
        return []
    hint = "An RSA public key of 2048 bits or more each, as base64 of its DER form or as the path of a PEM file."
    words = "GHL_WEBHOOK_LEGACY_KEYS holds what is no RSA public key of 2048 bits or more."
    return [Error(words, hint=hint, id="enterprisehub.E008")]


def _is_rsa(text: str) -> bool:
    try:
        load_legacy_key(text)
    except UnusableKey:
        return False
    return True


@register(Tags.urls)
def addresses(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    wrong = []
    for name in ("PUBLIC_BASE_URL", "GHL_BASE_URL", "SANDBOX_BASE_URL", "ANTHROPIC_BASE_URL", "OPENAI_BASE_URL"):
        value = getattr(settings, name)
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname):
            wrong.append(name)
    hint = "Write the whole address, such as https://hub.example.com"
    return [Error(f"{name} is no http(s) address.", hint=hint, id="enterprisehub.E004") for name in wrong]


@register(Tags.compatibility)
def numbers(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if not 1 <= settings.GHL_REQUESTS_PER_SECOND <= 10:
        hint = "The CRM allows 100 requests in 10 seconds for each location; lower is fine, higher is refused there."
        found.append(Error("GHL_REQUESTS_PER_SECOND is not between 1 and 10.", hint=hint, id="enterprisehub.E005"))
    # Scaled clocks (CLOCK_SCALE) are for drills, whose sandbox answers at once.
    if settings.GHL_HTTP_TIMEOUT_SECONDS >= settings.OUTBOX_CLAIM_SECONDS / settings.CLOCK_SCALE:
        hint = "A call must be over before its claim expires: 15 and 60 are the defaults."
        found.append(Error("GHL_HTTP_TIMEOUT_SECONDS is not below the claim's.", hint=hint, id="enterprisehub.E011"))
    if settings.GHL_REQUESTS_PER_DAY < 1:
        hint = "The CRM allows 200000 a day for each location, and 10000 on trial accounts."
        found.append(Error("GHL_REQUESTS_PER_DAY is less than 1.", hint=hint, id="enterprisehub.E010"))
    if settings.LLM_BUDGET_USD_PER_DAY < 0:
        hint = "0 means that no model is asked."
        found.append(Error("LLM_BUDGET_USD_PER_DAY is negative.", hint=hint, id="enterprisehub.E006"))
    if settings.TURN_DEBOUNCE_SECONDS < 0:
        hint = "0 answers at once; 4 waits for a second text."
        found.append(Error("TURN_DEBOUNCE_SECONDS is negative.", hint=hint, id="enterprisehub.E007"))
    if settings.WEBHOOK_PER_SECOND_PER_LOCATION < 0:
        hint = "0 means that a location may bring any number."
        found.append(Error("WEBHOOK_PER_SECOND_PER_LOCATION is negative.", hint=hint, id="enterprisehub.E009"))
    return found


@register(Tags.security, deploy=True)
def metrics_door(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.METRICS_TOKEN or urlsplit(settings.PUBLIC_BASE_URL).hostname in LOOPBACK:
        return []
    hint = "Set METRICS_TOKEN and give it to whatever scrapes; until then only this machine is answered."
    return [Warning("/metrics has no token.", hint=hint, id="enterprisehub.W001")]
