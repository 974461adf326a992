"""The sealed list is understood in full or not at all."""

from datetime import date

import pytest

from wholepicture.intake import SealedChild, UnreadableSealedList, parse_sealed

BORN = date(1994, 2, 14)


@pytest.mark.parametrize(
    ("line", "child"),
    [
        ("Oakes, Tansy, 14/02/1994", SealedChild(surname="Oakes", forename="Tansy", born=BORN)),
        ("Tansy Oakes 1994-02-14", SealedChild(surname="Oakes", forename="Tansy", born=BORN)),
        ("Oakes, Tansy Rose, born 14 Feb 1994", SealedChild(surname="Oakes", forename="Tansy Rose", born=BORN)),
        ("Oakes, Tansy", SealedChild(surname="Oakes", forename="Tansy")),
        ("G500303381185", SealedChild(upn="G500303381185")),
        ("999 000 0018", SealedChild(nhs_number="9990000018")),
        ("MIS0001", SealedChild(reference="MIS0001")),
        ("missing_reports/MIS0001", SealedChild(reference="missing_reports/MIS0001")),
        ("40012", SealedChild(child_id="40012", reference="40012")),
    ],
)
def test_a_line_is_a_child(line, child):
    assert parse_sealed(f"# protected placements\r\n\r\n{line}\r\n".encode()) == (child,)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_read_by_its_headings(encoding, delimiter):
    rows = [("Family Name", "FORENAME", "D.O.B.", "UPN", "Team"), ("Brontë", "Anne", "14/02/1994", "g500303381185", "4")]
    content = "\n".join(delimiter.join(row) for row in rows).encode(encoding)

    assert parse_sealed(content) == (SealedChild(surname="Brontë", forename="Anne", born=BORN, upn="G500303381185"),)


def test_a_table_of_references_is_enough():
    assert parse_sealed(b"Reference\nMIS0001\nCT0001\n") == (
        SealedChild(reference="MIS0001"),
        SealedChild(reference="CT0001"),
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "names nobody"),
        (b"# nothing\n", "names nobody"),
        (b"surname,forename,dob\n", "names nobody"),
        (b"Oakes, Tansy\nTansy and her sister who moved here\n", "Line 2 "),
        (b"Oakes, Tansy, 31/02/1994\n", "Line 1 .*date of birth"),
        (b"Oakes, Tansy, fourteenth\n", "Line 1 "),
        (b"999 000 0019\n", "Line 1 .*check digit"),
        (b"somebody\n", "Line 1 "),
        (b"Oakes, , 14/02/1994\n", "Line 1 .*surname and a forename"),
        (b"surname,forename,dob,shoe size\nOakes,Tansy,14/02/1994,4\n", "unknown headings 'shoe size'"),
        (b"surname,family name\nOakes,Oakes\n", "two headings mean surname"),
        (b"surname,forename,dob\nOakes,Tansy,14/02/94x\n", "Line 2 .*date of birth"),
        (b"surname,forename,dob\nOakes,Tansy,14/02/1994,more\n", "Line 2 .*more cells"),
        (b'surname,forename,dob\nOakes,"Tansy,14/02/1994\n', "Line 2 .*quotation marks"),
        (b"surname,forename,dob\n,Tansy,14/02/1994\n", "Line 2 .*surname and a forename"),
        (b"upn\nG50030338118\n", "Line 2 .*UPN"),
        (b"nhs number\n9990000019\n", "Line 2 .*NHS number"),
        (b"PK\x03\x04rest", "workbook"),
        (b"Oakes\0, Tansy\n", "not text"),
    ],
)
def test_what_is_not_understood_stops_everything_and_names_the_line(content, words):
    with pytest.raises(UnreadableSealedList, match=words):
        parse_sealed(content)


def test_a_sealed_child_is_never_shown():
    assert "Oakes" not in repr(parse_sealed(b"Oakes, Tansy, 14/02/1994"))
    assert "1994" not in repr(parse_sealed(b"Oakes, Tansy, 14/02/1994"))
