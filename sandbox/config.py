"""What the process is told at start: environment first, command line over it."""

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Config:
    """Start-up facts. `port` 0 means any free port; `latency_ms` is the CRM's answering time at start."""

    port: int
    state_dir: Path
    target_url: str
    app_id: str
    location_id: str
    location_name: str
    token: str
    workflow_url: str
    workflow_secret: str
    latency_ms: int
    real_model: bool
    model_label: str


OPTIONS: tuple[tuple[str, str, str], ...] = (
    ("SANDBOX_PORT", "8001", "port on 127.0.0.1; 0 takes a free one"),
    ("SANDBOX_STATE_DIR", ".state/sandbox", "folder for the key and the state file"),
    ("SANDBOX_TARGET_URL", "http://127.0.0.1:8000", "base address of the product"),
    ("SANDBOX_APP_ID", "sandbox-app", "appId written into marketplace webhooks"),
    ("SANDBOX_LOCATION_ID", "SANDBOXLOCATION000001", "id of the first location"),
    ("SANDBOX_LOCATION_NAME", "Sandbox Realty", "name of the first location"),
    ("SANDBOX_TOKEN", "sandbox-token", "bearer token of the first location"),
    ("SANDBOX_WORKFLOW_URL", "", "workflow webhook address of the first location"),
    ("SANDBOX_WORKFLOW_SECRET", "", "value of X-Webhook-Secret on workflow webhooks"),
    ("SANDBOX_LATENCY_MS", "0", "answering time of the CRM look-alike"),
    ("SANDBOX_REAL_MODEL", "", "1 when the product talks to a real model"),
    ("SANDBOX_MODEL_LABEL", "", "words for the page header instead of 'simulated model'"),
)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A CRM and a model, played on loopback.")
    for name, default, meaning in OPTIONS:
        flag = "--" + name.removeprefix("SANDBOX_").lower().replace("_", "-")
        parser.add_argument(flag, dest=name, help=f"{meaning} (env {name}, default {default or 'empty'})")
    parser.add_argument("--print-public-key", action="store_true", help="print the webhook public key and end")
    return parser


def read_config(argv: Sequence[str], environ: Mapping[str, str] = os.environ) -> tuple[Config, bool]:
    """Return the configuration and whether only the public key was asked for."""
    given = vars(_parser().parse_args(argv))
    value = {
        name: given[name] if given[name] is not None else environ.get(name, default) for name, default, _ in OPTIONS
    }
    config = Config(
        port=int(value["SANDBOX_PORT"]),
        state_dir=Path(value["SANDBOX_STATE_DIR"]),
        target_url=value["SANDBOX_TARGET_URL"].rstrip("/"),
        app_id=value["SANDBOX_APP_ID"],
        location_id=value["SANDBOX_LOCATION_ID"],
        location_name=value["SANDBOX_LOCATION_NAME"],
        token=value["SANDBOX_TOKEN"],
        workflow_url=value["SANDBOX_WORKFLOW_URL"],
        workflow_secret=value["SANDBOX_WORKFLOW_SECRET"],
        latency_ms=int(value["SANDBOX_LATENCY_MS"]),
        real_model=value["SANDBOX_REAL_MODEL"].lower() in {"1", "true", "yes"},
        model_label=value["SANDBOX_MODEL_LABEL"],
    )
    return config, bool(given["print_public_key"])
