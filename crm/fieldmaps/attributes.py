"""What can be mapped: our attributes in words, in the order in which staff think of them. Pure."""

import re
from dataclasses import dataclass

NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")

TYPES: dict[str, str] = {
    # type of a rule: its name for staff
    "text": "Text",
    "number": "Number",
    "money": "Money",
    "date": "Date",
    "choice": "One choice",
    "multi_choice": "Several choices",
    "phone": "Phone",
    "email": "E-mail",
    "boolean": "Yes or no",
}


@dataclass(frozen=True, slots=True)
class Attribute:
    """`type` is what fits most accounts; `required`: without a field for it the CRM would not show the outcome."""

    name: str
    title: str
    help: str
    type: str = "text"
    required: bool = False


ATTRIBUTES = (
    Attribute("qualification_score", "Score", "0 to 100, written after each answer of the lead", "number", True),
    Attribute("temperature", "Temperature", "hot, warm or cold, by the score", "choice", True),
    Attribute("questions_answered", "Questions answered", "such as 3/4"),
    Attribute("lead_intent", "Wants to", "buy, sell, both or neither", "choice"),
    Attribute("property_address", "Property address", "of the house to sell"),
    Attribute("property_area", "Property area", "where the house to sell stands"),
    Attribute("property_condition", "Condition", "of the house to sell"),
    Attribute("asking_price_usd", "Price expectation", "what the seller hopes for, whole dollars", "money"),
    Attribute("mortgage_or_liens", "Mortgage or liens", "what is still owed on the house"),
    Attribute("motivation", "Motivation", "why they sell"),
    Attribute("moving_to", "Moving to", "where they go next"),
    Attribute("timeline_days", "Timeline in days", "until they want to move", "number"),
    Attribute("upgrades", "Upgrades", "what was renewed"),
    Attribute("listed_before", "Listed before", "whether an agent has had it"),
    Attribute("decision_maker", "Decision makers", "who else decides"),
    Attribute("contact_channel", "Preferred channel", "text, call or e-mail", "choice"),
    Attribute("budget_usd", "Budget", "of the buyer, whole dollars", "money"),
    Attribute("preapproval", "Pre-approval", "approved, in progress, cash or not started", "choice"),
    Attribute("bedrooms", "Bedrooms", "at least so many", "number"),
    Attribute("size_sqft", "Size", "in square feet", "number"),
    Attribute("area", "Area", "where the buyer looks"),
    Attribute("summary", "Summary", "the conversation in two lines, renewed with each answer"),
    Attribute("next_step", "Next step", "what a person should do now"),
    Attribute("last_bot_contact", "Last bot contact", "day of the bot's last text", "date"),
)
BY_NAME = {attribute.name: attribute for attribute in ATTRIBUTES}


def title_of(name: str) -> str:
    """The attribute's title; for one that an account added, its name in words."""
    known = BY_NAME.get(name)
    return known.title if known else name.replace("_", " ").capitalize()
