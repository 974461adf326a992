"""Silence waits too: a concern on which nobody acted, and one that was closed and added to."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("storage", "0601_decisions")]
    operations = [run_script("0602_silence.sql")]
