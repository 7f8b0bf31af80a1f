"""What spelling and hidden figures cost in slots, on labelled messages and the sandbox's model over HTTP.

`python -m bench.quantities [FILE]`: slots against labels three times: masked text as it is, in canonical spelling, and
with its figures hidden as well. The look-alike shows that the mechanism works; how a real model bears it, it cannot.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bots.answers import UnderstandAnswer
from bots.roles.table import SLOTS
from orchestrator.contracts import KnownIdentity
from orchestrator.masking.mask import Mask, UnresolvedPlaceholder
from orchestrator.masking.quantities import Quantities, with_placeholders
from orchestrator.prompts.files import read_prompt
from orchestrator.prompts.render import render
from orchestrator.providers.base import ProviderRequest
from orchestrator.providers.claude import Claude
from orchestrator.spelling.canonical import canonical
from orchestrator.spelling.own_words import free_text, in_own_words

ROOT = Path(__file__).resolve().parents[1]
TRAPS = ROOT / "tests/orchestrator/corpora/traps.json"
SCHEMA = UnderstandAnswer.model_json_schema()
Read = Callable[[Mapping[str, Any]], UnderstandAnswer | None]


@dataclass(slots=True)
class Tally:
    """`right` of `labelled` slots have the labelled value; `unwanted` are stated although the label forbids them."""

    name: str
    labelled: int = 0
    right: int = 0
    forbidden: int = 0
    unwanted: int = 0
    unusable: int = 0
    wrong: list[str] = field(default_factory=list)

    def line(self) -> str:
        share = self.right / self.labelled
        return (
            f"{self.name:<24} slots {self.right}/{self.labelled} = {share:.3f}"
            f"   unwanted {self.unwanted}/{self.forbidden}   unusable {self.unusable}"
        )


def measure(path: Path, url: str) -> list[Tally]:
    traps = json.loads(path.read_text())
    model = Claude(key="sandbox", base_url=f"{url}/claude")
    ways = {"masked": False, "canonical": False, "canonical, figures hidden": True}
    tallies = []
    for name, hides in ways.items():
        tally = Tally(name)
        for trap in traps:
            _count(tally, trap, _ask(model, trap, spells=name != "masked", hides=hides))
        tallies.append(tally)
    return tallies


def _ask(model: Claude, trap: Mapping[str, Any], *, spells: bool, hides: bool) -> UnderstandAnswer | None:
    mask, figures = Mask(KnownIdentity()), Quantities()
    masked = mask.hide(trap["text"])
    spelled = canonical(masked)
    sent = spelled.text if spells else masked
    sent = figures.hide(sent) if hides else sent
    prompt = read_prompt((ROOT / "bots/prompts/understand.md").read_text(), "understand.md")
    variables = {"role": trap["role"], "known_slots": "none", "today": "2026-05-02", "language": "en"}
    named = {name: variables[name] for name in prompt.variables if name in variables}
    talk = render(prompt, named, (), _pending(trap["pending"]), sent)
    schema = with_placeholders(SCHEMA) if hides else SCHEMA
    given = model.send(ProviderRequest("claude-haiku-5-5", talk.system, talk.messages, schema, 700, 20.0))
    try:
        values = figures.restore(json.loads(given.text), SCHEMA)
        values = in_own_words(values, free_text(UnderstandAnswer), spelled) if spells else values
        return UnderstandAnswer.model_validate(mask.restore(values))
    except (ValidationError, UnresolvedPlaceholder, ValueError):
        return None


def _pending(answer_property: str) -> str:
    return next((slot.asks for slot in SLOTS.values() if slot.answer_property == answer_property), "")


def _count(tally: Tally, trap: Mapping[str, Any], answer: UnderstandAnswer | None) -> None:
    tally.labelled += len(trap["slots"])
    tally.forbidden += len(trap["absent"])
    if answer is None:
        tally.unusable += 1
        return
    for name, wanted in trap["slots"].items():
        heard = _heard(answer, name)
        is_right = _same(heard, wanted)
        tally.right += is_right
        tally.wrong += [] if is_right else [f"{trap['id']} {name}: {heard!r}, labelled {wanted!r}"]
    tally.unwanted += sum(_heard(answer, name) is not None for name in trap["absent"])


def _heard(answer: UnderstandAnswer, name: str) -> Any:
    stated = getattr(answer, name, None)
    return None if stated is None or stated.vague else stated.value


def _same(heard: Any, wanted: Any) -> bool:
    if isinstance(wanted, str) and isinstance(heard, str):
        return heard.casefold().strip() == wanted.casefold().strip()
    return bool(heard == wanted)


@contextmanager
def _sandbox() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        told = {"SANDBOX_PORT": "0", "SANDBOX_STATE_DIR": folder, "SANDBOX_TARGET_URL": "http://127.0.0.1:9"}
        process = subprocess.Popen(
            [sys.executable, "-m", "sandbox"], env={**os.environ, **told}, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        try:
            line = process.stdout.readline() if process.stdout else ""
            found = re.search(r"http://\S+", line)
            if not found:
                raise RuntimeError("the sandbox did not say where it listens")
            yield found.group()
        finally:
            process.terminate()
            process.wait(10)


def main(path: Path) -> None:
    with _sandbox() as url:
        tallies = measure(path, url)
    for tally in tallies:
        print(tally.line())
    before = set(tallies[0].wrong)
    for tally in tallies[1:]:
        for line in tally.wrong:
            if line not in before:
                print(f"  only with {tally.name}: {line}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else TRAPS)
