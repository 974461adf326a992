"""Who raised a protected concern is opened by two custodians."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("storage", "0603_seals")]
    operations = [run_script("0604_custody.sql")]
