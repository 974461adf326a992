"""What every page asks is planned once in a session."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("storage", "0851_previews")]
    operations = [run_script("0852_planned_once.sql")]
