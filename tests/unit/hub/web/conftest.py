"""Django, for tests of forms and templates that ask nothing of a database."""

import os

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholepicture.hub.settings")


@pytest.fixture(autouse=True, scope="session")
def _django_is_ready() -> None:
    django.setup()
