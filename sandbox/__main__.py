"""`python -m sandbox`: a CRM look-alike and a model look-alike on 127.0.0.1."""

import asyncio
import contextlib
import os
import signal
import sys

from sandbox.app import build_app
from sandbox.arrivals import StampingRunner
from sandbox.config import Config, read_config
from sandbox.keys import WebhookKey, load_or_create
from sandbox.machine import Machine

HOST = "127.0.0.1"


async def serve(config: Config, key: WebhookKey) -> None:
    """Run until SIGTERM or SIGINT."""
    runner = StampingRunner(build_app(Machine(config, key)), access_log=None, keepalive_timeout=75, shutdown_timeout=2)
    await runner.setup()
    if runner.server is None:
        raise RuntimeError("the runner made no server")
    loop = asyncio.get_running_loop()
    try:
        server = await loop.create_server(runner.server, HOST, config.port, backlog=512)
    except OSError:
        await runner.cleanup()
        raise
    port = server.sockets[0].getsockname()[1]
    print(f"sandbox listening on http://{HOST}:{port}", flush=True)
    ended = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(name, ended.set)
    await ended.wait()
    server.close()
    await runner.cleanup()


def main() -> int:
    config, only_key = read_config(sys.argv[1:])
    key = load_or_create(config.state_dir)
    if only_key:
        print(key.public_base64)
        return 0
    try:
        asyncio.run(serve(config, key))
    except OSError as error:
        print(f"sandbox: cannot listen on {HOST}:{config.port}: {os.strerror(error.errno or 0)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
