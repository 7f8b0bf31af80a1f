"""System checks: what an operator must mend before a model can be asked."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError

from orchestrator.asking.routing import BadRoute, read_routes
from orchestrator.money.pricing import PRICES
from orchestrator.prompts.files import BadPrompt
from orchestrator.prompts.registry import PromptRegistry, changed_since_published, load_prompts

_MODELS = (
    "LLM_MODEL_UNDERSTAND", "LLM_MODEL_COMPOSE", "LLM_MODEL_CHEAPER", "LLM_MODEL_STRONG", "LLM_MODEL_OPENAI",
    "SELF_HOSTED_MODEL",
)  # fmt: skip
_PRICES_HINT = 'Unless you added it: manage.py add_model_price, or "Add a price" on the admin\'s page of budgets.'


@register()
def prompts_can_be_used(**_: Any) -> list[CheckMessage]:
    try:
        PromptRegistry(settings.PROMPT_DIRS)
    except BadPrompt as error:
        return [
            Error(str(error), hint="orchestrator/prompts/files.py shows the form of a file.", id="orchestrator.E001")
        ]
    return []


@register()
def routes_can_be_used(**_: Any) -> list[CheckMessage]:
    if not settings.LLM_ROUTES:
        return []
    try:
        read_routes(settings.LLM_ROUTES)
    except BadRoute as error:
        return [
            Error(str(error), hint="orchestrator/asking/routing.py shows the default table.", id="orchestrator.E004")
        ]
    return []


@register()
def own_server_has_a_model(**_: Any) -> list[CheckMessage]:
    if not settings.SELF_HOSTED_BASE_URL or settings.SELF_HOSTED_MODEL:
        return []
    hint = "Name the model that it serves."
    return [Error("SELF_HOSTED_BASE_URL is set and SELF_HOSTED_MODEL is empty.", hint=hint, id="orchestrator.E005")]


@register()
def models_have_a_price(**_: Any) -> list[CheckMessage]:
    """A warning, for an operator may have added the price as a row."""
    priced = {row.model for row in PRICES}
    named = {name: getattr(settings, name) for name in _MODELS if getattr(settings, name)}
    return [
        Warning(f"{setting} is {model}, which has no built-in price.", hint=_PRICES_HINT, id="orchestrator.W002")
        for setting, model in named.items()
        if model not in priced
    ]


@register()
def budgets_are_money(**_: Any) -> list[CheckMessage]:
    caps = ("LLM_BUDGET_USD_PER_DAY", "LLM_BUDGET_USD_PER_DAY_PER_LOCATION")
    return [
        Error(f"{name} is {getattr(settings, name)}; it must not be negative.", id="orchestrator.E006")
        for name in caps
        if getattr(settings, name) < 0
    ]


@register(Tags.database)
def published_prompts_are_unchanged(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Runs with `check --database default` and before `migrate`."""
    if not databases:
        return []
    try:
        changed = changed_since_published(load_prompts(settings.PROMPT_DIRS))
    except (BadPrompt, DatabaseError):
        return []  # E001 speaks of the one; before the first migration there is nothing published
    return [Error(sentence, id="orchestrator.E003") for sentence in changed]
