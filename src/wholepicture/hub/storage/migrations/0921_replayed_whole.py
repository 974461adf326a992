"""A replay tells of meetings, measures and what people said of who is who."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("storage", "0911_episodes")]
    operations = [run_script("0921_replayed_whole.sql")]
