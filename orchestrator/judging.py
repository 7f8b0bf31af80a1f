"""Pure: what a provider's answer is worth: read, refused, cut, or stopped by a guard."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from orchestrator.guardrails import repeats_prompt
from orchestrator.parsing import Read, Unreadable, read_answer
from orchestrator.providers.base import ProviderAnswer
from orchestrator.question import Question


@dataclass(frozen=True, slots=True)
class Judged:
    """`read` is the answer where it may be used. `stopped`: by the model itself or by a guard; asking again would not
    help. `outcome` and `fault` stand in the ledger."""

    read: Read | None
    outcome: str
    fault: str = ""
    stopped: bool = False


def judge(question: Question, given: ProviderAnswer) -> Judged:
    """Refused, cut or too long answers are not read at all."""
    if given.stop == "refused":
        return Judged(None, "refused", "the model refused", stopped=True)
    if given.stop == "truncated":
        return Judged(None, "truncated", "it was cut off at the ceiling of output tokens; be shorter")
    if given.stop == "too_long":
        return Judged(None, "too_long", "the conversation is longer than the model's window")
    answer_type = question.request.answer_type

    def check(values: dict[str, Any]) -> BaseModel:
        return answer_type.model_validate(question.restore(values))

    try:
        read = read_answer(given.text, answer_type, check)
    except Unreadable as error:
        return Judged(None, "invalid", str(error))
    if repeats_prompt(read.values, question.prompt.text):
        return Judged(None, "prompt_leak", "the answer repeats the system prompt", stopped=True)
    return Judged(read, "used")
