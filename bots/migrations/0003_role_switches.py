from django.db import migrations


class Migration(migrations.Migration):
    """The plural of a switch."""

    dependencies = [("bots", "0002_turn_failures")]

    operations = [
        migrations.AlterModelOptions(name="roleswitch", options={"verbose_name_plural": "role switches"}),
    ]
