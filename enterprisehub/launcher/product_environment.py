"""The launcher's own values for the product's settings, each used only where nothing was said."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from enterprisehub.embedded.errors import CannotStart

APP_ID = "sandbox-app"
KEY_SECONDS = 60


def addresses(state_dir: Path, port: int, sandbox_port: int) -> dict[str, str]:
    """Where things are found."""
    return {
        "STATE_DIR": str(state_dir),
        "PORT": str(port),
        "SANDBOX_PORT": str(sandbox_port),
        "PUBLIC_BASE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1,localhost,[::1]",
        "DEBUG": "false",
        "SANDBOX_BASE_URL": f"http://127.0.0.1:{sandbox_port}",
        "SANDBOX_TARGET_URL": f"http://127.0.0.1:{port}",
        "SANDBOX_STATE_DIR": str(state_dir / "sandbox"),
        "SANDBOX_APP_ID": APP_ID,
    }


def model_hint(said: Mapping[str, str]) -> dict[str, str]:
    """With a key the product asks Claude itself, and the sandbox's pages stop saying "simulated model"."""
    return {"SANDBOX_REAL_MODEL": "1"} if said.get("ANTHROPIC_API_KEY") else {}


def sandbox_public_key(base: Path, environment: Mapping[str, str]) -> str:
    """The key that checks the sandbox's signatures; its private half never leaves the sandbox's folder."""
    command = [sys.executable, "-m", "sandbox", "--print-public-key"]
    done = subprocess.run(
        command, cwd=base, env=dict(environment), capture_output=True, text=True, timeout=KEY_SECONDS, check=False
    )
    words = done.stdout.split()
    if done.returncode or not words:
        last = (done.stderr.strip().splitlines() or ["it printed nothing"])[-1]
        raise CannotStart(f"The sandbox did not give its public key ({last}).")
    return words[-1]
