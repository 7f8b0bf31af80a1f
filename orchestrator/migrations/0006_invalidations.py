import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orchestrator", "0005_prompt_activation"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invalidation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("key", "One key"),
                            ("prompt", "A prompt, or one version of it"),
                            ("model", "A model"),
                            ("tenant", "A tenant"),
                            ("task", "A task"),
                            ("all", "Everything"),
                        ],
                        max_length=8,
                    ),
                ),
                ("value", models.CharField(blank=True, default="", help_text="empty for everything", max_length=80)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ("by", models.CharField(help_text="who asked for it", max_length=150)),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
            ],
        ),
        migrations.RemoveIndex(
            model_name="cachedreply",
            name="cachedreply_by_expiry",
        ),
        migrations.AddField(
            model_name="cachedreply",
            name="generation",
            field=models.BigIntegerField(
                db_default=0, default=0, help_text="the newest invalidation that was known before the model was asked"
            ),
        ),
        migrations.AddIndex(
            model_name="cachedreply",
            index=models.Index(fields=["created_at"], name="cachedreply_by_age"),
        ),
        migrations.AddConstraint(
            model_name="invalidation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("scope", "all"), ("value", "")),
                    models.Q(models.Q(("scope", "all"), _negated=True), models.Q(("value", ""), _negated=True)),
                    _connector="OR",
                ),
                name="invalidation_says_of_what",
            ),
        ),
    ]
