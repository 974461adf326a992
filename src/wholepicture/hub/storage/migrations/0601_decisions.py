"""Acts on concerns and findings, and how each matter stands."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("storage", "0501_work")]
    operations = [run_script("0601_decisions.sql")]
