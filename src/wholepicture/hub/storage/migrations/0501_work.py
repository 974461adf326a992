"""Who deals with a concern, and what the pages of work and findings ask."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("storage", "0401_search")]
    operations = [run_script("0501_work.sql")]
