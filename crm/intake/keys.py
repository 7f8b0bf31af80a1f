"""Who signed a delivery: GoHighLevel or the sandbox. The only place where intake reads the keys from settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from crm.intake.signatures import decode_signature, fits, fits_legacy, is_signed, load_keys, load_legacy_keys
from crm.models import Location

Kind = Location.Kind

# As WSGI spells X-GHL-Signature and X-WH-Signature; the mapping that Django makes of all headers costs more than both.
CURRENT, LEGACY = "HTTP_X_GHL_SIGNATURE", "HTTP_X_WH_SIGNATURE"


@dataclass(frozen=True, slots=True)
class Signer:
    """`kind` of the locations it may speak for, and the app id its events must carry ("" where none is checked)."""

    kind: Location.Kind
    app_id: str


def signer_of(meta: Mapping[str, Any], raw: bytes) -> Signer | None:
    """Whose key made the signature; None when nobody's did. Fails closed: without a key nothing fits.

    `meta` are the request's headers as WSGI names them. Where the current header says anything, it alone counts: a
    wrong one is not mended by a right one of the older kind, which is looked at only where the operator allows it.
    """
    current = meta.get(CURRENT)
    if is_signed(current):
        return _signer_now(current, raw)
    if settings.GHL_WEBHOOK_LEGACY_RSA and fits_legacy(meta.get(LEGACY), raw, _legacy_keys()):
        return _ghl()
    return None


def _signer_now(header: str | None, raw: bytes) -> Signer | None:
    """The sandbox's key exists only where a sandbox does, and there it signs nearly everything, so it comes first."""
    signature = decode_signature(header)
    if signature is None:
        return None
    if settings.SANDBOX_PUBLIC_KEY and fits(signature, raw, load_keys((settings.SANDBOX_PUBLIC_KEY,))):
        return Signer(Kind.SANDBOX, settings.SANDBOX_APP_ID if settings.GHL_CLIENT_ID else "")
    return _ghl() if fits(signature, raw, load_keys(tuple(settings.GHL_WEBHOOK_PUBLIC_KEYS))) else None


def _legacy_keys() -> tuple[Any, ...]:
    return load_legacy_keys(tuple(settings.GHL_WEBHOOK_LEGACY_KEYS))


def _ghl() -> Signer:
    return Signer(Kind.REAL, own_app_id(settings.GHL_CLIENT_ID))


def own_app_id(client_id: str) -> str:
    """A client id looks like `<app id>-<8 characters>`; the app id is what webhooks carry."""
    return client_id.partition("-")[0]
