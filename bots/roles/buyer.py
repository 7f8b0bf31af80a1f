"""Buyer: budget, pre-approval, bedrooms and size, move-in timeline, area."""

from bots.roles.base import BotRole, Slot

BUDGET = Slot(
    name="buyer.budget",
    type="money",
    asks="the budget for the new home",
    crm_attribute="budget_usd",
    answer_property="budget_usd",
    label="Budget",
    unit="usd",
    minimum=10_000,
    maximum=100_000_000,
)
PREAPPROVAL = Slot(
    name="buyer.preapproval",
    type="choice",
    asks="whether the lead is pre-approved or pays cash",
    crm_attribute="preapproval",
    answer_property="preapproval",
    label="Pre-approval",
    choices=("approved", "in_progress", "cash", "not_started"),
)
BEDROOMS = Slot(
    name="buyer.bedrooms",
    type="count",
    asks="how many bedrooms and what size",
    crm_attribute="bedrooms",
    answer_property="bedrooms",
    label="Bedrooms",
    unit="rooms",
    minimum=1,
    maximum=20,
)
TIMELINE = Slot(
    name="buyer.timeline",
    type="days",
    asks="in how many days the lead wants to move in",
    crm_attribute="timeline_days",
    answer_property="timeline_days",
    label="Move-in timeline",
    unit="days",
    also_from=("lead.timeline", "seller.timeline"),
    maximum=3650,
)
AREA = Slot(
    name="buyer.area",
    type="text",
    asks="in which area the lead wants to buy",
    crm_attribute="area",
    answer_property="area",
    label="Area",
    also_from=("lead.area",),
)
SIZE = Slot(
    name="buyer.size_sqft",
    type="count",
    asks="the size of the new home",
    crm_attribute="size_sqft",
    answer_property="size_sqft",
    label="Size",
    unit="sqft",
    minimum=100,
    maximum=50_000,
)

ROLE = BotRole(
    name="buyer",
    slots=(BUDGET, PREAPPROVAL, BEDROOMS, TIMELINE, AREA),
    core=(BUDGET.name, PREAPPROVAL.name, BEDROOMS.name, TIMELINE.name, AREA.name),
    extras=(SIZE,),
)
