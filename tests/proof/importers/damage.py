"""Extracts as they could come: damaged by chance on the way, with words in them by which it is seen whether any was lost."""

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import openpyxl

ODD = (
    b"\0", b'"', b'""', b"\n", b"\r", b"\r\n", b",", b";", b"\t", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xc3", b"\xa0",
    b"=1+1", b"'", b"\x1a", b"\x85", b"\xed\xa0\x80", b"-99999999999999999999", b"31/02/2026", b"A" * 40_000,
)  # fmt: skip
"""What comes in by accident: halves of characters, marks of encodings, quotation marks, ends of files, cells without end."""
MARKS = 4
"""So many marked words stand in the cells of each file."""


def marked(content: bytes, chance: Random) -> tuple[bytes, list[str]]:
    """A CSV file with marked words in the middle of cells that hold words, and those words."""
    header, *rows = csv.reader(io.StringIO(content.decode()))
    marks = [f"mark{chance.randrange(10**9):09}" for _ in range(MARKS)]
    longest = max(range(len(header)), key=lambda place: sum(len(row[place]) for row in rows))
    for mark in marks:
        row = chance.choice(rows)
        row[longest] += f" {mark}"
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode(), marks


def as_workbook(content: bytes) -> bytes:
    """The same rows in a workbook."""
    book = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(content.decode())):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def damaged(content: bytes, chance: Random) -> bytes:
    """The bytes after one to six accidents."""
    for _ in range(chance.randint(1, 6)):
        content = chance.choice(ACCIDENTS)(content, chance)
    return content


def damaged_inside(workbook: bytes, chance: Random) -> bytes:
    """A workbook with one of its parts damaged, packed again as if nothing were."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        names = parts.namelist()
        hit = chance.choice(names)
        held = {name: parts.read(name) for name in names}
    held[hit] = damaged(held[hit], chance)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, content in held.items():
            parts.writestr(name, content)
    return file.getvalue()


def _flip(content: bytes, chance: Random) -> bytes:
    place = _place(content, chance)
    return content[:place] + bytes([chance.randrange(256)]) + content[place + 1 :]


def _insert(content: bytes, chance: Random) -> bytes:
    place = _place(content, chance)
    return content[:place] + chance.choice(ODD) + content[place:]


def _cut(content: bytes, chance: Random) -> bytes:
    return content[: _place(content, chance)]


def _leave_out(content: bytes, chance: Random) -> bytes:
    since, until = sorted((_place(content, chance), _place(content, chance)))
    return content[:since] + content[min(until, since + 200) :]


def _repeat(content: bytes, chance: Random) -> bytes:
    since = _place(content, chance)
    return content[:since] + content[since : since + chance.randrange(400)] * 2 + content[since:]


def _place(content: bytes, chance: Random) -> int:
    return chance.randrange(len(content) + 1)


ACCIDENTS: tuple[Callable[[bytes, Random], bytes], ...] = (_flip, _insert, _insert, _cut, _leave_out, _repeat)


def samples(folder: Path) -> list[bytes]:
    """One extract of each shape."""
    return [one.read_bytes() for one in sorted(folder.glob("*.csv"))]
