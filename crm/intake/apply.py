"""apply_event(): a stored event becomes rows in our words. Runs inside the caller's transaction."""

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from crm.contracts import NextStep
from crm.intake.activity_events import apply_appointment, apply_note, apply_task
from crm.intake.app_events import apply_install, apply_location, apply_uninstall
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
    **dict.fromkeys(("AppointmentCreate", "AppointmentUpdate", "AppointmentDelete"), apply_appointment),
    **dict.fromkeys(("NoteCreate", "NoteUpdate", "NoteDelete"), apply_note),
    **dict.fromkeys(("TaskCreate", "TaskComplete", "TaskDelete"), apply_task),
    "WorkflowWebhook": apply_workflow,
    **dict.fromkeys(("LocationCreate", "LocationUpdate"), apply_location),
    "INSTALL": apply_install,
    "UNINSTALL": apply_uninstall,
}
# Types that are kept and deliberately change nothing, each with the reason that stands on the stored event.
KEPT: dict[str, Applied] = {
    # Whether somebody has opened the inbox; who wrote what comes as messages.
    "ConversationUnreadUpdate": ignored("inbox_state_only"),
    # The texts of a campaign come as OutboundMessage with source campaign.
    "CampaignStatusUpdate": ignored("texts_come_as_messages"),
    # Delivered, opened, clicked: statistics of mail; a mail itself comes as a message.
    "LCEmailStats": ignored("mail_statistics_only"),
    # Pushed for new users only, never for changed or removed ones: users are read when a location is connected.
    "UserCreate": ignored("users_are_read"),
    # What the account pays for the app decides nothing here.
    "PLAN_CHANGE": ignored("billing_only"),
}
UNKNOWN_TYPE = ignored("unknown_type")


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
    if event.type in KEPT:
        return KEPT[event.type], False
    applier = APPLIERS[event.type]
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
