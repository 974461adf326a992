"""Sealed children: a sealed child looks like an absent one."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.conftest import REPLAY, Out, Scan

from wholepicture.county import write_county
from wholepicture.intake import SealedChild
from wholepicture.journey.sealing import SealedWords

TABLES = ("findings.jsonl", "mentions.csv", "aliases.csv", "readings.csv", "links.csv", "rejected.csv")


def seal(folder: Path, *lines: str) -> Path:
    path = folder / "sealed.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def written(out: Out) -> str:
    return "\n".join((out.folder / name).read_text(encoding="utf-8") for name in (*TABLES, "report.html")) + out.said


@pytest.mark.parametrize(
    "line",
    [
        "Oakes, Tansy, 14/02/1994",
        "Tansy Oakes 1994-02-14",
        "Tansy Oakes",
        '"Oakes","Tansy","1994-02-14"',
        "missing_reports/MIS0001",
        "mis0003",
    ],
)
def test_a_sealed_child_appears_in_no_file_no_count_and_no_sentence(
    scan: Scan, replay: Path, tmp_path: Path, line: str
) -> None:
    out = scan(replay, "--sealed", str(seal(tmp_path, line)), "--names")

    everything = written(out)
    for word in ("Tansy", "Oakes", "OAKES", "T.O.", "MIS0001", "PPN0001", "CT0001", "H0001"):
        assert word not in everything
    assert "ASB0002" in everything
    assert "rows in 9 = records 9 + amendments 0 + duplicates 0 + rejected 0" in out.said


def test_a_sealed_reference_seals_its_child_in_every_agency(scan: Scan, replay: Path, tmp_path: Path) -> None:
    out = scan(replay, "--sealed", str(seal(tmp_path, "MIS0003")), "--names")

    assert "Oakes" not in written(out)


def test_a_reference_with_a_stroke_seals_no_other_record_that_ends_alike(scan: Scan, replay: Path, tmp_path: Path) -> None:
    folder = tmp_path / "extracts"
    folder.mkdir()
    for path in replay.glob("*.csv"):
        (folder / path.name).write_text(path.read_text(encoding="utf-8").replace("MIS0003", "2"), encoding="utf-8")

    out = scan(folder, "--sealed", str(seal(tmp_path, "WP-26-000123/2")), "--names")

    assert "Oakes" in written(out)


def test_the_ledger_file_holds_nothing_of_a_sealed_child(scan: Scan, replay: Path, tmp_path: Path) -> None:
    out = scan(replay, "--sealed", str(seal(tmp_path, "Oakes, Tansy, 14/02/1994")))

    kept = (out.folder / "picture.duckdb").read_bytes()

    assert b"Tansy" not in kept
    assert b"Robyn" in kept


def test_a_line_that_cannot_be_understood_stops_the_scan(scan: Scan, replay: Path, tmp_path: Path) -> None:
    out = scan(replay, "--sealed", str(seal(tmp_path, "Oakes, Tansy, 14/02/1994", "???")))

    assert out.code == 2
    assert "Nothing was scanned" in out.said
    assert not out.folder.exists()


def test_a_rejected_row_of_a_sealed_child_is_left_out_as_well(scan: Scan, replay: Path, tmp_path: Path) -> None:
    folder = tmp_path / "extracts"
    folder.mkdir()
    for path in replay.glob("*.csv"):
        (folder / path.name).write_bytes(path.read_bytes())
    path = folder / "missing_reports.csv"
    broken = 'MIS9999,Oakes,Tansy,14/02/1994,F,"Linden House",2007-01-05T18:10,,,not a date,Medium,Left.'
    path.write_text(path.read_text(encoding="utf-8") + broken + "\n", encoding="utf-8")

    assert "MIS9999" in written(scan(folder))
    sealed = scan(folder, "--sealed", str(seal(tmp_path, "Oakes, Tansy, 14/02/1994")))
    assert "MIS9999" not in written(sealed)
    assert "rejected 0" in sealed.said


@pytest.mark.parametrize(
    "cells",
    [
        ("MIS9999", "Oakes", "14/02/1994", "F", "Tansy"),
        ("NHS number 999 000 0018 was given by the clinic.",),
        ("999-000-0018",),
        ("Tansy Oakes was there.",),
    ],
)
def test_words_speak_of_a_sealed_child_however_they_are_laid_out(cells: tuple[str, ...]) -> None:
    words = SealedWords([SealedChild(surname="Oakes", forename="Tansy", nhs_number="9990000018")])

    assert words.speak_in(cells)
    assert not words.speak_in(("Oakes Lane", "there grew in the garden a tansy", "999 000 0019"))


def test_what_was_odd_about_a_sealed_row_is_not_counted(scan: Scan, tmp_path: Path) -> None:
    folder = tmp_path / "extracts"
    folder.mkdir()
    lines = (REPLAY / "missing_reports.csv").read_text(encoding="utf-8").splitlines()
    row = lines[1].replace("14/02/1994", "31/02/1994")
    (folder / "missing_reports.csv").write_text("\n".join([lines[0], row]) + "\n", encoding="utf-8")

    assert "noticed on the way" in scan(folder).said
    assert "noticed on the way" not in scan(folder, "--sealed", str(seal(tmp_path, "Tansy Oakes"))).said


def without(folder: Path, into: Path, references: Sequence[str]) -> Path:
    """A copy of the extracts in which the rows of these references never stood."""
    into.mkdir()
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.reader(file) if row[0] not in references]
        with (into / path.name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return into


def test_sealed_and_absent_look_alike(scan: Scan, tmp_path: Path) -> None:
    folder = tmp_path / "county"
    write_county(folder, seed=21, children=500, years=1, networks=2)
    whole = scan(folder)
    victim = next(finding for finding in whole.findings if finding["children"])["records"][0]

    sealed = scan(folder, "--sealed", str(seal(tmp_path, victim)))
    shown = {row["record"].split("/")[1] for row in sealed.table("mentions.csv")}
    hidden = {row["record"].split("/")[1] for row in whole.table("mentions.csv")} - shown
    absent = scan(without(folder, tmp_path / "absent", sorted(hidden)))

    assert victim in hidden
    for name in TABLES:
        assert (sealed.folder / name).read_bytes() == (absent.folder / name).read_bytes(), name


MISSING = "Report No,Surname,Forenames,D.O.B.,Sex,Missing From,Missing Since,Returned,Found Location,Recorded,Risk,Summary\n"
HERS = "MIS7001,Oakes,Tansy,14/02/1994,F,Linden House,2007-01-05T18:10,,,2007-01-05T20:30,Medium,Left.\n"
OTHER = "MIS8001,Grey,Anna,01/01/1993,F,Linden House,2007-01-05T18:10,,,2007-01-05T20:30,Medium,Left.\n"
WRONG = OTHER.replace("MIS8001", "MIS8002").replace("2007-01-05T20:30", "no date")
NOTICED = OTHER.replace("MIS8001", "MIS8003").replace("2007-01-05T18:10", "one evening")


def put(folder: Path, *rows: str) -> Path:
    folder.mkdir()
    (folder / "missing.csv").write_text(MISSING + "".join(rows), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "row",
    [
        HERS,
        HERS.replace("2007-01-05T18:10", "one evening"),
        HERS.replace("2007-01-05T20:30", "2009-01-05T20:30"),
        HERS + HERS.replace("Oakes,Tansy,14/02/1994", ",,").replace("2007-01-05T20:30", "2007-02-05T20:30"),
        HERS + HERS.replace("Oakes,Tansy,14/02/1994", ",,").replace("2007-01-05T20:30", "no date"),
    ],
    ids=["plain", "noticed", "latest of all", "amended without the name", "amended and rejected"],
)
def test_a_sealed_row_moves_no_row_number_no_notice_and_no_moment_of_the_others(
    scan: Scan, tmp_path: Path, row: str
) -> None:
    sealed = scan(put(tmp_path / "all", row, OTHER, WRONG, NOTICED), "--sealed", str(seal(tmp_path, "Tansy Oakes")))
    absent = scan(put(tmp_path / "absent", OTHER, WRONG, NOTICED))

    for name in TABLES:
        assert (sealed.folder / name).read_bytes() == (absent.folder / name).read_bytes(), name
    assert [line for line in sealed.said.splitlines() if "noticed" in line] == [
        line for line in absent.said.splitlines() if "noticed" in line
    ]
    assert b"MIS7001" not in (sealed.folder / "picture.duckdb").read_bytes()


@pytest.mark.parametrize("recorded", ["2007-01-05T20:30", "no date"])
@pytest.mark.parametrize(
    ("line", "surname", "forename"),
    [
        ("O'Brien, Zoe", "O\u2019Brien", "Zo\u00eb"),
        ("O\u2019Brien, Zo\u00eb", "OBRIEN", "ZOE"),
        ("Smith-Jones, Ann-Marie", "Smith Jones", "Ann Marie"),
        ("Smith Jones, Ann Marie", "Smith-Jones", "Annmarie"),
        ("Oakes, Tansy", "Oakes", "T"),
        ("Oakes, Tansy", "Oakes", "Tansy Mae Rose"),
    ],
)
def test_a_sealed_name_is_known_however_it_is_spelled_in_a_record_a_rejected_row_and_a_narrative(
    scan: Scan, tmp_path: Path, line: str, surname: str, forename: str, recorded: str
) -> None:
    row = HERS.replace("Oakes,Tansy", f"{surname},{forename}").replace("2007-01-05T20:30", recorded)
    told = WRONG.replace("MIS8002", "MIS7001B").replace("Left.", f"Seen with {forename} {surname}.")

    out = scan(put(tmp_path / "all", row, told, OTHER), "--sealed", str(seal(tmp_path, line)))

    assert "MIS7001" not in written(out)
    assert "MIS8001" in written(out)


def test_a_narrative_that_quotes_a_sealed_reference_is_sealed(scan: Scan, tmp_path: Path) -> None:
    told = OTHER.replace("Left.", "See report MIS7001 as well.")

    out = scan(put(tmp_path / "all", HERS, told, WRONG), "--sealed", str(seal(tmp_path, "MIS7001")))

    assert "MIS7001" not in written(out)
    assert "MIS8001" not in written(out)
