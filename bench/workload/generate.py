"""Writes a qualification workload: leads of several locations who answer, ask, object, correct and chat.

The phrases stand in files of data (phrases/*.json), the seed is an argument. `unique_share` is the share of messages
whose text no other message of the file has: those draw from wide ranges (streets, amounts, dates, wording around
them, asides, a typo now and then); the others are said by several leads.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.workload.records import Person, Said
from bots.roles.table import SLOTS

PHRASES = Path(__file__).parent / "phrases"
SPANISH_SHARE = 0.25
TRIAGE_SHARE = 0.5  # leads of whom nobody said yet whether they buy or sell
TYPO_SHARE = 0.08  # of unique messages
WRAPPED_SHARE = 0.6  # of unique messages
ASIDE_SHARE = 0.3  # of unique messages; the rest differs by its values and wording alone
BESIDE_SHARES = {"vague": 0.05, "questions": 0.07, "objections": 0.03, "small_talk": 0.07, "correction": 0.05}
SEVERAL_SHARE = 0.1
MOST_DRAWS = 60
SLOTS_IN_ORDER = {
    "seller": ("seller.address", "seller.motivation", "seller.timeline", "seller.condition", "seller.price"),
    "buyer": ("buyer.budget", "buyer.preapproval", "buyer.bedrooms", "buyer.timeline", "buyer.area"),
}
_FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Plan:
    """What to write. `folder` holds en.json and es.json."""

    turns: int = 2000
    leads: int = 300
    locations: int = 4
    unique_share: float = 0.3
    seed: int = 20261120
    folder: Path = PHRASES


DEFAULTS = Plan()


@dataclass(slots=True, eq=False)
class _Spot:
    """One message still to be worded: one of these templates, by this lead. `kind` names them."""

    speaker: "_Speaker"
    kind: str
    templates: list[dict[str, Any]]
    unique: bool = False


@dataclass(slots=True, eq=False)
class _Speaker:
    person: Person
    side: str
    language: str
    spots: list[_Spot] = field(default_factory=list)


def generate(plan: Plan) -> list[Said]:
    """The messages in the order in which they are played; the same plan gives the same file."""
    chance = random.Random(plan.seed)
    phrases = {language: json.loads((plan.folder / f"{language}.json").read_text("utf-8")) for language in ("en", "es")}
    speakers = [_speaker(number, plan, phrases, chance) for number in range(plan.leads)]
    lengths = _lengths(plan.turns, plan.leads, chance)
    for speaker, length in zip(speakers, lengths, strict=True):
        speaker.spots = _conversation(speaker, phrases[speaker.language], length, chance)
    spots = [spot for speaker in speakers for spot in speaker.spots]
    for spot in _to_be_unique(spots, plan.unique_share, chance):
        spot.unique = True
    worded = _worded(spots, phrases, chance)
    queues = [[worded[id(spot)] for spot in speaker.spots] for speaker in speakers]
    return list(_interleaved(queues, chance))


def unique_share(said: list[Said]) -> float:
    """Share of messages whose text stands once in the file."""
    times = Counter(message.text for message in said)
    return sum(times[message.text] == 1 for message in said) / len(said)


def _to_be_unique(spots: list[_Spot], share: float, chance: random.Random) -> list[_Spot]:
    """A lead's own name stands in no text that several say."""
    named = [spot for spot in spots if any("{name}" in template["text"] for template in spot.templates)]
    kept = set(named)
    others = [spot for spot in spots if spot not in kept]
    return named + chance.sample(others, max(0, round(share * len(spots)) - len(named)))


