"""The model look-alike reads lead talk into any schema: by names, types, enums and descriptions."""

from typing import Any

import pytest

from tests.sandbox.asking import closed, read
from tests.sandbox.conftest import Sandbox


def maybe(kind: str, **more: Any) -> dict[str, Any]:
    return {"anyOf": [{"type": kind, **more}, {"type": "null"}]}


FLAT = closed(
    {
        "property_address": maybe("string"),
        "asking_price": maybe("integer"),
        "sale_timeline_days": maybe("integer"),
        "property_condition": maybe("string", enum=["good", "fair", "poor"]),
        "moving_to": maybe("string"),
        "budget": maybe("integer"),
        "bedrooms": maybe("integer"),
        "bathrooms": maybe("number"),
        "preapproval": maybe("string", enum=["approved", "in_progress", "cash", "not_started"]),
        "area": maybe("string"),
        "side": maybe("string", enum=["buyer", "seller", "unknown"]),
        "language": {"type": "string", "enum": ["en", "es"]},
        "wants_person": {"type": "boolean"},
        "opt_out": {"type": "boolean"},
        "is_angry": {"type": "boolean"},
        "legal_issue": {"type": "boolean"},
        "asks_if_bot": {"type": "boolean"},
    }
)

# words, what was asked, what must be read. None of these texts stands anywhere else in the repository.
TEXTS: list[tuple[str, str, dict[str, Any]]] = [
    ("thinking of letting go of 2207 Juniper Hollow Rd", "", {"property_address": "2207 Juniper Hollow Rd"}),
    ("id be happy with 389", "asking_price", {"asking_price": 389_000}),
    ("we were told 615 but honestly not 615, 587k", "asking_price", {"asking_price": 587_000}),
    ("three hundred forty thousand sounds right", "asking_price", {"asking_price": 340_000}),
    ("we gotta be out in six weeks", "sale_timeline_days", {"sale_timeline_days": 42}),
    ("as soon as possible honestly", "sale_timeline_days", {"sale_timeline_days": 0}),
    ("the place is a real fixer upper, foundation cracks and all", "", {"property_condition": "poor"}),
    ("it's turnkey, we just had it repainted", "", {"property_condition": "good"}),
    ("we want to sell, relocating to Boise for work", "", {"side": "seller", "moving_to": "Boise"}),
    ("hoping to buy a 4/2.5 for no more than $530,000", "", {"side": "buyer", "budget": 530_000, "bathrooms": 2.5}),
    ("five bedrooms at minimum, big crew here", "bedrooms", {"bedrooms": 5}),
    ("credit union is still processing, we applied tuesday", "preapproval", {"preapproval": "in_progress"}),
    ("would be paying all cash", "preapproval", {"preapproval": "cash"}),
    ("somewhere around Pflugerville or Hutto", "area", {"area": "Pflugerville or Hutto"}),
    ("pls get me a live human", "", {"wants_person": True, "opt_out": False}),
    ("lose my number", "", {"opt_out": True, "wants_person": False}),
    ("you people are useless, quit wasting my time!!", "", {"is_angry": True}),
    ("theres a lien from the county on it, our attorney is on it", "", {"legal_issue": True}),
    ("hold on am i talking to a robot", "", {"asks_if_bot": True}),
    ("Busco algo de tres recamaras, hasta 275 mil", "", {"language": "es", "bedrooms": 3, "budget": 275_000}),
    ("ocupo vender en dos meses a mas tardar", "", {"language": "es", "side": "seller", "sale_timeline_days": 60}),
    ("dejen de mandarme mensajes por favor", "", {"language": "es", "opt_out": True}),
]  # fmt: skip


@pytest.mark.parametrize(("words", "pending", "wanted"), TEXTS, ids=[text[0][:40] for text in TEXTS])
def test_a_lead_text_is_read(model: Sandbox, words: str, pending: str, wanted: dict[str, Any]) -> None:
    got = read(model, FLAT, words, pending=pending)
    assert {name: got[name] for name in wanted} == wanted


@pytest.mark.parametrize("words", ["ok thanks", "😂😂", "", "lol nice weather today"])
def test_what_was_not_said_stays_null(model: Sandbox, words: str) -> None:
    got = read(model, FLAT, words)
    kept = {name for name, value in got.items() if value not in (None, False)}
    assert kept <= {"language", "side"}
    assert got["side"] in (None, "unknown")


def slot(value: dict[str, Any]) -> dict[str, Any]:
    inner = closed({"value": value, "evidence": {"type": "string"}, "confidence": {"type": "number"}})
    return {"anyOf": [inner, {"type": "null"}]}


STORY = "We'd sell 518 Larkspur Ct for around 472k, need it done within 40 days. Roof leaks a bit."


