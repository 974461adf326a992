"""One scan: a folder of extracts goes in; ledger, derived tables and findings come out, in one DuckDB file."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from wholepicture import __version__
from wholepicture.engines.columnar.arrivals import Arrived, Reception, extracts_in, receive
from wholepicture.engines.columnar.derived import Derived
from wholepicture.engines.columnar.ledger import DuckLedger
from wholepicture.engines.columnar.understanding import Understanding, Understood
from wholepicture.engines.progress import Watch
from wholepicture.engines.reference import ReferencePicture
from wholepicture.intake import Profile, Rejected, SealedChild
from wholepicture.journey.fold import Journey
from wholepicture.journey.memory import uncollected
from wholepicture.journey.sealing import SealedWords, sealed_records
from wholepicture.knowledge.picture import Picture
from wholepicture.ledger.facts import Draft, Fact, FactId, FactKind, Part, Salts, canonical
from wholepicture.linkage import Linker, Model, load_model, model_table
from wholepicture.patterns import Register
from wholepicture.reading import load_lexicon
from wholepicture.vocabulary.readings import Reading
from wholepicture.vocabulary.records import EntityId, Record, RecordId

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ENGINES: dict[str, Callable[[datetime], Picture]] = {"columnar": Picture, "reference": ReferencePicture}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a scan is asked to do. `purpose` and `author` go into the ledger; `as_of` is inclusive."""

    folder: Path
    purpose: str
    author: str
    now: datetime
    salts: Salts
    key: bytes = field(repr=False)
    profiles: tuple[Profile, ...] = field(repr=False)
    as_of: datetime | None = None
    sealed: tuple[SealedChild, ...] = field(default=(), repr=False)
    engine: str = "columnar"
    model: Model | None = None
    """The linkage model to use instead of the one that ships."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What a scan gave. The journey holds the picture and the findings; the facts and derived tables are in the database."""

    arrived: Arrived
    journey: Journey
    records: int
    understanding: Understanding
    versions: dict[str, str]


def versions(model: Model) -> dict[str, str]:
    """The frozen versions that a run uses, by step."""
    return {"reading": load_lexicon().version, "linkage": model.version, "patterns": __version__}


def scan(order: Order, database: duckdb.DuckDBPyConnection, watch: Watch) -> Scanned:
    """Carry out a scan into an open, empty database."""
    files = extracts_in(order.folder)
    model = order.model or load_model()
    how = Reception(
        profiles=order.profiles,
        key=order.key,
        received_at=order.now,
        author=order.author,
        recorded_by=order.as_of,
        leave_out=_sealed_out(order, files, watch),
    )
    ledger = DuckLedger(database, order.salts)
    arrived = receive(files, ledger, how, watch)
    _note_extracts(database, arrived)
    database.execute("create table asked as select ?::timestamptz as as_of", [order.as_of])
    _note_model(database, model)
    understanding = _understanding(order, arrived)
    records = sum(account.records + account.amendments for account in arrived.accounts)
    how_to = Folding(records=records, new_picture=ENGINES[order.engine], until=known_until(database), model=model)
    journey = follow(ledger, understanding, database, watch, how_to)
    ledger.append([_display(order, journey)], known_at=order.now)
    return Scanned(arrived=arrived, journey=journey, records=records, understanding=understanding, versions=versions(model))


@dataclass(frozen=True, slots=True, kw_only=True)
class Folding:
    """How records are folded: about how many there are, in what picture, up to which moment, under which linkage model."""

    records: int
    new_picture: Callable[[datetime], Picture]
    until: datetime | None
    model: Model


def follow(
    ledger: DuckLedger, understanding: Understanding, database: duckdb.DuckDBPyConnection, watch: Watch, how: Folding
) -> Journey:
    """Fold every record that the ledger holds, writing the derived tables anew; the journey as it stands in the end."""
    used = versions(how.model)
    journey = Journey(linker=Linker(how.model), register=Register(), new_picture=how.new_picture)
    derived = Derived(database, reading=used["reading"], linkage=used["linkage"], patterns=used["patterns"])
    entities: dict[EntityId, None] = {}
    watch.says("Linking and looking for patterns")
    with (
        uncollected(),
        Understood(replace(understanding, whole_rows=False), expected=how.records) as understood,
    ):
        for done, (record, reading) in enumerate(understood.received(ledger), 1):
            step = journey.take(record, reading)
            derived.write(step)
            entities.update(dict.fromkeys(step.resolution.assigned))
            if done % 200 == 0 or done == how.records:
                watch.at(done, how.records)
    if how.until is not None:
        journey.come_to(how.until)
    derived.close(
        aliases=journey.aliases,
        entities_now={e: journey.picture.canonical(e) for e in entities},
        findings=journey.findings(),
        open_cases=journey.open_cases,
    )
    return journey


