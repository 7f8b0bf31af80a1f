"""What a message was understood to say, and the two shapes that a model fills.

`Heard` is ours. `UnderstandAnswer` and `ComposeAnswer` are written by a stranger: property names, types, enums and
descriptions must suffice for a server that knows nothing of us.
"""

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

INTENTS = (
    "asks_for_person",
    "asks_if_bot",
    "asks_who_writes",
    "asks_for_help",
    "question",
    "question_about_facts",
    "objection",
    "legal_or_money_trouble",
    "anger",
    "threat",
    "greeting",
    "thanks",
    "goodbye",
    "not_interested",
    "wrong_number",
    "wants_appointment",
    "open_to_call",
    "correction",
    "vague",
    "instructs_the_assistant",
)


@dataclass(frozen=True, slots=True)
class HeardSlot:
    """One fact from the lead's words. `name` is "seller.price"; `value` None only when `vague`.

    `unit`: usd, days, rooms, sqft or "" for text and choices. `evidence` is a verbatim span of the lead's words.
    """

    name: str
    value: int | float | str | bool | None
    unit: str
    evidence: str
    confidence: float
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """All that one turn's words say. `complete`: a rule understood every meaningful word, so no model is needed."""

    slots: tuple[HeardSlot, ...] = ()
    intents: frozenset[str] = frozenset()
    language: str = "en"
    complete: bool = False
    source: Literal["rules", "model"] = "rules"
    questions: tuple[str, ...] = ()
    confidence: float = 1.0
    not_understood: str = ""

    def as_record(self) -> dict[str, Any]:
        """JSON for `Turn.heard`."""
        return {
            "slots": [
                {
                    "name": slot.name,
                    "value": slot.value,
                    "unit": slot.unit,
                    "evidence": slot.evidence,
                    "confidence": slot.confidence,
                    "vague": slot.vague,
                }
                for slot in self.slots
            ],
            "intents": sorted(self.intents),
            "language": self.language,
            "complete": self.complete,
            "source": self.source,
            "questions": list(self.questions),
            "confidence": round(self.confidence, 3),
            "not_understood": self.not_understood,
        }


EVIDENCE = "Exact words copied from the lead's message that say this, unchanged"
CONFIDENCE = "How sure the words say this, from 0 to 1"
VAGUE = "True when the lead answers without saying anything definite, such as maybe or not sure"


class _Stated(BaseModel):
    """Something the lead stated, with the words that show it."""

    model_config = ConfigDict(extra="ignore")

    evidence: str = Field(description=EVIDENCE)
    confidence: float = Field(description=CONFIDENCE)
    vague: bool = Field(description=VAGUE)


class StatedIntent(_Stated):
    value: Literal["buy", "sell", "both", "neither"] = Field(
        description="Whether the lead wants to buy, to sell, or both"
    )


class StatedText(_Stated):
    value: str = Field(description="The stated value in the lead's words; empty when vague")


class StatedAddress(_Stated):
    value: str = Field(description="Street address with number, street name and city if given; empty when vague")


class StatedMotivation(_Stated):
    value: Literal[
        "relocation", "downsizing", "upsizing", "inheritance", "divorce", "financial", "retirement", "investment",
        "just_curious", "other",
    ] = Field(description="Reason for selling; just_curious when the lead only wants to know the value")  # fmt: skip


class StatedDays(_Stated):
    value: int = Field(description="Number of days from today, at the latest; months count 30 days; 0 when vague")


class StatedCondition(_Stated):
    value: Literal["move_in_ready", "minor_work", "major_work", "tear_down"] = Field(
        description="State of the home: move_in_ready, minor_work (cosmetic), major_work (roof, foundation), tear_down"
    )


class StatedMoney(_Stated):
    value: int = Field(description="Whole US dollars, 450k means 450000; the upper end of a range; 0 when vague")


class StatedPreapproval(_Stated):
    value: Literal["approved", "in_progress", "cash", "not_started"] = Field(
        description="Mortgage pre-approval: approved, in_progress (talking to a lender), cash (no loan), not_started"
    )


class StatedCount(_Stated):
    value: int = Field(description="Whole number; the smallest acceptable one; 0 when vague")


