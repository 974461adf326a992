"""One agency's extract, read lazily: every row a Record or a Rejected, in file order."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import BinaryIO

from wholepicture.intake.dates import date_in_name
from wholepicture.intake.outcomes import Noticed, Notices, Rejected
from wholepicture.intake.profile import DATED_MEANINGS, Profile
from wholepicture.intake.recognition import Recognised, UnknownExtract, recognise
from wholepicture.intake.rows import Arrived, RowReader
from wholepicture.intake.tables import BrokenLine, DateForms, Row, Shape, UnreadableFile, read_csv_tables
from wholepicture.intake.workbooks import is_workbook, read_workbook
from wholepicture.vocabulary.moments import end_of_day
from wholepicture.vocabulary.records import Record


class Extract:
    """The rows of one table of a known shape. Iterate over it once; each row comes as a Record or a Rejected.

    After the last row `made_at`, `noticed` and `rows` are complete. A record whose outcome is known from when the extract
    was made has `outcome_known_at` None where that moment is only known after the last row: whoever keeps the records
    stamps it with `stamp_outcome(record, extract.made_at)`.
    """

    def __init__(self, found: Recognised, arrived: Arrived) -> None:
        self._found = found
        self._arrived = arrived
        self._notices = Notices(arrived.file)
        self._latest: datetime | None = None
        self._latest_before: datetime | None = None
        self._rows = 0
        self._notice_columns()

    @property
    def file(self) -> str:
        """The name under which the file came."""
        return self._arrived.file

    @property
    def sheet(self) -> str:
        """The worksheet; empty for CSV."""
        return self._found.table.sheet

    @property
    def profile(self) -> Profile:
        """The profile that its header fits."""
        return self._found.profile

    @property
    def encoding(self) -> str:
        """The encoding in words, decided once for the whole file."""
        return self._found.table.encoding

    @property
    def rows(self) -> int:
        """How many rows were read so far: records and rejected together. Blank rows are none."""
        return self._rows

    @property
    def made_at(self) -> datetime | None:
        """When the extract was made: as the caller says, else as its name says, else the latest moment recorded in it.

        None until a first row was read. Moments after the file was received do not count.
        """
        return self._arrived.made_at or self._latest

    @property
    def noticed(self) -> tuple[Noticed, ...]:
        """What was odd but kept nothing out."""
        return self._notices.all()

    def __iter__(self) -> Iterator[Record | Rejected]:
        layout = self._found.layout
        read = RowReader(self.profile, layout, self._arrived, self._notices)
        shape = Shape(header_rows=self._found.header + 1, width=len(layout.headings), forms=self._date_forms())
        last = self._arrived.received_at + timedelta(days=1)
        for cells in islice(self._found.table.rows(shape), shape.header_rows, None):
            self._rows += 1
            outcome = self._outcome(read, self._rows, cells)
            self._latest_before = self._latest
            if isinstance(outcome, Record) and outcome.recorded_at <= last:
                self._latest = max(self._latest or outcome.recorded_at, outcome.recorded_at)
            yield outcome

    def leave_out_last(self) -> None:
        """Treat the row that came last as if it had never stood in the file: not in number, nor in what was noticed."""
        self._notices.forget(self._rows)
        self._latest = self._latest_before
        self._rows -= 1

    def _outcome(self, read: RowReader, number: int, cells: Row | BrokenLine) -> Record | Rejected:
        width = len(self._found.layout.headings)
        if isinstance(cells, BrokenLine):
            if len(cells.cells) != width:
                return self._broken(number, cells)
            self._notices.add(number, "", "a quotation mark is not closed, or stands inside a cell; read line by line")
            cells = cells.cells
        if len(cells) != width:
            cells = self._fitted(number, cells, width)
        if "\0" in "".join(cells):
            self._notices.add(number, "", "holds NUL characters; kept as they are")
        return read(number, cells)

    def _fitted(self, number: int, cells: Row, width: int) -> Row:
        fitted = list(cells)
        while len(fitted) > width and not fitted[-1]:
            fitted.pop()
        if len(fitted) > width:
            self._notices.add(
                number, "", "more cells than headings: perhaps a delimiter without quotation marks; all are kept"
            )
        elif len(fitted) < width:
            self._notices.add(number, "", "fewer cells than headings; the rest is taken as empty")
            fitted += [""] * (width - len(fitted))
        return fitted

    def _broken(self, number: int, line: BrokenLine) -> Rejected:
        return Rejected(
            file=self.file,
            row=number,
            column="",
            wrong="the line is no row by itself: a quotation mark before or in it is not closed, or is one too many",
            right='each quotation mark inside a cell doubled (""), and the cell in quotation marks',
            columns={"line as received": line.text},
        )

    def _date_forms(self) -> DateForms:
        positions = self._found.layout.positions
        return {positions[column.name]: column.dates for column in self.profile.columns if column.name in positions}

    def _notice_columns(self) -> None:
        headings, positions = self._found.layout.headings, self._found.layout.positions
        for position in self._found.layout.further():
            if not headings[position].startswith("Column "):
                self._notices.add(0, headings[position], "a column that the profile does not know; kept, not interpreted")
        for column in self.profile.columns:
            if column.name not in positions and DATED_MEANINGS.intersection(column.means):
                self._notices.add(0, column.name, "a column that the profile expects is not in the file")


def dated_by_name(name: str) -> datetime | None:
    """When an extract was made, by its file's name alone: the end of the day that it carries; None where it carries none."""
    day = date_in_name(name)
    return None if day is None else end_of_day(day)


def stamp_outcome(record: Record, made_at: datetime) -> Record:
    """The record with the moment from which its outcome was known: when its extract was made, or it was recorded, if later.

    A record without an outcome, or with a moment already, is returned as it is.
    """
    if not record.outcome or record.outcome_known_at is not None:
        return record
    return replace(record, outcome_known_at=max(made_at, record.recorded_at))


def read_extracts(
    name: str,
    stream: BinaryIO,
    *,
    profiles: Sequence[Profile],
    key: bytes,
    received_at: datetime,
    made_at: datetime | None,
) -> tuple[Extract | UnknownExtract, ...]:
    """The extracts in one file: one for CSV, one for each worksheet that holds anything; lazily read, in the file's order.

    What fits no profile comes as an UnknownExtract, and the rest is read all the same. `stream` is binary, must seek, and
    must stay open while the extracts are read, one after the other. `key` makes the records' ids (see `digest`).
    `received_at` is when the file came in; `made_at` when the agency made it, None where the caller does not know.
    Raises UnreadableFile where the file as a whole is empty, damaged or not a table at all.
    """
    stream.seek(0)
    start = stream.read(4096)
    if not start.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UnreadableFile(f"{name}: the file is empty")
    made_at = made_at or dated_by_name(name)
    arrived = Arrived(file=name, key=key, received_at=received_at, made_at=made_at)
    try:
        groups = [(table,) for table in read_workbook(stream)] if is_workbook(start) else [read_csv_tables(stream)]
    except UnreadableFile as problem:
        raise UnreadableFile(f"{name}: {problem}") from problem
    if not groups:
        raise UnreadableFile(f"{name}: no worksheet holds anything")
    found = [recognise(tables, profiles, name) for tables in groups]
    return tuple(Extract(each, arrived) if isinstance(each, Recognised) else each for each in found)
