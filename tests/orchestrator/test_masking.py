"""What is hidden, what stays, and that all of it comes back."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.contracts import KnownIdentity
from orchestrator.known_identity import fold, within_slips
from orchestrator.masking import PLACEHOLDER, Mask, UnresolvedPlaceholder
from orchestrator.sensitive_patterns import luhn_holds

WHO = KnownIdentity(
    names=("Anna Schmidt", "José O'Brien", "Will Price"),
    phones=("+1 415 555 0123",),
    emails=("anna.schmidt@example.com",),
    addresses=("1200 N Maple Grove Street, Austin, TX 78701",),
)
PIECES = (
    "Hi I'm anna", "José", "ANNA SCHMIDT", "415-555-0123", "(212) 555-7788", "+52 55 1234 5678",
    "a.b+c@mail.example.org",    "4111 1111 1111 1111", "123-45-6789", "1200 maple grove st", "450000",
    "$1,250,000", "[NAME_1]", "ID_4", "[[",
    "]",
    "\n", "é", "😀", "3/2", "name_1", "[phone 2]", "O’Brien", "Will", ".",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Hi I'm anna, I want 450000", "Hi I'm [NAME_1], I want 450000"),
        ("it's ANNA SCHMIDT again", "it's [NAME_1] again"),
        ("Ana Schmitd here", "[NAME_1] here"),
        ("jose obrien? no, José O'Brien", "[NAME_1] obrien? no, [NAME_2]"),
        ("Anna's house is my house", "[NAME_1]'s house is my house"),
        ("soy José y quiero vender", "soy [NAME_1] y quiero vender"),
        ("call 415-555-0123 or (212) 555-7788", "call [PHONE_1] or [PHONE_2]"),
        ("4155550123", "[PHONE_1]"),
        ("my number is 555-0123", "my number is [PHONE_1]"),
        ("whatsapp +52 55 1234 5678", "whatsapp [PHONE_1]"),
        ("mail anna.schmidt@example.com now", "mail [EMAIL_1] now"),
        ("b at gmail dot com", "[EMAIL_1]"),
        ("card 4111 1111 1111 1111 thanks", "card [CARD_1] thanks"),
        ("amex 3782-822463-10005", "amex [CARD_1]"),
        ("ssn 123-45-6789", "ssn [ID_1]"),
        ("my ssn is 123456789", "my ssn is [ID_1]"),
        ("its 1200 Maple Grove St, Austin", "its [ADDRESS_1]"),
        ("1200 n maple grov street please", "[ADDRESS_1] please"),
        ("This is Will. I will sell", "This is [NAME_1]. I will sell"),
    ],
)
def test_personal_details_are_hidden(text: str, masked: str) -> None:
    assert Mask(WHO).hide(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "450000", "$1,250,000", "1250000", "around 450k, maybe 480,000.50", "3/2 under 400", "1200 sqft for $900-1200",
        "built in 1987, bought 2015 for 315000", "the 15th or after 5", "not 540, 450", "zip 78701-1234", "12/31/2026",
        "2026-11-20", "4500000000", "look at zillow.com", "I will sell, the price is 450k",
        "price? I owe 240000 and want 489900",
        "1200 dollars a month", "between 300-3500", "450000.00 or 449999", "3 2 1200 450000 94110", "1,250,000.00",
        "quiero vender en 3 meses por 350000", "2 baths, 3 beds, 1,800 sqft, 0.25 acres", "100%", "$450000-500000",
    ],
)  # fmt: skip
def test_amounts_dates_sizes_and_common_words_stay(text: str) -> None:
    assert Mask(WHO).hide(text) == text


def test_the_same_sentence_of_two_people_is_the_same_text() -> None:
    boris = KnownIdentity(names=("Boris Becker",), phones=("+13105550199",))
    said = Mask(WHO).hide("Anna here, 415-555-0123, asking 300k")
    assert said == Mask(boris).hide("Boris here, 310-555-0199, asking 300k")


def test_placeholders_are_shared_by_all_parts_of_a_request() -> None:
    mask = Mask(WHO)
    assert mask.hide("Anna") == mask.hide("Anna") == "[NAME_1]"
    assert mask.hide("Schmidt and anna") == "[NAME_2] and [NAME_3]"


def test_an_answer_is_restored_in_all_its_strings() -> None:
    mask = Mask(WHO)
    mask.hide("Anna, 415-555-0123")
    values = {"text": "Hi [name 1]!", "slots": [{"evidence": "PHONE_1"}], "n": 3, "ok": True, "none": None}
    assert mask.restore(values) == {
        "text": "Hi Anna!", "slots": [{"evidence": "415-555-0123"}], "n": 3, "ok": True, "none": None,
    }  # fmt: skip


@pytest.mark.parametrize("answer", ["[NAME_2]", "[ Phone-1 ]", "EMAIL_1", "x [id_3] y"])
def test_an_unknown_placeholder_is_never_passed_on(answer: str) -> None:
    mask = Mask(WHO)
    mask.hide("Anna")
    with pytest.raises(UnresolvedPlaceholder):
        mask.restore({"text": answer})


def test_a_lead_who_writes_a_placeholder_cannot_have_it_filled_or_sent() -> None:
    mask = Mask(WHO)
    assert mask.hide("Anna says [NAME_1]") == "[NAME_1] says [TEXT_1]"
    with pytest.raises(UnresolvedPlaceholder):
        mask.restore("you wrote [TEXT_1]")


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=8), st.sampled_from(["", " ", ", "]))
def test_what_is_hidden_comes_back_exactly(pieces: list[str], glue: str) -> None:
    text = glue.join(pieces)
    mask = Mask(WHO)
    masked = mask.hide(text)
    if PLACEHOLDER.search(text):
        assert PLACEHOLDER.sub("", masked) != masked, "the lead's own placeholder was replaced by one of ours"
        return
    assert mask.restore(masked) == text


@given(st.text(max_size=60), st.text(alphabet=string.ascii_letters, min_size=3, max_size=10))
def test_a_known_name_between_blanks_never_survives(around: str, name: str) -> None:
    mask = Mask(KnownIdentity(names=(f"{name.capitalize()} Zzyzx",)))
    assert "zzyzx" not in mask.hide(f"{around} {name} zzyzx {around}").lower().replace(around.lower(), "")


@given(st.text(max_size=80))
def test_folding_keeps_every_position(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_slips_are_counted_with_swapped_neighbours() -> None:
    assert within_slips("schmitd", "schmidt", 1)
    assert within_slips("schmit", "schmidt", 1)
    assert not within_slips("smit", "schmidt", 2)
    assert within_slips("a", "a", 0) and not within_slips("a", "b", 0)


def test_luhn() -> None:
    assert luhn_holds("4111111111111111")
    assert not luhn_holds("4111111111111112")
