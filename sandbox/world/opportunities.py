"""Opportunities: one change may raise several events, as with the original."""

from sandbox.naming import new_id, now_iso
from sandbox.store import Document, Store
from sandbox.webhooks import Webhooks

EVENT_FIELDS = (
    "id", "assignedTo", "contactId", "monetaryValue", "name", "pipelineId", "pipelineStageId", "source", "status",
    "dateAdded",
)  # fmt: skip
CHANGE_EVENTS = {
    "pipelineStageId": "OpportunityStageUpdate",
    "status": "OpportunityStatusUpdate",
    "monetaryValue": "OpportunityMonetaryValueUpdate",
    "assignedTo": "OpportunityAssignedToUpdate",
}


class Opportunities:
    def __init__(self, store: Store, webhooks: Webhooks) -> None:
        self._store, self._webhooks = store, webhooks

    def _raise(self, kind: str, opportunity: Document) -> None:
        fields = {name: opportunity.get(name) for name in EVENT_FIELDS}
        self._webhooks.raise_event(kind, opportunity["locationId"], fields, contact=opportunity["contactId"])

    def create(self, location: str, fields: Document) -> Document:
        now = now_iso()
        pipeline = self._store.get("pipelines", fields["pipelineId"]) or {"stages": []}
        first_stage = pipeline["stages"][0]["id"] if pipeline["stages"] else None
        opportunity: Document = {
            "id": new_id(), "locationId": location, "status": "open", "monetaryValue": 0, "assignedTo": None,
            "source": "api", "pipelineStageId": first_stage, "customFields": [], "dateAdded": now, "createdAt": now,
            "updatedAt": now, "lastStatusChangeAt": now, "lastStageChangeAt": now,
            **{name: value for name, value in fields.items() if value is not None},
        }  # fmt: skip
        self._store.put("opportunities", opportunity)
        self._raise("OpportunityCreate", opportunity)
        return opportunity

    def change(self, opportunity: Document, fields: Document) -> Document:
        """Apply changes; nothing changed raises nothing."""
        changed = {name for name, value in fields.items() if opportunity.get(name) != value}
        if not changed:
            return opportunity
        now = now_iso()
        opportunity.update(fields, updatedAt=now)
        if "status" in changed:
            opportunity["lastStatusChangeAt"] = now
        if "pipelineStageId" in changed:
            opportunity["lastStageChangeAt"] = now
        self._store.put("opportunities", opportunity)
        self._raise("OpportunityUpdate", opportunity)
        for name in CHANGE_EVENTS:
            if name in changed:
                self._raise(CHANGE_EVENTS[name], opportunity)
        return opportunity

    def delete(self, opportunity: Document) -> None:
        self._store.delete("opportunities", opportunity["id"])
        self._raise("OpportunityDelete", opportunity)
