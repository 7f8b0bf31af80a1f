"""Seller: property address, motivation, timeline, condition, price; an extended set that a location may switch on."""

from bots.roles.base import BotRole, Slot

ADDRESS = Slot(
    name="seller.address",
    type="address",
    asks="the address of the property to sell",
    crm_attribute="property_address",
    answer_property="property_address",
    label="Property address",
)
MOTIVATION = Slot(
    name="seller.motivation",
    type="choice",
    asks="why the lead wants to sell, and where to",
    crm_attribute="motivation",
    answer_property="motivation",
    label="Motivation",
    choices=(
        "relocation", "downsizing", "upsizing", "inheritance", "divorce", "financial", "retirement", "investment",
        "just_curious", "other",
    ),
)  # fmt: skip
TIMELINE = Slot(
    name="seller.timeline",
    type="days",
    asks="whether selling within the offered time frame would work, or by when",
    crm_attribute="timeline_days",
    answer_property="timeline_days",
    label="Timeline",
    unit="days",
    also_from=("lead.timeline", "buyer.timeline"),
    maximum=3650,
)
CONDITION = Slot(
    name="seller.condition",
    type="choice",
    asks="the condition of the property",
    crm_attribute="property_condition",
    answer_property="condition",
    label="Condition",
    choices=("move_in_ready", "minor_work", "major_work", "tear_down"),
)
PRICE = Slot(
    name="seller.price",
    type="money",
    asks="which price would feel good to the lead",
    crm_attribute="asking_price_usd",
    answer_property="asking_price_usd",
    label="Asking price",
    unit="usd",
    minimum=10_000,
    maximum=100_000_000,
)
MORTGAGE = Slot(
    name="seller.mortgage",
    type="text",
    asks="whether a mortgage or liens are on the property",
    crm_attribute="mortgage_or_liens",
    answer_property="mortgage_or_liens",
    label="Mortgage or liens",
)
UPGRADES = Slot(
    name="seller.upgrades",
    type="text",
    asks="which upgrades were done",
    crm_attribute="upgrades",
    answer_property="upgrades",
    label="Upgrades",
)
LISTED_BEFORE = Slot(
    name="seller.listed_before",
    type="yes_no",
    asks="whether the property was listed before",
    crm_attribute="listed_before",
    answer_property="listed_before",
    label="Listed before",
)
DECISION_MAKER = Slot(
    name="seller.decision_maker",
    type="text",
    asks="who decides besides the lead",
    crm_attribute="decision_maker",
    answer_property="decision_maker",
    label="Who decides",
)
CONTACT_CHANNEL = Slot(
    name="seller.contact_channel",
    type="choice",
    asks="how the lead prefers to be contacted",
    crm_attribute="contact_channel",
    answer_property="contact_channel",
    label="Preferred channel",
    choices=("text", "call", "email"),
)
MOVING_TO = Slot(
    name="seller.moving_to",
    type="text",
    asks="where the lead is moving to",
    crm_attribute="moving_to",
    answer_property="moving_to",
    label="Moving to",
)

AREA = Slot(
    name="seller.area",
    type="text",
    asks="in which area the property lies",
    crm_attribute="property_area",
    answer_property="area",
    label="Area of the property",
)

ROLE = BotRole(
    name="seller",
    slots=(ADDRESS, MOTIVATION, TIMELINE, CONDITION, PRICE),
    core=(MOTIVATION.name, TIMELINE.name, CONDITION.name, PRICE.name),
    extended=(MORTGAGE, UPGRADES, LISTED_BEFORE, DECISION_MAKER, CONTACT_CHANNEL),
    extras=(MOVING_TO, AREA),
)
