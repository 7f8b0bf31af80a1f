"""The sums notice what is wrong: a flow comes to rest without a complaint, then one row after another is spoiled."""

from dataclasses import replace

import pytest

from drills import flow, sums
from drills.house import House, running_house

pytestmark = [pytest.mark.slow, pytest.mark.timeout(420)]

SOME_REPLY = (
    "(SELECT min(t.id) FROM bots_turn t JOIN crm_outboxentry e ON e.id = t.entry_id AND e.status = 'sent'"
    " WHERE t.outcome = 'reply' AND NOT EXISTS"
    " (SELECT 1 FROM bots_handoff h WHERE h.conversation_id = t.conversation_id))"
)
ITS_TEXT = f"(SELECT entry_id FROM bots_turn WHERE id = {SOME_REPLY})"
SOME_FIELD = "qualification_score"
# (what goes wrong, how it is spoiled, what the sums say)
SPOILED = (
    ("a reply that never left",
     f"UPDATE crm_outboxentry SET status = 'cancelled', reason = 'dnd' WHERE id = {ITS_TEXT}",
     "but its text is cancelled (dnd)"),
    ("a reply that is still due", f"UPDATE crm_outboxentry SET status = 'due' WHERE id = {ITS_TEXT}",
     "but its text is due ()"),
    ("a reply without a text", f"UPDATE bots_turn SET entry_id = NULL WHERE id = {SOME_REPLY}",
     "replied without a text"),
    ("silence that spoke", f"UPDATE bots_turn SET outcome = 'silence' WHERE id = {SOME_REPLY}",
     "was silent but its text was sent"),
    ("a turn without a reason", f"UPDATE bots_turn SET reason = '' WHERE id = {SOME_REPLY}",
     "neither outcome nor reason"),
    ("a turn that nobody took over", f"UPDATE bots_turn SET outcome = 'superseded' WHERE id = {SOME_REPLY}",
     "superseded by no other"),
    ("a handoff that was never opened", f"UPDATE bots_turn SET outcome = 'handoff' WHERE id = {SOME_REPLY}",
     "no handoff was opened"),
    ("a lost field", f"UPDATE crm_lead SET attributes = attributes - '{SOME_FIELD}'", f": {SOME_FIELD} there"),
    ("another value", "UPDATE crm_opportunity SET value_cents = value_cents + 100", "opportunity"),
    ("another stage", "UPDATE crm_opportunity SET stage_ghl_id = 'elsewhere'", "opportunity"),
    ("a forgotten opportunity", "DELETE FROM crm_opportunity", "here None"),
    ("a text that we forgot", "DELETE FROM crm_message WHERE direction = 'out'", "stands in the CRM and not here"),
    ("words that were never said", "UPDATE crm_message SET body = body || '!' WHERE direction = 'out'",
     "stands here and not in the CRM"),
    ("a write that was given up", "UPDATE crm_outboxentry SET status = 'dead' WHERE kind = 'set_fields'",
     "set_fields ended as dead"),
)  # fmt: skip


def test_each_sum_breaks_when_its_rows_are_spoiled() -> None:
    with running_house() as house:
        sent = flow.run(house, seed=4, leads=8)
        flow.wait_quiet(house, seconds=90)
        assert sums.broken_sums(house, sent) == []
        for what, spoiling, said in SPOILED:
            complaints = spoiled(house, sent, spoiling)
            assert any(said in complaint for complaint in complaints), f"{what}: {complaints}"
        assert sums.broken_sums(house, sent) == []


def spoiled(house: House, sent: flow.Flow, sql: str) -> list[str]:
    """What the sums say while this is so; afterwards it is undone. The workers rest meanwhile: nothing else changes."""
    with house.database() as connection:
        connection.execute("BEGIN")
        try:
            connection.execute(sql)
            seen = replace(house)
            seen.rows = lambda query, *params: connection.execute(query, params).fetchall()  # type: ignore[method-assign]
            return sums.broken_sums(seen, sent)
        finally:
            connection.execute("ROLLBACK")
