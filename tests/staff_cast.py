"""The people, locations and leads that tests of pages play with. Rows have sensible defaults; times are given."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, User

from bots.models import Conversation, Handoff, Score, StaffAccess, Turn
from crm.models import Lead, Location, Message, OutboxEntry, SendAttempt
from enterprisehub.roles import ensure_roles
from orchestrator.models import LlmCall, PromptVersion

NOW = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)
_numbers = count(1)


def location(name: str = "Oak Realty", **facts: Any) -> Location:
    made = {"timezone": "America/Chicago", "kind": "real", "mode": "live", "activate": "all", "connected_at": NOW}
    return Location.objects.create(name=name, ghl_id=f"LOC{next(_numbers):06d}", **(made | facts))


def person(role: str, *places: Location, username: str = "") -> User:
    """A member of staff in one role who sees these locations; role "superuser" sees all."""
    name = username or f"{role.lower()}{next(_numbers)}"
    user = User.objects.create_user(name, password="not-used-here-1", is_staff=True, is_superuser=role == "superuser")
    if role != "superuser":
        ensure_roles()
        user.groups.add(Group.objects.get(name=role))
    if places:
        StaffAccess.objects.create(user=user).locations.set(places)
    return user


def lead(place: Location, first_name: str = "Ana", **facts: Any) -> Lead:
    number = next(_numbers)
    made = {"last_name": "Ruiz", "phone": f"+1512555{number:04d}", "ghl_contact_id": f"CONTACT{number}", "read_at": NOW}
    return Lead.objects.create(location=place, first_name=first_name, **(made | facts))


def conversation(who: Lead, **facts: Any) -> Conversation:
    made = {"role": "seller", "activated": True, "score": 86, "temperature": "hot"}
    return Conversation.objects.create(lead=who, location=who.location, **(made | facts))


def message(who: Lead, body: str = "hello", *, direction: str = "in", at: datetime = NOW, **facts: Any) -> Message:
    made = {"ghl_id": f"MSG{next(_numbers)}", "author": "lead" if direction == "in" else "bot", "received_at": at}
    return Message.objects.create(lead=who, location=who.location, direction=direction, body=body, **(made | facts))


def text(who: Lead, body: str = "Hi there", *, status: str = "due", **facts: Any) -> OutboxEntry:
    made: dict[str, Any] = {"kind": "text", "purpose": "reply", "lane": 10, "dedupe_key": f"text:{next(_numbers)}"}
    made["payload"] = {"body": body, "channel": "SMS", "to_number": ""}
    return OutboxEntry.objects.create(lead=who, location=who.location, status=status, **(made | facts))


def handoff(who: Lead, *, opened: timedelta = timedelta(minutes=5), **facts: Any) -> Handoff:
    """A handoff of this lead, opened so long before NOW and due 15 minutes after that."""
    talk = Conversation.objects.filter(lead=who).first() or conversation(who, owner="person")
    at = NOW - opened
    packet = {
        "summary": "Ana Ruiz: seller, hot (86).\nPrice $450,000.",
        "slots": [],
        "last_words": "just have someone call me",
        "open_question": "when to call",
        "promised": [],
        "next_step": "Call now.",
        "risk_flags": [],
    }
    made = {"reason": "asked_for_person", "opened_at": at, "due_at": at + timedelta(minutes=15), "packet": packet}
    return Handoff.objects.create(conversation=talk, location=who.location, **(made | facts))


def story(place: Location, first_name: str = "Ana") -> Lead:
    """A lead with one exchange: asked, decided, scored, answered through the CRM, and the model call behind it."""
    who = lead(place, first_name)
    talk = conversation(who)
    message(who, "I want to sell", at=NOW - timedelta(minutes=3))
    entry = text(who, "What is the address?", status="sent", created_at=NOW - timedelta(minutes=2))
    verdict = {"action": "send", "reason": "", "inputs": {"consent": "answers an inbound", "dnd": False}}
    SendAttempt.objects.create(
        entry=entry, location=place, generation=1, purpose="send", verdict=verdict, outcome="ok", status_code=201
    )
    message(who, "What is the address?", direction="out", at=NOW - timedelta(minutes=2), entry_id=entry.pk)
    turn = _turn(talk, entry)
    Score.objects.create(
        conversation=talk, turn=turn, role="seller", value=86, previous_value=74, temperature="hot", version="1",
        reasons=[{"part": "timeline", "weight": 0.3, "points": 12, "because": "“next month” fits."}],
    )  # fmt: skip
    prompt, _ = PromptVersion.objects.get_or_create(
        name="understand", number=1, defaults={"sha256": "0" * 64, "text": "Read the lead's words."}
    )
    LlmCall.objects.create(
        tenant=place.ghl_id, task="understand", cause=f"turn:{turn.pk}", prompt_version=prompt, key="k",
        provider="claude", provider_group="real", model="claude-haiku-5-5", status="answered", cost_micro_usd=210,
    )  # fmt: skip
    return who


def _turn(talk: Conversation, entry: OutboxEntry) -> Turn:
    at = NOW - timedelta(minutes=3)
    return Turn.objects.create(
        conversation=talk, location=talk.location, status="done", outcome="reply", role="seller", opened_at=at,
        first_received_at=at, last_received_at=at, due_at=at, decided_at=at + timedelta(seconds=1), ended_at=at,
        decision={"kind": "ask", "slot": "seller.address", "why": ["The address is the first open question."]},
        heard={"slots": [], "intents": ["wants_to_sell"]}, entry_id=entry.pk,
        model_use=[{"task": "understand", "tier": "L2", "micro_usd": 0, "ms": 2.0}],
    )  # fmt: skip
