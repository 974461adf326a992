"""Keeps the hub's processes running: starts them, restarts what dies, and ends all of them, the database last.

Killed itself, with kill -9 and with or without its children, it needs no care: the next start ends whatever children were
left behind, which it knows by the locks that they still hold, and PostgreSQL recovers.
"""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from wholepicture.hub.keeper.databases import Database
from wholepicture.hub.keeper.locks import open_lock, take
from wholepicture.hub.keeper.refusals import AlreadyRunning, UnableToKeep

LOOKING = 1.0
"""Seconds between two looks at the database; a child's death is noticed at once."""
DATABASE_AGAIN = 5.0
"""Seconds at most between two tries to start the database: where its disk was full, somebody is waiting for it."""
GRACE = 15.0
"""Seconds that children have to end when asked, before they are killed."""


@dataclass(frozen=True, slots=True)
class Child:
    """A process to keep running. `environment` is added to our own and is never printed."""

    name: str
    argv: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Pauses:
    """Seconds to wait before a start after so many deaths in a row; a child that ran for `steady` begins anew."""

    first: float = 0.5
    longest: float = 30.0
    steady: float = 60.0

    def before(self, deaths: int) -> float:
        """The pause after the `deaths`-th death in a row: it doubles, up to the longest."""
        return float(min(self.longest, self.first * 2 ** min(deaths - 1, 30)))


def supervise(
    home: Path,
    children: Sequence[Child],
    database: Database,
    *,
    say: Callable[[str], None] | None = None,
    pauses: Pauses | None = None,
    grace: float = GRACE,
) -> None:
    """Run the children until SIGTERM, SIGINT or SIGHUP; then end them in the opposite order, and the database.

    `home` is where the locks are; `say` gets a sentence for each thing that is done (standard error by default). `grace` is
    in seconds. Only from the main thread. Raises AlreadyRunning where the hub already runs from `home`.
    """
    (home / "children").mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = open_lock(home / "hub.lock")
    try:
        if not take(lock):
            raise AlreadyRunning(f"the hub already runs from {home}; stop that one first (Ctrl-C where it was started)")
        speak = say or _say
        running = tuple(_Running(child, home / "children" / f"{child.name}.lock", speak) for child in children)
        _Supervisor(running, database, speak, pauses or Pauses(), grace).run()
    finally:
        os.close(lock)


@dataclass(slots=True)
class _Running:
    """One child's life. It and what it starts are a process group, whose leader holds a lock for as long as it lives."""

    child: Child
    path: Path
    say: Callable[[str], None]
    process: "subprocess.Popen[bytes] | None" = None
    deaths: int = 0
    begun: float = 0.0
    due: float = 0.0

    def start(self) -> None:
        self.begun, self.due = time.monotonic(), 0.0
        lock = open_lock(self.path)
        try:
            take(lock)
            os.ftruncate(lock, 0)
            self.process = subprocess.Popen(  # noqa: S603 - what the caller asked for
                self.child.argv,
                env={**os.environ, **self.child.environment},
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                pass_fds=(lock,),
            )
            os.pwrite(lock, str(self.process.pid).encode(), 0)
        except OSError as error:
            self.process = None
            self.say(f"{self.child.name} could not be started: {error.strerror}.")
        finally:
            os.close(lock)

    def left_behind(self) -> int | None:
        """The group of a child, or of what a dead child started, that is still alive; None where nothing is."""
        lock = open_lock(self.path)
        try:
            written = os.pread(lock, 20, 0)
            return None if take(lock) or not written.isdigit() else int(written)
        finally:
            os.close(lock)

    def signal(self, number: signal.Signals) -> None:
        group = self.left_behind()
        if group is not None:
            with suppress(ProcessLookupError):
                os.killpg(group, number)

    def has_ended(self) -> bool:
        """Whether the child and all that holds its lock are gone."""
        gone = self.process is None or self.process.poll() is not None
        return gone and self.left_behind() is None


