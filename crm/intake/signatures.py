"""Signature check over the raw bytes of a marketplace webhook. Pure but for reading PEM files named in settings.

`X-GHL-Signature` is the base64 of a 64-byte Ed25519 signature over the body as it came (Webhook Integration Guide,
copies of 2026-03 and 2026-08). `X-WH-Signature`, which it replaces, is the base64 of RSA-SHA256 with PKCS#1 v1.5
padding (highlevel-api-docs, docs/oauth/WebhookAuthentication.md). The literal `N/A` means "not signed" in both.
"""

import base64
import binascii
import logging
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key, load_pem_public_key

log = logging.getLogger(__name__)

SIGNATURE_BYTES = 64  # Ed25519, RFC 8032
LEAST_RSA_BITS = 2048  # NIST SP 800-131A; GoHighLevel's own has 4096
_SHA256 = SHA256()
_PADDING = PKCS1v15()


class UnusableKey(Exception):
    """A configured key is not a public key of the algorithm that it is configured for."""


def load_key(text: str) -> Ed25519PublicKey:
    """Key from base64 DER, PEM text or the path of a PEM file. Raises UnusableKey."""
    key = _load(text)
    if not isinstance(key, Ed25519PublicKey):
        raise UnusableKey("not an Ed25519 key")
    return key


def load_legacy_key(text: str) -> RSAPublicKey:
    """The same for a key of the older header. Raises UnusableKey."""
    key = _load(text)
    if not isinstance(key, RSAPublicKey):
        raise UnusableKey("not an RSA key")
    if key.key_size < LEAST_RSA_BITS:
        raise UnusableKey(f"an RSA key of fewer than {LEAST_RSA_BITS} bits")
    return key


def _load(text: str) -> PublicKeyTypes:
    try:
        if "BEGIN" in text:
            return load_pem_public_key(text.encode())
        if text.endswith(".pem") or Path(text).is_absolute():
            return load_pem_public_key(Path(text).read_bytes())
        return load_der_public_key(base64.b64decode(text, validate=True))
    except (ValueError, OSError) as error:
        raise UnusableKey(f"not a public key: {type(error).__name__}") from error


@lru_cache(maxsize=16)
def load_keys(texts: tuple[str, ...]) -> tuple[Ed25519PublicKey, ...]:
    """Key objects, kept: loading one for each request costs as much as the check. An unusable key fits nothing."""
    keys = []
    for position, text in enumerate(texts):
        try:
            keys.append(load_key(text))
        except UnusableKey as error:
            _say_unusable(position, error)
    return tuple(keys)


@lru_cache(maxsize=4)
def load_legacy_keys(texts: tuple[str, ...]) -> tuple[RSAPublicKey, ...]:
    """The same for the keys of the older header."""
    keys = []
    for position, text in enumerate(texts):
        try:
            keys.append(load_legacy_key(text))
        except UnusableKey as error:
            _say_unusable(position, error)
    return tuple(keys)


def _say_unusable(position: int, error: UnusableKey) -> None:
    log.error("intake.unusable_key", extra={"position": position, "problem": str(error)})


def is_signed(header: str | None) -> bool:
    """Whether the header says anything at all; one that says something wrong is a signature that fits nothing."""
    return bool(header) and header != "N/A"


def decode_signature(header: str | None) -> bytes | None:
    """The 64 bytes of an Ed25519 signature, or None for a missing, `N/A` or malformed header."""
    signature = _decoded(header)
    return signature if signature is not None and len(signature) == SIGNATURE_BYTES else None


def _decoded(header: str | None) -> bytes | None:
    if not header:
        return None
    try:
        return base64.b64decode(header, validate=True)
    except (binascii.Error, ValueError):
        return None


def fits(signature: bytes, raw: bytes, keys: Iterable[Ed25519PublicKey]) -> bool:
    """Whether one of the keys made this signature over these bytes."""
    for key in keys:
        try:
            key.verify(signature, raw)
        except InvalidSignature:
            continue
        return True
    return False


def fits_legacy(header: str | None, raw: bytes, keys: Iterable[RSAPublicKey]) -> bool:
    """Whether one of the RSA keys made the signature in the older header over these bytes.

    A signature is as long as its key, so one of Ed25519 is not even tried.
    """
    signature = _decoded(header)
    if signature is None:
        return False
    for key in keys:
        if len(signature) * 8 != key.key_size:
            continue
        try:
            key.verify(signature, raw, _PADDING, _SHA256)
        except InvalidSignature:
            continue
        return True
    return False
