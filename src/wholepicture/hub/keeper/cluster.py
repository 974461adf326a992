"""One PostgreSQL server of our own: made, started, found running, recovered, stopped.

Nothing listens on the network: the only way in is a socket in a folder that nobody but the server's account (and root) can
enter, so whoever can enter it is trusted. Sound for training, a pilot and tests on one machine; production names a real
server in DATABASE_URL.
"""

import os
import shlex
import shutil
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from wholepicture.hub.keeper.accounts import Account, account_for, give, run_as
from wholepicture.hub.keeper.binaries import Binaries, bring_within_reach, choose, locate
from wholepicture.hub.keeper.locks import alone
from wholepicture.hub.keeper.places import MARK, PORT, STATE, Places, lay_out, own_folder, socket_in
from wholepicture.hub.keeper.processes import command_line, marked
from wholepicture.hub.keeper.refusals import UnableToStart

SUPERUSER = "postgres"
"""The cluster's first role. Only the keeper uses it."""
PATIENCE = 600.0
"""Seconds that a start may take: after a crash PostgreSQL first reads its log again, and that can be long."""
ANSWERING = 30.0
"""Seconds that a server may take to answer once it says that it is ready."""
MAKING = "making-"
"""How the folder begins in which a cluster is made, which becomes the cluster in one step: half of one is never taken for
whole. A name of its own each time, for an initdb whose caller was killed may still be writing to its own."""
LEAVING = 30.0
"""Seconds that the processes of a killed server have to see that it is gone."""

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": str(PORT),
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "jit": "off",
    # What a person wrote stands in statements and in the detail of errors: neither goes to the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
}
_DURABLE = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "logging_collector": "on",
    "log_filename": "postgres-%a.log",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
}
_QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "autovacuum": "off",
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """A server that `keep` found or started. It outlives whoever holds this; `stop` ends it for everybody."""

    home: Path
    places: Places
    binaries: Binaries
    account: Account
    quick: bool = False

    @property
    def major(self) -> int:
        """PostgreSQL's major version."""
        return self.binaries.major

    def url(self, role: str, database: str) -> str:
        """The address, as libpq and psycopg take it, of `database` as `role` over the private socket."""
        host = quote(str(self._socket_folder()), safe="")
        return f"postgresql://{quote(role, safe='')}@/{quote(database, safe='')}?host={host}&port={PORT}"

    def pid(self) -> int | None:
        """The process id of the running server; None where none runs."""
        pid = _noted_pid(self.places)
        return pid if pid is not None and self.places.mark in command_line(pid) else None

    def stop(self) -> None:
        """End the server and wait for it; sessions are cut, what was committed is kept. No error where none runs."""
        with alone(self.home / "keeper.lock"):
            if self.pid() is None:
                return
            told = self._control("stop", "-m", "fast", "-w", "-t", "120")
            if told.returncode and self.pid() is not None:
                raise UnableToStart(f"PostgreSQL did not stop: {told.stderr.strip() or told.stdout.strip()}")

    def _control(self, *order: str) -> "subprocess.CompletedProcess[str]":
        # pg_ctl hands paths to a shell between double quotes: names without a folder cannot break out of those.
        program = self.binaries.program("pg_ctl")
        return run_as(self.account, (program, "-D", self.places.cluster.name, *order), self.places.folder)

    def _socket_folder(self) -> Path:
        # A server that somebody else started may have its socket elsewhere: TMPDIR differs between sessions.
        noted = _noted(self.places)
        return Path(noted[4]) if len(noted) > 4 and noted[4] else self.places.sockets

    def _recovers(self) -> bool:
        noted = _noted(self.places)
        return len(noted) < 8 or noted[7].strip() == "starting"

    def _start(self) -> None:
        """Start it if it does not run, and wait until it answers. Only for `keep`, which holds the lock."""
        self._await_leaving()
        if self.pid() is None:
            _drop_stale_notes(self.places)
            options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in self._settings().items())
            self.places.first_words.unlink(missing_ok=True)
            log = self.places.first_words.name
            told = self._control("start", "-w", "-t", f"{PATIENCE:.0f}", "-l", log, "-o", options)
            if told.returncode:
                raise UnableToStart(
                    f"PostgreSQL {self.major} did not start: {_last_words(self.places) or told.stderr.strip()}"
                )
        self._await_answer()

    def _await_leaving(self) -> None:
        """Wait while a killed server's processes go, or while a start that somebody ordered and did not see out comes up."""
        until = time.monotonic() + LEAVING
        while self.pid() is None and (left := marked(self.places.mark)):
            if time.monotonic() > until:
                raise UnableToStart(f"processes of a server that was killed are still there: {sorted(left)}")
            time.sleep(0.02)

    def _settings(self) -> dict[str, str]:
        quoted = str(self.places.sockets).replace('"', '""')
        return {
            **_SETTINGS,
            **(_QUICK if self.quick else {**_DURABLE, "log_directory": str(self.places.logs)}),
            "unix_socket_directories": f'"{quoted}"',
            "cluster_name": self.places.mark,
        }

    def _await_answer(self) -> None:
        until = time.monotonic() + ANSWERING
        while True:
            try:
                psycopg.connect(self.url(SUPERUSER, "postgres"), connect_timeout=10).close()
            except psycopg.OperationalError as error:
                if self._recovers():
                    until = time.monotonic() + ANSWERING
                if self.pid() is None or time.monotonic() > until:
                    raise UnableToStart(f"PostgreSQL started and does not answer: {str(error).strip()}") from None
                time.sleep(0.05)
            else:
                return


