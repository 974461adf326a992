"""Bytes to rows: encodings, delimiters, quotation marks, spreadsheets."""

import csv
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import openpyxl
import pytest

from wholepicture.intake import Extract, Rejected, UnknownExtract, UnreadableFile, load_profiles, read_extracts
from wholepicture.vocabulary.records import Record

PROFILES = load_profiles()
RECEIVED = datetime(2026, 1, 5, 9, tzinfo=UTC)
HEADER = ("Case Ref", "Date Received", "Location", "Details", "Outcome")


def read(content, name="x.csv"):
    return read_extracts(name, BytesIO(content), profiles=PROFILES, key=b"key", received_at=RECEIVED, made_at=None)


def read_one(content):
    (found,) = read(content)
    assert isinstance(found, Extract), str(found)
    return found


def remarks(found):
    """What was noticed of rows; remarks on the file as a whole have row 0."""
    return [(notice.row, notice.words) for notice in found.noticed if notice.row]


def text(*rows, delimiter=","):
    written = StringIO()
    csv.writer(written, delimiter=delimiter).writerows([HEADER, *rows])
    return written.getvalue()


ROW = ("A1", "08/01/2007", "1 Marsh Lane", "Zoë’s café – noise", "")


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with a byte order mark"),
        ("cp1252", "Windows cp1252"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
    ],
)
def test_the_encoding_is_decided_once_and_said(encoding, said):
    found = read_one(text(ROW).encode(encoding))

    (record,) = found

    assert (record.narrative.text, found.encoding) == ("Zoë’s café – noise", said)


def test_a_stray_byte_of_cp1252_does_not_spoil_a_file_in_utf8():
    content = text(ROW, ("A2", "08/01/2007", "1 Marsh Lane", "na@ve", "")).encode().replace(b"@", b"\xef")

    found = read_one(content)

    assert [record.narrative.text for record in found] == ["Zoë’s café – noise", "naïve"]
    assert found.encoding == "UTF-8 with stray bytes of Windows cp1252"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_shows_at_the_header(delimiter):
    rows = [("A1", "08/01/2007", "Flat 3, 18 Marsh Lane; top", "One\ntwo\r\n\tthree|", "x")]

    (record,) = read_one(text(*rows, delimiter=delimiter).encode())

    assert record.narrative.text == rows[0][3]
    assert record.columns["Location"] == rows[0][2]


def test_formulas_are_text():
    (record,) = read_one(text(("A1", "08/01/2007", "=1+1", "=HYPERLINK(x)", "@SUM(A1)")).encode())

    assert (record.columns["Location"], record.narrative.text, record.outcome) == ("=1+1", "=HYPERLINK(x)", "@SUM(A1)")


def test_nul_bytes_are_kept_and_noticed():
    found = read_one(text(("A1", "08/01/2007", "1 Marsh Lane", "One\0two", "")).encode())

    (record,) = found

    assert record.narrative.text == "One\0two"
    assert remarks(found) == [(1, "holds NUL characters; kept as they are")]


def test_a_narrative_of_200_kilobytes_over_many_lines_is_one_cell():
    narrative = 'He said, "no".\n' * 14_000

    (record,) = read_one(text(("A1", "08/01/2007", "1 Marsh Lane", narrative, "")).encode())

    assert record.narrative.text == narrative


def test_a_quotation_mark_that_is_never_closed_swallows_no_row():
    rows = [("A" + str(number), "08/01/2007", "1 Marsh Lane", "Words", "") for number in range(2000)]
    content = text(*rows).replace("A7,08/01/2007,1 Marsh Lane,Words", 'A7,08/01/2007,1 Marsh Lane,"Words')

    found = read_one(content.encode())

    assert [record.reference for record in found] == [row[0] for row in rows]
    assert [row for row, _ in remarks(found)] == [8]


def test_a_stray_quotation_mark_before_a_quoted_cell_swallows_no_row():
    content = (
        "Case Ref,Date Received,Location,Details\n"
        'A1,08/01/2007,1 Marsh Lane,"First words\n'
        'A2,08/01/2007,1 Marsh Lane,"Second words"\n'
        'A3,08/01/2007,1 Marsh Lane,"Third, words"\n'
    )

    found = read_one(content.encode())

    assert [(outcome.reference, outcome.narrative.text) for outcome in found] == [
        ("A1", "First words"),
        ("A2", "Second words"),
        ("A3", "Third, words"),
    ]
    assert [row for row, _ in remarks(found)] == [1]


