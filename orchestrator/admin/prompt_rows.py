"""What the pages of prompts show: each prompt with the version that is asked with, and what became of the others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db.models import Count, Max, Q, QuerySet

from orchestrator.admin.sight import people
from orchestrator.models import CachedReply, LlmCall, PromptActivation, PromptVersion
from orchestrator.page_words import counted
from orchestrator.prompts.files import PromptFile
from orchestrator.prompts.registry import PromptRegistry, load_prompts

CALLS_OF = timedelta(days=7)
HISTORY_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """One activation as people read it; `number` None where the files are followed again."""

    pk: int
    number: int | None
    at: datetime
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """`newest` is the highest number of the files (None: no file), `chosen` what a person activated last, if any."""

    name: str
    task: str
    active: int | None
    active_pk: int | None
    newest: int | None
    choice: Choice | None
    versions: tuple[PromptVersion, ...]

    @property
    def version(self) -> str:
        return f"{self.name}/{self.active}"

    @property
    def newer(self) -> list[PromptVersion]:
        return [version for version in self.versions if self.active is not None and version.number > self.active]

    @property
    def earlier(self) -> list[PromptVersion]:
        return [version for version in self.versions if self.active is not None and version.number < self.active]

    @property
    def pair(self) -> tuple[int, int]:
        """(older, newer) version ids to compare first: the one asked with and the newest, or the one before it."""
        newest, *others = [version.pk for version in self.versions]
        if self.active_pk in (None, newest):
            return (others[0] if others else newest), newest
        return self.active_pk or newest, newest

    @property
    def pinned(self) -> bool:
        """Whether a person chose the version, so that a newer file changes nothing."""
        return self.choice is not None and self.choice.number is not None

    @property
    def state(self) -> tuple[str, str]:
        """(word, colour)"""
        if self.active is None:
            return "not asked with", "plain"
        if self.newer:
            return "newer waits", "held"
        return ("chosen by a person", "waiting") if self.pinned else ("follows the files", "good")

    @property
    def says(self) -> str:
        if self.active is None:
            return f"{self.name}: no file holds it any more, so nothing asks with it"
        if self.newer:
            numbers = ", ".join(str(version.number) for version in self.newer)
            return f"{self.version} is asked with; {numbers} {'is' if len(self.newer) == 1 else 'are'} newer"
        return f"{self.version} is asked with, and it is the newest"


def overview(folders: Iterable[Path]) -> list[Prompt]:
    """Every prompt of the files and every one that was ever published. Raises BadPrompt.

    Versions that stand in the files and were never used are published first, so that they can be looked at.
    """
    folders = list(folders)
    files = load_prompts(folders)
    versions = list(_light().order_by("name", "-number"))
    stored = {str(version) for version in versions}
    if any(prompt.version not in stored for prompt in files):
        PromptRegistry(folders).publish_files()
        versions = list(_light().order_by("name", "-number"))
    newest = _newest(files)
    choices = _choices()
    names = sorted({version.name for version in versions}, key=lambda name: (name not in newest, name))
    return [_prompt(name, versions, newest, choices.get(name)) for name in names]


def prompt_named(folders: Iterable[Path], name: str) -> Prompt | None:
    return next((prompt for prompt in overview(folders) if prompt.name == name), None)


def headline(prompts: Sequence[Prompt]) -> str:
    if not prompts:
        return "No prompt has been published yet"
    waiting = [prompt for prompt in prompts if prompt.active is not None and prompt.newer]
    if waiting:
        waits = "has" if len(waiting) == 1 else "have"
        return f"{', '.join(prompt.name for prompt in waiting)} {waits} a newer version than the one in use"
    active = [prompt for prompt in prompts if prompt.active is not None]
    if not active:
        return "Nothing is asked of a model: no file holds a prompt"
    return f"{counted(len(active), 'prompt')} in use, {'it is' if len(active) == 1 else 'all'} at the newest version"


def history(name: str) -> list[Choice]:
    rows = list(PromptActivation.objects.filter(name=name).order_by("-id")[:HISTORY_SHOWN])
    who = people(row.by for row in rows)
    return [Choice(row.pk, row.number, row.at, who[row.by], row.reason) for row in rows]


def use_of(versions: Sequence[PromptVersion], now: datetime) -> Mapping[int, tuple[int, datetime | None]]:
    """(calls of the last days, the newest of them) by version id."""
    calls = LlmCall.objects.filter(prompt_version__in=[version.pk for version in versions], at__gte=now - CALLS_OF)
    counts = calls.order_by().values_list("prompt_version").annotate(n=Count("pk"), last=Max("at"))
    return {pk: (n, last) for pk, n, last in counts}


def stored_answers(name: str, active: int | None, wanted: int | None, now: datetime) -> tuple[int, int]:
    """(answers of the active version that will not be given any more, of the wanted one that will be again)."""
    found = CachedReply.objects.alive(now).aggregate(
        active=Count("pk", filter=Q(prompt_version=f"{name}/{active}")),
        wanted=Count("pk", filter=Q(prompt_version=f"{name}/{wanted}")),
    )
    return found["active"], found["wanted"]


def whole(version: PromptVersion) -> str:
    """Front matter and text as one, for comparing."""
    front = "\n".join(f"{name}: {value}" for name, value in version.front_matter.items())
    return f"{front}\n---\n{version.text}"


def _light() -> QuerySet[PromptVersion]:
    return PromptVersion.objects.defer("text")


def _newest(files: Iterable[PromptFile]) -> dict[str, int]:
    newest: dict[str, int] = {}
    for prompt in files:
        newest[prompt.name] = max(prompt.number, newest.get(prompt.name, 0))
    return newest


def _choices() -> dict[str, Choice]:
    rows = list(PromptActivation.objects.order_by("name", "-id").distinct("name"))
    who = people(row.by for row in rows)
    return {row.name: Choice(row.pk, row.number, row.at, who[row.by], row.reason) for row in rows}


def _prompt(name: str, versions: Iterable[PromptVersion], files: Mapping[str, int], choice: Choice | None) -> Prompt:
    mine = tuple(version for version in versions if version.name == name)
    newest = files.get(name)
    active = (choice.number if choice else None) or newest if newest is not None else None
    pk = next((version.pk for version in mine if version.number == active), None)
    return Prompt(name, mine[0].front_matter.get("task", ""), active, pk, newest, choice, mine)
