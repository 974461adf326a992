"""A hub with a few concerns in it, linked, on a real PostgreSQL as the role that answers requests."""

import re
import secrets
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from tests.hub.access.conftest import as_app, hub
from tests.hub_database import HubDatabase

from wholepicture.hub import clock
from wholepicture.hub.wiring import receiving, search
from wholepicture.hub.wiring.journey import JourneyProcess
from wholepicture.hub.wiring.journey_understanding import means_of
from wholepicture.hub.wiring.sign_in_training import make_training_people
from wholepicture.intake.concern import (
    AdultConcerned,
    ChildConcerned,
    Concern,
    ConcernAbout,
    HandleConcerned,
    PlaceConcerned,
    VehicleConcerned,
)

__all__ = ["as_app", "hub"]

KEY = "a key for tests alone, which seals nothing real"
CHANGED = {
    "TRAINING": True,
    "SIGN_IN_KEYS": [KEY],
    "RECORD_KEY": KEY,
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
}


@pytest.fixture(scope="module")
def people(as_app: HubDatabase) -> Iterator[dict[str, Any]]:
    before = {name: getattr(django_settings, name) for name in (*CHANGED, "MIDDLEWARE")}
    for name, value in CHANGED.items():
        setattr(django_settings, name, value)
    django_settings.MIDDLEWARE = [one for one in before["MIDDLEWARE"] if "whitenoise" not in one]
    yield {one.key: one for one in make_training_people(clock.now())}
    for name, value in before.items():
        setattr(django_settings, name, value)


@pytest.fixture
def signed_in(people) -> Callable[[str], Client]:
    def sign_in(who: str) -> Client:
        client = Client()
        assert client.post(reverse("signing_in:train", args=[people[who].handle])).status_code == 302
        return client

    return sign_in


class Written:
    """What stands in the hub."""

    def __init__(self, database: HubDatabase, people: dict[str, Any], folder: Any) -> None:
        self.database, self.people, self.folder = database, people, folder

    def concern(
        self, seen: str = "Seen after dark.", *, by: str = "officer", agency: str = "neighbourhood", **said: Any
    ) -> str:
        """Somebody writes a concern; its reference."""
        told = {"reference": "", "agency": "", "recorded": clock.now(), "about": ConcernAbout.CHILD, "seen": seen}
        written = receiving.Written(
            key=secrets.token_hex(8),
            account=self.people[by].handle,
            agency=agency,
            agency_name=agency.capitalize(),
            team=None,
            concern=Concern(**{**told, **said}),
        )
        with self.database.connect("wp_app") as connection:
            salts = lambda: secrets.token_bytes(16)  # noqa: E731
            return receiving.receive(connection, written, means_of(KEY), salts=salts, now=clock.now()).reference

    def child(self, forename: str, surname: str, **more: Any) -> str:
        kept = {name: more.pop(name) for name in ("by", "agency", "seen") if name in more}
        return self.concern(children=(ChildConcerned(forename=forename, surname=surname, **more),), **kept)

    def link(self) -> None:
        """The journey, once to the last fact."""
        process = JourneyProcess(
            lambda: self.database.connect("wp_journey"),
            means_of(KEY),
            self.folder,
            clock=clock.now,
            salts=lambda: secrets.token_bytes(16),
            say=lambda _: None,
        )
        try:
            process.restore()
            process.catch_up()
        finally:
            process.close()

    def rows(self, statement: str, *given: object) -> list[tuple[Any, ...]]:
        with self.database.connect("wp_owner") as owner:
            return owner.execute(statement, given or None).fetchall()

    def change(self, statement: str, *given: object) -> None:
        with self.database.connect("wp_owner") as owner:
            owner.execute(statement, given or None)


@pytest.fixture(scope="module")
def written(hub: HubDatabase, people, tmp_path_factory) -> Written:
    made = Written(hub, people, tmp_path_factory.mktemp("journey"))
    made.child("Katherine", "Pellow-Strand", born=date(2011, 3, 4), address="14 Larch Row", postcode="QX1 4AB")
    made.child("Teresa", "Quillan", born=date(2010, 9, 30), phone="07700 900123")
    made.child("Marcus", "Dunmore", age="13")
    made.concern(
        about=ConcernAbout.VEHICLE,
        children=(ChildConcerned(forename="Iwan", surname="Sedgeley", born=date(2012, 1, 9)),),
        adults=(AdultConcerned(name="Gareth Oldacre", phone="07700 900456"),),
        vehicles=(VehicleConcerned(registration="QX61 ABD", colour="silver", make="Ford"),),
        places=(PlaceConcerned(text="Kestrel Arcade, 3 Mill Lane", postcode="QX2 7CD"),),
        handles=(HandleConcerned(handle="@night.owl", platform="an app"),),
    )
    made.link()
    return made


class Searching:
    """Somebody at the search page, who has said why."""

    def __init__(self, client: Client, why: str = "deal_with_concern") -> None:
        self.client = client
        asked = client.get("/search/")
        assert asked.status_code == 302, asked.status_code
        assert client.post(asked["Location"], {"purpose": why}).status_code == 302

    def post(self, words: str = "", **fields: str) -> Any:
        return self.client.post("/search/", {"words": words, **fields})

    def titles(self, words: str = "", **fields: str) -> list[str]:
        """The headings of what was found, in order."""
        answer = self.post(words, **fields)
        assert answer.status_code == 200, answer.content.decode()[:2000]
        found = re.findall(r'summary-card__title"[^>]*>(.*?)</h3>', answer.content.decode())
        return [re.sub(r"<[^>]+>", "", one).strip() for one in found]


@pytest.fixture
def searching(signed_in, written, monkeypatch) -> Callable[..., Searching]:
    monkeypatch.setattr(search, "LIMITS", ())
    return lambda who="hub", why="deal_with_concern": Searching(signed_in(who), why)
