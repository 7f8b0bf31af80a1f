"""The five roles of staff and what each may do: one table, kept in the database by `ensure_roles`."""

from django.contrib.auth.models import Group, Permission

READS_LEADS = frozenset(
    {
        "bots.view_conversation",
        "bots.view_handoff",
        "bots.view_score",
        "crm.view_consent",
        "crm.view_lead",
        "crm.view_message",
        "crm.view_opportunity",
    }
)
READS_MACHINE = frozenset(
    {
        "bots.view_botprofile",
        "bots.view_roleswitch",
        "bots.view_turn",
        "crm.view_fieldmap",
        "crm.view_location",
        "crm.view_outboxentry",
        "crm.view_sendattempt",
        "crm.view_sendingstop",
        "crm.view_webhookevent",
        "orchestrator.view_budget",
        "orchestrator.view_cachecount",
        "orchestrator.view_cachedreply",
        "orchestrator.view_llmcall",
        "orchestrator.view_modelprice",
        "orchestrator.view_promptversion",
    }
)
WORKS_LEADS = frozenset({"dashboard.work_leads", "dashboard.approve_texts", "dashboard.stop_sending"})
REPAIRS = frozenset({"crm.change_outboxentry", "crm.change_webhookevent"})
WORKS_MODELS = frozenset(
    {
        "orchestrator.add_invalidation",
        "orchestrator.add_modelprice",
        "orchestrator.add_promptactivation",
        "orchestrator.change_budgethold",
        "orchestrator.change_budgetlimit",
        "orchestrator.work_breakers",
    }
)
WORKS_FIELD_MAPS = frozenset({"crm.change_fieldmap", "crm.view_fieldmap"})
READS_MONEY = frozenset({"orchestrator.view_budget", "orchestrator.view_cachecount"})
READS_RECORD = frozenset({"audit.view_auditentry"})

ROLES: dict[str, frozenset[str]] = {
    "Agent": READS_LEADS | WORKS_LEADS,
    "Supervisor": READS_LEADS
    | WORKS_LEADS
    | WORKS_FIELD_MAPS
    | READS_RECORD
    | {"dashboard.resume_sending", "dashboard.view_pipeline"},
    "Manager": READS_LEADS
    | READS_RECORD
    | READS_MONEY
    | {
        "crm.view_location",
        "dashboard.resume_sending",
        "dashboard.stop_sending",
        "dashboard.view_operations",
        "dashboard.view_pipeline",
    },
    "Administrator": READS_LEADS
    | READS_MACHINE
    | WORKS_LEADS
    | WORKS_MODELS
    | WORKS_FIELD_MAPS
    | REPAIRS
    | READS_RECORD
    | {
        "auth.add_user",
        "auth.change_user",
        "auth.view_group",
        "auth.view_user",
        "bots.add_botprofile",
        "bots.add_staffaccess",
        "bots.change_botprofile",
        "bots.change_staffaccess",
        "bots.view_staffaccess",
        "crm.change_location",
        "dashboard.export_audit",
        "dashboard.resume_sending",
        "dashboard.stop_everywhere",
        "dashboard.view_operations",
        "dashboard.view_pipeline",
    },
    "Auditor": READS_LEADS | READS_MACHINE | READS_RECORD | {"dashboard.export_audit", "dashboard.view_pipeline"},
}


class MissingPermissions(Exception):
    """A permission of the table is not in the database: migrations have not run to the end."""


def ensure_roles() -> list[str]:
    """Make the five groups hold exactly what the table says. Returns the names of those that had to be changed."""
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    missing = sorted(name for names in ROLES.values() for name in names if name not in known)
    if missing:
        raise MissingPermissions(f"No such permission: {', '.join(missing)}. Run `manage.py migrate` first.")
    held = {group.name: group for group in Group.objects.prefetch_related("permissions")}
    changed = []
    for name, permissions in ROLES.items():
        group = held.get(name) or Group.objects.create(name=name)
        wanted = {known[permission].pk for permission in permissions}
        if {permission.pk for permission in group.permissions.all()} != wanted:
            group.permissions.set(wanted)
            changed.append(name)
    return changed
