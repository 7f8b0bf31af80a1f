"""When a person can answer, said honestly from the location's office hours. Pure."""

from datetime import datetime, timedelta

from bots.config import BotConfig

DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("el lunes", "el martes", "el miércoles", "el jueves", "el viernes", "el sábado", "el domingo"),
}
OPEN_NOW = {"en": "They aim to answer within {minutes} minutes.", "es": "Procura responder en {minutes} minutos."}
OPENS = {"en": "The office opens {day} at {hour}.", "es": "La oficina abre {day} a las {hour}."}
UNKNOWN = {"en": "They will answer as soon as they can.", "es": "Le responde en cuanto pueda."}
NEAR = {"en": ("today", "tomorrow"), "es": ("hoy", "mañana")}


def honest_time(local_now: datetime, config: BotConfig, language: str) -> str:
    """One sentence. `local_now` is aware, in the location's zone."""
    language = language if language in DAYS else "en"
    if is_open(local_now, config):
        return OPEN_NOW[language].format(minutes=config.handoff_due_minutes)
    opening = next_opening(local_now, config)
    if opening is None:
        return UNKNOWN[language]
    days_away = (opening.date() - local_now.date()).days
    day = NEAR[language][days_away] if days_away < 2 else _weekday(opening, language)
    return OPENS[language].format(day=day, hour=_hour(opening, language))


def is_open(local_now: datetime, config: BotConfig) -> bool:
    """Open, and for long enough that the promised minutes fit in."""
    if local_now.weekday() not in config.office_days:
        return False
    end = local_now + timedelta(minutes=config.handoff_due_minutes)
    minutes = end.hour * 60 + end.minute if end.date() == local_now.date() else 24 * 60 + 1
    return local_now.hour >= config.office_opens_hour and minutes <= config.office_closes_hour * 60


def next_opening(local_now: datetime, config: BotConfig) -> datetime | None:
    """The next time the office opens, in the same zone; None when it never does."""
    for days_away in range(8):
        day = local_now + timedelta(days=days_away)
        opening = day.replace(hour=config.office_opens_hour % 24, minute=0, second=0, microsecond=0)
        if opening > local_now and opening.weekday() in config.office_days:
            return opening
    return None


def _weekday(opening: datetime, language: str) -> str:
    name = DAYS[language][opening.weekday()]
    return f"on {name}" if language == "en" else name


def _hour(opening: datetime, language: str) -> str:
    if language == "es":
        return f"{opening.hour}:00"
    return f"{opening.hour % 12 or 12} {'AM' if opening.hour < 12 else 'PM'}"
