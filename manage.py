#!/usr/bin/env python
"""Django's command line. Reads STATE_DIR/env last, so a second shell finds the servers and keys of `make run`."""

import os
import sys
from pathlib import Path

import environ
from django.core.management import execute_from_command_line

BASE_DIR = Path(__file__).resolve().parent


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enterprisehub.settings")
    state_env = BASE_DIR / os.environ.get("STATE_DIR", ".state") / "env"
    for path in (BASE_DIR / ".env", state_env):
        if path.is_file():
            environ.Env.read_env(path)
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
