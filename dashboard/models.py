"""No rows: the rights of staff that belong to no single table."""

from typing import ClassVar

from django.db import models


class StaffRight(models.Model):
    """Carries the permissions that pages ask for; `enterprisehub/roles.py` says who holds which."""

    class Meta:
        managed = False
        default_permissions = ()
        permissions: ClassVar = [
            ("work_leads", "Claim, answer, take over, give back and close"),
            ("approve_texts", "Approve, edit or reject texts that wait"),
            ("stop_sending", "Stop all sending in the locations one sees"),
            ("resume_sending", "Resume sending in the locations one sees"),
            ("stop_everywhere", "Stop and resume sending in all locations at once"),
            ("view_pipeline", "See the dashboard"),
            ("view_operations", "See whether the machine is well"),
            ("export_audit", "Export the audit record"),
        ]
