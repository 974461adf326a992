"""Places with so many reports of anti-social behaviour that the case may be reviewed."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("storage", "0921_replayed_whole")]
    operations = [run_script("0931_case_reviews.sql")]
