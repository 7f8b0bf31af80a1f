"""Every request builder against the table and the published schema, in both dialects.

What a builder makes is prepared by the client and read back from the wire's form: path, query and body are compared,
so a name that the spec does not know fails here although the CRM would silently drop it.
"""

import inspect
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, get_type_hints
from urllib.parse import parse_qs, urlsplit

import jsonschema
import pytest
import requests

from crm.ghl import calendar_calls, calls, oauth_calls
from crm.ghl.call import Call
from crm.ghl.client import GhlClient
from crm.ghl.dialect import DATED, V3, Dialect
from tests.conformance.openapi import (
    FOLDER,
    body_schema,
    property_names,
    published,
    query_parameters,
)

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the CRM's OpenAPI files are not at {FOLDER}"),
]

Build = Callable[[Dialect], Call]
START = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
END = START + timedelta(minutes=30)
APP = oauth_calls.App("app-1", "secret")
PERSON = {
    "firstName": "Ann", "lastName": "Lee", "phone": "+15125550100", "email": "ann@example.com", "city": "Austin",
    "timezone": "America/Chicago", "source": "form", "assignedTo": "U1", "dnd": False,
}  # fmt: skip
FIELDS = {"F1": "87", "F2": ["pool", "garage"]}


def person(dialect: Dialect) -> dict[str, Any]:
    settings = {"SMS": {"status": "active", "message": "asked to stop", "code": "optout"}}
    return {**PERSON, "dndSettings": dialect.dnd_settings(settings), "customFields": dialect.custom_fields(FIELDS)}


# At least one line per builder; every optional argument stands in one of them.
CASES: dict[str, list[Build]] = {
    "read_contact": [lambda _: calls.read_contact("C1")],
    "search_contacts": [
        lambda _: calls.search_contacts("L1"),
        lambda _: calls.search_contacts(
            "L1",
            filters=[{"field": "dateUpdated", "operator": "range", "value": {"gte": 1}}],
            page_limit=50,
            search_after=[1, "C1"],
        ),
    ],
    "find_duplicate": [lambda _: calls.find_duplicate("L1", phone="+15125550100", email="ann@example.com")],
    "create_contact": [lambda dialect: calls.create_contact("L1", {**person(dialect), "tags": ["buyer"]})],
    "upsert_contact": [lambda dialect: calls.upsert_contact("L1", person(dialect))],
    "update_contact": [lambda dialect: calls.update_contact("C1", person(dialect))],
    "set_custom_fields": [lambda dialect: calls.set_custom_fields("C1", FIELDS, dialect)],
    "set_dnd": [lambda _: calls.set_dnd("C1", True)],
    "add_tags": [lambda _: calls.add_tags("C1", ["buyer"])],
    "remove_tags": [lambda _: calls.remove_tags("C1", ["buyer"])],
    "list_notes": [lambda _: calls.list_notes("C1")],
    "add_note": [lambda _: calls.add_note("C1", "Wants a pool")],
    "list_tasks": [lambda _: calls.list_tasks("C1")],
    "add_task": [lambda _: calls.add_task("C1", "Call back", due_at=START, body="after five", assigned_to="U1")],
    "complete_task": [lambda _: calls.complete_task("C1", "T1")],
    "add_to_workflow": [lambda _: calls.add_to_workflow("C1", "W1")],
    "remove_from_workflow": [lambda _: calls.remove_from_workflow("C1", "W1")],
    "read_location": [lambda _: calls.read_location("L1")],
    "list_custom_fields": [lambda _: calls.list_custom_fields("L1", model="all")],
    "list_tags": [lambda _: calls.list_tags("L1")],
    "list_workflows": [lambda _: calls.list_workflows("L1")],
    "search_conversations": [lambda _: calls.search_conversations("L1", "C1")],
    "list_messages": [lambda _: calls.list_messages("V1", limit=20)],
    "send_message": [
        lambda _: calls.send_message(
            "C1", "Hello", to_number="+15125550100", from_number="+15125550199", scheduled_at=START
        ),
        lambda _: calls.send_message("C1", "Hello", channel="Email"),
    ],
    "cancel_scheduled": [lambda _: calls.cancel_scheduled("M1")],
    "search_opportunities": [lambda dialect: calls.search_opportunities("L1", "C1", "P1", dialect)],
    "read_opportunity": [lambda _: calls.read_opportunity("O1")],
    "list_pipelines": [lambda _: calls.list_pipelines("L1")],
    "create_opportunity": [
        lambda _: calls.create_opportunity(
            "L1", "C1", name="Ann Lee", pipeline_id="P1", stage_id="S1", value_cents=45_000_050
        )
    ],
    "update_opportunity": [
        lambda _: calls.update_opportunity("O1", pipeline_id="P1", stage_id="S1", value_cents=45_000_000)
    ],
    "set_opportunity_status": [lambda _: calls.set_opportunity_status("O1", "lost", lost_reason_id="R1")],
    "list_calendars": [lambda _: calendar_calls.list_calendars("L1")],
    "free_slots": [
        lambda _: calendar_calls.free_slots("K1", START, END, timezone="America/Chicago", user_id="U1"),
    ],
    "create_appointment": [
        lambda _: calendar_calls.create_appointment(
            "L1", "K1", "C1", start=START, end=END, title="Viewing", user_id="U1"
        )
    ],
    "read_appointment": [lambda _: calendar_calls.read_appointment("E1")],
    "update_appointment": [
        lambda _: calendar_calls.update_appointment("E1", start=START, end=END, status="confirmed", title="Viewing")
    ],
    "cancel_appointment": [lambda _: calendar_calls.cancel_appointment("E1")],
    "search_users": [lambda _: calls.search_users("CO1", location_id="L1")],
    "token_by_code": [
        lambda dialect: oauth_calls.token_by_code(APP, "code", dialect, user_type="Company", redirect_uri="https://u/x")
    ],
    "token_by_refresh": [lambda dialect: oauth_calls.token_by_refresh(APP, "r", dialect, user_type="Location")],
    "exchange_token": [lambda _: oauth_calls.exchange_token("CO1", "L1")],
}
LINES = [(name, number) for name, builds in CASES.items() for number in range(len(builds))]
# Where the schema itself is wrong: these parts of a body are not held against it.
NOT_COMPARED = {
    "search_contacts": {"locationId", "pageLimit", "filters", "searchAfter"},  # the schema of the body is empty
}
REQUIRED_IN_ERROR = {"send_message": {"subType", "status"}}

