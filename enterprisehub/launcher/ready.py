"""Asking an address of ours whether it answers."""

import http.client
import time
from urllib.parse import urlsplit

from enterprisehub.embedded.errors import CannotStart
from enterprisehub.launcher.session import Session

READY_SECONDS = 90


def answer_of(url: str, *, host: str = "") -> tuple[int, str]:
    """Status and body; status 0 with the reason where nothing answers. `host` is the name the server goes by."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    try:
        connection.request("GET", parts.path or "/", headers={"Connection": "close", "Host": host or parts.netloc})
        response = connection.getresponse()
        return response.status, response.read(10_000).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return 0, str(error)
    finally:
        connection.close()


def wait_until_ready(session: Session, url: str, *, what: str, host: str = "", any_status: bool = False) -> None:
    """Return when `url` answers 200 (or at all, with `any_status`). Raises Stopped.

    Raises CannotStart when nothing answers in time. A product that answers but finds old work unfinished is not stopped
    for that: its sweepers are what finishes it.
    """
    deadline = time.monotonic() + READY_SECONDS
    status, body = 0, ""
    while time.monotonic() < deadline:
        session.tick()
        status, body = answer_of(url, host=host)
        if status == 200 or (any_status and status):
            return
    if status != 503:
        raise CannotStart(
            f"{what} was not ready after {READY_SECONDS} s: {url} said {status or 'nothing'} {body[:300]}"
        )
    session.stream.say(f"{what} runs, but says that it is not ready: {body[:300]}")
