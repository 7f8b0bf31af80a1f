"""What the worker says to root: nothing about root, and still no to pickle."""

import subprocess
import sys

AS_ROOT = """
import os
os.getuid = os.geteuid = lambda: 0
import enterprisehub.worker
from celery.platforms import check_privileges
check_privileges({accepts})
"""


def check(accepts: set[str]) -> str:
    code = AS_ROOT.format(accepts=accepts)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    return done.stderr


def test_json_as_root_passes_without_a_word() -> None:
    assert check({"json"}) == ""


def test_pickle_as_root_is_still_refused() -> None:
    assert "SecurityError" in check({"json", "pickle"})
