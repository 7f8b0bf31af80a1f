"""The files around the code say the same things as the code."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from enterprisehub.launcher.procfile import read_procfile

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
PROCFILE = read_procfile(ROOT / "Procfile")
SETTING = re.compile(r"""\benv(?:\.\w+)?\(\s*["']([A-Z][A-Z0-9_]*)["']""")
EXAMPLE = re.compile(r"^#?([A-Z][A-Z0-9_]*)=", re.MULTILINE)
# Names that no module of the product reads: the Procfile, the launcher, the sandbox or compose do.
OTHER_READERS = (
    "Procfile",
    "docker-compose.yml",
    "sandbox/config.py",
    "enterprisehub/launcher",
    "enterprisehub/embedded",
)


def settings_names() -> set[str]:
    return {name for path in (ROOT / "enterprisehub").glob("*.py") for name in SETTING.findall(path.read_text())}


def example_names() -> list[str]:
    return EXAMPLE.findall((ROOT / ".env.example").read_text(encoding="utf-8"))


def text_of(name: str) -> str:
    path = ROOT / name
    return "\n".join(p.read_text(encoding="utf-8") for p in (path.rglob("*.py") if path.is_dir() else [path]))


def test_every_setting_is_explained_in_the_example() -> None:
    assert len(settings_names()) > 20
    assert settings_names() - set(example_names()) == set()


def test_the_example_names_nothing_that_nobody_reads() -> None:
    others = "\n".join(text_of(name) for name in OTHER_READERS)
    unknown = set(example_names()) - settings_names()
    nobody = [name for name in unknown if not re.search(rf"\b{name}\b", others)]
    assert nobody == []


def test_the_example_sets_nothing_and_names_everything_once() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []
    assert len(example_names()) == len(set(example_names()))


def test_every_part_of_the_example_has_words() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    sections = "\n".join(lines).split("\n# ---")
    assert len(sections) > 5
    for section in sections[1:]:
        assert re.search(r"^# \w", section, re.MULTILINE), section


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_compose_runs_the_procfiles_command(name: str) -> None:
    shell, option, command = COMPOSE["services"][name]["command"]
    assert (shell, option) == ("/bin/sh", "-c")
    assert command.replace("$$", "$") == f"exec {PROCFILE[name]}"


def test_compose_has_the_five_services_with_health_checks_and_volumes() -> None:
    services = COMPOSE["services"]
    assert set(services) == {"web", "worker", "beat", "postgres", "redis", "migrate"}
    for name in ("web", "worker", "beat", "postgres", "redis"):
        assert services[name]["healthcheck"]["test"], name
    for name in ("postgres", "redis"):
        volume = services[name]["volumes"][0].partition(":")[0]
        assert volume in COMPOSE["volumes"]
    for name in ("web", "worker", "beat"):
        assert services[name]["env_file"] == ".env"
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_the_composed_broker_never_evicts_and_writes_everything_down() -> None:
    words = COMPOSE["services"]["redis"]["command"]
    options = dict(zip(words[1::2], words[2::2], strict=True))
    assert options == {"--appendonly": "yes", "--maxmemory-policy": "noeviction", "--save": ""}


def test_the_product_is_published_on_loopback_and_listens_inside_on_all() -> None:
    web = COMPOSE["services"]["web"]
    assert web["environment"]["HOST"] == "0.0.0.0"
    assert web["ports"] == ["127.0.0.1:8000:8000"]


def test_the_procfile_names_the_four_processes_in_order() -> None:
    assert list(PROCFILE) == ["web", "worker", "beat", "sandbox"]


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_requirement_has_a_version_and_a_hash(file: str) -> None:
    text = re.sub(r"\\\n", " ", (ROOT / file).read_text(encoding="utf-8"))
    requirements = [line for line in text.splitlines() if re.match(r"\w", line)]
    assert len(requirements) > 30
    assert [line for line in requirements if not re.match(r"\S+==\S+.*--hash=sha256:[0-9a-f]{64}", line)] == []


@pytest.mark.parametrize("file", ["requirements.in", "requirements-dev.in"])
def test_every_chosen_requirement_has_a_reason(file: str) -> None:
    lines = [line for line in (ROOT / file).read_text(encoding="utf-8").splitlines() if re.match(r"\w", line)]
    assert lines
    assert [line for line in lines if not re.search(r"#\s*\S+", line)] == []


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_what_is_chosen_is_locked(name: str) -> None:
    chosen = re.findall(r"^([a-z][a-z0-9-]+)", (ROOT / f"{name}.in").read_text(encoding="utf-8"), re.MULTILINE)
    lock = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9-]+)(?:\[|==)", lock, re.MULTILINE))
    assert [package for package in chosen if package not in locked] == []


def test_the_image_is_not_run_by_root_and_holds_no_state() -> None:
    steps = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert steps[-2:] == ["USER hub", "EXPOSE 8000"]
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {".git", ".env", ".state", ".venv"} <= set(ignored)


def test_every_door_of_the_makefile_is_there() -> None:
    for door in ("run", "test", "check", "audit", "bench", "evals", "drills", "lock"):
        dry = subprocess.run(["make", "-n", door], cwd=ROOT, capture_output=True, text=True, check=False)
        assert dry.returncode == 0, dry.stderr


def test_continuous_integration_runs_what_a_developer_runs() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    (job,) = workflow["jobs"].values()
    assert job["steps"][-1] == {"run": ".ci/run"}
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert [line.split()[-1] for line in lines if line.startswith("make")] == ["check", "test"]


AS_INSTALLED = """
import importlib, importlib.abc, importlib.metadata, sys
locked = set(sys.argv[1].split())
owners = importlib.metadata.packages_distributions()
plain = lambda name: name.lower().replace("_", "-").replace(".", "-")
absent = {top for top, names in owners.items() if not {plain(name) for name in names} & locked}

class Absent(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in absent:
            raise ModuleNotFoundError(f"No module named {name!r}: it is not in requirements.txt", name=name)

sys.meta_path.insert(0, Absent())
import django
django.setup()
for name in ("kombu.transport.redis", "celery.bin.celery", "celery.beat", "celery.concurrency.prefork", "granian.cli",
             "enterprisehub.tasks", "enterprisehub.worker", "enterprisehub.urls", "enterprisehub.launcher.run",
             "anthropic", "openai", "sandbox.app"):
    importlib.import_module(name)
print(len(absent))
"""


def test_the_product_loads_with_nothing_but_what_is_locked_for_it() -> None:
    """Development tools bring packages along that an install of the product alone lacks; here those are hidden."""
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    locked = {name.replace(".", "-") for name in re.findall(r"^([a-z0-9.-]+)(?:\[|==)", lock, re.MULTILINE)}
    words = [sys.executable, "-c", AS_INSTALLED, " ".join(locked)]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "enterprisehub.settings"}
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20  # pytest, mypy and their company were hidden
