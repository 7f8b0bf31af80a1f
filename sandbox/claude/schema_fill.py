"""Filling any schema with what was heard. Knows names of the trade, no schema in particular."""

from dataclasses import dataclass
from typing import Any

from sandbox.claude.enums import hints_of, is_hinted, pick_for_signals, signal_of
from sandbox.claude.fill_scalars import ScalarFiller
from sandbox.claude.heard import Fact
from sandbox.claude.names import (
    CONFIDENCE,
    EVIDENCE,
    KEY,
    REPLY,
    VAGUE,
    VALUE,
    likeness,
    match_name,
    words_of,
)
from sandbox.claude.schema_tools import Schema, choices_of, kind_of, numbers_in, resolve, variants
from sandbox.claude.wording import character_limit, reply

DEEPEST = 12


@dataclass(slots=True)
class Filler(ScalarFiller):
    """One request's answer in the making."""

    def fill(self) -> Any:
        return self._any(self.root, "", None, 0)

    # -- dispatch ---------------------------------------------------------------------------------

    def _any(self, schema: Any, name: str, fact: Fact | None, depth: int) -> Any:
        """Fill one place. `fact` is what an enclosing property means, when it means one thing."""
        choices, nullable = variants(schema, self.root)
        if not choices or depth > DEEPEST:
            return None
        results = [self._one(choice, name, fact, depth) for choice in choices]
        said = [value for value in results if value is not None and not _is_empty(value)]
        if said:
            return said[0]
        return None if nullable else self._required(choices[0], name, results[0], depth)

    def _one(self, schema: Schema, name: str, fact: Fact | None, depth: int) -> Any:
        if "const" in schema:
            return schema["const"]
        kind = kind_of(schema)
        if kind == "object":
            return self._object(schema, name, fact, depth)
        if kind == "array":
            return self._array(schema, name, fact, depth)
        return self._scalar(schema, kind, name, fact)

    # -- objects ----------------------------------------------------------------------------------

    def _object(self, schema: Schema, name: str, fact: Fact | None, depth: int) -> Any:
        properties = {key: resolve(one, self.root) for key, one in (schema.get("properties") or {}).items()}
        roles = {key: _role(key) for key in properties}
        is_slot = bool(set(roles.values()) & {"evidence", "confidence", "vague"}) and "value" in roles.values()
        if is_slot and fact is None:
            fact = self._fact_for(name, schema.get("description", "")) or self._signal_fact(name)
        if is_slot and fact is not None and self._can_hold(properties, roles, fact, depth):
            return {key: self._slot_part(properties[key], key, roles[key], fact, depth) for key in properties}
        if is_slot:
            return None if depth else self._blank(schema, depth)
        owners = self._owners(properties)
        filled = {}
        for key, one in properties.items():
            own = owners.get(key)
            filled[key] = self._any(one, key, own if own is not None else _inherited(fact, key), depth + 1)
        return filled

    def _owners(self, properties: dict[str, Schema]) -> dict[str, Fact]:
        """Give each fact to the properties that mean it; where several rivals do, to the one that was asked for."""
        claims: dict[str, list[str]] = {}
        for key, one in properties.items():
            concept = self._concept(key, str(one.get("description", "")))
            if concept and _role(key) != "reply":
                claims.setdefault(concept, []).append(key)
        owners: dict[str, Fact] = {}
        for concept, keys in claims.items():
            if (fact := self._fact(concept)) is not None:
                for key in self._winners(keys):
                    owners[key] = fact
        return owners

    def _winners(self, keys: list[str]) -> list[str]:
        """Facets of one thing (low, high, text) all win; rivals give way to the pending one, else to the first."""
        stems = {key: _stem(key) for key in keys}
        if len(set(stems.values())) <= 1:
            return keys
        asked = max(keys, key=lambda key: likeness(key, self.request.pending))
        winner = asked if likeness(asked, self.request.pending) > 0 else self._by_side(keys)
        return [key for key in keys if stems[key] == stems[winner]]

    def _by_side(self, keys: list[str]) -> str:
        side = self.heard.facts.get("side")
        wants = {"buy": {"in", "buyer", "movein"}, "sell": {"out", "seller", "close", "sale"}}.get(
            str(side.value) if side else "", set()
        )
        return next((key for key in keys if set(words_of(key)) & wants), keys[0])

    def _can_hold(self, properties: dict[str, Schema], roles: dict[str, str], fact: Fact, depth: int) -> bool:
        """Return whether some value place takes this fact; a vague one needs none."""
        places = [(key, one) for key, one in properties.items() if roles[key] == "value"]
        return fact.vague or any(
            self._one(choice, key, fact, depth + 1) is not None
            for key, one in places
            for choice in variants(one, self.root)[0]
        )

    def _slot_part(self, schema: Schema, key: str, role: str, fact: Fact, depth: int) -> Any:
        choices, nullable = variants(schema, self.root)
        if not choices:
            return None
        part = choices[0]
        value = self._role_value(part, key, role, fact, depth)
        if role == "value" and value is None:
            values = [self._one(one, key, fact, depth + 1) for one in choices[1:]]
            value = next((one for one in values if one is not None), None)
        if value is None and not nullable:
            return self._required(part, key, None, depth)
        return value

    def _role_value(self, part: Schema, key: str, role: str, fact: Fact, depth: int) -> Any:
        if role == "evidence":
            quotes = [fact.quote] if fact.quote else []
            return quotes if kind_of(part) == "array" else fact.quote
        if role == "confidence":
            return self._confidence(part, fact.confidence)
        if role == "vague":
            return fact.vague if kind_of(part) == "boolean" else ("vague" if fact.vague else None)
        if role == "offset":
            at = self.heard.text.find(fact.quote)
            return at if set(words_of(key)) & {"start", "begin", "from"} else at + len(fact.quote)
        if role == "unit":
            return self._unit(part, fact)
        if role == "value":
            return self._one(part, key, fact, depth + 1)
        return self._any(part, key, fact, depth + 1)

    def _unit(self, part: Schema, fact: Fact) -> Any:
        unit = {"timeline": "days", "beds": "bedrooms", "baths": "bathrooms", "sqft": "sqft"}.get(fact.concept, "usd")
        if unit == "usd" and fact.concept not in {"price", "budget", "mortgage", "money"}:
            unit = ""
        options = choices_of(part)
        return (
            next((one for one in options if unit and unit[:3] in str(one).lower()), None) if options else unit or None
        )

    # -- arrays -----------------------------------------------------------------------------------

    def _array(self, schema: Schema, name: str, fact: Fact | None, depth: int) -> list[Any] | None:
        items = variants(schema.get("items") or {}, self.root)[0]
        item = items[0] if items else {}
        words = set(words_of(name))
        if kind_of(item) == "object":
            return self._objects(item, depth)
        if options := choices_of(item):
            return self._several(options, str(schema.get("description", "")))
        if (
            words & REPLY
            and not words & EVIDENCE
            and (
                words & {"variants", "replies", "messages", "texts", "options", "wordings", "drafts", "responses"}
                or self.request.ask
            )
        ):
            return self._variants(schema, item, name)
        if words & {"question", "questions", "asks"}:
            return list(self.heard.questions)
        if words & EVIDENCE:
            return [one.quote for one in ([fact] if fact else self.heard.facts.values()) if one.quote]
        if fact is not None:
            value = self._one(item, name, fact, depth + 1)
            return [] if value is None else [value]
        return []

    def _objects(self, item: Schema, depth: int) -> list[Any]:
        """Fill a list of {slot name, value, evidence...}: one entry per thing that was said."""
        properties = {key: resolve(one, self.root) for key, one in (item.get("properties") or {}).items()}
        key_name = next(
            (key for key in properties if set(words_of(key)) & KEY and self._options(properties[key])), None
        )
        if key_name is None:
            return []
        options = [str(one) for one in self._options(properties[key_name])]
        rivals = self._owners({option: {"description": ""} for option in options})
        entries = []
        for option in options:
            fact = rivals.get(option) or self._signal_fact(option)
            if fact is None or (fact.vague and not self._can_be_vague(properties)):
                continue
            entry = {
                key: option if key == key_name else self._slot_part(one, key, _role(key), fact, depth + 1)
                for key, one in properties.items()
            }
            entries.append(entry)
        return entries

    def _options(self, schema: Schema) -> list[Any]:
        return [option for one in variants(schema, self.root)[0] for option in choices_of(one)]

    def _can_be_vague(self, properties: dict[str, Schema]) -> bool:
        for key, one in properties.items():
            if _role(key) == "vague" or any("vague" in str(option) for option in self._options(one)):
                return True
            if _role(key) == "value" and variants(one, self.root)[1]:
                return True
        return False

    def _several(self, options: list[Any], described: str) -> list[Any]:
        """Return the options of an enum list that were heard, by signal or by fact.

        Of two options for one signal ("question", "question_about_price") the longer one needs its hint to be heard.
        """
        found, hints, meant = [], hints_of(described), set()
        for option in sorted(options, key=lambda one: len(words_of(str(one)))):
            concept = signal_of(str(option))
            said = self.heard.signals.get(concept, "")
            if concept in meant and not is_hinted(hints.get(str(option).lower(), []), said):
                continue
            meant.add(concept or str(option))
            fact = self._fact_for(str(option), "") if not concept else None
            if (concept and concept in self.heard.signals) or (fact is not None and not fact.vague):
                found.append(option)
        return [option for option in options if option in found]

    def _variants(self, schema: Schema, item: Schema, name: str) -> list[str]:
        described = f"{schema.get('description', '')} {item.get('description', '')}"
        counted = [number for number in numbers_in(described) if 1 < number <= 12]
        count = int(schema.get("minItems") or (counted[0] if counted else 3))
        count = min(count, int(schema.get("maxItems", count)))
        limit = character_limit(described, item.get("maxLength"), self.request.instructions)
        return [
            reply(
                self.request,
                self.heard,
                variant=number,
                limit=limit,
                obey=self.obey,
                asks_pending=self._only_speaks(),
            )
            for number in range(count)
        ]

    # -- what must be there although nothing was said -----------------------------------------------

    def _required(self, schema: Schema, name: str, filled: Any, depth: int) -> Any:
        if filled is not None:
            return filled
        if options := choices_of(schema):
            neutral = pick_for_signals(options, self.heard, is_about=True)
            return options[-1] if neutral is None else neutral
        kind = kind_of(schema)
        if kind == "object":
            return self._blank(schema, depth)
        if kind == "array":
            return []
        if kind == "boolean":
            return False
        if kind in {"integer", "number"}:
            return max(0, schema.get("minimum", 0))
        smallest = int(schema.get("minLength", 0))
        return self.heard.text[: max(smallest, 1)].ljust(smallest, ".") if smallest else ""

    def _blank(self, schema: Schema, depth: int) -> Any:
        filled = {}
        for key, one in (schema.get("properties") or {}).items():
            choices, nullable = variants(one, self.root)
            filled[key] = (
                None if nullable or not choices or depth > DEEPEST else self._required(choices[0], key, None, depth + 1)
            )
        return filled


