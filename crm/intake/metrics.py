"""Counters of the intake, read by /metrics."""

from prometheus_client import Counter

SIGNATURE_FAILURES = Counter(
    "intake_signature_failures", "Marketplace webhooks refused because the signature was missing or wrong"
)
SECRET_FAILURES = Counter("intake_secret_failures", "Workflow webhooks refused because the header secret was wrong")
NOT_STORED = Counter("intake_not_stored", "Webhooks answered 429 because the database could not store them")
OVER_LIMIT = Counter("intake_over_limit", "Webhooks answered 429 because their location brought more than its share")
OPT_OUTS_ABOVE_LIMIT = Counter(
    "intake_opt_outs_above_limit", "Opt-outs that were stored although their location was over its limit"
)
