"""Secrets made once and kept in the state folder: without them sessions end and stored tokens cannot be read."""

import base64
import json
import secrets
from pathlib import Path

from enterprisehub.embedded.files import read_json, write_private

KEPT = "keys.json"


def kept_keys(state_dir: Path) -> dict[str, str]:
    """SECRET_KEY, FIELD_ENCRYPTION_KEYS (one Fernet key) and SANDBOX_TOKEN of this state folder. Raises CannotStart."""
    kept = read_json(state_dir / KEPT)
    fresh = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "FIELD_ENCRYPTION_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "SANDBOX_TOKEN": f"sandbox-{secrets.token_urlsafe(24)}",
    }
    if not fresh.keys() <= kept.keys():
        kept = {**fresh, **kept}
        write_private(state_dir / KEPT, json.dumps(kept, indent=1) + "\n")
    return {name: str(kept[name]) for name in fresh}
