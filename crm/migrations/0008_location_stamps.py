from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('crm', '0007_picklist'),
    ]

    operations = [
        migrations.AddField(
            model_name='location',
            name='install_stamp',
            field=models.DateTimeField(blank=True, help_text='sending time of the newest installation or removal of the app', null=True),
        ),
        migrations.AddField(
            model_name='location',
            name='described_stamp',
            field=models.DateTimeField(blank=True, help_text='sending time of the newest event that told name and zone', null=True),
        ),
    ]
