"""`reread`: what an improved lexicon sees in records that an earlier one had read."""

import csv
from pathlib import Path

import duckdb
import pytest
from tests.conftest import Scan

from wholepicture.cli.main import main


def lines_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "newly-seen.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_lexicon_sees_nothing_new(scan: Scan, replay: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = scan(replay)

    assert main(["reread", str(out.folder)]) == 0

    assert "Nothing is newly seen." in capsys.readouterr().out
    assert lines_of(out.folder) == []


def test_what_an_earlier_lexicon_had_not_seen_is_newly_seen_once_and_the_scan_stays_as_it_was(
    scan: Scan, replay: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = scan(replay)
    path = str(out.folder / "picture.duckdb")
    with duckdb.connect(path) as database:
        missed = database.execute("select count(*) from reading where indicator = 'A1'").fetchone()
        database.execute("delete from reading where indicator = 'A1'")
        before = database.execute("select * from reading").fetchall()
    assert missed is not None
    assert missed[0] > 0

    assert main(["reread", str(out.folder)]) == 0
    words = capsys.readouterr().out
    assert f"Newly seen: {missed[0]} marks" in words
    assert "A1 Missing from home, care or the school day" in words
    seen = lines_of(out.folder)
    assert {line["indicator"] for line in seen} == {"A1"}
    assert all(line["seen_on"] > line["recorded_on"] and line["lexicon"] and line["text"] for line in seen)
    assert ((out.folder / "newly-seen.csv").stat().st_mode & 0o077) == 0

    assert main(["reread", str(out.folder)]) == 0
    assert "Nothing is newly seen." in capsys.readouterr().out
    with duckdb.connect(path, read_only=True) as database:
        assert database.execute("select * from reading").fetchall() == before


def test_a_folder_that_no_scan_wrote_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reread", str(tmp_path)]) == 2
    assert "give the folder that a scan wrote" in capsys.readouterr().err
