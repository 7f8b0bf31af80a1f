"""How the lead wants to be reached. The first phrase that fits decides."""

from bots.understanding.tables.phrase import phrase

CONTACT_CHANNEL = (
    phrase("text", r"text(?:ing|s)?", r"sms", r"mensajes?(?: de texto)?", only_asked=True),
    phrase("email", r"e-?mail", r"correo(?: electronico)?", only_asked=True),
    phrase("call", r"(?:phone )?calls?", r"phone", r"llamadas?", r"telefono", only_asked=True),
)
