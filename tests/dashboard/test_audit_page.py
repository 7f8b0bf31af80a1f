"""The audit record: filtered, by location, and as a file that no spreadsheet executes."""

import csv
import io
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import AuditEntry
from audit.record import record
from bots.access import locations_for
from dashboard.audit_details import details_words
from dashboard.audit_words import ACTIONS, subject_words
from dashboard.selectors.audit import AuditFilter, audit_page, formula_safe
from tests import staff_cast as cast

ROOT = Path(__file__).parents[2]
APPS = ("audit", "bots", "crm", "dashboard", "enterprisehub", "orchestrator")

pytestmark = pytest.mark.django_db


def actions(user, **wanted: object) -> list[str]:
    return [row.action for row in audit_page(locations_for(user), AuditFilter(**wanted)).rows]


def test_the_record_is_filtered_by_lead_person_action_and_day() -> None:
    place = cast.location()
    auditor = cast.person("Auditor", place, username="vera")
    who = cast.lead(place, "Ana")
    record("handoff.claimed", actor=f"user:{auditor.pk}", location_ghl_id=place.ghl_id, lead_id=who.pk)
    record("handoff.opened", actor="bot", location_ghl_id=place.ghl_id, lead_id=cast.lead(place, "Ben").pk)
    old = record("consent.revoked", actor="crm", location_ghl_id=place.ghl_id)
    AuditEntry.objects.filter(pk=old.pk).update(at=cast.NOW)
    assert actions(auditor, lead="ana") == ["handoff.claimed"]
    assert actions(auditor, lead=str(who.pk)) == ["handoff.claimed"]
    assert actions(auditor, person="vera") == ["handoff.claimed"]
    assert actions(auditor, person="bot") == ["handoff.opened"]
    assert actions(auditor, action="handoff") == ["handoff.opened", "handoff.claimed"]
    assert actions(auditor, since=cast.NOW.date(), until=cast.NOW.date()) == ["consent.revoked"]


def test_entries_of_other_locations_stay_closed_and_global_ones_are_open() -> None:
    place = cast.location()
    auditor = cast.person("Auditor", place)
    record("sending.stopped", actor="system")
    record("handoff.opened", actor="bot", location_ghl_id=cast.location("Elsewhere").ghl_id)
    assert actions(auditor) == ["sending.stopped"]


def test_a_filter_of_nonsense_is_no_error(client: Client) -> None:
    client.force_login(cast.person("Auditor", cast.location()))
    asked = {"lead": "9" * 40, "since": "yesterday", "until": "2026-13-40", "page": "-1", "action": "%", "person": "'"}
    assert client.get(reverse("audit"), asked).status_code == 200


def test_the_export_holds_the_filtered_rows_and_is_itself_on_record(client: Client) -> None:
    place = cast.location()
    client.force_login(cast.person("Auditor", place))
    for action in ("handoff.opened", "handoff.claimed"):
        record(action, actor="=cmd()", location_ghl_id=place.ghl_id, details={"reason": "=1+1"})
    answer = client.get(reverse("audit_export"), {"action": "handoff.claimed"})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert [row[4:6] for row in rows] == [["action", "what"], ["handoff.claimed", "claimed the lead"]]
    assert rows[1][3] == "'=cmd()"
    assert AuditEntry.objects.filter(action="audit.exported").count() == 1


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_cell_that_looks_like_a_formula_is_text(start: str) -> None:
    assert formula_safe([f"{start}1+1", "plain", 7]) == [f"'{start}1+1", "plain", "7"]


