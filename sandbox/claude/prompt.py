"""Reading a request: the lead's newest words, the slot asked for, a question to ask, a language, known facts."""

import html
import re
from dataclasses import dataclass
from typing import Any

_LEAD = re.compile(r"<lead_message>(.*?)</lead_message>", re.DOTALL)
_PENDING = re.compile(r"<pending>(.*?)</pending>", re.DOTALL)
_ASK_TAG = re.compile(r"<(\w*(?:ask|question|next|goal)\w*)\b[^>]*>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
_ASK_LINE = re.compile(
    r"(?:^|\n)\s*[-*\"]?\s*(?:[^:=\n<>\"]{0,40}\b)?(?:ask|question|next)\b[^:=\n<>\"]{0,30}\"?\s*[:=]\s*\"?([^\n\"<]+)",
    re.IGNORECASE,
)
_KNOWLEDGE = re.compile(r"<(\w*(?:knowledge|facts?|faq|reference)\w*)\b[^>]*>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
_KNOWLEDGE_LINE = re.compile(r"(?:^|\n)\s*(?:facts?|knowledge|reference)\b[^:\n]{0,40}:\s*([^\n]+)", re.IGNORECASE)
_LANGUAGE = re.compile(
    r"<\w*lang\w*>\s*(\w+)|\b(?:language|idioma)(?: of the \w+)?\"?\s*[:=]\s*\"?(\w+)"
    r"|\b(?:reply|answer|write|respond)(?: only)? in (spanish|english)\b",
    re.IGNORECASE,
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
    instructions: str
    system: str = ""
    strangers: tuple[str, ...] = ()  # what others than the operator may have written: older messages, filled-in lines


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
    return Request(
        lead=html.unescape(lead[-1]).strip() if lead else None,
        pending="" if not pending or pending[-1].strip().lower() in _NOTHING else pending[-1].strip(),
        ask=_ask(outside) or _tagged_ask(system),
        language=_language(outside) or _language(system),
        knowledge=_knowledge(f"{system}\n{outside}"),
        last_question=_last_question(messages, outside),
        instructions=f"{system}\n{outside}",
        system=system,
        strangers=(*users[:-1], _PENDING.sub(" ", outside)),
    )


def _ask(text: str) -> str:
    """Return the question a message carries in a tag or behind a label."""
    lines = [found.strip(" ,") for found in _ASK_LINE.findall(text)]
    said = [line for line in lines if line.lower().rstrip(".") not in _NOTHING]
    return _tagged_ask(text) or (said[-1] if said else "")


def _tagged_ask(text: str) -> str:
    tagged = [found[1].strip() for found in _ASK_TAG.findall(text) if found[1].strip().lower() not in _NOTHING]
    return html.unescape(tagged[-1]) if tagged else ""


def _knowledge(text: str) -> str:
    tagged = [found[1].strip() for found in _KNOWLEDGE.findall(text)]
    return "\n".join([*tagged, *_KNOWLEDGE_LINE.findall(text)])


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
