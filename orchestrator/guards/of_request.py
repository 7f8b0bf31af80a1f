"""Pure: the guards around one request: which texts strangers wrote, and where the facts of a reply may come from."""

from collections.abc import Mapping
from dataclasses import replace

from pydantic import BaseModel

from orchestrator.contracts import LlmRequest, Refused
from orchestrator.guards.incoming import MESSAGE, Screened, screen_in
from orchestrator.guards.outgoing import Stopped, screen_out

_HISTORY = "history."


def screened_request(request: LlmRequest) -> tuple[LlmRequest, Screened]:
    """The request without texts that give orders. Raises Refused("injection") where the newest message does."""
    screened = screen_in(strangers_texts(request))
    if screened.stop:
        raise Refused("the newest message gives orders to the machine", reason="injection")
    if not screened.withheld:
        return request, screened
    texts = screened.texts
    history = tuple(
        (speaker, texts.get(f"{_HISTORY}{place}", words)) for place, (speaker, words) in enumerate(request.history)
    )
    variables = {name: texts.get(name, words) for name, words in request.variables.items()}
    return replace(request, history=history, variables=variables), screened


def stopped_answer(request: LlmRequest, answer: BaseModel, *, prompt_text: str) -> Stopped | None:
    """Why an answer to this request, in the lead's own words, may not be used; None where it may.

    An answer without spoken fields is read by our own code alone: only leaks and placeholders are looked for.
    """
    trusted = (words for name, words in request.variables.items() if name not in request.strangers)
    return screen_out(
        answer.model_dump(mode="json"),
        spoken=request.spoken,
        facts=(*request.facts, *trusted, request.pending),
        strangers=tuple(strangers_texts(request).values()),
        ours=tuple(words for speaker, words in request.history if speaker != "lead"),
        contacts=(*request.identity.phones, *request.identity.emails),
        prompt_text=prompt_text,
    )


def strangers_texts(request: LlmRequest) -> Mapping[str, str]:
    """Every text of the request that somebody outside wrote, by name."""
    texts = {MESSAGE: request.lead_message}
    texts |= {
        f"{_HISTORY}{place}": words for place, (speaker, words) in enumerate(request.history) if speaker == "lead"
    }
    return texts | {name: request.variables[name] for name in sorted(request.strangers) if name in request.variables}
