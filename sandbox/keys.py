"""The sandbox's own Ed25519 key. The private half never leaves the state folder."""

import base64
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

PRIVATE_KEY_FILE = "webhook_key.pem"
PUBLIC_KEY_FILE = "public_key.txt"


class WebhookKey:
    """Signs raw bodies; knows its public half as base64 DER SubjectPublicKeyInfo."""

    def __init__(self, private_key: Ed25519PrivateKey) -> None:
        self._private_key = private_key
        der = private_key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        self.public_base64 = base64.b64encode(der).decode()

    def sign(self, raw: bytes) -> str:
        """Return the base64 signature over exactly these bytes."""
        return base64.b64encode(self._private_key.sign(raw)).decode()


def load_or_create(state_dir: Path) -> WebhookKey:
    """Read the key of this state folder, or make it once (mode 0600)."""
    state_dir.mkdir(parents=True, exist_ok=True)
    path = state_dir / PRIVATE_KEY_FILE
    if not path.exists():
        _write_private(path, Ed25519PrivateKey.generate())
    private_key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(private_key, Ed25519PrivateKey):
        raise ValueError(f"{path} holds no Ed25519 key")
    key = WebhookKey(private_key)
    (state_dir / PUBLIC_KEY_FILE).write_text(key.public_base64 + "\n")
    return key


def _write_private(path: Path, private_key: Ed25519PrivateKey) -> None:
    pem = private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    # Written beside and renamed: a kill in between never leaves half a key.
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    draft.rename(path)
