"""What the person at the terminal reads once everything runs."""

import json
from collections.abc import Mapping
from pathlib import Path


def read_logins(path: Path) -> list[dict[str, str]]:
    """The logins that the demo set-up wrote: objects with role, username and password. Empty where there are none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    rows = found.get("logins", []) if isinstance(found, dict) else found
    return [row for row in rows if isinstance(row, dict) and {"role", "username", "password"} <= row.keys()]


def banner(environment: Mapping[str, str], logins: list[dict[str, str]], *, seconds: float) -> str:
    """Address, logins and the first clicks, as lines."""
    web, sandbox = environment["PUBLIC_BASE_URL"].rstrip("/"), environment["SANDBOX_BASE_URL"].rstrip("/")
    model = "Claude, with your key" if environment.get("ANTHROPIC_API_KEY") else "simulated model, no key set"
    lines = [
        "",
        f"EnterpriseHub is ready after {seconds:.0f} s: {web}/   ({model})",
        "",
        *_login_lines(logins),
        "What to click first:",
        f"  1. {web}/   the start page, with a way to everything",
        f"  2. {sandbox}/phone/   the phone: make a lead, write a text, watch the answers arrive",
        f"  3. {web}/inbox/   log in as agent: the leads that wait for a person, what the bot understood and decided",
        f"  4. {web}/dashboard/   log in as manager: the pipeline, speed to lead and what the model costs",
        "",
        f"Logs: {environment['STATE_DIR']}/logs   Ctrl-C ends everything; what was stored stays.",
        "",
    ]
    return "\n".join(lines)


def _login_lines(logins: list[dict[str, str]]) -> list[str]:
    if not logins:
        return ["Log in with the accounts of your own database.", ""]
    width = max(len(row["role"]) for row in logins)
    name_width = max(len(row["username"]) for row in logins)
    rows = [f"  {row['role']:<{width}}   {row['username']:<{name_width}}   {row['password']}" for row in logins]
    return ["Logins (role, name, password):", *rows, ""]
