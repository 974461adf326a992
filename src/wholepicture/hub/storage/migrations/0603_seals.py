"""A seal hides; it must not bury."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("storage", "0602_answering")]
    operations = [run_script("0603_seals.sql")]
