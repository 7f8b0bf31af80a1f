from django.db import migrations, models


class Migration(migrations.Migration):
    """One holding line per lead and outage: when the outage began is kept with the lead's thread."""

    dependencies = [("bots", "0003_role_switches")]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="model_away_since",
            field=models.DateTimeField(
                blank=True,
                help_text="start of the outage that this lead was told of; empty once a model answered",
                null=True,
            ),
        ),
    ]
