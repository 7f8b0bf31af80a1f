"""The admin's look and navigation. Its palette is read from the stylesheet that every other page uses."""

import re
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy

TOKENS = Path(__file__).resolve().parent.parent / "static" / "hub" / "tokens.css"
_COLOUR = re.compile(r"--color-(base|primary)-(\d+):\s*([^;]+);")


def palette(css: str) -> dict[str, dict[str, str]]:
    """{"base": {"50": "oklch(…)", …}, "primary": {…}} from the tokens' text."""
    colours: dict[str, dict[str, str]] = {}
    for name, weight, value in _COLOUR.findall(css):
        colours.setdefault(name, {})[weight] = value
    return colours


def _tokens(request: HttpRequest) -> str:
    return static("hub/tokens.css")


def _admin_styles(request: HttpRequest) -> str:
    return static("hub/admin.css")


def _frame_script(request: HttpRequest) -> str:
    return static("hub/hub.js")


def _icon(request: HttpRequest) -> str:
    return static("hub/icon.svg")


def _holds(permission: str) -> Any:
    def check(request: HttpRequest) -> bool:
        return request.user.has_perm(permission)

    return check


def _on(prefix: str) -> Any:
    """Whether the page that is shown belongs to a link; paths do not say it where pages stand beside rows."""

    def check(request: HttpRequest) -> bool:
        match = request.resolver_match
        return bool(match and match.url_name and match.url_name.startswith(prefix))

    return check


def _page(title: str, icon: str, url_name: str, permission: str, pages: str) -> dict[str, Any]:
    """A link to the first of several pages whose names begin alike."""
    return {**_link(title, icon, url_name, permission), "active": _on(pages)}


def _link(title: str, icon: str, url_name: str, permission: str, query: str = "") -> dict[str, Any]:
    return {
        "title": title,
        "icon": icon,
        "link": (lambda request: f"{reverse_lazy(url_name)}{query}") if query else reverse_lazy(url_name),
        "permission": _holds(permission),
    }


MODEL_PAGES = [
    _page(
        "Model calls", "neurology", "admin:orchestrator_llmcall_changelist", "orchestrator.view_llmcall",
        "orchestrator_llmcall",
    ),
    _page(
        "Prompts", "description", "admin:orchestrator_prompts", "orchestrator.view_promptversion", "orchestrator_prompt"
    ),
    _page("Cache", "cached", "admin:orchestrator_cache", "orchestrator.view_cachecount", "orchestrator_cache"),
    _page("Budgets", "payments", "admin:orchestrator_budgets", "orchestrator.view_budget", "orchestrator_budget"),
    _page(
        "Breakers and pace", "speed", "admin:orchestrator_breakers", "orchestrator.view_llmcall", "orchestrator_breaker"
    ),
]  # fmt: skip

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "EnterpriseHub",
    "SITE_HEADER": "EnterpriseHub",
    "SITE_SUBHEADER": "Lead qualification",
    "SITE_URL": "/",
    "SITE_ICON": {"light": _icon, "dark": _icon},
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": _icon}],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "BORDER_RADIUS": "8px",
    "COLORS": palette(TOKENS.read_text()),
    "STYLES": [_tokens, _admin_styles],
    "SCRIPTS": [_frame_script],
    "SIDEBAR": {
        "show_search": True,
        "show_all_applications": False,
        "navigation": [
            {
                "title": "Work",
                "items": [
                    _link("Inbox", "inbox", "inbox", "bots.view_handoff"),
                    _link("Leads", "groups", "leads", "crm.view_lead"),
                    _link("Handoff history", "history", "admin:bots_handoff_changelist", "bots.view_handoff", "?o=-1"),
                    _link("Conversations", "forum", "admin:bots_conversation_changelist", "bots.view_conversation"),
                    _link("Dashboard", "monitoring", "dashboard", "dashboard.view_pipeline"),
                    _link("Audit", "policy", "audit", "audit.view_auditentry"),
                ],
            },
            {
                "title": "CRM records",
                "collapsible": True,
                "items": [
                    _link("Leads as stored", "person", "admin:crm_lead_changelist", "crm.view_lead"),
                    _link("Opportunities", "sell", "admin:crm_opportunity_changelist", "crm.view_opportunity"),
                    _link("Messages", "sms", "admin:crm_message_changelist", "crm.view_message"),
                    _link("Consent", "verified_user", "admin:crm_consent_changelist", "crm.view_consent"),
                ],
            },
            {
                "title": "Machine",
                "collapsible": True,
                "items": [
                    _link("Is it well?", "monitor_heart", "operator", "dashboard.view_operations"),
                    _link("Events", "move_to_inbox", "admin:crm_webhookevent_changelist", "crm.view_webhookevent"),
                    _link("Outbox", "outbox", "admin:crm_outboxentry_changelist", "crm.view_outboxentry"),
                    _link(
                        "Failed writes",
                        "report",
                        "admin:crm_outboxentry_changelist",
                        "crm.change_outboxentry",
                        "?status__exact=dead",
                    ),
                    _link("Turns", "sync_alt", "admin:bots_turn_changelist", "bots.view_turn"),
                    *MODEL_PAGES,
                ],
            },
            {
                "title": "Set-up",
                "collapsible": True,
                "items": [
                    _link("Locations", "location_on", "admin:crm_location_changelist", "crm.view_location"),
                    _page("Field maps", "conversion_path", "admin:crm_fieldmaps", "crm.view_fieldmap", "crm_fieldmap"),
                    _link("Bot profiles", "smart_toy", "admin:bots_botprofile_changelist", "bots.view_botprofile"),
                    _link("Staff", "badge", "admin:auth_user_changelist", "auth.view_user"),
                    _link("Who sees what", "key", "admin:bots_staffaccess_changelist", "bots.view_staffaccess"),
                ],
            },
        ],
    },
}
