"""A whole hub for a module's tests: the training county's people on a migrated database, as the role that answers requests,
with everything committed; and its journey, which runs when a test says so."""

import os
import re
import secrets
from collections.abc import Callable, Iterator
from uuid import uuid4

import django
import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

# Once, before anything imports a model.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholepicture.hub.settings")
django.setup()

from tests.hub.access.conftest import as_app, hub  # noqa: E402
from tests.hub_database import HubDatabase  # noqa: E402

from wholepicture.hub import clock  # noqa: E402
from wholepicture.hub.wiring.concern import _means  # noqa: E402
from wholepicture.hub.wiring.journey import JourneyProcess  # noqa: E402
from wholepicture.hub.wiring.journey_understanding import means_of  # noqa: E402
from wholepicture.hub.wiring.sign_in_training import make_training_people  # noqa: E402

__all__ = ["as_app", "hub"]

KEY = "a key for tests alone, which seals nothing real"
CHANGED = {
    "TRAINING": True,
    "SIGN_IN_KEYS": [KEY],
    "DRAFT_KEYS": [KEY],
    "RECORD_KEY": KEY,
    "RECEIPT_KEY": "5a" * 32,
    "CHECKPOINT_KEY": "c3" * 32,
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
}


@pytest.fixture(scope="module")
def people(as_app: HubDatabase) -> Iterator[dict[str, object]]:
    before = {name: getattr(django_settings, name) for name in (*CHANGED, "MIDDLEWARE")}
    for name, value in CHANGED.items():
        setattr(django_settings, name, value)
    django_settings.MIDDLEWARE = [one for one in before["MIDDLEWARE"] if "whitenoise" not in one]
    _means.cache_clear()
    yield {one.key: one for one in make_training_people(clock.now())}
    _means.cache_clear()
    for name, value in before.items():
        setattr(django_settings, name, value)


@pytest.fixture
def signed_in(people) -> Callable[[str], Client]:
    """A client that came in through the real door as that training person."""

    def sign_in(who: str) -> Client:
        client = Client()
        assert client.post(reverse("signing_in:train", args=[people[who].handle])).status_code == 302
        return client

    return sign_in


@pytest.fixture
def link(hub: HubDatabase, people, tmp_path) -> Callable[[], None]:
    """The journey, once to the last fact."""

    def run() -> None:
        process = JourneyProcess(
            lambda: hub.connect("wp_journey"),
            means_of(KEY),
            tmp_path,
            clock=clock.now,
            salts=lambda: secrets.token_bytes(16),
            say=lambda _: None,
        )
        try:
            process.restore()
            process.catch_up()
        finally:
            process.close()

    return run


@pytest.fixture
def asked(hub: HubDatabase) -> Callable[..., list[tuple[object, ...]]]:
    """What the tables hold, for those who may see all."""

    def ask(statement: str, *given: object) -> list[tuple[object, ...]]:
        with hub.connect("wp_owner") as connection:
            return connection.execute(statement, given).fetchall()

    return ask


class Writing:
    """Somebody at the form."""

    def __init__(self, client: Client, url: str = "/record-a-concern/") -> None:
        self.client, self.url = client, url
        page = client.get(url)
        assert page.status_code == 200, page.status_code
        self.fields = {
            "key": str(uuid4()),
            "writer": re.search(r'name="writer" value="([^"]+)"', page.content.decode())[1],
        }

    def post(self, do: str, **fields: str):
        return self.client.post(self.url, {**self.fields, "do": do, **fields})

    def send(self, **fields: str) -> str:
        """The reference under which it was received."""
        answer = self.post("send", **fields)
        assert answer.status_code == 302, answer.content.decode()[:3000]
        return answer["Location"].split("/")[2]


@pytest.fixture
def writing() -> type[Writing]:
    return Writing


@pytest.fixture
def at_time(monkeypatch) -> Callable[[object], None]:
    """Sets the hub's clock."""
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)