def _speaker(number: int, plan: Plan, phrases: Mapping[str, Any], chance: random.Random) -> _Speaker:
    language = "es" if chance.random() < SPANISH_SHARE else "en"
    side = chance.choice(("buyer", "seller"))
    first, last = chance.choice(phrases[language]["first_names"]), chance.choice(phrases[language]["last_names"])
    person = Person(
        lead=f"lead-{number:04d}",
        location=f"location-{chance.randrange(plan.locations) + 1}",
        role="lead" if chance.random() < TRIAGE_SHARE else side,
        first_name=first,
        last_name=last,
        phone=f"+1512555{number:04d}",
        email=f"{first}.{last}{number}@example.com".lower(),
    )
    return _Speaker(person, side, language)


def _lengths(turns: int, leads: int, chance: random.Random) -> list[int]:
    """Messages per lead, at least one, `turns` in all."""
    lengths = [1] * leads
    while sum(lengths) < turns:
        lengths[chance.randrange(leads)] += 1
    return lengths


def _conversation(speaker: _Speaker, words: Mapping[str, Any], length: int, chance: random.Random) -> list[_Spot]:
    """An opener, then answers in the order of asking with what people write between them, small talk at the end."""
    side, answered = speaker.side, list[str]()
    opener = chance.choice(words["openers"][side])
    kinds = [(f"openers.{side}.{opener['text']}", [opener])]
    open_slots = [slot for slot in SLOTS_IN_ORDER[side] if SLOTS[slot].answer_property not in opener["slots"]]
    while len(kinds) < length:
        beside = _beside(words, answered, chance)
        if beside is not None:
            kinds.append(beside)
        elif not open_slots:
            kinds.append(("end", _plain(words["small_talk"] + words["questions"])))
        elif chance.random() < SEVERAL_SHARE and (several := _several(words["several"][side], open_slots)):
            template = chance.choice(several)
            open_slots = [slot for slot in open_slots if SLOTS[slot].answer_property not in template["slots"]]
            kinds.append((f"several.{side}.{template['text']}", [template]))
        else:
            answered.append(open_slots.pop(0))
            kinds.append((answered[-1], words["answers"][answered[-1]]))
    return [_Spot(speaker, f"{speaker.language}.{kind}", templates) for kind, templates in kinds]


def _several(templates: list[dict[str, Any]], open_slots: list[str]) -> list[dict[str, Any]]:
    """Those that say nothing again."""
    left = {SLOTS[slot].answer_property for slot in open_slots} | {"size_sqft", "moving_to"}
    return [template for template in templates if template["slots"].keys() <= left]


def _beside(
    words: Mapping[str, Any], answered: list[str], chance: random.Random
) -> tuple[str, list[dict[str, Any]]] | None:
    drawn = chance.random()
    for kind, share in BESIDE_SHARES.items():
        drawn -= share
        if drawn >= 0:
            continue
        if kind != "correction":
            return kind, _plain(words[kind])
        known = [slot for slot in answered if slot in words["corrections"]]
        slot = chance.choice(known) if known else ""
        return (f"correction.{slot}", words["corrections"][slot]) if slot else None
    return None


def _plain(texts: list[str]) -> list[dict[str, Any]]:
    return [{"text": text, "slots": {}} for text in texts]


def _interleaved(queues: list[list[Said]], chance: random.Random) -> Iterator[Said]:
    """Leads speak side by side: about 40 conversations are open at once, a new one starts when one ends."""
    waiting, open_now = list(reversed(queues)), list[list[Said]]()
    while waiting or open_now:
        while waiting and len(open_now) < 40:
            open_now.append(waiting.pop())
        queue = chance.choice(open_now)
        yield queue.pop(0)
        if not queue:
            open_now.remove(queue)


# -- Words -------------------------------------------------------------------------------------------------------------


def _worded(spots: list[_Spot], phrases: Mapping[str, Any], chance: random.Random) -> dict[int, Said]:
    """Common messages first, so that a unique one can differ from all of them."""
    found: dict[int, Said] = {}
    alike: dict[str, list[_Spot]] = {}
    for spot in spots:
        if not spot.unique:
            alike.setdefault(spot.kind, []).append(spot)
    for group in alike.values():
        found |= _said_by_several(group, phrases[group[0].speaker.language], chance)
    seen = {said.text for said in found.values()}
    for spot in (spot for spot in spots if spot.unique):
        words = phrases[spot.speaker.language]
        for _ in range(MOST_DRAWS):
            text, slots = _draw(spot, words, chance)
            if text not in seen:
                break
        seen.add(text)
        found[id(spot)] = _said(spot, text, slots)
    return found


