"""A thousand requests at once on a budget for fifty, with processes killed -9 wherever it hurts."""

import os
from urllib.parse import quote

import pytest
from django.db import connection

from bench.budget_spree import LIMIT, MOST, POINTS, spree


def url_of_the_test_database() -> str:
    facts = connection.settings_dict
    return (
        f"postgres://{quote(facts['USER'])}:{quote(facts['PASSWORD'])}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"
    )


@pytest.mark.slow
@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_killed_processes_and_a_thousand_requests_never_overspend() -> None:
    seen = spree(url_of_the_test_database(), dict(os.environ))
    assert seen.died == dict.fromkeys(POINTS, -9), "every point was reached"
    assert seen.samples > 200
    assert seen.over == 0, "neither a sample nor the provider's own count is above a cap"
    assert seen.unbooked == 0, "what the provider charged was always booked"
    assert (seen.open_holds, seen.held) == (0, 0), "every lease ran out"
    assert seen.highest > LIMIT - MOST, "the budget was put to the test"
    assert LIMIT - seen.spent < MOST, "and is spent"
    assert seen.at_maximum > 0, "killed after the mark of sending: booked at the most"
    assert seen.states["released"] > 0, "killed before it: given back"
    assert seen.spent == seen.settled_sum == seen.ledger_sum
    assert seen.charged <= seen.spent
