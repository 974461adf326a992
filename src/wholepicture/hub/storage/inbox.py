"""The inbox: what came in, byte for byte, and what became of it."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from psycopg.pq import TransactionStatus

from wholepicture.hub.storage.connections import Connection
from wholepicture.hub.storage.ledger import UnableToAppend
from wholepicture.hub.storage.texts import presentable


class Channel(StrEnum):
    """By which door it came."""

    PAGE = "page"
    API = "api"
    UPLOAD = "upload"


class InboxOutcome(StrEnum):
    """What became of what came in. Nothing leaves the inbox; the latest outcome counts."""

    TAKEN = "taken"
    """It is a record in the ledger."""
    NOT_UNDERSTOOD = "not understood"
    """It could not be interpreted; somebody has to look."""
    PUT_RIGHT = "put right"
    """A person entered it anew; `record` says where."""
    SET_ASIDE = "set aside"
    """A person decided, with a reason, that it is no concern."""


class SameKeyOtherContent(Exception):
    """This was sent before with other words, which were kept. What is different now was not kept: send it as an addition."""

    def __init__(self, receipt: "Receipt") -> None:
        super().__init__(receipt.reference)
        self.receipt = receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Arriving:
    """What comes in. `key` is made by whoever sends it, once for each concern, and is theirs alone."""

    key: str
    account: UUID
    channel: Channel
    content: str
    """What the bytes are: a profile's name (`hub_concern`), or a media type."""
    body: bytes = field(repr=False)
    agency: str = ""
    team: int | None = None
    adds_to: str | None = None
    """The reference of the concern that it adds to."""
    protected: bool = False
    """The raiser asked that their name be kept apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """That something was kept. `reference` is empty for a file."""

    inbox: UUID
    reference: str
    received_at: datetime
    repeated: bool
    """It had been sent before, and is kept once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Something in the inbox that is to be interpreted."""

    inbox: UUID
    reference: str
    received_at: datetime
    account: UUID | None
    channel: Channel
    content: str
    agency: str
    team: int | None
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Something in the inbox that is no record yet, and why."""

    inbox: UUID
    reference: str
    received_at: datetime
    channel: Channel
    content: str
    agency: str
    team: int | None
    because: str


def keep(connection: Connection, arriving: Arriving, *, at: datetime) -> Receipt:
    """Keep the bytes; when this returns they are committed. The same key again gives the same receipt.

    Raises SameKeyOtherContent, and UnableToAppend inside a transaction that could still be taken back.
    """
    if connection.info.transaction_status is not TransactionStatus.IDLE:
        raise UnableToAppend
    row = connection.execute(
        "select id, reference, received_at, repeated, same from keep_in_inbox(%s::text, %s::uuid, %s::bigint, %s::text, "
        "%s::text, %s::text, %s::bytea, %s::timestamptz, %s::bool, %s::text, %s::bool)",
        (
            _scoped(arriving.account, arriving.key),
            arriving.account,
            arriving.team,
            presentable(arriving.agency),
            arriving.channel.value,
            arriving.content,
            arriving.body,
            at,
            arriving.channel is not Channel.UPLOAD,
            arriving.adds_to,
            arriving.protected,
        ),
    ).fetchone()
    if row is None:
        raise LookupError("the inbox gave no receipt")
    receipt = Receipt(inbox=row[0], reference=row[1] or "", received_at=row[2].astimezone(UTC), repeated=row[3])
    if not row[4]:
        raise SameKeyOtherContent(receipt)
    return receipt


def _scoped(account: UUID, key: str) -> str:
    """A key is its sender's own: two accounts may use the same one, and nobody can read from it who sent what."""
    return hashlib.sha256(account.bytes + key.encode("utf-8", "surrogatepass")).hexdigest()


def note_outcome(
    connection: Connection,
    inbox: UUID,
    outcome: InboxOutcome,
    *,
    at: datetime,
    because: str = "",
    record: str | None = None,
    by: UUID | None = None,
) -> None:
    """Note what became of something in the inbox. Noting `taken` twice is noting it once."""
    connection.execute(
        "select note_inbox_outcome(%s::uuid, %s::text, %s::text, %s::text, %s::uuid, %s::timestamptz)",
        (inbox, outcome.value, presentable(because), record, by, at),
    )


def note_criticised(connection: Connection, record: str, named: str, *, at: datetime) -> None:
    """Close a concern to the managers of whoever is criticised in it, before it can be read at all: to all managers while
    nobody knows who that is, and to accounts of exactly that name or address. Once it is a fact, this changes nothing.
    """
    connection.execute(
        "select need_to_know.note_criticised(%s::text, %s::text, %s::timestamptz)", (record, presentable(named), at)
    )


_NOT_TAKEN = """
from inbox i
left join lateral (
    select o.outcome, o.because from inbox_outcome o where o.inbox = i.id order by o.number desc limit 1
) last on true
where i.channel <> 'upload' and (last.outcome is null or last.outcome = 'not understood')
"""


def waiting(connection: Connection, *, before: datetime) -> tuple[Waiting, ...]:
    """What is no record yet and came before a moment, exclusive; oldest first. It is to be shown to somebody."""
    rows = connection.execute(
        "select i.id, i.reference, i.received_at, i.channel, i.content, i.agency, i.team, coalesce(last.because, '') "
        f"{_NOT_TAKEN} and i.received_at < %s order by i.number",
        (before,),
    ).fetchall()
    return tuple(
        Waiting(
            inbox=row[0],
            reference=row[1] or "",
            received_at=row[2].astimezone(UTC),
            channel=Channel(row[3]),
            content=row[4],
            agency=row[5],
            team=row[6],
            because=row[7],
        )
        for row in rows
    )


def to_interpret(connection: Connection, *, before: datetime, again: bool = False) -> tuple[Kept, ...]:
    """What was kept before a moment and never interpreted, oldest first; `again` also what was not understood so far."""
    tried = "" if again else "and last.outcome is null"
    rows = connection.execute(
        "select i.id, i.reference, i.received_at, i.by_account, i.channel, i.content, i.agency, i.team, i.body "
        f"{_NOT_TAKEN} {tried} and i.received_at < %s order by i.number limit 200",
        (before,),
    ).fetchall()
    return tuple(
        Kept(
            inbox=row[0],
            reference=row[1] or "",
            received_at=row[2].astimezone(UTC),
            account=row[3],
            channel=Channel(row[4]),
            content=row[5],
            agency=row[6],
            team=row[7],
            body=bytes(row[8]),
        )
        for row in rows
    )
