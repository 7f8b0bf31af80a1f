"""The life of a field map: draft, activation, roll-back; what was in force never changes; everything is on record."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from audit.models import AuditEntry
from crm.field_rules import active_rules
from crm.fieldmaps import verbs
from crm.models import CustomField, FieldMap, Location
from tests.crm.fieldmaps import cast
from tests.crm.fieldmaps.cast import BUDGET, MOTIVATION, NOW, REQUIRED

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Location:
    made = cast.location()
    cast.first_map(made)
    return made


def in_force(place: Location) -> int:
    return FieldMap.objects.get(location=place, active=True).version


def acts() -> list[tuple[str, dict]]:
    return list(AuditEntry.objects.order_by("id").values_list("action", "details"))


def test_a_draft_changes_nothing_until_it_is_activated(place: Location) -> None:
    draft = verbs.save_draft(place, [*REQUIRED, BUDGET], "user:7")
    assert (draft.version, draft.is_draft, in_force(place)) == (2, True, 1)
    assert "budget_usd" not in {rule.attribute for rule in active_rules(place)}
    verbs.activate(draft, "user:7", NOW, reason="buyers come")
    assert in_force(place) == 2
    assert "budget_usd" in {rule.attribute for rule in active_rules(place)}
    assert acts() == [
        ("fieldmap.drafted", {"version": 2, "rules": 3}),
        ("fieldmap.activated", {"version": 2, "before": 1, "reason": "buyers come"}),
    ]


def test_saving_again_changes_the_same_draft_and_the_same_rules_are_no_change(place: Location) -> None:
    verbs.save_draft(place, [*REQUIRED, BUDGET], "user:7")
    draft = verbs.save_draft(place, [*REQUIRED, MOTIVATION], "user:7")
    verbs.save_draft(place, [*REQUIRED, MOTIVATION], "user:7")
    assert (draft.version, FieldMap.objects.count(), len(acts())) == (2, 2, 2)
    assert draft.rules[-1] == MOTIVATION


def test_labels_come_from_the_crm_whatever_the_form_says(place: Location) -> None:
    draft = verbs.save_draft(place, [*REQUIRED, BUDGET | {"label": "Anything"}], "user:7")
    assert draft.rules[-1]["label"] == "Budget"


def test_rules_that_were_in_force_are_never_changed(place: Location) -> None:
    first = FieldMap.objects.get()
    verbs.activate(verbs.save_draft(place, [*REQUIRED, BUDGET], "user:7"), "user:7", NOW)
    for version in (first, FieldMap.objects.get(version=2)):
        with pytest.raises(IntegrityError), transaction.atomic():
            FieldMap.objects.filter(pk=version.pk).update(rules=[])
    verbs.save_draft(place, REQUIRED, "user:7")
    assert FieldMap.objects.get(version=3).is_draft
    assert FieldMap.objects.get(version=2).rules[-1] == BUDGET


def test_what_does_not_fit_is_not_activated(place: Location) -> None:
    draft = verbs.save_draft(place, [*REQUIRED, BUDGET | {"type": "date"}], "user:7")
    CustomField.objects.filter(ghl_id="F1").delete()
    with pytest.raises(verbs.DoesNotFit) as refused:
        verbs.activate(draft, "user:7", NOW)
    assert [problem.code for problem in refused.value.problems] == ["unknown_field", "type_does_not_fit"]
    assert (in_force(place), FieldMap.objects.get(version=2).is_draft) == (1, True)


def test_nothing_is_activated_while_no_field_was_read() -> None:
    place = cast.location()
    draft = verbs.save_draft(place, REQUIRED, "user:7")
    CustomField.objects.all().delete()
    with pytest.raises(verbs.NotPossible, match="never read"):
        verbs.activate(draft, "user:7", NOW)


def test_rolling_back_puts_the_version_before_in_force_and_again_undoes_it(place: Location) -> None:
    verbs.activate(verbs.save_draft(place, [*REQUIRED, BUDGET], "user:7"), "user:7", NOW)
    verbs.activate(verbs.save_draft(place, REQUIRED, "user:7"), "user:7", NOW + timedelta(minutes=1))
    assert in_force(place) == 3
    verbs.roll_back(place, "user:7", NOW + timedelta(minutes=2), reason="too early")
    assert in_force(place) == 2
    verbs.roll_back(place, "user:7", NOW + timedelta(minutes=3))
    assert in_force(place) == 3
    assert acts()[-2] == ("fieldmap.rolled_back", {"version": 2, "before": 3, "reason": "too early"})


def test_rolling_back_to_what_no_longer_fits_is_refused(place: Location) -> None:
    verbs.activate(verbs.save_draft(place, [*REQUIRED, BUDGET], "user:7"), "user:7", NOW)
    CustomField.objects.filter(ghl_id="F2").update(name="Temperature")
    with pytest.raises(verbs.DoesNotFit) as refused:
        verbs.roll_back(place, "user:7", NOW)
    assert [problem.code for problem in refused.value.problems] == ["label_changed"]
    assert in_force(place) == 2


def test_the_first_version_has_nothing_to_go_back_to(place: Location) -> None:
    with pytest.raises(verbs.NotPossible, match="No other version"):
        verbs.roll_back(place, "user:7", NOW)


def test_a_draft_is_not_written_over_what_somebody_else_saved_meanwhile(place: Location) -> None:
    seen = verbs.fingerprint(verbs.active_of(place))
    verbs.save_draft(place, [*REQUIRED, BUDGET], "user:7", seen=seen)
    with pytest.raises(verbs.NotPossible, match="Somebody else"):
        verbs.save_draft(place, [*REQUIRED, MOTIVATION], "user:8", seen=seen)
    assert verbs.draft_of(place).rules[-1] == BUDGET


def test_a_draft_can_be_thrown_away_but_not_what_was_in_force(place: Location) -> None:
    verbs.save_draft(place, REQUIRED, "user:7")
    verbs.discard_draft(place, "user:7")
    assert (FieldMap.objects.count(), acts()[-1][0]) == (1, "fieldmap.discarded")
    with pytest.raises(verbs.NotPossible):
        verbs.discard_draft(place, "user:7")


def test_a_version_that_is_in_force_is_not_activated_again(place: Location) -> None:
    with pytest.raises(verbs.NotPossible, match="in force already"):
        verbs.activate(FieldMap.objects.get(), "user:7", NOW)


@pytest.mark.django_db(transaction=True)
def test_two_who_activate_at_once_end_with_one_version_in_force() -> None:
    place = cast.location()
    cast.first_map(place)
    maps = [
        FieldMap.objects.create(location=place, version=version, rules=[*REQUIRED, line])
        for version, line in ((2, BUDGET), (3, MOTIVATION))
    ]
    together, raised = Barrier(2), []

    def go(one: FieldMap) -> None:
        try:
            together.wait(10)
            verbs.activate(one, "user:7", NOW)
        except (DatabaseError, verbs.NotPossible) as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=go, args=(one,)) for one in maps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert raised == []
    assert FieldMap.objects.filter(active=True).count() == 1
    assert AuditEntry.objects.filter(action="fieldmap.activated").count() == 2
