from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="StaffRight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "permissions": [
                    ("work_leads", "Claim, answer, take over, give back and close"),
                    ("approve_texts", "Approve, edit or reject texts that wait"),
                    ("stop_sending", "Stop all sending in the locations one sees"),
                    ("resume_sending", "Resume sending in the locations one sees"),
                    ("stop_everywhere", "Stop and resume sending in all locations at once"),
                    ("view_pipeline", "See the dashboard"),
                    ("view_operations", "See whether the machine is well"),
                    ("export_audit", "Export the audit record"),
                ],
                "managed": False,
                "default_permissions": (),
            },
        ),
    ]
