"""A throw-away environment with litellm[proxy] in it, made by uv; nothing of it touches ours."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from drills.house import ROOT

WANTED = "litellm[proxy]==1.106.2"  # a local-cache hit of plain litellm raises: it needs parts of the proxy
MOST_SECONDS = 100.0


class NotMeasured(Exception):
    """The other side could not be set up here; the message says why."""


@contextmanager
def litellm_python() -> Iterator[Path]:
    """Its interpreter. Raises NotMeasured where the package index cannot be reached in time."""
    uv = ROOT / ".venv" / "bin" / "uv"
    if not uv.exists():
        raise NotMeasured("uv is not installed")
    with TemporaryDirectory(prefix="enterprisehub-litellm-", dir="/var/tmp") as folder:
        python = Path(folder) / "bin" / "python"
        _run([str(uv), "venv", "-q", "--clear", folder, "--python", str(ROOT / ".venv" / "bin" / "python")])
        _run([str(uv), "pip", "install", "-q", "--python", str(python), WANTED])
        yield python


def _run(command: list[str]) -> None:
    kept = {name: value for name, value in os.environ.items() if name in _PASSED_ON or name.startswith("UV_")}
    try:
        done = subprocess.run(command, env=kept, capture_output=True, text=True, timeout=MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise NotMeasured(f"{WANTED} was not installed within {MOST_SECONDS:.0f} s") from error
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise NotMeasured(f"{WANTED} could not be installed: {said[-1][:200] if said else done.returncode}")


_PASSED_ON = ("PATH", "HOME", "SSL_CERT_FILE", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "PIP_INDEX_URL")
