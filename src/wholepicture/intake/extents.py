"""How large the rectangle is that a workbook's cells span, counted before it is unpacked into memory.

Calamine lays out the whole rectangle between the first and the last cell of a sheet, empty or not. One cell at the far corner
of a sheet asks for half a terabyte, and whoever asks for that is ended by the operating system, with no error to catch.
"""

import re
import zipfile
from collections.abc import Iterator

MOST_CELLS = 50_000_000
"""The cells of the rectangles of a workbook's sheets, together; one takes 32 bytes in memory."""

_CHUNK = 1 << 20
_LONGEST_TAG = 1 << 12
_XLSX_TAG = re.compile(rb"<(?:\w+:)?(?:(?P<row>row)|c)\b(?P<said>[^<>]*)>")
_XLSX_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})(\d{1,7})["']""")
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


def _tags(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, tag: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
    with archive.open(entry) as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            read = 0
            for found in tag.finditer(text):
                read = found.end()
                yield found
            rest = text[max(read, len(text) - _LONGEST_TAG) :]


def _xlsx_extent(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    row, last_row, last_column = 0, 0, 0
    for found in _tags(archive, entry, _XLSX_TAG):
        said = found["said"]
        place = _XLSX_PLACE.search(said)
        if found["row"]:
            row = int(place[2]) if place else row + 1
        elif not said.endswith(b"/"):
            last_row = max(last_row, int(place[2]) if place else row)
            last_column = max(last_column, _column(place[1]) if place else 1)
    return last_row * last_column


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _ods_extent(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    row, column, last_row, last_column = 0, 0, 0, 0
    for found in _tags(archive, entry, _ODS_TAG):
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
