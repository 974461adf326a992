"""`train` makes a new version and never writes over one; a scan and its rebuild use the version that they are given."""

import json
from pathlib import Path

import pytest

from wholepicture.cli.main import main
from wholepicture.county import write_county
from wholepicture.linkage import load_model, model_table, read_model


def county(folder: Path, children: int) -> Path:
    write_county(folder, seed=5, children=children, years=2, networks=1, workers=1)
    return folder


def version(path: Path, name: str) -> Path:
    path.write_text(json.dumps({**model_table(load_model()), "version": name}), encoding="utf-8")
    return path


def test_a_scan_says_which_version_it_used_and_is_rebuilt_with_no_other(tmp_path: Path, capsys) -> None:
    extracts, model = county(tmp_path / "extracts", 60), version(tmp_path / "model.json", "trial-1")
    out = tmp_path / "out"

    assert main(["scan", str(extracts), "--out", str(out), "--purpose", "a test", "--model", str(model)]) == 0
    assert main(["rebuild", str(out)]) == 2
    assert "trial-1" in capsys.readouterr().err
    assert main(["rebuild", str(out), "--model", str(model)]) == 0


def test_what_cannot_be_trained_is_said_in_words(tmp_path: Path, capsys) -> None:
    extracts = county(tmp_path / "extracts", 30)
    there = version(tmp_path / "there.json", "trial-1")
    (tmp_path / "none.json").write_text("{}")
    for arguments, code, words in (
        (["--out", str(there), "--version", "a"], 2, "is there already"),
        (["--out", str(tmp_path / "new.json"), "--version", load_model().version], 2, "not there yet"),
        (
            ["--out", str(tmp_path / "new.json"), "--version", "a", "--prior", str(tmp_path / "none.json")],
            2,
            "no linkage model",
        ),
        (["--out", str(tmp_path / "new.json"), "--version", "a"], 1, "too few mentions"),
    ):
        assert main(["train", str(extracts), *arguments]) == code
        assert words in capsys.readouterr().err
    assert not (tmp_path / "new.json").exists()


@pytest.mark.slow
def test_a_version_is_learned_from_extracts(tmp_path: Path, capsys) -> None:
    extracts, out = county(tmp_path / "extracts", 3000), tmp_path / "model.json"

    assert main(["train", str(extracts), "--out", str(out), "--version", "trial-2"]) == 0

    learned = read_model(out.read_text(encoding="utf-8"))
    assert learned.version == "trial-2"
    assert learned.people["birth"]["same"] > 8
    assert "birth, same: +12.5 ->" in capsys.readouterr().out
