"""A hub in use, with one of everything that an address can name, and somebody of every role at the door."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from threading import Event
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.test import Client
from django.urls import reverse

from tests.hub.findings.conftest import MEANS, World, acting, world
from tests.proof.matrix.addresses import Address
from tests.spec.hub.test_imports_work import as_csv, log_row
from wholepicture.hub.accounts.models import Account, Proposal
from wholepicture.hub.accounts.tokens import Scope
from wholepicture.hub.keeper.cluster import SUPERUSER
from wholepicture.hub.storage import checkpoints as kept
from wholepicture.hub.storage import inbox
from wholepicture.hub.storage.inbox import Arriving, Channel
from wholepicture.hub.wiring.checkpoints import Sealer
from wholepicture.hub.wiring.imports_work import ImportWork
from wholepicture.hub.wiring.journey_words import Act, Word, judge
from wholepicture.hub.wiring.people import Change
from wholepicture.hub.wiring.sign_in_tokens import make_token
from wholepicture.proof.notes import Signer
from wholepicture.vocabulary.records import MentionId

__all__ = ["acting", "world"]

ROLES = (
    "officer", "school", "hub", "analyst", "neighbourhood-manager", "hub-manager", "scrutineer", "executive",
    "administrator", "custodian", "nobody",
)  # fmt: skip
"""`officer` raised the concern that the addresses name; `school` is as much front line, and has nothing to do with it."""


@dataclass
class Things:
    """What the addresses of the matrix name: an existing one of each kind."""

    world: World
    named: dict[str, str]
    absent: dict[str, str]
    sealed: str
    """A record that is sealed, and nobody but its lead (`hub`) may know of."""
    of_its_own: dict[str, tuple[dict[str, str], dict[str, str]]]
    """What one address alone understands by such a name: what is there, and what is not."""

    def path(self, address: Address, *, there: bool = True, **other: str) -> str:
        """The address with its things filled in: those that exist, or others of the same form that do not."""
        own, own_absent = self.of_its_own.get(address.name, ({}, {}))
        named = {**self.named, **own, **({} if there else {**self.absent, **own_absent}), **other}
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: named[found[1]], address.route)


def _upload(world: World) -> str:
    def connect() -> Any:
        return world.database.connect("wp_journey")

    with connect() as connection:
        kept = Arriving(
            key=secrets.token_hex(8),
            account=world.people["hub"].handle,
            channel=Channel.UPLOAD,
            content="text/csv; name=log.csv",
            body=as_csv([log_row(number) for number in range(1, 9)]),
            agency="social_care",
        )
        inbox.keep(connection, kept, at=world.now - timedelta(hours=1))
        work = ImportWork(
            connect, MEANS, clock=lambda: world.now, salts=lambda: secrets.token_bytes(16), two_above=5, say=lambda _: None
        )
        assert work.read_next(connection)
        assert not work.take_next(connection, Event())
        return str(connection.execute("select max(number) from import").fetchone()[0])


def _one(world: World, statement: str, *given: object) -> str:
    with psycopg.connect(world.database.cluster.url(SUPERUSER, world.database.name), autocommit=True) as server:
        row = server.execute(statement, given).fetchone()
        assert row is not None
        return str(row[0])


def signed_in(world: World, who: str) -> Client:
    client = Client()
    client.post(reverse("signing_in:train", args=[world.people[who].handle]))
    return client


def _meeting(world: World) -> str:
    """A meeting that `hub` called about a finding, with `officer` invited; its id."""
    hub = signed_in(world, "hub")
    finding = world.finding("shared_place")
    when = {"day_day": "1", "day_month": "12", "day_year": str(world.now.year + 1), "at": "14:00"}
    answer = hub.post(f"/meetings/call/finding/{finding}/", {"kind": "mapping meeting", "because": "One flat.", **when})
    assert answer.status_code == 302, answer.content
    invited = hub.post(f"{answer['Location']}invite/", {"email": world.people["officer"].email, "because": "Raised it."})
    assert invited.status_code == 302, invited.content
    return str(answer["Location"].split("/")[2])


def _put_apart(world: World, mention: str) -> None:
    """`hub` said of a mention that it is not whom it was taken for."""
    [(other,)] = world.rows(
        "select o.mention from mention m join mention o on o.kind = m.kind and o.entity <> m.entity"
        " where m.mention = %s order by 1 limit 1",
        mention,
    )
    word = Word(
        act=Act.PART,
        mention=MentionId(mention),
        by=world.people["hub"].handle,
        shown_as="Hub practitioner, Children's social care",
        because="Another of the same name.",
        was_with=MentionId(other),
    )
    with world.database.connect("wp_app") as connection, connection.transaction():
        judge(connection, word, salts=lambda: secrets.token_bytes(16), now=world.now)


def _sent_on(world: World, record: str) -> str:
    """A concern as `hub` sent it on; the id of the sending."""
    hub, key = signed_in(world, "hub"), str(uuid4())
    hub.post(f"/why/?subject=record%20{record}", {"purpose": "deal_with_concern"})
    said = {"key": key, "sent_to": "The case system", "because": "An assessment is asked for."}
    answer = hub.post(reverse("sending:send", args=[record]), said)
    assert answer.status_code == 302, answer.content
    return f"sent.{key}"


_SEEN = "Wilhelmina Quarterstaff, 13, was at the flat with men who call after midnight."


@pytest.fixture(scope="module")
def things(world: World) -> Things:
    """See above."""
    record = world.raise_as("officer", _SEEN, hours_ago=50)
    who = {key: one.handle for key, one in world.people.items()}
    now = world.now
    [(mention, entity)] = world.rows(
        "select mention, entity from mention where record = %s and kind = 'person' order by mention limit 1", record
    )
    [(left, right)] = world.rows("select left_mention, right_mention from link limit 1") or [(mention, mention)]
    person = uuid4()
    _one(
        world,
        "insert into confirmed (person, mention, by_account, at) values (%s, %s, %s, %s) returning id",
        person, mention, who["hub"], now - timedelta(days=1),
    )  # fmt: skip
    _put_apart(world, mention)
    hidden = world.raise_as("health", "Rosamund Ashgrove, 12, moved to Fern Lodge.", hours_ago=40)
    seal = _one(
        world,
        "insert into seal (record, because, by_account, lead, at, searched_at) values (%s, 'A placement.', %s, %s, %s, "
        "%s) returning id",
        hidden, who["hub-police"], who["hub"], now - timedelta(days=1), now,
    )  # fmt: skip
    _one(world, "insert into sealed_record values (%s, %s) returning record", hidden, seal)
    relation = _one(
        world,
        "insert into relation (account, record, kind, since, because, granted_by) values (%s, %s, 'sealed', %s, 'Lead.', "
        "%s) returning id",
        who["hub"], hidden, now - timedelta(days=1), who["hub-police"],
    )  # fmt: skip
    relation = _one(
        world,
        "insert into relation (account, person, kind, since, because, granted_by) values (%s, %s, 'allocated', %s, "
        "'Hers.', %s) returning id",
        who["officer"], person, now - timedelta(days=1), who["hub"],
    )  # fmt: skip
    ask = _one(
        world,
        "insert into ask (account, role, agency, record, to_agency, day, because, at) values (%s, 'front_line', 'police', "
        "%s, 'neighbourhood', %s, 'I know the flat.', %s) returning id",
        who["police"], record, now.date(), now,
    )  # fmt: skip
    opening = _one(
        world,
        "insert into break_glass (account, role, agency, team, record, code, because, opened_at, until, due_at) values (%s, "
        "'front_line', 'police', 1, %s, 'danger now', 'Now.', %s, %s, %s) returning id",
        who["police"], record, now - timedelta(hours=9), now - timedelta(hours=5), now + timedelta(days=2),
    )  # fmt: skip
    notice = _one(
        world,
        "insert into notice (account, kind, words, at) values (%s, 'answer', 'An answer came.', %s) returning id",
        who["officer"], now,
    )  # fmt: skip
    make_token(
        "school", "A system", (Scope.CONCERNS_WRITE,), timedelta(days=30), Change(who["administrator"], now, "A test.")
    )
    accounts = {key: Account.objects.get(handle=who[key]) for key in ("officer", "administrator-two")}
    proposal = Proposal.objects.create(
        change="second_factor",
        account=accounts["officer"],
        because="Lost.",
        made_at=now,
        made_by=accounts["administrator-two"],
    )
    meeting = _meeting(world)
    named = {
        "meeting": meeting, "kind": "concern", "subject": world.references["officer"], "deed": "dissent",
        "record": record, "reference": world.references["officer"], "mention": mention, "entity": entity,
        "finding": str(world.rows("select id from finding order by position limit 1")[0][0]), "person": str(person),
        "left": left, "right": right, "relation": relation, "seal": seal, "ask": ask, "opening": opening, "notice": notice,
        "number": _upload(world), "position": "0", "token": _one(world, "select max(id) from accounts_agencytoken"),
        "handle": str(who["school"]), "post": _one(world, "select min(id) from accounts_post"), "proposal": str(proposal.pk),
        "view": "accepted", "way": "decide", "key": str(uuid4()), "secret": "0" * 32, "rest": "nothing", "lang": "en",
        "uidb36": "1", "pk": "1", "provider_id": "none",
    }  # fmt: skip
    absent = {
        "meeting": "m" + "0" * 16, "subject": "WP-26-999998",
        "record": "0" * len(record), "reference": "WP-26-999999", "mention": f"m{'0' * len(record)}.1", "entity": "e999999",
        "finding": "f" + "0" * 15, "person": str(uuid4()), "left": "m0.1", "right": "m0.2", "handle": str(uuid4()),
        **dict.fromkeys(("relation", "seal", "ask", "opening", "notice", "number", "token", "post", "proposal"), "999999"),
    }  # fmt: skip
    with world.database.connect() as connection:
        Sealer(Signer("area.example/log", bytes(32))).seal_next(connection, now=now)
        named["size"] = str(kept.checkpoints_after(connection, 0)[0].size)
    absent["size"] = "999999"
    named["sent"] = _sent_on(world, record)
    episode = str(world.rows("select record from record where kind = 'missing episode' order by sequence limit 1")[0][0])
    place = str(
        world.rows("select entity from mention where kind = 'place' and role = 'location' order by mention limit 1")[0][0]
    )
    of_its_own = {
        "case_reviews:place": ({"entity": place}, {"entity": "L999999"}),
        "case_reviews:held": ({"entity": place}, {"entity": "L999999"}),
        "returns:return": ({"record": episode}, {}),
        "returns:way": ({"record": episode, "deed": "offered"}, {}),
        "sending:referral": ({"kind": "json"}, {}),
        "replay:export": ({"key": world.references["officer"], "way": "csv"}, {"key": "WP-26-999999"}),
        "replay:replay": ({"key": world.references["officer"]}, {"key": "WP-26-999999"}),
    }
    return Things(world, named, absent, hidden, of_its_own)


@pytest.fixture
def at_the_door(world: World, acting: Callable[[str], Client]) -> Callable[[str], Client]:
    """A client that is signed in as that person; `nobody` is not."""
    return lambda who: Client() if who == "nobody" else acting(who)


def answer_to(client: Client, path: str) -> str:
    """What somebody is answered at an address, whatever they say that they look for. See addresses.py."""
    told = client.get(path)
    asked = told.headers.get("Location", "")
    if told.status_code != 302 or not asked.startswith("/why/"):
        return said(told)
    choices = re.findall(r'name="purpose" value="(\w+)"', client.get(asked).content.decode())
    if not choices:  # there is nothing that they could look for
        return "why-absent"
    for choice in choices:
        assert client.post(unescape(asked), {"purpose": choice}).status_code == 302
        told = client.get(path)
        if told.status_code == 200:
            return "why"
    if told.headers.get("Location", "").startswith("/emergency/"):  # as to what does not exist: in danger one is led there
        return "why-absent"
    return {404: "why-absent"}.get(told.status_code, f"why-{said(told)}")


_SAID = {200: "page", 404: "absent", 405: "post-only"}


def said(told: Any) -> str:
    if told.status_code == 302:
        return "sign-in" if told["Location"].startswith(reverse("account_login")) else "on"
    return _SAID.get(told.status_code, str(told.status_code))
