"""Meetings: who sees one, what is due, and what was not shared."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("storage", "0604_custody")]
    operations = [run_script("0701_meetings.sql")]
