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


def kill_one(run: Run, kind: str, chance: Random) -> bool:
    """One process of that kind, whichever; whether one was there."""
    found = []
    for pid in run.processes():
        with suppress(OSError):
            if KINDS[kind] in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.append(pid)
    if not found:
        return False
    with suppress(ProcessLookupError):
        os.kill(chance.choice(found), signal.SIGKILL)
    return True


@a_size(6, 1_000)
def test_whoever_is_killed_comes_back_and_nothing_acknowledged_is_lost_or_doubled(
    run: Run, size: int, seed: int, note: Callable[..., None]
) -> None:
    chance, killed, longest = Random(seed), Counter[str](), 0.0
    with run.at("Robin Tarn") as officer, run.at("Priya Marlow") as practitioner:
        writer = Writer(officer, chance)
        earlier = own_concerns(officer)
        for number in range(size):
            writer.open_forms(FORMS)
            kind = list(KINDS)[number % len(KINDS)]
            sending = Thread(target=writer.send_all)
            sending.start()
            time.sleep(chance.random() * 0.3)
            killed[kind] += kill_one(run, kind, chance)
            begun = time.monotonic()
            sending.join()
            while writer.waiting:
                assert time.monotonic() - begun < BACK, run.said[-3000:]
                writer.send_all()
            longest = max(longest, time.monotonic() - begun)
        patiently(officer, "/my-concerns/")
        listed = own_concerns(officer)
        wait_until_linked(run, practitioner, writer)

    note(
        "Killed one after another",
        tried=f"{sum(killed.values()):,} times kill -9 under `./run` ("
        + ", ".join(f"{kind} {count:,}" for kind, count in killed.items())
        + f") while {len(writer.promised):,} concerns were sent; "
        + ", ".join(f"{code} {count:,} times" for code, count in sorted(writer.told.items())),
        found=f"0 lost or doubled; all linked; all sent at most {longest:.1f} s after a death",
        control="a fresh key at each try, in the crash points of a submission: found",
    )
    assert writer.wrong == []
    assert sorted(listed) == sorted([*earlier, *writer.promised.values()]), "lost, doubled or made up"
    assert sum(killed.values()) > size * 0.8
