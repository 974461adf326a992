"""The journey process: the one process that turns facts into what pages show.

It takes facts in the order in which they were committed, reads them, folds them, and commits what changed together with how
far it is. Killed at any moment it loses nothing and doubles nothing: what was derived and `applied_through` are committed
together, and its state is made again from the last snapshot and the facts after it.

**Nobody waits behind an import.** Facts are folded in the order of commit, always: what is known must not depend on who was
busy. So whoever imports keeps pace instead: `append_in_pace` lets no more than `MOST_AHEAD` facts wait, and a concern that
comes in meanwhile waits for those and for the batch in hand: about a second.
"""

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from threading import Event

from wholepicture.hub.storage.connections import Connection
from wholepicture.hub.storage.courses_kept import MATTERS
from wholepicture.hub.storage.ledger import CHUNK, PostgresLedger
from wholepicture.hub.storage.projections import Projections, Whereabouts
from wholepicture.hub.storage.sealed import search_words
from wholepicture.hub.storage.standing import STOPPED, only_journey, purge_erased, read_set_aside, read_whereabouts, tell
from wholepicture.hub.wiring import journey_snapshots as snapshots
from wholepicture.hub.wiring.course_rows import keep_matters, keep_matters_again
from wholepicture.hub.wiring.imports_profiles import changed_among, means_with_own, own_profiles
from wholepicture.hub.wiring.journey_folding import Folding, UnableToFold, versions
from wholepicture.hub.wiring.journey_understanding import FactReading, Means, Read
from wholepicture.hub.wiring.receiving import interpret_waiting
from wholepicture.intake import Profile
from wholepicture.ledger.facts import Draft, Fact, FactId, FactKind, Salts
from wholepicture.vocabulary.moments import london_day, start_of_day
from wholepicture.vocabulary.readings import Reading
from wholepicture.vocabulary.records import Record, RecordId

BATCH = 300
"""The most facts in a batch: what a crash has to do again, and what a new concern waits for."""
MOST_AHEAD = 200
POLL = 1.0
"""Seconds after which the journey looks by itself, should a notification have been lost."""
A_NEW_DAY_BEGINS = timedelta(seconds=60)
"""Deadlines fall due this long after midnight: whatever became known before midnight has been committed by then."""

LOOKING = 30.0
"""Seconds between two looks into the inbox for what a crash left there."""
TELLING = 2.0
"""Seconds between two words on how far it is."""

Say = Callable[[str], None]


class StoppedOnTheWay(Exception):
    """The journey was told to stop before it had come to the last fact. Nothing was written."""


