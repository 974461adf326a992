"""`evaluate` as somebody types it: which counties, which thresholds, and what it writes."""

import argparse
import json
from pathlib import Path

import pytest

from wholepicture.cli.evaluating import seeds
from wholepicture.cli.main import main
from wholepicture.county import write_county
from wholepicture.patterns import ALL


@pytest.mark.parametrize(("text", "numbers"), [("3", (3,)), ("1-3,9", (1, 2, 3, 9)), ("4,4-5", (4, 5))])
def test_seeds_are_numbers_and_ranges_with_both_ends(text: str, numbers: tuple[int, ...]) -> None:
    assert seeds(text) == numbers


@pytest.mark.parametrize("text", ["", "a", "1-", "1..3", "5-4", "1-500"])
def test_what_is_no_list_of_seeds_is_said_to_be_none(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        seeds(text)


def test_what_cannot_be_measured_is_said_in_words(tmp_path: Path, capsys) -> None:
    (tmp_path / "untold").mkdir()
    for arguments, words in (
        ([str(tmp_path / "none")], "is not a folder"),
        ([str(tmp_path / "untold")], "without the truth nothing can be measured"),
        (["--seeds", "1", "--without", "guesswork"], "there is no such pattern"),
        (["--seeds", "1", "--level", "1.5"], "between 0 and 1"),
        (["--seeds", "1", "--per-week", "0"], "at least 1"),
        (["--seeds", "1", "--out", str(tmp_path)], "is there already"),
        (["--seeds", "1", "--children", "5"], "20 to 2,000,000 children"),
    ):
        assert main(["evaluate", *arguments]) == 2
        assert words in capsys.readouterr().err


def test_counties_in_folders_and_made_ones_are_measured_and_written_down(tmp_path: Path, capsys) -> None:
    write_county(tmp_path / "mine", seed=4, children=400, years=1, networks=2)
    out = tmp_path / "out"

    made = ["--empty", "3", "--children", "300", "--years", "1", "--without", "gone_quiet", "--out", str(out)]
    assert main(["evaluate", str(tmp_path / "mine"), *made]) == 0

    said, written = capsys.readouterr().out, (out / "evaluation.md").read_text(encoding="utf-8")
    for title in ("Networks, by the number of their records", "Counties with nothing planted", "What each pattern adds"):
        assert title in said
        assert title in written
    mine, empty = json.loads((out / "evaluation.json").read_text(encoding="utf-8"))
    assert (mine["county"], empty["county"]) == ("mine", "empty, seed 3")
    assert sorted(mine["without"]) == sorted(p.name for p in ALL if p.name != "gone_quiet")
    assert empty["evaluation"]["noticed"] == []
    lines = (out / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["county"] for line in lines} <= {"mine", "empty, seed 3"}
    assert [path.name for path in tmp_path.iterdir() if path.name not in ("mine", "out")].count("mine-truth.json") == 1
