"""Pages keep their machinery for as long as the process lives; no test sees the breakers of another one."""

import pytest

from orchestrator.admin import machine


@pytest.fixture(autouse=True)
def _new_machinery(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_made", {})
