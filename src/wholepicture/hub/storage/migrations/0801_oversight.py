"""Findings that climb, who deals with a concern, how a matter stands, and a partnership's ladders."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("storage", "0701_meetings")]
    operations = [run_script("0801_oversight.sql")]
