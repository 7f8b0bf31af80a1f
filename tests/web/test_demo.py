"""The first look: people who can log in, a location, and a sandbox that knows where to post."""

import json
import stat
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client

from bots.access import locations_for
from crm.models import Location
from enterprisehub.roles import ROLES

pytestmark = pytest.mark.django_db


class Sandbox(ThreadingHTTPServer):
    """Takes what the set-up tells it, over real HTTP."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.told: list[tuple[str, dict]] = []
        self.status = 200


class _Handler(BaseHTTPRequestHandler):
    server: Sandbox

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.told.append((self.path, json.loads(body)))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def sandbox(settings, monkeypatch: pytest.MonkeyPatch, tmp_path) -> Iterator[Sandbox]:
    server = Sandbox()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("EMBEDDED_DATABASE", "1")
    settings.SANDBOX_BASE_URL = f"http://127.0.0.1:{server.server_port}"
    settings.SANDBOX_TOKEN = "a-token-of-the-sandbox"
    settings.STATE_DIR = tmp_path / "state"
    yield server
    server.shutdown()
    server.server_close()


def set_up() -> str:
    out = StringIO()
    call_command("setup_demo", stdout=out)
    return out.getvalue()


def test_it_says_one_sentence_without_a_secret_in_it(sandbox: Sandbox, settings) -> None:
    said = set_up()
    assert said == (
        "People to log in as: agent, supervisor, manager, auditor, admin; connected: SANDBOXLOCATION000001.\n"
    )
    place = Location.objects.get()
    passwords = [login["password"] for login in json.loads((settings.STATE_DIR / "logins.json").read_text())]
    assert not [secret for secret in (place.webhook_token, *place.webhook_secrets, *passwords) if secret in said]


def test_each_role_can_log_in_with_what_was_kept(sandbox: Sandbox, settings) -> None:
    set_up()
    path = settings.STATE_DIR / "logins.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    logins = json.loads(path.read_text())
    assert {login["role"] for login in logins} == set(ROLES)
    assert len({login["password"] for login in logins}) == 5
    for login in logins:
        assert Client().login(username=login["username"], password=login["password"])
        user = User.objects.get(username=login["username"])
        assert user.is_staff
        assert [place.ghl_id for place in locations_for(user)] == ["SANDBOXLOCATION000001"]
        assert [group.name for group in user.groups.all()] == [login["role"]]


def test_the_sandbox_is_told_where_to_post_and_with_which_secret(sandbox: Sandbox) -> None:
    set_up()
    place = Location.objects.get()
    assert (place.kind, place.mode, place.activate, place.token) == ("sandbox", "live", "all", "a-token-of-the-sandbox")
    ((path, told),) = sandbox.told
    assert path == "/control/workflow"
    url = f"http://testserver/webhooks/ghl/workflow/{place.webhook_token}/"
    assert told == {"location": place.ghl_id, "url": url, "secret": place.webhook_secrets[0]}


def test_a_second_start_changes_no_password_and_no_chosen_mode(sandbox: Sandbox, settings) -> None:
    first = set_up()
    before = (settings.STATE_DIR / "logins.json").read_text()
    hashes = dict(User.objects.values_list("username", "password"))
    Location.objects.update(mode="review")
    assert set_up() == first
    assert (settings.STATE_DIR / "logins.json").read_text() == before
    assert dict(User.objects.values_list("username", "password")) == hashes
    assert Location.objects.get().mode == "review"
    assert sandbox.told[1][1]["secret"] in Location.objects.get().webhook_secrets


def test_lost_passwords_are_made_anew(sandbox: Sandbox, settings) -> None:
    set_up()
    path = settings.STATE_DIR / "logins.json"
    path.write_text("{half")
    set_up()
    login = json.loads(path.read_text())[0]
    assert Client().login(username=login["username"], password=login["password"])
    assert User.objects.count() == 5


def test_somebodys_own_database_gets_roles_and_nobody_to_log_in(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EMBEDDED_DATABASE")
    assert "embedded database only" in set_up()
    assert Group.objects.count() == 5
    assert not User.objects.exists()
    assert not Location.objects.exists()
    assert sandbox.told == []


def test_a_sandbox_that_refuses_is_said_in_a_sentence(sandbox: Sandbox) -> None:
    sandbox.status = 500
    with pytest.raises(CommandError, match="did not take the workflow's address"):
        set_up()
