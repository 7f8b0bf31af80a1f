"""Single values of strangers: dates, money, phones, text, bodies."""

from datetime import UTC, datetime

import pytest

from crm.mapping.message_kinds import is_auto_reply, is_reaction
from crm.mapping.messages import channel_of
from crm.values.bodies import Unreadable, load_object, unwrapped
from crm.values.dates import read_date, read_datetime
from crm.values.html_text import text_of
from crm.values.money import cents_of, dollars_text
from crm.values.phones import to_e164
from crm.values.text import as_text, clean_json

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "2026-03-04T12:00:00Z",
        "2026-03-04T12:00:00.000Z",
        "2026-03-04T06:00:00-06:00",
        "2026-03-04 12:00:00",
        1_772_625_600,
        1_772_625_600_000,
        "1772625600",
        "1772625600000",
        1_772_625_600.0,
        "03/04/2026 12:00",
        "03/04/2026 12:00 PM",
        "Mar 4, 2026 12:00 PM",
    ],
)
def test_one_moment_in_many_spellings(value):
    assert read_datetime(value) == NOON


@pytest.mark.parametrize(
    "value",
    [
        "2026-03-04",
        "03/04/2026",
        "3/4/2026",
        "03-04-2026",
        "3/4/26",
        "2026/03/04",
        "March 4, 2026",
        "Mar 4th 2026",
        "4 March 2026",
        "2026-03-04T23:59:59Z",
    ],
)
def test_one_day_in_many_spellings_month_before_day(value):
    assert read_date(value).isoformat() == "2026-03-04"


@pytest.mark.parametrize(
    "value",
    [
        "",
        "soon",
        "13/45/2026",
        None,
        True,
        [],
        {},
        float("nan"),
        float("inf"),
        10**40,
        -(10**40),
        "2026-02-30",
        "0001-01-01T00:00:00+14:00",
        "9999999999999999",
    ],
)
def test_what_is_no_date_is_none(value):
    assert read_datetime(value) is None


@pytest.mark.parametrize(
    ("value", "cents"),
    [
        (450_000, 45_000_000),
        (0.1, 10),
        ("450000", 45_000_000),
        ("$450,000.50", 45_000_050),
        ("450k", 45_000_000),
        ("1.2M", 120_000_000),
        ("USD 12", 1200),
        ("-5", -500),
        ("  $ 3 ", 300),
        (0, 0),
        ("about 450k", None),
        ("10k-20k", None),
        ("", None),
        (None, None),
        (True, None),
        (float("nan"), None),
        (10**30, None),
        ([], None),
        ("1e5", None),
    ],
)
def test_amounts_are_integer_cents_or_nothing(value, cents):
    assert cents_of(value) == cents


@pytest.mark.parametrize(
    ("cents", "text"), [(45_000_000, "450000"), (45_000_050, "450000.50"), (-5, "-0.05"), (0, "0")]
)
def test_amounts_are_written_as_plain_numbers(cents, text):
    assert dollars_text(cents) == text
    assert cents_of(text) == cents


@pytest.mark.parametrize(
    ("given", "country", "e164"),
    [
        ("(512) 555-0100", "US", "+15125550100"),
        ("512.555.0100", "", "+15125550100"),
        ("+919509597501", "DE", "+919509597501"),
        ("1 512 555 0100", "US", "+15125550100"),
        ("0301234567", "DE", "+49301234567"),
        ("55 1234 5678", "MX", "+525512345678"),
        ("call me", "US", ""),
        ("12", "US", ""),
        ("", "US", ""),
        ("+", "US", ""),
        ("+1", "US", ""),
        ("9" * 60, "US", ""),
        ("ann@example.com", "US", ""),
        ("5550100", "US", ""),
    ],
)
def test_phones_are_e164_with_the_leads_country_or_nothing(given, country, e164):
    assert to_e164(given, country) == e164


