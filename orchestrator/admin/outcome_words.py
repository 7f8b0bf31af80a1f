"""What became of a call, in people's words. A code that is not here is said plainly."""

from collections.abc import Mapping

from orchestrator.page_words import plain

OUTCOMES: Mapping[str, str] = {
    # an answer came
    "used": "used",
    "invalid": "unreadable",
    "truncated": "cut off at its ceiling of output tokens",
    "cut": "left: its reader stopped the draft",
    "refused": "declined by the model",
    "too_long": "too long for the model's window",
    # a guard stopped it
    "prompt_leak": "stopped: it repeated the prompt",
    "link": "stopped: a link that nobody gave",
    "price": "stopped: a price that nobody gave",
    "date": "stopped: a day or time that nobody gave",
    "address": "stopped: an address that nobody gave",
    "contact": "stopped: a phone number or e-mail that nobody gave",
    "placeholder": "stopped: a placeholder that could not be filled in",
    # none came
    "bad_request": "the provider could not use the request",
    "not_authorised": "the provider refused the key",
    "payment_required": "the account has no credit",
    "spend_limit": "the account's own spending limit is reached",
    "forbidden": "the account may not do this",
    "not_found": "the provider does not know this model",
    "too_large": "too large for the provider",
    "timed_out": "no answer in time",
    "rate_limited": "too many requests for the account",
    "overloaded": "the provider is overloaded",
    "server_error": "the provider failed",
    "malformed": "no answer that its protocol allows",
    "not_reached": "the provider could not be reached",
    "not_sent": "never sent",
    "dropped": "the connection broke",
    "lost": "lost: the process ended",
}
# What only a person can mend, with what to do.
_TO_DO: Mapping[str, str] = {
    "not_authorised": "put a key that works into the environment and start again, or reset this",
    "payment_required": "add credit at the provider, then reset this",
    "spend_limit": "raise the limit at the provider, then reset this",
    "forbidden": "look at the account at the provider, then reset this",
}


def outcome_words(code: str) -> str:
    return OUTCOMES.get(code) or plain(code)


def with_what_to_do(code: str) -> str:
    """The reason of a breaker, and what a person can do about it where waiting does not help."""
    return ": ".join(filter(None, (outcome_words(code), _TO_DO.get(code))))
