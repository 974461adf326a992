"""The journey's state on disk, so that a restart need not fold everything again. A snapshot is never the truth: it is
used only where the ledger agrees with it, and can be deleted at any time."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from wholepicture.journey.fold import Journey
from wholepicture.journey.snapshot import UnusableSnapshot, dump_journey, load_journey

_NAME = "journey.snapshot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """To which ledger, and to which prefix of it, a state belongs."""

    through: int
    last_fact: str
    """The id and digest of the last fact taken; empty where none was."""
    versions: Mapping[str, str]
    """What the state depends on beside the facts, and how many orders to erase it knows of."""


def save(folder: Path, mark: Mark, journey: Journey) -> int:
    """Write a snapshot whole or not at all, readable by its owner alone; how many bytes."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    making = folder / f"{_NAME}.{os.getpid()}"
    descriptor = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(_written(mark).encode() + b"\n")
        file.write(dump_journey(journey, versions=_written(mark), at=mark.through))
        file.flush()
        os.fsync(file.fileno())
        size = file.tell()
    making.replace(folder / _NAME)
    return size


def read_mark(folder: Path) -> Mark | None:
    """The mark of the snapshot that is there; None where there is none that can be read."""
    try:
        with (folder / _NAME).open("rb") as file:
            return Mark(**json.loads(file.readline()))
    except (OSError, ValueError, TypeError):
        return None


def restore(folder: Path, mark: Mark) -> Journey | None:
    """The journey of the snapshot that bears this mark; None where it is damaged."""
    try:
        with (folder / _NAME).open("rb") as file:
            file.readline()
            journey, _ = load_journey(file.read(), versions=_written(mark))
    except (OSError, UnusableSnapshot):
        return None
    return journey


def drop(folder: Path) -> None:
    """Delete the snapshot that is there."""
    with suppress(FileNotFoundError):
        (folder / _NAME).unlink()


def _written(mark: Mark) -> str:
    return json.dumps({"through": mark.through, "last_fact": mark.last_fact, "versions": dict(mark.versions)})