def test_text_is_made_fit_for_the_database():
    assert as_text("a\x00b\ud83d") == "ab\ufffd"
    assert as_text("\ud83c\udfe1") == "🏡", "two halves are one sign again"
    assert [as_text(value) for value in (None, [], {}, True, 5, 1.5, "  x ")] == ["", "", "", "", "5", "1.5", "x"]
    assert clean_json({"a\x00": ["b\x00", {"c": "\ud83d"}], "n": 1}) == {"a": ["b", {"c": "\ufffd"}], "n": 1}


def test_bodies_flat_and_nested_are_the_same():
    assert unwrapped({"type": "A", "webhookId": "w", "data": {"type": "SMS", "id": "1", "webhookId": "x"}}) == {
        "type": "A",
        "webhookId": "w",
        "id": "1",
    }
    assert unwrapped({"type": "A", "data": [1]}) == {"type": "A", "data": [1]}


@pytest.mark.parametrize("raw", [b"", b"nul", b"1", b"null", b"[]", b"{", b"[" * 100_000, b'{"a":' * 5000])
def test_what_is_no_object_is_unreadable_and_never_crashes(raw):
    with pytest.raises(Unreadable):
        load_object(raw)


def test_numbers_that_json_cannot_hold_are_dropped():
    assert load_object(b'{"a": NaN, "b": Infinity, "c": 1}') == {"a": None, "b": None, "c": 1}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("plain < text & more", "plain < text & more"),
        ("a<br>b", "a\nb"),
        ("<p>one</p>\n<p>two&nbsp;three</p>", "one\ntwo three"),
        ("<script>alert(1)</script><b>bold</b>", "bold"),
        ("<div", "<div"),
        ("I want <3 rooms", "I want <3 rooms"),
        ("", ""),
    ],
)
def test_markup_is_read_as_its_words(body, text):
    assert text_of(body) == text


@pytest.mark.parametrize(
    "body",
    [
        'Liked "See you"',
        "Loved “our chat”",
        "Laughed at an image",
        'Emphasized "ok"',
        'Disliked "no"',
        "Questioned “x”",
        'Removed a heart from "hello"',
        "Le gustó “gracias”",
        'Reacted 👍 to "sounds good"',
        '👍 to "sounds good"',
    ],
)
def test_reactions_are_no_answers(body):
    assert is_reaction(body)


@pytest.mark.parametrize("body", ["Liked the house", "I loved it", 'liked your offer of "450" but no', "Loved"])
def test_liking_something_in_own_words_is_an_answer(body):
    assert not is_reaction(body)


@pytest.mark.parametrize(
    "body",
    [
        "I'm driving with Do Not Disturb turned on. I'll see your message when I get where I'm going.",
        "I’m driving right now",
        "I'm not receiving notifications. If this is urgent, reply urgent",
        "This is an automated response",
        "Out of office until Monday, I will respond then",
        "Sorry, I can't talk right now.",
        "Respuesta automática: no estoy",
        "Estoy manejando, te escribo cuando llegue",
    ],
)
def test_automatic_replies_are_no_answers(body):
    assert is_auto_reply(body)


@pytest.mark.parametrize(
    "body",
    [
        "I'm driving by the house on Friday",
        "I'm out of the country",
        "we are driving down from Dallas",
        "My office is in Austin",
        "I'm driving to see it tomorrow",
    ],
)
def test_driving_somewhere_is_an_answer(body):
    assert not is_auto_reply(body)


@pytest.mark.parametrize(
    ("word", "channel"),
    [
        ("SMS", "SMS"),
        ("TYPE_SMS", "SMS"),
        ("", "SMS"),
        ("Email", "Email"),
        ("VoiceMail", "Call"),
        ("TYPE_WHATSAPP", "WhatsApp"),
        ("Live Chat", "Live_Chat"),
        ("TYPE_INSTAGRAM", "IG"),
        ("Pigeon", "Pigeon"),
    ],
)
def test_channels_have_the_names_that_sending_takes(word, channel):
    assert channel_of(word) == channel
