"""kill -9 of one process of `./run` after another, while people send: each dies and is started again by itself, and what was
acknowledged is one concern, read and linked.
"""

import os
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from threading import Thread

import pytest

from tests.hub.keeper.test_run_itself import Run, clone, free_port, own_concerns, python_for
from tests.proof.failure.writing import Writer, patiently, wait_until_linked
from tests.proof.sizes import a_size

pytestmark = pytest.mark.enable_socket
KINDS = {
    "web": b"gunicorn",
    "journey": b"hub\0journey",
    "imports": b"hub\0imports",
    "checkpoints": b"hub\0checkpoints",
    "database": b"postgres",
}
"""Whom death takes, and a word of their command line."""
FORMS = 8
BACK = 60
"""Seconds until everything is taken again."""


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    home = Path(mkdtemp(prefix="wp-killed-"))
    home.chmod(0o755)
    user = "root" if os.geteuid() == 0 else os.environ.get("USER", "nobody")
    clone(home, python_for(user))
    made = Run(home, user, free_port())
    try:
        made.start()
        yield made
    finally:
        made.kill()
        shutil.rmtree(home, ignore_errors=True)


def kill_one(run: Run, chance: Random) -> str:
    """One process of a kind by chance, of those that run now; which kind."""
    found: dict[str, list[int]] = {}
    for pid in run.processes():
        with suppress(OSError):
            words = Path(f"/proc/{pid}/cmdline").read_bytes()
            for kind, mark in KINDS.items():
                if mark in words:
                    found.setdefault(kind, []).append(pid)
    kind = chance.choice(sorted(found))
    with suppress(ProcessLookupError):
        os.kill(chance.choice(found[kind]), signal.SIGKILL)
    return kind


@a_size(6, 1_000)
def test_whoever_is_killed_comes_back_and_nothing_acknowledged_is_lost_or_doubled(
    run: Run, size: int, seed: int, note: Callable[..., None]
) -> None:
    chance, killed, longest = Random(seed), Counter[str](), 0.0
    with run.at("Robin Tarn") as officer:
        writer = Writer(officer, chance)
        earlier = own_concerns(officer)
        for _ in range(size):
            writer.open_forms(FORMS)
            sending = Thread(target=writer.send_all)
            sending.start()
            time.sleep(chance.random() * 0.3)
            killed[kill_one(run, chance)] += 1
            begun = time.monotonic()
            sending.join()
            while writer.waiting:
                assert time.monotonic() - begun < BACK, run.said[-3000:]
                writer.send_all()
            longest = max(longest, time.monotonic() - begun)
        patiently(officer, "/my-concerns/")
        listed = own_concerns(officer)
    with run.at("Priya Marlow") as practitioner:
        wait_until_linked(run, practitioner, writer)

    note(
        "Killed one after another",
        tried=f"{sum(killed.values()):,} times kill -9 under `./run` ("
        + ", ".join(f"{kind} {count:,}" for kind, count in sorted(killed.items()))
        + f") while {len(writer.promised):,} concerns were sent; "
        + ", ".join(f"{code} {count:,} times" for code, count in sorted(writer.told.items())),
        found=f"0 lost or doubled; all linked; all sent at most {longest:.1f} s after a death",
        control="a fresh key at each try, in the crash points of a submission: found",
    )
    assert writer.wrong == []
    assert sorted(listed) == sorted([*earlier, *writer.promised.values()]), "lost, doubled or made up"
    assert size < 50 or set(killed) == set(KINDS)