def model_digest(model: Model) -> str:
    """What tells one model from any other."""
    return hashlib.blake2b(json.dumps(model_table(model), sort_keys=True).encode(), digest_size=16).hexdigest()


def _note_model(database: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Note which model was used, not what it holds: the names that it counts are not the scan's to keep."""
    noted = [model.version, model_digest(model)]
    database.execute("create table linkage_model as select ?::varchar as version, ?::varchar as digest", noted)


def model_used(database: duckdb.DuckDBPyConnection) -> tuple[str, str]:
    """The version and digest of the linkage model that a scan used; empty for a scan that did not note it."""
    held = database.execute("select 1 from information_schema.tables where table_name = 'linkage_model'").fetchone()
    row = database.execute("select version, digest from linkage_model").fetchone() if held else None
    return (row[0], row[1]) if row else ("", "")


def _note_extracts(database: duckdb.DuckDBPyConnection, arrived: Arrived) -> None:
    database.execute(
        "create table extract (file varchar, system varchar, encoding varchar, made_at timestamptz, rows bigint, "
        "records bigint, amendments bigint, duplicates bigint, rejected bigint)"
    )
    database.execute("create table undated (system varchar, made_at timestamptz)")
    rows = [
        (a.file, a.system, a.encoding, a.made_at, a.rows, a.records, a.amendments, a.duplicates, a.rejected)
        for a in arrived.accounts
    ]
    if rows:
        database.executemany("insert into extract values (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    if arrived.made_at:
        database.executemany("insert into undated values (?, ?)", list(arrived.made_at.items()))


def made_by_system(database: duckdb.DuckDBPyConnection) -> dict[str, datetime]:
    """When the extract of each system was made that came in files whose names carry no date."""
    rows = database.execute("select system, epoch_us(made_at) from undated").fetchall()
    return {system: _EPOCH + timedelta(microseconds=made) for system, made in rows}


def known_until(database: duckdb.DuckDBPyConnection) -> datetime | None:
    """The moment up to which a scan tells: the one asked about, or the latest at which an extract was made if that is
    earlier. Silence after the extracts end is not silence. None where nothing came."""
    query = "select epoch_us(least((select as_of from asked), max(made_at))) from extract"
    row = database.execute(query).fetchone()
    return None if row is None or row[0] is None else _EPOCH + timedelta(microseconds=row[0])


def _understanding(order: Order, arrived: Arrived) -> Understanding:
    return Understanding(profiles=order.profiles, key=order.key, made_at=arrived.made_at)


def _sealed_out(order: Order, files: Sequence[Path], watch: Watch) -> Callable[[Record | Rejected], bool]:
    """A question that says of each row whether a sealed child stands in it; a first pass over everything finds out."""
    if not order.sealed:
        return lambda _: False
    watch.says("Looking for sealed children")
    with duckdb.connect(config={"temp_directory": ""}) as staging:  # nothing of it may ever touch the disk
        ledger = DuckLedger(staging, order.salts)
        how = Reception(profiles=order.profiles, key=order.key, received_at=order.now, author=order.author)
        arrived = receive(files, ledger, how, watch)
        count = sum(account.rows for account in arrived.accounts)
        with Understood(_understanding(order, arrived), expected=count) as understood:
            hidden = sealed_records(
                understood.received(ledger), order.sealed, Linker(order.model or load_model()), at=order.now
            )
    words = SealedWords(order.sealed, references=hidden.values())

    def leave_out(outcome: Record | Rejected) -> bool:
        if isinstance(outcome, Rejected):
            return words.speak_in(outcome.columns.values())
        return outcome.id in hidden

    return leave_out


def _display(order: Order, journey: Journey) -> Draft:
    shown = [finding.id for finding in journey.findings()]
    body = canonical({"purpose": order.purpose, "findings": shown, "as_of": str(order.as_of or "")})
    return Draft(
        id=FactId(f"shown-{order.now.isoformat()}"),
        kind=FactKind.DISPLAYED,
        source="scan",
        author=order.author,
        recorded_at=order.now,
        parts=(Part("shown", body),),
    )


def evidence(
    ledger: DuckLedger, understanding: Understanding, wanted: Sequence[RecordId]
) -> Iterator[tuple[Record, Reading]]:
    """The records that findings rest on, read out of the ledger again, with their readings."""
    facts: Iterator[Fact] = ledger.named(FactId(record) for record in wanted)
    with Understood(understanding, expected=0) as understood:
        yield from understood.understand(facts)
