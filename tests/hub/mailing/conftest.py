"""A hub whose notices are mailed: people, concerns, and a box into which mails are put."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from tests.hub.concern.conftest import as_app, asked, at_time, hub, link, people, signed_in, writing
from tests.hub_database import HubDatabase

from wholepicture.hub import clock
from wholepicture.hub.storage.mails import Mail
from wholepicture.hub.wiring.mail_living import mail_next
from wholepicture.hub.wiring.mail_words import written

__all__ = ["as_app", "asked", "at_time", "hub", "link", "people", "signed_in", "writing"]

CANARY = "Zephyrine Quillon-Marsh"
SEEN = f"{CANARY}, about 13, was at the flat in Canarygate at night with three men. Silver car outside."


@pytest.fixture(autouse=True)
def mailing(settings, hub: HubDatabase) -> Iterator[Any]:
    """Mail is set, into nowhere; each test begins without notices."""
    settings.MAILS = True
    settings.ADDRESS = "https://hub.example.org"
    settings.DEFAULT_FROM_EMAIL = "hub@example.org"
    with hub.connect("wp_owner") as owner:
        for table in ("notice", "mail_off", "sealed_record", "seal", "relation"):
            owner.execute(f"delete from {table}")  # noqa: S608
        owner.execute("update record set sealed = false")
    return settings


@dataclass
class Box:
    """Where mails go instead of to a server."""

    mails: list[Mail] = field(default_factory=list)
    texts: list[EmailMessage] = field(default_factory=list)
    fails: BaseException | None = None

    def send(self, mail: Mail) -> None:
        if self.fails is not None:
            raise self.fails
        self.mails.append(mail)
        self.texts.append(written(mail))

    @property
    def notices(self) -> list[int]:
        return [one.notice for one in self.mails]

    @property
    def references(self) -> list[str]:
        return [one.reference for one in self.mails]


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def post(hub: HubDatabase, box: Box, said: list[str]) -> Callable[..., Box]:
    """The process, once through everything that is due."""

    def run(*, training: bool = True) -> Box:
        with hub.connect("wp_journey") as connection:
            while mail_next(connection, box, training=training, say=said.append):
                pass
        return box

    return run


@pytest.fixture
def notice(hub: HubDatabase, people) -> Callable[..., int]:
    """A notice for a training person, as the database's functions write one."""

    def tell(who: str, kind: str = "wrong person", record: str | None = None, at: datetime | None = None) -> int:
        with hub.connect("wp_owner") as owner:
            row = owner.execute(
                "insert into notice (account, kind, record, words, at) values (%s, %s, %s, %s, %s) returning id",
                (people[who].handle, kind, record, f"About {CANARY}.", at or clock.now()),
            ).fetchone()
        return int(row[0])

    return tell


@dataclass(frozen=True)
class Concern:
    """A concern that was raised, read and linked."""

    reference: str
    record: str


@pytest.fixture(scope="module")
def raised() -> dict[str, Concern]:
    return {}


@pytest.fixture
def concern(raised, signed_in, writing, link, asked) -> Concern:
    """One that the officer raised."""
    if "plain" not in raised:
        reference = writing(signed_in("officer")).send(seen=SEEN)
        link()
        raised["plain"] = Concern(reference, asked("select record from record where reference = %s", reference)[0][0])
    return raised["plain"]


@pytest.fixture
def related(hub: HubDatabase, people) -> Callable[..., None]:
    """That somebody works with what a record is about, or with somebody."""

    def relate(who: str, record: str | None = None, person: UUID | None = None) -> None:
        with hub.connect("wp_owner") as owner:
            owner.execute(
                "insert into relation (account, record, person, kind, since, because, granted_by)"
                " values (%s, %s, %s, 'allocated', %s, 'Theirs.', %s)",
                (people[who].handle, record, person, clock.now() - timedelta(hours=1), people["hub"].handle),
            )

    return relate


@pytest.fixture
def sealed(hub: HubDatabase, people) -> Callable[..., None]:
    """Seals a record or a person, as the practitioner."""

    def lay(record: str | None = None, person: UUID | None = None) -> None:
        with hub.connect("wp_owner") as owner:
            owner.execute(
                "insert into seal (record, person, because, by_account, lead, at)"
                " values (%s, %s, 'Adoption: hers.', %s, %s, now())",
                (record, person, people["hub"].handle, people["hub-police"].handle),
            )
            owner.execute("select need_to_know.lay_seals()")

    return lay


def words_of(message: EmailMessage) -> str:
    """The whole of a mail, with what differs from mail to mail put aside."""
    text = message.as_bytes().decode("ascii").replace("\r\n", "\n")
    text = re.sub(r"^Message-ID: <[0-9a-f-]{36}@example\.org>$", "Message-ID: -", text, flags=re.MULTILINE)
    return re.sub(r"^Date: .*$", "Date: -", text, flags=re.MULTILINE)
