"""A suggested reply: words that stream and cannot harm, a checked draft at the end, and only staff asks for it."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx2
import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from bots.models import Handoff
from crm.models import Consent, Lead, Location, OutboxEntry
from dashboard.views import drafts
from enterprisehub.lead_rows import stores_of
from enterprisehub.middleware import RequestIdFilter
from orchestrator import build as orchestrator_build
from orchestrator.build import build
from orchestrator.models import BudgetHold, CachedReply, LlmCall
from tests import staff_cast as cast
from tests.orchestrator.byte_server import STREAM, ByteServer, chunk
from tests.orchestrator.fake_claude import FakeClaude, Told, events
from tests.orchestrator.processes import database_url

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "Thanks Ana, that helps. When would be a good time to talk?"
KEY = "sk-ant-test-0123456789abcdef"


@pytest.fixture
def claude() -> Iterator[FakeClaude]:
    with closing(FakeClaude()) as server:
        server.always = lambda _: says(WORDS)
        yield server


@pytest.fixture(autouse=True)
def _model(settings: Any, claude: FakeClaude, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ANTHROPIC_API_KEY, settings.ANTHROPIC_BASE_URL = KEY, claude.url
    settings.LLM_MODEL_CHEAPER = ""
    monkeypatch.setitem(orchestrator_build._built, os.getpid(), build())


@pytest.fixture
def place() -> Location:
    return cast.location()


@pytest.fixture
def agent(place: Location) -> User:
    return cast.person("Agent", place)


@pytest.fixture
def desk(client: Client, agent: User) -> Client:
    client.force_login(agent)
    return client


@pytest.fixture
def waiting(place: Location) -> Lead:
    """Ana asked for a person, and was told that one will answer."""
    who = cast.lead(place, "Ana", email="ana.ruiz@example.com")
    cast.handoff(who)
    cast.message(who, "What do you charge? I am Ana, 512 555 0147", at=cast.NOW - timedelta(minutes=2))
    line = cast.text(who, "Someone from our team will answer.", purpose="handoff_line", status="sent")
    cast.message(who, line.payload["body"], direction="out", at=cast.NOW, entry_id=line.pk)
    return who


def says(words: str, **rest: Any) -> Told:
    confidence = rest.pop("confidence", 0.9)
    return Told(json.dumps({"reply": words, "language": "en", "confidence": confidence}), **rest)


def suggest(client: Client, who: Lead) -> list[tuple[str, dict[str, Any]]]:
    answer = client.post(reverse("suggest_reply", args=[who.pk]))
    assert answer.status_code == 200, answer.status_code
    assert answer["Content-Type"].startswith("text/event-stream")
    assert answer["Cache-Control"] == "no-store"
    return told(b"".join(answer.streaming_content))


def told(stream: bytes) -> list[tuple[str, dict[str, Any]]]:
    found = re.findall(r"^event: (\w+)\ndata: (.*)$", stream.decode(), re.MULTILINE)
    return [(name, json.loads(data)) for name, data in found]


def test_words_come_in_pieces_and_the_checked_draft_ends_them(desk: Client, waiting: Lead) -> None:
    *pieces, (last, draft) = suggest(desk, waiting)
    assert {name for name, _ in pieces} == {"words"} and len(pieces) > 2
    assert "".join(piece["words"] for _, piece in pieces) == WORDS
    assert (last, draft["text"]) == ("draft", WORDS)
    assert re.fullmatch(r"claude-sonnet-5-5 · \d+\.\d\d ¢ · .+", draft["why"])


def test_the_model_reads_the_talk_masked_without_the_line_that_somebody_will_answer(
    desk: Client, waiting: Lead, claude: FakeClaude
) -> None:
    suggest(desk, waiting)
    [asked] = claude.asked
    said = json.dumps(asked["messages"])
    assert "what do you charge? i am [name_1], [phone_1]" in said.lower()
    assert "Someone from our team" not in said
    assert not any(secret in json.dumps(asked) for secret in ("512 555 0147", "Ruiz", "ana.ruiz", waiting.phone))


def test_nothing_is_stored_to_be_sent_and_nobody_is_claimed(desk: Client, waiting: Lead) -> None:
    before = OutboxEntry.objects.count()
    suggest(desk, waiting)
    assert OutboxEntry.objects.count() == before
    assert Handoff.objects.get().status == "open"


def test_a_second_look_at_the_same_talk_costs_nothing(desk: Client, waiting: Lead, claude: FakeClaude) -> None:
    suggest(desk, waiting)
    *_, (last, draft) = suggest(desk, waiting)
    assert (last, draft["text"], len(claude.asked)) == ("draft", WORDS, 1)
    assert "cached L1" in draft["why"]


@pytest.mark.parametrize(
    ("words", "because"),
    [
        ("We charge 2% of the price.", "a figure that nobody gave|a price that nobody gave"),
        ("See www.cheap-homes.example for it.", "a link"),
        ("It is a safe neighborhood.", "a protected class"),
    ],
)
def test_a_draft_that_a_check_stops_is_not_offered_and_says_why(
    desk: Client, waiting: Lead, claude: FakeClaude, words: str, because: str
) -> None:
    claude.always = lambda _: says(words)
    *_, (last, end) = suggest(desk, waiting)
    assert last == "none" and "text" not in end
    assert re.match(rf"The draft was stopped.*({because})", end["sentence"])
    assert LlmCall.objects.get().cost_micro_usd > 0


def test_a_draft_that_gives_the_instructions_away_is_stopped(desk: Client, waiting: Lead, claude: FakeClaude) -> None:
    prompt = Path("bots/prompts/compose.md").read_text().split("---")[2]
    claude.always = lambda _: says(" ".join(prompt.split()[:30]))
    *_, (last, end) = suggest(desk, waiting)
    assert (last, end["sentence"]) == ("none", "The draft was stopped: it repeated the bot's own instructions.")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (Told(status=529), "The model cannot be reached now."),
        (Told("no", stop_reason="refusal"), "The model declined to write this reply."),
        (Told("no object at all"), "What the model wrote could not be read as a reply."),
        (says(WORDS, confidence=0.2), "The model was not sure what to say"),
    ],
)
def test_an_end_without_a_draft_is_a_sentence(
    desk: Client, waiting: Lead, claude: FakeClaude, answer: Told, sentence: str
) -> None:
    claude.always = lambda _: answer
    *_, (last, end) = suggest(desk, waiting)
    assert last == "none" and end["sentence"].startswith(sentence)


def test_a_spent_budget_is_a_sentence_and_asks_nobody(
    desk: Client, waiting: Lead, claude: FakeClaude, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LLM_BUDGET_USD_PER_DAY = settings.LLM_BUDGET_USD_PER_DAY_PER_LOCATION = Decimal("0.000001")
    monkeypatch.setitem(orchestrator_build._built, os.getpid(), build())
    assert suggest(desk, waiting) == [
        ("none", {"sentence": "Today's budget for the model is spent, so no draft can be written.", "why": ""})
    ]
    assert claude.asked == []


def opts_out(who: Lead) -> None:
    Consent.objects.create(lead=who, state="revoked", basis="keyword", at=cast.NOW)


def is_switched_off(who: Lead) -> None:
    Location.objects.filter(pk=who.location_id).update(mode="off")


def is_unread(who: Lead) -> None:
    Lead.objects.filter(pk=who.pk).update(read_at=None)
    cast.text(who, kind="read_contact", purpose="")


def is_given_back(who: Lead) -> None:
    who.conversation.owner = "bot"
    who.conversation.save(update_fields=["owner"])


@pytest.mark.parametrize(
    ("happens", "sentence"),
    [
        (opts_out, "This lead opted out"),
        (is_switched_off, "This location is switched off"),
        (is_unread, "The contact could not be read"),
        (is_given_back, "The bot is talking to this lead."),
    ],
)
def test_where_no_words_may_go_to_a_model_none_go(
    desk: Client, waiting: Lead, claude: FakeClaude, happens: Any, sentence: str
) -> None:
    happens(waiting)
    [(last, end)] = suggest(desk, waiting)
    assert last == "none" and end["sentence"].startswith(sentence)
    assert claude.asked == []


def test_the_page_offers_it_beside_the_box_and_only_to_those_who_answer(
    desk: Client, waiting: Lead, place: Location
) -> None:
    page = reverse("lead", args=[waiting.pk])
    address = f'data-suggest="{reverse("suggest_reply", args=[waiting.pk])}"'
    assert address in desk.get(page).content.decode()
    assert re.search(rf"<div[^>]*{address}[^>]* hidden>", desk.get(page).content.decode()), "hidden without a script"
    desk.force_login(cast.person("Auditor", place))
    assert address not in desk.get(page).content.decode()


@pytest.mark.parametrize(("role", "status"), [("Agent", 200), ("Supervisor", 200), ("Manager", 403), ("Auditor", 403)])
def test_only_those_who_answer_leads_get_one(
    client: Client, waiting: Lead, place: Location, role: str, status: int
) -> None:
    client.force_login(cast.person(role, place))
    assert client.post(reverse("suggest_reply", args=[waiting.pk])).status_code == status


def test_a_stranger_is_sent_to_the_login_and_asks_nobody(client: Client, waiting: Lead, claude: FakeClaude) -> None:
    answer = client.post(reverse("suggest_reply", args=[waiting.pk]))
    assert (answer.status_code, answer["Location"].startswith("/admin/login/")) == (302, True)
    assert claude.asked == []


def test_a_lead_of_another_location_does_not_exist(client: Client, waiting: Lead, claude: FakeClaude) -> None:
    client.force_login(cast.person("Supervisor", cast.location("Elsewhere")))
    assert client.post(reverse("suggest_reply", args=[waiting.pk])).status_code == 404
    assert claude.asked == []


def test_it_is_no_link_and_needs_the_pages_token(agent: User, waiting: Lead, claude: FakeClaude) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(agent)
    address = reverse("suggest_reply", args=[waiting.pk])
    assert strict.get(address).status_code == 405
    assert strict.post(address).status_code == 403
    assert claude.asked == []


def test_the_call_stands_on_the_leads_page_and_goes_with_the_lead(desk: Client, waiting: Lead) -> None:
    suggest(desk, waiting)
    assert "draft: claude-sonnet-5-5" in desk.get(reverse("lead", args=[waiting.pk])).content.decode()
    assert stores_of(waiting)["orchestrator.llm_call"].count() == 1


def test_what_is_logged_meanwhile_carries_the_requests_id(
    desk: Client, waiting: Lead, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.addFilter(RequestIdFilter())
    answer = desk.post(reverse("suggest_reply", args=[waiting.pk]), headers={"X-Request-ID": "req-17"})
    with caplog.at_level("INFO"):
        list(answer.streaming_content)
    logged = {record.getMessage(): record.request_id for record in caplog.records}  # type: ignore[attr-defined]
    assert (logged["draft.written"], logged["orchestrator.called"]) == ("req-17", "req-17")


def test_drafts_leave_threads_for_everybody_else(desk: Client, waiting: Lead) -> None:
    for _ in range(drafts.MOST_AT_ONCE):
        assert drafts._seats.acquire(blocking=False)
    try:
        [(last, end)] = suggest(desk, waiting)
    finally:
        drafts._seats.release(drafts.MOST_AT_ONCE)
    assert (last, end["sentence"][:21]) == ("none", "Several drafts are be")
    assert suggest(desk, waiting)[-1][0] == "draft"


# --- over the product's own web server


@contextmanager
def web(**environment: str) -> Iterator[str]:
    """granian as the Procfile runs it, with one process, on the servers of this test."""
    told = os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "enterprisehub.settings_test"}
    server = ByteServer()  # to find a free port
    port = server.url.rpartition(":")[2]
    server.close()
    command = ["granian", "--interface", "wsgi", "--port", port, "--workers", "1", "--blocking-threads", "8"]
    command += ["--no-ws", "--http", "1", "--log-level", "error", "enterprisehub.wsgi:application"]
    bin_folder = Path(sys.executable).parent
    process = subprocess.Popen([bin_folder / command[0], *command[1:]], env=told | environment)
    try:
        _until(lambda: httpx2.get(f"http://127.0.0.1:{port}/healthz").status_code == 200, seconds=30)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _until(holds: Any, *, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if holds():
                return
        except httpx2.TransportError:
            pass
        time.sleep(0.05)
    raise AssertionError("it did not come about in time")


def slow_model(words: str, *, pause: float) -> ByteServer:
    """Streams the answer event by event."""
    sent = events({"model": "claude-sonnet-5-5"}, says(words)).split(b"\n\n")
    plan: list[bytes | float] = [STREAM]
    for event in filter(None, sent):
        plan += [pause, chunk(event + b"\n\n")]
    return ByteServer([*plan, chunk(b"")])


@contextmanager
def browser(url: str, user: User, who: Lead) -> Iterator[httpx2.Client]:
    """Signed in, with the token of the lead's page."""
    session = Client()
    session.force_login(user)
    cookies = {"sessionid": session.cookies["sessionid"].value}
    with httpx2.Client(base_url=url, cookies=cookies, timeout=20) as made:
        page = made.get(reverse("lead", args=[who.pk])).text
        made.headers["X-CSRFToken"] = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]  # type: ignore[index]
        made.headers["Referer"] = url
        yield made