def test_a_line_that_is_no_row_is_rejected_as_received():
    content = 'Case Ref,Date Received,Location,Details\nA1,"08/01/2007\nA2,08/01/2007,1 Marsh Lane,Words\n'

    rejected, record = read_one(content.encode())

    assert isinstance(rejected, Rejected)
    assert list(rejected.columns.values()) == ['A1,"08/01/2007']
    assert record.reference == "A2"


def test_cells_beyond_the_header_are_kept_and_noticed():
    found = read_one(b"Case Ref,Date Received,Location,Details\nA1,08/01/2007,Marsh Lane,Loud,very loud\n")

    (record,) = found

    assert record.columns["Column 5"] == "very loud"
    assert "more cells than headings" in remarks(found)[0][1]


def test_a_short_row_is_filled_and_noticed():
    found = read_one(b"Case Ref,Date Received,Location,Details,Outcome\nA1,08/01/2007,Marsh Lane\n")

    (record,) = found

    assert record.columns == {
        "Case Ref": "A1",
        "Date Received": "08/01/2007",
        "Location": "Marsh Lane",
        "Details": "",
        "Outcome": "",
    }
    assert "fewer cells than headings" in remarks(found)[0][1]


def test_a_short_row_over_several_lines_is_one_row():
    found = read_one(b'Case Ref,Date Received,Location,Details,Outcome\nA1,08/01/2007,Marsh Lane,"One\ntwo"\n')

    (record,) = found

    assert record.narrative.text == "One\ntwo"


def test_headings_of_one_name_are_kept_apart():
    (record,) = read_one(b"Case Ref,Date Received,Location,Details,Details,\nA1,08/01/2007,Marsh Lane,One,Two,Three\n")

    assert (record.columns["Details"], record.columns["Details (2)"], record.columns["Column 6"]) == ("One", "Two", "Three")


def test_a_column_that_no_profile_knows_is_kept_and_noticed():
    found = read_one(b"Case Ref,Date Received,Location,Details,Shoe size\nA1,08/01/2007,Marsh Lane,One,41\n")

    (record,) = found

    assert record.columns["Shoe size"] == "41"
    assert [(notice.row, notice.column) for notice in found.noticed if "does not know" in notice.words] == [(0, "Shoe size")]


def test_a_header_alone_is_an_extract_without_rows():
    found = read_one(text().encode())

    assert list(found) == []
    assert (found.rows, found.made_at) == (0, None)


def test_blank_rows_are_no_rows():
    found = read_one((text(ROW) + "\r\n,,,,\r\n").encode())

    assert len(list(found)) == found.rows == 1


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n \r\n", b"\0\0\0\0"])
def test_an_empty_file_is_said_to_be_empty(content):
    with pytest.raises(UnreadableFile, match=r"^x\.csv: the file is empty$"):
        read(content)


def test_bytes_that_are_no_table_are_unknown_and_make_no_noise():
    (unknown,) = read(bytes(range(256)) * 20)

    assert isinstance(unknown, UnknownExtract)
    assert unknown.nearest == ""