@dataclass(slots=True)
class _Supervisor:
    running: tuple[_Running, ...]
    database: Database
    say: Callable[[str], None]
    pauses: Pauses
    grace: float
    asked: int = 0
    failures: int = 0
    look: float = 0.0

    def run(self) -> None:
        with self._signals() as wake:
            try:
                self._clear()
                for one in self.running:
                    self._start(one)
                while not self.asked:
                    self._wait(wake)
                    self._look_at_database()
                    for one in self.running:
                        self._look_at(one)
            finally:
                self._end_all()

    def _clear(self) -> None:
        left = [one for one in self.running if one.left_behind() is not None]
        if left:
            self.say(f"Ending what an earlier run left behind: {', '.join(one.child.name for one in left)}.")
            self._end(left)

    def _start(self, one: _Running) -> None:
        one.start()
        if one.process:
            self.say(f"{one.child.name} started (process {one.process.pid}).")

    def _look_at(self, one: _Running) -> None:
        if one.due:
            if time.monotonic() >= one.due:
                self._start(one)
            return
        if one.process and one.process.poll() is None:
            return
        if one.left_behind() is not None:  # its own children hold on to what the next one needs
            self._end([one])
        steady = time.monotonic() - one.begun >= self.pauses.steady
        one.deaths = 1 if steady else one.deaths + 1
        pause = self.pauses.before(one.deaths)
        one.due = time.monotonic() + pause
        self.say(f"{one.child.name} ended{_how(one.process)}; starting it again in {pause:g} s.")

    def _look_at_database(self) -> None:
        if time.monotonic() < self.look or self.database.running():
            return
        self.say("The database has ended; starting it again.")
        try:
            self.database.ensure()
        except UnableToKeep as refusal:
            self.failures += 1
            pause = min(DATABASE_AGAIN, self.pauses.before(self.failures))
            self.look = time.monotonic() + pause
            self.say(f"The database is not back: {refusal}. Trying again in {pause:g} s.")
        else:
            self.failures = 0
            self.say("The database is back.")

    def _end_all(self) -> None:
        for one in reversed(self.running):
            if not one.has_ended():
                self.say(f"Stopping {one.child.name}.")
                self._end([one])
        self.database.stop()
        self.say("All is stopped.")

    def _end(self, those: Sequence[_Running]) -> None:
        """Ask, wait for the grace or until a second signal, kill."""
        until = time.monotonic() + self.grace
        for one in those:
            one.signal(signal.SIGTERM)
        while not all(one.has_ended() for one in those):
            if time.monotonic() > until or self.asked > 1:
                for one in those:
                    one.signal(signal.SIGKILL)
            time.sleep(0.02)

    def _wait(self, wake: int) -> None:
        """Until a signal or a child's death, and no longer than until the next thing is due."""
        due = [one.due - time.monotonic() for one in self.running if one.due]
        select.select((wake,), (), (), max(0.0, min([LOOKING, *due])))
        with suppress(BlockingIOError):
            os.read(wake, 512)

    @contextmanager
    def _signals(self) -> Iterator[int]:
        """Note the signals that ask us to stop; any signal, and any child's death, ends a wait."""
        read, write = os.pipe()
        os.set_blocking(read, False)
        os.set_blocking(write, False)
        woken = signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        stops = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
        wanted = [number for number in stops if signal.getsignal(number) != signal.SIG_IGN]  # nohup ignores one
        former = {number: signal.signal(number, self._ask) for number in wanted}
        former[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, _notice)
        try:
            yield read
        finally:
            for number, one in former.items():
                signal.signal(number, one)
            signal.set_wakeup_fd(woken)
            os.close(read)
            os.close(write)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.asked += 1


def _notice(_number: int, _frame: FrameType | None) -> None:
    """The wake-up is all that is needed."""


def _how(process: "subprocess.Popen[bytes] | None") -> str:
    if process is None or process.returncode is None:
        return ""
    code = process.returncode
    return f" (killed by signal {-code})" if code < 0 else f" (exit code {code})"


def _say(words: str) -> None:
    with suppress(OSError):  # whoever read has gone; the work goes on
        print(words, file=sys.stderr, flush=True)  # noqa: T201 - it speaks to whoever typed ./run
