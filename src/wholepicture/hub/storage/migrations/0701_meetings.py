"""Meetings: who sees one, what is due, and what was not shared."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("storage", "0603_seals")]
    operations = [run_script("0701_meetings.sql")]
