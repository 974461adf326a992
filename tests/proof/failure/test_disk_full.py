"""A disk that is full, one volume at a time, under `./run`: what is acknowledged is kept once, what cannot be kept stays
with its writer, and when there is room again nobody has to lend a hand.
"""

import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from random import Random
from tempfile import mkdtemp

import httpx
import psycopg
import pytest

from tests.hub.keeper.test_run_itself import (
    CANARY,
    Run,
    clone,
    free_port,
    hidden_of,
    own_concerns,
    python_for,
)
from tests.proof.failure.volumes import Volume, moved_to_a_volume
from tests.proof.failure.writing import Writer, wait_until_linked
from tests.proof.sizes import a_size
from wholepicture.hub.keeper.cluster import SUPERUSER, keep

pytestmark = pytest.mark.enable_socket
SIZES = {"data": 500, "wal": 400, "logs": 20, "home": 60, "uploads": 20}
"""The volumes, and their megabytes."""
FORMS = 6
"""So many concerns are sent while a volume is full."""
ROOM_AGAIN = 30
"""Seconds that may pass from when there is room again until a concern is taken."""


def upload(client: httpx.Client, form: dict[str, str] | None = None) -> bool:
    """Send a file too big to be held in memory, by a form that is open or a new one; whether it was promised to be kept."""
    form = form or hidden_of(client.get("/imports/upload/").text)
    rows = "".join(f"L{number},2026-01-01 10:00,{'words ' * 30}\n" for number in range(20_000))
    files = {"files": ("log.csv", b"Log ID,When,Words\n" + rows.encode(), "text/csv")}
    answer = client.post("/imports/upload/", data=form, files=files, timeout=60)
    assert answer.status_code in (302, 500, 503), answer.text[:500]
    return answer.status_code == 302


@pytest.fixture(scope="module")
def hub() -> Iterator[tuple[Run, dict[str, Volume]]]:
    """`./run`, each of its volumes small."""
    home = Path(mkdtemp(prefix="wp-full-"))
    home.chmod(0o755)
    clone(home, python_for("root"))
    (home / "uploads").mkdir(mode=0o777)
    run = Run(home, "root", free_port(), environment={"TMPDIR": str(home / "uploads")})
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, home, ignore_errors=True)
        stack.callback(run.kill)
        run.start()
        run.end()
        folders = {
            "data": "hub/postgres",
            "wal": "hub/postgres/cluster/pg_wal",
            "logs": "hub/postgres/logs",
            "home": "hub",
            "uploads": "uploads",
        }
        (home / "volumes").mkdir()
        volumes = {
            name: stack.enter_context(moved_to_a_volume(home / folder, home / "volumes" / name, SIZES[name]))
            for name, folder in folders.items()
        }
        stack.callback(run.kill)  # before the volumes go
        (home / "said.txt").unlink()
        (home / "said.txt").symlink_to(home / "volumes/logs/said.txt")
        run.start()
        yield run, volumes


@pytest.mark.parametrize("volume", SIZES)
@a_size(1, 20)
def test_what_cannot_be_kept_stays_with_its_writer_and_what_is_promised_is_kept_once(
    hub: tuple[Run, dict[str, Volume]], volume: str, size: int, seed: int, note: Callable[..., None]
) -> None:
    run, volumes = hub
    with run.at("Robin Tarn") as officer, run.at("Priya Marlow") as practitioner:
        writer, longest, uploads = Writer(officer, Random(seed)), 0.0, Counter[bool]()
        earlier = own_concerns(officer)
        for _ in range(size):
            # Given open forms, and a volume without room
            writer.open_forms(FORMS)
            if volume == "uploads":
                assert upload(practitioner)  # where files go is decided when the first one comes
            form = hidden_of(practitioner.get("/imports/upload/").text)
            volumes[volume].fill()
            _use_up(run, volume)
            # When they are sent
            writer.send_all()
            if volume == "uploads":
                uploads[upload(practitioner, form)] += 1
            if volume == "home":
                wait_until_linked(run, practitioner, writer)
            # And there is room again
            volumes[volume].free()
            begun = time.monotonic()
            while writer.waiting:
                assert time.monotonic() - begun < ROOM_AGAIN * 2, run.said[-3000:]
                writer.send_all()
            longest = max(longest, time.monotonic() - begun)
        listed = own_concerns(officer)
        wait_until_linked(run, practitioner, writer)

    note(
        f"Disk full: {volume}",
        tried=f"{size} times full under `./run`, {len(writer.promised):,} concerns sent meanwhile; answered with "
        + ", ".join(f"{code} {number:,} times" for code, number in sorted(writer.told.items())),
        found=f"0 lost, doubled or promised in vain; {len(writer.wrong)} answers without the writer's words; "
        f"all taken at most {longest:.1f} s after there was room",
        control="a full volume refuses: see data and wal",
    )
    assert writer.wrong == writer.unanswered == []
    assert sorted(listed) == sorted([*earlier, *writer.promised.values()]), "lost, doubled or made up"
    assert longest < ROOM_AGAIN
    assert [name for name, words in run.logs().items() if CANARY.split()[1] in words] == []
    if volume in ("data", "wal"):  # the negative control: it was full
        assert writer.told["503"] > 0
    if volume == "wal":
        assert any("PANIC" in words for words in run.logs().values()), "the server itself was to go"
    if volume == "uploads":
        assert uploads == {False: size}


def _use_up(run: Run, volume: str) -> None:
    """Let the server write on until there is no room for its log, which it does not survive."""
    if volume != "wal":
        return
    with psycopg.connect(keep(run.home / "hub").url(SUPERUSER, "postgres"), autocommit=True) as server:
        while not server.broken:
            with suppress(psycopg.Error):
                server.execute("create temporary table waste (); select pg_switch_wal(); drop table waste")
