"""The process that carries imports out: reads what was uploaded, appends what was confirmed, withdraws what was undone.

Killed at any moment it loses nothing and doubles nothing: reading begins anew, the ledger takes each row once whatever is
offered again, and the sums are counted in the ledger itself when all is there. Reading and appending go on beside each
other, so that a small file is shown while a large one is taken.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from io import BytesIO
from itertools import count, islice
from threading import Event

from wholepicture.hub.storage import imports_staging as staging
from wholepicture.hub.storage.connections import Connection, only_one
from wholepicture.hub.storage.imports_staging import Decided, StagedTable, ToImport
from wholepicture.hub.storage.inbox import InboxOutcome, note_outcome
from wholepicture.hub.storage.ledger import PostgresLedger
from wholepicture.hub.storage.sealed import sealed_words
from wholepicture.hub.wiring.imports_previews import preview_of
from wholepicture.hub.wiring.imports_profiles import for_imports, own_profile, own_profiles
from wholepicture.hub.wiring.journey import append_in_pace
from wholepicture.hub.wiring.journey_understanding import Means
from wholepicture.hub.wiring.journey_withdrawals import Withdrawal, draft_of_withdrawal
from wholepicture.intake import Arrival, Extract, Rejected, Seen, UnknownExtract, UnreadableFile, arrive, read_extracts
from wholepicture.intake.mapping import outline
from wholepicture.journey.receiving import draft_of
from wholepicture.journey.sealing import SealedWords
from wholepicture.ledger.facts import Draft, Salts
from wholepicture.vocabulary.moments import LONDON
from wholepicture.vocabulary.records import Record, RecordId

AT_ONCE = 500
PREVIEWED = 10
NOTICED = 20
LOOKING = 1.0
"""Seconds between two looks for work, should a notification have been lost."""
FORGOTTEN = timedelta(seconds=60)
TELLING = 100
"""Rows between two words on how far it is."""
TWO_ABOVE = 5_000
"""Above so many rows a second person confirms, unless the hub's setting says otherwise."""
BEGUN_AT_MOST = 3
"""Begun so often and never ended, a file is what ends whoever reads it, and the files behind it have waited long enough."""
READING, TAKING = 7023012, 7023013

Say = Callable[[str], None]


class StoppedImporting(Exception):
    """It was told to stop on the way. What is appended stays, and it goes on from there when it is started again."""


class EndedWhoReads(Exception):
    """Whatever read this file was ended while it did, again and again."""