def test_a_reader_who_leaves_cuts_the_stream_and_what_came_is_paid_for(agent: User, waiting: Lead) -> None:
    model = slow_model("word " * 200, pause=0.05)  # six seconds of it
    with web(ANTHROPIC_API_KEY=KEY, ANTHROPIC_BASE_URL=model.url) as url, browser(url, agent, waiting) as page:
        with page.stream("POST", reverse("suggest_reply", args=[waiting.pk])) as answer:
            assert answer.status_code == 200
            came = next(part for part in answer.iter_text() if "event: words" in part)
        assert "word" in came
        _until(lambda: LlmCall.objects.exclude(status="asked").exists(), seconds=3)
    model.close()
    call = LlmCall.objects.get()
    assert (call.status, call.outcome, call.cause) == ("answered", "cut", f"draft:{waiting.conversation.pk}")
    assert call.input_tokens > 0 and call.output_tokens > 0 and call.cost_micro_usd > 0
    assert BudgetHold.objects.get().settled_micro_usd == call.cost_micro_usd
    assert not CachedReply.objects.exists(), "half an answer is none"


def test_two_viewers_get_their_words_at_the_same_time(agent: User, waiting: Lead, place: Location) -> None:
    other = cast.lead(place, "Ben")
    cast.handoff(other)
    cast.message(other, "Is the yard big?", at=cast.NOW)
    model = slow_model(WORDS, pause=0.1)

    def watch(page: httpx2.Client, who: Lead) -> list[tuple[str, float]]:
        with page.stream("POST", reverse("suggest_reply", args=[who.pk])) as answer:
            return [(name, time.monotonic()) for part in answer.iter_bytes() for name, _ in told(part)]

    with web(ANTHROPIC_API_KEY=KEY, ANTHROPIC_BASE_URL=model.url, LLM_MODEL_CHEAPER="") as url:
        with browser(url, agent, waiting) as one, browser(url, cast.person("Supervisor", place), other) as two:
            with ThreadPoolExecutor(2) as pool:
                seen = list(pool.map(watch, (one, two), (waiting, other)))
    model.close()
    for events_of_one in seen:
        names = [name for name, _ in events_of_one]
        assert names[-1] == "draft" and names.count("words") > 2
        assert events_of_one[-1][1] - events_of_one[0][1] > 0.3, "it came as it was written, not at the end"
    (first_of_one, last_of_one), (first_of_two, last_of_two) = ((rows[0][1], rows[-1][1]) for rows in seen)
    assert first_of_one < last_of_two and first_of_two < last_of_one
