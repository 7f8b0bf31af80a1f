"""The types of a field map: what a value must be on each side, and how it goes over. Pure.

Values on our side, by type: text, phone (E.164), email, choice: str; number: int or float; money: an integer, in cents,
or in whole dollars where the attribute's name ends in `_usd`; date: "YYYY-MM-DD"; multi_choice: list of str;
boolean: bool.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from crm.values.dates import read_date
from crm.values.money import MOST_CENTS, cents_of, dollars_text
from crm.values.phones import to_e164
from crm.values.text import as_text

TRUE_WORDS = frozenset({"true", "yes", "y", "1", "on", "sí", "si"})
FALSE_WORDS = frozenset({"false", "no", "n", "0", "off"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WHOLE = re.compile(r"[+-]?\d{1,300}")


class WrongType(ValueError):
    """The value does not fit the rule's type; the rule's `expected` says what would."""


@dataclass(frozen=True, slots=True)
class FieldRule:
    """One line of a location's field map. `options`: the values that the CRM's picklist offers, where it has one."""

    attribute: str
    ghl_field_id: str
    type: str
    label: str = ""
    options: tuple[str, ...] = ()

    @property
    def expected(self) -> str:
        """What a value must be, in words for staff."""
        if not self.options:
            return CONVERTERS[self.type].expected
        return ("any of: " if self.type == "multi_choice" else "one of: ") + ", ".join(self.options)


@dataclass(frozen=True, slots=True)
class Converter:
    read: Callable[[FieldRule, Any], Any]
    write: Callable[[FieldRule, Any], Any]
    expected: str


def read_value(rule: FieldRule, value: Any) -> Any:
    """Our value, or None for an emptied field. Raises WrongType."""
    if is_empty(value):
        return None
    if rule.type == "multi_choice":
        return _read_choices(rule, value)
    may_be_listed = rule.options or rule.type in ("choice", "boolean")
    if may_be_listed and isinstance(value, list) and len(value) == 1:
        value = value[0]  # a radio or checkbox field gives its one value as a list
        if is_empty(value):
            return None
    read = CONVERTERS[rule.type].read(rule, value)
    return read if not rule.options else _offered(rule, read)[0]


def write_value(rule: FieldRule, value: Any) -> Any:
    """What the CRM is sent for our value; "" empties the field. Raises WrongType."""
    if is_empty(value):
        return ""
    if rule.type == "multi_choice":
        return _read_choices(rule, value)
    written = CONVERTERS[rule.type].write(rule, value)
    return written if not rule.options else _offered(rule, CONVERTERS[rule.type].read(rule, written))[1]


def is_empty(value: Any) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _offered(rule: FieldRule, value: Any) -> tuple[Any, str]:
    """(value, option) for the option of the picklist that says the same. Raises WrongType where none does.

    Options are compared as our type reads them, words without case and punctuation: "in_progress" is "In progress".
    """
    for option in rule.options:
        if rule.type in ("choice", "text"):
            if plain_word(option) == plain_word(value):
                return option.strip(), option
        elif _reads_as(rule, option, value):
            return value, option
    raise WrongType


def _reads_as(rule: FieldRule, option: str, value: Any) -> bool:
    try:
        return bool(CONVERTERS[rule.type].read(rule, option) == value)
    except WrongType:
        return False


def plain_word(text: str) -> str:
    """For comparing choices: without case, punctuation and repeated spaces; the text itself where nothing is left."""
    return " ".join(re.findall(r"\w+", text.casefold().replace("_", " "))) or text.strip()


def _read_text(_rule: FieldRule, value: Any) -> str:
    text = as_text(value)
    if not text:
        raise WrongType
    return text


def _read_number(_rule: FieldRule, value: Any) -> int | float:
    if isinstance(value, bool):
        raise WrongType
    if isinstance(value, int) and abs(value) < 10**300:
        return value
    text = value.strip().replace(",", "") if isinstance(value, str) else value
    if isinstance(text, str) and text.isascii() and _WHOLE.fullmatch(text):
        return int(text)
    try:
        number = float(text)
    except (TypeError, ValueError, OverflowError) as error:
        raise WrongType from error
    if not math.isfinite(number):
        raise WrongType
    return int(number) if number.is_integer() else number


def _write_number(rule: FieldRule, value: Any) -> str:
    # The specification types a numeric value as string: "87".
    return str(_read_number(rule, value))


def _read_money(rule: FieldRule, value: Any) -> int:
    cents = cents_of(value)
    if cents is None:
        raise WrongType
    return round(cents / 100) if _in_dollars(rule) else cents


def _write_money(rule: FieldRule, value: Any) -> str:
    cents = _cents(rule, value)
    if abs(cents) > MOST_CENTS:
        raise WrongType
    return dollars_text(cents)


def _cents(rule: FieldRule, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise WrongType
    return value * 100 if _in_dollars(rule) else value


def _in_dollars(rule: FieldRule) -> bool:
    return rule.attribute.endswith("_usd")


def _read_date(_rule: FieldRule, value: Any) -> str:
    """The day as it was written: midnight with an offset is that day, wherever the reader stands."""
    day = _day_of(value.strip()) if isinstance(value, str) else None
    day = day or read_date(value)
    if day is None:
        raise WrongType
    return day.isoformat()


def _day_of(text: str) -> date | None:
    if not _DAY.match(text) or read_date(text) is None:
        return None
    return date.fromisoformat(text[:10])


def _read_choices(rule: FieldRule, value: Any) -> list[str]:
    """Order kept, repeats dropped. A text is split at commas, but never inside an option that holds some."""
    if isinstance(value, str):
        parts: Sequence[Any] = _split(rule.options, value)
    elif isinstance(value, list):
        parts = value
    else:
        raise WrongType
    if any(isinstance(part, dict | list | bool) for part in parts):
        raise WrongType
    texts = [text for part in parts if (text := as_text(part))]
    if rule.options:
        texts = [_offered_choice(rule, text) for text in texts]
    return list(dict.fromkeys(texts))


def _offered_choice(rule: FieldRule, text: str) -> str:
    for option in rule.options:
        if plain_word(option) == plain_word(text):
            return option.strip()
    raise WrongType


def _split(options: tuple[str, ...], text: str) -> list[str]:
    parts, rest = [], text.strip()
    known = sorted((option.strip() for option in options if "," in option), key=len, reverse=True)
    while rest:
        option = next((one for one in known if _begins_with(rest, one)), None)
        part = option if option else rest.partition(",")[0]
        parts.append(part)
        rest = rest[len(part) :].lstrip().removeprefix(",").lstrip()
    return parts


def _begins_with(text: str, option: str) -> bool:
    return text.startswith(option) and text[len(option) :].lstrip()[:1] in ("", ",")


def _read_phone(_rule: FieldRule, value: Any) -> str:
    number = to_e164(as_text(value))
    if not number:
        raise WrongType
    return number


def _read_email(_rule: FieldRule, value: Any) -> str:
    address = email_of(as_text(value))
    if not address:
        raise WrongType
    return address


def _read_boolean(_rule: FieldRule, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = as_text(value).lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise WrongType


def _write_boolean(rule: FieldRule, value: Any) -> str:
    return "Yes" if _read_boolean(rule, value) else "No"


def email_of(text: str) -> str:
    """The address when it looks like one (one @ with something on both sides, no space, 254 characters), else ""."""
    name, at, host = text.rpartition("@")
    fits = at and name and "." in host and not any(sign.isspace() for sign in text) and len(text) <= 254
    return text if fits else ""


CONVERTERS: dict[str, Converter] = {
    "text": Converter(_read_text, _read_text, "text"),
    "number": Converter(_read_number, _write_number, "a number, such as 87 or 3.5"),
    "money": Converter(_read_money, _write_money, "an amount in dollars, such as 450000 or $450,000.50"),
    "date": Converter(_read_date, _read_date, "a date, such as 2026-03-04 or 03/04/2026"),
    "choice": Converter(_read_text, _read_text, "one word or phrase"),
    "multi_choice": Converter(_read_choices, _read_choices, "a list of words"),
    "phone": Converter(_read_phone, _read_phone, "a phone number, such as +15125550100"),
    "email": Converter(_read_email, _read_email, "an e-mail address"),
    "boolean": Converter(_read_boolean, _write_boolean, "yes or no"),
}
