"""A whole hub for a module's tests: the training county's people and their concerns, on a migrated database, as the role
that answers requests, with everything committed, read and linked."""

import os
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

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
from wholepicture.hub.wiring import receiving  # noqa: E402
from wholepicture.hub.wiring.journey import JourneyProcess  # noqa: E402
from wholepicture.hub.wiring.journey_understanding import means_of  # noqa: E402
from wholepicture.hub.wiring.loading import training_raisers  # noqa: E402
from wholepicture.hub.wiring.loading_concerns import CONCERNS  # noqa: E402
from wholepicture.hub.wiring.receiving import Written  # noqa: E402
from wholepicture.hub.wiring.sign_in_training import make_training_people  # noqa: E402

__all__ = ["as_app", "hub"]

KEY = "a key for tests alone, which seals nothing real"
CHANGED = {
    "TRAINING": True,
    "SIGN_IN_KEYS": [KEY],
    "RECORD_KEY": KEY,
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
}


def salt() -> bytes:
    return secrets.token_bytes(16)


@pytest.fixture(scope="module")
def people(as_app: HubDatabase) -> Iterator[dict[str, Any]]:
    before = {name: getattr(django_settings, name) for name in (*CHANGED, "MIDDLEWARE")}
    for name, value in CHANGED.items():
        setattr(django_settings, name, value)
    django_settings.MIDDLEWARE = [one for one in before["MIDDLEWARE"] if "whitenoise" not in one]
    yield {one.key: one for one in make_training_people(clock.now())}
    for name, value in before.items():
        setattr(django_settings, name, value)


@dataclass
class County:
    """The hub's tables, for those who may see all, and its journey."""

    hub: HubDatabase
    folder: Any

    def asked(self, statement: str, *given: object) -> list[tuple[Any, ...]]:
        with self.hub.connect("wp_owner") as connection:
            return connection.execute(statement, given or None).fetchall()

    def told(self, statement: str, *given: object) -> None:
        with self.hub.connect("wp_owner") as connection:
            connection.execute(statement, given or None)

    def record(self, agency: str) -> str:
        """The concern that the training person of an agency raised."""
        return str(
            self.asked("select record from record where agency = %s and amended_by is null order by sequence", agency)[0][0]
        )

    def mention(self, agency: str, kind: str = "person", role: str = "subject") -> str:
        """The first mention of a kind and role in that concern."""
        found = self.asked(
            "select mention from mention where record = %s and kind = %s and role = %s order by mention",
            self.record(agency),
            kind,
            role,
        )
        return str(found[0][0])

    def entity(self, mention: str) -> str:
        return str(self.asked("select entity from mention where mention = %s", mention)[0][0])

    def looks(self, **at: object) -> list[tuple[Any, ...]]:
        where = " and ".join(f"{name} = %s" for name in at)
        statement = f"select action, purpose, allowed, subject from access where {where} order by id"  # noqa: S608
        return self.asked(statement, *at.values())

    def link(self) -> None:
        """The journey, once to the last fact."""
        process = JourneyProcess(
            lambda: self.hub.connect("wp_journey"),
            means_of(KEY),
            self.folder,
            clock=clock.now,
            salts=salt,
            say=lambda _: None,
        )
        try:
            process.restore()
            process.catch_up()
        finally:
            process.close()


@pytest.fixture(scope="module")
def county(hub: HubDatabase, people: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> County:
    """Concerns of four agencies about one child, one flat and one car."""
    now = clock.now()
    means = means_of(KEY)
    with hub.connect("wp_app") as connection:
        for raised in sorted(CONCERNS, key=lambda one: -one.hours_ago):
            for raiser in training_raisers(now):
                if raiser.agency == raised.agency:
                    written = Written(
                        key=f"training {raised.name}",
                        account=raiser.account,
                        agency=raiser.agency,
                        agency_name=raiser.agency_name,
                        team=raiser.team,
                        team_name=raiser.team_name,
                        concern=raised.as_written(raiser.agency_name, now),
                    )
                    receiving.receive(connection, written, means, salts=salt, now=now)
    made = County(hub, tmp_path_factory.mktemp("journey"))
    made.link()
    return made


class Visitor:
    """A training person at the pages, who says why they are looking wherever they are asked."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def open(self, url: str, why: str = "", **how: Any):
        answer = self.client.get(url, **how)
        if answer.status_code == 302 and answer["Location"].startswith("/why/"):
            if not why:
                return answer
            asked = answer["Location"]
            answer = self.client.post(asked, {"purpose": why})
            assert answer.status_code == 302, (why, text_of(answer)[:600])
            answer = self.client.get(url, **how)
        return answer

    def send(self, url: str, **fields: Any):
        return self.client.post(url, fields)


def text_of(answer: Any) -> str:
    """What a page says, without its marks."""
    body = answer.content.decode()
    main = body.split("<main", 1)[-1].split("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.fixture
def visit(people: dict[str, Any]) -> Callable[[str], Visitor]:
    """Somebody who came in through the real door as that training person."""

    def sign_in(who: str) -> Visitor:
        client = Client()
        assert client.post(reverse("signing_in:train", args=[people[who].handle])).status_code == 302
        return Visitor(client)

    return sign_in


@pytest.fixture
def words() -> Callable[[Any], str]:
    return text_of


@pytest.fixture
def at_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    """Sets the hub's clock."""
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)