def keep(home: Path, *, quick: bool = False, state: Path = STATE, found: tuple[Binaries, ...] | None = None) -> Cluster:
    """The running server whose files are in `home`: made, started or recovered as needed.

    Any number of processes may call it at once and again; all get the same server. `quick` is for tests: it gives up
    durability. `state` is where root puts what the server's account could not reach otherwise; `found` is what `locate`
    says. Raises a kind of UnableToKeep.
    """
    home = home.absolute()
    # Others may pass through it to the server's own folder, and not look round.
    home.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
    with alone(home / "keeper.lock"):
        account = account_for(own_folder(home))
        places = lay_out(home, account, state)
        chosen = choose(locate() if found is None else found, places.stored_major())
        cluster = Cluster(home, places, bring_within_reach(chosen, account, state), account, quick)
        if places.stored_major() is None:
            _create(cluster)
        cluster._start()
    return cluster


def _create(cluster: Cluster) -> None:
    places, words = cluster.places, ""
    for locale in ("C.UTF-8", "C"):
        for left in places.folder.glob(f"{MAKING}*"):
            shutil.rmtree(left, ignore_errors=True)
        making = Path(tempfile.mkdtemp(prefix=MAKING, dir=places.folder))
        give(cluster.account, making)
        initdb = cluster.binaries.program("initdb")
        order = (initdb, "-D", making, "-U", SUPERUSER, "-E", "UTF8", f"--locale={locale}", "--data-checksums")
        quick = ("--no-sync", "--wal-segsize=1") if cluster.quick else ()
        told = run_as(cluster.account, (*order, "--auth-local=trust", "--auth-host=reject", *quick))
        if told.returncode == 0:
            making.rename(places.cluster)
            _sync(places.folder)
            return
        words = told.stderr.strip()
    raise UnableToStart(f"PostgreSQL could not make a new database in {places.folder}: {words}")


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _noted(places: Places) -> list[str]:
    """The lines of the server's own note: process id, folder, time, port, socket folder…"""
    with suppress(OSError):
        return (places.cluster / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
    return []


def _noted_pid(places: Places) -> int | None:
    noted = _noted(places)
    return int(noted[0]) if noted and noted[0].strip().isdigit() else None


def _drop_stale_notes(places: Places) -> None:
    """Remove a killed server's notes where its process id is now another program's, which PostgreSQL would take for it.

    Only when that process is certainly none of ours. Where the id is free PostgreSQL sees to the notes itself.
    """
    for note in (places.cluster / "postmaster.pid", socket_in(places.sockets).with_suffix(f".{PORT}.lock")):
        with suppress(OSError):
            pid = note.read_text(encoding="utf-8", errors="replace").partition("\n")[0].strip()
            if pid.isdigit() and _is_taken(int(pid)) and _is_another(command_line(int(pid))):
                note.unlink()


def _is_another(line: str) -> bool:
    """Whether this is the command line of no PostgreSQL, or of one that another keeper keeps."""
    return "postgres" not in line or MARK in line


def _is_taken(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _last_words(places: Places) -> str:
    with suppress(OSError):
        lines = places.first_words.read_text(encoding="utf-8", errors="replace").splitlines()
        return " / ".join(line.strip() for line in lines[-6:] if line.strip())
    return ""
