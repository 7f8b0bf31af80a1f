"""Events of the CRM: made once, signed, and delivered in the background until they are taken."""

import asyncio
import time
from collections import deque

import aiohttp
import orjson

from sandbox.keys import WebhookKey
from sandbox.naming import new_id, new_uuid, now_iso
from sandbox.store import Document, Store
from sandbox.switches import Switches

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.2, 5.0
FINISHED_KEPT = 5_000
VERSION_ID = "sandbox-app-version-1"


class Webhooks:
    """One queue per (location, contact), a bounded number in flight per location.

    A retry sends the same bytes. A delivery that fails steps aside, so later ones may overtake it,
    as with the original: nothing is promised about order.
    """

    def __init__(self, store: Store, key: WebhookKey, switches: Switches, *, target_url: str, app_id: str) -> None:
        self._store, self._key, self._switches = store, key, switches
        self._url, self._app_id = f"{target_url}/webhooks/ghl/", app_id
        self._queues: dict[str, deque[str]] = {}
        self._runners: dict[str, asyncio.Task[None]] = {}
        self._in_flight: dict[str, asyncio.Semaphore] = {}
        self._first_tries: dict[str, asyncio.Event] = {}
        self._finished: deque[str] = deque()
        self._timers: set[asyncio.TimerHandle] = set()
        self._session: aiohttp.ClientSession | None = None
        self.raised: list[str] = []

    async def start(self) -> None:
        """Open the client and take up what an earlier process left."""
        connector = aiohttp.TCPConnector(limit=64, limit_per_host=32, keepalive_timeout=30)
        self._session = aiohttp.ClientSession(connector=connector)
        for delivery in self._store.every("deliveries"):
            if delivery["state"] == "waiting":
                self._schedule(delivery)
            else:
                self._finished.append(delivery["id"])

    async def stop(self) -> None:
        self.drop_all()
        if self._session is not None:
            await self._session.close()

    def drop_all(self) -> None:
        """Forget every queue (the rows stay in the store)."""
        for timer in self._timers:
            timer.cancel()
        for runner in self._runners.values():
            runner.cancel()
        self._timers.clear()
        self._runners.clear()
        self._queues.clear()

    # -- making ---------------------------------------------------------------------------------

    def raise_event(
        self, kind: str, location: str, fields: Document, *, contact: str = "", delay_ms: int = 0, duplicates: int = 0
    ) -> str:
        """Queue one signed marketplace event (and exact copies of it); returns its webhookId."""
        webhook_id = new_uuid()
        envelope = {"type": kind, "locationId": location, "versionId": VERSION_ID, "appId": self._app_id}
        body = orjson.dumps({**envelope, **fields, "timestamp": now_iso(), "webhookId": webhook_id})
        headers = {"X-GHL-Signature": self._key.sign(body), "X-WH-Signature": "N/A"}
        for _ in range(1 + duplicates):
            self._add(self._url, body, headers, location, contact, kind, webhook_id, delay_ms)
        return webhook_id

    def raise_workflow(self, location: str, url: str, secret: str, body: Document, *, contact: str = "") -> None:
        """Queue one unsigned workflow webhook with its header secret."""
        self._add(url, orjson.dumps(body), {"X-Webhook-Secret": secret}, location, contact, "workflow", "", 0)

    def _add(
        self,
        url: str,
        body: bytes,
        headers: dict[str, str],
        location: str,
        contact: str,
        kind: str,
        webhook_id: str,
        delay_ms: int,
    ) -> None:
        delivery: Document = {
            "id": new_id(),
            "locationId": location,
            "contactId": contact,
            "kind": kind,
            "webhookId": webhook_id,
            "url": url,
            "headers": headers,
            "body": body.decode(),
            "attempts": 0,
            "state": "waiting",
            "status": None,
            "due_s": time.time() + delay_ms / 1000,
            "createdAt": now_iso(),
        }
        self._store.put("deliveries", delivery)
        if delay_ms == 0:
            self._first_tries[delivery["id"]] = asyncio.Event()
            self.raised.append(delivery["id"])
        self._schedule(delivery)

    def take_raised(self) -> list[str]:
        """Return the ids of deliveries made since the last call (used for echo-before-answer)."""
        raised, self.raised = self.raised, []
        return raised

    async def wait_for_first_tries(self, ids: list[str], timeout_s: float = 5.0) -> None:
        """Wait until each of these was tried once, or the time is over."""
        events = [self._first_tries[one].wait() for one in ids if one in self._first_tries]
        if events:
            try:
                await asyncio.wait_for(asyncio.gather(*events), timeout_s)
            except TimeoutError:
                return

    def retry_failed(self, location: str = "") -> int:
        """Put given-up deliveries back into their queues, as the log view's resend does."""
        failed = [one for one in self._store.every("deliveries") if one["state"] == "failed"]
        chosen = [one for one in failed if not location or one["locationId"] == location]
        for delivery in chosen:
            delivery.update(state="waiting", attempts=0, due_s=time.time())
            self._store.put("deliveries", delivery)
            self._schedule(delivery)
        return len(chosen)

    # -- delivering -----------------------------------------------------------------------------

    def _schedule(self, delivery: Document) -> None:
        pause_s = delivery["due_s"] - time.time()
        if pause_s <= 0:
            self._push(delivery["id"])
            return
        loop = asyncio.get_running_loop()
        timer: asyncio.TimerHandle

        def due() -> None:
            self._timers.discard(timer)
            self._push(delivery["id"])

        timer = loop.call_later(pause_s, due)
        self._timers.add(timer)

    def _push(self, delivery_id: str) -> None:
        delivery = self._store.get("deliveries", delivery_id)
        if delivery is None:
            return
        lane = f"{delivery['locationId']}/{delivery['contactId']}"
        self._queues.setdefault(lane, deque()).append(delivery_id)
        if lane not in self._runners:
            self._runners[lane] = asyncio.create_task(self._run(lane, delivery["locationId"]))

    async def _run(self, lane: str, location: str) -> None:
        gate = self._in_flight.setdefault(location, asyncio.Semaphore(int(self._switches["delivery_concurrency"])))
        queue = self._queues[lane]
        try:
            while queue:
                delivery = self._store.get("deliveries", queue.popleft())
                if delivery is not None:
                    async with gate:
                        await self._try(delivery)
        finally:
            # Whatever ended this runner, the next event of the lane must find no dead one in its way.
            if self._queues.get(lane) is queue:
                del self._queues[lane], self._runners[lane]

    async def _try(self, delivery: Document) -> None:
        delivery["attempts"] += 1
        delivery["status"] = status = await self._post(delivery)
        if status is not None and 200 <= status < 300:
            self._finish(delivery, "delivered")
        elif self._worth_retrying(status) and delivery["attempts"] <= int(self._switches["webhook_retries"]):
            pause_s = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** (delivery["attempts"] - 1))
            delivery["due_s"] = time.time() + pause_s
            self._store.put("deliveries", delivery)
            self._schedule(delivery)
        else:
            self._finish(delivery, "failed")
        if (tried := self._first_tries.pop(delivery["id"], None)) is not None:
            tried.set()

    def _worth_retrying(self, status: int | None) -> bool:
        if status is None or status == 429:
            return True
        return status >= 500 and bool(self._switches["retry_server_errors"])

    async def _post(self, delivery: Document) -> int | None:
        """Return the status, or None when no answer came."""
        if self._session is None:
            return None
        headers = {"Content-Type": "application/json", "User-Agent": "sandbox-webhooks/1", **delivery["headers"]}
        timeout = aiohttp.ClientTimeout(total=self._switches["webhook_timeout_ms"] / 1000)
        try:
            async with self._session.post(
                delivery["url"], data=delivery["body"].encode(), headers=headers, timeout=timeout
            ) as answer:
                await answer.read()
                return answer.status
        except (aiohttp.ClientError, OSError, TimeoutError):
            return None

    def _finish(self, delivery: Document, state: str) -> None:
        delivery["state"] = state
        delivery["finishedAt"] = now_iso()
        self._store.put("deliveries", delivery)
        self._finished.append(delivery["id"])
        while len(self._finished) > FINISHED_KEPT:
            self._store.delete("deliveries", self._finished.popleft())
