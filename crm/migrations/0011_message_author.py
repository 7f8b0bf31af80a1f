from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('crm', '0010_location_breaker'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='author_reason',
            field=models.CharField(blank=True, db_default='', default='', help_text='what an outbound message was judged by', max_length=40),
        ),
        migrations.AlterField(
            model_name='message',
            name='author',
            field=models.CharField(choices=[('lead', 'Lead'), ('bot', 'Bot'), ('person', 'Person'), ('workflow', 'Workflow'), ('ghl_ai', "GoHighLevel's assistant"), ('unknown', 'Unknown'), ('unjudged', 'Not known yet: a text of ours is under way')], max_length=10),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('author_reason', 'waits_for_attempt')), fields=['lead'], name='message_unjudged'),
        ),
    ]
