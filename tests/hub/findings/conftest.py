"""A hub in use: the training people, the replay as if it were of these months, and concerns; Django acts as wp_app."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import django
import pytest
from tests.hub_database import RECORD_KEY, HubDatabase, fresh_database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholepicture.hub.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from tests.hub.findings.replay_shifted import load_replay, raise_concern, run_journey  # noqa: E402
from tests.hub.training_people import FAST, KEY  # noqa: E402

from wholepicture.hub import clock  # noqa: E402
from wholepicture.hub.accounts.posts import posts_at  # noqa: E402
from wholepicture.hub.storage.context import keep_context_key  # noqa: E402
from wholepicture.hub.wiring.journey_understanding import means_of  # noqa: E402
from wholepicture.hub.wiring.sign_in_training import TrainingSignIn, make_training_people  # noqa: E402

CHANGED = {
    "CONTEXT_KEY": "a key for tests alone",
    "TRAINING": True,
    "SIGN_IN_KEYS": [KEY],
    "RECEIPT_KEY": "5a" * 32,
    "CHECKPOINT_KEY": "c3" * 32,
    "PASSWORD_HASHERS": FAST,
    "MIDDLEWARE": [one for one in settings.MIDDLEWARE if "whitenoise" not in one],
}
MEANS = means_of(RECORD_KEY)


@dataclass
class World:
    """The hub of one module's tests."""

    database: HubDatabase
    people: dict[str, TrainingSignIn]
    folder: Path
    now: datetime
    concerns: dict[str, str] = field(default_factory=dict)
    """The record of each concern, by the key of whoever raised it."""
    references: dict[str, str] = field(default_factory=dict)

    def rows(self, question: str, *asked: object) -> list[tuple[Any, ...]]:
        with self.database.connect("wp_owner") as owner:
            found = owner.execute(question, asked or None)
            return found.fetchall() if found.description else []

    def raise_as(self, who: str, seen: str, *, hours_ago: float, **said: Any) -> str:
        """Raises a concern, lets the journey take it, and gives its record."""
        account = self.people[who].handle
        post = posts_at(account, self.now)[0]
        receipt = raise_concern(
            self.database.connect,
            MEANS,
            seen,
            account=account,
            agency=(post.agency, post.agency_name),
            team=(post.team, post.team_name),
            at=self.now - timedelta(hours=hours_ago),
            **said,
        )
        run_journey(self.database.connect, MEANS, self.folder, now=self.now)
        record = self.rows("select record from record where reference = %s", receipt.reference)[0][0]
        self.concerns[who], self.references[who] = record, receipt.reference
        return record

    def finding(self, pattern: str) -> str:
        """The first finding of a pattern."""
        return self.rows("select id from finding where pattern = %s order by position", pattern)[0][0]


@pytest.fixture(scope="module")
def world(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """See above. A module shares it, so tests look for what they did themselves."""
    before = {name: getattr(settings, name) for name in CHANGED}
    for name, value in CHANGED.items():
        setattr(settings, name, value)
    with fresh_database() as database, _as_app(database, django_db_blocker):
        with database.connect("wp_owner") as owner:
            keep_context_key(owner)
        now = clock.now()
        people = {one.key: one for one in make_training_people(now)}
        made = World(database, people, tmp_path_factory.mktemp("journey"), now)
        load_replay(database.connect, MEANS, made.folder, now=now)
        yield made
    for name, value in before.items():
        setattr(settings, name, value)


class _as_app:  # noqa: N801 - read as words: with _as_app(...)
    def __init__(self, database: HubDatabase, blocker: Any) -> None:
        self.database, self.unblocked = database, blocker.unblock()
        self.own = connections["default"]

    def __enter__(self) -> None:
        self.before = dict(self.own.settings_dict)
        self.own.close()
        self.own.settings_dict.update(self.database.settings("wp_app"))
        self.unblocked.__enter__()

    def __exit__(self, *_: object) -> None:
        self.own.close()
        self.unblocked.__exit__(None, None, None)
        self.own.settings_dict.update(self.before)


@pytest.fixture
def acting(world: World) -> Callable[[str], Client]:
    """A client that is signed in as the training person of that key."""

    def act(who: str) -> Client:
        client = Client()
        answer = client.post(reverse("signing_in:train", args=[world.people[who].handle]))
        assert answer.status_code == 302
        return client

    return act


@pytest.fixture
def stating() -> Callable[..., Any]:
    """Gets a page, saying why one looks where that is asked first."""

    def get(client: Client, path: str, purpose: str = "work_on_finding") -> Any:
        answer = client.get(path)
        if answer.status_code == 302 and answer["Location"].startswith("/why/"):
            answer = client.post(answer["Location"], {"purpose": purpose})
            assert answer.status_code == 302, answer.content
            answer = client.get(answer["Location"])
        return answer

    return get
