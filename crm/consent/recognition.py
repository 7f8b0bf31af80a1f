"""Is this message an opt-out, an opt-in or a call for help? Pure, English and Spanish, no model.

Two kinds of opt-out: the bare keywords that the carrier answers itself, and the lead's own wording, "in any reasonable
means" (47 CFR 64.1200(a)(10)). Ordinary uses of the same words ("can you stop by Saturday?", "no more than 500k") are
not opt-outs. In doubt between the two, wording that names texts, messages or a list counts as an opt-out.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from crm.consent.wording import ENGLISH, NOT_A_REQUEST, SPANISH

# CTIA messaging principles and the carriers' defaults, plus the Spanish words that carriers in the US honour.
OPT_OUT_KEYWORDS = {
    **dict.fromkeys(
        ("stop", "stopall", "stop all", "unsubscribe", "cancel", "end", "quit", "revoke", "optout", "opt out"), "en"
    ),
    **dict.fromkeys(("parar", "cancelar", "alto", "baja"), "es"),
}
OPT_IN_KEYWORDS = {
    **dict.fromkeys(("start", "unstop", "optin", "opt in"), "en"),
    **dict.fromkeys(("iniciar", "reanudar", "alta"), "es"),
}
HELP_KEYWORDS = {"help": "en", "ayuda": "es"}
CommandName = Literal["opt_out", "opt_in", "help"]
KEYWORDS: dict[CommandName, dict[str, str]] = {
    "opt_out": OPT_OUT_KEYWORDS,
    "opt_in": OPT_IN_KEYWORDS,
    "help": HELP_KEYWORDS,
}
# Alone in a sentence these mean the same as alone in a message; "end" or "cancel" do not.
SENTENCE_KEYWORDS = {"stop": "en", "stop all": "en", "unsubscribe": "en", "opt out": "en", "optout": "en"}
LONGEST_READ = 5_000  # characters; an opt-out stands at the beginning or the end of what somebody writes


@dataclass(frozen=True, slots=True)
class Command:
    """`bare`: nothing but a keyword, which on SMS the carrier has answered already. `language` is "en" or "es"."""

    name: CommandName
    bare: bool
    language: str


def recognise(body: str) -> Command | None:
    """The command in a message's text, or None for an ordinary message."""
    text = plain(_both_ends(_own_words(body)))
    whole = _words_only(text)
    for name, keywords in KEYWORDS.items():
        if whole in keywords:
            return Command(name, True, keywords[whole])
    language = wording_language(text)
    return Command("opt_out", False, language) if language else None


def plain(text: str) -> str:
    """Lower case, straight quotes, no accents, single spaces; line ends stay."""
    text = text.casefold().replace("’", "'").replace("‘", "'").replace("´", "'").replace("`", "'")
    text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return "\n".join(" ".join(line.split()) for line in text.splitlines())


def _words_only(text: str) -> str:
    """Without punctuation and emoji: "STOP!!", "opt-out" and "stop 🛑" read as their words."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text).split())


def _both_ends(text: str) -> str:
    half = LONGEST_READ // 2
    return text if len(text) <= LONGEST_READ else f"{text[:half]}\n{text[-half:]}"


# --- what is not the lead's own words

_QUOTED_HISTORY = re.compile(
    r"^(on\b.{5,200}\bwrote:|el\b.{5,200}\bescribi[oó]:|-{2,}\s*(original message|mensaje original)\s*-{2,}|"
    r"_{10,}|(from|de): .+)\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_OUR_OWN_NOTICE = re.compile(
    r"(?i)\b(reply|text|txt|send|type|respond|responda|responde|envie|envia|env[ií]e)\s+(with\s+|con\s+)?"
    r"[\"'“”]?(stop|baja|alto)[\"'“”]?\b[^.!?\n]{0,40}"
)


def _own_words(body: str) -> str:
    """The text without quoted earlier messages and without notices of the kind "reply STOP to opt out"."""
    text = _QUOTED_HISTORY.split(body, maxsplit=1)[0]
    lines = [line for line in text.splitlines() if not line.lstrip().startswith(">")]
    return _OUR_OWN_NOTICE.sub(" ", "\n".join(lines))


# --- the lead's own wording


def wording_language(text: str) -> str:
    """The language of an opt-out in the lead's own wording; "" when it is none. `text` comes from `plain`."""
    for part in _sentences(text):
        if part in SENTENCE_KEYWORDS:
            return "en"
    cleared = NOT_A_REQUEST.sub(" ", text)
    if any(pattern.search(cleared) for pattern in ENGLISH):
        return "en"
    return "es" if any(pattern.search(text) for pattern in SPANISH) else ""


def _sentences(text: str) -> list[str]:
    """Sentences as words; a comma parts a message only when there is one ("no thanks, stop")."""
    parts = re.split(r"[.!?;\n]+| - ", text)
    if text.count(",") == 1:
        parts += text.split(",")
    return [_words_only(part) for part in parts]