def test_a_schema_with_renamed_properties_gets_the_same_facts(model: Sandbox) -> None:
    one = closed(
        {
            "property_address": slot({"type": "string"}),
            "price_usd": slot({"type": "integer"}),
            "timeline_days": slot({"type": "integer"}),
            "condition": slot({"type": "string", "enum": ["good", "fair", "poor"]}),
        }
    )
    other = closed(
        {
            "placeForSale": slot({"type": "string", "description": "the street address"}),
            "expectedFigure": slot({"type": "integer", "description": "dollars asked for the home"}),
            "how_soon": slot({"type": "integer", "description": "days until they want to move"}),
            "repairs_needed": slot({"type": "string", "enum": ["good", "fair", "poor"]}),
        }
    )
    first, second = read(model, one, STORY), read(model, other, STORY)
    assert list(first.values()) == list(second.values())
    assert [part["value"] for part in first.values()] == ["518 Larkspur Ct", 472_000, 40, "fair"]


def test_evidence_is_always_the_leads_own_words(model: Sandbox) -> None:
    schema = closed({"address": slot({"type": "string"}), "price": slot({"type": "integer"})})
    for part in read(model, schema, STORY).values():
        assert part["evidence"] in STORY
        assert 0 <= part["confidence"] <= 1


def test_a_list_of_named_slots_holds_what_was_said_and_nothing_else(model: Sandbox) -> None:
    item = closed(
        {
            "slot": {"type": "string", "enum": ["address", "price", "timeline", "motivation", "condition"]},
            "value": {"type": "string"},
            "quote": {"type": "string"},
            "certainty": {"type": "number"},
        }
    )
    schema = closed({"facts": {"type": "array", "items": {"$ref": "#/$defs/Fact"}}}) | {"$defs": {"Fact": item}}
    facts = {one["slot"]: one for one in read(model, schema, STORY)["facts"]}
    assert set(facts) == {"address", "price", "timeline", "condition"}
    assert facts["price"]["value"] == "472000"
    assert facts["timeline"]["quote"] in STORY


def test_units_in_names_are_kept(model: Sandbox) -> None:
    schema = closed(
        {
            "price_cents": maybe("integer"),
            "price_k": maybe("number"),
            "timeline_weeks": maybe("number"),
            "budget_min": maybe("integer"),
            "budget_max": maybe("integer"),
        }
    )
    got = read(model, schema, "selling for 250k in 3 weeks")
    assert (got["price_cents"], got["price_k"], got["timeline_weeks"]) == (25_000_000, 250, 3)
    got = read(model, schema, "we can spend 310 to 345k", pending="budget")
    assert (got["budget_min"], got["budget_max"]) == (310_000, 345_000)


def test_enum_spans_of_time_are_understood(model: Sandbox) -> None:
    schema = closed({"timeline": maybe("string", enum=["asap", "1_3_months", "3_6_months", "over_6_months"])})
    texts = {
        "immediately": "asap",
        "in two months": "1_3_months",
        "in 150 days": "3_6_months",
        "next year": "over_6_months",
    }
    assert {words: read(model, schema, words)["timeline"] for words in texts} == texts


@pytest.mark.parametrize("words", ["hmm not sure", "maybe, it depends", "no se la verdad"])
def test_a_vague_answer_counts_as_vague_for_what_was_asked(model: Sandbox, words: str) -> None:
    inner = closed(
        {
            "value": maybe("integer"),
            "evidence": {"type": "string"},
            "confidence": {"type": "number"},
            "vague": {"type": "boolean"},
        }
    )
    schema = closed({"price": {"anyOf": [inner, {"type": "null"}]}, "timeline": {"anyOf": [inner, {"type": "null"}]}})
    got = read(model, schema, words, pending="price")
    assert (got["price"]["value"], got["price"]["vague"], got["timeline"]) == (None, True, None)
    assert got["price"]["confidence"] < 0.5


def test_a_question_is_no_answer_to_what_was_asked(model: Sandbox) -> None:
    schema = closed({"condition": maybe("string"), "questions": {"type": "array", "items": {"type": "string"}}})
    got = read(model, schema, "do you buy mobile homes?", pending="condition")
    assert got == {"condition": None, "questions": ["do you buy mobile homes?"]}


def test_intents_are_the_listed_ones_that_were_heard(model: Sandbox) -> None:
    names = ["greeting", "asks_question", "requests_human", "angry", "opt_out", "mentions_lawsuit", "wants_showing"]
    schema = closed({"intents": {"type": "array", "items": {"type": "string", "enum": names}}})
    got = read(model, schema, "hi! can we set up a tour friday? id rather speak with a person about the lawsuit")
    assert set(got["intents"]) == {"greeting", "asks_question", "requests_human", "mentions_lawsuit", "wants_showing"}


def test_recursive_and_odd_schemas_end(model: Sandbox) -> None:
    node = closed({"text": {"type": "string"}, "child": {"anyOf": [{"$ref": "#/$defs/Node"}, {"type": "null"}]}})
    schema = closed({"root": {"$ref": "#/$defs/Node"}, "anything": {}}) | {"$defs": {"Node": node}}
    assert "root" in read(model, schema, "hello there")