def _is_empty(value: Any) -> bool:
    return (
        value == []
        or value == ""
        or (isinstance(value, dict) and bool(value) and all(one is None for one in value.values()))
    )


def _role(key: str) -> str:
    words = set(words_of(key))
    for role, names in (("evidence", EVIDENCE), ("confidence", CONFIDENCE), ("vague", VAGUE), ("value", VALUE)):
        if words & names and len(words) <= 2:
            return role
    if words & {"start", "end", "offset", "begin"}:
        return "offset"
    if words & {"unit", "units"}:
        return "unit"
    return "reply" if words & REPLY and not match_name(key).concept else ""


def _stem(key: str) -> tuple[str, ...]:
    facets = (
        EVIDENCE
        | CONFIDENCE
        | VAGUE
        | VALUE
        | {
            "usd",
            "cents",
            "days",
            "weeks",
            "months",
            "text",
            "min",
            "max",
            "low",
            "high",
            "raw",
            "date",
            "is",
            "has",
            "accepts",
            "accepted",
            "note",
        }
    )
    return tuple(word for word in words_of(key) if word not in facets)


def _inherited(fact: Fact | None, key: str) -> Fact | None:
    """Let {"timeline": {"days": ..., "text": ...}} pass its meaning down, but not to a property with one of its own."""
    return None if fact is None or match_name(key).concept not in {"", fact.concept} else fact
