"""The ledger in DuckDB: envelopes in one table, payloads apart in another, written in whole columns."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import duckdb
import pyarrow as pa

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

BATCH = 20_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_TABLES = """
create table if not exists fact (
    sequence bigint primary key, id varchar not null, kind varchar not null, source varchar not null,
    author varchar not null, happened_since timestamptz, happened_until timestamptz, recorded_at timestamptz not null,
    known_at timestamptz not null, part_digests struct(name varchar, digest varchar)[] not null, digest varchar not null
);
create table if not exists payload (
    sequence bigint primary key, parts struct(name varchar, salt blob, body varchar)[] not null
);
"""

_READ = """
select f.sequence, f.id, f.kind, f.source, f.author,
       epoch_us(f.happened_since) as happened_since, epoch_us(f.happened_until) as happened_until,
       epoch_us(f.recorded_at) as recorded_at, epoch_us(f.known_at) as known_at, f.part_digests, f.digest, p.parts
from fact f join payload p using (sequence)
"""

_MOMENT = pa.timestamp("us", tz="UTC")
_ENVELOPES = pa.schema(
    [
        ("sequence", pa.int64()),
        ("id", pa.string()),
        ("kind", pa.string()),
        ("source", pa.string()),
        ("author", pa.string()),
        ("happened_since", _MOMENT),
        ("happened_until", _MOMENT),
        ("recorded_at", _MOMENT),
        ("known_at", _MOMENT),
        ("part_digests", pa.list_(pa.struct([("name", pa.string()), ("digest", pa.string())]))),
        ("digest", pa.string()),
    ]
)
_PAYLOADS = pa.schema(
    [
        ("sequence", pa.int64()),
        ("parts", pa.list_(pa.struct([("name", pa.string()), ("salt", pa.binary()), ("body", pa.string())]))),
    ]
)


def _moment(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else _EPOCH + timedelta(microseconds=microseconds)


class DuckLedger:
    """Keeps facts in an open DuckDB database. One writer at a time, as DuckDB itself enforces."""

    def __init__(self, database: duckdb.DuckDBPyConnection, salts: Salts, *, new: bool = True) -> None:
        self._database = database
        self._salts = salts
        if new:
            database.execute(_TABLES)
        self._held: set[str] = {row[0] for row in database.execute("select id from fact").fetchall()}

    def append(self, drafts: Iterable[Draft], *, known_at: datetime) -> int:
        """Commit facts, in the order given; how many were new. Raises UnableToErase."""
        new = 0
        pending = iter(drafts)
        while batch := list(islice(pending, BATCH)):
            facts: list[Fact] = []
            for draft in batch:
                if draft.id in self._held:
                    continue
                if draft.kind is FactKind.ERASED:
                    self._write(facts)
                    facts = []
                    self._erase(draft)
                self._held.add(draft.id)
                facts.append(seal(draft, sequence=len(self._held), known_at=known_at, salts=self._salts))
                new += 1
            self._write(facts)
        return new

    def _write(self, facts: list[Fact]) -> None:
        if not facts:
            return
        envelopes = [fact.envelope for fact in facts]
        rows = [
            {
                "sequence": e.sequence,
                "id": e.id,
                "kind": e.kind.value,
                "source": e.source,
                "author": e.author,
                "happened_since": e.happened.since if e.happened else None,
                "happened_until": e.happened.until if e.happened else None,
                "recorded_at": e.recorded_at,
                "known_at": e.known_at,
                "part_digests": [{"name": name, "digest": digest} for name, digest in e.part_digests],
                "digest": e.digest,
            }
            for e in envelopes
        ]
        payloads = [
            {
                "sequence": fact.envelope.sequence,
                "parts": [{"name": p.name, "salt": fact.salts[p.name], "body": p.body} for p in fact.parts],
            }
            for fact in facts
        ]
        self._insert("fact", pa.Table.from_pylist(rows, schema=_ENVELOPES))
        self._insert("payload", pa.Table.from_pylist(payloads, schema=_PAYLOADS))

    def _insert(self, table: str, rows: pa.Table) -> None:
        self._database.register("arriving", rows)
        self._database.execute(f"insert into {table} select * from arriving")  # noqa: S608 - names of our own tables
        self._database.unregister("arriving")

    def _erase(self, order: Draft) -> None:
        of, names = erased_parts(order)
        row = self._database.execute(
            "select sequence, list_transform(part_digests, lambda d: d.name) from fact where id = ?", [of]
        ).fetchone()
        if row is None or not set(names) <= set(row[1]):
            raise UnableToErase(of)
        self._database.execute(
            "update payload set parts = list_filter(parts, lambda p: not list_contains(?, p.name)) where sequence = ?",
            [list(names), row[0]],
        )

    def facts(self, *, known_by: datetime | None = None) -> Iterator[Fact]:
        """The facts known by a moment, inclusive, in the order of commit."""
        return self._read("where (? is null or f.known_at <= ?) order by f.sequence", known_by, known_by)

    def received(self, *, recorded_by: datetime | None = None) -> Iterator[Fact]:
        """The records received, by the agencies' own claim, ordered by (recorded_at, id)."""
        return self._read(
            "where f.kind = 'received' and (? is null or f.recorded_at <= ?) order by f.recorded_at, f.id",
            recorded_by,
            recorded_by,
        )

    def received_batches(self, size: int) -> Iterator[bytes]:
        """What `received` gives, whole columns at a time: Arrow streams of `size` rows, to be read by `facts_in`.

        A process that only passes facts on to another one spares itself making an object of each.
        """
        cursor = self._database.cursor()
        query = f"{_READ} where f.kind = 'received' order by f.recorded_at, f.id"
        for batch in cursor.execute(query).to_arrow_reader(size):
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, batch.schema) as stream:
                stream.write_batch(batch)
            yield sink.getvalue().to_pybytes()

    def named(self, ids: Iterable[FactId]) -> Iterator[Fact]:
        """The facts that bear these ids, in the order of commit; ids that no fact bears give nothing."""
        return self._read("where list_contains(?, f.id) order by f.sequence", list(ids))

    def _read(self, chosen: str, *asked: object) -> Iterator[Fact]:
        cursor = self._database.cursor()
        reader = cursor.execute(f"{_READ} {chosen}", asked).to_arrow_reader(BATCH // 10)
        for batch in reader:
            for row in batch.to_pylist():
                yield _fact(row)


def facts_in(batch: bytes) -> Iterator[Fact]:
    """The facts of one batch that `received_batches` gave."""
    with pa.ipc.open_stream(batch) as stream:
        for rows in stream:
            for row in rows.to_pylist():
                yield _fact(row)


def _fact(row: dict[str, Any]) -> Fact:
    since = _moment(row["happened_since"])
    envelope = Envelope(
        sequence=row["sequence"],
        id=FactId(row["id"]),
        kind=FactKind(row["kind"]),
        source=row["source"],
        author=row["author"],
        happened=Period(since, _moment(row["happened_until"])) if since else None,
        recorded_at=_EPOCH + timedelta(microseconds=row["recorded_at"]),
        known_at=_EPOCH + timedelta(microseconds=row["known_at"]),
        part_digests=tuple((d["name"], d["digest"]) for d in row["part_digests"]),
        digest=row["digest"],
    )
    return Fact(
        envelope=envelope,
        parts=tuple(Part(p["name"], p["body"]) for p in row["parts"]),
        salts={p["name"]: p["salt"] for p in row["parts"]},
    )
