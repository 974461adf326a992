"""Facts become records and readings, on every core; they come back in the order in which they were given."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from multiprocessing import get_context
from types import TracebackType

from wholepicture.engines.columnar.ledger import DuckLedger, facts_in
from wholepicture.engines.cores import usable_cores
from wholepicture.intake import Profile, dated_by_name, stamp_outcome
from wholepicture.intake.rereading import Rereader
from wholepicture.journey.receiving import row_of
from wholepicture.journey.understanding import about_of
from wholepicture.ledger.facts import Fact
from wholepicture.reading import Reader, load_lexicon
from wholepicture.vocabulary.moments import london_day
from wholepicture.vocabulary.readings import Reading
from wholepicture.vocabulary.records import Record, RecordId

CHUNK = 500
WORTH_A_POOL = 6_000
"""Starting processes takes about a second; below this many records one process is sooner done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What is needed to understand a received row: profiles, the key of ids, and when each system's extract was made, where
    the file's name does not say."""

    profiles: tuple[Profile, ...] = field(repr=False)
    key: bytes = field(repr=False)
    made_at: Mapping[str, datetime] = field(default_factory=dict)
    whole_rows: bool = True
    """Whether records come with the row as received; the fold does not need it."""


class _Reading:
    def __init__(self, how: Understanding) -> None:
        self._how = how
        self._rereader = Rereader(how.profiles, key=how.key)
        self._reader = Reader(load_lexicon())

    def understand(self, facts: Iterable[Fact]) -> list[tuple[Record, Reading]]:
        return [self._one(fact) for fact in facts]

    def _one(self, fact: Fact) -> tuple[Record, Reading]:
        row = row_of(fact)
        record = self._rereader.reread(
            RecordId(fact.envelope.id), row.columns, row.provenance, fact.envelope.recorded_at, erased=row.erased
        )
        made_at = dated_by_name(row.provenance.file) or self._how.made_at.get(row.system)
        if made_at is not None:
            record = stamp_outcome(record, made_at)
        reading = self._reader.read(
            record.id,
            record.narrative.text,
            filed_as=record.filed_as,
            recorded_on=london_day(record.recorded_at),
            columns_mentions=record.mentions_in_columns,
            about=about_of(record),
        )
        return (record if self._how.whole_rows else replace(record, columns={})), reading


_worker: _Reading | None = None


def _start(how: Understanding) -> None:
    global _worker  # noqa: PLW0603 - a worker process holds one reader for its whole life
    _worker = _Reading(how)


def _work(batch: bytes) -> list[tuple[Record, Reading]]:
    if _worker is None:
        raise RuntimeError("a worker was asked to read before it was started")
    return _worker.understand(facts_in(batch))


class Understood(AbstractContextManager["Understood"]):
    """Understands facts; use it in a `with` block. `workers` is how many processes may read beside this one: by default one
    for each core but one, which the fold needs for itself."""

    def __init__(self, how: Understanding, *, expected: int, workers: int | None = None) -> None:
        self._how = how
        readers = workers if workers is not None else usable_cores() - 1
        self._pool: ProcessPoolExecutor | None = None
        self._ahead = 4 * max(readers, 1)
        if readers > 0 and expected >= WORTH_A_POOL:
            self._pool = ProcessPoolExecutor(readers, get_context("spawn"), _start, (how,))

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def received(self, ledger: DuckLedger) -> Iterator[tuple[Record, Reading]]:
        """The record and reading of everything received, ordered by (recorded_at, id)."""
        if self._pool is None:
            yield from self.understand(ledger.received())
            return
        batches = ledger.received_batches(CHUNK)
        waiting: deque[Future[list[tuple[Record, Reading]]]] = deque()
        while True:
            while len(waiting) < self._ahead and (batch := next(batches, None)) is not None:
                waiting.append(self._pool.submit(_work, batch))
            if not waiting:
                return
            yield from waiting.popleft().result()

    def understand(self, facts: Iterable[Fact]) -> Iterator[tuple[Record, Reading]]:
        """Each fact's record and reading, in the order of the facts; in this process alone."""
        reading = _Reading(self._how)
        for fact in facts:
            yield from reading.understand((fact,))