def workbook(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def test_a_workbook_says_what_the_same_csv_says_with_the_same_ids():
    dated = ("A1", date(2007, 1, 8), "1 Marsh Lane", "Words", 4)
    made = workbook(Cases=[("Neighbourhood team",), HEADER, dated])
    written = text(("A1", "08-Jan-2007", "1 Marsh Lane", "Words", "4")).encode()

    (from_workbook,), (from_csv,) = read_one(made), read_one(written)

    assert from_workbook.columns == from_csv.columns
    assert from_workbook.id == from_csv.id


def test_moments_in_a_workbook_keep_their_time_of_day():
    header = ("PPN Reference", "Submitted", "Subject Surname", "Circumstances")
    made = workbook(Notices=[header, ("P1", datetime(2007, 6, 2, 23, 50), "Oakes", "Words")])

    (record,) = read_one(made)

    assert record.columns["Submitted"] == "02/06/2007 23:50"
    assert record.recorded_at == datetime(2007, 6, 2, 22, 50, tzinfo=UTC)


def test_every_sheet_of_a_workbook_stands_on_its_own():
    annex = workbook(
        Guidance=[("What this workbook is",)],
        Blank=[],
        L1=[("Child Unique ID", "Date of Contact", "Contact Source"), (40012, date(2007, 3, 13), "Police")],
        L6=[("Child Unique ID", "CIN Start Date", "CIN Closure Date"), (40012, date(2007, 3, 13), None)],
    )

    guidance, contacts, in_need = read(annex)

    assert isinstance(guidance, UnknownExtract)
    assert guidance.sheet == "Guidance"
    assert [(found.sheet, found.profile.name) for found in (contacts, in_need)] == [
        ("L1", "annex_a_list_1"),
        ("L6", "annex_a_list_6"),
    ]
    assert [record.reference for found in (contacts, in_need) for record in found] == [
        "40012:2007-03-13:Police",
        "40012:2007-03-13",
    ]


def test_a_workbook_that_is_cut_short_is_said_to_be():
    whole = workbook(Cases=[HEADER, ROW])

    for length in (10, 500, len(whole) // 2, len(whole) - 30):
        with pytest.raises(UnreadableFile, match=r"x\.xlsx: the workbook is cut short or damaged"):
            read(whole[:length], "x.xlsx")


def far_away(row, column, value="x"):
    """A workbook with a table of one row, and one cell far from it."""
    book = openpyxl.load_workbook(BytesIO(workbook(Cases=[HEADER, ROW])))
    book["Cases"].cell(row=row, column=column, value=value).number_format = "0.00"
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def spreadsheet(rows, columns):
    """An ODS that says in a few bytes that one cell is repeated."""
    office, table, words = (f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text"))
    content = (
        f'<office:document-content xmlns:office="{office}" xmlns:table="{table}" xmlns:text="{words}"><office:body>'
        f'<office:spreadsheet><table:table table:name="S"><table:table-row table:number-rows-repeated="{rows}">'
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}"><text:p>x</text:p>'
        "</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml", "<m:manifest xmlns:m='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'/>"
        )
        archive.writestr("content.xml", content)
    return written.getvalue()


@pytest.mark.parametrize("content", [far_away(1_048_576, 16_384), spreadsheet(1_048_576, 16_384)])
def test_a_cell_at_the_far_corner_is_refused_before_the_whole_sheet_is_laid_out(content):
    with pytest.raises(UnreadableFile, match="span more than 50,000,000 cells"):
        read(content, "x.xlsx")


def test_a_style_without_a_value_far_away_does_not_count():
    (found,) = read(far_away(1_048_576, 16_384, value=None), "x.xlsx")

    assert [record.reference for record in found] == ["A1"]


def test_an_ordinary_note_below_the_table_is_read_as_a_row():
    (found,) = read(far_away(500, 3, value="Seen by nobody"), "x.xlsx")

    assert len(list(found)) == 2


def test_a_workbook_without_a_filled_sheet_is_said_to_be_empty():
    with pytest.raises(UnreadableFile, match="no worksheet holds anything"):
        read(workbook(Blank=[]))


def test_a_file_is_read_anew_from_its_start_and_left_open():
    stream = BytesIO(text(ROW).encode())

    first = [
        record.id
        for record in read_extracts("x", stream, profiles=PROFILES, key=b"k", received_at=RECEIVED, made_at=None)[0]
    ]
    again = [
        record.id
        for record in read_extracts("x", stream, profiles=PROFILES, key=b"k", received_at=RECEIVED, made_at=None)[0]
    ]

    assert first == again
    assert not stream.closed


def test_a_csv_is_read_as_a_stream():
    class Counting(BytesIO):
        served = 0

        def readinto(self, buffer):
            raise NotImplementedError

        def read(self, size=-1):
            assert size is not None
            assert 0 < size <= 1 << 20
            return super().read(size)

        def read1(self, size=-1):
            assert 0 < size <= 1 << 20
            return super().read1(size)

    rows = [("A" + str(number), "08/01/2007", "1 Marsh Lane", "Words " * 20, "") for number in range(20_000)]
    stream = Counting(text(*rows).encode())

    (found,) = read_extracts("x", stream, profiles=PROFILES, key=b"k", received_at=RECEIVED, made_at=None)

    assert sum(isinstance(outcome, Record) for outcome in found) == 20_000
