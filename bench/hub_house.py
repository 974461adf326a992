"""A whole hub of its own in a temporary folder, for measuring: started and stopped as `./run` does."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg

from wholepicture.hub.keeper.cluster import keep
from wholepicture.hub.keeper.roles import APP, DATABASE, JOURNEY

ROOT = Path(__file__).resolve().parent.parent
CHILDREN_A_RECORD = 1.27
PATIENCE = 4 * 3600.0


class House:
    """A running hub: supervisor, journey and pages in processes of their own, durable PostgreSQL."""

    def __init__(self, home: Path, port: int) -> None:
        self.home = home
        self.address = f"http://127.0.0.1:{port}"
        self._port = port
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What every process of this hub is told."""
        cluster = keep(self.home)
        return {
            **os.environ,
            "WHOLEPICTURE_HOME": str(self.home),
            "WHOLEPICTURE_TRAINING": "yes",
            "DATABASE_URL": "",
            "WHOLEPICTURE_APP_URL": cluster.url(APP, DATABASE),
            "WHOLEPICTURE_JOURNEY_URL": cluster.url(JOURNEY, DATABASE),
            "DJANGO_SETTINGS_MODULE": "wholepicture.hub.settings",
            "PYTHONPATH": str(ROOT / "src"),
        }

    def start(self, records: int) -> tuple[float, float, float]:
        """Start with a county of about so many records: seconds to make and keep it, seconds to take it, facts a second."""
        began = time.monotonic()
        given = {
            **os.environ,
            "WHOLEPICTURE_HOME": str(self.home),
            "DATABASE_URL": "",
            "WHOLEPICTURE_TRAINING": "yes",
            "PYTHONPATH": str(ROOT / "src"),
        }
        argv = [*(sys.executable, "-m", "wholepicture", "hub", "start"), "--port", str(self._port)]
        with (self.home / "words.log").open("ab") as words:
            self._process = subprocess.Popen(
                [*argv, "--children", str(int(records * CHILDREN_A_RECORD))],
                env=given,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                start_new_session=True,
            )
        self._await_pages()
        kept = time.monotonic()
        with self.connection() as session:
            await_taken(session)
            facts = count(session, "select max(sequence) from fact")
        took = time.monotonic() - kept
        return kept - began, took, facts / took

    def _await_pages(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self._process is None or self._process.poll() is not None:
                raise SystemExit((self.home / "words.log").read_text()[-2000:])
            try:
                if httpx.get(f"{self.address}/sign-in/login/", timeout=10).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.2)
        raise SystemExit("the pages did not come")

    def stop(self) -> None:
        """End it and everything that it started."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(120)
        keep(self.home).stop()

    @contextmanager
    def connection(self) -> Iterator["psycopg.Connection[Any]"]:
        """A connection that commits by itself, as the journey's role."""
        with psycopg.connect(keep(self.home).url(JOURNEY, DATABASE), autocommit=True) as session:
            yield session

    def journey(self) -> int:
        """The process id of the journey."""
        return int((self.home / "children" / "journey.lock").read_text() or 0)

    def snapshot(self) -> int:
        """Bytes of the journey's snapshot; 0 where there is none."""
        file = self.home / "journey" / "journey.snapshot"
        return file.stat().st_size if file.is_file() else 0

    def last_words(self, pattern: str) -> str:
        """The last line of the log that fits a pattern."""
        found = [line for line in (self.home / "words.log").read_text().splitlines() if re.search(pattern, line)]
        return found[-1] if found else ""


@contextmanager
def house(records: int) -> Iterator[tuple[House, tuple[float, float, float]]]:
    """A hub with a county of about so many records, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        one = House(Path(folder), port)
        try:
            yield one, one.start(records)
        finally:
            one.stop()


def count(session: "psycopg.Connection[Any]", sql: str, *given: object) -> int:
    """The one number that a query gives."""
    row = session.execute(sql, given).fetchone()
    return int(row[0] or 0) if row else 0


def await_taken(session: "psycopg.Connection[Any]", through: int | None = None, patience: float = PATIENCE) -> None:
    """Wait until the journey has taken all facts, or those up to a sequence."""
    wanted = through or count(session, "select max(sequence) from fact")
    until = time.monotonic() + patience
    while count(session, "select applied_through from journey_state") < wanted:
        if time.monotonic() > until:
            raise SystemExit("the journey does not come to the end")
        time.sleep(0.1)


def memory(pid: int) -> tuple[int, int]:
    """Megabytes that a process holds now, and its peak."""
    said = Path(f"/proc/{pid}/status").read_text()
    now, peak = (int(m[1]) // 1024 if (m := re.search(rf"{name}:\s+(\d+)", said)) else 0 for name in ("VmRSS", "VmHWM"))
    return now, peak


def load() -> str:
    """The load average of the last minute."""
    return f"{os.getloadavg()[0]:.1f}"
