"""Imports of extracts, agencies' own profiles, records withdrawn, what was sent on, and what the API counts."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("storage", "0301_pages")]
    operations = [run_script("0351_imports.sql"), run_script("0352_sending.sql"), run_script("0353_api.sql")]
