"""The ledger in PostgreSQL. The database itself gives out the order; this room's roles cannot change what is written."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from wholepicture.hub.storage.texts import escape, unescape
from wholepicture.ledger.facts import (
    Draft,
    Envelope,
    Fact,
    FactId,
    FactKind,
    Part,
    Salts,
    UnableToErase,
    erased_parts,
)
from wholepicture.ledger.memory import seal
from wholepicture.vocabulary.moments import Period

CHUNK = 100
"""How many facts are committed at once: whoever else appends waits for one chunk at most, some tens of milliseconds."""
PAGE = 2_000

_UNABLE_TO_ERASE = "WP001"

_APPEND = """
select new, through from append_facts(
    %s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::text[],
    %s::text[], %s::timestamptz,
    %s::text[], %s::int[], %s::text[], %s::bytea[], %s::bytea[],
    %s::text[], %s::text[], %s::text[])
"""

_READ = """
select f.sequence, f.id, f.kind, f.source, f.author, f.happened_since, f.happened_until, f.recorded_at, f.known_at,
       f.part_digests::text, f.digest,
       array(select p.name from payload p where p.sequence = f.sequence order by p.number),
       array(select p.salt from payload p where p.sequence = f.sequence order by p.number),
       array(select p.body from payload p where p.sequence = f.sequence order by p.number)
from fact f
"""


class UnableToAppend(Exception):
    """A fact is committed by itself, or with its caller's transaction, whichever was asked for; here it was the other."""


class PostgresLedger:
    """Keeps facts in PostgreSQL, through one open connection that commits by itself. Any number of writers at a time.

    `known_at` never goes back: a moment before that of the last fact becomes the last fact's.
    """

    def __init__(self, connection: "psycopg.Connection[Any]", salts: Salts) -> None:
        self._connection = connection
        self._salts = salts

    def append(self, drafts: Iterable[Draft], *, known_at: datetime) -> int:
        """Commit facts, in the order given; how many were new. Raises UnableToErase, UnableToAppend.

        They are committed in chunks; what was committed before an error stays.
        """
        pending = iter(drafts)
        new = 0
        while chunk := list(islice(pending, CHUNK)):
            self._demand(TransactionStatus.IDLE)
            new += self._append_chunk(chunk, known_at)
        return new

    def append_last(self, draft: Draft, *, known_at: datetime) -> int:
        """Append a fact as the last deed of the caller's open transaction: with it everything is committed or nothing. 1, or
        0 where the fact was there. Everybody else who appends waits until that transaction ends, so nothing but its end may
        follow. Raises UnableToErase, UnableToAppend.
        """
        self._demand(TransactionStatus.INTRANS)
        return self._append_chunk([draft], known_at)

    def _demand(self, status: TransactionStatus) -> None:
        if self._connection.info.transaction_status is not status:
            raise UnableToAppend

    def _append_chunk(self, drafts: Sequence[Draft], known_at: datetime) -> int:
        first: dict[FactId, Draft] = {}
        for draft in drafts:
            first.setdefault(draft.id, draft)
        # Sequence and moment are the database's to give; everything else is made before its lock is taken.
        sealed = [seal(draft, sequence=0, known_at=known_at, salts=self._salts) for draft in first.values()]
        orders = [(d.id, of, name) for d in first.values() if d.kind is FactKind.ERASED for of, name in _erased(d)]
        try:
            row = self._connection.execute(_APPEND, _arguments(sealed, known_at, orders)).fetchone()
        except psycopg.Error as error:
            if error.sqlstate == _UNABLE_TO_ERASE:
                raise UnableToErase(error.diag.message_detail) from None
            raise
        return 0 if row is None else int(row[0])

    def facts(self, *, known_by: datetime | None = None) -> Iterator[Fact]:
        """The facts known by a moment, inclusive, in the order of commit."""
        return self.between(0, self.through(known_by))

    def through(self, known_by: datetime | None = None) -> int:
        """The sequence of the last fact known by a moment, inclusive; 0 where there is none."""
        row = self._connection.execute(
            "select coalesce(max(sequence), 0) from fact where %s::timestamptz is null or known_at <= %s",
            (known_by, known_by),
        ).fetchone()
        return 0 if row is None else int(row[0])

    def between(self, after: int, through: int) -> Iterator[Fact]:
        """The facts with a sequence above `after`, up to and with `through`, in the order of commit."""
        while after < through:
            rows = self._connection.execute(
                f"{_READ} where f.sequence > %s and f.sequence <= %s order by f.sequence limit %s", (after, through, PAGE)
            ).fetchall()
            if not rows:
                return
            after = rows[-1][0]
            yield from map(fact_of_row, rows)

    def named(self, ids: Iterable[FactId]) -> Iterator[Fact]:
        """The facts that bear these ids, in the order of commit; ids that no fact bears give nothing."""
        rows = self._connection.execute(f"{_READ} where f.id = any(%s::text[]) order by f.sequence", (list(ids),)).fetchall()
        return map(fact_of_row, rows)

    def numbered(self, sequences: Iterable[int]) -> Iterator[Fact]:
        """The facts with these sequences, in the order of commit; those that are not there give nothing."""
        asked = (list(sequences),)
        rows = self._connection.execute(
            f"{_READ} where f.sequence = any(%s::bigint[]) order by f.sequence", asked
        ).fetchall()
        return map(fact_of_row, rows)

    def received(self, *, recorded_by: datetime | None = None) -> Iterator[Fact]:
        """The records received, by the agencies' own claim, ordered by (recorded_at, id)."""
        through = self.through()
        last: tuple[datetime, str] | None = None
        while True:
            rows = self._connection.execute(
                f"""{_READ} where f.kind = 'received' and f.sequence <= %s
                and (%s::timestamptz is null or f.recorded_at <= %s)
                and (%s::timestamptz is null or (f.recorded_at, f.id collate "C") > (%s, %s::text))
                order by f.recorded_at, f.id collate "C" limit %s""",
                (through, recorded_by, recorded_by, last and last[0], last and last[0], last and last[1], PAGE),
            ).fetchall()
            if not rows:
                return
            last = rows[-1][7], rows[-1][1]
            yield from map(fact_of_row, rows)


