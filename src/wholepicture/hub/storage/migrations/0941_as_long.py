"""Hidden takes as long as absent for findings, and for somebody or something known."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("storage", "0931_case_reviews")]
    operations = [run_script("0941_as_long.sql")]
