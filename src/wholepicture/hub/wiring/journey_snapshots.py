"""The journey's state on disk, so that a restart need not fold everything again. A snapshot is never the truth: it is
used only where the ledger agrees with it, and can be deleted at any time."""

import json
import os
import pickle
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_NAME = "journey.snapshot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """To which ledger, and to which prefix of it, a state belongs."""

    through: int
    last_fact: str
    """The id and digest of the last fact taken; empty where none was."""
    versions: Mapping[str, str]
    """What the state depends on beside the facts, and how many orders to erase it knows of."""


def save(folder: Path, mark: Mark, state: Any) -> int:
    """Write a snapshot whole or not at all, readable by its owner alone; how many bytes."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    making = folder / f"{_NAME}.{os.getpid()}"
    descriptor = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(json.dumps(_plain(mark)).encode() + b"\n")
        pickle.dump(state, file, protocol=5)
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


def restore(folder: Path) -> Any:
    """The state of the snapshot that is there; None where it cannot be read. Only ever reads what `save` wrote."""
    try:
        with (folder / _NAME).open("rb") as file:
            file.readline()
            return pickle.load(file)  # noqa: S301 - our own file, in a folder that only we can write
    except Exception:  # noqa: BLE001 - whatever is wrong with a snapshot, the ledger has everything
        return None


def drop(folder: Path) -> None:
    """Delete the snapshot that is there."""
    with suppress(FileNotFoundError):
        (folder / _NAME).unlink()


def _plain(mark: Mark) -> dict[str, object]:
    return {
        "through": mark.through,
        "last_fact": mark.last_fact,
        "versions": dict(mark.versions),
    }
