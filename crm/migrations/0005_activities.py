import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('crm', '0004_read_opportunity'),
    ]

    operations = [
        migrations.AddField(
            model_name='lead',
            name='created_stamp',
            field=models.DateTimeField(blank=True, help_text='sending time of the newest creation; a deletion sent before it is outdated', null=True),
        ),
        migrations.AddField(
            model_name='lead',
            name='dnd_stamp',
            field=models.DateTimeField(blank=True, help_text='sending time of the newest event that named do-not-disturb by channel', null=True),
        ),
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('appointment', 'Appointment'), ('note', 'Note'), ('task', 'Task')], max_length=12)),
                ('ghl_id', models.CharField(max_length=64)),
                ('title', models.CharField(blank=True, default='', max_length=300)),
                ('body', models.TextField(blank=True, default='')),
                ('status', models.CharField(blank=True, default='', help_text="of an appointment, in the CRM's words", max_length=40)),
                ('place', models.CharField(blank=True, default='', max_length=300)),
                ('calendar_ghl_id', models.CharField(blank=True, default='', max_length=64)),
                ('assigned_to', models.CharField(blank=True, default='', help_text='GHL user id', max_length=64)),
                ('starts_at', models.DateTimeField(blank=True, null=True)),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('completed_at', models.DateTimeField(blank=True, null=True)),
                ('added_at', models.DateTimeField(blank=True, help_text='dateAdded of the CRM', null=True)),
                ('applied_stamp', models.DateTimeField(help_text='sending time of the newest event applied')),
                ('deleted_at', models.DateTimeField(blank=True, null=True)),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='activities', to='crm.lead')),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='activities', to='crm.location')),
            ],
            options={
                'verbose_name_plural': 'activities',
                'indexes': [models.Index(fields=['lead', '-applied_stamp'], name='activity_by_lead')],
                'constraints': [models.UniqueConstraint(fields=('location', 'kind', 'ghl_id'), name='one_activity_per_id')],
            },
        ),
    ]
