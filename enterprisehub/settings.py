"""Every setting, read once from the environment with a type, grouped by who reads it.

Order of precedence: process environment, `.env`, the launcher's file (read by manage.py and the launcher's children).
No secret has a default: outside `make run` and `make test` the process says which name is missing.
"""

from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.urls import reverse_lazy

from enterprisehub.log_config import logging_config
from enterprisehub.unfold_settings import UNFOLD  # noqa: F401 - a setting of the admin

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").is_file():
    environ.Env.read_env(BASE_DIR / ".env")

# Not an exception: a web server, Celery and manage.py would each show it below a page of traceback.
_REQUIRED = ("SECRET_KEY", "FIELD_ENCRYPTION_KEYS", "DATABASE_URL", "REDIS_URL")
if _missing := [name for name in _REQUIRED if not env(name, default="")]:
    raise SystemExit(
        f"Not set: {', '.join(_missing)}. Set what is missing in the environment or in .env (see .env.example). Beside "
        "`make run`, manage.py finds it in STATE_DIR/env: give the STATE_DIR that `make run` has."
    )

# --- the web process
SECRET_KEY = env("SECRET_KEY")
DEBUG = env("DEBUG", cast=bool, default=False)
ALLOWED_HOSTS = env("ALLOWED_HOSTS", cast=list, default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env("CSRF_TRUSTED_ORIGINS", cast=list, default=[])
TRUSTED_PROXIES = env("TRUSTED_PROXIES", cast=list, default=[])
PUBLIC_BASE_URL = env("PUBLIC_BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
STATE_DIR = BASE_DIR / env("STATE_DIR", default=".state")
FIELD_ENCRYPTION_KEYS = env("FIELD_ENCRYPTION_KEYS", cast=list)
METRICS_TOKEN = env("METRICS_TOKEN", default="")  # bearer of /metrics; without one only this machine reads them

_https = urlsplit(PUBLIC_BASE_URL).scheme == "https"
SECURE_SSL_REDIRECT = _https
# Webhooks, probes and metrics are answered where they arrive: a redirect would lose a signed body.
SECURE_REDIRECT_EXEMPT = [r"^webhooks/", r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "drf_spectacular",
    "enterprisehub",
    "audit",
    "orchestrator",
    "crm",
    "bots",
    "dashboard",
]

MIDDLEWARE = [
    "enterprisehub.middleware.RequestIdMiddleware",
    "enterprisehub.webhook_path.WebhooksSkipPageMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "enterprisehub.urls"
WSGI_APPLICATION = "enterprisehub.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dashboard.context.frame",
            ]
        },
    }
]
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = ["enterprisehub.formats"]
USE_I18N = False
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGIN_URL = reverse_lazy("admin:login")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# --- PostgreSQL: the truth
DATABASES = {"default": {**env.db_url("DATABASE_URL"), "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}}
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", 5)

# --- Redis: doorbell, metronome, cache
REDIS_URL = env("REDIS_URL")
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default=REDIS_URL)


def _other_database(url: str) -> str:
    """The same server, next logical database: eviction policies apart, a cache key never shadows a limiter key."""
    base, _, number = url.rpartition("/")
    return f"{base}/{int(number) + 1}" if number.isdigit() else f"{url.rstrip('/')}/1"


CACHE_REDIS_URL = env("CACHE_REDIS_URL", default=_other_database(REDIS_URL))
CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": CACHE_REDIS_URL,
        "TIMEOUT": 3600,
        "OPTIONS": {
            "SOCKET_CONNECT_TIMEOUT": 0.5,
            "SOCKET_TIMEOUT": 0.5,
            "SERIALIZER": "django_redis.serializers.json.JSONSerializer",
        },
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# --- workers (enterprisehub/celery.py)
WORKER_TASK_TIME_LIMIT_SECONDS = 120
WORKER_CONCURRENCY = env("WORKER_CONCURRENCY", cast=int, default=4)  # the Procfile reads the same name
DRAINS_PER_WORKER = max(1, (WORKER_CONCURRENCY - 1) // 3)  # per stage: three stages, and one process left for upkeep
SWEEP_SECONDS = env("SWEEP_SECONDS", cast=float, default=2.0)

# --- intake (crm/intake)
WEBHOOK_MAX_BYTES = 1024 * 1024
GHL_WEBHOOK_PUBLIC_KEYS = env(
    "GHL_WEBHOOK_PUBLIC_KEYS",
    cast=list,
    # GoHighLevel's published Ed25519 key; Webhook Integration Guide, copies of 2026-03 and 2026-08 agree.
    default=["MCowBQYDK2VwAyEAi2HR1srL4o18O8BRa7gVJY7G7bupbN3H9AwJrHCDiOg="],
)
# The header before the present one. GoHighLevel announced its end for 2026-09-01, so it is off.
GHL_WEBHOOK_LEGACY_RSA = env("GHL_WEBHOOK_LEGACY_RSA", cast=bool, default=False)
GHL_WEBHOOK_LEGACY_KEYS = env(
    "GHL_WEBHOOK_LEGACY_KEYS",
    cast=list,
    # GoHighLevel's published RSA key; highlevel-api-docs, docs/oauth/WebhookAuthentication.md.
    default=[
        "MIICIjANBgkqhkiG9w0BAQEFAAOCAg8AMIICCgKCAgEAokvo/r9tVgcfZ5DysOSCFrm602qYV0MaAiNnX9O8KxMbiyRKWeL9JpCpVpt4XHIc"
        "BOK4u3cLSqJGOLaPuXw6dO0t6Q/ZVdAV5Phz+ZtzPL16iCGeK9po6D6JHBpbi989mmzMryUnQJezlYJ3DVfBcsedpinheNnyYeFXolrJvcsj"
        "DtfAeRx5ByHQmTnSdFUzuAnC9/GepgLT9SM4nCpvuxmZMxrJt5Rw+VUaQ9B8JSvbMPpez4peKaJPZHBbU3OdeCVx5klVXXZQGNHOs8gF3kvo"
        "V5rTnXV0IknLBXlcKKAQLZcY/Q9rG6Ifi9c+5vqlvHPCUJFT5XUGG5RKgOKUJ062fRtN+rLYZUV+BjafxQauvC8wSWeYja63VSUruvmNj8xk"
        "x2zE/Juc+yjLjTXpIocmaiFeAO6fUtNjDeFVkhf5LNb59vECyrHD2SQIrhgXpO4Q3dVNA5rw576PwTzNh/AMfHKIjE4xQA1SZuYJmNnmVZLI"
        "ZBlQAF9Ntd03rfadZ+yDiOXCCs9FkHibELhCHULgCsnuDJHcrGNd5/Ddm5hxGQ0ASitgHeMZ0kcIOwKDOzOU53lDza6/Y09T7sYJPQe7z0cv"
        "j7aE4B+Ax1ZoZGPzpJlZtGXCsu9aTEGEnKzmsFqwcSsnw3JB31IGKAykT1hhTiaCeIY/OwwwNUY2yvcCAwEAAQ=="
    ],
)
# On average over ten seconds, so 5,000 may come at once; a sixth of what two cores store. 0: no limit.
WEBHOOK_PER_SECOND_PER_LOCATION = env("WEBHOOK_PER_SECOND_PER_LOCATION", cast=float, default=500.0)
BELL_TIMEOUT_SECONDS = 0.2
EVENT_MAX_ATTEMPTS = 5
CLOCK_SCALE = env("CLOCK_SCALE", cast=float, default=1.0)  # drills run the recovery clocks at a tenth

# --- the CRM client and the outbox (crm/ghl, crm/outbox)
GHL_BASE_URL = env("GHL_BASE_URL", default="https://services.leadconnectorhq.com").rstrip("/")
GHL_API_VERSION = env("GHL_API_VERSION", default="v3")
GHL_CLIENT_ID = env("GHL_CLIENT_ID", default="")
GHL_CLIENT_SECRET = env("GHL_CLIENT_SECRET", default="")
GHL_REQUESTS_PER_SECOND = env("GHL_REQUESTS_PER_SECOND", cast=int, default=10)
GHL_REQUESTS_PER_DAY = env("GHL_REQUESTS_PER_DAY", cast=int, default=200_000)  # highlevel-api-docs, Authorization.md
GHL_HTTP_TIMEOUT_SECONDS = 15.0
OUTBOX_CLAIM_SECONDS = 60.0 * CLOCK_SCALE
OUTBOX_LOOKUP_SECONDS = tuple(s * CLOCK_SCALE for s in (5.0, 20.0, 60.0))
OUTBOX_WIRE_DEADLINE_SECONDS = 10.0  # the last statement before the wire abandons an older attempt
OUTBOX_IN_FLIGHT_PER_LOCATION = 8
OUTBOX_BREAKER_FAILURES = 5  # in a row: a location whose calls fail so often waits
OUTBOX_BREAKER_OPEN_SECONDS = 10.0 * CLOCK_SCALE
OUTBOX_BREAKER_LONGEST_OPEN_SECONDS = 60.0 * CLOCK_SCALE  # as long as the longest clock of recovery

# --- the sandbox's addresses, handed over by the launcher; empty where there is no sandbox
SANDBOX_BASE_URL = env("SANDBOX_BASE_URL", default="").rstrip("/")
SANDBOX_APP_ID = env("SANDBOX_APP_ID", default="sandbox-app")
SANDBOX_PUBLIC_KEY = env("SANDBOX_PUBLIC_KEY", default="")
SANDBOX_TOKEN = env("SANDBOX_TOKEN", default="")
SANDBOX_LOCATION_ID = env("SANDBOX_LOCATION_ID", default="SANDBOXLOCATION000001")

# --- the orchestrator (orchestrator/build.py)
ANTHROPIC_API_KEY = env("ANTHROPIC_API_KEY", default="")
ANTHROPIC_BASE_URL = env("ANTHROPIC_BASE_URL", default="")
OPENAI_API_KEY = env("OPENAI_API_KEY", default="")
OPENAI_BASE_URL = env("OPENAI_BASE_URL", default="")
LLM_MODEL_UNDERSTAND = env("LLM_MODEL_UNDERSTAND", default="claude-haiku-5-5")
LLM_MODEL_COMPOSE = env("LLM_MODEL_COMPOSE", default="claude-sonnet-5-5")
LLM_MODEL_CHEAPER = env("LLM_MODEL_CHEAPER", default="claude-haiku-5-5")
LLM_MODEL_STRONG = env("LLM_MODEL_STRONG", default="")
LLM_MODEL_OPENAI = env("LLM_MODEL_OPENAI", default="gpt-4o-mini")
SELF_HOSTED_BASE_URL = env("SELF_HOSTED_BASE_URL", default="")
SELF_HOSTED_API_KEY = env("SELF_HOSTED_API_KEY", default="")
SELF_HOSTED_MODEL = env("SELF_HOSTED_MODEL", default="")
LLM_ROUTES = env.json("LLM_ROUTES", default=[])  # orchestrator/asking/routing.py has the default table
LLM_CONFIDENCE_BELOW = env("LLM_CONFIDENCE_BELOW", cast=float, default=0.5)
LLM_BUDGET_USD_PER_DAY = env("LLM_BUDGET_USD_PER_DAY", cast=Decimal, default=Decimal(5))
LLM_BUDGET_USD_PER_DAY_PER_LOCATION = env(
    "LLM_BUDGET_USD_PER_DAY_PER_LOCATION", cast=Decimal, default=LLM_BUDGET_USD_PER_DAY
)
LLM_CALL_RETENTION_DAYS = env("LLM_CALL_RETENTION_DAYS", cast=int, default=400)
LLM_TEXT_RETENTION_DAYS = env("LLM_TEXT_RETENTION_DAYS", cast=int, default=90)
LLM_MAX_INPUT_TOKENS = env("LLM_MAX_INPUT_TOKENS", cast=int, default=6000)
LLM_MAX_OUTPUT_TOKENS = env("LLM_MAX_OUTPUT_TOKENS", cast=int, default=700)
LLM_TRY_TIMEOUT_SECONDS = 20.0
LLM_REQUESTS_PER_MINUTE = env("LLM_REQUESTS_PER_MINUTE", cast=int, default=1_000)  # until its headers say it
LLM_INPUT_TOKENS_PER_MINUTE = env("LLM_INPUT_TOKENS_PER_MINUTE", cast=int, default=400_000)
LLM_OUTPUT_TOKENS_PER_MINUTE = env("LLM_OUTPUT_TOKENS_PER_MINUTE", cast=int, default=80_000)
LLM_BREAKER_FAILURES = env("LLM_BREAKER_FAILURES", cast=int, default=5)
LLM_BREAKER_FAILED_SHARE = env("LLM_BREAKER_FAILED_SHARE", cast=float, default=0.5)
LLM_BREAKER_WINDOW_SECONDS = env("LLM_BREAKER_WINDOW_SECONDS", cast=float, default=30.0)
LLM_BREAKER_OPEN_SECONDS = env("LLM_BREAKER_OPEN_SECONDS", cast=float, default=10.0)
LLM_BREAKER_LONGEST_OPEN_SECONDS = env("LLM_BREAKER_LONGEST_OPEN_SECONDS", cast=float, default=60.0)
PROMPT_DIRS = [BASE_DIR / "bots" / "prompts"]

# --- turns (bots/)
TURN_DEBOUNCE_SECONDS = env("TURN_DEBOUNCE_SECONDS", cast=float, default=4.0)
TURN_LEASE_SECONDS = 90.0 * CLOCK_SCALE
TURN_DEADLINE_SECONDS = 45.0
TURN_THREADS = env("TURN_THREADS", cast=int, default=6)  # turns under way at once in one process
TURN_RULES_FIRST = env("TURN_RULES_FIRST", cast=bool, default=True)

# --- the read API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "PAGE_SIZE": 50,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}
SPECTACULAR_SETTINGS = {"TITLE": "EnterpriseHub read API", "VERSION": "1", "SERVE_INCLUDE_SCHEMA": False}

LOGGING = logging_config(level=env("LOG_LEVEL", default="INFO"))
