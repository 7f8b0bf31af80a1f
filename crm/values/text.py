"""Strangers' text made fit for PostgreSQL: no zero bytes, no lone surrogates."""

from typing import Any


def clean(text: str) -> str:
    """The text without NUL and with lone surrogates replaced; PostgreSQL stores neither in text or jsonb."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def clean_json(value: Any) -> Any:
    """The same for every string inside a JSON value, keys included."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [clean_json(one) for one in value]
    if isinstance(value, dict):
        return {clean(name): clean_json(one) for name, one in value.items()}
    return value


def as_text(value: Any, limit: int | None = None) -> str:
    """A scalar as trimmed text, at most `limit` characters; nothing for None, lists and objects."""
    if isinstance(value, str):
        text = clean(value).strip()
    elif isinstance(value, int | float) and not isinstance(value, bool):
        text = str(value)
    else:
        return ""
    return text[:limit] if limit is not None else text
