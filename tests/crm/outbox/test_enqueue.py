"""What becomes a row, what merges into one, and what people may do to rows that wait."""

import threading
import time
import uuid
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction

from audit.models import AuditEntry
from crm.models import Lane, Lead, Message, Opportunity, OutboxEntry, Pipeline, Stage
from crm.modes import set_mode
from crm.outbox.enqueue import (
    enqueue_fields,
    enqueue_opportunity,
    enqueue_read_contact,
    enqueue_read_setup,
    enqueue_tags,
    enqueue_text,
)
from crm.outbox.merging import wanted_tags
from crm.outbox.verbs import NotPossible, approve_text, cancel_entry, cancel_texts, discard, release, retry_dead

Kind, Status = OutboxEntry.Kind, OutboxEntry.Status


@pytest.fixture
def lead(location):
    return Lead.objects.create(location=location, ghl_contact_id="C1", phone="+15125550100", read_at=datetime.now(UTC))


def text(lead, body="Hello", purpose="reply", **more):
    return enqueue_text(lead, body, purpose=purpose, cause="turn:1", dedupe_key=f"turn:{body}", **more)


def wrote(lead, body="We might sell", kind="text"):
    return Message.objects.create(
        location=lead.location, lead=lead, ghl_id=uuid.uuid4().hex, direction="in", author="lead", kind=kind,
        body=body, received_at=datetime.now(UTC),
    )  # fmt: skip


@pytest.fixture
def anna(transactional_db):
    return get_user_model().objects.create_user("anna")


@pytest.fixture
def in_transaction(transactional_db):
    with transaction.atomic():
        yield


