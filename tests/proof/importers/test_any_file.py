"""Files that were damaged on the way, by the hundred thousand: clear words or rows, every row once, no word lost."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from random import Random

import pytest

from tests.proof.importers.damage import as_workbook, damaged, damaged_inside, marked, samples
from tests.proof.sizes import a_size
from wholepicture.intake import Extract, Rejected, UnreadableFile, load_profiles, read_extracts
from wholepicture.vocabulary.records import Record

PROFILES = load_profiles()
RECEIVED = datetime(2026, 1, 5, 9, tzinfo=UTC)
SAMPLES = samples(Path(__file__).parents[2] / "spec/intake/samples")
UNDERSTOOD = {"read", "of no known shape", "unreadable, in words"}
WORDS = 4
"""At least so many words say why a file cannot be read."""
_MARK = re.compile(rb"mark\d{9}")


def read(content: bytes) -> tuple[str, set[str]]:
    """What became of a file, and the marked words in what came of it. Fails where a row is counted otherwise than it came,
    or turned away without words.
    """
    what, told = "of no known shape", set[str]()
    try:
        for table in read_extracts("x", BytesIO(content), profiles=PROFILES, key=b"k", received_at=RECEIVED, made_at=None):
            if isinstance(table, Extract):
                what = "read"
                told |= _marks_of(table)
            else:
                assert str(table)
    except UnreadableFile as problem:
        return ("unreadable, in words" if len(str(problem).split()) > WORDS else f"unreadable: {problem}"), set()
    return what, told


def _marks_of(table: Extract) -> set[str]:
    told: set[str] = set()
    outcomes = list(table)
    assert table.rows == len(outcomes)
    for one in outcomes:
        assert isinstance(one, Record) or (isinstance(one, Rejected) and one.wrong and one.right), one
        told |= {mark.decode() for cell in one.columns.values() for mark in _MARK.findall(cell.encode("utf-8", "replace"))}
    return told


def whole_after_the_header(content: bytes) -> set[str]:
    """The marked words that are still whole, after the first line, in a file of one byte a character."""
    return {mark.decode() for mark in _MARK.findall(content.partition(b"\n")[2])}


@a_size(500, 100_000)
def test_a_damaged_csv_gives_rows_or_clear_words_and_loses_none(size: int, seed: int, note: Callable[..., None]) -> None:
    chance, became, kept = Random(seed), Counter[str](), 0
    for _ in range(size):
        content, marks = marked(chance.choice(SAMPLES), chance)
        content = damaged(content, chance)
        what, told = read(content)
        became[what] += 1
        if what == "read":
            expected = whole_after_the_header(content) & set(marks)
            assert expected <= told, (expected - told, content)
            kept += len(expected)
    note(
        "Damaged extracts, CSV",
        tried=f"{size:,} files of {len(SAMPLES)} shapes with one to six accidents: "
        + ", ".join(f"{number:,} {what}" for what, number in sorted(became.items())),
        found=f"0 faults; {kept:,} marked words of rows that were read, 0 lost",
        control="a reader that leaves a row out: found",
    )
    assert set(became) <= UNDERSTOOD
    assert became["read"] > size / 4


@a_size(60, 10_000)
def test_a_damaged_workbook_gives_rows_or_clear_words(size: int, seed: int, note: Callable[..., None]) -> None:
    chance, became, kept = Random(seed), Counter[str](), 0
    whole = [marked(one, chance) for one in SAMPLES]
    books = [(as_workbook(content), set(marks)) for content, marks in whole]
    for _ in range(size):
        book, marks = chance.choice(books)
        inside = chance.random() < 0.5
        what, told = read(damaged_inside(book, chance) if inside else damaged(book, chance))
        became[what] += 1
        kept += len(marks & told)
    note(
        "Damaged extracts, XLSX",
        tried=f"{size:,} workbooks with one to six accidents, in their bytes or in one of their parts: "
        + ", ".join(f"{number:,} {what}" for what, number in sorted(became.items())),
        found=f"0 faults; {kept:,} marked words came through",
        control="a workbook that is whole: all of its words came through",
    )
    assert set(became) <= UNDERSTOOD
    assert became["unreadable, in words"] > 0


def test_a_workbook_that_is_whole_loses_nothing() -> None:
    for sample in SAMPLES:
        content, marks = marked(sample, Random(1))
        assert read(as_workbook(content)) == ("read", set(marks))
        assert read(content) == ("read", set(marks))


def test_a_reader_that_leaves_a_row_out_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    real = Extract.__iter__
    monkeypatch.setattr(Extract, "__iter__", lambda extract: iter(list(real(extract))[1:]))

    with pytest.raises(AssertionError):
        test_a_damaged_csv_gives_rows_or_clear_words_and_loses_none(200, 1, lambda *_, **__: None)
