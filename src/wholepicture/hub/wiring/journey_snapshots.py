"""The journey's state on disk, so that a restart need not fold everything again. A snapshot is never the truth: it is
used only where the ledger agrees with it, and can be deleted at any time."""

import json
import os
import re
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from wholepicture.journey.fold import Journey
from wholepicture.journey.snapshot import UnusableSnapshot, dump_journey, load_journey

_NAME = "journey.snapshot"
FACTS = 20_000
"""A snapshot is due after so many new facts,"""
SECONDS = 900.0
"""or after so long, where there are"""
WORTH = 1_000
"""so many: fewer fold again in seconds."""


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


class Snapshots:
    """The snapshots of one journey process: when the next one is due, and writing it beside the journey's work."""

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        self._folder, self._say = folder, say
        self._at = time.monotonic()
        self._writing: tuple[int, int] | None = None
        self.through = 0
        """The fact through which the latest one is."""

    def save(self, mark: Mark, journey: Journey) -> None:
        """Write one and wait until it is there."""
        self.look(wait=True)
        size = save(self._folder, mark, journey)
        self.through, self._at = mark.through, time.monotonic()
        self._say(f"Snapshot at fact {mark.through:,}: {size / 1e6:,.0f} MB.")

    def save_now_and_then(self, applied: int, mark: Callable[[], Mark], journey: Journey) -> None:
        """Begin one where it is due. Where the machine has room for the state twice it is written by a process of its own,
        with the state as it is now, and nothing waits for it; elsewhere the journey writes it and links nothing meanwhile.
        """
        fresh = applied - self.through
        if self.look() or not (fresh >= FACTS or (fresh >= WORTH and time.monotonic() - self._at >= SECONDS)):
            return
        if _room_for_two():
            self._writing = _begin(self._folder, mark(), journey), applied
        else:
            self.save(mark(), journey)

    def look(self, *, wait: bool = False) -> bool:
        """Whether one is still being written."""
        if self._writing is None:
            return False
        child, through = self._writing
        ended, status = os.waitpid(child, 0 if wait else os.WNOHANG)
        if not ended:
            return True
        self._writing, self._at = None, time.monotonic()
        if os.waitstatus_to_exitcode(status) == 0:
            self.through = through
            self._say(f"Snapshot at fact {through:,}.")
        else:
            self._say("A snapshot could not be written; it is tried again.")
        return False


def _begin(folder: Path, mark: Mark, journey: Journey) -> int:
    """Write a snapshot in a process of its own; its id."""
    child = os.fork()
    if child:
        return child
    try:
        _let_go()
        os.nice(10)
        save(folder, mark, journey)
        os._exit(0)
    except BaseException:  # noqa: BLE001 - nothing of the parent may go on in here
        os._exit(1)


def _let_go() -> None:
    """Close what is the parent's: locks and connections that are held here too would outlive it."""
    for number in [int(name) for name in os.listdir("/proc/self/fd")]:
        if number > sys.stderr.fileno():
            with suppress(OSError):
                os.close(number)


def _room_for_two() -> bool:
    """Whether memory is left for the state twice over, which is what writing it takes at the most."""
    try:
        free = re.search(r"MemAvailable:\s+(\d+)", Path("/proc/meminfo").read_text())
        held = re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())
    except OSError:
        return False
    return bool(free and held and int(free[1]) > 2 * int(held[1]))


def _written(mark: Mark) -> str:
    return json.dumps({"through": mark.through, "last_fact": mark.last_fact, "versions": dict(mark.versions)})
