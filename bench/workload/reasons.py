"""Why a turn needed a provider, grouped: what rules left unread, and which decisions asked for words of a model."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from bench.workload.playing import Played
from bots.answers import Heard

EXAMPLES = 3
_CONVERSATION = ("question", "question_about_facts", "objection", "correction", "instructs_the_assistant")


def why_understand(rules: Heard) -> str:
    """The first reason why rules did not finish with a message."""
    if rules.questions and "question_about_facts" not in rules.intents:
        return "a question of the lead's own"
    if "objection" in rules.intents:
        return "an objection"
    if rules.not_understood:
        words = len(rules.not_understood.split())
        return f"words left unread: {'one' if words == 1 else 'two' if words == 2 else 'three or more'}"
    if any(slot.confidence < 0.65 and not slot.vague for slot in rules.slots):
        return "a slot of which the rules are not sure"
    if not rules.slots and not rules.intents:
        return "nothing heard"
    return "something else"


def why_compose(played: Played) -> str:
    made = played.made
    if made is None:
        return f"no answer: {played.ended}"
    said = [name for name in _CONVERSATION if name in made.heard.intents]
    if said:
        return " and ".join(said)
    if made.decision.counts.vague_in_row >= 2:
        return "a second vague answer"
    if made.decision.counts.low_confidence_in_row:
        return "words that were not understood"
    return made.decision.why[0]


def grouped(turns: Iterable[Played]) -> list[str]:
    """Lines to print: the reasons by how often, each with a few messages, and the words most often left unread."""
    understand: dict[str, list[str]] = defaultdict(list)
    compose: dict[str, list[str]] = defaultdict(list)
    unread: Counter[str] = Counter()
    for played in turns:
        if played.rules is not None and not played.rules.complete:
            understand[why_understand(played.rules)].append(played.said.text)
            unread.update(set(played.rules.not_understood.split()))
        if played.made is not None and played.made.decision.lane == "conversation":
            compose[why_compose(played)].append(played.said.text)
    common = ", ".join(f"{word} {times}" for word, times in unread.most_common(25))
    return [*_lines("understand", understand), *_lines("compose", compose), f"words most often left unread: {common}"]


def _lines(task: str, found: dict[str, list[str]]) -> list[str]:
    lines = []
    for reason, texts in sorted(found.items(), key=lambda item: -len(item[1])):
        shown = "; ".join(f"«{' '.join(text.split())[:60]}»" for text in list(dict.fromkeys(texts))[:EXAMPLES])
        lines.append(f"{task} {len(texts):5d}  {reason}: {shown}")
    return lines
