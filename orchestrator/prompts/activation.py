"""A person chooses which version of a prompt is asked with; goes back to the one before; or follows the files again."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from django.db import transaction

from audit.record import record
from orchestrator.models import PromptActivation, PromptVersion
from orchestrator.prompts.files import BadPrompt
from orchestrator.prompts.registry import PromptRegistry, stored_prompt


def activate(folders: Iterable[Path], name: str, number: int, *, by: str, reason: str = "") -> PromptActivation:
    """Ask with this version from now on, in all processes within a second or so. Raises BadPrompt.

    A version that needs a variable which the product no longer fills would leave every lead without an answer, so it
    is refused; so is one that speaks of none of the answers that are asked for.
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
    if chosen.schemas and newest.schemas and not set(chosen.schemas) & set(newest.schemas):
        said, asked = ", ".join(chosen.schemas), ", ".join(newest.schemas)
        raise BadPrompt(f"Prompt {chosen.version} speaks of {said}, which is no longer asked for; now it is {asked}.")
    return _write(name, number, by=by, reason=reason)


def roll_back(folders: Iterable[Path], name: str, *, by: str, reason: str = "") -> PromptActivation:
    """Choose what was active before the present choice. Raises BadPrompt where there was nothing else.

    A roll back is a choice as well: the next one returns to what this one left.
    """
    folders = list(folders)
    present, state = active_number(folders, name), _state_before(folders, name)
    said = reason or f"back from {present}"
    if state is None:
        return follow_files(name, by=by, reason=said)
    return activate(folders, name, state, by=by, reason=said)


def number_before(folders: Iterable[Path], name: str) -> int:
    """Which version rolling back would ask with. Raises BadPrompt where no other was active before."""
    folders = list(folders)
    return _state_before(folders, name) or _newest(folders, name)


def before(states: Sequence[int | None], newest: int) -> int | None:
    """Pure: the last of the states, oldest first, that asked with another version than the present one, the last.

    A state is a chosen number, or None where the files are followed, whose highest number is `newest`; before the first
    choice they were. Raises LookupError where all asked with the same.
    """
    states = (None, *states)
    present = states[-1] or newest
    for state in reversed(states[:-1]):
        if (state or newest) != present:
            return state
    raise LookupError("no other version was active before")


def follow_files(name: str, *, by: str, reason: str = "") -> PromptActivation:
    """The highest number of the files is asked with again, also after the next deployment."""
    return _write(name, None, by=by, reason=reason)


def active_number(folders: Iterable[Path], name: str) -> int:
    """Raises BadPrompt where no file has that name."""
    return PromptRegistry(folders).current_by_rows(name).number


def _state_before(folders: list[Path], name: str) -> int | None:
    """As in `before`. Where nobody ever chose another, a newer file made the change: then the highest published number
    below the present one."""
    newest, present = _newest(folders, name), active_number(folders, name)
    choices = PromptActivation.objects.filter(name=name).order_by("id").values_list("number", flat=True)
    try:
        return before(list(choices), newest)
    except LookupError:
        below = PromptVersion.objects.filter(name=name, number__lt=present).order_by("-number")
        number = below.values_list("number", flat=True).first()
    if number is None:
        raise BadPrompt(f"Before {name}/{present} no version was active.")
    return number


def _newest(folders: Iterable[Path], name: str) -> int:
    newest = PromptRegistry(folders).newest(name)
    if newest is None:
        raise BadPrompt(f"No file holds a prompt named {name}, so nothing asks with it.")
    return newest.number


def _write(name: str, number: int | None, *, by: str, reason: str) -> PromptActivation:
    with transaction.atomic():
        row = PromptActivation.objects.create(name=name, number=number, by=by, reason=reason)
        record("prompt.activated", actor=by, subject=f"prompt:{name}", details={"number": number, "reason": reason})
    return row