class ImportWork:
    """Carries imports out, on connections that commit by themselves, as the role wp_journey.

    Raises psycopg.Error when the server goes away.
    """

    def __init__(
        self,
        connect: Callable[[], Connection],
        means: Means,
        *,
        clock: Callable[[], datetime],
        salts: Salts,
        two_above: int = TWO_ABOVE,
        say: Say,
    ) -> None:
        self._connect = connect
        self._means = means
        self._clock = clock
        self._salts = salts
        self._two_above = two_above
        self._say = say

    def read(self, stopping: Event) -> None:
        """Read what is uploaded, until told to stop; stand by while another process does."""
        self._live(stopping, READING, self.read_next)

    def take(self, stopping: Event) -> None:
        """Append and undo what people decided, until told to stop; stand by while another process does."""
        self._live(stopping, TAKING, lambda connection: self.take_next(connection, stopping))

    def _live(self, stopping: Event, lock: int, work: Callable[[Connection], bool]) -> None:
        with self._connect() as connection:
            connection.execute("listen import")
            while not stopping.is_set():
                with only_one(connection, lock) as mine:
                    while mine and not stopping.is_set():
                        if not work(connection):
                            staging.wait_for_work(connection, LOOKING)
                stopping.wait(LOOKING)

    # --- reading -----------------------------------------------------------------------------------------------------

    def read_next(self, connection: Connection) -> bool:
        """Read the file that waits longest; whether there was one."""
        staging.adopt(connection, before=self._clock() - FORGOTTEN)
        importing = staging.next_import(connection, "waiting")
        if importing is None:
            return False
        self._say(f"Reading import {importing.number}.")
        begun = staging.begin_reading(connection, importing.number)
        try:
            if begun > BEGUN_AT_MOST:
                raise EndedWhoReads
            state, words, rows = self._stage(connection, importing)
        except UnreadableFile as problem:
            state, words, rows = "unreadable", str(problem), None
        except Exception as problem:
            if connection.broken:
                raise
            # A fault of ours must stop neither the file's owner from knowing it nor the next file from being read.
            state, words, rows = "stopped", f"It could not be read, by a fault of ours ({type(problem).__name__}).", None
        staging.note_state(connection, importing.number, state, was="waiting", words=words, rows=rows, above=self._two_above)
        return True

    def _stage(self, connection: Connection, importing: ToImport) -> tuple[str, str, int | None]:
        decided = {one.position: one for one in staging.decided(connection, importing.number)}
        found = self._tables(connection, importing, decided)
        with connection.transaction():
            staging.begin_staging(connection, importing.number)
            tables = [
                self._stage_table(connection, importing, position, table, decided.get(position))
                for position, table in enumerate(found)
            ]
        if any(not table.profile and not table.left_out for table in tables):
            return "unmapped", "", None
        if all(table.left_out for table in tables):
            return "unreadable", "Every table of it is left out, so there is nothing to take.", None
        return "staged", "", sum(table.rows for table in tables)

    def _tables(
        self, connection: Connection, importing: ToImport, decided: dict[int, Decided]
    ) -> tuple[tuple[Extract | UnknownExtract, int], ...]:
        """The tables of the file, each with the version of the profile made here by which it is read, else 0."""
        own = own_profiles(connection)
        versions = {profile.name: version for profile, version in own}
        profiles = (*for_imports(self._means.profiles), *(profile for profile, _ in own))
        found: list[tuple[Extract | UnknownExtract, int]] = []
        for position, table in enumerate(self._extracts(importing, profiles)):
            said = decided.get(position)
            if said is not None and said.version:
                chosen = own_profile(connection, said.profile, said.version)
                again = self._extracts(importing, () if chosen is None else (chosen,))[position]
                found.append((again, said.version))
            elif isinstance(table, Extract):
                found.append((table, versions.get(table.profile.name, 0)))
            else:
                found.append((table, 0))
        return tuple(found)

    def _extracts(self, importing: ToImport, profiles: Iterable[object]) -> tuple[Extract | UnknownExtract, ...]:
        return read_extracts(
            importing.file,
            BytesIO(importing.body),
            profiles=tuple(profiles),  # type: ignore[arg-type]
            key=self._means.key,
            received_at=importing.uploaded_at,
            made_at=None,
        )

    def _stage_table(
        self,
        connection: Connection,
        importing: ToImport,
        position: int,
        found: tuple[Extract | UnknownExtract, int],
        decided: Decided | None,
    ) -> StagedTable:
        table, version = found
        staged = StagedTable(position=position, sheet=table.sheet, left_out=decided is not None and decided.left_out)
        if isinstance(table, UnknownExtract):
            seen = outline(BytesIO(importing.body))[position]
            staged.nearest, staged.headings, staged.examples = table.nearest, seen.headings, seen.examples
            staged.columns = len(seen.headings)
        elif not staged.left_out:
            staged.profile, staged.version = table.profile.name, version
            staged.title, staged.system, staged.encoding = table.profile.title, table.profile.system, table.encoding
            _Counting(connection, importing.number, staged, sealed_words(connection)).count(table)
            staged.noticed = [
                f"{f'Row {one.row}: ' if one.row else ''}{f'“{one.column}” ' if one.column else ''}{one.words}"
                for one in table.noticed[:NOTICED]
            ]
        staging.write_table(connection, importing.number, staged)
        return staged

    # --- taking ------------------------------------------------------------------------------------------------------

    def take_next(self, connection: Connection, stopping: Event) -> bool:
        """Append, or undo, what was decided on first; whether there was anything."""
        for state, act in (("confirmed", self._append), ("undoing", self._undo)):
            importing = staging.next_import(connection, state)
            if importing is None:
                continue
            try:
                act(connection, importing, stopping)
            except StoppedImporting:
                return False
            return True
        return False

    def _append(self, connection: Connection, importing: ToImport, stopping: Event) -> None:
        self._say(f"Taking import {importing.number}.")
        now = self._clock()
        ledger = PostgresLedger(connection, self._salts)
        drafts = self._drafts(connection, importing, now, stopping)
        append_in_pace(ledger, connection, drafts, known_at=now)
        staging.settle(connection, importing, at=self._clock())
        inbox = staging.inbox_of(connection, importing.number)
        note_outcome(connection, inbox, InboxOutcome.TAKEN, because=f"import {importing.number}", at=self._clock())
        self._say(f"Import {importing.number} is taken.")

    def _drafts(self, connection: Connection, importing: ToImport, now: datetime, stopping: Event) -> Iterator[Draft]:
        decided = {one.position: one for one in staging.decided(connection, importing.number)}
        rows = count(1)
        for position, (table, _) in enumerate(self._tables(connection, importing, decided)):
            said = decided.get(position)
            if not isinstance(table, Extract) or said is None or said.left_out:
                continue
            outcomes = iter(table)
            while batch := list(islice(outcomes, TELLING)):
                if stopping.is_set():
                    raise StoppedImporting
                done = [next(rows) for _ in batch][-1]
                records = [one for one in batch if isinstance(one, Record)]
                withdrawn = staging.withdrawn_among(connection, [record.id for record in records])
                for record in records:
                    yield draft_of(record, author=importing.author)
                    if record.id in withdrawn:
                        withdrawn.discard(record.id)
                        yield _comes_again(record.id, importing, now)
                staging.note_progress(connection, importing.number, done)

    def _undo(self, connection: Connection, importing: ToImport, stopping: Event) -> None:
        self._say(f"Undoing import {importing.number}.")
        now = self._clock()
        records = staging.to_withdraw(connection, importing)
        append_in_pace(
            PostgresLedger(connection, self._salts),
            connection,
            self._withdrawals(connection, importing, records, now, stopping),
            known_at=now,
        )
        staging.note_undone(connection, importing.number, records=len(records))
        self._say(f"Import {importing.number} is undone.")

    def _withdrawals(
        self, connection: Connection, importing: ToImport, records: tuple[str, ...], now: datetime, stopping: Event
    ) -> Iterator[Draft]:
        because = f"the import of {_day(importing.uploaded_at)} that brought it was undone: {importing.undo_because.strip()}"
        for done, record in enumerate(records, 1):
            if done % TELLING == 0:
                staging.note_progress(connection, importing.number, done)
                if stopping.is_set():
                    raise StoppedImporting
            said = Withdrawal(record=RecordId(record), withdrawn=True, on=importing.author, because=because)
            yield draft_of_withdrawal(said, author=importing.author, now=now)


