"""The other commands, as a user types them."""

from pathlib import Path

import duckdb
import pytest
from tests.conftest import Scan

from wholepicture.cli.main import main
from wholepicture.engines.columnar.ledger import DuckLedger
from wholepicture.ledger.facts import erasure


def said(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    return captured.out + captured.err


def test_verify_finds_every_fact_as_it_was_committed(scan: Scan, replay: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = scan(replay)

    assert main(["verify", str(out.folder)]) == 0
    assert "23 facts checked, 0 altered or missing" in said(capsys)


def test_verify_finds_an_altered_word_and_a_fact_that_was_taken_away(
    scan: Scan, replay: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = scan(replay)
    with duckdb.connect(str(out.folder / "picture.duckdb")) as database:
        database.execute(
            "update payload set parts = list_transform(parts, lambda p: "
            "{'name': p.name, 'salt': p.salt, 'body': replace(p.body, 'Noise', 'Litter')})"
        )
        database.execute("delete from fact where sequence = 2")

    assert main(["verify", str(out.folder)]) == 1
    words = said(capsys)
    assert "altered: fact" in words
    assert "gap: fact 2 is not there" in words


def test_verify_tells_what_was_erased_by_order_from_what_is_merely_gone(
    scan: Scan, replay: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = scan(replay)
    path = str(out.folder / "picture.duckdb")
    with duckdb.connect(path) as database:
        ledger = DuckLedger(database, lambda: b"salt" * 4)
        fact = next(ledger.facts())
        name = fact.parts[0].name
        order = erasure(of=fact.envelope.id, parts=[name], order="order 7", by="handle", at=fact.envelope.known_at)
        ledger.append([order], known_at=fact.envelope.known_at)
    assert main(["verify", str(out.folder)]) == 0
    assert "0 altered or missing, 1 parts erased by law" in said(capsys)

    with duckdb.connect(path) as database:
        database.execute("update payload set parts = parts[2:] where sequence = 2")

    assert main(["verify", str(out.folder)]) == 1
    assert "missing: 1 parts of fact" in said(capsys)


@pytest.mark.parametrize("options", [(), ("--as-of", "2007-04-01")])
def test_rebuilt_equals_what_was_derived_as_the_records_came_in(
    scan: Scan, replay: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    out = scan(replay, *options)

    assert main(["rebuild", str(out.folder)]) == 0
    words = said(capsys)
    assert words.count("the same") == 4
    assert "differs" not in words


def test_rebuild_changes_nothing_where_a_profile_of_the_scan_is_not_given(
    scan: Scan, replay: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = scan(replay)
    path = str(out.folder / "picture.duckdb")
    with duckdb.connect(path) as database:
        database.execute("update extract set system = 'a system of their own' where file = 'school_log.csv'")
        rows = database.execute("select count(*) from mention").fetchone()

    assert main(["rebuild", str(out.folder)]) == 2
    assert "no profile of a system of their own" in said(capsys)
    with duckdb.connect(path) as database:
        assert database.execute("select count(*) from mention").fetchone() == rows


def test_a_story_tells_each_step_and_decides_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    concern = tmp_path / "concern.txt"
    concern.write_text(
        "filed as: Noise\nagency: Housing\nrecorded: 2007-06-04\n"
        "Different men at Flat 3, 18 Marsh Lane at one in the morning. A girl of about 13 let them in.",
        encoding="utf-8",
    )

    assert main(["story", str(concern), "--beside", str(Path(__file__).parents[2] / "replay")]) == 0

    words = said(capsys)
    for step in ("1. Intake", "2. Reading", "3. Linkage", "4. Patterns", "5. Decisions: none"):
        assert step in words
    assert "Housing recorded concern on 04 June 2007" in words
    assert "same as" in words
    assert "child_question" in words


def test_a_story_of_an_extract_tells_its_rows_in_the_order_of_recording(
    replay: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["story", str(replay / "neighbourhood_cases.csv"), "--most", "2"]) == 0

    words = said(capsys)
    assert words.index("ASB0001") < words.index("ASB0002")
    assert "4 more rows" in words


def test_read_marks_what_stands_in_a_narrative(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    narrative = tmp_path / "narrative.txt"
    narrative.write_text("Girl of about 14 seen getting into a silver car with an older man.", encoding="utf-8")

    assert main(["read", str(narrative), "--filed-as", "Parking"]) == 0
    assert "D2" in said(capsys)


def test_a_county_is_made_once_and_never_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "county")

    assert main(["county", out, "--children", "60", "--years", "1"]) == 0
    assert main(["county", out, "--children", "60", "--years", "1"]) == 2
    assert "never written over" in said(capsys)


def test_demonstrate_can_be_run_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["demonstrate", "--folder", str(tmp_path / "out"), "--children", "60", "--no-serve"]

    assert main(arguments) == 0
    assert main(arguments) == 0
    assert (tmp_path / "out" / "scan" / "report.html").is_file()


@pytest.mark.parametrize("command", ["verify", "rebuild", "serve"])
def test_a_folder_that_no_scan_wrote_is_answered_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    assert main([command, str(tmp_path)]) == 2
    assert "there is no" in said(capsys)


def test_a_file_that_is_not_there_is_answered_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("story", "read"):
        assert main([command, "no-such-file"]) == 2
    assert "is not a file" in said(capsys)
