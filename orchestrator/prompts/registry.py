"""Finds the prompts in folders of files, pins each to its number and hash, and refuses an edit of a published one."""

from collections.abc import Iterable
from pathlib import Path
from threading import Lock

from orchestrator.models import PromptVersion
from orchestrator.prompts.files import BadPrompt, PromptFile, read_prompt


class PromptRegistry:
    """The highest number of each name is the current one. Files are read once, when the registry is made."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._current = _current(load_prompts(folders))
        self._pinned: dict[str, int] = {}
        self._lock = Lock()

    def current(self, name: str) -> PromptFile:
        """Raises BadPrompt when no file has that name."""
        prompt = self._current.get(name)
        if prompt is None:
            raise BadPrompt(f"There is no prompt named {name}; known: {', '.join(sorted(self._current)) or 'none'}.")
        return prompt

    def publish(self, prompt: PromptFile) -> int:
        """The id of the stored version, which is written the first time. Raises BadPrompt where its text changed."""
        with self._lock:
            pinned = self._pinned.get(prompt.version)
        if pinned is None:
            pinned = _stored(prompt).pk
            with self._lock:
                self._pinned[prompt.version] = pinned
        return pinned

    def forget_pins(self) -> None:
        """Look at the stored versions again at the next use."""
        with self._lock:
            self._pinned.clear()


def load_prompts(folders: Iterable[Path]) -> list[PromptFile]:
    """Every `*.md` file of the folders that has a front matter. Raises BadPrompt."""
    found = []
    for folder in folders:
        if not folder.is_dir():
            raise BadPrompt(f"The prompt folder {folder} does not exist.")
        found += [
            read_prompt(path.read_text(encoding="utf-8"), path.name)
            for path in sorted(folder.glob("*.md"))
            if path.stem != "README"
        ]
    return found


def changed_since_published(prompts: Iterable[PromptFile]) -> list[str]:
    """One sentence for each prompt whose text is not the one that was published under its number."""
    return [
        _changed(prompt)
        for prompt in prompts
        if PromptVersion.objects.filter(name=prompt.name, number=prompt.number).exclude(sha256=prompt.sha256).exists()
    ]


def _current(prompts: list[PromptFile]) -> dict[str, PromptFile]:
    versions = [prompt.version for prompt in prompts]
    twice = sorted({version for version in versions if versions.count(version) > 1})
    if twice:
        raise BadPrompt(f"Two prompt files claim to be {', '.join(twice)}.")
    return {prompt.name: prompt for prompt in sorted(prompts, key=lambda prompt: prompt.number)}


def _stored(prompt: PromptFile) -> PromptVersion:
    stored, _ = PromptVersion.objects.get_or_create(
        name=prompt.name,
        number=prompt.number,
        defaults={"sha256": prompt.sha256, "front_matter": dict(prompt.front_matter), "text": prompt.whole_text},
    )
    if stored.sha256 != prompt.sha256:
        raise BadPrompt(_changed(prompt))
    return stored


def _changed(prompt: PromptFile) -> str:
    return (
        f"Prompt {prompt.version} was published with another text. A published prompt is never edited: "
        f"give the new text the number {prompt.number + 1}."
    )