def test_page_and_file_name_people_and_say_things_in_words(client: Client) -> None:
    place = cast.location()
    vera, gone = cast.person("Auditor", place, username="vera"), cast.person("Agent", place)
    for person in (vera, gone):
        record("handoff.claimed", actor=f"user:{person.pk}", location_ghl_id=place.ghl_id, subject="handoff:7")
    record("staffaccess.changed", actor="system", subject=f"user:{vera.pk}", details={"locations": [place.ghl_id]})
    former = f"former staff {gone.pk}"
    gone.delete()
    rows = audit_page(locations_for(vera), AuditFilter()).rows
    assert [(row.actor, row.what, row.subject) for row in rows] == [
        ("the system", "changed which locations somebody sees", "vera"),
        (former, "claimed the lead", "handoff 7"),
        ("vera", "claimed the lead", "handoff 7"),
    ]
    client.force_login(vera)
    page = client.get(reverse("audit")).content.decode()
    file = b"".join(client.get(reverse("audit_export")).streaming_content).decode()
    for text in (page, file):
        assert "vera" in text
        assert not re.search(r"user:\d|[{}\[\]]'", text)


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({}, ""),
        ({"from": "live", "to": "review", "held": 3}, "live → review, held: 3"),
        ({"edited": True, "held_for": "no_consent"}, "edited, held: no consent to text first"),
        ({"edited": False, "refusal": "", "rows": 0}, "rows: 0"),
        ({"counts": {"applied": 2, "dead": 0}, "ids": [1, 2]}, "counts: applied 2, ids: 1, 2"),
        ({"reason": "handoff:asked_for_person"}, "asked for a person"),
        ({"contact": "9f3c", "phone": "77ab", "rows": {"crm.lead": 1}}, "rows: crm: lead 1"),
    ],
)
def test_details_are_read_as_a_sentence(details: dict[str, object], words: str) -> None:
    assert details_words("any.action", details) == words


@pytest.mark.parametrize(
    ("action", "details", "words"),
    [
        ("budget.limit_set", {"before": None, "after": 2_500_000}, "that of the setting → $2.50 a day"),
        (
            "budget.limit_set",
            {"before": 1_234_500_001, "after": None, "reason": "pilot is over. Ask Jo"},
            "$1,234.500001 a day → that of the setting, “pilot is over. Ask Jo”",
        ),
        (
            "budget.corrected",
            {"before": 12_300, "after": 0, "day": "2026-05-04", "call": 7},
            "$0.0123 → $0.00, day: 2026-05-04, call: 7",
        ),
        (
            "price.set",
            {"model": "m-1", "from": "2026-05-04", "band": None, "before": {}, "after": {"input_usd": "0"}},
            "m-1 from 2026-05-04, input $0",
        ),
        (
            "price.set",
            {
                "model": "m-1", "from": "2026-05-04", "band": 2000, "before": {"input_usd": "1", "output_usd": "5"},
                "after": {"input_usd": "1", "output_usd": "4"}, "reason": "as billed",
            },
            "m-1 from 2026-05-04, prompts of up to 2,000 tokens, output $5 → $4, “as billed”",
        ),
        ("cache.invalidated", {"scope": "task", "value": "draft", "answers": 1}, "task draft, 1 stored answer"),
        ("cache.invalidated", {"scope": "all", "value": "", "answers": 0}, "everything, 0 stored answers"),
        ("prompt.activated", {"number": None, "reason": "undo"}, "the newest of the files, undo"),
        ("prompt.activated", {"number": 3, "reason": ""}, "version 3"),
        ("breaker.left_alone", {"minutes": 1, "reason": "their page says so"}, "for 1 minute, “their page says so”"),
    ],
)  # fmt: skip
def test_what_was_done_to_the_models_is_read_in_dollars_and_words(
    action: str, details: dict[str, object], words: str
) -> None:
    assert details_words(action, details) == words


def test_a_breaker_is_called_by_what_it_is_of() -> None:
    assert subject_words("breaker:claude:*", {}) == "claude, whole account"
    assert subject_words("breaker:claude:claude-haiku-5-5", {}) == "claude-haiku-5-5 of claude"


def test_the_page_says_whose_limit_was_changed(client: Client) -> None:
    place = cast.location("Oak Realty")
    client.force_login(cast.person("Auditor", place))
    record(
        "budget.limit_set", actor="command", location_ghl_id=place.ghl_id, details={"before": None, "after": 2_000_000}
    )
    page = client.get(reverse("audit")).content.decode()
    assert "Oak Realty" in page
    assert "$2.00 a day" in page
    assert "2000000" not in page


def test_every_action_that_is_recorded_has_words() -> None:
    calls = re.compile(r"(?:\brecord|_record|_move)\(\s*(?:event, by, )?\"(\w+\.\w+)\"")
    sources = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    recorded = {action for path in sources for action in calls.findall(path.read_text())}
    assert len(recorded) > 20
    assert recorded - set(ACTIONS) == set()
