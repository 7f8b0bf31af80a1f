"""Pure: a look at everything that strangers wrote, before it is sent to a model."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from orchestrator.guards.signs import ENOUGH, ENOUGH_ASIDE, signs_of

MESSAGE = "lead_message"
WITHHELD = "(withheld)"


@dataclass(frozen=True, slots=True)
class Screened:
    """`texts` as they may go on, under the names they came with; `flags`: the signs of each text that shows any.

    `stop`: the newest message itself is an attack, and the request ends as Refused(reason="injection").
    `withheld`: other texts that were replaced, so that a poisoned note costs the note and not the answer.
    """

    texts: Mapping[str, str]
    flags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    withheld: tuple[str, ...] = ()
    stop: bool = False

    @property
    def all_flags(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(sign for signs in self.flags.values() for sign in signs))


def screen_in(texts: Mapping[str, str]) -> Screened:
    """`texts` by name: `lead_message`, and each further text that a stranger wrote (a variable, "history.3")."""
    flags: dict[str, tuple[str, ...]] = {}
    attacks: list[str] = []
    for name, text in texts.items():
        shown = signs_of(text)
        if shown.signs:
            flags[name] = shown.signs
            if shown.weight >= (ENOUGH if name == MESSAGE else ENOUGH_ASIDE):
                attacks.append(name)
    if not attacks:
        return Screened(texts, flags)
    withheld = tuple(name for name in attacks if name != MESSAGE)
    passed = {name: WITHHELD if name in withheld else text for name, text in texts.items()}
    return Screened(passed, flags, withheld, MESSAGE in attacks)


def injection_flags(text: str) -> tuple[str, ...]:
    """Names of the signs that a stranger's text shows."""
    return signs_of(text).signs
