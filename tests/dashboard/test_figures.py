"""The dashboard's numbers, by hand-made rows; and that a page of figures costs the same however many there are."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bots.models import Handoff, Turn
from crm.models import Lead, Location, OutboxEntry, SendAttempt, WebhookEvent
from dashboard.selectors.delivery import waiting_leads, writes
from dashboard.selectors.funnel import funnel
from dashboard.selectors.leads import LeadFilter, lead_list
from dashboard.selectors.measures import spread
from dashboard.selectors.model_cost import hit_rate, spend
from dashboard.selectors.operator import Part, wellness
from dashboard.selectors.period import Period
from dashboard.selectors.speed import speed_to_lead
from orchestrator.models import Budget, BudgetAlert, BudgetLimit, CacheCount, LlmCall, PromptVersion
from tests import staff_cast as cast

pytestmark = pytest.mark.django_db
WEEK = Period(cast.NOW, 7)


def everywhere():
    return Location.objects.all()


def seen(who: Lead, *, days_ago: float) -> Lead:
    Lead.objects.filter(pk=who.pk).update(created_at=cast.NOW - timedelta(days=days_ago))
    return who


def counts() -> dict[str, tuple[int, str, str]]:
    return {bar.key: (bar.count, bar.share, bar.change) for bar in funnel(everywhere(), WEEK)}


def test_the_funnel_counts_how_far_each_lead_came() -> None:
    place = cast.location()
    seen(cast.lead(place), days_ago=1)
    contacted = seen(cast.lead(place), days_ago=2)
    cast.message(contacted, direction="out")
    story = seen(cast.story(place), days_ago=3)
    cast.handoff(story)
    seen(cast.lead(place), days_ago=10)
    assert counts() == {
        "received": (3, "100 %", "+2"),
        "contacted": (2, "67 %", "+2"),
        "engaged": (1, "33 %", "+1"),
        "qualified": (1, "33 %", "+1"),
        "handed_off": (1, "33 %", "+1"),
    }


def test_without_leads_there_is_a_dash_and_never_zero_per_cent(client: Client) -> None:
    assert counts()["contacted"] == (0, "–", "–")
    client.force_login(cast.person("Manager", cast.location()))
    page = client.get(reverse("dashboard")).content.decode()
    assert "0 %" not in page
    assert "too few answered leads to say" in page
    assert "no question was put to a model" in page


def test_each_bar_of_the_funnel_leads_to_as_many_rows() -> None:
    place = cast.location()
    cast.handoff(seen(cast.story(place), days_ago=1))
    seen(cast.lead(place), days_ago=1)
    seen(cast.story(place), days_ago=8)
    for bar in funnel(everywhere(), WEEK):
        found = lead_list(everywhere(), LeadFilter(stage=bar.key, days=7), cast.NOW)
        assert (bar.key, found.total) == (bar.key, bar.count)


def test_speed_to_lead_is_from_the_first_message_to_the_first_text_after_it() -> None:
    place = cast.location()
    for seconds in (10, 20, 30, 40, 100):
        who = seen(cast.lead(place), days_ago=1)
        cast.message(who, direction="out", at=cast.NOW - timedelta(hours=9))  # before the lead wrote: not an answer
        cast.message(who, at=cast.NOW - timedelta(hours=5))
        cast.message(who, direction="out", at=cast.NOW - timedelta(hours=5) + timedelta(seconds=seconds))
        cast.message(who, direction="out", at=cast.NOW - timedelta(hours=1))
    answer = speed_to_lead(everywhere(), WEEK)
    assert answer.sentence == "Half of the leads had an answer within 30.0 s, nine in ten within 1.3 min"
    assert answer.change == "median of 5 leads; no earlier period"


def test_two_spans_say_nothing_about_a_percentile() -> None:
    place = cast.location()
    for seconds in (10, 20):
        cast.handoff(cast.lead(place), claimed_at=cast.NOW + timedelta(seconds=seconds))
    measured = spread(Handoff.objects.all(), "opened_at", "claimed_at")
    assert (measured.n, measured.p50) == (2, None)


def test_waiting_leads_are_counted_now_and_openings_in_the_period() -> None:
    place = cast.location()
    cast.handoff(cast.lead(place), opened=timedelta(minutes=30))
    cast.handoff(cast.lead(place), opened=timedelta(minutes=2), reason="anger")
    cast.handoff(cast.lead(place), opened=timedelta(days=9), status="closed")
    answer = waiting_leads(everywhere(), WEEK)
    assert answer.sentence == "2 leads wait for a person, 1 overdue, the oldest 30 minutes"
    assert answer.change == "2 handoffs opened, +1 against the period before"


def test_what_is_due_has_an_age() -> None:
    place = cast.location()
    who = cast.lead(place)
    cast.text(who, due_at=cast.NOW - timedelta(minutes=4))
    cast.text(who, due_at=cast.NOW + timedelta(minutes=4))
    cast.text(who, status="held", due_at=cast.NOW - timedelta(hours=4))
    assert writes(everywhere(), WEEK).sentence == "1 write to the CRM is due, the oldest for 4 minutes"


def test_writes_done_are_charted_by_day() -> None:
    who = cast.lead(cast.location())
    for days in (0, 0, 1):
        cast.text(who, status="sent", settled_at=cast.NOW - timedelta(days=days, minutes=1))
    cast.text(who, status="due", due_at=cast.NOW)
    chart = writes(everywhere(), WEEK).chart
    assert chart is not None
    assert chart.series["writes"][-3:] == (None, 1, 2)


def test_the_funnel_says_in_each_row_what_it_counts(client: Client) -> None:
    client.force_login(cast.person("Manager", cast.location()))
    page = client.get(reverse("dashboard")).content.decode()
    assert [bar.counts for bar in funnel(everywhere(), WEEK) if bar.counts not in page] == []
    assert len({bar.counts for bar in funnel(everywhere(), WEEK)}) == 5


def test_spend_is_a_sum_of_calls_and_a_share_per_qualified_lead() -> None:
    place = cast.location()
    seen(cast.story(place), days_ago=1)
    call = LlmCall.objects.get()
    LlmCall.objects.filter(pk=call.pk).update(at=cast.NOW - timedelta(days=1), cost_micro_usd=30_000)
    answer = spend(everywhere(), WEEK)
    assert answer.sentence == "3.00 ¢ in the last 7 days, 3.00 ¢ per qualified lead"
    assert spend(Location.objects.none(), WEEK).sentence == "$0 in the last 7 days"


def test_the_hit_rate_is_hits_by_all_look_ups() -> None:
    place = cast.location()
    for tier, hits in (("L1", 6), ("L2", 2), ("provider", 2)):
        CacheCount.objects.create(day=cast.NOW.date(), tenant=place.ghl_id, task="understand", tier=tier, hits=hits)
    CacheCount.objects.create(day=cast.NOW.date(), tenant="somebody else", task="understand", tier="L1", hits=99)
    answer = hit_rate(everywhere(), WEEK)
    assert answer.sentence == "80 % of 10 questions were answered from a cache"


def test_a_handful_of_look_ups_makes_no_share() -> None:
    place = cast.location()
    CacheCount.objects.create(day=cast.NOW.date(), tenant=place.ghl_id, task="understand", tier="provider", hits=2)
    assert hit_rate(everywhere(), WEEK).sentence == "– too few questions to say (2)"


def parts() -> dict[str, tuple[str, str]]:
    return {part.name: (part.word, part.figures[0][1]) for part in wellness(everywhere(), cast.NOW).parts}


def test_all_is_well_when_nothing_waits() -> None:
    cast.location()
    assert wellness(everywhere(), cast.NOW).sentence == "All is well"


def test_the_operators_page_names_what_is_slow_failing_or_spent() -> None:
    place = cast.location()
    who = cast.lead(place)
    talk = cast.conversation(who)
    WebhookEvent.objects.create(
        webhook_id="1", location_ghl_id=place.ghl_id, body=b"{}", received_at=cast.NOW - timedelta(seconds=30)
    )
    late = cast.NOW - timedelta(seconds=90)
    Turn.objects.create(
        conversation=talk, location=place, first_received_at=late, last_received_at=late, due_at=late, opened_at=late
    )
    cast.text(who, status="dead", reason="422")
    SendAttempt.objects.create(
        entry=OutboxEntry.objects.get(), location=place, generation=1, status_code=429, wire_at=cast.NOW,
        started_at=cast.NOW,
    )  # fmt: skip
    Budget.objects.create(day=cast.NOW.date(), limit_micro_usd=100, spent_micro_usd=100)
    found = parts()
    assert found["Intake"] == ("busy", "30.0 s")
    assert found["Turns"] == ("slow", "1.5 min")
    assert found["Outbox"] == ("failing", "none")
    assert found["Limits"][0] == "failing"
    assert found["Budget"][0] == "spent"
    assert wellness(everywhere(), cast.NOW).sentence == "5 of 6 parts need a look"


@pytest.mark.parametrize(
    ("spent", "refused", "word"), [(100, False, "spent in part"), (90, True, "spent in part"), (90, False, "well")]
)
def test_a_location_without_money_is_seen_beside_the_whole(spent: int, refused: bool, word: str) -> None:
    place, today = cast.location(), cast.NOW.date()
    limit = BudgetLimit.objects.create(
        tenant=place.ghl_id, limit_micro_usd=100, changed_by="command", changed_at=cast.NOW
    )
    for tenant in (place.ghl_id, "SOMEWHERE"):
        Budget.objects.create(tenant=tenant, day=today, limit_micro_usd=100, spent_micro_usd=spent)
        if refused:
            BudgetAlert.objects.create(
                tenant=tenant, day=today, percent=100, limit_micro_usd=100, spent_micro_usd=spent, held_micro_usd=0
            )

    def budget() -> Part:
        seen = wellness(Location.objects.filter(pk=place.pk), cast.NOW)
        return next(part for part in seen.parts if part.name == "Budget")

    assert budget().word == word
    assert ("1 location without money left" in budget().sentence) == (word != "well")
    BudgetLimit.objects.filter(pk=limit.pk).update(limit_micro_usd=1000)
    assert budget().word == "well"


def test_failing_models_lead_to_their_failed_calls_and_to_the_breakers() -> None:
    place = cast.location()
    prompt = PromptVersion.objects.create(name="understand", number=1, sha256="0" * 64, text="Read.", front_matter={})
    call = LlmCall.objects.create(
        tenant=place.ghl_id, task="understand", prompt_version=prompt, key="v1:0", provider="claude", model="m",
        status="failed", outcome="overloaded",
    )  # fmt: skip
    LlmCall.objects.filter(pk=call.pk).update(at=cast.NOW)
    models = next(part for part in wellness(everywhere(), cast.NOW).parts if part.name == "Models")
    assert [link.words for link in models.links] == ["Failed calls", "Breakers"]


def test_a_turn_that_waits_for_a_model_is_not_late_but_waiting() -> None:
    talk = cast.conversation(cast.lead(cast.location()))
    late = cast.NOW - timedelta(seconds=90)
    Turn.objects.create(
        conversation=talk, location=talk.location, first_received_at=late, last_received_at=late, due_at=late,
        waiting_for_model_since=late,
    )  # fmt: skip
    assert parts()["Turns"] == ("waiting", "none")


@pytest.mark.parametrize("page", ["dashboard", "operator", "leads", "audit"])
def test_a_page_of_figures_costs_the_same_for_2_and_200_rows(client: Client, page: str) -> None:
    place = cast.location()
    client.force_login(cast.person("Administrator", place))

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen_queries:
            assert client.get(reverse(page)).status_code == 200
        return len(seen_queries)

    for _ in range(2):
        cast.handoff(cast.story(place))
    queries()
    few = queries()
    for _ in range(60):
        cast.handoff(cast.story(place))
    assert queries() == few


def test_the_refreshed_part_is_the_part_alone(client: Client) -> None:
    client.force_login(cast.person("Administrator", cast.location()))
    for page in ("dashboard", "operator"):
        part = client.get(reverse(page), {"fragment": "1"}).content.decode()
        assert "<html" not in part
        assert part.splitlines()[0] in client.get(reverse(page)).content.decode()


def test_leads_are_found_by_part_of_a_name_or_a_number() -> None:
    place = cast.location()
    ana, _ = cast.lead(place, "Ana", phone="+15125550177"), cast.lead(place, "Ben")
    for words in ("ana ruiz", "50177", ana.ghl_contact_id):
        found = lead_list(everywhere(), LeadFilter(words=words), cast.NOW)
        assert [row.lead_id for row in found.rows] == [ana.pk], words


def test_the_outbox_leads_to_each_kind_of_row_that_needs_somebody() -> None:
    who = cast.lead(cast.location())

    def queries() -> list[str]:
        outbox = next(part for part in wellness(everywhere(), cast.NOW).parts if part.name == "Outbox")
        return [link.query for link in outbox.links]

    assert queries() == [""]
    cast.text(who, status="held", reason="no_consent")
    assert queries() == ["?status__exact=held"]
    cast.text(who, status="dead", reason="422")
    assert queries() == ["?status__exact=dead", "?status__exact=held"]


def test_the_budget_says_what_is_left_of_the_day() -> None:
    Budget.objects.create(day=cast.NOW.date(), limit_micro_usd=5_000_000, spent_micro_usd=1_000_000)
    budget = next(part for part in wellness(everywhere(), cast.NOW).parts if part.name == "Budget")
    assert budget.figures[0] == ("left today", "$4.00")
