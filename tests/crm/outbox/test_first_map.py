from crm.mapping.fields import CONVERTERS
from crm.outbox.first_map import NAMES, TYPES, default_rules


def field(name, data_type="TEXT", ghl_id=None):
    return {"ghl_id": ghl_id or f"id of {name}", "name": name, "data_type": data_type}


def test_fields_are_matched_by_name_whatever_the_spelling():
    rules = default_rules([field("Pre-Approval", "SINGLE_OPTIONS"), field("BUDGET", "MONETORY"), field("Shoe size")])
    assert [(rule["attribute"], rule["type"], rule["label"]) for rule in rules] == [
        ("budget_usd", "money", "BUDGET"),
        ("preapproval", "choice", "Pre-Approval"),
    ]


def test_the_preferred_name_wins_and_no_field_serves_twice():
    rules = default_rules([field("Price"), field("Mortgage"), field("Mortgage Balance")])
    assert [rule["label"] for rule in rules] == ["Mortgage Balance"]


def test_two_fields_of_one_name_make_one_rule():
    rules = default_rules([field("Budget", ghl_id="1"), field("budget", ghl_id="2")])
    assert [rule["ghl_field_id"] for rule in rules] == ["1"]


def test_every_type_named_here_has_a_converter():
    assert set(TYPES.values()) | {"text"} <= set(CONVERTERS)


def test_no_name_leads_to_two_attributes():
    names = [name for names in NAMES.values() for name in names]
    assert len(names) == len(set(names))
