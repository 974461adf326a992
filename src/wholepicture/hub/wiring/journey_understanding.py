"""Reads received facts: in this process for a few, on every core for many."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from itertools import islice
from multiprocessing import get_context

from wholepicture.engines.cores import usable_cores
from wholepicture.intake import Profile, dated_by_name, load_profiles, stamp_outcome
from wholepicture.intake.rereading import Rereader, UnableToReread
from wholepicture.journey.receiving import row_of
from wholepicture.journey.understanding import about_of
from wholepicture.ledger.facts import Fact, FactKind
from wholepicture.reading import Reader, load_lexicon
from wholepicture.vocabulary.moments import london_day
from wholepicture.vocabulary.readings import Reading
from wholepicture.vocabulary.records import Record, RecordId

WORTH_A_POOL = 4_000
"""Below this many facts one process is done before others have started."""
_AT_ONCE = 200

Read = tuple[Record, Reading] | str | None
"""What a fact says: a record with its reading; why it could not be placed; None for a fact that is no record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What is needed to read: profiles, and the key of records' ids."""

    profiles: tuple[Profile, ...] = field(repr=False)
    key: bytes = field(repr=False)


@cache
def means_of(key: str) -> Means:
    """What the hub reads with: the profiles of the package, and the key that the setting RECORD_KEY gives. Always the same
    object for the same key.
    """
    return Means(profiles=tuple(load_profiles()), key=sha256(key.encode()).digest())


class FactReader:
    """Reads facts one after another."""

    def __init__(self, means: Means) -> None:
        self._rereader = Rereader(means.profiles, key=means.key)
        self._reader = Reader(load_lexicon())

    def read(self, fact: Fact) -> Read:
        """What one fact says."""
        if fact.envelope.kind is not FactKind.RECEIVED:
            return None
        try:
            row = row_of(fact)
            record = self._rereader.reread(
                RecordId(fact.envelope.id), row.columns, row.provenance, fact.envelope.recorded_at
            )
        except (UnableToReread, KeyError) as problem:
            # Without its `rest` part (KeyError) a row is only an envelope: all that it said was erased.
            return "erased by law" if isinstance(problem, KeyError) else "no profile that is here can place this row"
        # What was decided on a row became known when its file was made, or at the latest when it came in.
        record = stamp_outcome(record, dated_by_name(row.provenance.file) or row.provenance.received_at)
        reading = self._reader.read(
            record.id,
            record.narrative.text,
            filed_as=record.filed_as,
            recorded_on=london_day(record.recorded_at),
            columns_mentions=record.mentions_in_columns,
            about=about_of(record),
        )
        return replace(record, columns={}), reading


_worker: FactReader | None = None


def _start(means: Means) -> None:
    global _worker  # noqa: PLW0603 - a worker process holds one reader for its whole life
    _worker = FactReader(means)


def _work(facts: Sequence[Fact]) -> list[Read]:
    if _worker is None:
        raise RuntimeError("a worker was asked to read before it was started")
    return [_worker.read(fact) for fact in facts]


class FactReading:
    """Reads streams of facts. Keeps its processes while there is much to read; `close` ends them."""

    def __init__(self, means: Means, workers: int | None = None) -> None:
        self._means = means
        self.own = FactReader(means)
        # One core is the fold's; PostgreSQL and the web live on what reading leaves.
        self._workers = max(usable_cores() - 1, 0) if workers is None else workers
        self._pool: ProcessPoolExecutor | None = None

    def read(self, facts: Iterable[Fact], *, expected: int) -> Iterator[tuple[Fact, Read]]:
        """Each fact with what it says, in the order given. `expected` is about how many there will be."""
        if expected < WORTH_A_POOL or not self._workers:
            for fact in facts:
                yield fact, self.own.read(fact)
            return
        pool = self._pool or ProcessPoolExecutor(self._workers, get_context("spawn"), _start, (self._means,))
        self._pool = pool
        pending = iter(facts)
        waiting: deque[tuple[list[Fact], Future[list[Read]]]] = deque()
        while True:
            while len(waiting) < 4 * self._workers and (chunk := list(islice(pending, _AT_ONCE))):
                waiting.append((chunk, pool.submit(_work, chunk)))
            if not waiting:
                return
            chunk, read = waiting.popleft()
            yield from zip(chunk, read.result(), strict=True)

    def close(self) -> None:
        """End the processes that read; the next long stream starts them anew."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None
