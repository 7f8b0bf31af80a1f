"""The order in which rows are locked: the lead first (shared), then its conversation, then everything else.

The sender locks the lead exclusively while the gate looks and its verdict is stored. A fact that opposes a text (a
person takes the thread, a handoff opens) is therefore committed before the gate looks or after its verdict stands,
never in between. Everybody else takes the lead's share in so many words before the conversation: a row that refers to
the lead would take it too, but only at the commit, and then two transactions wait for each other crosswise.
"""

from django.db import connection

from bots.models import Conversation


def share_lead(lead_id: int) -> None:
    """Until the transaction ends nobody deletes the lead or runs the gate for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM crm_lead WHERE id = %s FOR KEY SHARE", [lead_id])


def lock_conversation(pk: int, lead_id: int) -> Conversation:
    """The lead's share and the conversation's row lock. Raises DoesNotExist."""
    share_lead(lead_id)
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("lead__location")
    return rows.get(pk=pk)
