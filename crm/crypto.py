"""Encryption of tokens and secrets at rest: Fernet with rotation, newest key first."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class UndecryptableSecret(Exception):
    """A stored secret fits none of FIELD_ENCRYPTION_KEYS."""


def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FIELD_ENCRYPTION_KEYS])


def encrypt(secret: str) -> str:
    return _box().encrypt(secret.encode()).decode() if secret else ""


def decrypt(stored: str) -> str:
    """The plain secret; raises UndecryptableSecret with a sentence that names the setting, never the value."""
    if not stored:
        return ""
    try:
        return _box().decrypt(stored.encode()).decode()
    except InvalidToken as error:
        raise UndecryptableSecret("stored secret fits none of FIELD_ENCRYPTION_KEYS") from error
