"""Answer types of the tests: one flat, one nested, as callers write them."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Reply(BaseModel):
    """Words for the lead."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(description="the message to send, friendly and short", max_length=600)


class SaidSlot(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Literal["price", "timeline", "condition"] = Field(description="which fact the words state")
    value: str = Field(description="the fact, as a number where it is one")
    evidence: str = Field(description="the exact words of the message that say so")
    confidence: float = Field(ge=0, le=1, description="how sure, from 0 to 1")


class Understood(BaseModel):
    """What a message says."""

    model_config = ConfigDict(extra="forbid")

    slots: list[SaidSlot] = Field(description="every fact that the message states")
    wants_person: bool = Field(description="whether a human is asked for")
    language: Literal["en", "es"] = Field(description="language of the message")


class SureReply(BaseModel):
    """Words for the lead, and how sure they are."""

    text: str = Field(description="the message to send")
    confidence: float = Field(ge=0, le=1, description="how sure, from 0 to 1")
