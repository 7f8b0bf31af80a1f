"""Who of many processes asks: a lease in Redis per key, renewed while its holder lives."""

import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import Any

from redis.exceptions import RedisError

from orchestrator.servers.away import AwayMemory
from orchestrator.servers.rounds import Rounds

_RENEWALS_PER_LEASE = 3
_ENDING_SECONDS = 10  # followers look several times a second

_TAKE = """
local held = redis.call('GET', KEYS[1])
if held then return held end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return false
"""
# A lease that is gone is taken again: Redis may have been emptied. One that somebody else took stays theirs.
_RENEW = """
local held = redis.call('GET', KEYS[1])
if held and held ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
"""
_GIVE_BACK = """
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
if ARGV[2] ~= '' then redis.call('SET', KEYS[2], ARGV[2], 'EX', ARGV[3]) end
return 1
"""


class LeasesAway(Exception):
    """Redis does not answer; each process decides for itself."""


@dataclass(frozen=True, slots=True)
class Lease:
    """`mine`: taken by this call. Otherwise `token` is the holder's."""

    key: str
    token: str
    mine: bool


class Leases:
    """One thread renews all leases of this process; it begins with the first that is taken.

    `lease_seconds` is how long a killed holder keeps the others waiting at most.
    """

    def __init__(self, redis: Any, *, lease_seconds: float = 3.0) -> None:
        self._redis = redis
        self._lease_ms = int(lease_seconds * 1000)
        self._take, self._renew = redis.register_script(_TAKE), redis.register_script(_RENEW)
        self._give_back = redis.register_script(_GIVE_BACK)
        self._away = AwayMemory("redis", part="flights", client=redis)
        self._held: dict[str, tuple[str, float]] = {}  # by token: key, and the moment after which nobody waits for it
        self._lock = Lock()
        self._rounds = Rounds("flight-leases", self._renew_all, every_seconds=lease_seconds / _RENEWALS_PER_LEASE)

    def take(self, key: str, *, until: float) -> Lease:
        """Mine where nobody holds it, renewed until it is given back or `until` (monotonic) passes.

        Raises LeasesAway.
        """
        token = uuid.uuid4().hex
        holder = self._ask(lambda: self._take([_name(key)], [token, self._lease_ms]))
        if holder is not None:
            return Lease(key, holder.decode(), mine=False)
        with self._lock:
            self._held[token] = (key, until)
        self._rounds.ensure()
        return Lease(key, token, mine=True)

    def give_back(self, lease: Lease, *, ending: bytes = b"") -> None:
        """Let the next one in; `ending` tells the followers how it ended without an answer. Never raises."""
        if not lease.mine:
            return
        with self._lock:  # from here on nobody renews it
            self._held.pop(lease.token, None)
        names = [_name(lease.key), _ending_name(lease)]
        with suppress(LeasesAway):  # then it ends by itself
            self._ask(lambda: self._give_back(names, [lease.token, ending, _ENDING_SECONDS]))

    def look(self, lease: Lease) -> tuple[str, bytes]:
        """Who holds the key now ("" for nobody), and the ending that this holder left, if any. Raises LeasesAway."""
        holder, ending = self._ask(lambda: self._redis.mget(_name(lease.key), _ending_name(lease)))
        return (holder or b"").decode(), ending or b""

    def _ask(self, command: Any) -> Any:
        if self._away.rests:
            raise LeasesAway
        started = time.monotonic()
        try:
            answer = command()
        except (RedisError, OSError) as error:
            self._away.failed(error, waited_seconds=time.monotonic() - started)
            raise LeasesAway from error
        self._away.answered()
        return answer

    def _renew_all(self) -> None:
        with self._lock:
            held = list(self._held.items())
        for token, (key, until) in held:
            self._renew_one(token, key, until)

    def _renew_one(self, token: str, key: str, until: float) -> None:
        with self._lock:  # held until Redis has it: a lease that was given back must not come to life again
            if token not in self._held:
                return
            if time.monotonic() > until:
                del self._held[token]
                return
            with suppress(LeasesAway):  # the next renewal takes it again
                self._ask(lambda: self._renew([_name(key)], [token, self._lease_ms]))


def _name(key: str) -> str:
    return f"llm:flight:{{{key}}}"


def _ending_name(lease: Lease) -> str:
    return f"llm:flight:{{{lease.key}}}:{lease.token}"
