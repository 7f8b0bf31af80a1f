"""The gate's judgement, fact by fact. Everything here is a value: no database."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bots.config import DEFAULTS
from bots.gate import judge
from bots.gate_facts import GateFacts
from bots.texts import KNOWN
from crm.models import OutboxEntry

NOON = datetime(2026, 6, 10, 17, 0, tzinfo=UTC)
NIGHT = datetime(2026, 6, 10, 5, 0, tzinfo=UTC)  # midnight in Chicago

REPLY = GateFacts(
    now=NOON,
    purpose="reply",
    mode="live",
    disconnected=False,
    location_timezone="America/Chicago",
    answers_message_id=7,
    newest_inbound_at=NOON - timedelta(minutes=1),
    characters=80,
)
OPENER = replace(
    REPLY, purpose="opener", answers_message_id=None, newest_inbound_at=None, consent_id=1, consent_state="granted",
    consent_basis="form",
)  # fmt: skip
OPTED_OUT = {"consent_id": 2, "consent_state": "revoked", "consent_basis": "wording"}


def said(facts: GateFacts, **changed: Any) -> tuple[str, str]:
    verdict = judge(replace(facts, **changed), DEFAULTS)
    return verdict.action, verdict.reason


@pytest.mark.parametrize("facts", [REPLY, OPENER])
def test_where_nothing_objects_the_text_goes(facts: GateFacts) -> None:
    assert said(facts) == ("send", "allowed")


@pytest.mark.parametrize(
    ("changed", "action", "reason"),
    [
        ({"disconnected": True}, "hold", "location_disconnected"),
        ({"mode": "off"}, "hold", "mode_off"),
        ({"mode": "shadow"}, "hold", "mode_shadow"),
        ({"mode": "review"}, "hold", "awaiting_approval"),
        ({"stop_ids": (3,)}, "later", "sending_stopped"),
        (OPTED_OUT, "cancel", "opted_out"),
        ({"opt_out_pending": True}, "cancel", "opt_out_pending"),
        ({"lead_deleted": True}, "cancel", "lead_gone"),
        ({"dnd": True}, "cancel", "dnd"),
        ({"owner": "person"}, "cancel", "person_owns"),
        ({"newer_inbound_id": 9}, "cancel", "superseded"),
        ({"newer_inbound_id": 9, "round": 2}, "cancel", "superseded"),
        ({"newer_inbound_id": 9, "round": 3}, "send", "allowed"),
        ({"texts_last_hour": 25}, "hold", "cap_texts_per_hour"),
        ({"texts_last_hour": 24}, "send", "allowed"),
        ({"texts_last_day": 50}, "hold", "cap_texts_per_day"),
        ({"started_last_day": 3}, "send", "allowed"),  # that cap is about what the bot starts
        ({"characters": 161}, "hold", "too_long"),
        ({"characters": 160}, "send", "allowed"),
        ({"characters": 0}, "hold", "empty_text"),
        ({"newest_inbound_at": None}, "hold", "no_consent"),
    ],
)
def test_what_opposes_a_reply(changed: dict[str, Any], action: str, reason: str) -> None:
    assert said(REPLY, **changed) == (action, reason)


@pytest.mark.parametrize(
    ("changed", "action", "reason"),
    [
        ({"consent_id": None, "consent_state": "", "consent_basis": ""}, "hold", "no_consent"),
        (OPTED_OUT, "cancel", "opted_out"),
        ({"newer_inbound_id": 9}, "cancel", "lead_wrote"),
        ({"newer_inbound_id": 9, "round": 3}, "cancel", "lead_wrote"),
        ({"owner": "person"}, "cancel", "person_owns"),
        ({"started_last_day": 3}, "hold", "cap_started_per_day"),
        ({"started_last_month": 20}, "hold", "cap_started_per_month"),
        ({"mode": "review"}, "hold", "awaiting_approval"),
        # An inbound text is consent to answer it, not to start something new.
        ({"consent_id": None, "consent_state": "", "newest_inbound_at": NOON}, "hold", "no_consent"),
    ],
)
def test_what_opposes_an_opener(changed: dict[str, Any], action: str, reason: str) -> None:
    assert said(OPENER, **changed) == (action, reason)


def test_what_the_bot_starts_waits_for_the_morning_where_the_lead_is() -> None:
    verdict = judge(replace(OPENER, now=NIGHT), DEFAULTS)
    assert (verdict.action, verdict.reason) == ("later", "quiet_hours")
    assert verdict.due_at == datetime(2026, 6, 10, 13, 0, tzinfo=UTC)
    in_honolulu = judge(replace(OPENER, now=NOON, lead_timezone="Pacific/Honolulu"), DEFAULTS)
    assert in_honolulu.due_at == datetime(2026, 6, 10, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize("purpose", ["reply", "handoff_line", "holding_line"])
@pytest.mark.parametrize(("minutes", "action"), [(0, "send"), (15, "send"), (16, "later")])
def test_at_night_a_direct_answer_goes_while_the_leads_words_are_fresh(purpose: str, minutes: int, action: str) -> None:
    newest = NIGHT - timedelta(minutes=minutes)
    assert said(REPLY, purpose=purpose, now=NIGHT, newest_inbound_at=newest)[0] == action


@pytest.mark.parametrize(
    ("purpose", "changed", "action", "reason"),
    [
        ("staff", {"now": NIGHT, "newest_inbound_at": NIGHT - timedelta(days=2)}, "send", "allowed"),
        ("staff", {"owner": "person"}, "send", "allowed"),
        ("staff", {"mode": "review"}, "send", "allowed"),
        ("staff", {"newer_inbound_id": 9}, "send", "allowed"),
        ("staff", {"characters": 400}, "send", "allowed"),
        ("staff", OPTED_OUT, "cancel", "opted_out"),
        ("staff", {"dnd": True}, "cancel", "dnd"),
        ("staff", {"newest_inbound_at": None}, "hold", "no_consent"),
        ("staff", {"stop_ids": (1,)}, "later", "sending_stopped"),
        ("handoff_line", {"owner": "person", "line_of_open_handoff": True}, "send", "allowed"),
        ("handoff_line", {"owner": "person"}, "cancel", "person_owns"),
        ("handoff_line", {"newer_inbound_id": 9}, "send", "allowed"),
        ("holding_line", {"owner": "person"}, "cancel", "person_owns"),
        ("optout_confirmation", {**OPTED_OUT, "dnd": True, "now": NIGHT, "mode": "review"}, "send", "allowed"),
        ("optout_confirmation", {**OPTED_OUT, "owner": "person"}, "send", "allowed"),
        ("optout_confirmation", {"stop_ids": (1,)}, "later", "sending_stopped"),
        # The lead wrote START before it left: "you are unsubscribed" would be untrue.
        ("optout_confirmation", {"consent_id": 3, "consent_state": "granted"}, "cancel", "no_longer_opted_out"),
        ("optout_confirmation", {}, "cancel", "no_longer_opted_out"),
        ("help", OPTED_OUT, "send", "allowed"),
        ("help", {"dnd": True}, "cancel", "dnd"),
        ("help", {"now": NIGHT}, "send", "allowed"),
    ],
)
def test_who_is_exempt_from_what(purpose: str, changed: dict[str, Any], action: str, reason: str) -> None:
    assert said(REPLY, purpose=purpose, **changed) == (action, reason)


@pytest.mark.parametrize("purpose", ["", "campaign"])
def test_a_text_whose_purpose_nobody_knows_is_held(purpose: str) -> None:
    assert said(REPLY, purpose=purpose) == ("hold", "unknown_purpose")


def test_every_purpose_of_a_text_is_known_to_the_gate() -> None:
    assert OutboxEntry.Purpose.NONE not in KNOWN
    assert set(OutboxEntry.Purpose) - {OutboxEntry.Purpose.NONE} == KNOWN


def test_a_contact_that_was_never_read_is_texted_by_the_strictest_zone() -> None:
    early = datetime(2026, 6, 10, 12, 30, tzinfo=UTC)  # 8:30 in New York, 7:30 in Chicago
    facts = replace(OPENER, now=early, lead_phone="+12125550100")
    assert judge(facts, DEFAULTS).action == "send"
    unread = judge(replace(facts, lead_read=False), DEFAULTS)
    assert (unread.reason, unread.inputs["zones"]) == ("quiet_hours", ["America/New_York", "America/Chicago"])


def test_the_certificate_holds_every_input_and_no_words() -> None:
    verdict = judge(replace(REPLY, lead_phone="+15125550100", newer_inbound_id=9), DEFAULTS)
    text = json.dumps(dict(verdict.inputs))
    assert "+1512" not in text
    assert verdict.inputs["newer_inbound"] == 9
    assert verdict.inputs["zones"] == ["America/Chicago"]
    assert verdict.inputs["zones_known_by"] == "phone"
    assert set(verdict.inputs) == {
        "checked_at", "purpose", "round", "mode", "disconnected", "stops", "consent", "opt_out_pending", "lead_deleted",
        "author_unjudged",
        "dnd", "owner", "line_of_open_handoff", "answers_message", "newer_inbound", "newest_inbound_at", "started",
        "texts", "characters", "zones", "zones_known_by", "hours",
    }  # fmt: skip


def test_a_location_may_allow_longer_texts_and_other_hours() -> None:
    config = replace(DEFAULTS, sms_max_characters=320, texts_from_hour=10, texts_until_hour=12)
    assert judge(replace(REPLY, characters=300), config).action == "send"
    assert judge(replace(OPENER, now=NOON), config).reason == "quiet_hours"  # 12:00 is past 12
