"""Who may see what: the signed context, relations and what bars, row-level security, and what is done about access."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("storage", "0002_projections"), ("accounts", "0003_append_only_and_attempts")]
    operations = [
        run_script(name) for name in ("0101_context.sql", "0102_relations.sql", "0103_policies.sql", "0104_deeds.sql")
    ]
