"""Whatever the rows and whatever their order: nothing is lost, nothing counted twice, no cell changed."""

import contextlib
import csv
from collections import Counter
from datetime import UTC, datetime
from io import BytesIO, StringIO

from hypothesis import given, settings
from hypothesis import strategies as st

from wholepicture.intake import (
    Arrival,
    Extract,
    Rejected,
    Seen,
    UnknownExtract,
    UnreadableFile,
    classify,
    digest,
    load_profiles,
    read_extracts,
)
from wholepicture.vocabulary.records import Record

PROFILES = load_profiles()
RECEIVED = datetime(2026, 1, 5, 9, tzinfo=UTC)
HEADER = (
    "Case Ref",
    "Date Received",
    "Incident Date",
    "Complaint Type",
    "Location Of Incident",
    "Details",
    "Outcome",
    "Spare",
)
CELL = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=20)
REFERENCES = st.sampled_from(["A1", "A2", "A3", " A4", ""])
DATES = st.sampled_from(["08/01/2007", "09-Jan-2007", "2007-01-10", "2007-01-10T09:30", "31/02/2007", "", "later"])
ROWS = st.lists(st.tuples(REFERENCES, DATES, DATES, CELL, CELL, CELL, CELL, CELL), max_size=25)
BYTES = {"utf-8": "utf-8", "utf-8-sig": "utf-8-sig", "utf-16": "utf-16"}


def written(rows, header=HEADER, delimiter=","):
    out = StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    return out.getvalue()


def read(content):
    found = read_extracts("x", BytesIO(content), profiles=PROFILES, key=b"key", received_at=RECEIVED, made_at=None)
    (extract,) = found
    assert isinstance(extract, Extract)
    return extract


def in_order(records):
    return sorted(records, key=lambda record: (record.recorded_at, record.id))


@settings(deadline=None)
@given(rows=ROWS, encoding=st.sampled_from(sorted(BYTES)), delimiter=st.sampled_from([",", ";", "\t", "|"]))
def test_every_row_comes_out_once_with_every_cell_word_for_word(rows, encoding, delimiter):
    rows = [row for row in rows if any(row)]

    outcomes = list(read(written(rows, delimiter=delimiter).encode(encoding)))

    assert [tuple(outcome.columns[heading] for heading in HEADER) for outcome in outcomes] == rows
    for outcome in outcomes:
        if isinstance(outcome, Record):
            assert outcome.narrative.text == outcome.columns["Details"]
        else:
            assert isinstance(outcome, Rejected)


@settings(deadline=None)
@given(rows=ROWS, cut=st.integers(0, 25))
def test_rows_in_are_records_and_amendments_and_duplicates_and_rejected(rows, cut):
    rows = [row for row in rows if any(row)]
    extract = read(written(rows).encode())
    outcomes = list(extract)
    records = in_order(outcome for outcome in outcomes if isinstance(outcome, Record))
    seen = Seen()

    counts = Counter(arrival for arrival, _ in [*classify(records[:cut], seen), *classify(records[cut:], seen)])

    rejected = sum(isinstance(outcome, Rejected) for outcome in outcomes)
    assert extract.rows == len(rows) == sum(counts.values()) + rejected
    assert counts[Arrival.RECORD] == len({record.source for record in records})
    assert counts[Arrival.DUPLICATE] == len(records) - len({record.id for record in records})


@settings(deadline=None)
@given(rows=ROWS, order=st.permutations(range(len(HEADER))), seed=st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_of_columns_changes_a_record(rows, order, seed):
    shuffled = list(rows)
    seed.shuffle(shuffled)
    header = [HEADER[position] for position in order]
    moved = [[row[position] for position in order] for row in shuffled]

    one = {outcome.id for outcome in read(written(rows).encode()) if isinstance(outcome, Record)}
    other = {outcome.id for outcome in read(written(moved, header).encode()) if isinstance(outcome, Record)}

    assert one == other


@settings(deadline=None)
@given(rows=ROWS)
def test_the_same_rows_sent_again_are_duplicates_and_nothing_else(rows):
    records = in_order(outcome for outcome in read(written(rows).encode()) if isinstance(outcome, Record))
    seen = Seen()
    list(classify(records, seen))

    again = {arrival for arrival, _ in classify(records, seen)}

    assert again <= {Arrival.DUPLICATE}


@settings(deadline=None)
@given(columns=st.lists(st.tuples(CELL, CELL), max_size=5), others=st.lists(st.tuples(CELL, CELL), max_size=5))
def test_only_the_same_content_has_the_same_id(columns, others):
    def filled(cells):
        return [(name, cell.rstrip("\r\n")) for name, cell in cells if cell.rstrip("\r\n")]

    same = digest(b"key", "s", "r", columns) == digest(b"key", "s", "r", others)

    assert same == (filled(columns) == filled(others))
    assert digest(b"key", "s", "r", columns) != digest(b"other key", "s", "r", columns)
    assert len(digest(b"key", "s", "r", columns)) == 16


@settings(deadline=None)
@given(content=st.binary(max_size=300), header=st.booleans())
def test_no_bytes_whatever_raise_anything_but_clear_words(content, header):
    start = b"Case Ref,Date Received,Location,Details\n" if header else b""
    found = ()
    with contextlib.suppress(UnreadableFile):
        found = read_extracts(
            "x", BytesIO(start + content), profiles=PROFILES, key=b"key", received_at=RECEIVED, made_at=None
        )
    for extract in found:
        assert str(extract) if isinstance(extract, UnknownExtract) else list(extract) is not None


@settings(deadline=None)
@given(
    lines=st.lists(st.text(st.sampled_from('A1,"\n;x '), max_size=40), max_size=8),
)
def test_stray_quotation_marks_never_swallow_the_good_rows_after_them(lines):
    good = [f"G{number},08/01/2007,1 Marsh Lane,Words" for number in range(3)]
    content = "\n".join(["Case Ref,Date Received,Location,Details", *lines, *good]) + "\n"

    outcomes = list(read(content.encode()))

    words = "".join(cell for outcome in outcomes for cell in outcome.columns.values())
    assert all(f"G{number}" in words for number in range(3))
    assert any(isinstance(outcome, Record) and outcome.reference == "G2" for outcome in outcomes)
