"""A migrated database for a module's tests, with Django pointed at it as the role that answers requests."""

import os
from collections.abc import Iterator
from typing import Any

import django
import pytest
from django.conf import settings
from django.db import connections
from tests.hub_database import HubDatabase, fresh_database

# Once, before any module of tests imports a model, and before pytest-django looks whether there is a Django.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholepicture.hub.settings")
django.setup()

from wholepicture.hub.storage.context import keep_context_key  # noqa: E402

KEY = "a key for tests alone"


@pytest.fixture(scope="module")
def hub() -> Iterator[HubDatabase]:
    before, settings.CONTEXT_KEY = settings.CONTEXT_KEY, KEY
    with fresh_database() as made:
        with made.connect("wp_owner") as owner:
            keep_context_key(owner)
        yield made
    settings.CONTEXT_KEY = before


@pytest.fixture(scope="module")
def as_app(hub: HubDatabase, django_db_blocker: Any) -> Iterator[HubDatabase]:
    """Django itself is connected to the database as wp_app."""
    own = connections["default"]
    before = dict(own.settings_dict)
    own.close()
    own.settings_dict.update(hub.settings("wp_app"))
    with django_db_blocker.unblock():
        yield hub
        own.close()
    own.settings_dict.update(before)
