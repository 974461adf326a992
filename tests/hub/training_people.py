"""Fixtures for every test of the hub that needs somebody who is signed in. Imported by conftest.py files.

`training_people` maps keys ("officer", "hub", "analyst"...) to TrainingSignIn; `signed_in("hub")`, like
`signed_in(Role.HUB_PRACTITIONER)`, gives a Django test client that came in through the real door.
"""

import os
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import django
import psycopg
import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from wholepicture.hub.keeper.cluster import SUPERUSER
from wholepicture.hub.keeper.roles import prepare

# Once, before any module of tests imports a model.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholepicture.hub.settings")
django.setup()

from wholepicture.hub import clock  # noqa: E402
from wholepicture.hub.wiring.sign_in_training import PEOPLE, make_training_people  # noqa: E402

FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]
KEY = "a key for tests alone, which seals nothing real"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(cluster) -> None:
    """Points Django at the session's server, as its superuser: these tests are of rules in Python, not of the database's."""
    prepare(cluster, "template_hub")
    with psycopg.connect(cluster.url(SUPERUSER, "postgres"), autocommit=True) as server:
        if server.execute("select from pg_roles where rolname = 'wp_journey'").fetchone() is None:
            server.execute("create role wp_journey login")
    parts = urlsplit(cluster.url(SUPERUSER, "postgres"))
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    host = asked.pop("host", parts.hostname or "")
    at = {"NAME": "hub_in_django", "USER": parts.username, "HOST": host, "PORT": str(asked.pop("port", parts.port or ""))}
    connections["default"].settings_dict.update({**at, "PASSWORD": parts.password or "", "OPTIONS": asked})


@pytest.fixture
def for_training(settings):
    """The hub as a training hub, with quick passwords."""
    settings.TRAINING = True
    settings.SIGN_IN_KEYS = [KEY]
    settings.PASSWORD_HASHERS = FAST
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "whitenoise" not in one]
    return settings


@pytest.fixture
def training_people(db, for_training):
    """Everybody of the training county, by key."""
    return {one.key: one for one in make_training_people(clock.now())}


@pytest.fixture
def signed_in(training_people) -> Callable[[str], Client]:
    """A client that is signed in as the training person of that key, or as the first one in that role."""

    def sign_in(who: str) -> Client:
        person = training_people.get(who) or next(training_people[one.key] for one in PEOPLE if one.role == who)
        client = Client()
        answer = client.post(reverse("signing_in:train", args=[person.handle]))
        assert answer.status_code == 302, answer.status_code
        assert answer["Location"] == "/"
        return client

    return sign_in


@pytest.fixture
def at_time(monkeypatch) -> Callable[[object], None]:
    """Sets the hub's clock."""

    def set_clock(moment) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return set_clock