def _erased(order: Draft) -> Iterator[tuple[FactId, str]]:
    of, names = erased_parts(order)
    return ((of, name) for name in names)


def _arguments(
    sealed: Sequence[Fact], known_at: datetime, orders: Sequence[tuple[FactId, FactId, str]]
) -> tuple[object, ...]:
    envelopes = [fact.envelope for fact in sealed]
    parts = [(fact, number, part) for fact in sealed for number, part in enumerate(fact.parts)]
    return (
        [e.id for e in envelopes],
        [e.kind.value for e in envelopes],
        [escape(e.source) for e in envelopes],
        [escape(e.author) for e in envelopes],
        [e.happened.since if e.happened else None for e in envelopes],
        [e.happened.until if e.happened else None for e in envelopes],
        [e.recorded_at for e in envelopes],
        [json.dumps([[escape(name), digest] for name, digest in e.part_digests]) for e in envelopes],
        [e.digest for e in envelopes],
        known_at,
        [fact.envelope.id for fact, _, _ in parts],
        [number for _, number, _ in parts],
        [escape(part.name) for _, _, part in parts],
        [fact.salts[part.name] for fact, _, part in parts],
        [part.body.encode("utf-8", "surrogatepass") for _, _, part in parts],
        [by for by, _, _ in orders],
        [of for _, of, _ in orders],
        [escape(name) for _, _, name in orders],
    )


def fact_of_row(row: Sequence[Any]) -> Fact:
    """A fact from its columns in the order of the ledger's table, then its parts' names, salts and bodies."""
    names = [unescape(name) for name in row[11]]
    since, until = _moment(row[5]), _moment(row[6])
    envelope = Envelope(
        sequence=row[0],
        id=FactId(row[1]),
        kind=FactKind(row[2]),
        source=unescape(row[3]),
        author=unescape(row[4]),
        happened=Period(since, until) if since else None,
        recorded_at=row[7].astimezone(UTC),
        known_at=row[8].astimezone(UTC),
        part_digests=tuple((unescape(name), digest) for name, digest in json.loads(row[9])),
        digest=row[10],
    )
    bodies = [bytes(body).decode("utf-8", "surrogatepass") for body in row[13]]
    return Fact(
        envelope=envelope,
        parts=tuple(Part(name, body) for name, body in zip(names, bodies, strict=True)),
        salts={name: bytes(salt) for name, salt in zip(names, row[12], strict=True)},
    )


def _moment(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC)
