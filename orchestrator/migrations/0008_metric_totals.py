from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orchestrator', '0007_work_breakers'),
    ]

    operations = [
        migrations.CreateModel(
            name='MetricTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=64)),
                ('labels', models.CharField(help_text='JSON, names in order', max_length=400)),
                ('value', models.BigIntegerField(default=0)),
                ('counted_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='ProcessState',
            fields=[
                ('process', models.CharField(help_text='host:pid', max_length=120, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('told', models.JSONField(default=dict)),
            ],
        ),
        migrations.AddConstraint(
            model_name='metrictotal',
            constraint=models.UniqueConstraint(fields=('name', 'labels'), name='one_total_per_name_and_labels'),
        ),
    ]
