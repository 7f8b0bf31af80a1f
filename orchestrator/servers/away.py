"""Remembers for a moment that a server did not answer, so that a dead one is not asked again and again.

Whatever in this process talks to one server shares what is known of its absence: after one time-out nobody waits for it
again until its rest is over. An error that the server itself told is remembered by the one who met it alone.
"""

import logging
import time
import weakref
from typing import Any

from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import MaxConnectionsError
from redis.exceptions import TimeoutError as RedisTimeoutError

log = logging.getLogger(__name__)

_REST_SECONDS = 1.0
_REST_PER_WAIT = 20.0  # a server that hangs costs at most a twentieth of the time
_SILENCE = (RedisConnectionError, RedisTimeoutError, OSError)


class Server:
    """One address. `silent_until` is monotonic: before it nobody of this process asks."""

    def __init__(self) -> None:
        self.silent_until = 0.0


_servers: "weakref.WeakValueDictionary[str, Server]" = weakref.WeakValueDictionary()


def server_of(client: Any) -> Server:
    """The same one for all Redis clients of an address, whichever database they use; one of its own for any other."""
    told = getattr(getattr(client, "connection_pool", None), "connection_kwargs", {})
    address = told.get("path") or f"{told.get('host', '')}:{told.get('port', '')}"
    return _servers.setdefault(address, Server()) if address != ":" else Server()


class AwayMemory:
    """What one part of this process knows of a server: `rests` says not to ask it now. The log says once that it went
    and once that it came back. Threads may race on it: the worst is one wait more.
    """

    def __init__(self, server: str, *, part: str, client: Any = None) -> None:
        self._name, self._part, self._server = server, part, server_of(client)
        self._until = 0.0
        self._lost = False

    def belongs_to(self, client: Any) -> None:
        """Where the client is known later than its user."""
        self._server = server_of(client)

    @property
    def rests(self) -> bool:
        return time.monotonic() < max(self._until, self._server.silent_until)

    @property
    def is_away(self) -> bool:
        """Whether it failed when it was asked last, by this part, or is left alone because it failed another."""
        return self._lost or self.rests

    def failed(self, error: Exception, *, waited_seconds: float) -> None:
        """Leave it alone for a second, or for twenty times as long as the failure took."""
        until = time.monotonic() + max(_REST_SECONDS, waited_seconds * _REST_PER_WAIT)
        if isinstance(error, _SILENCE) and not isinstance(error, MaxConnectionsError):
            self._server.silent_until = max(self._server.silent_until, until)
        else:
            self._until = until
        first, self._lost = not self._lost, True
        if first:
            told = {"server": self._name, "part": self._part, "error": type(error).__name__}
            log.warning("orchestrator.server_away", extra=told)

    def answered(self) -> None:
        """Whoever was told to let it rest may ask it again."""
        if self._lost or self._server.silent_until:
            self._server.silent_until = self._until = 0.0
            first, self._lost = self._lost, False
            if first:
                log.info("orchestrator.server_back", extra={"server": self._name, "part": self._part})
