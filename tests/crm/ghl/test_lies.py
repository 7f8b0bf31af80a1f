"""Each known lie of the CRM, told by the look-alike over real HTTP, and noticed by the client's own means."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from crm.ghl import calls
from crm.ghl.build import new_session
from crm.ghl.call import Call
from crm.ghl.client import GhlClient
from crm.ghl.dialect import DATED, V3
from crm.ghl.errors import Invalid
from crm.ghl.read import contact_in, said_done
from crm.ghl.readback import differences, looking_for, lost_emails, reading
from tests.crm.outbox.sandbox_process import LOCATION, TOKEN, SandboxProcess

LIES: dict[str, Any] = {
    "crm_refuses_yet_creates": False, "crm_drops_phone": False, "crm_drops_custom_fields": False,
    "crm_drops_tags": False, "crm_drops_dnd": False, "crm_drops_second_email": False,
    "crm_answers_without_body": False, "crm_success_flag": "",
}  # fmt: skip


@dataclass
class Crm:
    """The look-alike's control door, and our client on it."""

    control: SandboxProcess
    client: GhlClient

    def noticed(self, call: Call) -> tuple[list[str], list[str]]:
        """Names that the write's own answer leaves in doubt, and those that a read does not show either."""
        at_once = differences(call, self.client.call(call).body)
        read = reading(call)
        assert read is not None
        after = differences(call, self.client.call(read).body) if at_once else ()
        return [one.name for one in at_once], [one.name for one in after]

    def budget(self) -> str:
        fields = self.client.call(calls.list_custom_fields(LOCATION)).body["customFields"]
        return next(one["id"] for one in fields if one["name"] == "Budget")


@pytest.fixture(scope="module")
def process(tmp_path_factory) -> Iterator[SandboxProcess]:
    running = SandboxProcess(tmp_path_factory.mktemp("lies"))
    yield running
    running.stop()


@pytest.fixture(params=[V3, DATED], ids=lambda dialect: dialect.name)
def crm(request, process: SandboxProcess) -> Iterator[Crm]:
    process.tell("reset")
    process.set(echo_own_writes=False, unread_events=False, webhook_retries=0, **LIES)
    session = new_session()
    yield Crm(process, GhlClient(process.url, TOKEN, request.param, session, 5.0))
    session.close()
    process.set(**LIES)


def change(crm: Crm, contact: str) -> Call:
    fields = crm.client.dialect.custom_fields({crm.budget(): "615000"})
    return calls.update_contact(contact, {"phone": "(737) 555-0199", "dnd": True, "customFields": fields})


def test_of_an_honest_answer_nothing_is_in_doubt(crm: Crm):
    contact = crm.control.new_contact(firstName="Ann", phone="+17375550101")
    assert crm.noticed(change(crm, contact)) == ([], [])
    assert crm.noticed(calls.add_tags(contact, ["Hot-Lead"])) == ([], [])


@pytest.mark.parametrize(
    ("switch", "name"),
    [("crm_drops_phone", "phone"), ("crm_drops_dnd", "dnd"), ("crm_drops_custom_fields", "customFields")],
)
def test_a_part_that_was_dropped_is_noticed(crm: Crm, switch: str, name: str):
    contact = crm.control.new_contact(firstName="Ann", phone="+17375550101")
    crm.control.set(**{switch: True})
    at_once, after = crm.noticed(change(crm, contact))
    assert [one.partition(".")[0] for one in at_once] == [name]
    assert after == at_once


def test_tags_that_were_dropped_are_noticed(crm: Crm):
    contact = crm.control.new_contact(firstName="Ann", phone="+17375550101", tags=["old"])
    crm.control.set(crm_drops_tags=True)
    assert crm.noticed(calls.add_tags(contact, ["new"])) == (["tags.new"], ["tags.new"])
    assert crm.noticed(calls.remove_tags(contact, ["old"])) == (["tags.old"], ["tags.old"])


def test_an_answer_without_a_body_is_cleared_up_by_one_read(crm: Crm):
    contact = crm.control.new_contact(firstName="Ann", phone="+17375550101")
    crm.control.set(crm_answers_without_body=True)
    at_once, after = crm.noticed(change(crm, contact))
    assert (len(at_once), after) == (3, [])
    assert crm.noticed(calls.add_tags(contact, ["new"])) == (["tags.new"], [])


def test_a_custom_field_sent_as_value_is_noticed(crm: Crm):
    """No builder of ours does so; the CRM would say nothing if one did."""
    contact, field = crm.control.new_contact(firstName="Ann", phone="+17375550101"), crm.budget()
    wrong = calls.update_contact(contact, {"customFields": [{"id": field, "value": "615000"}]})
    assert crm.noticed(wrong) == ([f"customFields.{field}"], [f"customFields.{field}"])


def test_a_create_that_was_refused_and_made_is_found(crm: Crm):
    crm.control.set(crm_refuses_yet_creates=True)
    create = calls.create_contact(LOCATION, {"firstName": "Ann", "email": "ann@example.com"})
    with pytest.raises(Invalid) as refused:
        crm.client.call(create)
    look = looking_for(create)
    assert (refused.value.status_code, refused.value.applied) == (422, "maybe")
    assert look is not None
    assert contact_in(crm.client.call(look).body)["email"] == "ann@example.com"


def test_a_first_email_that_an_upsert_lost_is_noticed(crm: Crm):
    contact = crm.control.new_contact(
        firstName="John", email="john@example.com", additional_emails=["jane@example.com"]
    )
    crm.control.set(crm_drops_second_email=True)
    before = contact_in(crm.client.call(calls.read_contact(contact)).body)
    upsert = calls.upsert_contact(LOCATION, {"email": "jane@example.com"})
    answer = crm.client.call(upsert)
    assert differences(upsert, answer.body) == ()  # what was sent is there; what was there before is not
    assert lost_emails(before, contact_in(answer.body)) == ("john@example.com",)


@pytest.mark.parametrize("spelled", ["succeded", "succeeded", "success"])
def test_the_success_flag_is_read_however_it_is_spelled(crm: Crm, spelled: str):
    contact = crm.control.new_contact(firstName="Ann", phone="+17375550101")
    crm.control.set(crm_success_flag=spelled)
    answer = crm.client.call(calls.update_contact(contact, {"city": "Austin"})).body
    assert spelled in answer
    assert said_done(answer) is True
