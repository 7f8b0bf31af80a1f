
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Budget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tenant', models.CharField(blank=True, default='', help_text='empty: all together', max_length=64)),
                ('day', models.DateField()),
                ('limit_micro_usd', models.BigIntegerField()),
                ('held_micro_usd', models.BigIntegerField(default=0)),
                ('spent_micro_usd', models.BigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'day'), name='one_budget_per_tenant_and_day'), models.CheckConstraint(condition=models.Q(('held_micro_usd__gte', 0), ('limit_micro_usd__gte', 0), ('spent_micro_usd__gte', 0)), name='budget_money_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='CacheCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('tenant', models.CharField(max_length=64)),
                ('task', models.CharField(max_length=64)),
                ('tier', models.CharField(max_length=8)),
                ('hits', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('day', 'tenant', 'task', 'tier'), name='one_cache_count_per_day_and_tier')],
            },
        ),
        migrations.CreateModel(
            name='CachedReply',
            fields=[
                ('key', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('tenant', models.CharField(max_length=64)),
                ('task', models.CharField(max_length=64)),
                ('model', models.CharField(help_text='the model that gave the answer', max_length=64)),
                ('prompt_version', models.CharField(help_text='name/number', max_length=80)),
                ('strategy', models.CharField(max_length=16)),
                ('answer', models.JSONField()),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('expires_at', models.DateTimeField()),
                ('hits', models.PositiveBigIntegerField(default=0, help_text='in all tiers, as far as flushed')),
            ],
            options={
                'verbose_name': 'cached answer',
                'indexes': [models.Index(fields=['expires_at'], name='cachedreply_by_expiry'), models.Index(fields=['tenant', 'task'], name='cachedreply_by_tenant_task'), models.Index(fields=['prompt_version'], name='cachedreply_by_prompt'), models.Index(fields=['model'], name='cachedreply_by_model')],
            },
        ),
        migrations.CreateModel(
            name='PromptVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=64)),
                ('number', models.PositiveIntegerField()),
                ('sha256', models.CharField(help_text='of the whole file, front matter included', max_length=64)),
                ('front_matter', models.JSONField(default=dict)),
                ('text', models.TextField()),
                ('published_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('name', 'number'), name='one_text_per_prompt_number')],
            },
        ),
        migrations.CreateModel(
            name='LlmCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('tenant', models.CharField(max_length=64)),
                ('task', models.CharField(max_length=64)),
                ('cause', models.CharField(blank=True, default='', help_text='what asked, such as turn:17', max_length=80)),
                ('key', models.CharField(help_text='the cache key of the request', max_length=80)),
                ('provider', models.CharField(max_length=64)),
                ('provider_group', models.CharField(max_length=16)),
                ('model', models.CharField(max_length=64)),
                ('try_number', models.PositiveSmallIntegerField(default=1)),
                ('status', models.CharField(choices=[('asked', 'Asked'), ('answered', 'Answered'), ('failed', 'Failed'), ('lost', 'Lost: the process ended while the provider worked')], default='asked', max_length=16)),
                ('outcome', models.CharField(blank=True, default='', max_length=32)),
                ('strategy', models.CharField(blank=True, default='', help_text='how the answer was read', max_length=16)),
                ('guard_flags', models.CharField(blank=True, default='', max_length=200)),
                ('error', models.CharField(blank=True, default='', max_length=300)),
                ('http_status', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('request_id', models.CharField(blank=True, default='', help_text="the provider's own id", max_length=80)),
                ('input_tokens', models.PositiveIntegerField(default=0)),
                ('output_tokens', models.PositiveIntegerField(default=0)),
                ('cache_read_tokens', models.PositiveIntegerField(default=0)),
                ('cache_write_5m_tokens', models.PositiveIntegerField(default=0)),
                ('cache_write_1h_tokens', models.PositiveIntegerField(default=0)),
                ('cost_micro_usd', models.PositiveBigIntegerField(default=0)),
                ('cost_is_maximum', models.BooleanField(default=False, help_text='the true cost is unknown; booked at its highest')),
                ('overhead_us', models.PositiveIntegerField(default=0, help_text='our own time up to the end of this try')),
                ('pace_ms', models.PositiveIntegerField(default=0)),
                ('provider_ms', models.PositiveIntegerField(default=0)),
                ('parse_us', models.PositiveIntegerField(default=0)),
                ('request_text', models.TextField(blank=True, default='')),
                ('answer_text', models.TextField(blank=True, default='')),
                ('prompt_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='orchestrator.promptversion')),
            ],
            options={
                'verbose_name': 'model call',
            },
        ),
        migrations.CreateModel(
            name='BudgetHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tenant', models.CharField(max_length=64)),
                ('day', models.DateField()),
                ('amount_micro_usd', models.BigIntegerField()),
                ('settled_micro_usd', models.BigIntegerField(blank=True, null=True)),
                ('at_maximum', models.BooleanField(default=False, help_text='settled without knowing the true cost; may be corrected')),
                ('state', models.CharField(choices=[('open', 'Open'), ('settled', 'Settled'), ('released', 'Released')], default='open', max_length=8)),
                ('held_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('lease_until', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('call', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='hold', to='orchestrator.llmcall')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['lease_until'], name='budgethold_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_micro_usd__gte', 0)), name='budgethold_not_negative')],
            },
        ),
        migrations.AddIndex(
            model_name='llmcall',
            index=models.Index(fields=['tenant', '-id'], name='llmcall_by_tenant'),
        ),
        migrations.AddIndex(
            model_name='llmcall',
            index=models.Index(condition=models.Q(('cause', ''), _negated=True), fields=['cause'], name='llmcall_by_cause'),
        ),
        migrations.AddIndex(
            model_name='llmcall',
            index=models.Index(fields=['at'], name='llmcall_by_time'),
        ),
        migrations.AddIndex(
            model_name='llmcall',
            index=models.Index(condition=models.Q(('status', 'asked')), fields=['id'], name='llmcall_open'),
        ),
    ]
