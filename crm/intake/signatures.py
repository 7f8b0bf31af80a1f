"""Signature check over the raw bytes of a marketplace webhook. Pure but for reading PEM files named in settings.

`X-GHL-Signature` is the base64 of a 64-byte Ed25519 signature over the body as it came (Webhook Integration Guide,
copies of 2026-03 and 2026-08). The literal `N/A` means "not signed".
"""

import base64
import binascii
import logging
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key, load_pem_public_key

log = logging.getLogger(__name__)

HEADER = "X-GHL-Signature"
SIGNATURE_BYTES = 64  # Ed25519, RFC 8032


class UnusableKey(Exception):
    """A configured key is not an Ed25519 public key."""


def load_key(text: str) -> Ed25519PublicKey:
    """Key from base64 DER, PEM text or the path of a PEM file. Raises UnusableKey."""
    try:
        if "BEGIN" in text:
            key = load_pem_public_key(text.encode())
        elif text.endswith(".pem") or Path(text).is_absolute():
            key = load_pem_public_key(Path(text).read_bytes())
        else:
            key = load_der_public_key(base64.b64decode(text, validate=True))
    except (ValueError, OSError) as error:
        raise UnusableKey(f"not a public key: {type(error).__name__}") from error
    if not isinstance(key, Ed25519PublicKey):
        raise UnusableKey("not an Ed25519 key")
    return key


@lru_cache(maxsize=16)
def load_keys(texts: tuple[str, ...]) -> tuple[Ed25519PublicKey, ...]:
    """Key objects, kept: loading one for each request costs as much as the check. An unusable key fits nothing."""
    keys = []
    for position, text in enumerate(texts):
        try:
            keys.append(load_key(text))
        except UnusableKey as error:
            log.error("intake.unusable_key", extra={"position": position, "problem": str(error)})
    return tuple(keys)


def decode_signature(header: str | None) -> bytes | None:
    """The 64 bytes, or None for a missing, `N/A` or malformed header."""
    if not header:
        return None
    try:
        signature = base64.b64decode(header, validate=True)
    except (binascii.Error, ValueError):
        return None
    return signature if len(signature) == SIGNATURE_BYTES else None


def fits(signature: bytes, raw: bytes, keys: tuple[Ed25519PublicKey, ...]) -> bool:
    """Whether one of the keys made this signature over these bytes."""
    for key in keys:
        try:
            key.verify(signature, raw)
        except InvalidSignature:
            continue
        return True
    return False
