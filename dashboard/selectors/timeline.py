"""One lead's story in order: what was said, decided, scored, asked of a model, written to the CRM, and who did what."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from audit.models import AuditEntry
from bots.models import Handoff, RoleSwitch, Score, Turn
from crm.fieldmaps.attributes import title_of
from crm.fieldmaps.preview import shown
from crm.models import Consent, KeptValue, Message, OutboxEntry, SendAttempt
from dashboard.selectors.acts import acts
from dashboard.words import (
    ENTRY_STATES,
    consent_words,
    dollars,
    duration,
    handoff_reason,
    hold_reason,
    plain,
    silence_reason,
)
from orchestrator.models import LlmCall

KEPT = 200  # newest rows of each source; older ones are one link away in the admin


@dataclass(frozen=True, slots=True)
class Item:
    """One line. `kind` is what a filter shows or hides, `who` speaks or acts, `why` opens on demand, `links` lead to
    what was attached."""

    at: datetime
    kind: str
    who: str
    text: str
    anchor: str = ""
    inbound: bool = False
    state: str = ""
    state_word: str = ""
    why: tuple[str, ...] = ()
    meta: tuple[str, ...] = ()
    channel: str = ""
    links: tuple[str, ...] = ()
    act: bool = False


@dataclass(frozen=True, slots=True)
class Sources:
    """The rows of one lead, as few queries found them."""

    lead_name: str
    messages: list[Message]
    turns: list[Turn]
    scores: list[Score]
    switches: list[RoleSwitch]
    entries: list[OutboxEntry]
    calls: list[LlmCall]
    consents: list[Consent]
    handoffs: list[Handoff]
    acts: list[AuditEntry]
    audit: list[AuditEntry]
    people: Mapping[str, str]
    kept_values: list[KeptValue] = field(default_factory=list)

    def entry_of(self, message: Message) -> OutboxEntry | None:
        return next((entry for entry in self.entries if entry.pk == message.entry_id), None)


def timeline(sources: Sources) -> list[Item]:
    """Oldest first; at one moment in the order: heard, decided, scored, written."""
    items: list[Item] = [
        *_messages(sources),
        *_waiting_texts(sources),
        *(_decision(turn, sources.switches) for turn in _told(sources.turns)),
        *map(_open_turn, (turn for turn in sources.turns if turn.status != Turn.Status.DONE)),
        *(_score(score) for score in sources.scores if score.value != (score.previous_value or 0)),
        *map(_switch, sources.switches),
        *map(_call, sources.calls),
        *(_write(entry) for entry in sources.entries if entry.kind != OutboxEntry.Kind.TEXT),
        *map(_kept_value, sources.kept_values),
        *map(_consent, sources.consents),
        *(_act(*act) for act in acts(sources.acts, sources.people)),
        *(_audited(entry, sources.people) for entry in sources.audit),
    ]
    return sorted(items, key=lambda item: item.at)


def _messages(sources: Sources) -> Iterator[Item]:
    by_pk = {entry.pk: entry for entry in sources.entries}
    turn_of_entry = {turn.entry_id: turn for turn in sources.turns if turn.entry_id}
    for message in sources.messages:
        entry = by_pk.get(message.entry_id or 0)
        inbound = message.direction == Message.Direction.IN
        turn = turn_of_entry.get(message.entry_id or 0)
        state, state_word = _state(message)
        yield Item(
            at=message.received_at,
            kind="talk",
            who=sources.lead_name if inbound else _author(message, entry, sources.people),
            text=message.body or f"[{message.get_kind_display().lower()}]",
            anchor=f"m{message.pk}",
            inbound=inbound,
            state=state,
            state_word=state_word,
            why=() if inbound else certificate(entry),
            meta=model_use(turn) if turn else (),
            channel="" if message.channel == "SMS" else message.channel,
            links=tuple(_attached(message)),
        )


def _state(message: Message) -> tuple[str, str]:
    """(colour, word). A picture gets no answer of the bot, so a person is told that nobody has looked at it."""
    if message.direction == Message.Direction.OUT:
        return "sent", "sent"
    return ("waiting", "not read by the bot") if message.kind == Message.Kind.PICTURE else ("", "")


def _attached(message: Message) -> Iterator[str]:
    """Addresses of what came with it, as far as a browser may safely follow them."""
    for one in message.attachments:
        address = one.get("url") if isinstance(one, Mapping) else one
        if isinstance(address, str) and address.startswith(("https://", "http://")):
            yield address


def _author(message: Message, entry: OutboxEntry | None, people: Mapping[str, str]) -> str:
    if entry is not None and entry.purpose == OutboxEntry.Purpose.STAFF:
        return people.get(f"entry:{entry.pk}", "staff")
    return {"bot": "bot", "person": "a person", "workflow": "a workflow"}.get(message.author, "somebody")


def _waiting_texts(sources: Sources) -> Iterator[Item]:
    stored = {message.entry_id for message in sources.messages}
    for entry in sources.entries:
        if entry.kind != OutboxEntry.Kind.TEXT or entry.pk in stored:
            continue
        word, colour = ENTRY_STATES[entry.status]
        yield Item(
            at=entry.created_at,
            kind="talk",
            who=sources.people.get(f"entry:{entry.pk}") or entry.get_purpose_display(),
            text=str(entry.payload.get("body", "")),
            anchor=f"e{entry.pk}",
            state=colour,
            state_word=word,
            why=(_reason(entry), *certificate(entry)) if entry.reason else certificate(entry),
        )


def _reason(entry: OutboxEntry) -> str:
    return hold_reason(entry.reason) if entry.status == OutboxEntry.Status.HELD else plain(entry.reason)


def certificate(entry: OutboxEntry | None) -> tuple[str, ...]:
    """Each try with the gate's verdict and its inputs, as sentences."""
    if entry is None:
        return ()
    return tuple(line for attempt in entry.tries.all() for line in _try_lines(attempt))


