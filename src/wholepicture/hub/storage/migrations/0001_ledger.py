"""The ledger, its payloads and the inbox; then the projections."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [run_script("0001_ledger.sql")]
