"""Fixtures for people and sign-in: Django's own test database, on the hub's server for tests."""

import pytest
from tests.hub.training_people import at_time, django_db_modify_db_settings, for_training, signed_in, training_people

__all__ = ["at_time", "django_db_modify_db_settings", "for_training", "signed_in", "training_people"]


@pytest.fixture
def handle(training_people):
    """The handle of the training person of that key."""
    return lambda key: training_people[key].handle


@pytest.fixture
def commit_at_once(monkeypatch):
    """What waits for a commit happens at once: a test's own transaction never commits."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_: act())
