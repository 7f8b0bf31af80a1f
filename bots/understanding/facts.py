"""Readers of rooms, of choices, and of the extended set."""

import re
from collections.abc import Callable

from bots.roles.table import SLOTS
from bots.understanding import choices, rooms
from bots.understanding.fact_places import FREE_TEXT
from bots.understanding.message import Message
from bots.understanding.tables import answer_words, condition, contact, motivation, place_words
from bots.understanding.tables.phrase import Phrase

_LENDER = re.compile(
    r"(?i:approv\w+|aprob\w+|qualified|applied|loan|letter|approval)(?: (?i:already|me|nos|it|now))?"
    r"(?P<lender> (?i:through|with|by|from|at|via|en|con|por) (?:(?i:my|our|the|a|el|mi|un|"
    r"la) )?(?:[A-Z][\w&]+(?: [A-Z][\w&]+){0,2}|"
    r"(?i:local )?(?i:credit union|bank|lender|banco|union de credito)))"
)
_BANKS = re.compile(
    r"(?:\b(?:with|through|via|by|at|con|por|from|de) )?(?:my |the |el |la )?\b(?:rocket(?: mortgage)?|"
    r"wells(?: fargo)?|chase|"
    r"bank of america|bofa|usaa|navy federal|quicken(?: loans)?|loan ?depot|guild|veterans united|us bank|"
    r"u\.s\. bank|pnc|"
    r"truist|citi(?:bank)?|penfed|cross ?country|fairway|amerisave|caliber|randolph brooks|rbfcu|pennymac|mr cooper)"
    r"(?: mortgage| bank| loans?| credit union)?\b"
)
_CREDIT = re.compile(
    r"\b(?:my|our) credit(?: score)? is (?:(?:really|very|pretty) )?(?:good|great|excellent|fine|ok|okay|solid|"
    r"\d{3})\b"
)
_DECIDERS = re.compile(
    r"\b(?:(?:just|only) (?:me|myself)|(?:me and )?my (?:wife|husband|spouse|partner|brother|sister|mom|"
    r"dad|siblings?|family)|solo yo|"
    r"mi (?:espos[oa]|herman[oa]|pareja|familia|mama|papa))\b"
)


def read_rooms(message: Message) -> None:
    if message.side == "seller":
        _take_own_rooms(message)
        return
    if (size := rooms.size_sqft(message.reading)) and SLOTS["buyer.size_sqft"].minimum <= size[0]:
        message.hear("buyer.size_sqft", *size, 0.9)
    asked = message.asks("buyer.bedrooms")
    found = rooms.bedrooms(message.reading, asked=asked)
    if found is not None and (message.side == "buyer" or asked):
        message.hear("buyer.bedrooms", *found, 0.95)
        for wish in rooms.GARAGE.finditer(message.folded):
            message.reading.take(*wish.span())
        for bath in rooms.BATHROOMS.finditer(message.folded):
            message.reading.take(*bath.span())


def _take_own_rooms(message: Message) -> None:
    """What a seller's own home has is asked nowhere, and its numbers are no price."""
    for pattern in rooms.OF_A_HOME:
        for match in pattern.finditer(message.folded):
            if message.reading.is_free(*match.span()):
                message.remark(*match.span())


def choice_reader(name: str, table: tuple[Phrase, ...], side: str) -> Callable[[Message], None]:
    def read(message: Message) -> None:
        asked = message.asks(name)
        if not asked and message.side != side:
            return
        found = choices.chosen(message.reading, table, asked=asked)
        if found is not None:
            value, start, end = found
            message.hear(name, value, start, end, 0.95 if asked else 0.85)
            take_same(message, table, value)

    return read


def take_same(message: Message, table: tuple[Phrase, ...], value: str) -> None:
    """Other words for the same value are understood with it; of a home's condition the worst word stands for all."""
    for phrase in table:
        if not phrase.only_asked and (phrase.value == value or table is condition.CONDITION):
            for match in phrase.pattern.finditer(message.folded):
                message.reading.take(*match.span())


def read_lender(message: Message) -> None:
    """Who approved a loan is asked nowhere, and a bank is no place."""
    for match in _LENDER.finditer(message.reading.text):
        message.remark(*match.span("lender"))
    says_yes = message.asks("buyer.preapproval") and answer_words.YES.match(message.folded)
    for match in _BANKS.finditer(message.folded) if says_yes or message.has("buyer.preapproval") else ():
        message.reading.take(*match.span())
    for match in _CREDIT.finditer(message.folded):
        message.remark(*match.span())


def read_motivation(message: Message) -> None:
    # Without the question asked, "moving to" of a buyer or "baby" of a small talker says nothing of a sale.
    choice_reader("seller.motivation", motivation.MOTIVATION, "seller")(message)
    if message.has("seller.moving_to"):  # "transferred to Plano" is also a reason, so the words wait until here
        for cue in place_words.MOVING_TO.finditer(message.folded):
            message.reading.take(*cue.span())


def read_extended(message: Message) -> None:
    """Answers to the extended set; free text only when it was asked for."""
    choice_reader("seller.contact_channel", contact.CONTACT_CHANNEL, "")(message)
    if message.asks("seller.decision_maker") and (match := _DECIDERS.search(message.folded)):
        message.hear("seller.decision_maker", match.group(), *match.span(), 0.95)
    if message.asks(*FREE_TEXT) and not message.slots and not message.intents:
        text = message.reading.text.strip()
        if text and "?" not in text and not answer_words.VAGUE.search(message.folded):
            message.hear(message.pending, text[:200], 0, len(text), 0.8)
