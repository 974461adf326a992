"""What was shown, as facts; and what a replay of a past day reads."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("storage", "0801_oversight")]
    operations = [run_script("0751_replay.sql")]
