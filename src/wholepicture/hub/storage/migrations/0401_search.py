"""Search by keys of every kind, and the review of links."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("storage", "0351_imports")]
    operations = [run_script("0401_search.sql"), run_script("0402_link_review.sql")]
