"""Django looks here for what the admin shows; importing registers it."""

from orchestrator.admin import budgets, cache, calls, prompts, rows

__all__ = ["budgets", "cache", "calls", "prompts", "rows"]
