"""XLSX and its relatives by calamine. A workbook is held in memory as a whole: its bytes, and the cells of its sheets."""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from wholepicture.intake.dates import USUAL_FORMS, write_date
from wholepicture.intake.extents import MOST_CELLS, cells_spanned
from wholepicture.intake.tables import Row, Shape, Table, UnreadableFile

ZIP_MARK = b"PK\x03\x04"
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST_UNPACKED = 2_000_000_000
"""A workbook that unpacks to more bytes than this is refused before it is unpacked."""

Cell = int | float | str | bool | date | datetime | time | timedelta


def is_workbook(start: bytes) -> bool:
    """Whether a file's first bytes are those of a spreadsheet (XLSX, ODS, or the older XLS)."""
    return start.startswith((ZIP_MARK, OLE_MARK))


def read_workbook(stream: BinaryIO) -> tuple[Table, ...]:
    """Each worksheet that holds anything, hidden ones too, in the workbook's order. Raises UnreadableFile.

    Formulas come as the value that was last calculated. About fifteen times the size of an XLSX file is needed in memory.
    """
    stream.seek(0)
    content = stream.read()
    _refuse_bomb(content)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = [
            workbook.get_sheet_by_name(sheet.name)
            for sheet in workbook.sheets_metadata
            if sheet.typ is SheetTypeEnum.WorkSheet
        ]
    except PasswordError:
        raise UnreadableFile("the workbook is locked with a password: save it without one") from None
    except CalamineError:
        raise UnreadableFile("the workbook is cut short or damaged: ask for it again, or save it as CSV") from None
    return tuple(_table(sheet) for sheet in sheets if sheet.start is not None)


def _refuse_bomb(content: bytes) -> None:
    if not content.startswith(ZIP_MARK):
        return
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            cells = cells_spanned(archive) if size <= LARGEST_UNPACKED else 0
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError):
        raise UnreadableFile("the workbook is cut short or damaged: ask for it again, or save it as CSV") from None
    if size > LARGEST_UNPACKED:
        raise UnreadableFile("the workbook unpacks to more than 2 GB: save its sheets as CSV, which is read as a stream")
    if cells > MOST_CELLS:
        raise UnreadableFile(
            f"its sheets span more than {MOST_CELLS:,} cells, most of them empty: delete what stands far below or to the "
            "right of the table, or save it as CSV"
        )


def _table(sheet: CalamineSheet) -> Table:
    def rows(shape: Shape) -> Iterator[Row]:
        for cells in sheet.iter_rows():
            texts = [write_cell(cell, shape.forms.get(position, USUAL_FORMS)) for position, cell in enumerate(cells)]
            if any(texts):
                yield texts

    return Table(sheet=sheet.name, encoding="spreadsheet", rows=rows)


def write_cell(cell: Cell, forms: Sequence[str]) -> str:
    """A spreadsheet's cell as the text that CSV has: whole numbers without a point, dates in the column's first form."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, date):
        return write_date(cell, forms)
    if isinstance(cell, time):
        return f"{cell:%H:%M:%S}" if cell.second else f"{cell:%H:%M}"
    return str(cell)
