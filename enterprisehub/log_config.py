"""The log dictionary: one JSON object per line, redacted, with the request's id."""

from typing import Any


def logging_config(level: str) -> dict[str, Any]:
    """Dictionary for `logging.config.dictConfig`; every record passes the redaction filter before it is written."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "redact": {"()": "outbound.redaction.RedactingFilter"},
            "request_id": {"()": "enterprisehub.middleware.RequestIdFilter"},
        },
        "formatters": {
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "format": "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s",
                "rename_fields": {"asctime": "at", "levelname": "level", "name": "logger", "message": "event"},
            }
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request_id", "redact"]}
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.request": {"level": "ERROR"},
            "urllib3": {"level": "WARNING"},
            "httpx2": {"level": "WARNING"},
            "anthropic": {"level": "WARNING"},
        },
    }
