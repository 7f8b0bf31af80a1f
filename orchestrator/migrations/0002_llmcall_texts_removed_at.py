from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orchestrator', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='llmcall',
            name='texts_removed_at',
            field=models.DateTimeField(blank=True, help_text='texts go earlier than numbers', null=True),
        ),
        migrations.AddIndex(
            model_name='llmcall',
            index=models.Index(condition=models.Q(('texts_removed_at', None)), fields=['at'], name='llmcall_with_texts'),
        ),
    ]
