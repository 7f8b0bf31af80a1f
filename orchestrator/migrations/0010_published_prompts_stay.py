from django.db import migrations

# An UPDATE or DELETE of any kind, also by hand: what a lead was answered with must stay to be looked at.
_PROTECT = """
CREATE FUNCTION orchestrator_published_prompts_stay() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION 'prompt %/% is published: it is neither changed nor deleted, the next text gets the next number',
    OLD.name, OLD.number USING ERRCODE = 'restrict_violation';
END
$body$;
CREATE TRIGGER published_prompts_stay BEFORE UPDATE OR DELETE ON orchestrator_promptversion
FOR EACH ROW EXECUTE FUNCTION orchestrator_published_prompts_stay();
"""
_RELEASE = """
DROP TRIGGER published_prompts_stay ON orchestrator_promptversion;
DROP FUNCTION orchestrator_published_prompts_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("orchestrator", "0009_cache_counts_by_prompt")]

    operations = [migrations.RunSQL(_PROTECT, _RELEASE)]
