"""Reading a request: the lead's newest words, the slot asked for, a question to ask, a language, known facts."""

import html
import re
from dataclasses import dataclass
from typing import Any

_LEAD = re.compile(r"<lead_message>(.*?)</lead_message>", re.DOTALL)
_PENDING = re.compile(r"<pending>(.*?)</pending>", re.DOTALL)
_ASK_TAG = re.compile(r"<(\w*(?:ask|question|next|goal)\w*)\b[^>]*>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
_ASK_LINE = re.compile(
    r"(?:^|\n)\s*[-*\"]?\s*(?:ask|question|next[ _]question|ask next|" r"next)\"?\s*[:=]\s*\"?([^\n\"]+)", re.IGNORECASE
)
_KNOWLEDGE = re.compile(r"<(\w*(?:knowledge|facts?|faq|reference)\w*)\b[^>]*>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
_LANGUAGE = re.compile(
    r"<(?:\w*lang\w*)>\s*(\w+)|(?:language|idioma)\"?\s*[:=]\s*\"?(\w+)|\bin (spanish|" r"english)\b", re.IGNORECASE
)
_SPANISH = {"es", "spa", "spanish", "espanol"}
_NOTHING = {"", "none", "null", "-", "nothing", "n/a"}


@dataclass(frozen=True, slots=True)
class Request:
    """What a Messages request says, in the parts the look-alike reads."""

    lead: str | None
    pending: str
    ask: str
    language: str
    knowledge: str
    last_question: str
    everything: str
    instructions: str


def text_of(content: Any) -> str:
    """Return the text of a message's content: a string or a list of blocks."""
    if isinstance(content, str):
        return content
    blocks = content if isinstance(content, list) else []
    return "\n".join(str(one.get("text", "")) for one in blocks if isinstance(one, dict) and one.get("type") == "text")


def read_request(body: dict[str, Any]) -> Request:
    messages = body.get("messages") or []
    system = text_of(body.get("system"))
    users = [text_of(one.get("content")) for one in messages if one.get("role") == "user"]
    last = users[-1] if users else ""
    lead = _LEAD.findall(last)
    pending = _PENDING.findall(last)
    outside = _LEAD.sub(" ", last)
    everything = "\n".join([system, *(text_of(one.get("content")) for one in messages)])
    return Request(
        lead=html.unescape(lead[-1]).strip() if lead else None,
        pending="" if not pending or pending[-1].strip().lower() in _NOTHING else pending[-1].strip(),
        ask=_ask(outside) or _ask(_LEAD.sub(" ", system)),
        language=_language(outside) or _language(system),
        knowledge="\n".join(found[1].strip() for found in _KNOWLEDGE.findall(f"{system}\n{outside}")),
        last_question=_last_question(messages, outside),
        everything=everything,
        instructions=f"{system}\n{outside}",
    )


def _ask(text: str) -> str:
    tagged = [found[1].strip() for found in _ASK_TAG.findall(text) if found[1].strip().lower() not in _NOTHING]
    if tagged:
        return html.unescape(tagged[-1])
    lines = [found.strip(" ,") for found in _ASK_LINE.findall(text)]
    return lines[-1] if lines and lines[-1].lower() not in _NOTHING else ""


def _language(text: str) -> str:
    found = _LANGUAGE.search(text)
    if not found:
        return ""
    word = next(one for one in found.groups() if one).lower()
    return "es" if word in _SPANISH else "en" if word in {"en", "eng", "english"} else ""


def _last_question(messages: list[Any], outside: str) -> str:
    """Return the last question put to the lead before the newest words."""
    for message in reversed(messages):
        is_ours = isinstance(message, dict) and message.get("role") == "assistant"
        if is_ours and (questions := re.findall(r"[^.!?\n]*\?", text_of(message.get("content")))):
            return questions[-1].strip()
    questions = re.findall(r"[^.!?\n<>]*\?", outside)
    return questions[-1].strip() if questions else ""
