"""Finds the prompts in folders of files, pins each to its number and hash, and refuses an edit of a published one.

Which number of a prompt is asked with: the one that a person activated, else the highest of the files. A published
version stays in the database, so that one whose file is gone can be gone back to.
"""

import logging
from collections.abc import Iterable
from pathlib import Path
from threading import Lock

from orchestrator.contracts import LlmRequest
from orchestrator.models import PromptActivation, PromptVersion
from orchestrator.prompts.files import BadPrompt, PromptFile, from_parts, read_prompt
from orchestrator.prompts.watch import ActivationWatch, Chosen, Stored

log = logging.getLogger(__name__)


class PromptRegistry:
    """Files are read once, when the registry is made; activations are followed by a thread from the first question on,
    so that asking which version is current asks no database."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._prompts = load_prompts(folders)
        self._newest = _newest(self._prompts)
        self._current = dict(self._newest)
        self._watch = ActivationWatch(self.take)
        self._unusable: set[str] = set()
        self._pinned: dict[str, int] = {}
        self._lock = Lock()

    def current(self, name: str) -> PromptFile:
        """From memory. Raises BadPrompt when no file has that name."""
        self._watch.ensure()
        return self._known(name)

    def current_for(self, request: LlmRequest) -> PromptFile:
        """The current version, where the files say that this task asks with the prompt and for this type of answer.

        The newest file is asked, for it came with the code; an older version may have been published before the two
        said it. Raises BadPrompt.
        """
        prompt = self.current(request.prompt)
        self._newest[request.prompt].check_asked_with(request.task, request.answer_type.__name__)
        return prompt

    def current_by_rows(self, name: str) -> PromptFile:
        """As the caller's own connection reads the rows at this moment. Raises BadPrompt."""
        self.take(PromptActivation.objects.active_numbers(), stored_prompt)
        return self._known(name)

    def take(self, chosen: Chosen, stored: Stored) -> None:
        """People chose these numbers; `stored` fetches a version. Where one cannot be used, what was current stays."""
        self._current = {name: self._usable(prompt, chosen.get(name), stored) for name, prompt in self._newest.items()}

    def _known(self, name: str) -> PromptFile:
        prompt = self._current.get(name)
        if prompt is None:
            raise BadPrompt(f"There is no prompt named {name}; known: {', '.join(sorted(self._current)) or 'none'}.")
        return prompt

    def newest(self, name: str) -> PromptFile | None:
        """The highest number among the files, whatever is active."""
        return self._newest.get(name)

    def publish(self, prompt: PromptFile) -> int:
        """The id of the stored version, which is written the first time. Raises BadPrompt where its text changed."""
        with self._lock:
            pinned = self._pinned.get(prompt.version)
        if pinned is None:
            pinned = _stored(prompt).pk
            with self._lock:
                self._pinned[prompt.version] = pinned
        return pinned

    def publish_files(self) -> None:
        """Every version that stands in the files, so that people can compare and activate it before its first use."""
        for prompt in self._prompts:
            self.publish(prompt)

    def _usable(self, newest: PromptFile, number: int | None, stored: Stored) -> PromptFile:
        try:
            return self._active(newest, number, stored)
        except BadPrompt as error:
            version = f"{newest.name}/{number}"
            if version not in self._unusable:
                self._unusable.add(version)
                log.error("orchestrator.activation_unusable", extra={"prompt": version, "reason": str(error)})
            return self._current[newest.name]

    def _active(self, newest: PromptFile, number: int | None, stored: Stored) -> PromptFile:
        if number is None or number == newest.number:
            return newest
        version = f"{newest.name}/{number}"
        known = (prompt for prompt in (*self._prompts, *self._current.values()) if prompt.version == version)
        return next(known, None) or stored(newest.name, number)


def stored_prompt(name: str, number: int) -> PromptFile:
    """A published version as it was, whether or not its file is still there. Raises BadPrompt."""
    row = PromptVersion.objects.filter(name=name, number=number).first()
    if row is None:
        raise BadPrompt(f"Prompt {name}/{number} was never published.")
    return from_parts(row.front_matter, row.text, sha256=row.sha256, where=f"{name}/{number}")


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


def _newest(prompts: list[PromptFile]) -> dict[str, PromptFile]:
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
