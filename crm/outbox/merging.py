"""Pending changes of one lead become one call: what waits is changed in place.

Entries of these kinds carry a key that stands only while they wait. Whoever takes one out of the queue takes the key
off: the claim (claim.py), so that a change made during the call becomes an entry of its own, and whoever holds it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat, Left

from crm.models import Lane, Lead, Opportunity, OutboxEntry, Pipeline, Stage
from crm.outbox.claim import KEY_KEPT, MERGING
from crm.outbox.rows import insert_once

Kind, Status = OutboxEntry.Kind, OutboxEntry.Status
IN_FLIGHT = (Status.CLAIMED, Status.UNKNOWN)


def take_off_keys(entries: QuerySet[OutboxEntry]) -> None:
    """Give these entries keys of their own, as the claim does: what comes later is not merged into them."""
    own = Concat(Value("#"), Cast("pk", CharField()))
    shared = entries.filter(kind__in=MERGING).exclude(dedupe_key__endswith=own)
    shared.update(dedupe_key=Concat(Left("dedupe_key", KEY_KEPT), own))


def clean_tags(tags: Iterable[str]) -> list[str]:
    """Lower case and trimmed, as the CRM stores them; order kept, repeats dropped."""
    return list(dict.fromkeys(tag.strip().lower() for tag in tags if tag.strip()))


def _open_entries(lead: Lead, kinds: Iterable[str]) -> list[OutboxEntry]:
    """The lead's open entries of these kinds, oldest first. Those that wait are locked, so that no claim takes one
    while it is changed; those under way are not: whoever settles them holds the lead and would wait for us.
    """
    of_lead = OutboxEntry.objects.filter(lead=lead, kind__in=list(kinds))
    waiting = of_lead.filter(status=Status.DUE).select_for_update(of=("self",))
    under_way = of_lead.filter(status__in=IN_FLIGHT)
    return sorted([*waiting, *under_way], key=lambda entry: entry.pk)


def _put(
    lead: Lead, waiting: OutboxEntry | None, kind: OutboxEntry.Kind, payload: dict[str, Any], cause: str
) -> OutboxEntry:
    """Write the payload into the waiting entry or a new one; if another transaction was first, into its entry."""
    if waiting is None:
        waiting, made = insert_once(
            lead.location, lead=lead, kind=kind, lane=Lane.FIELDS, dedupe_key=f"{kind}:{lead.pk}", payload=payload,
            cause=cause,
        )  # fmt: skip
        if made:
            return waiting
        payload = {name: _joined(waiting.payload.get(name), value) for name, value in payload.items()}
    waiting.payload = payload
    waiting.save(update_fields=["payload"])
    return waiting


def _joined(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **new}
    if isinstance(old, list) and isinstance(new, list):
        return list(dict.fromkeys([*old, *new]))
    return old if new is None else new


def wanted_tags(
    settled: set[str], waiting: tuple[list[str], list[str]], new: tuple[list[str], list[str]], *, was_read: bool
) -> tuple[list[str], list[str]]:
    """(add, remove) that must still go out. `settled`: what the contact holds once all calls under way have landed.

    A tag that it already holds is not added again. A tag that it does not hold is dropped from the removals only when
    the contact was once read (`was_read`): before that we do not know its tags.
    """
    (waiting_add, waiting_remove), (add, remove) = waiting, new
    adding = [tag for tag in waiting_add if tag not in remove] + add
    removing = [tag for tag in (*waiting_remove, *remove) if tag not in add]
    adds = [tag for tag in dict.fromkeys(adding) if tag not in settled]
    return adds, [tag for tag in dict.fromkeys(removing) if tag in settled or not was_read]


def merge_tags(lead: Lead, *, add: Iterable[str], remove: Iterable[str], cause: str) -> list[OutboxEntry]:
    add, remove = clean_tags(add), clean_tags(remove)
    settled = set(clean_tags(lead.tags))
    waiting: dict[str, OutboxEntry] = {}
    for entry in _open_entries(lead, (Kind.ADD_TAGS, Kind.REMOVE_TAGS)):
        if entry.status in IN_FLIGHT:
            under_way = set(entry.payload["tags"])
            settled = settled | under_way if entry.kind == Kind.ADD_TAGS else settled - under_way
        else:
            waiting.setdefault(entry.kind, entry)
    before = {kind: entry.payload["tags"] for kind, entry in waiting.items()}
    adds, removes = wanted_tags(
        settled,
        (before.get(Kind.ADD_TAGS, []), before.get(Kind.REMOVE_TAGS, [])),
        (add, remove),
        was_read=lead.read_at is not None,
    )
    kept = []
    for kind, tags in ((Kind.ADD_TAGS, adds), (Kind.REMOVE_TAGS, removes)):
        if tags:
            kept.append(_put(lead, waiting.get(kind), kind, {"tags": tags}, cause))
        elif kind in waiting:
            waiting[kind].status, waiting[kind].reason = Status.CANCELLED, "merged_away"
            waiting[kind].save(update_fields=["status", "reason"])
    return kept


def merge_fields(lead: Lead, values: Mapping[str, Any], *, cause: str) -> OutboxEntry | None:
    known, waiting = dict(lead.attributes), None
    for entry in _open_entries(lead, (Kind.SET_FIELDS,)):
        if entry.status in IN_FLIGHT:
            known.update(entry.payload["values"])
        else:
            waiting = waiting or entry
    pending = {**(waiting.payload["values"] if waiting else {}), **values}
    changed = {name: value for name, value in pending.items() if name not in known or known[name] != value}
    if not changed:
        if waiting:
            waiting.status, waiting.reason = Status.CANCELLED, "merged_away"
            waiting.save(update_fields=["status", "reason"])
        return None
    return _put(lead, waiting, Kind.SET_FIELDS, {"values": changed}, cause)


def find_stage(lead: Lead, name_or_id: str) -> Stage | None:
    """The stage with this id, or with this name in any case; the first pipeline wins."""
    stages = Stage.objects.filter(pipeline__location=lead.location).select_related("pipeline")
    stages = stages.order_by("pipeline_id", "position")
    return stages.filter(ghl_id=name_or_id).first() or stages.filter(name__iexact=name_or_id.strip()).first()


def opportunity_target(lead: Lead, stage: str | None) -> dict[str, str] | None:
    """{"pipeline_ghl_id", "stage_ghl_id"?}; None where there is no such stage, or nobody has said which pipeline."""
    target = find_stage(lead, stage) if stage else None
    if target:
        return {"pipeline_ghl_id": target.pipeline.ghl_id, "stage_ghl_id": target.ghl_id}
    known = _open_opportunity(lead)
    pipeline = known.pipeline_ghl_id if known else _only_pipeline(lead)
    return {"pipeline_ghl_id": pipeline} if pipeline and not stage else None


def merge_opportunity(lead: Lead, *, stage: str | None, value_cents: int | None, cause: str) -> OutboxEntry | None:
    waiting = next((e for e in _open_entries(lead, (Kind.OPPORTUNITY,)) if e.status == Status.DUE), None)
    before = dict(waiting.payload) if waiting else {}
    stage = stage or before.pop("stage", None)  # the name of a stage that nobody could look up yet
    target = opportunity_target(lead, stage)
    if target is None and _pipelines_unread(lead.location_id):
        target = {"stage": stage} if stage else {}
    if target is None:
        return None
    change: dict[str, Any] = target if value_cents is None else {**target, "value_cents": value_cents}
    known = _open_opportunity(lead)
    if waiting is None and known and "pipeline_ghl_id" in target and _already(known, change):
        return None
    return _put(lead, waiting, Kind.OPPORTUNITY, {**before, **change}, cause)


def _open_opportunity(lead: Lead) -> Opportunity | None:
    return Opportunity.objects.filter(lead=lead, deleted_at__isnull=True, status__in=["", "open"]).last()


def _pipelines_unread(location_id: int) -> bool:
    """Whether the first read of the pipelines is still to come; the claim leaves opportunities waiting for it."""
    if Pipeline.objects.filter(location_id=location_id).exists():
        return False
    reads = OutboxEntry.objects.unfinished().filter(location_id=location_id, kind=Kind.READ_SETUP)
    return reads.filter(payload__what="pipelines").exists()


def _only_pipeline(lead: Lead) -> str:
    """Id of the location's pipeline when it has exactly one: with several, nobody has said which."""
    ids = Pipeline.objects.filter(location=lead.location).values_list("ghl_id", flat=True)[:2]
    return ids[0] if len(ids) == 1 else ""


def _already(known: Opportunity, change: Mapping[str, Any]) -> bool:
    return known.stage_ghl_id == change.get("stage_ghl_id", known.stage_ghl_id) and known.value_cents == change.get(
        "value_cents", known.value_cents
    )
