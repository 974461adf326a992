"""From the bytes of a file to tables of rows: CSV as a stream, XLSX sheet by sheet."""

import csv
import io
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO

from wholepicture.intake.decoding import decide_encoding, say_encoding

DELIMITERS = (",", ";", "\t", "|")
HEADER_WITHIN = 11
"""A header stands in one of the first eleven rows: under ten lines of title at the most."""

RUNAWAY_CHARACTERS = 4_000_000
"""A cell longer than this, over several lines, is a quotation mark that was never closed, not a narrative."""


class UnreadableFile(ValueError):
    """The file as a whole cannot be read; its words say why and what would help."""


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line whose quotation marks are not in order, as it stood, and the cells that it has when read by itself.

    What follows it is read anew, so that a stray quotation mark swallows nothing.
    """

    text: str = field(repr=False)
    cells: tuple[str, ...] = field(repr=False)


Row = Sequence[str]
DateForms = Mapping[int, Sequence[str]]
"""The date forms of each position: a spreadsheet's dates become the text that a CSV file would hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What is known of a table once its header was found: how many rows stand above and with it, and its width.

    A row over several lines that is wider is none: a stray quotation mark has joined rows. `forms` are the date
    forms of positions that hold dates.
    """

    header_rows: int = 0
    width: int = 0
    forms: DateForms = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of a file. `rows` begins anew at each call and yields every row that is not blank, title lines included."""

    sheet: str
    encoding: str
    rows: Callable[[Shape], Iterator[Row | BrokenLine]]

    def head(self) -> tuple[Row, ...]:
        """The rows among which the header is looked for."""
        return tuple(() if isinstance(row, BrokenLine) else row for row in islice(self.rows(Shape()), HEADER_WITHIN))


def read_csv_tables(stream: BinaryIO) -> tuple[Table, ...]:
    """The file as a table once for each delimiter: which of them is right shows at the header. The stream must seek."""
    name, errors = decide_encoding(stream)

    def table(delimiter: str) -> Table:
        def rows(shape: Shape) -> Iterator[Row | BrokenLine]:
            return _csv_rows(stream, (name, errors), delimiter, shape)

        return Table(sheet="", encoding=say_encoding(name, errors), rows=rows)

    return tuple(table(delimiter) for delimiter in DELIMITERS)


class _Runaway(Exception):
    """The row did not end where it should."""


class _Lines:
    """Lines of a text stream, with what was handed out since the last row ended, so that it can be handed out again."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._again: list[str] = []
        self.pending: list[str] = []
        self._length = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else self._text.readline()
        if self.pending:
            if not line or self._length > RUNAWAY_CHARACTERS:
                if line:
                    self._again.append(line)
                raise _Runaway
            self._length += len(line)
        elif not line:
            raise StopIteration
        self.pending.append(line)
        return line

    def settle(self) -> None:
        """The row that was asked for has ended well."""
        self.pending.clear()
        self._length = 0

    def give_back(self) -> str:
        """Hand out again all that is pending but its first line, which is returned."""
        first, *rest = self.pending
        self._again.extend(reversed(rest))
        self.settle()
        return first


def _csv_rows(stream: BinaryIO, encoding: tuple[str, str], delimiter: str, shape: Shape) -> Iterator[Row | BrokenLine]:
    if csv.field_size_limit() < sys.maxsize:
        csv.field_size_limit(sys.maxsize)
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=encoding[0], errors=encoding[1], newline="")
    try:
        yield from _settled_rows(_Lines(text), delimiter, shape)
    finally:
        text.detach()


def _settled_rows(lines: _Lines, delimiter: str, shape: Shape) -> Iterator[Row | BrokenLine]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    above = shape.header_rows
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except (_Runaway, csv.Error):
            yield _broken(lines, delimiter, shape.width)
            above -= 1
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            continue
        if len(lines.pending) > 1 and above <= 0 and shape.width and len(row) > shape.width:
            yield _broken(lines, delimiter, shape.width)
            continue
        lines.settle()
        if any(row):
            above -= 1
            yield row


def _broken(lines: _Lines, delimiter: str, width: int) -> BrokenLine:
    line = lines.give_back().rstrip("\r\n")
    quoted = next(csv.reader((line,), delimiter=delimiter), [])
    unquoted = next(csv.reader((line,), delimiter=delimiter, quoting=csv.QUOTE_NONE), [])
    fits = len(quoted) != width and len(unquoted) == width
    return BrokenLine(line, tuple(unquoted if fits else quoted))
