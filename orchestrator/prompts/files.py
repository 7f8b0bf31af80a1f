"""Pure: a prompt file is a front matter between two lines of three dashes, the system text, and a part for the user.

    ---
    name: understand
    number: 1
    task: understand
    model: understand
    schema: UnderstandAnswer
    max_output_tokens: 500
    ---
    You read messages of ...
    --- user ---
    The known facts: {{known}}

The part for the user is optional; it stands before the two tags in the last message. What changes from call to call
belongs there: the system text then stays the same, and a provider can keep it.
`model` is a class of models that the settings translate. `task` names the tasks that ask with the prompt, `schema` the
types of answer that its text speaks of; both may be several with commas between, and `schema` may be left out.
Optional limits: `max_output_tokens`, `max_message_chars`, `max_history_messages`, `max_variable_chars`.
`{{name}}` is replaced by the request's variable of that name; a variable that no prompt names is not sent.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

_FILE = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*\n(.*)\Z", re.DOTALL)
_USER_PART = re.compile(r"^--- *user *---[ \t]*$", re.MULTILINE)
_LINE = re.compile(r"\A([a-z_]+)\s*:\s*(.*?)\s*\Z")
_VARIABLE = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")
_REQUIRED = ("name", "number", "task", "model")
_OPTIONAL = ("schema",)
_LIMITS = {"max_output_tokens": 700, "max_message_chars": 4000, "max_history_messages": 8, "max_variable_chars": 4000}


class BadPrompt(ValueError):
    """A prompt file cannot be used; the sentence says what to change."""


@dataclass(frozen=True, slots=True)
class PromptFile:
    """One text of one prompt. `model` is a class of models, not a model's name; `schemas` is empty for any."""

    name: str
    number: int
    tasks: tuple[str, ...]
    schemas: tuple[str, ...]
    model: str
    text: str
    user_text: str
    variables: tuple[str, ...]
    sha256: str
    front_matter: Mapping[str, str] = field(hash=False)
    max_output_tokens: int
    max_message_chars: int
    max_history_messages: int
    max_variable_chars: int

    @property
    def version(self) -> str:
        return f"{self.name}/{self.number}"

    @property
    def whole_text(self) -> str:
        return f"{self.text}\n--- user ---\n{self.user_text}" if self.user_text else self.text

    def check_asked_with(self, task: str, schema: str) -> None:
        """Raises BadPrompt where the prompt says that it is for other tasks, or speaks of another answer."""
        if task not in self.tasks:
            raise BadPrompt(f"Prompt {self.version} is for {', '.join(self.tasks)}, and {task} asks with it.")
        if self.schemas and schema not in self.schemas:
            raise BadPrompt(
                f"Prompt {self.version} speaks of {', '.join(self.schemas)}, and {schema} is asked for with it."
            )

    def filled(self, values: Mapping[str, str]) -> tuple[str, str]:
        """The system text and the part for the user, variables filled. Raises BadPrompt where one is missing."""
        missing = [name for name in self.variables if name not in values]
        if missing:
            raise BadPrompt(f"Prompt {self.version} needs the variables {', '.join(missing)}.")
        system, user = (_VARIABLE.sub(lambda found: values[found[1]], part) for part in (self.text, self.user_text))
        return system, user


def read_prompt(source: str, where: str) -> PromptFile:
    """One file's content as a prompt; `where` names it in errors. Raises BadPrompt, also for a name nobody reads."""
    parts = _FILE.match(source.replace("\r\n", "\n"))
    if parts is None:
        raise BadPrompt(f"{where} must begin with a front matter between two lines of three dashes.")
    fields, known = _front_matter(parts.group(1), where), (*_REQUIRED, *_OPTIONAL, *_LIMITS)
    unknown = [name for name in fields if name not in known]
    if unknown:
        raise BadPrompt(f"{where}: nobody reads {', '.join(unknown)} in a front matter; known are {', '.join(known)}.")
    source_sha256 = sha256(source.replace("\r\n", "\n").encode()).hexdigest()
    return from_parts(fields, parts.group(2), sha256=source_sha256, where=where)


def from_parts(fields: Mapping[str, str], text: str, *, sha256: str, where: str) -> PromptFile:
    """A prompt from its front matter and all that follows it; `sha256` is that of the whole file. Raises BadPrompt.

    Names that nobody reads are no fault here: an older release published them, and its text can be gone back to.
    """
    missing = [name for name in _REQUIRED if not fields.get(name)]
    if missing:
        raise BadPrompt(f"{where} lacks {', '.join(missing)} in its front matter.")
    system, *user = _USER_PART.split(text, maxsplit=1)
    numbers = {name: _whole(fields.get(name, str(default)), name, where) for name, default in _LIMITS.items()}
    return PromptFile(
        name=fields["name"],
        number=_whole(fields["number"], "number", where),
        tasks=_names(fields["task"]),
        schemas=_names(fields.get("schema", "")),
        model=fields["model"],
        text=system.strip(),
        user_text="".join(user).strip(),
        variables=tuple(sorted(set(_VARIABLE.findall(text)))),
        sha256=sha256,
        front_matter=fields,
        **numbers,
    )


def _front_matter(block: str, where: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in block.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        pair = _LINE.match(line)
        if pair is None:
            raise BadPrompt(f"{where}: this line of the front matter is not `name: value`: {line.strip()!r}.")
        if pair.group(1) in fields:
            raise BadPrompt(f"{where}: {pair.group(1)} stands twice in the front matter.")
        fields[pair.group(1)] = pair.group(2).strip("\"'")
    return fields


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _whole(text: str, name: str, where: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise BadPrompt(f"{where}: {name} must be a whole number from 1 on, not {text!r}.")
    return int(text)
