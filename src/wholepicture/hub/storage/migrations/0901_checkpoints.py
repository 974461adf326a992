"""Everything that is committed is sealed in one tree, whose signed roots witnesses hold."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("storage", "0861_mail")]
    operations = [run_script("0901_checkpoints.sql")]