EVERY = pytest.mark.parametrize(("name", "number"), LINES)
BOTH = pytest.mark.parametrize("dialect", [V3, DATED], ids=lambda dialect: dialect.name)


def builders() -> set[str]:
    """Names of the public functions of the client's builders: those that return a Call."""
    return {
        name
        for module in (calls, calendar_calls, oauth_calls)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
        if get_type_hints(function).get("return") is Call
    }


def prepared(call: Call, dialect: Dialect) -> requests.PreparedRequest:
    return GhlClient("https://crm.test", "token", dialect, requests.Session(), 1.0).prepare(call)


def sent_body(call: Call, request: requests.PreparedRequest) -> dict[str, Any] | None:
    if request.body is None:
        return None
    assert isinstance(request.body, bytes)
    if call.operation.is_form:
        return {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
    return json.loads(request.body)


def strict(schema: dict[str, Any], left_out: set[str]) -> dict[str, Any]:
    """The schema without its known mistakes, and with every property that it does not name forbidden."""
    known = property_names(schema) | left_out
    required = [name for name in schema.get("required", ()) if name not in left_out]
    properties = {**{one: {} for one in known}, **schema.get("properties", {})}
    return {**schema, "required": required, "additionalProperties": False, "properties": properties}


def test_every_builder_has_a_case():
    assert builders() == set(CASES)


def test_every_operation_is_built_by_somebody():
    built = {build(V3).operation.name for builds in CASES.values() for build in builds}
    assert built == set(calls.OPERATIONS)


@BOTH
@EVERY
def test_path_and_query_are_the_specs(name: str, number: int, dialect: Dialect):
    call = CASES[name][number](dialect)
    described = published(call.operation, dialect)
    parts = urlsplit(str(prepared(call, dialect).url))
    template = dialect.path(call.operation)
    assert parts.path == template.format(**call.path)
    asked, known = parse_qs(parts.query), query_parameters(described)
    assert set(asked) <= set(known)
    assert {one for one, parameter in known.items() if parameter.get("required")} <= set(asked)
    for one, values in asked.items():
        allowed = known[one].get("schema", {}).get("enum")
        assert allowed is None or values[0] in allowed


@BOTH
@EVERY
def test_the_body_keeps_to_the_schema_and_names_nothing_else(name: str, number: int, dialect: Dialect):
    call = CASES[name][number](dialect)
    body = sent_body(call, prepared(call, dialect))
    schema = body_schema(call.operation, dialect)
    if schema is None:
        assert body is None
        return
    assert body is not None
    left_out = NOT_COMPARED.get(call.operation.name, set()) | REQUIRED_IN_ERROR.get(call.operation.name, set())
    jsonschema.validate(body, strict(schema, left_out))


@BOTH
@EVERY
def test_what_the_table_requires_is_there(name: str, number: int, dialect: Dialect):
    call = CASES[name][number](dialect)
    request = prepared(call, dialect)
    given = sent_body(call, request) or parse_qs(urlsplit(str(request.url)).query)
    assert set(dialect.required(call.operation)) <= set(given)


@BOTH
def test_a_custom_field_goes_by_a_name_that_the_schema_knows(dialect: Dialect):
    """The schemas of one field allow any property more, so their names are looked up apart."""
    schema = body_schema(calls.OPERATIONS["update_contact"], dialect)
    assert schema is not None
    [sent] = calls.set_custom_fields("C1", {"F1": "87"}, dialect).body["customFields"]
    shapes = schema["properties"]["customFields"]["items"]["anyOf"]
    assert all(set(sent) <= property_names(shape) for shape in shapes)
    assert not any("value" in property_names(shape) for shape in shapes)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("update_contact", {"frstName": "Ann"}),
        ("update_contact", {"dnd": "yes"}),
        ("add_tags", {"tags": "buyer"}),
        ("create_opportunity", {"name": "Ann"}),
        ("send_message", {"type": "Fax", "contactId": "C1"}),
    ],
)
def test_the_comparison_finds_a_wrong_body(name: str, wrong: dict[str, Any]):
    schema = body_schema(calls.OPERATIONS[name], V3)
    assert schema is not None
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, strict(schema, REQUIRED_IN_ERROR.get(name, set())))
