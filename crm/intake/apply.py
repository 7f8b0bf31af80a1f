"""apply_event(): a stored event becomes rows in our words. Runs inside the caller's transaction."""

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from crm.contracts import NextStep
from crm.intake.app_events import apply_install, apply_uninstall
from crm.intake.applying import Applied, Applying, Unmappable, ignored
from crm.intake.contact_events import apply_contact, apply_workflow, delete_contact
from crm.intake.message_events import apply_inbound, apply_outbound
from crm.intake.opportunity_events import apply_opportunity
from crm.mapping.fields import FieldRule
from crm.mapping.workflow import without_unfilled_tokens
from crm.models import Location, WebhookEvent
from crm.payloads import SHAPES, Payload
from crm.values.bodies import Unreadable, load_object, unwrapped

Applier = Callable[[Applying, Any], Applied]

# Types that have a shape but stand in no line here are kept and need nothing yet.
APPLIERS: dict[str, Applier] = {
    "ContactCreate": apply_contact,
    "ContactUpdate": apply_contact,
    "ContactTagUpdate": apply_contact,
    "ContactDndUpdate": apply_contact,
    "ContactDelete": delete_contact,
    "InboundMessage": apply_inbound,
    "OutboundMessage": apply_outbound,
    "OpportunityCreate": apply_opportunity,
    "OpportunityUpdate": apply_opportunity,
    "OpportunityStatusUpdate": apply_opportunity,
    "OpportunityStageUpdate": apply_opportunity,
    "OpportunityMonetaryValueUpdate": apply_opportunity,
    "OpportunityAssignedToUpdate": apply_opportunity,
    "OpportunityDelete": apply_opportunity,
    "WorkflowWebhook": apply_workflow,
    "INSTALL": apply_install,
    "UNINSTALL": apply_uninstall,
}
UNKNOWN_TYPE = ignored("unknown_type")
NO_USE_YET = ignored("no_use_yet")


def apply_event(
    event: WebhookEvent,
    location: Location,
    rules: tuple[FieldRule, ...],
    next_step: NextStep,
    *,
    replay: bool = False,
) -> tuple[Applied, bool]:
    """Return how it ended and whether outbox entries may have been made.

    Raises Unmappable for a payload that no retry can help, and whatever went wrong otherwise.
    """
    if event.type not in SHAPES:
        return UNKNOWN_TYPE, False
    applier = APPLIERS.get(event.type)
    if applier is None:
        return NO_USE_YET, False
    body = _body_of(event)
    applying = Applying(event, location, rules, next_step, replay)
    return applier(applying, _payload_of(event.type, body)), applying.enqueued


def _body_of(event: WebhookEvent) -> dict[str, Any]:
    try:
        body = load_object(bytes(event.body))
    except Unreadable as unreadable:
        raise Unmappable(unreadable.reason) from unreadable
    if event.source == WebhookEvent.Source.WORKFLOW:
        return without_unfilled_tokens(body)
    return unwrapped(body)


def _payload_of(kind: str, body: dict[str, Any]) -> Payload:
    """The shape of the event. Raises Unmappable with type and field names; pydantic's own text would quote values."""
    try:
        return SHAPES[kind].model_validate(body)
    except ValidationError as error:
        fields = ", ".join(sorted({str(problem["loc"][0]) for problem in error.errors(include_input=False)}))
        raise Unmappable(f"{kind}: {fields} missing or unusable") from None
