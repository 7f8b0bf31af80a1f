"""A right of its own for acting on breakers, which lie in no table."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orchestrator", "0006_invalidations")]
    operations = [
        migrations.AlterModelOptions(
            name="llmcall",
            options={
                "permissions": [("work_breakers", "Reset circuit breakers and leave a provider alone")],
                "verbose_name": "model call",
            },
        )
    ]
