"""Our table of the CRM's operations, line by line against its published OpenAPI files, in both dialects."""

import pytest

from crm.ghl.dialect import DATED, V3, Dialect
from crm.ghl.operations import OPERATIONS, Operation
from tests.conformance.openapi import (
    FOLDER,
    body_schema,
    published,
    query_parameters,
    scopes,
    version_header,
)

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the CRM's OpenAPI files are not at {FOLDER}"),
]

# Where the spec is wrong, with the reason: what it requires in error, and what it forgets to require.
REQUIRED_IN_ERROR = {
    "send_message": {"subType", "status"},  # no channel has a subType, and a status is the CRM's to give
}
NOT_YET_REQUIRED = {
    "search_contacts": {"locationId"},  # the body's schema is empty; without a location the search is refused
}
VERSION_NOT_NAMED = {
    ("2021-07-28", "request_token"),  # the header is demanded of every call, the date spec leaves it out here
}
BOTH = pytest.mark.parametrize("dialect", [V3, DATED], ids=lambda dialect: dialect.name)
EACH = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=lambda operation: operation.name)


@BOTH
@EACH
def test_method_and_path_are_published(operation: Operation, dialect: Dialect):
    assert published(operation, dialect)["responses"]


@BOTH
@EACH
def test_the_version_header_is_the_one_that_is_asked_for(operation: Operation, dialect: Dialect):
    expected = [] if (dialect.name, operation.name) in VERSION_NOT_NAMED else [dialect.version(operation.group)]
    assert version_header(published(operation, dialect)) == expected


@BOTH
@EACH
def test_the_scope_is_one_that_opens_the_call(operation: Operation, dialect: Dialect):
    described = published(operation, dialect)
    assert bool(described.get("security")) is operation.is_signed_in
    assert scopes(described) == ({operation.scope} if operation.scope else set())


@BOTH
@EACH
def test_what_is_required_is_what_the_spec_requires(operation: Operation, dialect: Dialect):
    schema = body_schema(operation, dialect)
    if schema is None:
        asked = {name for name, one in query_parameters(published(operation, dialect)).items() if one.get("required")}
    else:
        asked = set(schema.get("required", ()))
    asked = asked - REQUIRED_IN_ERROR.get(operation.name, set()) | NOT_YET_REQUIRED.get(operation.name, set())
    assert set(dialect.required(operation)) == asked


@BOTH
@pytest.mark.parametrize("name", REQUIRED_IN_ERROR)
def test_a_mistake_of_the_spec_still_stands(name: str, dialect: Dialect):
    """Once the spec is put right, its line here goes."""
    schema = body_schema(OPERATIONS[name], dialect)
    assert schema is not None
    assert set(schema["required"]) >= REQUIRED_IN_ERROR[name]


@BOTH
@pytest.mark.parametrize("name", NOT_YET_REQUIRED)
def test_an_omission_of_the_spec_still_stands(name: str, dialect: Dialect):
    schema = body_schema(OPERATIONS[name], dialect)
    assert schema is not None
    assert not schema.get("required")


def test_what_only_asks_may_be_repeated_and_what_adds_may_not():
    adding = {
        "create_contact", "add_note", "add_task", "add_to_workflow", "send_message", "create_opportunity",
        "create_appointment", "request_token",
    }  # fmt: skip
    assert {name for name, operation in OPERATIONS.items() if not operation.repeatable} == adding
    assert all(one.repeatable for one in OPERATIONS.values() if one.method in ("GET", "PUT", "DELETE"))
