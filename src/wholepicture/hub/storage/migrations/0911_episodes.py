"""Every return from missing has a return home interview of its own."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("storage", "0901_checkpoints")]
    operations = [run_script("0911_episodes.sql")]
