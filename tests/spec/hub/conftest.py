"""A hub with its journey, on a real PostgreSQL; time is an argument."""

import hashlib
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from tests.hub_database import RECORD_KEY, HubDatabase, fresh_database

from wholepicture.engines.columnar.arrivals import Reception, extracts_in
from wholepicture.engines.columnar.arrivals import receive as receive_extracts
from wholepicture.engines.progress import Silence
from wholepicture.hub.storage.inbox import Receipt
from wholepicture.hub.storage.ledger import PostgresLedger
from wholepicture.hub.storage.projections import PROJECTIONS
from wholepicture.hub.wiring import receiving
from wholepicture.hub.wiring.journey import JourneyProcess
from wholepicture.hub.wiring.journey_understanding import means_of
from wholepicture.hub.wiring.receiving import Written
from wholepicture.intake.concern import Concern, ConcernAbout
from wholepicture.ledger.facts import Draft
from wholepicture.ledger.memory import MemoryLedger

OFFICER = UUID("22222222-2222-2222-2222-222222222222")
MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
MEANS = means_of(RECORD_KEY)
REPLAY = Path(__file__).parents[2] / "replay"


def salt() -> bytes:
    return secrets.token_bytes(16)


def a_concern(seen: str = "", **said: Any) -> Concern:
    """A concern about a place, with these words; its reference, moment and agency are not the writer's to give."""
    told = {"reference": "", "agency": "", "recorded": MORNING, "about": ConcernAbout.PLACE, "seen": seen}
    return Concern(**{**told, **said})


@dataclass
class Hub:
    """A hub at a moment, as those who work with it see it."""

    database: HubDatabase
    connection: "psycopg.Connection[Any]"
    folder: Path
    now: datetime = MORNING
    said: list[str] = field(default_factory=list)
    processes: list[JourneyProcess] = field(default_factory=list)

    @property
    def ledger(self) -> PostgresLedger:
        return PostgresLedger(self.connection, salt)

    def pass_time(self, **time: float) -> None:
        self.now += timedelta(**time)

    def write(self, concern: Concern | str, *, key: str | None = None, **changed: Any) -> Receipt:
        """Somebody writes a concern; the app's own role takes it in."""
        written = Written(
            **{
                "key": key or secrets.token_hex(8),
                "account": OFFICER,
                "agency": "neighbourhood",
                "agency_name": "Neighbourhood team",
                "team": 7,
                "team_name": "Harbour ward",
                "concern": a_concern(concern) if isinstance(concern, str) else concern,
                **changed,
            }
        )
        with self.database.connect("wp_app") as connection:
            return receiving.receive(connection, written, MEANS, salts=salt, now=self.now)

    def journey(self) -> JourneyProcess:
        process = JourneyProcess(
            self.database.connect, MEANS, self.folder, clock=lambda: self.now, salts=salt, say=self.said.append
        )
        self.processes.append(process)
        return process

    def rows(self, question: str, *asked: object) -> list[tuple[Any, ...]]:
        return self.connection.execute(question, asked or None).fetchall()

    def projected(self) -> dict[str, tuple[int, str]]:
        """Every derived table: how many rows, and a digest of all their bytes that does not depend on their order."""
        told = {}
        for table in PROJECTIONS:
            rows = sorted(row[0] for row in self.rows(f"select {table}::text from {table}"))  # noqa: S608
            told[table] = len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()
        return told


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    with fresh_database() as database, database.connect() as connection:
        made = Hub(database, connection, tmp_path / "journey")
        yield made
        for process in made.processes:
            process.close()


@pytest.fixture
def replay_drafts() -> Callable[[Path], Sequence[Draft]]:
    """The rows of a folder of extracts as facts, in the order in which they were recorded."""

    def drafts(folder: Path = REPLAY) -> Sequence[Draft]:
        ledger = MemoryLedger(salt)
        how = Reception(profiles=MEANS.profiles, key=MEANS.key, received_at=MORNING, author="an import")
        receive_extracts(extracts_in(folder), ledger, how, Silence())
        return [
            Draft(
                id=fact.envelope.id,
                kind=fact.envelope.kind,
                source=fact.envelope.source,
                author=fact.envelope.author,
                recorded_at=fact.envelope.recorded_at,
                happened=fact.envelope.happened,
                parts=fact.parts,
            )
            for fact in ledger.received()
        ]

    return drafts


def in_batches(drafts: Sequence[Draft], sizes: Sequence[int]) -> Iterator[list[Draft]]:
    pending, turn = iter(drafts), 0
    while batch := list(islice(pending, sizes[turn % len(sizes)])):
        yield batch
        turn += 1
