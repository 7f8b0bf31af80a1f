import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orchestrator', '0003_budget_limits_and_alerts'),
    ]

    operations = [
        migrations.CreateModel(
            name='ModelPrice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=64)),
                ('valid_from', models.DateField()),
                ('up_to_prompt_tokens', models.PositiveIntegerField(blank=True, help_text='empty: prompts of any length', null=True)),
                ('input_usd', models.DecimalField(decimal_places=6, max_digits=11)),
                ('output_usd', models.DecimalField(decimal_places=6, max_digits=11)),
                ('cache_write_5m_usd', models.DecimalField(decimal_places=6, max_digits=11)),
                ('cache_write_1h_usd', models.DecimalField(decimal_places=6, max_digits=11)),
                ('cache_read_usd', models.DecimalField(decimal_places=6, max_digits=11)),
                ('source', models.CharField(help_text='where the price is written', max_length=200)),
                ('added_by', models.CharField(max_length=150)),
                ('added_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
        ),
        migrations.AddConstraint(
            model_name='modelprice',
            constraint=models.UniqueConstraint(fields=('model', 'valid_from', 'up_to_prompt_tokens'), name='one_price_per_model_day_and_band', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='modelprice',
            constraint=models.CheckConstraint(condition=models.Q(('cache_read_usd__gte', 0), ('cache_write_1h_usd__gte', 0), ('cache_write_5m_usd__gte', 0), ('input_usd__gte', 0), ('output_usd__gte', 0)), name='modelprice_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='modelprice',
            constraint=models.CheckConstraint(condition=models.Q(('up_to_prompt_tokens', None), ('up_to_prompt_tokens__gte', 1), _connector='OR'), name='modelprice_band_not_empty'),
        ),
    ]
