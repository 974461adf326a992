"""Previews of imports are for whoever imports or approves."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("storage", "0751_replay")]
    operations = [run_script("0851_previews.sql")]
