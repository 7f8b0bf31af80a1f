"""From a request to the answer's content: read, fill, spoil when told to."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import orjson

from sandbox.claude.heard import Fact, Heard
from sandbox.claude.mischief import choose, spoil_heard, spoil_text
from sandbox.claude.names import match_name
from sandbox.claude.obedience import obey_orders
from sandbox.claude.orders import orders_in
from sandbox.claude.placeholders import given_back, with_stand_ins
from sandbox.claude.prompt import Request, read_request
from sandbox.claude.reader import read
from sandbox.claude.schema_fill import Filler
from sandbox.claude.schema_tools import numbers_in
from sandbox.claude.state import ModelState
from sandbox.claude.wire import new_key
from sandbox.claude.wording import reply

REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Content:
    """Content blocks with the stop reason they end in."""

    blocks: list[dict[str, Any]]
    stop_reason: str

    @property
    def text(self) -> str:
        return "".join(str(block.get("text", "")) for block in self.blocks)


def answer(body: dict[str, Any], state: ModelState, *, errors: dict[str, Any], obey: bool) -> Content:
    """Answer a checked request body."""
    request = read_request(body)
    words, stand_ins = with_stand_ins(request.lead or "")
    request = replace(request, lead=words) if stand_ins.by_words else request
    heard = hear(request, today=datetime.now(UTC).date())
    if obey:
        orders = orders_in(request.lead or "", *request.strangers)
        obey_orders(heard, orders, today=datetime.now(UTC).date())
    digest = hashlib.sha256(orjson.dumps([body.get("system"), body.get("messages")])).hexdigest()
    kind, source = choose(errors, digest, _times_seen(state, digest))
    if kind == "refusal":
        return Content([{"type": "text", "text": ""}], "refusal")
    spoil_heard(heard, kind, source)
    if tool := _forced_tool(body):
        filled = Filler(tool.get("input_schema") or {}, heard, request, datetime.now(UTC).date(), obey).fill()
        block = {"type": "tool_use", "id": new_key("toolu"), "name": tool["name"], "input": filled or {}}
        return Content([block], "tool_use")
    schema = _schema(body)
    if schema is None:
        return Content([{"type": "text", "text": reply(request, heard, obey=obey)}], "end_turn")
    filled = Filler(schema, heard, request, datetime.now(UTC).date(), obey).fill()
    filled = given_back(filled, schema, schema, stand_ins)
    text = orjson.dumps(filled).decode()
    return Content([{"type": "text", "text": spoil_text(text, source) if kind == "off_schema" else text}], "end_turn")


def hear(request: Request, *, today: date) -> Heard:
    """Read the lead's words in the light of what was asked."""
    if request.lead is None:
        return Heard(text="", language=request.language or "en")
    pending = match_name(request.pending).concept if request.pending else ""
    known = bool(pending)
    numbers = tuple(numbers_in(request.last_question)) if pending == "timeline" else ()
    numbers = tuple(number for number in numbers if 5 <= number <= 365)
    heard = read(
        request.lead, pending=pending or ("asked" if request.pending else ""), today=today, pending_numbers=numbers
    )
    if known and pending in heard.facts:
        fact = heard.facts[pending]
        heard.facts["asked"] = Fact(
            "asked", fact.value, fact.quote, fact.confidence, fact.low, fact.high, fact.vague, fact.agrees
        )
    return heard


def _times_seen(state: ModelState, digest: str) -> int:
    if len(state.seen) > REMEMBERED:
        state.seen.clear()
    state.seen[digest] = times = state.seen.get(digest, 0) + 1
    return times


def _schema(body: dict[str, Any]) -> dict[str, Any] | None:
    output = (body.get("output_config") or {}).get("format") or {}
    schema = output.get("schema") if output.get("type") == "json_schema" else None
    return schema if isinstance(schema, dict) else None


def _forced_tool(body: dict[str, Any]) -> dict[str, Any] | None:
    tools, choice = body.get("tools") or [], body.get("tool_choice") or {}
    if choice.get("type") == "tool":
        return next((one for one in tools if one.get("name") == choice.get("name")), None)
    return tools[0] if tools and choice.get("type") == "any" else None
