"""Who signed a delivery: GoHighLevel or the sandbox. The only place where intake reads the keys from settings."""

from dataclasses import dataclass

from django.conf import settings

from crm.intake.signatures import decode_signature, fits, load_keys
from crm.models import Location

Kind = Location.Kind


@dataclass(frozen=True, slots=True)
class Signer:
    """`kind` of the locations it may speak for, and the app id its events must carry ("" where none is checked)."""

    kind: Location.Kind
    app_id: str


def signer_of(header: str | None, raw: bytes) -> Signer | None:
    """Whose key made the signature; None when nobody's did. Fails closed: without a key nothing fits.

    The sandbox's key exists only where a sandbox does, and there it signs nearly everything, so it is tried first.
    """
    signature = decode_signature(header)
    if signature is None:
        return None
    if settings.SANDBOX_PUBLIC_KEY and fits(signature, raw, load_keys((settings.SANDBOX_PUBLIC_KEY,))):
        return Signer(Kind.SANDBOX, settings.SANDBOX_APP_ID if settings.GHL_CLIENT_ID else "")
    if fits(signature, raw, load_keys(tuple(settings.GHL_WEBHOOK_PUBLIC_KEYS))):
        return Signer(Kind.REAL, own_app_id(settings.GHL_CLIENT_ID))
    return None


def own_app_id(client_id: str) -> str:
    """A client id looks like `<app id>-<8 characters>`; the app id is what webhooks carry."""
    return client_id.partition("-")[0]
