"""Fixtures for every test of the hub that needs somebody who is signed in. Imported by conftest.py files.

`training_people` maps keys ("officer", "hub", "analyst"...) to TrainingSignIn; `signed_in("hub")`, or `signed_in(Role.ANALYST)`,
gives a Django test client that came in through the real door.
"""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse

FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]
KEY = "a key for tests alone, which seals nothing real"


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
    from wholepicture.hub import clock
    from wholepicture.hub.wiring.sign_in_training import make_training_people

    return {one.key: one for one in make_training_people(clock.now())}


@pytest.fixture
def signed_in(training_people) -> Callable[[str], Client]:
    """A client that is signed in as the training person of that key, or as the first one in that role."""
    from wholepicture.hub.wiring.sign_in_training import PEOPLE

    def sign_in(who: str) -> Client:
        person = training_people.get(who) or next(training_people[one.key] for one in PEOPLE if one.role == who)
        client = Client()
        answer = client.post(reverse("signing_in:train", args=[person.handle]))
        assert answer.status_code == 302, answer.status_code
        assert answer["Location"] == "/"
        return client

    return sign_in


@pytest.fixture
def at_time(monkeypatch) -> Iterator[Callable[[object], None]]:
    """Sets the hub's clock."""
    from wholepicture.hub import clock

    def set_clock(moment) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    yield set_clock
