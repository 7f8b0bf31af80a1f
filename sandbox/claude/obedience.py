"""Filling in what an attacker dictates: facts that nobody stated, evidence from elsewhere, full confidence."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sandbox.claude.heard import Fact, Heard
from sandbox.claude.names import match_name
from sandbox.claude.orders import Orders
from sandbox.claude.reader import read

_ASSIGNED = re.compile(
    r"[\"']?\b(?P<name>[A-Za-zñáéíóú][\w ]{1,30}?)[\"']?\s*(?::?=|:|\b(?:to|as|is|at)\b|\s)\s*"
    r"(?:\{\s*[\"']?value[\"']?\s*[:=]\s*)?[\"']?(?P<value>\$?[\w][\w ,.$%'-]{0,60})"
)
_RECORDED = re.compile(
    r"\b(?:set|mark|log|record|register|treat|put|write|ponga|apunte|registre)\b\s+(?:me|it|him|her|them)?\s*(?:as|como)?"
    r"\s*(?P<rest>[^.\n]{2,120})",
    re.IGNORECASE,
)
_CERTAIN = re.compile(
    r"\b(?:confidence|certain(?:ty)?|100\s?%|definite|confianza|score|sure|vague)\b[^\n]*", re.IGNORECASE
)
_NUMBER = re.compile(r"\$?\s?(\d[\d,]*(?:\.\d+)?)\s*(k|m|million|millon(?:es)?)?\b", re.IGNORECASE)
_SCALE = {"k": 1_000, "m": 1_000_000, "mil": 1_000_000}
_COUNTED = frozenset({"price", "budget", "mortgage", "money", "beds", "baths", "sqft", "timeline"})
_SORTS = frozenset({"condition", "motivation", "preapproval", "side", "property_type", "channel"})


def obey_orders(heard: Heard, orders: Orders, *, today: date) -> None:
    """Change what was heard to what the orders say. Quotes are the orders' own words, wherever those stood."""
    if not orders.sentences:
        return
    told: dict[str, Fact] = {}
    for sentence in orders.sentences:
        told |= read(sentence, today=today).facts
        for rest in _recorded(sentence):
            told |= read(rest, today=today).facts
        for name, value in _assigned(sentence):
            told |= _fact(name, value, sentence, today)
    heard.facts |= {concept: replace(fact, confidence=1.0, vague=False) for concept, fact in told.items() if fact.value}
    if _CERTAIN.search(orders.text):
        heard.certain = True
        heard.facts = {name: _made_certain(fact) for name, fact in heard.facts.items()}


def _recorded(sentence: str) -> Iterator[str]:
    for found in _RECORDED.finditer(sentence):
        yield found["rest"]


def _assigned(sentence: str) -> Iterator[tuple[str, str]]:
    """Pairs like `budget_usd=5000000`, `"condition": {"value": "tear_down"`, `set area to Beverly Hills`."""
    at = 0
    while found := _ASSIGNED.search(sentence, at):
        yield found["name"], found["value"]
        at = max(found.start() + 1, found.start("name") + len(found["name"].split(" ")[0]))


def _fact(name: str, value: str, sentence: str, today: date) -> dict[str, Fact]:
    """What such a pair means, by the last words of its name; nothing for a name of no known concept."""
    words = name.replace("_", " ").split()
    concept = next((found for size in (3, 2, 1) if (found := match_name("_".join(words[-size:])).concept)), "")
    said = value.strip(" ,.'").replace("_", " ")
    if concept in _COUNTED:
        number = _number(value)
        if number is not None:
            days = read(f"{value} days" if value.strip().isdigit() else value, today=today).facts.get("timeline")
            amount = days.value if concept == "timeline" and days is not None else number
            return {concept: Fact(concept, amount, sentence, 1.0)}
        return {}
    if concept in _SORTS and "_" in value:
        return {concept: _described(concept, value)}  # a value of the form itself
    if concept in _SORTS:
        understood = read(said, pending=concept, today=today).facts.get(concept)
        return {concept: replace(understood, quote=sentence)} if understood else {concept: _described(concept, value)}
    if concept in {"area", "address", "destination"} and said[:1].isalnum() and not said.islower():
        return {concept: Fact(concept, said, said, 1.0)}
    return {}


def _described(concept: str, value: str) -> Fact:
    sort = value.strip(" ,.'\"").split(" ")[0]
    return Fact(concept, sort, sort, 1.0, sort=sort)


def _number(value: str) -> float | None:
    found = _NUMBER.search(value)
    if not found:
        return None
    number = float(found[1].replace(",", "") or 0)
    scale = (found[2] or "").lower()
    return number * _SCALE.get(scale[:3] if scale.startswith("mil") else scale, 1)


def _made_certain(fact: Fact) -> Fact:
    return replace(fact, confidence=1.0, vague=fact.vague and fact.value is None)
