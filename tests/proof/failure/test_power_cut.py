"""The power of a file system is cut, again and again: what the kernel had not written by then is gone, as from a machine
whose plug is pulled. What was acknowledged is there once, whole.

ext4 itself offers it: an ioctl that shuts it down without writing its journal out. Root alone, where volumes can be mounted.
"""

import fcntl
import os
import shutil
import signal
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from threading import Event, Lock, Thread

import psycopg
import pytest

from tests.hub_database import HubDatabase, migrate
from tests.proof.crashes.test_crash_of_a_submission import Submission, Tried, draw, troubles
from tests.proof.sizes import a_size
from tests.spec.hub.conftest import MEANS, Hub, salt
from wholepicture.hub.keeper.cluster import Cluster, keep
from wholepicture.hub.keeper.processes import marked
from wholepicture.hub.keeper.roles import APP, DATABASE, JOURNEY, prepare
from wholepicture.hub.wiring import receiving

SHUT_DOWN, WITHOUT_ITS_JOURNAL = 0x8004587D, 2
"""EXT4_IOC_SHUTDOWN, and its flag for leaving out what was not written yet."""
MEGABYTES = 700
WRITERS = 4
GONE = 20.0
"""Seconds that a server without a disk has to be gone."""


@dataclass
class Machine:
    """A server with everything that it keeps on one file system of its own."""

    folder: Path
    cluster: Cluster | None = None

    @property
    def disk(self) -> Path:
        return self.folder / "disk"

    def make(self) -> None:
        self.disk.mkdir()
        with (self.folder / "image").open("wb") as image:
            image.truncate(MEGABYTES << 20)
        subprocess.run(["mkfs.ext4", "-q", self.folder / "image"], check=True)

    def start(self) -> Cluster:
        """Put the disk in and start, as often as there was a cut."""
        told = subprocess.run(["mount", "-o", "loop", self.folder / "image", self.disk], capture_output=True, check=False)
        if told.returncode:
            pytest.skip(f"nothing can be mounted here: {told.stderr.decode().strip()}")
        self.disk.chmod(0o711)
        self.cluster = keep(self.disk / "home")
        return self.cluster

    def pull_the_plug(self) -> None:
        assert self.cluster is not None
        disk = os.open(self.disk, os.O_RDONLY)
        fcntl.ioctl(disk, SHUT_DOWN, struct.pack("I", WITHOUT_ITS_JOURNAL))
        os.close(disk)
        self.take_out()

    def take_out(self) -> None:
        """End every process that has something on the disk, and take it out."""
        until = time.monotonic() + GONE
        while True:
            for pid in marked(self.cluster.places.mark) if self.cluster else ():
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            if subprocess.run(["umount", self.disk], capture_output=True, check=False).returncode == 0:
                return
            assert time.monotonic() < until, "the disk is still in use"
            time.sleep(0.05)


@pytest.fixture
def machine() -> Iterator[Machine]:
    if os.geteuid() != 0 or shutil.which("mkfs.ext4") is None:
        pytest.skip("only root can mount a file system, and there has to be an mkfs.ext4")
    made = Machine(Path(mkdtemp(prefix="wp-power-")))
    made.folder.chmod(0o711)
    made.make()
    try:
        prepare(made.start())
        assert made.cluster is not None
        migrate(made.cluster, DATABASE, made.folder)
        yield made
    finally:
        if made.disk.is_mount():
            made.take_out()
        shutil.rmtree(made.folder)


@dataclass
class Writers:
    """People who write until nothing answers any more; `options` are those of their sessions."""

    chance: Random
    tried: Tried
    options: str = ""
    lock: Lock = field(default_factory=Lock)
    stop: Event = field(default_factory=Event)
    waiting: list[Submission] = field(default_factory=list)

    def write(self, hub: Hub, url: str) -> None:
        with suppress(psycopg.Error), psycopg.connect(url, autocommit=True, options=self.options) as connection:
            while not self.stop.is_set():
                with self.lock:
                    one = self.waiting.pop() if self.waiting else self._new()
                try:
                    receipt = receiving.receive(connection, one.written, MEANS, salts=salt, now=hub.now)
                except psycopg.Error:
                    self.waiting.append(one)
                    raise
                one.receipts.add(receipt.reference)

    def _new(self) -> Submission:
        one = draw(self.chance, len(self.tried.submissions), self.tried.submissions)
        self.tried.submissions.append(one)
        return one


def cut_often(machine: Machine, folder: Path, cuts: int, seed: int, *, options: str = "") -> list[str]:
    """What is not as it was promised after so many cuts, and how many concerns were acknowledged, as the last."""
    chance, tried = Random(seed), Tried()
    everybody = Writers(chance, tried, options)
    for _ in range(cuts):
        assert machine.cluster is not None
        database = HubDatabase(machine.cluster, DATABASE)
        with psycopg.connect(database.url(JOURNEY), autocommit=True) as connection:
            hub = Hub(database, connection, folder)
            threads = [Thread(target=everybody.write, args=(hub, database.url(APP))) for _ in range(WRITERS)]
            for one in threads:
                one.start()
            time.sleep(0.1 + chance.random() * 0.6)
            machine.pull_the_plug()
            for one in threads:
                one.join()
        machine.start()
    assert machine.cluster is not None
    database = HubDatabase(machine.cluster, DATABASE)
    with psycopg.connect(database.url(JOURNEY), autocommit=True) as connection:
        hub = Hub(database, connection, folder)
        hub.pass_time(minutes=5)
        while receiving.interpret_waiting(connection, MEANS, salts=salt, now=hub.now):
            pass
        acknowledged = sum(bool(one.receipts) for one in tried.submissions)
        return [*troubles(hub, tried), str(acknowledged)]


@a_size(4, 300)
def test_what_was_acknowledged_when_the_power_went_is_there_once_and_whole(
    machine: Machine, tmp_path: Path, size: int, seed: int, note: Callable[..., None]
) -> None:
    *found, acknowledged = cut_often(machine, tmp_path, size, seed)
    note(
        "Power cuts of a file system",
        tried=f"{size:,} times ext4 shut down without its journal, four people writing; {int(acknowledged):,} acknowledged",
        found=f"{len(found)} lost, doubled, halved or left lying",
        control="commits that do not wait for the disk: found",
    )
    assert found == []
    assert int(acknowledged) > size * 10


def test_a_commit_that_does_not_wait_for_the_disk_would_be_found(machine: Machine, tmp_path: Path) -> None:
    """The negative control."""
    *found, _ = cut_often(machine, tmp_path, 3, 1, options="-c synchronous_commit=off")

    assert found
