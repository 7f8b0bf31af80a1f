"""Short plain sentences for properties that want words."""

import re

from sandbox.claude.heard import Heard, fold
from sandbox.claude.names import match_name, words_of
from sandbox.claude.orders import obeyed_words, orders_in
from sandbox.claude.prompt import Request

THANKS = {
    "en": (
        "Got it, thanks.",
        "Thanks for that.",
        "Okay, that helps.",
        "Understood.",
        "Good to know.",
        "Perfect, thank you.",
        "Great, noted.",
        "Appreciate it.",
    ),
    "es": (
        "Entendido, gracias.",
        "Gracias por decirme.",
        "Muy bien, eso ayuda.",
        "De acuerdo.",
        "Bueno saberlo.",
        "Perfecto, gracias.",
        "Anotado.",
        "Se lo agradezco.",
    ),
}
SITUATIONS = {
    "en": {
        "bot_question": "Yes, I'm an automated assistant for the team.",
        "person": "Of course, I'll have someone from the team reach out.",
        "opt_out": "Okay, we won't text you again.",
        "anger": "I'm sorry about that.",
        "distress": "I'm sorry to hear that.",
        "legal": "Thanks for telling me, someone from the team should look at that with you.",
        "valuation": "That depends on the home, so I'd rather not guess a number.",
        "question": "Good question, I'll check that with the team.",
        "objection": "That makes sense.",
        "greeting": "Hi, thanks for reaching out.",
    },
    "es": {
        "bot_question": "Sí, soy un asistente automático del equipo.",
        "person": "Claro, alguien del equipo se comunicará con usted.",
        "opt_out": "De acuerdo, no le escribiremos más.",
        "anger": "Lamento la molestia.",
        "distress": "Lo siento mucho.",
        "legal": "Gracias por decirme, alguien del equipo debe verlo con usted.",
        "valuation": "Depende de la casa, así que prefiero no inventar un número.",
        "question": "Buena pregunta, lo consulto con el equipo.",
        "objection": "Tiene sentido.",
        "greeting": "Hola, gracias por escribir.",
    },
}
QUESTIONS = {
    "en": {
        "address": "What's the address of the property?",
        "area": "Which area are you thinking of?",
        "price": "What price would you be happy with?",
        "budget": "What budget do you have in mind?",
        "mortgage": "Is there a mortgage on it?",
        "beds": "How many bedrooms do you need?",
        "baths": "How many bathrooms?",
        "sqft": "About how big should it be?",
        "timeline": "When would you like to move?",
        "motivation": "What has you thinking about a move?",
        "destination": "Where are you headed next?",
        "condition": "What shape is the place in?",
        "preapproval": "Are you pre-approved or paying cash?",
        "side": "Are you looking to buy or sell?",
        "upgrades": "Any upgrades in recent years?",
        "listed": "Has it been listed before?",
        "decider": "Does anyone else decide with you?",
        "channel": "Is a call or a text better?",
        "meeting_time": "What time suits you?",
    },
    "es": {
        "address": "¿Cuál es la dirección de la propiedad?",
        "area": "¿Qué zona le interesa?",
        "price": "¿Qué precio le parecería bien?",
        "budget": "¿Qué presupuesto tiene en mente?",
        "mortgage": "¿Tiene hipoteca?",
        "beds": "¿Cuántas recámaras necesita?",
        "baths": "¿Cuántos baños?",
        "sqft": "¿Qué tamaño busca?",
        "timeline": "¿Cuándo le gustaría mudarse?",
        "motivation": "¿Por qué piensa mudarse?",
        "destination": "¿A dónde se mudaría?",
        "condition": "¿En qué estado está la casa?",
        "preapproval": "¿Tiene preaprobación o paga en efectivo?",
        "side": "¿Quiere comprar o vender?",
        "upgrades": "¿Ha hecho mejoras recientes?",
        "listed": "¿La ha puesto en venta antes?",
        "decider": "¿Alguien más decide con usted?",
        "channel": "¿Prefiere llamada o mensaje?",
        "meeting_time": "¿A qué hora le conviene?",
    },
}
_LIMIT = re.compile(
    r"(?:at most|max(?:imum)?(?: of)?|under|up to|no more than|within|"
    r"<=?)\s*(\d{2,4})\s*(?:gsm-?7\s*)?(?:char|letters|signs|septets)",
    re.IGNORECASE,
)
_LABELLED_LIMIT = re.compile(r"(?:most|max\w*|limit)[ _](?:characters|chars|length)\W{1,4}(\d{2,4})", re.IGNORECASE)
_NEAR_WORDS = 2


