from django.db import migrations, models

# Only on the way back: without the version there is one row for what had several.
_ONE_ROW_FOR_ALL_VERSIONS = """
WITH gone AS (
  DELETE FROM orchestrator_cachecount RETURNING day, tenant, task, tier, hits
)
INSERT INTO orchestrator_cachecount (day, tenant, task, prompt_version, tier, hits)
SELECT day, tenant, task, '', tier, sum(hits) FROM gone GROUP BY day, tenant, task, tier
"""


class Migration(migrations.Migration):
    dependencies = [("orchestrator", "0008_metric_totals")]

    operations = [
        migrations.AddField(
            model_name="cachecount",
            name="prompt_version",
            field=models.CharField(
                db_default="", default="", help_text="name/number; empty where it was not counted yet", max_length=80
            ),
        ),
        migrations.RemoveConstraint(model_name="cachecount", name="one_cache_count_per_day_and_tier"),
        migrations.AddConstraint(
            model_name="cachecount",
            constraint=models.UniqueConstraint(
                fields=("day", "tenant", "task", "prompt_version", "tier"),
                name="one_cache_count_per_day_prompt_and_tier",
            ),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, _ONE_ROW_FOR_ALL_VERSIONS),
    ]
