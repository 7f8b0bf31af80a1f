"""Settings of a location, and the ways that a handoff may go."""

import pytest

from bots.config import DEFAULTS, from_overrides
from bots.handoff_states import ALLOWED, ANSWERED, CLAIMED, CLOSED, OPEN, RETURNED, NotAllowed, check_step


def test_overrides_replace_defaults_by_name():
    config = from_overrides({"hot_from": 80, "warm_from": 40, "office_days": [0, 1], "lead_to_buyer_from": 1})
    assert (config.hot_from, config.warm_from, config.office_days, config.lead_to_buyer_from) == (80, 40, (0, 1), 1.0)
    assert config.vague_in_row_limit == DEFAULTS.vague_in_row_limit


WRONG = [
    ({"hot": 80}, "hot"),
    ({"hot_from": "80"}, "hot_from"),
    ({"hot_from": True}, "hot_from"),
    ({"hot_from": 80.5}, "hot_from"),
    ({"hot_from": -1}, "hot_from"),
    ({"seller_extended_set": 1}, "seller_extended_set"),
    ({"activating_tags": "ai on"}, "activating_tags"),
    ({"activating_tags": [1]}, "activating_tags"),
    ({"office_days": [7]}, "office_days"),
    ({"lead_to_buyer_from": 1.5}, "lead_to_buyer_from"),
    ({"tone": "rude"}, "tone"),
    ({"office_opens_hour": 25}, "office_opens_hour"),
    ({"warm_from": 90}, "warm_from"),
    ({"seller_timeline_low_days": 60}, "seller_timeline_low_days"),
]


@pytest.mark.parametrize(("overrides", "name"), WRONG)
def test_an_unknown_or_ill_typed_setting_is_refused_by_name(overrides, name):
    with pytest.raises(ValueError, match=name):
        from_overrides(overrides)


def test_the_published_weights_sum_to_one():
    seller = [getattr(DEFAULTS, f"seller_weight_{part}") for part in ("motivation", "timeline", "condition", "price")]
    buyer = [getattr(DEFAULTS, f"buyer_weight_{part}") for part in ("finance", "urgency", "clarity")]
    parts = ("speed", "length", "questions", "objections", "call")
    commitment = [getattr(DEFAULTS, f"commitment_weight_{part}") for part in parts]
    assert [sum(weights) for weights in (seller, buyer, commitment)] == [pytest.approx(1)] * 3


STATES = (OPEN, CLAIMED, ANSWERED, RETURNED, CLOSED)
STEPS = {
    (OPEN, CLAIMED), (OPEN, RETURNED), (OPEN, CLOSED),
    (CLAIMED, OPEN), (CLAIMED, ANSWERED), (CLAIMED, RETURNED), (CLAIMED, CLOSED),
    (ANSWERED, ANSWERED), (ANSWERED, RETURNED), (ANSWERED, CLOSED),
}  # fmt: skip


@pytest.mark.parametrize("current", STATES)
@pytest.mark.parametrize("wanted", STATES)
def test_a_handoff_goes_only_the_ways_of_the_table(current, wanted):
    if (current, wanted) in STEPS:
        check_step(current, wanted)
    else:
        with pytest.raises(NotAllowed, match="cannot become"):
            check_step(current, wanted)


def test_every_status_has_a_row():
    assert set(ALLOWED) == set(STATES)
