"""The rooms stay apart: imports by contract, and the two doors that a linter of imports cannot see."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Field, ForeignObjectRel

ROOT = Path(__file__).resolve().parent.parent
LEVEL = {"enterprisehub": 5, "dashboard": 4, "bots": 3, "crm": 2, "orchestrator": 2, "audit": 1, "outbound": 0}
OURS = [name for name in LEVEL if name not in ("outbound",)]


def test_the_import_contracts_are_kept() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_foreign_key_points_upwards_or_sideways() -> None:
    wrong = []
    for model in apps.get_models():
        mine = model._meta.app_label
        if mine not in LEVEL:
            continue
        for field in model._meta.get_fields():
            if isinstance(field, ForeignObjectRel) or not isinstance(field, Field) or field.related_model is None:
                continue
            target = field.related_model._meta.app_label  # type: ignore[union-attr]
            if target in LEVEL and target != mine and LEVEL[target] >= LEVEL[mine]:
                wrong.append(f"{mine}.{model.__name__}.{field.name} -> {target}")
    assert wrong == []


@pytest.mark.parametrize("package", ["dashboard", "bots", "crm", "orchestrator", "audit", "outbound"])
def test_no_room_below_the_roof_sends_tasks_by_name(package: str) -> None:
    callers = []
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and node.attr in ("send_task", "apply_async", "delay"):
                callers.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert callers == []
