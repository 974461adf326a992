"""Person tables as files: CSV in any dress, spreadsheets, Parquet. Every row is kept."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wholepicture.intake import UnreadableFile
from wholepicture.intake.recognition import name_headings
from wholepicture.intake.tables import BrokenLine, Row, Shape, Table, read_csv_tables
from wholepicture.intake.workbooks import is_workbook, read_workbook
from wholepicture.linkage import row_values
from wholepicture.linkage.birth_forms import tell_order
from wholepicture.linkage.column_map import ColumnMap, Meaning
from wholepicture.linkage.row_comparisons import COMPARISONS

PARQUET_MARK = b"PAR1"


class UnusableTable(ValueError):
    """A file cannot be linked; its words say why and what would be right."""


@dataclass(frozen=True, slots=True)
class PersonTable:
    """One table of persons. Rows are numbered from 1 after the header; rows that hold nothing at all are none.

    `cells` holds for each column its texts, `meanings` for each meaning the headings that have it. `broken` are the rows
    that could not be taken apart into cells, by number, as they stood.
    """

    file: str
    headings: tuple[str, ...]
    cells: Mapping[str, Sequence[str]] = field(repr=False)
    meanings: Mapping[Meaning, tuple[str, ...]]
    rows: int
    broken: Mapping[int, str] = field(repr=False)


def read_person_table(path: Path, file: str, columns: ColumnMap) -> PersonTable:
    """Read one file, and of a workbook its first sheet that holds a mapped heading. Raises UnusableTable, UnreadableFile."""
    meanings = columns.of(file)
    with path.open("rb") as stream:
        start = stream.read(8)
        if start.startswith(PARQUET_MARK):
            return _read_parquet(path, file, meanings)
        if not start:
            raise UnusableTable(f"{file} is empty")
        tables = read_workbook(stream) if is_workbook(start) else read_csv_tables(stream)
        return _read_best(tables, file, meanings)


def _read_parquet(path: Path, file: str, meanings: Mapping[str, Meaning]) -> PersonTable:
    try:
        whole = pq.read_table(path)
    except (pa.ArrowException, OSError) as problem:
        raise UnreadableFile(f"{file} is no Parquet file that can be read: ask for it again") from problem
    headings = tuple(whole.column_names)
    found = _positions(headings, meanings)
    if not found:
        raise _no_heading(file, headings, meanings)
    cells = {}
    for at in found:
        column = whole.column(at)
        try:
            texts = pc.fill_null(pc.cast(column, pa.string()), "").to_pylist()
        except pa.ArrowException:
            raise UnusableTable(f"{file}: the column {headings[at]} holds lists or tables, not values") from None
        cells[headings[at]] = texts
    return _table(file, headings, cells, found, whole.num_rows, {})


def _read_best(tables: Sequence[Table], file: str, meanings: Mapping[str, Meaning]) -> PersonTable:
    best: tuple[int, int, Table, int, Row] | None = None
    for order, table in enumerate(tables):
        for number, row in enumerate(table.head()):
            score = len(_positions(name_headings(row), meanings)) if row else 0
            if score and (best is None or score > best[0]):
                best = (score, order, table, number, row)
    if best is None:
        heads = [row for table in tables for row in table.head()[:1]]
        raise _no_heading(file, max(heads, key=len) if heads else (), meanings)
    _, _, table, header, row = best
    headings = name_headings(row)
    return _read_rows(table, file, headings, header, _positions(headings, meanings))


def _positions(headings: Sequence[str], meanings: Mapping[str, Meaning]) -> dict[int, Meaning]:
    keys = {_key(heading): meaning for heading, meaning in meanings.items()}
    return {at: keys[_key(heading)] for at, heading in enumerate(headings) if _key(heading) in keys}


def _key(heading: str) -> str:
    return " ".join(heading.replace("_", " ").replace("\ufeff", "").casefold().split())


def _no_heading(file: str, headings: Sequence[str], meanings: Mapping[str, Meaning]) -> UnusableTable:
    shown = ", ".join(heading for heading in headings[:20] if heading.strip()) or "nothing"
    wanted = ", ".join(sorted(meanings)[:20])
    return UnusableTable(f"{file} has none of the mapped headings ({wanted}). It has: {shown}")


def _read_rows(table: Table, file: str, headings: tuple[str, ...], header: int, found: Mapping[int, Meaning]) -> PersonTable:
    width = len(headings)
    columns: list[list[str]] = [[] for _ in found]
    broken: dict[int, str] = {}
    rows = 0
    for cells in islice(table.rows(Shape(header_rows=header + 1, width=width)), header + 1, None):
        rows += 1
        read: Sequence[str] = cells.cells if isinstance(cells, BrokenLine) else cells
        if isinstance(cells, BrokenLine) and len(read) != width:
            broken[rows] = cells.text
            read = ()
        for own, at in zip(columns, found, strict=True):
            own.append(read[at] if at < len(read) else "")
    return _table(file, headings, dict(zip((headings[at] for at in found), columns, strict=True)), found, rows, broken)


def _table(
    file: str,
    headings: tuple[str, ...],
    cells: Mapping[str, Sequence[str]],
    found: Mapping[int, Meaning],
    rows: int,
    broken: Mapping[int, str],
) -> PersonTable:
    meanings: dict[Meaning, tuple[str, ...]] = {}
    for at, meaning in found.items():
        if meaning is not Meaning.IGNORE:
            meanings[meaning] = (*meanings.get(meaning, ()), headings[at])
    if not meanings:
        raise UnusableTable(f"{file}: no mapped column says anything of a person")
    return PersonTable(file, headings, cells, meanings, rows, broken)


def unknown_headings(tables: Sequence[PersonTable], columns: ColumnMap) -> list[str]:
    """What is wrong with headings of the map that no file has, in words, with the nearest that a file has."""
    problems = []
    everywhere = {_key(heading): heading for table in tables for heading in table.headings}
    for heading in columns.columns:
        if tables and _key(heading) not in everywhere and any(table.file not in columns.files for table in tables):
            near = get_close_matches(_key(heading), everywhere, n=1)
            problems.append(f"no file has the heading {heading!r}" + (f"; one has {everywhere[near[0]]!r}" if near else ""))
    for table in tables:
        own = {_key(heading): heading for heading in table.headings}
        for heading in columns.files.get(table.file, {}):
            if _key(heading) not in own:
                near = get_close_matches(_key(heading), own, n=1)
                problems.append(f"{table.file} has no heading {heading!r}" + (f", but {own[near[0]]!r}" if near else ""))
    return problems


_ADDRESS = (Meaning.ADDRESS, Meaning.UNIT, Meaning.NUMBER, Meaning.STREET, Meaning.LOCALITY, Meaning.POSTCODE)
_BIRTH = (Meaning.BIRTH, Meaning.BIRTH_YEAR, Meaning.BIRTH_MONTH, Meaning.BIRTH_DAY)


def values_of(table: PersonTable) -> tuple[list[str], ...]:
    """For each comparison the value of every row; see `row_values`."""
    texts = {meaning: _joined(table, headings) for meaning, headings in table.meanings.items()}
    order = tell_order(set(texts.get(Meaning.BIRTH, ())))
    has_surname = Meaning.SURNAME in texts
    readers: dict[str, tuple[tuple[Meaning, ...], Callable[..., str]]] = {
        "forename": (
            (Meaning.FORENAME, Meaning.NAME),
            lambda forename, name: row_values.forename_value(forename, name, has_surname),
        ),
        "middle": (
            (Meaning.MIDDLE, Meaning.FORENAME, Meaning.NAME),
            lambda middle, forename, name: row_values.middle_value(middle, forename, name, has_surname),
        ),
        "surname": ((Meaning.SURNAME, Meaning.NAME), row_values.surname_value),
        "birth": (_BIRTH, lambda *cells: row_values.birth_value(dict(zip(_BIRTH, cells, strict=True)), order)),
        "sex": ((Meaning.SEX,), row_values.sex_value),
        "address": (_ADDRESS, lambda *cells: row_values.address_value(dict(zip(_ADDRESS, cells, strict=True)))),
        "place": ((Meaning.PLACE,), row_values.place_value),
        "occupation": ((Meaning.OCCUPATION,), row_values.place_value),
        "email": ((Meaning.EMAIL,), row_values.email_value),
        "phone": ((Meaning.PHONE,), row_values.phone_value),
        "nhs": ((Meaning.NHS,), row_values.nhs_value),
        "upn": ((Meaning.UPN,), row_values.number_value),
        "identifier": ((Meaning.IDENTIFIER,), row_values.number_value),
    }
    return tuple(list(_read(texts, *readers[c.name], table.rows)) for c in COMPARISONS)


def _read(
    texts: Mapping[Meaning, Sequence[str]], asked: tuple[Meaning, ...], read: Callable[..., str], rows: int
) -> Iterator[str]:
    if not any(meaning in texts for meaning in asked):
        yield from [""] * rows
        return
    blank = [""] * rows
    remembered: dict[tuple[str, ...], str] = {}
    for cells in zip(*(texts.get(meaning, blank) for meaning in asked), strict=True):
        value = remembered.get(cells)
        if value is None:
            value = remembered[cells] = read(*cells)
        yield value


def _joined(table: PersonTable, headings: tuple[str, ...]) -> Sequence[str]:
    if len(headings) == 1:
        return table.cells[headings[0]]
    return [" ".join(cell for cell in cells if cell) for cells in zip(*(table.cells[h] for h in headings), strict=True)]
