"""Pure: what a provider's answer is worth: read, refused, cut, or stopped by a guard."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from orchestrator.answer_forms.parsing import Read, Unreadable, read_answer
from orchestrator.asking.question import Question
from orchestrator.guards.of_request import stopped_answer
from orchestrator.providers.base import ProviderAnswer


@dataclass(frozen=True, slots=True)
class Judged:
    """`read` is the answer where it may be used. `stopped`: by the model itself or by a guard; asking again would not
    help; `seen` is then the answer, for people. `outcome` and `fault` stand in the ledger."""

    read: Read | None
    outcome: str
    fault: str = ""
    stopped: bool = False
    seen: BaseModel | None = None


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
    stopped = stopped_answer(question.request, read.answer, prompt_text=question.prompt.text)
    if stopped is not None:
        return Judged(None, stopped.reason, stopped.sentence, stopped=True, seen=read.answer)
    return Judged(read, "used")
