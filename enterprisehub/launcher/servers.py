"""The embedded servers, started only where no address was given."""

from collections.abc import Mapping

import redis

from enterprisehub.embedded.errors import CannotStart
from enterprisehub.embedded.postgres import start_postgres
from enterprisehub.embedded.valkey import Valkey, start_valkey
from enterprisehub.launcher.session import Session


def start_missing(session: Session, said: Mapping[str, str]) -> dict[str, str]:
    """Start what DATABASE_URL and REDIS_URL do not name; returns the addresses. Raises CannotStart."""
    state_dir, guard, say = session.state_dir, session.guard, session.stream.say
    found: dict[str, str] = {}
    if said.get("REDIS_URL"):
        _require_answer(said["REDIS_URL"])
    if not said.get("DATABASE_URL"):
        postgres = session.start_server(
            "postgres", lambda port: start_postgres(state_dir, port=port, guard=guard, say=say)
        )
        # People to log in as are made on this database only, and this is how `setup_demo` knows it.
        found |= {"DATABASE_URL": postgres.url, "EMBEDDED_DATABASE": "1"}
    if not said.get("REDIS_URL"):
        valkey = session.start_server("valkey", lambda port: start_valkey(state_dir, port=port, guard=guard, say=say))
        assert isinstance(valkey, Valkey)
        found |= {"REDIS_URL": valkey.url, "CACHE_REDIS_URL": valkey.cache_url}
    # Celery looks for its broker under this name by itself.
    found["CELERY_BROKER_URL"] = said.get("REDIS_URL") or found["REDIS_URL"]
    return found


def _require_answer(redis_url: str) -> None:
    try:
        with redis.Redis.from_url(redis_url, socket_timeout=5, socket_connect_timeout=5) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        raise CannotStart(f"The server in REDIS_URL cannot be used ({error}).") from error
