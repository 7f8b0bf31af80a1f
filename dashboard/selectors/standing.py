"""What a row says of a lead beside its name: whether it may be texted, and how warm it is once that is known."""

from django.db.models import Subquery
from django.db.models.expressions import OuterRef

from bots.models import Conversation
from bots.roles.table import ROLES, SLOTS
from bots.slots import is_known
from crm.models import Consent, Lead

OPTED_OUT, DO_NOT_DISTURB = "opted out", "do not disturb"


def newest_consent(lead: str) -> Subquery:
    """The state of the newest consent row of the lead that the path names; None without one."""
    return Subquery(Consent.objects.filter(lead=OuterRef(lead)).newest_first().values("state")[:1])


def no_texts(lead: Lead, consent: str | None) -> str:
    """The words of the red tag: why nobody may text this lead, empty when somebody may."""
    if consent == Consent.State.REVOKED:
        return OPTED_OUT
    return DO_NOT_DISTURB if lead.dnd else ""


def score_of(conversation: Conversation | None) -> tuple[int | None, str]:
    """(score, temperature), or (None, "") until one of the facts that the role's score looks at is known."""
    if conversation is None or conversation.score is None or not _says_something(conversation):
        return None, ""
    return conversation.score, conversation.temperature


def _says_something(conversation: Conversation) -> bool:
    if conversation.score:
        return True
    role = ROLES[conversation.role]
    return any(is_known(conversation.slots, SLOTS[name]) for name in role.core)
