"""The lead's opportunity in one pipeline: looked for, then changed or made. Each step is a call with its own slot.

Payload: {"pipeline_ghl_id", "stage_ghl_id"?, "value_cents"?, "opportunity_id"?}; the last one is absent until somebody
looked for it, and "" when there is none. Written before the location's pipelines were read: {"stage"?, "value_cents"?},
which the first call looks up.
"""

from typing import Any

from crm.ghl import calls
from crm.ghl.client import Answer
from crm.ghl.dialect import Dialect
from crm.ghl.read import opportunities_in
from crm.models import Opportunity, OutboxEntry, Pipeline, SendAttempt, Stage
from crm.outbox.kinds.base import Absent, Again, Context, Done, EntryKind, Found, Nothing, contact_id, required_lead
from crm.outbox.merging import opportunity_target
from crm.values.money import cents_of


def _known_id(entry: OutboxEntry) -> str | None:
    """Id of the opportunity; "" when there is surely none, None when nobody has looked."""
    if "opportunity_id" in entry.payload:
        return str(entry.payload["opportunity_id"])
    ours = Opportunity.objects.filter(
        lead=required_lead(entry), pipeline_ghl_id=entry.payload["pipeline_ghl_id"], deleted_at__isnull=True
    )
    return ours.order_by("-id").values_list("ghl_id", flat=True).first()


def _change(entry: OutboxEntry) -> dict[str, Any]:
    return {
        "pipeline_id": entry.payload["pipeline_ghl_id"],
        "stage_id": entry.payload.get("stage_ghl_id"),
        "value_cents": entry.payload.get("value_cents"),
    }


def search(entry: OutboxEntry, dialect: Dialect) -> calls.Call:
    location, pipeline = entry.location.ghl_id, entry.payload["pipeline_ghl_id"]
    return calls.search_opportunities(location, contact_id(entry), pipeline, dialect)


def _looked_up(entry: OutboxEntry) -> bool:
    """Put ids in the place of a stage's name, for good; False where the location has no such stage."""
    rest = dict(entry.payload)
    target = opportunity_target(required_lead(entry), rest.pop("stage", None))
    if target is None:
        return False
    entry.payload = {**rest, **target}
    entry.save(update_fields=["payload"])
    return True


def call(entry: OutboxEntry, dialect: Dialect) -> calls.Call | Nothing:
    if "pipeline_ghl_id" not in entry.payload and not _looked_up(entry):
        return Nothing("no_such_stage")
    known = _known_id(entry)
    if known is None:
        return search(entry, dialect)
    if known:
        return calls.update_opportunity(known, **_change(entry))
    lead = required_lead(entry)
    return calls.create_opportunity(
        entry.location.ghl_id, lead.ghl_contact_id, name=lead.display_name, **_change(entry)
    )


def _open_one(entry: OutboxEntry, answer: Answer) -> dict[str, Any]:
    """The newest open opportunity of this contact and pipeline, else the newest, else one with an empty id."""
    found = [
        one
        for one in opportunities_in(answer.body)
        if one.get("id") and one.get("pipelineId") == entry.payload["pipeline_ghl_id"]
    ]
    still_open = [one for one in found if one.get("status") == "open"]
    return (still_open or found or [{"id": ""}])[0]


def settle(entry: OutboxEntry, answer: Answer, context: Context) -> Done | Again:
    if "opportunities" in answer.body:
        return Again({**entry.payload, "opportunity_id": str(_open_one(entry, answer)["id"])})
    made = answer.body.get("opportunity")
    ref = str(made.get("id") or "") if isinstance(made, dict) else ""
    ref = ref or _known_id(entry) or ""
    landed(entry, ref, context)
    return Done(ref)


def landed(entry: OutboxEntry, ref: str, _context: Context) -> None:
    if not ref:
        return
    pipeline = Pipeline.objects.filter(location_id=entry.location_id, ghl_id=entry.payload["pipeline_ghl_id"]).first()
    columns: dict[str, Any] = {"pipeline": pipeline, "pipeline_ghl_id": entry.payload["pipeline_ghl_id"]}
    if stage_id := entry.payload.get("stage_ghl_id"):
        columns |= {"stage_ghl_id": stage_id, "stage": Stage.objects.filter(pipeline=pipeline, ghl_id=stage_id).first()}
    if entry.payload.get("value_cents") is not None:
        columns["value_cents"] = entry.payload["value_cents"]
    lead = required_lead(entry)
    identity = {"lead": lead, "ghl_contact_id": lead.ghl_contact_id, "status": "open", "name": lead.display_name}
    Opportunity.objects.update_or_create(
        location_id=entry.location_id, ghl_id=ref, defaults=columns, create_defaults={**identity, **columns}
    )


def ask(entry: OutboxEntry, _attempt: SendAttempt, dialect: Dialect) -> calls.Call:
    return search(entry, dialect)


def judge(entry: OutboxEntry, _attempt: SendAttempt, answer: Answer) -> Found | Absent | Again:
    """One that is there but stands otherwise is changed: that call may be repeated safely."""
    there = _open_one(entry, answer)
    ref = str(there["id"])
    if not ref:
        return Absent()
    if _stands_as_wanted(entry, there):
        return Found(ref)
    return Again({**entry.payload, "opportunity_id": ref})


def _stands_as_wanted(entry: OutboxEntry, there: dict[str, Any]) -> bool:
    stage_id, value_cents = entry.payload.get("stage_ghl_id"), entry.payload.get("value_cents")
    if stage_id and there.get("pipelineStageId") != stage_id:
        return False
    return value_cents is None or cents_of(there.get("monetaryValue")) == value_cents


KIND = EntryKind(call, settle, landed, ask, judge)
