"""Free TCP ports on loopback."""

import errno
import socket

from enterprisehub.embedded.errors import CannotStart

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """A port nobody listens on now. Somebody may be faster: callers try again with another one."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def require_free(port: int, *, host: str = LOOPBACK, setting: str) -> None:
    """Raises CannotStart when `port` is taken; `setting` is the name by which another one is chosen."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OverflowError:
            raise CannotStart(f"{setting}={port} is no port: choose a number from 1 to 65535.") from None
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CannotStart(
                    f"Port {port} is taken by another program: end that one, or choose another with {setting}=…"
                ) from error
            raise CannotStart(f"Port {port} cannot be used ({error.strerror}): set {setting}.") from error