class JourneyProcess:
    """Runs on connections of its own, which commit by themselves, as the role wp_journey.

    Raises psycopg.Error when the server goes away; a new one then begins where the last commit was.
    """

    def __init__(
        self,
        connect: Callable[[], Connection],
        means: Means,
        folder: Path,
        *,
        clock: Callable[[], datetime],
        salts: Salts,
        say: Say,
    ) -> None:
        self._connection = connect()
        self._beside = connect()
        self._ledger = PostgresLedger(self._connection, salts)
        self._reading = FactReading(means)
        self._package = self._means = means
        self._own: tuple[tuple[Profile, int], ...] = ()
        self._salts = salts
        self._looked_at = -LOOKING
        self._folder = folder
        self._clock = clock
        self._say = say
        self._folding = Folding(self._understand)
        self._applied = 0
        self._erasures = 0
        self._day: date | None = None
        self._set_aside: dict[str, str] = {}
        self._snapshots = snapshots.Snapshots(folder, say)
        self._versions = {**versions(), "profiles": ""}

    # --- living ------------------------------------------------------------------------------------------------------

    def run(self, stopping: Event) -> None:
        """Stand by until no other journey runs, then run until told to stop."""
        waited = False
        while not stopping.is_set():
            with only_journey(self._connection) as mine:
                if mine:
                    self._live(stopping)
                    return
            if not waited:
                self._say("Another journey process runs; this one stands by.")
                waited = True
            stopping.wait(POLL)

    def _live(self, stopping: Event) -> None:
        try:
            self.restore(stopping)
            self._connection.execute("listen fact")
            self._connection.execute("listen seal")
            while not stopping.is_set():
                with self._connection.transaction():
                    search_words(self._connection, at=self._clock())
                self._look_at_inbox()
                self._snapshots.look()
                if self.catch_up(stopping) == 0:
                    for _ in self._connection.notifies(timeout=POLL, stop_after=1):
                        pass
        finally:
            self._reading.close()
        self._snapshots.look(wait=True)
        fresh = self._applied - self._snapshots.through
        if fresh >= snapshots.WORTH or (fresh and not self._snapshots.through):
            self.save()
        self._tell("The journey is stopped.")

    def _look_at_inbox(self) -> None:
        """Interpret what a crash left in the inbox between keeping and understanding."""
        if time.monotonic() - self._looked_at >= LOOKING:
            self._looked_at = time.monotonic()
            left = interpret_waiting(self._connection, self._means, salts=self._salts, now=self._clock())
            if left:
                self._say(f"{left} concerns that were left in the inbox are records now.")

    def rebuild_alone(self) -> bool:
        """Rebuild where no other journey runs; whether it was done."""
        with only_journey(self._connection) as mine:
            if mine:
                self.rebuild()
                self.save()
        return mine

    def close(self) -> None:
        """End its connections and reading processes."""
        self._snapshots.look(wait=True)
        self._reading.close()
        self._connection.close()
        self._beside.close()

    # --- coming back -------------------------------------------------------------------------------------------------

    def restore(self, stopping: Event | None = None) -> None:
        """Come to where the projections are: from the snapshot and the facts after it, or by a rebuild."""
        self._renew_profiles()
        where = read_whereabouts(self._connection)
        self._folding, self._applied, self._erasures = (
            Folding(self._understand),
            0,
            self._erasures_through(where.applied_through),
        )
        if where.applied_through and dict(where.versions) != self._mark_of_rows():
            self.rebuild(stopping)
            return
        self._set_aside = read_set_aside(self._connection)
        mark = snapshots.read_mark(self._folder)
        if mark is not None and mark == self._mark(mark.through) and mark.through <= where.applied_through:
            state = snapshots.restore(self._folder, mark)
            if state is not None:
                self._folding, self._applied = Folding(self._understand, state), mark.through
                self._snapshots.through = mark.through
                self._say(f"Restored from the snapshot at fact {mark.through:,}.")
        if self._applied < where.applied_through:
            self._fold_silently(where.applied_through, stopping)
        _settle()

    def _fold_silently(self, through: int, stopping: Event | None) -> None:
        """Fold what is projected already, without writing it again."""
        expected, told = through - self._applied, 0.0
        for fact, read in self._reading.read(self._ledger.between(self._applied, through), expected=expected):
            if stopping is not None and stopping.is_set():
                raise StoppedOnTheWay
            self._folding.take(fact, self._read_of(fact, read), None)
            self._applied = fact.envelope.sequence
            if time.monotonic() - told > TELLING:
                told = time.monotonic()
                self._tell(f"Coming back: fact {self._applied:,} of {through:,}.")

    def rebuild(self, stopping: Event | None = None) -> None:
        """Make every projection anew out of the facts, in one transaction: pages show the old ones until it is done."""
        self._say("Rebuilding what was derived.")
        snapshots.drop(self._folder)
        self._set_aside = {}
        while True:
            try:
                self._rebuild(stopping)
            except UnableToFold as problem:
                self._go_round(problem)
            else:
                break
        _settle()

    def _rebuild(self, stopping: Event | None) -> None:
        through = self._ledger.through()
        self._renew_profiles()
        self._folding, self._applied, self._day = Folding(self._understand), 0, None
        self._erasures = self._erasures_through(through)
        told = time.monotonic()
        with self._connection.transaction():
            projections = Projections(self._connection)
            projections.empty()
            facts = self._reading.read(self._ledger.between(0, through), expected=through)
            while batch := list(islice(facts, BATCH)):
                if stopping is not None and stopping.is_set():
                    raise StoppedOnTheWay
                self._write(projections, batch)
                if time.monotonic() - told > TELLING:
                    told = time.monotonic()
                    self._tell(f"Rebuilding: fact {self._applied:,} of {through:,}. Pages show what was known before.")
            keep_matters_again(self._connection)
            self._arrive(projections, through)

    # --- catching up -------------------------------------------------------------------------------------------------

    def catch_up(self, stopping: Event | None = None) -> int:
        """Take everything that is committed by now; how many facts that was."""
        through = self._ledger.through()
        taken = through - self._applied
        if taken <= 0:
            return self._begin_day()
        if self._renew_profiles():
            self._say("A profile was made anew: rows received under it read otherwise now.")
            self.rebuild(stopping)
            return taken
        if self._erasures != self._erasures_through(through):
            purge_erased(self._connection, self._applied)
            self.rebuild(stopping)
            return taken
        facts = self._reading.read(self._ledger.between(self._applied, through), expected=taken)
        while batch := list(islice(facts, BATCH)):
            self._take(batch, through)
            if stopping is not None and stopping.is_set():
                break
        self._snapshots.save_now_and_then(self._applied, lambda: self._mark(self._applied), self._folding.journey)
        return taken

    def _renew_profiles(self) -> bool:
        """Read with the profiles that people have made by now; whether rows taken already would read otherwise. Whoever
        appends rows has kept their profile before."""
        own = own_profiles(self._connection)
        if own == self._own:
            return False
        self._own, self._means = own, means_with_own(self._package, own)
        self._reading.close()
        self._reading = FactReading(self._means)
        before, self._versions["profiles"] = self._versions["profiles"], changed_among(own)
        return before != self._versions["profiles"]

    def _take(self, batch: Sequence[tuple[Fact, Read]], through: int) -> None:
        try:
            with self._connection.transaction():
                projections = Projections(self._connection)
                self._write(projections, batch)
                # Whoever acted has kept how the matter stands; where their process died in between, this does.
                keep_matters(self._connection, _acted_on(batch))
                self._arrive(projections, through)
        except UnableToFold as problem:
            # The state is somewhere between two facts now: come back to the last commit, and go round this one.
            already = dict(self._set_aside)
            self.restore()
            self._set_aside |= already
            self._go_round(problem)
            self._take(batch, through)

    def _go_round(self, problem: UnableToFold) -> None:
        if problem.fact in self._set_aside:
            raise problem
        self._say(f"Fact {problem.fact} stopped the journey ({problem.why}); it is set aside and shown.")
        self._set_aside[problem.fact] = f"{STOPPED}: {problem.why}"

    def _understand(self, record: RecordId) -> tuple[Record, Reading]:
        for fact in self._ledger.named((FactId(record),)):
            read = self._reading.own.read(fact)
            if isinstance(read, tuple):
                return read
        raise LookupError(record)

    def _write(self, projections: Projections, batch: Sequence[tuple[Fact, Read]]) -> None:
        for fact, read in batch:
            judged = fact.envelope.kind is not FactKind.RECEIVED
            if judged:  # a judgement may take an entity apart: what came before it is written as it was
                projections.flush(self._folding.entities_of(projections.mentions()))
            self._folding.take(fact, self._read_of(fact, read), projections)
            if judged:
                projections.flush(self._folding.entities_of(projections.mentions()))
        projections.flush(self._folding.entities_of(projections.mentions()))
        self._applied = batch[-1][0].envelope.sequence

    def _read_of(self, fact: Fact, read: Read) -> Read:
        return self._set_aside.get(fact.envelope.id, read)

    def _begin_day(self) -> int:
        """Let a day begin, once the first minute of it is over. It is a fact, so that whoever folds again does the same."""
        day = london_day(self._clock() - A_NEW_DAY_BEGINS)
        if day == self._day or self._applied == 0:
            return 0
        draft = Draft(
            id=FactId(f"day-{day.isoformat()}"),
            kind=FactKind.DAY,
            source="journey",
            author="journey",
            recorded_at=start_of_day(day),
        )
        begun = self._ledger.append([draft], known_at=self._clock())
        self._day = day
        return begun

    def _arrive(self, projections: Projections, through: int) -> None:
        behind = through - self._applied
        words = "Everything recorded is linked." if behind == 0 else f"{behind:,} records are recorded and not yet linked."
        projections.arrive(
            Whereabouts(
                applied_through=self._applied,
                behind=behind,
                at=self._clock(),
                words=words,
                versions=self._mark_of_rows(),
            )
        )

    def _tell(self, words: str) -> None:
        self._say(words)
        tell(self._beside, words, at=self._clock())

    # --- snapshots ---------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Write a snapshot of the state as it is."""
        self._snapshots.save(self._mark(self._applied), self._folding.journey)

    def _mark(self, through: int) -> snapshots.Mark:
        row = self._connection.execute("select id || ' ' || digest from fact where sequence = %s", (through,)).fetchone()
        return snapshots.Mark(through=through, last_fact=row[0] if row else "", versions=self._mark_of_rows())

    def _mark_of_rows(self) -> dict[str, str]:
        return {**self._versions, "erasures": str(self._erasures)}

    def _erasures_through(self, through: int) -> int:
        row = self._connection.execute(
            "select count(*) from fact where kind = 'erased' and sequence <= %s", (through,)
        ).fetchone()
        return row[0] if row else 0


def append_in_pace(
    ledger: PostgresLedger,
    connection: Connection,
    drafts: Iterable[Draft],
    *,
    known_at: datetime,
    patience: timedelta = timedelta(seconds=5),
) -> int:
    """Append many facts in small commits, letting no more than MOST_AHEAD wait for the journey; how many were new.

    Where the journey does not move for as long as `patience`, it is not waited for: nothing that came in is held back.
    """
    new = 0
    pending = iter(drafts)
    moved, last = time.monotonic(), -1
    while chunk := list(islice(pending, CHUNK)):
        new += ledger.append(chunk, known_at=known_at)
        while (where := read_whereabouts(connection)).behind > MOST_AHEAD:
            if where.applied_through != last:
                moved, last = time.monotonic(), where.applied_through
            if time.monotonic() - moved > patience.total_seconds():
                break
            time.sleep(0.02)
    return new


def _acted_on(batch: Sequence[tuple[Fact, Read]]) -> Iterator[str]:
    for fact, _ in batch:
        if fact.envelope.kind is FactKind.ACTED and fact.envelope.source.startswith(MATTERS):
            yield fact.envelope.source


def _settle() -> None:
    """What was restored lives as long as the process: looking through it for circles, even once, finds nothing."""
    gc.freeze()
