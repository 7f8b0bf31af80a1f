"""The two fixed texts that consent needs. Plain GSM-7, one segment, no marketing (CTIA messaging principles, 5.1.3)."""

LONGEST_NAME = 40  # characters of the location's name, so that each text stays within one segment

_CONFIRMATION = {
    "en": "You are unsubscribed from {name} and will get no more messages. Reply START to resubscribe.",
    "es": "Ya no recibira mas mensajes de {name}. Responda START para volver a recibirlos.",
}
_HELP = {
    "en": "This is {name}. We text about your real estate inquiry. Msg & data rates may apply. Reply STOP to opt out.",
    "es": "Le escribe {name} sobre su consulta de bienes raices. Responda STOP para no recibir mas mensajes.",
}


def confirmation_text(name: str, language: str) -> str:
    """Sent once per opt-out in the lead's own wording."""
    return _CONFIRMATION.get(language, _CONFIRMATION["en"]).format(name=_short(name))


def help_text(name: str, language: str) -> str:
    """Who is texting, and how to make it stop; at most once a day."""
    return _HELP.get(language, _HELP["en"]).format(name=_short(name))


def _short(name: str) -> str:
    """Characters outside ASCII would turn the whole text into UCS-2 with 70 to a segment; they are left out."""
    plain = "".join(sign for sign in name if sign.isascii() and sign.isprintable())
    return " ".join(plain.split())[:LONGEST_NAME].strip() or "our team"
