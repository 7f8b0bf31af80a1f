"""Pure: a look at an answer before anybody uses it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from orchestrator.guards.bound_facts import unbound_facts
from orchestrator.guards.echoes import reads_as_code, repeats_prompt, said_for, strings
from orchestrator.masking.mask import PLACEHOLDER

Reason = Literal["prompt_leak", "link", "price", "date", "address", "contact", "placeholder", "injection"]
_TEMPLATE = re.compile(
    r"\{\{\s*\w+\s*\}\}|<(?:name|first_name|address|phone|price)>|\[(?:your"
    r"|insert) [\w ]{2,30}\]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why an answer may not be used. `sentence` names kinds, never words of the answer."""

    reason: Reason
    sentence: str


_SENTENCES: Mapping[str, str] = {
    "prompt_leak": "the answer repeats the system prompt, or reads as code",
    "placeholder": "the answer holds a placeholder that stands for nothing",
    "link": "the answer holds a link that nobody gave",
    "price": "the answer names a figure that nobody gave",
    "date": "the answer names a day or a time that nobody gave",
    "address": "the answer names a place that nobody gave",
    "contact": "the answer names a phone number or an e-mail address that nobody gave",
    "injection": "the answer says what a stranger dictated",
}


def screen_out(
    values: Mapping[str, Any],
    *,
    spoken: Sequence[str],
    facts: Iterable[str],
    strangers: Iterable[str],
    ours: Iterable[str] = (),
    contacts: Iterable[str] = (),
    prompt_text: str = "",
) -> Stopped | None:
    """The first reason why an answer (restored, in the lead's own words) may not be used, or None.

    `facts`: texts of the caller (facts, variables that no stranger wrote, what is pending). `strangers`: the message,
    older messages of the lead, variables that strangers wrote. `ours`: what we said before. Figures, days and places of
    the `spoken` fields must stand in one of the three; links in `facts`; phone numbers, e-mail addresses, percentages
    and times of day in `facts`, in `ours` or in `contacts` (the person's own).
    """
    facts, strangers, ours = tuple(facts), tuple(strangers), tuple(ours)
    allowed = (*facts, *strangers, *ours)
    reason: Reason | None = None
    if prompt_text and repeats_prompt(values, prompt_text):
        reason = "prompt_leak"
    elif _leaves_placeholder(values, allowed):
        reason = "placeholder"
    else:
        own = (*facts, *ours, *contacts)
        words = [text for name in spoken for text in strings(values.get(name))]
        reason = next(
            (found for text in words if (found := _spoken_reason(text, facts, strangers, allowed, own))), None
        )
    return Stopped(reason, _SENTENCES[reason]) if reason else None


def _spoken_reason(
    text: str, facts: tuple[str, ...], strangers: tuple[str, ...], allowed: tuple[str, ...], own: tuple[str, ...]
) -> Reason | None:
    for unbound in unbound_facts(text, allowed, links_from=facts, ours=own):
        return unbound.kind
    if reads_as_code(text):
        return "prompt_leak"
    return "injection" if said_for(text, strangers, ours=own) else None


def _leaves_placeholder(values: Mapping[str, Any], allowed: Iterable[str]) -> bool:
    """The lead's own words may look like a placeholder; those are evidence, no leak."""
    held = "\n".join(allowed)
    return any(
        match.group() not in held
        for text in strings(values)
        for pattern in (PLACEHOLDER, _TEMPLATE)
        for match in pattern.finditer(text)
    )