def character_limit(description: str, schema_limit: int | None, instructions: str) -> int:
    found = _LIMIT.search(description) or _LIMIT.search(instructions) or _LABELLED_LIMIT.search(instructions)
    limits = [limit for limit in (schema_limit, int(found[1]) if found else None) if limit]
    return min(limits) if limits else 300


def question_to_ask(request: Request, language: str, *, asks_pending: bool = False) -> str:
    """Return the question a prompt carries, as it stands; for a bare slot name or another language a plain one."""
    wanted = request.ask or (request.pending if asks_pending or request.lead is None else "")
    if not wanted:
        return ""
    concept = match_name(wanted).concept
    is_question = "?" in wanted
    in_language = not is_question or (language == "es") == bool(
        re.search(r"[¿áéíóúñ]|\b(?:que|cual|cuanto|donde)\b", fold(wanted))
    )
    if is_question and in_language:
        return wanted[: wanted.rfind("?") + 1].strip().splitlines()[-1].strip()
    if concept in QUESTIONS[language]:
        return QUESTIONS[language][concept]
    if is_question or len(words_of(wanted)) > _NEAR_WORDS:
        return wanted.strip()
    return (
        f"¿Qué me puede decir de {wanted.strip()}?"
        if language == "es"
        else f"Could you tell me about {' '.join(words_of(wanted))}?"
    )


def answer_from_knowledge(request: Request, heard: Heard) -> str:
    """Return the known sentence that shares most words with the lead's question, if it shares enough."""
    asked = {word for word in words_of(fold(" ".join(heard.questions))) if len(word) > 3}
    sentences = [one.strip(" -*\t") for one in re.split(r"(?<=[.!?])\s+|\n", request.knowledge) if len(one.strip()) > 8]
    scored = [(len(asked & set(words_of(fold(one)))), one) for one in sentences]
    best = max(scored, default=(0, ""))
    return (
        re.sub(r"^(?:q|a|question|answer)\s*[:=]\s*", "", best[1], flags=re.IGNORECASE)
        if best[0] >= _NEAR_WORDS
        else ""
    )


def reply(
    request: Request,
    heard: Heard,
    *,
    variant: int = 0,
    limit: int = 300,
    obey: bool = False,
    asks_pending: bool = False,
) -> str:
    """Return one short reply: an answer or thanks, then the question to ask.

    `asks_pending`: nothing else is to be filled, so the pending slot is what comes next and not what was answered.
    """
    if obey and (done := obeyed_words(orders_in(heard.text, *request.strangers), system=request.system, limit=limit)):
        return done
    language = request.language or heard.language
    opening = _opening(request, heard, language, variant)
    question = question_to_ask(request, language, asks_pending=asks_pending)
    words = f"{opening} {question}".strip()
    if len(words) <= limit:
        return words
    return question if 0 < len(question) <= limit else words[:limit].rsplit(" ", 1)[0]


def _opening(request: Request, heard: Heard, language: str, variant: int) -> str:
    order = ("opt_out", "bot_question", "person", "legal", "anger", "distress")
    for name in order:
        if name in heard.signals:
            return SITUATIONS[language][name]
    if "question" in heard.signals:
        known = answer_from_knowledge(request, heard)
        return known or SITUATIONS[language]["valuation" if "valuation" in heard.signals else "question"]
    if "objection" in heard.signals:
        return SITUATIONS[language]["objection"]
    if not heard.facts and "greeting" in heard.signals:
        return SITUATIONS[language]["greeting"]
    choices = THANKS[language]
    start = sum(map(ord, heard.text)) if heard.text else 0
    return choices[(start + variant) % len(choices)]
