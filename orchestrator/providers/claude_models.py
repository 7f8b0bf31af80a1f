"""What differs between Claude's models where a request is built. A model without a row is asked in the plainest way."""

from dataclasses import dataclass
from typing import Final, Literal

# Fewer letters per token than English prose has under any of Claude's tokenizers would count too many tokens.
_LETTERS_PER_TOKEN: Final = 4
_NEVER: Final = 1_000_000_000


@dataclass(frozen=True, slots=True)
class ClaudeModel:
    """`smallest_prefix`: tokens from which a marked prefix is cached; `no_thinking`: how to switch thinking off."""

    smallest_prefix: int = _NEVER
    no_thinking: Literal["disabled", "between_tools", ""] = ""


# Anthropic, "Prompt caching" (cache limitations) and "Thinking" (support, defaults and rejected configurations by
# model), platform.claude.com/docs, October 2026. Models of generation 5 think unless told not to, and thinking counts
# towards the ceiling of output tokens; opus-5-5 and the two largest cannot be told.
_MODELS: Final = {
    "claude-haiku-5-5": ClaudeModel(512, "disabled"),
    "claude-sonnet-5-5": ClaudeModel(512, "between_tools"),
    "claude-opus-5-5": ClaudeModel(512),
    "claude-fable-5-2": ClaudeModel(512),
    "claude-fable-5-1": ClaudeModel(512),
    "claude-fable-5": ClaudeModel(512),
    "claude-mythos-5-2": ClaudeModel(512),
    "claude-mythos-5-1": ClaudeModel(512),
    "claude-mythos-5": ClaudeModel(512),
    "claude-opus-5": ClaudeModel(512, "disabled"),
    "claude-sonnet-5": ClaudeModel(1024, "disabled"),
    "claude-opus-4-8": ClaudeModel(1024),
    "claude-sonnet-4-6": ClaudeModel(1024),
    "claude-sonnet-4-5": ClaudeModel(1024),
    "claude-opus-4-7": ClaudeModel(2048),
    "claude-opus-4-6": ClaudeModel(4096),
    "claude-opus-4-5": ClaudeModel(4096),
    "claude-haiku-4-5": ClaudeModel(4096),
}


def claude_model(name: str) -> ClaudeModel:
    """By its name, also with a date behind it ("claude-haiku-4-5-20251001")."""
    stem, _, date = name.rpartition("-")
    return _MODELS.get(stem if len(date) == 8 and date.isdecimal() else name, ClaudeModel())


def is_worth_caching(model: str, system: str) -> bool:
    """Whether the system text alone surely reaches the smallest prefix that this model caches.

    A shorter one would be marked for nothing (no error, no saving).
    """
    return len(system) // _LETTERS_PER_TOKEN >= claude_model(model).smallest_prefix
