"""What a bot role is: the facts it asks for, in order, and those it takes when offered."""

from dataclasses import dataclass
from typing import Literal

SlotType = Literal["money", "days", "count", "choice", "text", "address", "yes_no"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One fact. `name` is "seller.price"; `crm_attribute` the name of the field map; `answer_property` the model's.

    `asks`: what the question is about, for people and for `<pending>`. `also_from`: slots of other roles that hold the
    same fact. `minimum` and `maximum`: outside of them a number was misheard.
    """

    name: str
    type: SlotType
    asks: str
    crm_attribute: str
    answer_property: str
    label: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    also_from: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int = 0

    @property
    def short_name(self) -> str:
        return self.name.partition(".")[2]


@dataclass(frozen=True, slots=True)
class BotRole:
    """`slots` are asked in this order, one per message; `extended` follow when the location wants them; `extras` are
    taken when the lead offers them and never asked. `core` are those that a temperature asks for and "3/4" counts."""

    name: str
    slots: tuple[Slot, ...]
    core: tuple[str, ...]
    extended: tuple[Slot, ...] = ()
    extras: tuple[Slot, ...] = ()

    def asked_slots(self, *, extended: bool) -> tuple[Slot, ...]:
        return self.slots + (self.extended if extended else ())

    @property
    def all_slots(self) -> tuple[Slot, ...]:
        return self.slots + self.extended + self.extras
