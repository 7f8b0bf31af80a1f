"""What the CRM refuses with, as the error that tells its caller what may be done."""

import json

import pytest
import requests
import responses

from crm.ghl import calls, oauth_calls
from crm.ghl import errors as all_errors
from crm.ghl.client import GhlClient
from crm.ghl.dialect import V3
from crm.ghl.errors import (
    CompanyToken,
    GhlError,
    GrantRefused,
    Invalid,
    ScopeMissing,
    TenantMismatch,
    TokenExpired,
    TokenRefused,
    TokenRevoked,
    Unauthorised,
)
from crm.ghl.operations import OPERATIONS
from crm.ghl.refusals import error_for, fields_of

READ = OPERATIONS["read_contact"]


def refused(status: int, message, operation=READ) -> GhlError:
    return error_for(operation, status, {"message": message}, trace_id="t-1", retry_after_s=None)


@pytest.mark.parametrize(
    ("status", "words", "kind"),
    [
        (401, "The access token has expired.", TokenExpired),
        (401, "jwt expired", TokenExpired),
        (401, "Invalid JWT", TokenRevoked),
        (401, "Invalid access token", TokenRevoked),
        (401, "This token was revoked", TokenRevoked),
        (401, "Unauthorized", TokenRefused),
        (401, "", TokenRefused),
        (401, "The token is not authorized for this scope.", ScopeMissing),
        (403, "Forbidden resource", ScopeMissing),
        (403, "", ScopeMissing),
        (401, "This authClass type is not allowed to access this scope.", CompanyToken),
        (403, "This authClass type is not allowed to access this scope.", CompanyToken),
        (401, "Agency token can not be used here", CompanyToken),
        (403, "Please use a location token", CompanyToken),
        (403, "The token does not have access to this location.", TenantMismatch),
        (401, "The contact does not belong to this location", TenantMismatch),
        (401, "version header was not found.", Invalid),
    ],
)
def test_a_refused_token_says_which_reason_it_is(status, words, kind):
    error = refused(status, words)
    assert type(error) is kind
    assert (error.applied, error.retryable, error.trace_id) == ("no", False, "t-1")


def test_what_pauses_a_location_is_every_reason_for_which_nothing_of_it_can_be_called():
    assert all(issubclass(kind, TokenRefused) for kind in (TokenExpired, TokenRevoked, CompanyToken))
    assert not any(issubclass(kind, TokenRefused) for kind in (ScopeMissing, TenantMismatch, GrantRefused))
    assert all(issubclass(kind, Unauthorised) for kind in (TokenRefused, ScopeMissing, GrantRefused))


def test_a_missing_scope_is_named_for_who_grants_it():
    error = refused(401, "The token is not authorized for this scope.", OPERATIONS["free_slots"])
    assert isinstance(error, ScopeMissing)
    assert error.scope == "calendars.readonly"
    assert "calendars.readonly" in str(error)


@pytest.mark.parametrize(
    ("messages", "fields"),
    [
        (["phone must be a string", "locationId should not be empty"], ("phone", "locationId")),
        (["customFields.0.id must be a string", "customFields.0.id should not be empty"], ("customFields.0.id",)),
        (["property additionalEmails should not exist"], ("additionalEmails",)),
        (["each value in tags must be a string"], ("tags",)),
        (["each value in nested property attendees must be an object"], ("attendees",)),
        (["nested property dnd.sms must be an object"], ("dnd.sms",)),
        ("startDate must be a number", ("startDate",)),
        ("The slot you have selected is no longer available.", ()),
        ("it is not allowed", ()),
        ([], ()),
        ([{"odd": 1}, None], ()),
    ],
)
def test_a_validation_names_its_fields(messages, fields):
    error = refused(422, messages)
    assert isinstance(error, Invalid)
    assert error.fields == fields


def test_no_more_than_twenty_fields_are_kept():
    assert len(fields_of({"message": [f"field{number} must be a string" for number in range(50)]})) == 20


@pytest.mark.parametrize(
    ("operation", "status", "applied"),
    [("create_contact", 422, "maybe"), ("upsert_contact", 422, "maybe"), ("create_contact", 400, "no"),
     ("update_contact", 422, "no"), ("add_note", 422, "no")],
)  # fmt: skip
def test_only_the_refused_create_of_a_contact_may_have_been_applied(operation, status, applied):
    assert refused(status, ["phone must be a string"], OPERATIONS[operation]).applied == applied


@pytest.mark.parametrize("status", [400, 401])
def test_a_refused_grant_is_not_tried_again(status):
    body = {"error": "invalid_grant", "error_description": "Invalid grant: refresh token is invalid"}
    error = error_for(OPERATIONS["request_token"], status, body, trace_id="", retry_after_s=None)
    assert type(error) is GrantRefused
    assert "refresh token is invalid" in str(error)


def test_every_error_says_what_its_caller_may_do():
    kinds = [one for one in vars(all_errors).values() if isinstance(one, type) and issubclass(one, GhlError)]
    concrete = [kind for kind in kinds if kind not in (GhlError, Unauthorised)]
    assert len({kind.remedy for kind in concrete}) == len(concrete) == 13
    assert all(kind.remedy != GhlError.remedy for kind in concrete)


@pytest.mark.parametrize(
    "call",
    [
        calls.read_contact("C1"),
        oauth_calls.token_by_refresh(oauth_calls.App("app-1", "secret-of-the-app"), "refresh-of-the-grant", V3),
    ],
    ids=["bearer", "grant"],
)
def test_secrets_that_the_crm_repeats_are_taken_out_of_its_words(call):
    client = GhlClient("https://crm.test", "bearer-of-the-location", V3, requests.Session(), 2.0)
    sent = "bearer-of-the-location secret-of-the-app refresh-of-the-grant" if call.body else "bearer-of-the-location"
    with responses.RequestsMock() as crm, pytest.raises(GhlError) as caught:
        method = getattr(crm, call.operation.method.lower())
        method(client.prepare(call).url, body=json.dumps({"message": f"refused: {sent}"}), status=400)
        client.call(call)
    shown = f"{caught.value} {caught.value!r} {caught.value.__dict__}"
    for secret in ("bearer-of-the-location", "secret-of-the-app", "refresh-of-the-grant"):
        assert secret not in shown
    assert "refused: [key]" in shown