def _try_lines(attempt: SendAttempt) -> Iterator[str]:
    verdict = attempt.verdict or {}
    if verdict.get("action"):
        reason = plain(str(verdict.get("reason", ""))) or "nothing spoke against it"
        yield f"Gate at {attempt.started_at:%H:%M:%S} UTC: {verdict['action']} ({reason})"
        yield from _inputs(verdict.get("inputs"))
    answer = f", answer {attempt.status_code}" if attempt.status_code else ""
    error = f": {attempt.error}" if attempt.error else ""
    yield f"Try {attempt.generation}: {attempt.get_outcome_display().lower()}{answer}{error}"


def _inputs(inputs: object) -> Iterator[str]:
    if isinstance(inputs, Mapping) and inputs:
        yield "Looked at: " + ", ".join(f"{plain(str(name))} {_said(value)}" for name, value in sorted(inputs.items()))


def _said(value: object) -> str:
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return " ".join(_said(part) for name, part in sorted(value.items()) if name != "id")
    return str(value)


def model_use(turn: Turn) -> tuple[str, ...]:
    """How the words came about: "understood by rules", "compose: cached L2", cost and time."""
    uses = [use for use in turn.model_use if isinstance(use, Mapping)]
    words = [f"{use.get('task', 'model')}: {_tier(str(use.get('tier', '')))}" for use in uses]
    cost = sum(int(use.get("micro_usd") or 0) for use in uses)
    if cost:
        words.append(dollars(cost))
    took = sum(float(use.get("ms") or 0) for use in uses)
    if took:
        words.append(duration(took / 1000))
    return tuple(words)


def _tier(tier: str) -> str:
    return "asked the model" if tier == "provider" else f"cached {tier}" if tier else "rules"


def _told(turns: Iterable[Turn]) -> Iterator[Turn]:
    """Turns that are done, without what says nothing: an opener that the lead's words made needless, and the second
    of two silences for one reason at one moment (an opt-out ends the turn that waited and its own)."""
    silences = set()
    for turn in turns:
        if turn.status != Turn.Status.DONE or (turn.is_opener and turn.reason == "lead_wrote"):
            continue
        silence = (turn.reason, turn.ended_at) if turn.outcome == Turn.Outcome.SILENCE else None
        if silence is None or silence not in silences:
            yield turn
        silences.add(silence)


def _decision(turn: Turn, switches: Iterable[RoleSwitch] = ()) -> Item:
    decision = turn.decision or {}
    why = decision.get("why") or ()
    sentences = (why,) if isinstance(why, str) else tuple(str(line) for line in why)
    return Item(
        at=turn.decided_at or turn.ended_at or turn.opened_at,
        kind="why",
        who="bot",
        text=_decided(turn, decision, switches),
        anchor=f"t{turn.pk}",
        why=(*sentences, *_heard(turn.heard or {})),
        meta=model_use(turn),
    )


def _decided(turn: Turn, decision: Mapping[str, Any], switches: Iterable[RoleSwitch]) -> str:
    slot = str(decision.get("slot") or "").rpartition(".")[2].replace("_", " ")
    choices = {
        "ask": f"decided: ask about {slot}" if slot else "decided: ask on",
        "answer": "decided: answer the question",
        "nurture": "decided: stay in touch",
        "hand_off": f"decided: hand over ({handoff_reason(str(decision.get('handoff_reason') or turn.reason))})",
        "switch_role": f"decided: the {_next_role(turn, switches)} bot goes on",
    }
    kind = str(decision.get("kind", ""))
    if turn.outcome == Turn.Outcome.SUPERSEDED:
        return "set aside: a newer message came first"
    if turn.outcome == Turn.Outcome.SILENCE or kind == "silence":
        return f"stayed silent: {silence_reason(turn.reason)}"
    return choices.get(kind) or f"decided: {plain(kind or turn.reason or turn.outcome)}"


def _next_role(turn: Turn, switches: Iterable[RoleSwitch]) -> str:
    return next((switch.to_role for switch in switches if switch.turn_id == turn.pk and switch.accepted), "next")


