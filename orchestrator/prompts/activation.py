"""A person chooses which version of a prompt is asked with; goes back to the one before; or follows the files again."""

from collections.abc import Iterable
from pathlib import Path

from django.db import transaction

from audit.record import record
from orchestrator.models import PromptActivation
from orchestrator.prompts.files import BadPrompt
from orchestrator.prompts.registry import PromptRegistry, stored_prompt


def activate(folders: Iterable[Path], name: str, number: int, *, by: str, reason: str = "") -> PromptActivation:
    """Ask with this version from now on, in all processes within a second or so. Raises BadPrompt.

    A version that needs a variable which the product no longer fills would leave every lead without an answer, so it
    is refused.
    """
    newest = PromptRegistry(folders).newest(name)
    if newest is None:
        raise BadPrompt(f"No file holds a prompt named {name}, so nothing asks with it.")
    chosen = newest if newest.number == number else stored_prompt(name, number)
    unknown = sorted(set(chosen.variables) - set(newest.variables))
    if unknown:
        raise BadPrompt(
            f"Prompt {chosen.version} needs {', '.join(unknown)}, which is no longer filled; {newest.version} does not."
        )
    return _write(name, number, by=by, reason=reason)


def roll_back(folders: Iterable[Path], name: str, *, by: str, reason: str = "") -> PromptActivation:
    """Activate the version that was active before the present one. Raises BadPrompt where there was none."""
    present, before = active_number(folders, name), number_before(folders, name)
    return activate(folders, name, before, by=by, reason=reason or f"back from {present}")


def number_before(folders: Iterable[Path], name: str) -> int:
    """What rolling back would activate. Raises BadPrompt where no version was active before."""
    present = active_number(folders, name)
    earlier = PromptActivation.objects.filter(name=name).order_by("-id").values_list("number", flat=True)
    before = next((number for number in earlier if number not in (None, present)), None)
    if before is None:
        before = present - 1 if present > 1 else None
    if before is None:
        raise BadPrompt(f"Before {name}/{present} no version was active.")
    return before


def follow_files(name: str, *, by: str, reason: str = "") -> PromptActivation:
    """The highest number of the files is asked with again, also after the next deployment."""
    return _write(name, None, by=by, reason=reason)


def active_number(folders: Iterable[Path], name: str) -> int:
    """Raises BadPrompt where no file has that name."""
    return PromptRegistry(folders).current_by_rows(name).number


def _write(name: str, number: int | None, *, by: str, reason: str) -> PromptActivation:
    with transaction.atomic():
        row = PromptActivation.objects.create(name=name, number=number, by=by, reason=reason)
        record("prompt.activated", actor=by, subject=f"prompt:{name}", details={"number": number, "reason": reason})
    return row
