"""A parting is read again, and whoever read what was wrong is told once."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("storage", "0852_planned_once")]
    operations = [run_script("0862_parted.sql")]
