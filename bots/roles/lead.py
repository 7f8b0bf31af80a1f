"""Triage: buying or selling. Routes as soon as that is clear."""

from bots.roles.base import BotRole, Slot

INTENT = Slot(
    name="lead.intent",
    type="choice",
    asks="whether the lead wants to buy or to sell, and in which area",
    crm_attribute="lead_intent",
    answer_property="intent_buy_or_sell",
    label="Buying or selling",
    choices=("buy", "sell", "both", "neither"),
)
AREA = Slot(
    name="lead.area",
    type="text",
    asks="in which area",
    crm_attribute="area",
    answer_property="area",
    label="Area",
    also_from=("buyer.area", "seller.area"),
)
TIMELINE = Slot(
    name="lead.timeline",
    type="days",
    asks="in how many days",
    crm_attribute="timeline_days",
    answer_property="timeline_days",
    label="Timeline",
    unit="days",
    also_from=("buyer.timeline", "seller.timeline"),
    maximum=3650,
)

ROLE = BotRole(name="lead", slots=(INTENT, AREA), core=(INTENT.name, AREA.name), extras=(TIMELINE,))