def _comes_again(record: RecordId, importing: ToImport, now: datetime) -> Draft:
    because = f"it came again in an import of {_day(importing.uploaded_at)}"
    said = Withdrawal(record=record, withdrawn=False, on=importing.author, because=because)
    return draft_of_withdrawal(said, author=importing.author, now=now)


def _day(moment: datetime) -> str:
    there = moment.astimezone(LONDON)
    return f"{there.day} {there:%B %Y}"


class _Counting:
    """Counts the rows of one table for what they are, given the ledger and the rows before them."""

    def __init__(self, connection: Connection, number: int, table: StagedTable, sealed: tuple[SealedWords, ...]) -> None:
        self._connection = connection
        self._number = number
        self._table = table
        self._sealed = sealed
        self._seen = Seen()
        self._places = count(1)

    def count(self, extract: Extract) -> None:
        """Count them all, and write what each is."""
        outcomes = iter(extract)
        while batch := list(islice(outcomes, AT_ONCE)):
            records = [one for one in batch if isinstance(one, Record)]
            ids, sources = staging.held(self._connection, [r.id for r in records], [r.source for r in records])
            self._seen.ids |= {RecordId(one) for one in ids}
            self._seen.sources |= sources
            placed: list[staging.Place] = []
            left: list[staging.Unplaced] = []
            for outcome in batch:
                place = next(self._places)
                if isinstance(outcome, Rejected):
                    self._table.rejected += 1
                    told = (outcome.column, outcome.wrong, outcome.right, dict(outcome.columns))
                    left.append((place, outcome.row, *told))
                else:
                    placed.append((place, outcome.provenance.row, outcome.id, self._arrival(outcome)))
            staging.write_rows(self._connection, self._number, self._table.position, placed, left)

    def _arrival(self, record: Record) -> str:
        arrival = arrive(record.id, record.source, self._seen)
        match arrival:
            case Arrival.RECORD:
                self._table.records += 1
            case Arrival.AMENDMENT:
                self._table.amendments += 1
            case Arrival.DUPLICATE:
                self._table.duplicates += 1
        if len(self._table.preview) < PREVIEWED and not any(words.speak_in(_cells(record)) for words in self._sealed):
            self._table.preview.append(preview_of(record))
        return arrival.value


def _cells(record: Record) -> list[str]:
    return [record.reference, record.filed_as, *record.columns.values()]
