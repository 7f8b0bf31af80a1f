"""The audit record is chained, and whoever tampers with it is seen."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from audit.chain import chain_new, first_break
from audit.models import AuditEntry
from audit.record import record

pytestmark = pytest.mark.django_db


def five_entries() -> None:
    for number in range(5):
        record(
            "handoff.claimed", actor="user:1", location_ghl_id="L1", subject=f"handoff:{number}", details={"n": number}
        )
    record("handoff.claimed", actor="user:2", location_ghl_id="L2")
    assert chain_new() == 6


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_entries_are_chained_per_location_in_order() -> None:
    five_entries()
    chained = AuditEntry.objects.filter(location_ghl_id="L1").order_by("id")
    assert list(chained.values_list("position", flat=True)) == [1, 2, 3, 4, 5]
    assert first_break("L1") is None
    assert first_break("L2") is None
    assert chain_new() == 0


def test_later_entries_go_on_where_the_chain_ended() -> None:
    five_entries()
    record("handoff.closed", actor="user:1", location_ghl_id="L1")
    assert chain_new() == 1
    assert first_break("L1") is None
    assert AuditEntry.objects.get(action="handoff.closed").position == 6


@pytest.mark.parametrize(
    ("tamper", "place"),
    [
        ("UPDATE audit_auditentry SET actor = 'user:9' WHERE location_ghl_id = 'L1' AND position = 3", 3),
        ("UPDATE audit_auditentry SET details = '{\"n\": 7}' WHERE location_ghl_id = 'L1' AND position = 1", 1),
        ("UPDATE audit_auditentry SET at = at - interval '1 day' WHERE location_ghl_id = 'L1' AND position = 5", 5),
        ("DELETE FROM audit_auditentry WHERE location_ghl_id = 'L1' AND position = 2", 2),
        ("UPDATE audit_auditentry SET location_ghl_id = 'L1', position = 6 WHERE location_ghl_id = 'L2'", 6),
    ],
)
def test_a_changed_removed_or_slipped_in_entry_is_noticed(tamper: str, place: int) -> None:
    five_entries()
    sql(tamper)
    assert first_break("L1") == place
    with pytest.raises(CommandError, match="L1"):
        call_command("check_audit")


def test_an_entry_refuses_to_be_saved_again_or_deleted() -> None:
    five_entries()
    entry = AuditEntry.objects.first()
    assert entry is not None
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


def test_a_whole_record_is_said_to_be_whole(capsys: pytest.CaptureFixture[str]) -> None:
    five_entries()
    call_command("check_audit")
    assert "L1: 5 entries, whole" in capsys.readouterr().out
