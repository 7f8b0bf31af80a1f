"""What the orchestrator keeps: prompt versions, the call ledger, stored answers, budgets and their holds."""

from orchestrator.models.budgets import Budget, BudgetAlert, BudgetHold, BudgetHoldQuerySet, BudgetLimit, BudgetQuerySet
from orchestrator.models.cache import HARD_AGE, CacheCount, CachedReply, CachedReplyQuerySet, Invalidation
from orchestrator.models.calls import LlmCall, LlmCallQuerySet
from orchestrator.models.metrics import MetricTotal, ProcessState
from orchestrator.models.prices import ModelPrice
from orchestrator.models.prompts import PromptActivation, PromptActivationQuerySet, PromptVersion

__all__ = [
    "HARD_AGE",
    "Budget",
    "BudgetAlert",
    "BudgetHold",
    "BudgetHoldQuerySet",
    "BudgetLimit",
    "BudgetQuerySet",
    "CacheCount",
    "CachedReply",
    "CachedReplyQuerySet",
    "Invalidation",
    "LlmCall",
    "LlmCallQuerySet",
    "MetricTotal",
    "ModelPrice",
    "ProcessState",
    "PromptActivation",
    "PromptActivationQuerySet",
    "PromptVersion",
]