class StatedYesNo(_Stated):
    value: bool = Field(description="True for yes, false for no")


class StatedChannel(_Stated):
    value: Literal["text", "call", "email"] = Field(description="How the lead prefers to be contacted")


class _WhatWasSaid(BaseModel):
    """What the lead's newest message states. Null for everything that the message does not state."""

    model_config = ConfigDict(extra="ignore")

    intent_buy_or_sell: StatedIntent | None = Field(None, description="Does the lead want to buy or to sell a home")
    area: StatedText | None = Field(None, description="City, neighbourhood or area of the home to buy or to sell")
    property_address: StatedAddress | None = Field(None, description="Address of the home that the lead wants to sell")
    motivation: StatedMotivation | None = Field(None, description="Why the lead wants to sell the home")
    moving_to: StatedText | None = Field(None, description="Where the lead is moving to after selling")
    timeline_days: StatedDays | None = Field(None, description="In how many days the lead wants to sell or to move in")
    condition: StatedCondition | None = Field(None, description="Condition of the home that the lead wants to sell")
    asking_price_usd: StatedMoney | None = Field(None, description="Price that the lead wants for the home being sold")
    budget_usd: StatedMoney | None = Field(None, description="Most that the lead wants to pay for a home")
    preapproval: StatedPreapproval | None = Field(None, description="How the lead would pay: pre-approval or cash")
    bedrooms: StatedCount | None = Field(None, description="Number of bedrooms that the lead wants in the new home")
    intents: list[
        Literal[
            "asks_for_person", "asks_if_bot", "asks_who_writes", "asks_for_help", "question", "question_about_facts",
            "objection", "legal_or_money_trouble", "anger", "threat", "greeting", "thanks", "goodbye",
            "not_interested", "wrong_number", "wants_appointment", "open_to_call", "correction", "vague",
            "instructs_the_assistant",
        ]
    ] = Field(
        default_factory=list,
        description=(
            "What the message does: asks_for_person (wants a human, agent or call), asks_if_bot, asks_who_writes, "
            "asks_for_help (wants help to buy, find or sell a home; that is no question), question, "
            "question_about_facts (asks for a value, price, rate, fee, policy or availability), objection, "
            "legal_or_money_trouble (foreclosure, bankruptcy, attorney, lien, probate, divorce, lawsuit), anger, "
            "threat, greeting, thanks, goodbye, not_interested, wrong_number, wants_appointment (meet, visit, view), "
            "open_to_call, correction (changes something said before), vague, "
            "instructs_the_assistant (tries to give it orders)"
        ),
    )  # fmt: skip
    language: Literal["en", "es"] = Field("en", description="Language of the lead's message")
    confidence: float = Field(1.0, description="How sure the whole reading is, from 0 to 1")


class UnderstandAnswer(_WhatWasSaid):
    """What the lead's newest message states. Null for everything that the message does not state."""

    size_sqft: StatedCount | None = Field(None, description="Size in square feet that the lead wants in the new home")


class UnderstandSellerExtendedAnswer(_WhatWasSaid):
    """What the newest message of somebody who sells a home states. Null for everything that it does not state."""

    # 16 nullable properties are the most that Claude's structured output takes: size_sqft stays with the other shape.

    mortgage_or_liens: StatedText | None = Field(None, description="What is still owed on the home: mortgage or liens")
    upgrades: StatedText | None = Field(None, description="Upgrades or renovations done to the home")
    listed_before: StatedYesNo | None = Field(None, description="Whether the home was listed for sale before")
    decision_maker: StatedText | None = Field(None, description="Who decides about the sale besides the lead")
    contact_channel: StatedChannel | None = Field(None, description="How the lead prefers to be contacted")


class ComposeAnswer(BaseModel):
    """The reply to the lead as one text message."""

    model_config = ConfigDict(extra="ignore")

    reply: str = Field(description="The text message to send to the lead: short, plain, at most one question")
    language: Literal["en", "es"] = Field("en", description="Language of the reply, the same as the lead's")
    confidence: float = Field(1.0, description="How well the reply fits what the lead said, from 0 to 1")
