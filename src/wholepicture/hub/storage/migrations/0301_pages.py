"""What pages about records, persons and places ask for."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("storage", "0201_concerns")]
    operations = [run_script("0301_pages.sql")]
