"""Bad input: clear words, no traceback, nothing lost."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from tests.conftest import Out, Scan

HEADER = "Case Ref,Date Received,Incident Date,Complaint Type,Location Of Incident,Details,Outcome\n"
ROW = 'ASB0001,08-Jan-2007,08-Jan-2007,Noise,"Flat 3, 18 Marsh Lane",Loud music.,Advice given\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "extracts"
    made.mkdir()
    (made / "good.csv").write_text(HEADER + ROW, encoding="utf-8")
    return made


def agrees(out: Out) -> bool:
    found = re.search(r"rows in (\d+) = records (\d+) \+ amendments (\d+) \+ duplicates (\d+) \+ rejected (\d+)", out.said)
    assert found is not None, out.said
    rows, *parts = map(int, found.groups())
    return rows == sum(parts)


def test_an_impossible_date_is_rejected_with_file_row_column_and_what_would_be_right(scan: Scan, folder: Path) -> None:
    (folder / "bad.csv").write_text(HEADER + ROW.replace("08-Jan-2007", "31-Feb-2007"), encoding="utf-8")

    out = scan(folder)

    assert out.code == 0
    assert agrees(out)
    (row,) = out.table("rejected.csv")
    assert (row["file"], row["row"], row["column"]) == ("bad.csv", "1", "Date Received")
    assert "date" in row["wrong"]
    assert "Mon" in row["right"]
    assert "Flat 3, 18 Marsh Lane" in row["as_received"]


def test_an_unknown_file_is_told_its_nearest_profile_and_the_rest_goes_on(scan: Scan, folder: Path) -> None:
    (folder / "strange.csv").write_text(HEADER.replace("Case Ref", "Number") + ROW, encoding="utf-8")

    out = scan(folder)

    assert out.code == 0
    assert "strange.csv" in out.said
    assert "'Case Ref'" in out.said
    assert "rows in 1 " in out.said


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("blank.csv", b"\n\n  \n"),
        ("truncated.xlsx", b"PK\x03\x04" + bytes(400)),
        ("words.csv", b"Dear colleagues, please find attached the list."),
        ("noise.csv", bytes(range(256)) * 4),
    ],
)
def test_a_file_that_is_no_extract_is_named_and_the_rest_goes_on(
    scan: Scan, folder: Path, name: str, content: bytes
) -> None:
    (folder / name).write_bytes(content)

    out = scan(folder)

    assert out.code == 0
    assert f"not read: {name}" in out.said
    assert "Traceback" not in out.said
    assert agrees(out)


def test_a_truncated_workbook_says_so(scan: Scan, folder: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(HEADER.strip().split(","))
    whole = io.BytesIO()
    book.save(whole)
    (folder / "cut.xlsx").write_bytes(whole.getvalue()[:-300])

    out = scan(folder)

    assert out.code == 0
    assert "not read: cut.xlsx" in out.said


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_every_common_encoding_is_read_with_its_letters(scan: Scan, folder: Path, encoding: str) -> None:
    row = ROW.replace("ASB0001", "ASB0002").replace("Loud music.", "Complaint by Mr Zoë O\u2019Brien about No\u00ebl.")
    (folder / "other.csv").write_bytes((HEADER + row).encode(encoding))

    out = scan(folder)

    assert agrees(out)
    assert "rows in 2 = records 2" in out.said


def test_a_huge_narrative_nul_bytes_and_formulas_are_kept_as_text(scan: Scan, folder: Path) -> None:
    huge = "He knocked at the door. " * 9000
    rows = (
        ROW.replace("ASB0001", "ASB0010").replace("Loud music.", huge)
        + ROW.replace("ASB0001", "ASB0011").replace("Loud music.", "=cmd|' /C calc'!A0 and a girl aged 13")
        + ROW.replace("ASB0001", "ASB0012").replace("Loud music.", "Nul\x00byte near a girl of about 13")
        + ROW.replace("ASB0001", "ASB0013").replace("Loud music.", "<script>alert(1)</script> seen by a girl aged 14")
    )
    (folder / "odd.csv").write_bytes((HEADER + rows).encode())

    out = scan(folder, "--names")

    assert out.code == 0
    assert agrees(out)
    assert "rows in 5 = records 5" in out.said
    assert "<script>alert" not in (out.folder / "report.html").read_text(encoding="utf-8")


def test_a_folder_with_nothing_known_makes_no_out_and_says_what_it_held(scan: Scan, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    (nothing / "letter.csv").write_text("a,b\n1,2\n", encoding="utf-8")

    out = scan(nothing)

    assert out.code == 1
    assert "letter.csv" in out.said
    assert not out.folder.exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--as-of", "last tuesday"), "is not a moment"),
        (("--as-of", "9999-12-31"), "is not a moment"),
        (("--profiles", "/no/such/folder"), "is not a folder"),
        (("--sealed", "/no/such/list"), "Nothing was scanned"),
    ],
)
def test_words_that_do_not_fit_are_answered_in_words(scan: Scan, folder: Path, options: tuple[str, str], words: str) -> None:
    out = scan(folder, *options)

    assert out.code == 2
    assert words in out.said
    assert not out.folder.exists()


def test_an_empty_purpose_is_refused(scan: Scan, folder: Path) -> None:
    assert scan(folder, purpose="  ").code == 2


def test_the_same_row_sent_twice_is_a_duplicate_and_a_changed_one_an_amendment(scan: Scan, folder: Path) -> None:
    (folder / "again.csv").write_text(HEADER + ROW + ROW.replace("Loud music.", "Music, and shouting."), encoding="utf-8")

    out = scan(folder)

    assert "rows in 3 = records 1 + amendments 1 + duplicates 1 + rejected 0" in out.said


def test_out_is_readable_by_its_owner_alone_and_holds_every_file_of_the_contract(scan: Scan, folder: Path) -> None:
    out = scan(folder)

    names = {path.name for path in out.folder.iterdir()}
    assert names == {
        "picture.duckdb",
        "findings.jsonl",
        "mentions.csv",
        "aliases.csv",
        "readings.csv",
        "links.csv",
        "rejected.csv",
        "report.html",
    }
    assert out.folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in out.folder.iterdir())


def test_a_folder_that_no_scan_wrote_is_never_replaced(scan: Scan, folder: Path, tmp_path: Path) -> None:
    precious = tmp_path / "out-1"
    precious.mkdir()
    (precious / "thesis.docx").write_text("years of work", encoding="utf-8")

    out = scan(folder)

    assert out.code == 2
    assert (precious / "thesis.docx").exists()


def test_a_folder_of_extracts_is_never_replaced_by_what_is_found_in_it(scan: Scan, tmp_path: Path) -> None:
    same = tmp_path / "out-1"
    same.mkdir()
    (same / "mentions.csv").write_text(HEADER + ROW, encoding="utf-8")

    out = scan(same)

    assert out.code == 2
    assert (same / "mentions.csv").read_text(encoding="utf-8") == HEADER + ROW


@pytest.mark.parametrize("name", ["mentions.csv", "report.html/thesis.docx"])
def test_a_name_that_a_scan_uses_does_not_make_a_folder_one_that_a_scan_wrote(
    scan: Scan, folder: Path, tmp_path: Path, name: str
) -> None:
    precious = tmp_path / "out-1" / name
    precious.parent.mkdir(parents=True)
    precious.write_text("years of work", encoding="utf-8")

    out = scan(folder)

    assert out.code == 2
    assert precious.exists()


@pytest.mark.parametrize("there", [True, False])
def test_an_out_that_is_a_link_is_followed(scan: Scan, folder: Path, tmp_path: Path, *, there: bool) -> None:
    place = tmp_path / "place"
    if there:
        place.mkdir()
    (tmp_path / "out-1").symlink_to(place)

    out = scan(folder)

    assert out.code == 0
    assert (place / "report.html").is_file()


def test_an_out_that_cannot_be_made_is_answered_in_words(scan: Scan, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out-1").symlink_to(folder / "good.csv" / "below")

    out = scan(folder)

    assert out.code == 1
    assert "Traceback" not in out.said
    assert "good.csv" in out.said


def test_nothing_that_a_file_or_a_heading_is_called_acts_on_the_terminal(scan: Scan, folder: Path) -> None:
    (folder / "\x1b[2J[bold]x.csv").write_text(HEADER.replace("Outcome", "\x1b]0;title\x07") + ROW, encoding="utf-8")
    (folder / "\x1b[31m.csv").write_text("\x1b[5m,b\n1,2\n", encoding="utf-8")

    out = scan(folder)

    assert out.code == 0
    assert "\x1b" not in out.said
    assert "[bold]x.csv" in out.said


def test_a_file_whose_name_is_not_utf_8_is_read(scan: Scan, folder: Path) -> None:
    (folder / "\udcff.csv").write_text(HEADER + ROW.replace("ASB0001", "ASB0002"), encoding="utf-8")

    out = scan(folder)

    assert out.code == 0
    assert "rows in 2 = records 2" in out.said


@pytest.mark.parametrize("day", ["31-Dec-9999", "31-Dec-2400"])
def test_a_date_that_stands_for_no_date_stops_nothing(scan: Scan, folder: Path, day: str) -> None:
    late = ROW.replace("ASB0001,08-Jan-2007", f"ASB0002,{day}")
    open_end = ROW.replace("ASB0001,08-Jan-2007,08-Jan-2007", f"ASB0003,08-Jan-2007,{day}")
    (folder / "late.csv").write_text(HEADER + late + open_end, encoding="utf-8")

    out = scan(folder)

    assert out.code == 0
    assert "rows in 3 = records 2 + amendments 0 + duplicates 0 + rejected 1" in out.said
