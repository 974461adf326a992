"""A manager below whom somebody practises at the hub answers for the hub."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("storage", "0601_decisions")]
    operations = [run_script("0602_answering.sql")]
