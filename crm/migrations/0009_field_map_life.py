from django.db import migrations, models

FREEZE = """
CREATE FUNCTION crm_fieldmap_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'field map % was in force: its rules never change', OLD.id USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER crm_fieldmap_stays BEFORE UPDATE ON crm_fieldmap FOR EACH ROW
WHEN ((OLD.active OR OLD.activated_at IS NOT NULL) AND NEW.rules IS DISTINCT FROM OLD.rules)
EXECUTE FUNCTION crm_fieldmap_stays();
"""
THAW = "DROP TRIGGER crm_fieldmap_stays ON crm_fieldmap; DROP FUNCTION crm_fieldmap_stays();"


class Migration(migrations.Migration):

    dependencies = [
        ('crm', '0008_location_stamps'),
    ]

    operations = [
        migrations.AddField(
            model_name='fieldmap',
            name='activated_at',
            field=models.DateTimeField(blank=True, help_text='when it last came into force', null=True),
        ),
        migrations.AddField(
            model_name='fieldmap',
            name='activated_by',
            field=models.CharField(blank=True, default='', max_length=150),
        ),
        migrations.RunSQL(FREEZE, THAW),
    ]
