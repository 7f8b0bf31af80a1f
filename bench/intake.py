"""How close the signed intake comes to a bare view that does only what no intake can leave out."""

import base64
import json
import socket
import statistics
import time
import uuid
from collections.abc import Callable

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bench.figures import Figure, percentile
from bench.load import Pass, run_pass
from drills.house import LOCATION, House, procfile, running_house

CONNECTIONS = 16
PASSES = 5
MAX_VOID = 3
WANTED = 0.7

Say = Callable[[str], None]


def signed_requests(key: Ed25519PrivateKey, count: int) -> list[bytes]:
    """Complete HTTP requests of about 1 KB body, each with its own webhookId, as raw bytes."""
    requests = []
    for number in range(count):
        body = json.dumps(
            {
                "type": "InboundMessage",
                "locationId": LOCATION,
                "appId": "sandbox-app",
                "versionId": "sandbox-app",
                "webhookId": str(uuid.uuid4()),
                "timestamp": "2026-01-05T12:46:45.953Z",
                "contactId": f"BENCHCONTACT{number:09d}",
                "conversationId": f"BENCHTHREAD{number:09d}",
                "messageId": f"BENCHMESSAGE{number:09d}",
                "messageType": "SMS",
                "direction": "inbound",
                "contentType": "text/plain",
                "dateAdded": "2026-01-05T12:46:44.000Z",
                "body": "We are thinking about selling the house next spring. " * 11,
            }
        ).encode()
        signature = base64.b64encode(key.sign(body)).decode()
        head = (
            "POST /webhooks/ghl/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"X-GHL-Signature: {signature}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        requests.append(head.encode() + body)
    return requests


def _public_key(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


def _one_pass(house: House, requests: list[bytes], table: str, *, minimal: bool, seconds: float) -> Pass:
    """Start the server afresh, warm it, measure; the rows stored must equal the answers given."""
    with house.database() as connection:
        connection.execute(f"TRUNCATE {table} CASCADE")
    with psycopg.connect(house.postgres.superuser_url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")  # the writes of one pass are not paid by the next
    line = procfile()["web"]
    if minimal:
        line = line.replace("enterprisehub.wsgi:application", "bench.minimal_view:application")
    web = house.start("web", line=line)
    try:
        _wait_listening(house)
        address = ("127.0.0.1", int(house.environment["PORT"]))
        warm = len(requests) // 20
        run_pass(address, requests[:warm], connections=CONNECTIONS, seconds=1.0)
        before = house.value(f"SELECT count(*) FROM {table}")
        result = run_pass(address, requests[warm:], connections=CONNECTIONS, seconds=seconds)
        stored = house.value(f"SELECT count(*) FROM {table}") - before
        if stored != result.answered:
            raise AssertionError(f"{result.answered} answered but {stored} stored in {table}")
        return result
    finally:
        web.stop()


def _wait_listening(house: House) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", int(house.environment["PORT"])), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(house.processes["web"].tail())


def intake_vs_minimal_view(say: Say, *, full: bool) -> list[Figure]:
    seconds = 10.0 if full else 4.0
    key = Ed25519PrivateKey.generate()
    say("signing requests")
    requests = signed_requests(key, int(7000 * seconds))
    with running_house(processes=(), SANDBOX_PUBLIC_KEY=_public_key(key)) as house:
        house.environment["SANDBOX_PUBLIC_KEY"] = _public_key(key)
        # One location brings everything here: its deliveries are counted like any other's, and never refused.
        house.environment["WEBHOOK_PER_SECOND_PER_LOCATION"] = "1000000"
        with house.database() as connection:
            connection.execute("CREATE TABLE bench_minimal (webhook_id text PRIMARY KEY, body bytea)")
        ours: list[Pass] = []
        floor: list[Pass] = []
        void = 0
        while len(ours) < PASSES:
            mine = _one_pass(house, requests, "crm_webhookevent", minimal=False, seconds=seconds)
            bare = _one_pass(house, requests, "bench_minimal", minimal=True, seconds=seconds)
            say(
                f"pass {len(ours) + 1}/{PASSES}: ours {mine.per_second:.0f}/s, minimal {bare.per_second:.0f}/s, "
                f"client CPU {mine.client_cpu_share:.0%} and {bare.client_cpu_share:.0%} of a core"
            )
            if mine.void or bare.void:
                void += 1
                say(f"pass void: statuses {mine.statuses} and {bare.statuses}, or the client was the limit")
                if void > MAX_VOID:
                    raise AssertionError("too many void passes")
                continue
            ours.append(mine)
            floor.append(bare)
    ratios = [a.per_second / b.per_second for a, b in zip(ours, floor, strict=True)]
    ratio = statistics.median(ratios)
    p99 = statistics.median(percentile(p.latencies_ms, 0.99) for p in ours)
    floor_p99 = statistics.median(percentile(p.latencies_ms, 0.99) for p in floor)
    rate = statistics.median(p.per_second for p in ours)
    client = max(p.client_cpu_share for p in ours + floor)
    return [
        Figure(
            "intake_vs_minimal_view",
            ratio,
            "ratio",
            PASSES,
            "a Django view without middleware, same granian settings",
            ratio,
            f">= {WANTED}",
            ratio >= WANTED,
            f"{rate:.0f}/s; passes {min(ratios):.2f} to {max(ratios):.2f}; client at most {client:.0%} of a core",
        ),
        Figure(
            "intake_p99_ms",
            p99,
            "ms",
            sum(p.answered for p in ours),
            "the same view",
            p99 / floor_p99,
            note=f"minimal view {floor_p99:.1f} ms, {CONNECTIONS} connections",
        ),
    ]
