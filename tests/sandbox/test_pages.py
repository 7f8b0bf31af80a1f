"""The pages: served, honest in the header, and drawing data as text only."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.sandbox.conftest import ROOT, Receiver, Sandbox, start, stop


@pytest.mark.parametrize("name", ["phone", "crm", "control"])
def test_every_page_says_what_is_simulated(model: Sandbox, name: str) -> None:
    answer = requests.get(f"{model.url}/{name}/", timeout=5)
    assert answer.ok
    assert "simulated CRM" in answer.text
    assert "simulated model" in answer.text
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_with_a_real_model_the_header_says_so(tmp_path: Path, receiver: Receiver) -> None:
    running = start(tmp_path / "state", receiver.url, SANDBOX_REAL_MODEL="1")
    try:
        text = requests.get(f"{running.url}/phone/", timeout=5).text
        assert "simulated CRM" in text
        assert "real model" in text
        assert "simulated model" not in text
    finally:
        stop(running)


@pytest.mark.parametrize("name", ["common.js", "phone.js", "crm.js", "control.js", "sandbox.css", "plain.css"])
def test_every_asset_is_served(model: Sandbox, name: str) -> None:
    assert requests.get(f"{model.url}/assets/{name}", timeout=5).text


def test_the_pages_wear_the_products_typeface_and_lead_back_to_it(model: Sandbox) -> None:
    page = requests.get(f"{model.url}/phone/", timeout=5).text
    assert "/assets/inter.css" in page
    assert re.search(r'<a href="http[^"]+/">Staff pages</a>', page)
    faces = requests.get(f"{model.url}/assets/inter.css", timeout=5).text
    for font in re.findall(r"url\((.+?)\)", faces):
        answer = requests.get(f"{model.url}/assets/{font}", timeout=5)
        assert (answer.headers["Content-Type"], answer.content[:4]) == ("font/woff2", b"wOF2")
    assert "Inter-Regular.woff2" in faces


@pytest.mark.parametrize(
    ("words", "channel", "bare"),
    [
        ("STOP", "SMS", True),
        (" stop ", "SMS", True),
        ("can you stop by Saturday?", "SMS", False),
        ("STOP", "Email", False),
    ],
)
def test_the_phone_knows_which_text_the_carrier_answers(sandbox: Sandbox, words: str, channel: str, bare: bool) -> None:
    contact = sandbox.lead()
    sandbox.control("inbound", {"contactId": contact, "body": words, "channel": channel})
    view = requests.get(f"{sandbox.url}/view/contact/{contact}", timeout=5).json()
    assert view["messages"][-1]["stopWord"] is bare


@pytest.mark.parametrize("name", ["../render.py", "%2e%2e%2frender.py", "nothing.css", "render.py"])
def test_nothing_else_is_served_as_an_asset(model: Sandbox, name: str) -> None:
    assert requests.get(f"{model.url}/assets/{name}", timeout=5).status_code == 404


def test_scripts_never_build_markup_from_data() -> None:
    for script in (ROOT / "sandbox" / "pages" / "assets").glob("*.js"):
        text = script.read_text()
        assert not [word for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write") if word in text]


def test_a_page_follows_a_lead_from_text_to_delivery(sandbox: Sandbox) -> None:
    contact = sandbox.lead(first_name="<b>Ruth</b>", timezone="America/Denver")
    sandbox.control("inbound", {"contactId": contact, "body": "<script>alert(1)</script>"})
    sandbox.control("staff-text", {"contactId": contact, "body": "Sam here"})
    view = requests.get(f"{sandbox.url}/view/contact/{contact}", timeout=5).json()
    inbound, staff = view["messages"]
    assert (view["zone"], inbound["body"]) == ("America/Denver", "<script>alert(1)</script>")
    assert inbound["delivery"] in {"sending", "delivered"}
    assert staff["author"] == "Sam Rivera"
    rows = requests.get(f"{sandbox.url}/view/contacts", timeout=5).json()["contacts"]
    assert (rows[0]["name"], rows[0]["first"]) == ("<b>Ruth</b>", "<b>Ruth</b>")


def test_a_taken_port_is_one_clear_sentence(model: Sandbox, tmp_path: Path) -> None:
    port = model.url.rpartition(":")[2]
    command = [sys.executable, "-m", "sandbox", "--port", port, "--state-dir", str(tmp_path / "second")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=20, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip() == f"sandbox: cannot listen on 127.0.0.1:{port}: Address already in use"


def test_a_page_of_another_site_may_not_drive_the_sandbox(model: Sandbox) -> None:
    url, body = f"{model.url}/control/failures", {"kind": "500"}
    assert requests.post(url, json=body, headers={"Origin": "https://evil.example"}, timeout=5).status_code == 403
    own = requests.post(url, json={**body, "count": 1}, headers={"Origin": model.url}, timeout=5)
    assert own.status_code == 201
    requests.delete(url, timeout=5)


def test_the_public_key_can_be_printed_before_the_first_start(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sandbox", "--print-public-key", "--state-dir", str(tmp_path / "new")]
    first, second = (subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True) for _ in range(2))
    assert first.stdout == second.stdout
    assert (tmp_path / "new" / "public_key.txt").read_text() == first.stdout


def test_the_sandbox_imports_nothing_of_the_product() -> None:
    ours = ("enterprisehub", "dashboard", "bots", "crm", "orchestrator", "audit", "outbound", "django")
    code = f"import sandbox.app, sys; print([m for m in sys.modules if m.split('.')[0] in {ours!r}])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
