"""The story of one `make run`, in order."""

import os
import time
from pathlib import Path
from urllib.parse import urlsplit

from enterprisehub.embedded.files import write_private
from enterprisehub.embedded.ports import require_free
from enterprisehub.launcher.banner import banner, read_logins
from enterprisehub.launcher.done import Done
from enterprisehub.launcher.environment import as_env_file, chosen, filled, port_of, read_env_file
from enterprisehub.launcher.keys import kept_keys
from enterprisehub.launcher.procfile import read_procfile, shell_words
from enterprisehub.launcher.product_environment import addresses, model_hint, sandbox_public_key
from enterprisehub.launcher.ready import wait_until_ready
from enterprisehub.launcher.servers import start_missing
from enterprisehub.launcher.session import Session
from enterprisehub.launcher.steps import LOGINS, collect_static, migrate, set_up_demo
from enterprisehub.launcher.stopping import StopWish

BASE = Path(__file__).resolve().parent.parent.parent
PRODUCT = ("web", "worker", "beat")
LOOPBACK_NAMES = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - compared, not bound


def run(wish: StopWish) -> None:
    """Start everything, say where it is, look after it until somebody stops it. Raises CannotStart, Stopped."""
    began = time.monotonic()
    said = chosen(os.environ, read_env_file(BASE / ".env"))
    port = port_of(said, "PORT", 8000)
    sandbox_port = port_of(said, "SANDBOX_PORT", port + 1)
    state_dir = (BASE / (said.get("STATE_DIR") or ".state")).resolve()
    host = LOOPBACK_NAMES.get(said.get("HOST", ""), said.get("HOST", ""))
    with Session(state_dir, cwd=BASE, wish=wish) as session:
        require_free(port, setting="PORT")
        require_free(sandbox_port, setting="SANDBOX_PORT")
        environment = _environment(session, said, port, sandbox_port)
        commands = read_procfile(BASE / "Procfile")
        session.start_child("sandbox", shell_words(commands["sandbox"]), environment)
        migrate(session, BASE, environment, Done(state_dir / "done.json"))
        collect_static(session, BASE, environment)
        session.loading.add("web")
        for name in PRODUCT:
            session.start_child(name, shell_words(commands[name]), environment)
        # While these load: the set-up talks to the sandbox and the database, not to them.
        wait_until_ready(session, f"http://127.0.0.1:{sandbox_port}/", what="The sandbox", any_status=True)
        set_up_demo(session, environment)
        public_host = urlsplit(environment["PUBLIC_BASE_URL"]).netloc
        wait_until_ready(session, f"http://{host}:{port}/readyz", what="The product", host=public_host)
        session.loading.discard("web")
        logins = read_logins(state_dir / LOGINS)
        session.stream.say(banner(environment, logins, seconds=time.monotonic() - began))
        session.hold()


def _environment(session: Session, said: dict[str, str], port: int, sandbox_port: int) -> dict[str, str]:
    """The children's environment; what the launcher filled in is printed and kept for a second shell."""
    state_dir = session.state_dir
    ours = {**addresses(state_dir, port, sandbox_port), **kept_keys(state_dir), **model_hint(said)}
    ours |= start_missing(session, said)
    if not said.get("SANDBOX_PUBLIC_KEY"):
        before, _ = filled(said, ours)
        ours["SANDBOX_PUBLIC_KEY"] = sandbox_public_key(BASE, before)
    environment, names = filled(said, ours)
    environment["STATE_DIR"] = str(state_dir)
    write_private(state_dir / "env", as_env_file({name: environment[name] for name in names}))
    session.stream.say(f"Filled in by the launcher (kept in {state_dir / 'env'}): {', '.join(names)}")
    here = {"PATH": _path_with_our_programs(environment.get("PATH", os.defpath)), "PYTHONUNBUFFERED": "1"}
    return {**environment, **here}


def _path_with_our_programs(path: str) -> str:
    """The virtual environment's programs first: a Procfile names them without a folder."""
    return f"{BASE / '.venv' / 'bin'}{os.pathsep}{path}"
