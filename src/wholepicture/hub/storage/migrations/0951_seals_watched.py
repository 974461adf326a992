"""Whoever leads for a seal is told when somebody else opened, or asked for, what lies under it."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("storage", "0941_as_long")]
    operations = [run_script("0951_seals_watched.sql")]