class TestTexts:
    def test_a_repeated_key_is_the_same_entry(self, lead):
        assert text(lead).pk == text(lead).pk

    def test_a_cancelled_entry_frees_its_key(self, lead):
        first = text(lead)
        assert cancel_entry(first, "superseded")
        assert text(lead).pk != first.pk

    def test_two_transactions_with_one_key_get_one_entry(self, lead):
        pks, gate = [], threading.Barrier(2)

        def enqueue():
            gate.wait()
            pks.append(text(lead).pk)
            connection.close()

        threads = [threading.Thread(target=enqueue) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(set(pks)) == 1

    @pytest.mark.parametrize("purpose", ["reply", "opener", "follow_up", "handoff_line", "holding_line"])
    def test_in_review_what_the_bot_words_waits_for_approval(self, lead, purpose):
        lead.location.mode = "review"
        entry = text(lead, purpose=purpose)
        assert (entry.status, entry.reason) == (Status.HELD, "awaiting_approval")

    @pytest.mark.parametrize("purpose", ["optout_confirmation", "help", "staff"])
    def test_in_review_fixed_and_staff_texts_go(self, lead, purpose):
        lead.location.mode = "review"
        assert text(lead, purpose=purpose).status == Status.DUE

    @pytest.mark.parametrize("mode", ["off", "shadow"])
    def test_off_and_shadow_make_no_row(self, lead, mode):
        lead.location.mode = mode
        assert text(lead) is None
        assert enqueue_fields(lead, {"area": "x"}, cause="turn:1") is None
        assert not OutboxEntry.objects.exists()

    def test_cancelling_takes_waiting_and_held_texts_of_that_lead_alone(self, lead, location):
        other = Lead.objects.create(location=location, ghl_contact_id="C2")
        waiting, held, theirs = text(lead, "a"), text(lead, "b", hold_reason="x"), text(other, "c")
        sent = text(lead, "d")
        OutboxEntry.objects.filter(pk=sent.pk).update(status=Status.SENT)

        assert cancel_texts(lead, reason="opted_out") == 2

        statuses = {entry.pk: entry.status for entry in OutboxEntry.objects.all()}
        assert [statuses[one.pk] for one in (waiting, held, theirs, sent)] == ["cancelled", "cancelled", "due", "sent"]

    def test_cancelling_can_be_limited_to_purposes(self, lead):
        text(lead, "a", purpose="reply")
        opener = text(lead, "b", purpose="opener")
        assert cancel_texts(lead, reason="wrote_first", only=["opener"]) == 1
        opener.refresh_from_db()
        assert opener.status == Status.CANCELLED


@pytest.mark.usefixtures("in_transaction")
class TestMerging:
    def test_tags_of_one_lead_wait_in_one_entry(self, lead):
        enqueue_tags(lead, add=["Hot-Lead"], cause="turn:1")
        enqueue_tags(lead, add=["ai-engaged", "hot-lead "], cause="turn:2")
        assert OutboxEntry.objects.get().payload == {"tags": ["hot-lead", "ai-engaged"]}

    def test_a_tag_that_is_added_and_removed_again_before_it_left_is_never_written(self, lead):
        enqueue_tags(lead, add=["hot-lead"], cause="turn:1")
        enqueue_tags(lead, add=["warm-lead"], remove=["hot-lead"], cause="turn:2")
        waiting = OutboxEntry.objects.get(status=Status.DUE)
        assert (waiting.kind, waiting.payload) == (Kind.ADD_TAGS, {"tags": ["warm-lead"]})

    def test_a_change_that_takes_everything_back_leaves_nothing_waiting(self, lead):
        enqueue_tags(lead, add=["hot-lead"], cause="turn:1")
        assert enqueue_tags(lead, remove=["hot-lead"], cause="turn:2") == []
        assert OutboxEntry.objects.get().status == Status.CANCELLED

    def test_a_tag_whose_adding_is_under_way_is_removed_afterwards(self, lead):
        [adding] = enqueue_tags(lead, add=["hot-lead"], cause="turn:1")
        OutboxEntry.objects.filter(pk=adding.pk).update(status=Status.CLAIMED, dedupe_key="claimed")
        [removing] = enqueue_tags(lead, remove=["hot-lead"], cause="turn:2")
        assert (removing.kind, removing.payload) == (Kind.REMOVE_TAGS, {"tags": ["hot-lead"]})

    def test_a_tag_that_the_contact_has_is_not_added_again(self, lead):
        lead.tags = ["hot-lead"]
        assert enqueue_tags(lead, add=["Hot-Lead"], cause="turn:1") == []

    def test_fields_merge_and_the_newer_value_stands(self, lead):
        enqueue_fields(lead, {"score": 60, "area": "Austin"}, cause="turn:1")
        enqueue_fields(lead, {"score": 80}, cause="turn:2")
        assert OutboxEntry.objects.get().payload == {"values": {"score": 80, "area": "Austin"}}

    def test_a_value_that_the_contact_has_is_not_written_again(self, lead):
        lead.attributes = {"score": 80}
        assert enqueue_fields(lead, {"score": 80}, cause="turn:1") is None

    def test_a_change_made_during_a_call_becomes_an_entry_of_its_own(self, lead):
        first = enqueue_fields(lead, {"score": 60}, cause="turn:1")
        OutboxEntry.objects.filter(pk=first.pk).update(status=Status.CLAIMED, dedupe_key="claimed")
        second = enqueue_fields(lead, {"score": 80}, cause="turn:2")
        assert second.pk != first.pk
        assert enqueue_fields(lead, {"score": 60}, cause="turn:3") is None, "the call under way writes just that"

    def test_reads_coalesce_into_the_most_urgent_lane_asked_for(self, lead):
        enqueue_read_contact(lead, lane=Lane.SYNC)
        enqueue_read_contact(lead, lane=Lane.REPLY)
        enqueue_read_contact(lead, lane=Lane.READ)
        assert OutboxEntry.objects.get().lane == Lane.REPLY

    def test_a_setup_read_is_one_entry_per_call(self, location):
        enqueue_read_setup(location)
        enqueue_read_setup(location)
        assert OutboxEntry.objects.count() == 2

    def test_an_opportunity_needs_a_stage_of_this_location(self, lead, location):
        assert enqueue_opportunity(lead, stage="Qualified", cause="turn:1") is None
        assert enqueue_opportunity(lead, value_cents=5, cause="turn:1") is None
        pipeline = Pipeline.objects.create(location=location, ghl_id="P", name="Sales")
        Stage.objects.create(pipeline=pipeline, ghl_id="S", name="Qualified")
        entry = enqueue_opportunity(lead, stage="qualified", cause="turn:1")
        enqueue_opportunity(lead, value_cents=45_000_000, cause="turn:2")
        entry.refresh_from_db()
        assert entry.payload == {"pipeline_ghl_id": "P", "stage_ghl_id": "S", "value_cents": 45_000_000}

    def test_an_opportunity_that_stands_there_already_is_left_alone(self, lead, location):
        pipeline = Pipeline.objects.create(location=location, ghl_id="P", name="Sales")
        Stage.objects.create(pipeline=pipeline, ghl_id="S", name="Qualified")
        Opportunity.objects.create(
            location=location,
            lead=lead,
            ghl_id="O",
            status="open",
            pipeline_ghl_id="P",
            stage_ghl_id="S",
            value_cents=5,
        )
        assert enqueue_opportunity(lead, stage="Qualified", value_cents=5, cause="turn:1") is None


def test_before_the_first_read_a_removal_is_sent_though_our_row_has_no_such_tag():
    nothing: tuple[list[str], list[str]] = ([], [])
    assert wanted_tags(set(), nothing, ([], ["cold-lead"]), was_read=False) == ([], ["cold-lead"])
    assert wanted_tags(set(), nothing, ([], ["cold-lead"]), was_read=True) == ([], [])


@pytest.mark.usefixtures("in_transaction")
class TestAfterALoweredMode:
    @pytest.fixture
    def held(self, lead, location):
        """Tags and fields that waited when the mode was lowered; it has been raised again since."""
        enqueue_tags(lead, add=["ai-engaged"], cause="turn:1")
        enqueue_fields(lead, {"summary": "old", "area": "East"}, cause="turn:1")
        for mode in ("shadow", "live"):
            set_mode(location, mode, by="command", now=datetime.now(UTC))
        lead.location.refresh_from_db()
        return {entry.kind: entry for entry in OutboxEntry.objects.held()}

    def test_later_tags_and_fields_are_entries_of_their_own(self, lead, held):
        [tags] = enqueue_tags(lead, add=["hot-lead"], cause="turn:2")
        fields = enqueue_fields(lead, {"summary": "new"}, cause="turn:2")

        assert (tags.status, tags.payload) == (Status.DUE, {"tags": ["hot-lead"]})
        assert (fields.status, fields.payload) == (Status.DUE, {"values": {"summary": "new"}})
        for entry in held.values():
            entry.refresh_from_db()
        assert held["add_tags"].payload == {"tags": ["ai-engaged"]}
        assert held["set_fields"].payload == {"values": {"summary": "old", "area": "East"}}

    def test_a_key_that_a_claim_took_off_before_is_not_lengthened(self, lead, location):
        [entry] = enqueue_tags(lead, add=["x"], cause="turn:1")
        own = f"add_tags:{lead.pk}#{entry.pk}"
        OutboxEntry.objects.filter(pk=entry.pk).update(dedupe_key=own, attempts=1)
        set_mode(location, "off", by="command", now=datetime.now(UTC))
        entry.refresh_from_db()
        assert (entry.status, entry.dedupe_key) == (Status.HELD, own)

    def test_a_person_releases_a_held_write(self, held, anna):
        released = release(held["add_tags"], anna)
        assert (released.status, released.reason, released.settled_at) == (Status.DUE, "", None)
        audit = AuditEntry.objects.get(action="outbox.released")
        assert (audit.actor, audit.details["held_for"]) == (f"user:{anna.pk}", "mode_lowered")
        with pytest.raises(NotPossible, match="no longer held"):
            release(held["add_tags"], anna)

    def test_a_held_write_is_not_released_over_a_newer_one(self, lead, held, anna):
        lead.read_at = None  # nobody knows its tags, so the removal is written down
        enqueue_fields(lead, {"summary": "new"}, cause="turn:2")
        enqueue_tags(lead, remove=["ai-engaged"], cause="turn:2")
        OutboxEntry.objects.filter(status=Status.DUE).update(status=Status.SENT)
        enqueue_tags(lead, add=["hot-lead"], cause="turn:3")
        for entry in held.values():
            with pytest.raises(NotPossible, match="newer"):
                release(entry, anna)

    def test_a_held_write_is_released_beside_a_newer_one_of_something_else(self, lead, held, anna):
        enqueue_fields(lead, {"temperature": "hot"}, cause="turn:2")
        enqueue_tags(lead, add=["hot-lead"], cause="turn:2")
        assert {release(entry, anna).status for entry in held.values()} == {Status.DUE}

    def test_a_text_is_approved_and_not_released(self, lead, anna):
        with pytest.raises(NotPossible, match="approved"):
            release(text(lead, hold_reason="mode_lowered"), anna)


class TestPeople:
    def test_an_approved_draft_is_a_staff_text_with_the_persons_words(self, lead, anna):
        held = text(lead, hold_reason="awaiting_approval")
        approve_text(held, body="Hello Ann!", user=anna, now=datetime.now(UTC))
        held.refresh_from_db()
        assert (held.status, held.purpose, held.payload["body"]) == (Status.DUE, "staff", "Hello Ann!")
        audit = AuditEntry.objects.get(action="outbox.approved")
        assert (audit.actor, audit.details["edited"]) == (f"user:{anna.pk}", True)
        assert "Hello" not in str(audit.details)

    def test_a_draft_is_approved_once(self, lead, anna):
        held = text(lead, hold_reason="awaiting_approval")
        approve_text(held, body="Yes", user=anna, now=datetime.now(UTC))
        with pytest.raises(NotPossible):
            approve_text(held, body="Yes", user=anna, now=datetime.now(UTC))

    def test_an_empty_text_is_not_approved(self, lead, anna):
        with pytest.raises(NotPossible, match="empty"):
            approve_text(text(lead, hold_reason="x"), body="  ", user=anna, now=datetime.now(UTC))

    def test_a_draft_is_not_approved_after_the_lead_wrote_again(self, lead, anna):
        first = wrote(lead)
        draft = text(lead, hold_reason="awaiting_approval", answers_message_id=first.pk)
        wrote(lead, body="Never mind, I want to buy")
        with pytest.raises(NotPossible, match="The lead wrote again"):
            approve_text(draft, body="Hello", user=anna, now=datetime.now(UTC))
        draft.refresh_from_db()
        assert (draft.status, draft.purpose) == (Status.HELD, "reply")
        assert not AuditEntry.objects.exists()

    def test_what_wants_no_new_reply_leaves_the_draft_to_be_approved(self, lead, anna):
        first = wrote(lead)
        draft = text(lead, hold_reason="awaiting_approval", answers_message_id=first.pk)
        wrote(lead, kind="reaction")
        asked = wrote(lead, body="HELP")
        text(lead, "Example Realty here", purpose="help", answers_message_id=asked.pk)
        assert approve_text(draft, body="Hello", user=anna, now=datetime.now(UTC)).status == Status.DUE

    def test_a_message_that_is_being_stored_is_waited_for_by_the_approval(self, lead, anna):
        first = wrote(lead)
        draft = text(lead, hold_reason="awaiting_approval", answers_message_id=first.pk)
        stored, refused = threading.Event(), []

        def approve():
            stored.wait(5)
            try:
                approve_text(draft, body="Hello", user=anna, now=datetime.now(UTC))
            except NotPossible as error:
                refused.append(str(error))
            finally:
                connection.close()

        thread = threading.Thread(target=approve)
        thread.start()
        with transaction.atomic():
            Lead.objects.select_for_update(no_key=True).get(pk=lead.pk)  # as mapping does before it stores
            wrote(lead, body="Never mind")
            stored.set()
            time.sleep(0.3)
        thread.join()
        assert len(refused) == 1

    def test_a_dead_entry_is_retried_with_a_fresh_count(self, lead, anna):
        entry = text(lead)
        OutboxEntry.objects.filter(pk=entry.pk).update(status=Status.DEAD, attempts=8, reason="503")
        retry_dead(entry, anna)
        entry.refresh_from_db()
        assert (entry.status, entry.attempts, entry.reason) == (Status.DUE, 0, "")

    def test_a_dead_entry_is_not_retried_when_a_newer_one_stands_for_it(self, lead, anna):
        entry = text(lead)
        OutboxEntry.objects.filter(pk=entry.pk).update(status=Status.DEAD)
        text(lead)
        with pytest.raises(NotPossible, match="newer"):
            retry_dead(entry, anna)

    def test_discarding_keeps_the_note(self, lead, anna):
        held = text(lead, hold_reason="unknown_outcome")
        discard(held, anna, "she called us")
        assert (held.status, held.reason) == (Status.CANCELLED, "discarded: she called us")
        with pytest.raises(NotPossible):
            discard(held, anna, "again")
