"""What the journey derives from the facts."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("storage", "0001_ledger")]
    operations = [run_script("0002_projections.sql")]
