"""Requests and answers of a typical size, numbered: 2.2 KB of what shapes an answer, 1 KB of answer."""

from typing import Any

from orchestrator.cache.keys import KeyParts

_SAID = "We bought it in 2009 and put a new roof on it last year, so we would like to get about that much for it. "


def parts(number: int) -> KeyParts:
    history = [
        ["us" if line % 2 else "lead", f"{_SAID} That was line {line}. {_SAID[: line * 9]}"] for line in range(10)
    ]
    return KeyParts(
        tenant=f"location-{number % 40}",
        task="compose",
        prompt_version="compose/3",
        prompt_sha256="5" * 64,
        model="claude-sonnet-5-5",
        schema_version="0123456789abcdef",
        parameters={"endpoint": "claude", "max_output_tokens": 500},
        masked_input={
            "lead": f"Number {number}: is there a fee when [NAME_1] sells before the spring, and who pays it?",
            "pending": "the price they have in mind",
            "variables": {"role": "seller", "known_slots": "address, condition", "language": "en", "tone": "warm"},
            "history": history,
        },
    )


def as_plain(request: KeyParts) -> list[Any]:
    """The same as a list of plain values, ready to be written as JSON."""
    return [
        request.tenant,
        request.task,
        request.prompt_version,
        request.prompt_sha256,
        request.model,
        request.schema_version,
        request.parameters,
        request.masked_input,
    ]


def values(number: int) -> dict[str, Any]:
    slots = [
        {"name": f"slot_{index}", "value": number, "evidence": _SAID[:60], "confidence": 0.9} for index in range(5)
    ]
    return {
        "reply": _SAID * 2 + _SAID[:80],
        "slots": slots,
        "intents": ["question", "question_about_facts"],
        "number": number,
    }
