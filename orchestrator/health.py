"""Which model stands behind a group of locations, from settings alone."""

from typing import Literal

from django.conf import settings

ModelState = Literal["real", "simulated", "none"]


def model_state(provider_group: str) -> ModelState:
    """`real` with a key or a server of ours, `simulated` where the sandbox answers, else `none`."""
    if (
        settings.ANTHROPIC_API_KEY
        or settings.OPENAI_API_KEY
        or settings.OPENAI_BASE_URL
        or settings.SELF_HOSTED_BASE_URL
    ):
        return "real"
    return "simulated" if provider_group == "sandbox" and settings.SANDBOX_BASE_URL else "none"