def _heard(heard: Mapping[str, Any]) -> Iterator[str]:
    for slot in heard.get("slots") or ():
        if isinstance(slot, Mapping) and slot.get("evidence"):
            name = str(slot.get("name", "")).rpartition(".")[2].replace("_", " ")
            yield f"Heard {name}: “{slot['evidence']}”"
    if intents := heard.get("intents"):
        yield "Understood as: " + ", ".join(plain(str(intent)) for intent in intents)


def _open_turn(turn: Turn) -> Item:
    word = "is thinking" if turn.status == Turn.Status.RUNNING else "will answer"
    waiting = " once a model is back" if turn.waiting_for_model_since else ""
    return Item(
        at=turn.opened_at, kind="why", who="bot", text=f"{word}{waiting}", state="waiting", state_word="waiting"
    )


def _score(score: Score) -> Item:
    before = "first score" if score.previous_value is None else str(score.previous_value)
    text = f"score {score.value}" if score.previous_value is None else f"score {before} → {score.value}"
    return Item(
        at=score.at, kind="why", who="score", text=f"{text}, {score.temperature}",
        why=tuple(reason_lines(score.reasons)), anchor=f"s{score.pk}",
    )  # fmt: skip


def reason_lines(reasons: Iterable[Any]) -> Iterator[str]:
    """Score reasons [{part, weight, points, because}] as sentences."""
    for reason in reasons:
        if isinstance(reason, Mapping):
            because = reason.get("because") or ""
            part = plain(str(reason.get("part", ""))).capitalize()
            yield f"{part}: {_number(reason.get('points'))} points. {because}".strip()
        else:
            yield str(reason)


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value or 0)


def _switch(switch: RoleSwitch) -> Item:
    text = f"{switch.from_role} bot → {switch.to_role} bot"
    if not switch.accepted:
        text = f"stayed with the {switch.from_role} bot"
    why = () if switch.accepted else (f"A switch to {switch.to_role} was refused: {plain(switch.refusal)}.",)
    return Item(at=switch.at, kind="why", who="bot", text=text, why=(*why, f"Confidence {switch.confidence:.2f}."))


def _call(call: LlmCall) -> Item:
    failed = call.status in (LlmCall.Status.FAILED, LlmCall.Status.LOST)
    return Item(
        at=call.at,
        kind="model",
        who="model",
        text=f"{call.task}: {call.model}",
        state="failed" if failed else "waiting" if call.status == LlmCall.Status.ASKED else "",
        state_word=call.get_status_display().partition(":")[0].lower() if failed or call.status == "asked" else "",
        meta=(
            dollars(call.cost_micro_usd),
            duration(call.provider_ms / 1000),
            f"{call.input_tokens} tokens in, {call.output_tokens} out",
        ),
        why=(call.error,) if call.error else (),
    )


def _write(entry: OutboxEntry) -> Item:
    word, colour = ENTRY_STATES[entry.status]
    return Item(
        at=entry.created_at,
        kind="crm",
        who="CRM",
        text=f"{entry.get_kind_display().lower()}{_what(entry)}",
        anchor=f"e{entry.pk}",
        state=colour,
        state_word=word,
        why=(*((_reason(entry),) if entry.reason else ()), *certificate(entry)),
    )


def _what(entry: OutboxEntry) -> str:
    payload = entry.payload
    if tags := payload.get("tags"):
        return ": " + ", ".join(map(str, tags))
    if values := payload.get("values"):
        return ": " + ", ".join(plain(str(name)) for name in values)
    if "on" in payload:
        return " on" if payload["on"] else " off"
    return ""


def _kept_value(kept: KeptValue) -> Item:
    """Two wrote one field: the value that did not stand."""
    fact, value = title_of(kept.attribute).lower(), shown(kept.value)
    if kept.by == KeptValue.By.BOT:
        text = f"{fact}: the edit in the CRM stands; the bot's older value was {value}"
    else:
        text = f"{fact}: the bot's newer value stands; in the CRM it had been {value}"
    why = (f"That value is of {kept.set_at:%d %b %Y, %H:%M:%S} UTC.",)
    return Item(at=kept.kept_at, kind="crm", who="CRM", text=text, anchor=f"k{kept.pk}", why=why)


def _consent(consent: Consent) -> Item:
    granted = consent.state == Consent.State.GRANTED
    return Item(
        at=consent.at,
        kind="talk",
        who="consent" if granted else "opt-out",
        text=consent_words(consent.state, consent.basis),
        state="good" if granted else "bad",
        state_word="may be texted" if granted else "opted out",
        why=(consent.reason,) if consent.reason else (),
    )


def _act(entry: AuditEntry, who: str, words: str) -> Item:
    return Item(at=entry.at, kind="talk", who=who, text=words, act=True)


def _audited(entry: AuditEntry, people: Mapping[str, str]) -> Item:
    details = tuple(f"{plain(name)}: {_said(value)}" for name, value in entry.details.items())
    return Item(
        at=entry.at, kind="audit", who=people.get(entry.actor, entry.actor), text=plain(entry.action), why=details,
        anchor=f"a{entry.pk}",
    )  # fmt: skip
