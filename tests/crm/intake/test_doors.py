"""The marketplace door: what each delivery is answered, and what is stored of it."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from prometheus_client import REGISTRY

from crm.connect import connect_location
from crm.intake.metrics import SIGNATURE_FAILURES  # noqa: F401 - registers the counter
from crm.models import Consent, Location, Message, WebhookEvent
from tests.crm.intake.cast import (
    APP_ID,
    CONTACT_ID,
    GHL_KEY,
    LOCATION_ID,
    SANDBOX_ID,
    SANDBOX_KEY,
    STRANGERS_KEY,
    apply_all,
    event_body,
    make_location,
    our_keys,
    post,
    public,
    raw,
    signed,
    text_body,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keys():
    with our_keys():
        yield


def only_event() -> WebhookEvent:
    return WebhookEvent.objects.get()


def failures() -> float:
    return REGISTRY.get_sample_value("intake_signature_failures_total") or 0.0


def test_a_signed_delivery_is_stored_byte_for_byte_and_answered_200():
    make_location()
    body = text_body()
    answer = post(body)
    event = only_event()
    assert (answer.status_code, answer.json()) == (200, {"status": "stored"})
    assert bytes(event.body) == raw(body)
    assert (event.app_id, event.webhook_id, event.type) == (APP_ID, body["webhookId"], "InboundMessage")
    assert (event.location_ghl_id, event.contact_ghl_id) == (LOCATION_ID, CONTACT_ID)
    assert (event.status, event.source) == (WebhookEvent.Status.NEW, WebhookEvent.Source.MARKETPLACE)
    assert event.received_at is not None and event.sent_at is not None


def test_every_answer_carries_a_request_id():
    make_location()
    assert post(text_body(), **{"X-Request-ID": "given-1"})["X-Request-ID"] == "given-1"
    assert post(text_body(), key=None)["X-Request-ID"]
    assert Client().get("/webhooks/ghl/")["X-Request-ID"]
    assert Client().post("/webhooks/nowhere/")["X-Request-ID"]


def test_a_repeated_webhook_id_is_acknowledged_but_not_stored_twice():
    make_location()
    body = text_body()
    assert [post(body).json()["status"] for _ in range(3)] == ["stored", "duplicate", "duplicate"]
    assert WebhookEvent.objects.count() == 1


def test_a_delivery_without_webhook_id_is_known_by_its_bytes():
    make_location()
    body = text_body(webhookId=...)
    assert [post(body).json()["status"] for _ in range(2)] == ["stored", "duplicate"]
    assert only_event().webhook_id.startswith("sha256:")


@pytest.mark.parametrize("webhook_id", [None, "", 17, {"a": 1}, "w" * 500])
def test_a_webhook_id_of_any_shape_is_stored_and_recognised_again(webhook_id):
    make_location()
    body = text_body(webhookId=webhook_id)
    assert [post(body).json()["status"] for _ in range(2)] == ["stored", "duplicate"]


def test_fields_nested_under_data_are_read_like_flat_ones():
    make_location()
    flat = text_body()
    inner = {name: flat.pop(name) for name in ("contactId", "body", "messageId")}
    post(flat | {"data": inner | {"type": "SMS"}})
    event = only_event()
    assert (event.type, event.contact_ghl_id, event.webhook_id) == ("InboundMessage", CONTACT_ID, flat["webhookId"])


@pytest.mark.parametrize(
    ("kind", "fields", "contact"),
    [
        ("ContactUpdate", {"id": "C1"}, "C1"),
        ("ContactDndUpdate", {"id": "C1"}, "C1"),
        ("OpportunityUpdate", {"id": "O1", "contactId": "C1"}, "C1"),
        ("AppointmentCreate", {"appointment": {"id": "A1", "contactId": "C1"}}, "C1"),
        ("NoteCreate", {"id": "N1", "contactId": "C1"}, "C1"),
        ("UserCreate", {"id": "U1"}, ""),
    ],
)
def test_the_contact_is_found_by_event_type(kind, fields, contact):
    make_location()
    post(event_body(kind, **fields))
    assert only_event().contact_ghl_id == contact


# --- bad input


@pytest.mark.parametrize(
    "header",
    [None, "", "N/A", "not base64 !", base64.b64encode(b"short").decode(), base64.b64encode(b"x" * 64).decode(), "ü"],
)
def test_an_unsigned_or_malformed_signature_is_401_without_detail_and_stores_nothing(header):
    make_location()
    before = failures()
    answer = post(text_body(), key=None, **({"X-GHL-Signature": header} if header is not None else {}))
    assert (answer.status_code, answer.json()) == (401, {"status": "refused"})
    assert WebhookEvent.objects.count() == 0
    assert failures() == before + 1


def test_a_signature_of_a_stranger_is_401():
    make_location()
    assert post(text_body(), key=STRANGERS_KEY).status_code == 401


def test_a_truncated_body_no_longer_fits_its_signature():
    make_location()
    body = raw(text_body())
    answer = post(body[:-20], key=None, **{"X-GHL-Signature": signed(body)})
    assert answer.status_code == 401
    assert WebhookEvent.objects.count() == 0


def test_without_any_key_every_signature_is_refused():
    make_location()
    with our_keys(GHL_WEBHOOK_PUBLIC_KEYS=[], SANDBOX_PUBLIC_KEY=""):
        assert post(text_body()).status_code == 401


def test_an_unusable_key_fits_nothing_and_the_next_key_still_counts():
    make_location()
    with our_keys(GHL_WEBHOOK_PUBLIC_KEYS=["garbage", public(STRANGERS_KEY), public(GHL_KEY)]):
        assert post(text_body()).status_code == 200
        assert post(text_body(), key=STRANGERS_KEY).status_code == 200


def test_the_sandboxes_signature_on_a_real_location_is_401_and_the_reverse():
    make_location()
    make_location(SANDBOX_ID, kind=Location.Kind.SANDBOX)
    assert post(text_body(), key=SANDBOX_KEY).status_code == 401
    assert post(text_body(locationId=SANDBOX_ID), key=GHL_KEY).status_code == 401
    assert WebhookEvent.objects.count() == 0
    assert post(text_body(locationId=SANDBOX_ID), key=SANDBOX_KEY).json() == {"status": "stored"}


@pytest.mark.parametrize("legacy", [False, True])
def test_the_older_signature_opens_the_door_only_where_the_operator_says_so(legacy):
    rsa = generate_private_key(65537, 2048)
    keys = [base64.b64encode(rsa.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()]
    make_location()
    body = text_body()
    header = base64.b64encode(rsa.sign(raw(body), PKCS1v15(), SHA256())).decode()
    with our_keys(GHL_WEBHOOK_LEGACY_RSA=legacy, GHL_WEBHOOK_LEGACY_KEYS=keys):
        answer = post(body, key=None, **{"X-WH-Signature": header, "X-GHL-Signature": "N/A"})
        assert answer.status_code == (200 if legacy else 401)
        assert WebhookEvent.objects.count() == legacy
        assert post(text_body(), key=STRANGERS_KEY, **{"X-WH-Signature": header}).status_code == 401


def test_the_older_signature_speaks_for_no_sandbox_location():
    rsa = generate_private_key(65537, 2048)
    keys = [base64.b64encode(rsa.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()]
    make_location(SANDBOX_ID, kind=Location.Kind.SANDBOX)
    body = text_body(locationId=SANDBOX_ID)
    header = base64.b64encode(rsa.sign(raw(body), PKCS1v15(), SHA256())).decode()
    with our_keys(GHL_WEBHOOK_LEGACY_RSA=True, GHL_WEBHOOK_LEGACY_KEYS=keys):
        assert post(body, key=None, **{"X-WH-Signature": header}).status_code == 401


def test_keys_overlap_while_one_takes_the_others_place():
    make_location()
    with our_keys(GHL_WEBHOOK_PUBLIC_KEYS=[public(STRANGERS_KEY), public(GHL_KEY)]):
        assert [post(text_body(), key=key).status_code for key in (GHL_KEY, STRANGERS_KEY)] == [200, 200]
    with our_keys(GHL_WEBHOOK_PUBLIC_KEYS=[public(STRANGERS_KEY)]):
        assert [post(text_body(), key=key).status_code for key in (GHL_KEY, STRANGERS_KEY)] == [401, 200]


# --- a location where the app is not installed any more


@pytest.fixture
def away():
    return make_location(disconnected_at=timezone.now(), mode=Location.Mode.OFF)


def test_an_event_of_a_location_that_was_disconnected_is_quarantined(away):
    assert post(text_body()).json() == {"status": "quarantined"}
    assert only_event().reason == "not_installed"


@pytest.mark.parametrize("kind", ["INSTALL", "UNINSTALL"])
def test_what_is_said_about_the_app_is_read_although_it_is_not_installed(away, kind):
    assert post(event_body(kind)).json() == {"status": "stored"}


def test_who_says_stop_while_the_app_is_not_installed_has_said_it(away):
    assert post(text_body("STOP")).json() == {"status": "stored"}
    apply_all()
    assert Consent.objects.get().state == "revoked"


def test_a_location_that_comes_back_is_known_at_once_and_what_came_meanwhile_is_applied(away):
    post(text_body("We might sell in spring"))
    connect_location(LOCATION_ID, "Example Realty", "America/Chicago", "token", now=timezone.now())
    assert only_event().status == WebhookEvent.Status.DONE
    assert Message.objects.get().body == "We might sell in spring"
    assert post(text_body()).json() == {"status": "stored"}


def test_a_strangers_signature_is_refused_before_anybody_asks_whether_the_app_is_installed(away):
    assert post(text_body(), key=SANDBOX_KEY).status_code == 401
    assert WebhookEvent.objects.count() == 0


def test_two_megabytes_are_413_and_not_stored():
    make_location()
    body = text_body("x" * 2 * 1024 * 1024)
    assert post(body).status_code == 413
    assert WebhookEvent.objects.count() == 0


def test_a_body_at_the_cap_is_stored():
    make_location()
    body = text_body("")
    body["body"] = "x" * (1024 * 1024 - len(raw(body)))
    assert len(raw(body)) == 1024 * 1024
    assert post(body).json() == {"status": "stored"}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not_json"),
        (b"hello", "not_json"),
        (b'{"type": "InboundMessage", ', "not_json"),
        (b"[1, 2]", "not_an_object"),
        (b'"text"', "not_an_object"),
        (b"[" * 40_000, "too_deep"),
        (b'{"a":' * 200 + b"1" + b"}" * 200, "too_deep"),
        (b"{}", "no_type"),
        (b'{"type": ""}', "no_type"),
        (b'{"type": ["InboundMessage"]}', "no_type"),
    ],
)
def test_signed_bytes_that_are_no_event_are_quarantined_with_the_reason(body, reason):
    make_location()
    answer = post(body)
    event = only_event()
    assert (answer.status_code, answer.json()) == (200, {"status": "quarantined"})
    assert (event.status, event.reason, bytes(event.body)) == (WebhookEvent.Status.QUARANTINED, reason, body)


def test_json_without_a_type_is_quarantined():
    make_location()
    assert post(text_body(type=...)).json() == {"status": "quarantined"}
    assert only_event().reason == "no_type"


@pytest.mark.parametrize("location", ["NOBODYSLOCATION", "", None, 12, "L" * 300, ...])
def test_an_unknown_location_is_quarantined(location):
    make_location()
    assert post(text_body(locationId=location)).json() == {"status": "quarantined"}
    assert (only_event().status, only_event().reason) == (WebhookEvent.Status.QUARANTINED, "unknown_location")


def test_a_location_connected_a_moment_later_is_known_at_once():
    assert post(text_body()).json() == {"status": "quarantined"}
    make_location()
    assert post(text_body()).json() == {"status": "stored"}


@pytest.mark.parametrize(
    ("app_id", "reason"), [("SOMEBODYELSESAPP", "foreign_app"), (..., "no_app_id"), ("", "no_app_id")]
)
def test_a_foreign_or_missing_app_id_is_quarantined_when_ours_is_known(app_id, reason):
    make_location()
    with our_keys(GHL_CLIENT_ID=f"{APP_ID}-abcd1234"):
        assert post(text_body(appId=app_id)).json() == {"status": "quarantined"}
        assert only_event().reason == reason
        assert post(text_body()).json() == {"status": "stored"}


def test_app_ids_are_not_judged_while_ours_is_unknown():
    make_location()
    assert post(text_body(appId="SOMEBODYELSESAPP")).json() == {"status": "stored"}


def test_the_sandbox_speaks_for_its_own_app_id():
    make_location(SANDBOX_ID, kind=Location.Kind.SANDBOX)
    with our_keys(GHL_CLIENT_ID=f"{APP_ID}-abcd1234", SANDBOX_APP_ID="sandbox-app"):
        mine = text_body(locationId=SANDBOX_ID, appId="sandbox-app")
        assert post(mine, key=SANDBOX_KEY).json() == {"status": "stored"}
        assert post(text_body(locationId=SANDBOX_ID), key=SANDBOX_KEY).json() == {"status": "quarantined"}


@pytest.mark.parametrize(
    "body",
    [
        text_body("x" * 40_000),
        text_body("🏡👩‍👩‍👧 ñandú 中文"),
        text_body("a\x00b"),
        raw(text_body("ab")).replace(b'"ab"', b'"a\x00b"'),
        raw(text_body("lone")).replace(b'"lone"', b'"\\ud83d x"'),
        raw(text_body("latin")).replace(b'"latin"', b'"caf\xe9"'),
        b"\xef\xbb\xbf" + raw(text_body()),
        text_body(type="In\x00boundMessage"),
        text_body(contactId="C\x00\ud800"),
        text_body(timestamp="yesterday"),
        text_body(timestamp=10**40),
        text_body(timestamp=float("inf")),
        text_body(body=10**400),
    ],
)
def test_odd_text_is_stored_as_it_came(body):
    make_location()
    assert post(body).json() == {"status": "stored"}
    assert bytes(only_event().body) == raw(body)


def test_a_missing_contact_id_is_stored_like_any_other():
    make_location()
    assert post(text_body(contactId=...)).json() == {"status": "stored"}
    assert only_event().contact_ghl_id == ""


def test_an_unknown_event_type_is_stored_and_acknowledged():
    make_location()
    assert post(event_body("SomethingNew2027", id="X1")).json() == {"status": "stored"}


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch", "head"])
def test_only_posts_are_taken(method):
    assert getattr(Client(), method)("/webhooks/ghl/").status_code == 405


# --- the bell


def test_the_bell_rings_for_a_new_row_only():
    from django.test import RequestFactory

    from crm.intake.views import GhlWebhookView

    make_location()
    rings = []
    view = GhlWebhookView.as_view(hand_over=lambda: rings.append(WebhookEvent.objects.count()))
    body = text_body()

    def deliver(one, key=GHL_KEY):
        request = RequestFactory().post(
            "/webhooks/ghl/", raw(one), content_type="application/json", headers={"X-GHL-Signature": signed(one, key)}
        )
        return view(request).status_code

    assert [deliver(body), deliver(body), deliver(text_body(locationId="UNKNOWN")), deliver(body, STRANGERS_KEY)] == [
        200, 200, 200, 401,
    ]  # fmt: skip
    assert rings == [1]


# --- a database that is away


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_stored_is_answered_429_with_retry_after():
    make_location()
    post(text_body())
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE crm_webhookevent RENAME TO crm_webhookevent_away")
    try:
        answer = post(text_body())
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE crm_webhookevent_away RENAME TO crm_webhookevent")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert post(text_body()).json() == {"status": "stored"}


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_postgresql_closed_is_replaced_without_a_lost_delivery():
    make_location()
    assert post(text_body()).status_code == 200
    pid = connection.connection.info.backend_pid
    import psycopg
    from django.conf import settings

    with psycopg.connect(**_dsn(settings.DATABASES["default"]), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])
    assert post(text_body()).json() == {"status": "stored"}
    assert WebhookEvent.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_an_unreachable_database_is_429_and_the_next_delivery_finds_it_again(settings):
    make_location()
    right = connection.settings_dict["PORT"]
    connection.close()
    connection.settings_dict["PORT"] = "1"
    try:
        with pytest.raises(OperationalError):
            connection.ensure_connection()
        assert post(text_body()).status_code == 429
    finally:
        connection.settings_dict["PORT"] = right
    assert post(text_body()).json() == {"status": "stored"}


def _dsn(database):
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
    return {names[name]: database[name] for name in names if database.get(name)}
