"""What an inbound message is before anybody reads it as an answer. Pure.

Calls, voicemail, pictures without text, reactions, automatic replies and empty bodies are never taken for an answer.
"""

import re
from typing import Literal

Kind = Literal["text", "picture", "call", "voicemail", "reaction", "auto_reply", "empty"]

# Reactions arrive as texts on phones that cannot show them: iOS tapbacks (English and Spanish) and Android's spelling.
_QUOTED = r"[\"“«„‘'].*[\"”»“’']"
_REACTIONS = (
    re.compile(rf"(?is)^(liked|loved|disliked|laughed at|emphasized|questioned)\s+({_QUOTED}|an? \w+)\W*$"),
    re.compile(rf"(?is)^removed an? [\w\s]{{2,24}} from\s+({_QUOTED}|an? \w+)\W*$"),
    re.compile(rf"(?is)^(le gustó|le encantó|no le gustó|se rio de|se rió de|enfatizó|destacó)\s+{_QUOTED}\W*$"),
    re.compile(rf"(?is)^(reacted|reaccionó)\s+.{{1,24}}\s+(to|a)\s+({_QUOTED}|an? \w+)\W*$"),
    re.compile(rf"(?is)^\W{{1,8}}\s+(to|a)\s+{_QUOTED}\s*$"),
)
_AUTO_REPLIES = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        r"^\W*i['’]?m (currently )?driving\b.{0,160}(focus|do not disturb|notifications|when i get|later|auto)",
        r"^\W*i['’]?m driving( right now)?\W*$",
        r"^\W*i['’]?m driving with (do not disturb|focus)",
        r"^\W*\(?i['’]?m not receiving notifications",
        r"\b(this is an? )?(automated|automatic|auto)[- ]?(reply|response|message)\b",
        r"\bout of (the )?office\b.{0,200}\b(until|return|back|respond|reply)\b",
        r"^\W*(auto(matic)? ?reply|out of office|respuesta automática)\b",
        r"\b(respuesta|mensaje) automátic[oa]\b",
        r"^\W*(estoy|voy) (conduciendo|manejando)\b.{0,160}(llegue|notificaciones|no molestar|automátic)",
        r"^\W*(estoy|voy) (conduciendo|manejando)( ahora)?\W*$",
        r"^\W*sorry,? i can['’]?t talk right now\W*$",
        r"^\W*can i call you later\?\W*$",
    )
)
_MAX_AUTO_REPLY = 600  # longer texts are somebody's own words


def kind_of(*, channel_word: str, status: str, call_status: str, body: str, attachments: int) -> Kind:
    """`channel_word` is messageType as given ("SMS", "CALL", "VoiceMail", "TYPE_CALL" …)."""
    word = channel_word.upper().removeprefix("TYPE_")
    if "VOICEMAIL" in word or "voicemail" in (status.lower(), call_status.lower()):
        return "voicemail"
    if word in ("CALL", "IVR_CALL"):
        return "call"
    if not body.strip():
        return "picture" if attachments else "empty"
    if is_reaction(body):
        return "reaction"
    return "auto_reply" if is_auto_reply(body) else "text"


def is_reaction(body: str) -> bool:
    text = body.strip()
    return any(pattern.match(text) for pattern in _REACTIONS)


def is_auto_reply(body: str) -> bool:
    text = body.strip()
    return len(text) <= _MAX_AUTO_REPLY and any(pattern.search(text) for pattern in _AUTO_REPLIES)
