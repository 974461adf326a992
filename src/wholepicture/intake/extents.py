"""How large the rectangle is that a workbook's cells span, counted before it is unpacked into memory.

Calamine lays out the whole rectangle between the first and the last cell of a sheet, empty or not. One cell at the far
corner asks for half a terabyte, and whoever asks for that is ended by the operating system, with no error to catch.
"""

import re
import zipfile
from collections.abc import Iterator

MOST_CELLS = 50_000_000
"""The cells of the rectangles of a workbook's sheets, together; one takes 32 bytes in memory."""

_CHUNK = 1 << 20
_LONGEST_TAG = 1 << 12
_XLSX_CELL = re.compile(rb"""<(?:\w+:)?c\s(?:[^<>]*?\s)?r=["']([A-Za-z]{1,3})(\d{1,7})["'][^<>]*(?<!/)>""")
_XLSX_ROW = re.compile(rb"""<(?:\w+:)?row\s(?:[^<>]*?\s)?r=["'](\d{1,7})["'][^<>]*(?<!/)>""")
_ODS_TAG = re.compile(rb"<(?:\w+:)?(?:(?P<row>table-row)|(?:covered-)?table-cell)\b(?P<said>[^<>]*)>")
_ODS_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["'](\d{1,9})["']""")
_XLSX_SHEET = re.compile(r"xl/.*sheet[^/]*\.xml", re.IGNORECASE)


def cells_spanned(archive: zipfile.ZipFile) -> int:
    """The cells of the rectangles that an XLSX's or ODS's sheets span. Cells that hold nothing but a style do not count.

    Raises zipfile.BadZipFile, zlib.error, EOFError or NotImplementedError where the archive is damaged or locked.
    """
    return sum(
        _xlsx_extent(archive, entry) if _XLSX_SHEET.fullmatch(entry.filename) else _ods_extent(archive, entry)
        for entry in archive.infolist()
        if _XLSX_SHEET.fullmatch(entry.filename) or entry.filename == "content.xml"
    )


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The text of an entry in pieces of whole tags."""
    with archive.open(entry) as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            whole = text.rfind(b">") + 1
            yield text[:whole]
            rest = text[whole:][-_LONGEST_TAG:]


def _xlsx_extent(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    rows, columns = {b"0"}, {b""}
    for piece in _pieces(archive, entry):
        for column, row in set(_XLSX_CELL.findall(piece)):
            columns.add(column)
            rows.add(row)
        # A cell need not say where it is; its row does.
        rows |= set(_XLSX_ROW.findall(piece))
    return max(map(int, rows)) * max(1, *map(_column, columns))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _ods_extent(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    row, column, last_row, last_column = 0, 0, 0, 0
    tags = (found for piece in _pieces(archive, entry) for found in _ODS_TAG.finditer(piece))
    for found in tags:
        said = found["said"]
        repeated = _ODS_REPEATED.search(said)
        times = int(repeated[1]) if repeated else 1
        if found["row"]:
            row, column = row + times, 0
        else:
            column += times
            if not said.endswith(b"/"):
                last_row, last_column = max(last_row, row), max(last_column, column)
    return last_row * last_column
