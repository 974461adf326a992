"""Drafts, one's own concerns, and who is criticised in one before anybody reads it."""

from django.db import migrations

from wholepicture.hub.storage.scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("storage", "0101_need_to_know")]
    operations = [run_script("0201_concerns.sql")]
