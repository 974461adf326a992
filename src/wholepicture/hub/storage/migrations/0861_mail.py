"""Which notices were mailed, tried and given up, and who wants no mail."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("storage", "0862_parted")]
    operations = [run_script("0861_mail.sql")]
