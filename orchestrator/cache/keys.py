"""Pure: one key for everything that shapes an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

import orjson
from pydantic import BaseModel

VERSION = "v1"  # changes when the meaning of a stored answer does; older answers are then never found again


@dataclass(frozen=True, slots=True)
class KeyParts:
    """What the key covers. `masked_input` is a JSON value; the order of its objects' members does not matter."""

    tenant: str
    task: str
    prompt_version: str
    prompt_sha256: str
    model: str
    schema_version: str
    parameters: Mapping[str, Any]
    masked_input: Any


def cache_key(parts: KeyParts) -> str:
    """`v1:` and 64 hexadecimal digits."""
    canonical = orjson.dumps(
        [
            parts.tenant,
            parts.task,
            parts.prompt_version,
            parts.prompt_sha256,
            parts.model,
            parts.schema_version,
            parts.parameters,
            parts.masked_input,
        ],
        option=orjson.OPT_SORT_KEYS,
    )
    return f"{VERSION}:{sha256(canonical).hexdigest()}"


@lru_cache(maxsize=256)
def schema_version(answer_type: type[BaseModel]) -> str:
    """A hash of the JSON schema that the model is asked to fill."""
    return sha256(orjson.dumps(answer_type.model_json_schema(), option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]
