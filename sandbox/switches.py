"""Settings that may change while the sandbox runs. One document, merged key by key."""

from typing import Any

from sandbox.store import Store

DEFAULTS: dict[str, Any] = {
    "latency_ms": 0,
    "claude_latency_ms": 0,
    "openai_latency_ms": 0,
    "echo_before_answer": False,
    "echo_own_writes": True,
    "unread_events": True,
    "auto_dnd_on_stop": False,
    "retry_server_errors": False,
    "webhook_retries": 12,
    "webhook_timeout_ms": 15_000,
    "delivery_concurrency": 8,
    "ghl_limit": {"max": 100, "interval_ms": 10_000, "daily": 200_000},
    "oauth_expires_in_s": 86_399,
    "crm_refuses_yet_creates": False,
    "crm_drops_phone": False,
    "crm_drops_custom_fields": False,
    "crm_drops_tags": False,
    "crm_drops_dnd": False,
    "crm_drops_second_email": False,
    "crm_answers_without_body": False,
    "crm_success_flag": "",
    "claude_limits": {"requests": 4_000, "input_tokens": 2_000_000, "output_tokens": 400_000},
    "claude_errors": {
        "rate": 0.0,
        "seed": 0,
        "kinds": ["wrong_slot", "false_evidence", "low_confidence", "off_schema"],
    },
    "obey_attacker": False,
    "openai_limits": {"requests": 4_000, "tokens": 2_000_000},
    "openai_needs_key": False,
    "openai_refuses": "",
}


class Switches:
    """Reads fall back to DEFAULTS; `change` refuses unknown names and wrong types."""

    def __init__(self, store: Store, **at_start: Any) -> None:
        self._store = store
        self._at_start = at_start

    def __getitem__(self, name: str) -> Any:
        document = self._store.get("switches", "switches") or {}
        return document.get(name, self._at_start.get(name, DEFAULTS[name]))

    def all(self) -> dict[str, Any]:
        return {name: self[name] for name in DEFAULTS}

    def change(self, changes: dict[str, Any]) -> dict[str, Any]:
        """Merge; raises ValueError naming the first key that is unknown or of a wrong type."""
        document = dict(self._store.get("switches", "switches") or {"id": "switches"})
        for name, value in changes.items():
            document[name] = _checked(name, value, self[name])
        self._store.put("switches", document)
        return self.all()


def _checked(name: str, value: Any, present: Any) -> Any:
    if name not in DEFAULTS:
        raise ValueError(f"unknown setting {name!r}")
    default = DEFAULTS[name]
    if isinstance(default, bool) != isinstance(value, bool):
        raise ValueError(f"{name} must be {'true or false' if isinstance(default, bool) else 'a number or an object'}")
    if isinstance(default, dict):
        if not isinstance(value, dict) or not set(value) <= set(default):
            raise ValueError(f"{name} takes the keys {sorted(default)}")
        return {**present, **value}
    if isinstance(default, str):
        if not isinstance(value, str):
            raise ValueError(f"{name} must be words")
        return value
    if not isinstance(value, (int, float)):
        raise ValueError(f"{name} must be a number")
    return value