def _said_by_several(group: list[_Spot], words: Mapping[str, Any], chance: random.Random) -> dict[int, Said]:
    """Each text is said twice at least, the first ones far more often than the last."""
    pool: dict[str, Mapping[str, Any]] = {}
    for _ in range(max(1, len(group) // 3)):
        text, slots = _draw(group[0], words, chance)
        pool.setdefault(text, slots)
    texts = list(pool.items())
    twice = [pair for pair in texts for _ in (1, 2)][: len(group)]
    more = chance.choices(texts, [1 / rank for rank in range(1, len(texts) + 1)], k=len(group) - len(twice))
    drawn = twice + more
    chance.shuffle(drawn)
    return {id(spot): _said(spot, text, slots) for spot, (text, slots) in zip(group, drawn, strict=True)}


def _said(spot: _Spot, text: str, slots: Mapping[str, Any]) -> Said:
    """Whose role says already that they sell says it again: that may be noted or not."""
    again = spot.speaker.person.role != "lead" and "intent_buy_or_sell" in slots
    return Said(spot.speaker.person, text, {**slots, "intent_buy_or_sell": None} if again else dict(slots))


def _draw(spot: _Spot, words: Mapping[str, Any], chance: random.Random) -> tuple[str, dict[str, Any]]:
    template = chance.choice(spot.templates)
    values = _Values(words, chance, wide=spot.unique, name=spot.speaker.person.first_name, template=template)
    text = _FIELD.sub(lambda found: values.text(found[1]), template["text"])
    slots = {name: values.value(label) for name, label in template["slots"].items()}
    text = text[0].upper() + text[1:] if spot.unique and chance.random() < 0.4 else text
    return _dressed(text, words, values, chance) if spot.unique else text, slots


def _dressed(text: str, words: Mapping[str, Any], values: "_Values", chance: random.Random) -> str:
    """What makes a message one person's own: a courtesy before or after, an aside, a typo."""
    if chance.random() < WRAPPED_SHARE:
        text = chance.choice(words["before"]) + text if chance.random() < 0.6 else text + chance.choice(words["after"])
    if chance.random() < ASIDE_SHARE:
        aside = _FIELD.sub(lambda found: values.aside(found[1]), chance.choice(words["asides"]))
        text = f"{text.rstrip('.')}. {aside}" if chance.random() < 0.7 else f"{aside} {text}"
    return _with_typo(text, chance) if chance.random() < TYPO_SHARE else text


def _with_typo(text: str, chance: random.Random) -> str:
    """Two letters of one longer word change places."""
    long_words = list(re.finditer(r"(?<!\S)[a-z]{6,}(?!\S)", text))
    if not long_words:
        return text
    at = (match := chance.choice(long_words)).start() + chance.randrange(1, len(match.group()) - 2)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


class _Values:
    """What one message fills in, each value once: its words and what they stand for."""

    def __init__(
        self, words: Mapping[str, Any], chance: random.Random, *, wide: bool, name: str, template: Mapping[str, Any]
    ) -> None:
        self._words, self._chance, self._wide = words, chance, wide
        self._template = template
        self._drawn: dict[str, tuple[str, Any]] = {"name": (name, name)}

    def text(self, name: str) -> str:
        return self._of(name)[0]

    def value(self, label: Any) -> Any:
        """A label as it is, or the value behind "{money}"."""
        found = _FIELD.fullmatch(label) if isinstance(label, str) else None
        return self._of(found[1])[1] if found else label

    def aside(self, name: str) -> str:
        return {
            "relative": lambda: self._chance.choice(self._words["relatives"]),
            "weekday": lambda: self._chance.choice(self._words["weekdays"]),
            "number": lambda: str(self._chance.randint(2, 30)),
            "city": lambda: self._chance.choice(self._words["cities"]),
            "street": lambda: self._chance.choice(self._words["streets"]),
        }[name]()

    def _of(self, name: str) -> tuple[str, Any]:
        if name not in self._drawn:
            self._drawn[name] = getattr(self, f"_{name}")()
        return self._drawn[name]

    def _pick(self, what: str) -> str:
        return str(self._chance.choice(self._words[what]))

    def _same(self, text: str) -> tuple[str, str]:
        return text, text

    def _money(self) -> tuple[str, int]:
        if not self._wide:
            text = self._chance.choice(self._words["common"]["money"])
            number = int(re.sub(r"\D", "", text))
            return text, number if number >= 10_000 else number * 1000
        thousands = self._chance.randrange(180, 990)
        form = self._chance.choice(self._words["money_forms"])
        return form.format(k=thousands, full=f"{thousands},000"), thousands * 1000

    def _days(self) -> tuple[str, int | None]:
        if not self._wide and not self._template.get("needs_in"):
            text = self._chance.choice(self._words["common"]["days"])
            return text, self._words["days_fixed"].get(text)
        forms = self._words["day_forms"]
        if self._template.get("needs_in"):
            forms = [row for row in forms if row[0].startswith(("in ", "en "))]
        form, unit = self._chance.choice(forms)
        number = self._chance.randint(*{1: (20, 120), 7: (3, 20), 30: (2, 14)}[unit])
        return form.format(n=number), number * unit

    def _beds(self) -> tuple[str, int]:
        if not self._wide:
            texts = self._words["common"]["beds"]
            inside = self._template["text"] != "{beds}"  # "a 3 house" says nobody
            text = self._chance.choice([t for t in texts if re.search("bed|hab|rec|cuart", t)] if inside else texts)
            return text, int(re.search(r"\d", text).group())  # type: ignore[union-attr]  # each has a number
        form, _ = self._chance.choice(self._words["bed_forms"])
        number = self._chance.randint(2, 6)
        return form.format(n=number, b=self._chance.randint(1, 4)), number

    def _sqft(self) -> tuple[str, int]:
        size = self._chance.randrange(900, 3600, 50)
        return f"{size:,}" if self._chance.random() < 0.5 else str(size), size

    def _area(self) -> tuple[str, str]:
        return self._same(self._pick("areas") if self._wide else self._chance.choice(self._words["common"]["area"]))

    def _city(self) -> tuple[str, str]:
        return self._same(self._pick("cities") if self._wide else self._chance.choice(self._words["common"]["area"]))

    def _address(self) -> tuple[str, str]:
        number = self._chance.randint(100, 9900) if self._wide else self._chance.choice((12, 100, 1420))
        street = self._pick("streets") if self._wide else self._words["streets"][0]
        city = f", {self._pick('cities')}" if self._wide and self._chance.random() < 0.4 else ""
        return self._same(f"{number} {street}{city}")

    def _reason(self) -> tuple[str, str]:
        text, value = self._chance.choice(self._words["reasons"])
        return text.format(city=self.text("city")) if "{city}" in text else text, value

    def _condition(self) -> tuple[str, str]:
        wanted = [row for row in self._words["conditions"] if row[2] or not self._template.get("adjective")]
        text, value, _ = self._chance.choice(wanted)
        return text, value

    def _preapproval(self) -> tuple[str, str]:
        text, value = self._chance.choice(self._words["preapprovals"])
        money = f"{self._chance.randrange(200, 900)}k" if self._wide else "400k"
        return text.format(weekday=self._pick("weekdays"), money2=money), value

    def _number(self) -> tuple[str, int]:
        number = self._chance.randint(2, 30)
        return str(number), number
