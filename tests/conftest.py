"""What tests of several kinds share: one scan as a user runs it, and what it wrote."""

import csv
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from wholepicture.cli.main import main

REPLAY = Path(__file__).parent / "replay"


@dataclass(frozen=True)
class Out:
    """What a scan wrote, read as anybody would."""

    folder: Path
    code: int
    said: str

    @property
    def findings(self) -> list[dict[str, Any]]:
        lines = (self.folder / "findings.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def table(self, name: str) -> list[dict[str, str]]:
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def entity(self, reference: str, *, role: str | None = None, text: str | None = None) -> str:
        """The entity of the one mention of a record that has this role, or these words in it."""
        found = {
            row["entity"]
            for row in self.table("mentions.csv")
            if row["record"].endswith(f"/{reference}")
            and (role is None or row["role"] == role)
            and (text is None or text in row["text"])
        }
        assert len(found) == 1, f"{len(found)} entities"
        return found.pop()


@pytest.fixture(autouse=True)
def own_umask() -> Iterator[None]:
    """A command closes what it writes to others, for the rest of its process: here that is every other test."""
    before = os.umask(0o022)
    yield
    os.umask(before)


Scan = Callable[..., Out]


@pytest.fixture
def scan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Scan:
    """Scans a folder by the command line; options are given as they are typed."""
    count = 0

    def run(folder: Path, *options: str, purpose: str = "a test") -> Out:
        nonlocal count
        count += 1
        out = tmp_path / f"out-{count}"
        code = main(["scan", str(folder), "--out", str(out), "--purpose", purpose, *options])
        captured = capsys.readouterr()
        return Out(out, code, captured.out + captured.err)

    return run


@pytest.fixture
def replay() -> Path:
    """The folder with the replay's extracts."""
    return REPLAY
