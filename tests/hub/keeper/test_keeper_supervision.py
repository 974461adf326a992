"""The processes that `./run` starts: restarted, stopped, and begun again after everything was killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from wholepicture.hub.keeper.cluster import SUPERUSER, keep
from wholepicture.hub.keeper.databases import ServedDatabase
from wholepicture.hub.keeper.supervision import Child, Pauses, supervise

_SOURCES = Path(__file__).parents[3] / "src"

_HUB = """
import sys
from pathlib import Path
from wholepicture.hub.keeper.databases import ServedDatabase, open_database
from wholepicture.hub.keeper.refusals import AlreadyRunning
from wholepicture.hub.keeper.supervision import Child, Pauses, supervise

home, with_database, *codes = sys.argv[1:]
children = [Child(f"child {n}", (sys.executable, "-c", code, home)) for n, code in enumerate(codes, 1)]
database = open_database(Path(home)) if with_database == "yes" else ServedDatabase("", "", "")
try:
    supervise(Path(home), children, database, pauses=Pauses(0.05, 0.4, 60), grace=1.0,
              say=lambda words: print(words, flush=True))
except AlreadyRunning as refusal:
    sys.exit(str(refusal))
"""
LASTING = "import time; time.sleep(60)"
STUBBORN = (
    "import pathlib, signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "pathlib.Path(sys.argv[1], 'stubborn').touch(); time.sleep(60)"
)
MULTIPLYING = (  # a child with a child of its own, as a web server has, which holds on to the same things
    "import os, time; os.fork(); time.sleep(60)"
)


class Hub:
    """A supervisor in a process of its own, and what it said."""

    def __init__(self, home: Path, codes: tuple[str, ...], database: bool) -> None:
        self.said = home.parent / f"{home.name}-{time.monotonic_ns()}.txt"
        with self.said.open("w", encoding="utf-8") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-c", _HUB, str(home), "yes" if database else "no", *codes],
                env={**os.environ, "PYTHONPATH": str(_SOURCES)},
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    @property
    def words(self) -> str:
        return self.said.read_text(encoding="utf-8")

    def wait_for(self, words: str, times: int = 1) -> None:
        _wait(lambda: self.words.count(words) >= times, lambda: f"{words!r} x {times} in:\n{self.words}")

    def children(self) -> list[int]:
        """The process ids that were told, in order."""
        return [int(line.split("process ")[1].rstrip(").")) for line in self.words.splitlines() if "(process " in line]

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)


def _wait(until: Callable[[], bool], words: Callable[[], str] = lambda: "it did not happen") -> None:
    last = time.monotonic() + 30
    while not until():
        assert time.monotonic() < last, words()
        time.sleep(0.01)


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


Begin = Callable[..., Hub]


@pytest.fixture
def begin(open_folder: Path) -> Iterator[Begin]:
    begun: list[Hub] = []
    home = open_folder / f"hub-{time.monotonic_ns()}"

    def start(*codes: str, database: bool = False) -> Hub:
        if database and not home.exists():
            keep(home, quick=True).stop()  # made quickly; it then runs as durably as for people
        begun.append(Hub(home, codes, database))
        return begun[-1]

    yield start
    for hub in begun:
        if hub.process.poll() is None:
            hub.process.terminate()
            hub.process.wait(30)
    if (home / "postgres").exists():
        keep(home, quick=True).stop()


def _home(hub: Hub) -> Path:
    assert isinstance(hub.process.args, list)
    return Path(hub.process.args[3])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_all_children_last_started_first(begin: Begin, number: signal.Signals) -> None:
    hub = begin(LASTING, MULTIPLYING)
    hub.wait_for("started", 2)

    code = hub.end(number)

    assert code == 0
    stops = [line for line in hub.words.splitlines() if "top" in line]
    assert stops == ["Stopping child 2.", "Stopping child 1.", "All is stopped."]
    assert not any(_is_alive(pid) for pid in hub.children())


def test_a_child_that_dies_is_started_again_after_growing_pauses(begin: Begin) -> None:
    hub = begin("raise SystemExit(3)", LASTING)

    hub.wait_for("child 1 ended (exit code 3)", 5)

    pauses = [line.rsplit(" in ", 1)[1] for line in hub.words.splitlines() if "ended" in line]
    assert pauses[:5] == ["0.05 s.", "0.1 s.", "0.2 s.", "0.4 s.", "0.4 s."]
    assert hub.words.count("child 2 started") == 1


def test_a_killed_child_is_started_again_once_its_own_children_are_gone(begin: Begin) -> None:
    hub = begin(MULTIPLYING)
    hub.wait_for("started")
    first = hub.children()[0]
    _wait(lambda: len(_group(first)) == 2)
    members = _group(first)

    os.kill(first, signal.SIGKILL)
    hub.wait_for("child 1 started", 2)

    assert "child 1 ended (killed by signal 9)" in hub.words
    assert not any(_is_alive(pid) for pid in members)


def test_a_child_that_does_not_listen_is_killed_after_the_grace(begin: Begin, open_folder: Path) -> None:
    hub = begin(STUBBORN)
    _wait(lambda: any(open_folder.glob("hub-*/stubborn")))

    code = hub.end()

    assert code == 0
    assert not _is_alive(hub.children()[0])


def test_a_program_that_is_not_there_is_said_and_tried_again(begin: Begin, tmp_path: Path) -> None:

    said: list[str] = []

    def say(words: str) -> None:
        said.append(words)
        if len(said) == 4:
            os.kill(os.getpid(), signal.SIGTERM)

    supervise(tmp_path, [Child("web", ("/no/such",))], ServedDatabase("", "", ""), say=say, pauses=Pauses(0.01, 0.01))

    failed = "web could not be started: No such file or directory."
    assert said == [failed, "web ended; starting it again in 0.01 s."] * 2 + ["All is stopped."]
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def test_a_second_start_from_the_same_folder_is_refused_and_harms_nothing(begin: Begin) -> None:
    first = begin(LASTING)
    first.wait_for("started")

    second = begin(LASTING)

    assert second.process.wait(30) == 1
    assert "already runs from" in second.words
    assert _is_alive(first.children()[0])


def test_killed_alone_its_orphans_are_ended_by_the_next_start(begin: Begin) -> None:
    first = begin(LASTING, STUBBORN)
    first.wait_for("started", 2)
    first.end(signal.SIGKILL)
    orphans = first.children()
    assert all(_is_alive(pid) for pid in orphans)

    second = begin(LASTING, STUBBORN)
    second.wait_for("started", 2)

    assert "Ending what an earlier run left behind: child 1, child 2." in second.words
    assert not any(_is_alive(pid) for pid in orphans)


def test_everything_killed_it_comes_back_with_what_was_committed(begin: Begin) -> None:
    first = begin(LASTING, database=True)
    first.wait_for("started")
    kept = keep(_home(first))
    with psycopg.connect(kept.url(SUPERUSER, "postgres")) as session:
        session.execute("create table kept as select 1 as one")

    for pid in (first.process.pid, *first.children(), kept.pid()):
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
    first.process.wait(30)
    second = begin(LASTING, database=True)
    second.wait_for("started")

    with psycopg.connect(kept.url(SUPERUSER, "postgres")) as session:
        assert session.execute("select one from kept").fetchone() == (1,)
    assert second.end() == 0
    assert kept.pid() is None


def test_a_killed_database_is_brought_back_while_the_children_go_on(begin: Begin) -> None:
    hub = begin(LASTING, database=True)
    hub.wait_for("started")
    kept = keep(_home(hub))
    killed = kept.pid()
    assert killed is not None

    os.kill(killed, signal.SIGKILL)
    hub.wait_for("The database is back.")

    assert kept.pid() not in (None, killed)
    assert hub.words.count("child 1 started") == 1


def _group(leader: int) -> list[int]:
    """The living processes of a group."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[2]) == leader and fields[0] not in "ZX":
                found.append(int(entry.name))
    return found
