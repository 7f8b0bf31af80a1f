import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orchestrator', '0002_llmcall_texts_removed_at'),
    ]

    operations = [
        migrations.CreateModel(
            name='BudgetAlert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tenant', models.CharField(blank=True, default='', help_text='empty: all together', max_length=64)),
                ('day', models.DateField()),
                ('percent', models.PositiveSmallIntegerField()),
                ('limit_micro_usd', models.BigIntegerField()),
                ('spent_micro_usd', models.BigIntegerField()),
                ('held_micro_usd', models.BigIntegerField()),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
        ),
        migrations.CreateModel(
            name='BudgetLimit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tenant', models.CharField(max_length=64, unique=True)),
                ('limit_micro_usd', models.BigIntegerField()),
                ('changed_by', models.CharField(max_length=150)),
                ('changed_at', models.DateTimeField()),
            ],
        ),
        migrations.AddIndex(
            model_name='budget',
            index=models.Index(fields=['day'], name='budget_by_day'),
        ),
        migrations.AddConstraint(
            model_name='budgetalert',
            constraint=models.UniqueConstraint(fields=('day', 'tenant', 'percent'), name='one_alert_per_budget_day_and_percent'),
        ),
        migrations.AddConstraint(
            model_name='budgetlimit',
            constraint=models.CheckConstraint(condition=models.Q(('limit_micro_usd__gte', 0)), name='budgetlimit_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='budgetlimit',
            constraint=models.CheckConstraint(condition=models.Q(('tenant', ''), _negated=True), name='budgetlimit_of_one_tenant'),
        ),
    ]
