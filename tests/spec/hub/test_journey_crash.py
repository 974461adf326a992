"""Killed at any moment the journey loses nothing and doubles nothing; another one takes over."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from tests.spec.hub.conftest import in_batches

from wholepicture.county import write_county
from wholepicture.hub.wiring import receiving

SOON = 30.0


@pytest.fixture(scope="session")
def county(tmp_path_factory):
    folder = tmp_path_factory.mktemp("county") / "extracts"
    write_county(folder, seed=3, children=1_200, years=2, networks=2, workers=1)
    return folder


@pytest.fixture
def start(hub, tmp_path) -> Iterator[Callable[[], "subprocess.Popen[str]"]]:
    """Starts a journey process as the command line does."""
    running: list[subprocess.Popen[str]] = []

    def run() -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-m", "wholepicture", "hub", "journey"],
            env={**hub.database.environment(), "WHOLEPICTURE_HOME": str(tmp_path / "home")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        running.append(process)
        return process

    yield run
    for process in running:
        process.kill()
        process.communicate()


def wait_until(question: Callable[[], bool]) -> None:
    until = time.monotonic() + SOON
    while not question():
        assert time.monotonic() < until
        time.sleep(0.002)


def says(process: "subprocess.Popen[str]", words: str) -> bool:
    """Whether the next lines of a process, as far as they come in time, hold these words."""
    out, until = process.stdout, time.monotonic() + SOON
    assert out
    while select.select([out], [], [], max(0.0, until - time.monotonic()))[0]:
        line = out.readline()
        if words in line or not line:
            return words in line
    return False


def applied(hub) -> int:
    return hub.rows("select applied_through from journey_state")[0][0]


def all_is_linked(hub) -> bool:
    return hub.rows("select applied_through = (select max(sequence) from fact) from journey_state") == [(True,)]


def test_killed_in_the_middle_of_a_batch_again_and_again(hub, start, county, replay_drafts):
    drafts = replay_drafts(county)
    for batch in in_batches(drafts, [100]):
        hub.ledger.append(batch, known_at=batch[-1].recorded_at)
    seen = [0]
    for _ in range(3):
        process = start()
        wait_until(lambda: applied(hub) > seen[-1])
        process.send_signal(signal.SIGKILL)
        process.wait()
        seen.append(applied(hub))
    assert seen[1] < len(drafts)  # it was killed on the way, not when all was done

    start()
    wait_until(lambda: all_is_linked(hub))

    [(records,)] = hub.rows("select count(*) from record")
    assert records == len(drafts)
    before = hub.projected()
    hub.journey().rebuild()
    assert hub.projected() == before


def test_told_to_stop_it_leaves_a_snapshot_and_the_next_begins_there(hub, start, replay_drafts):
    drafts = replay_drafts()
    hub.ledger.append(drafts, known_at=drafts[-1].recorded_at)
    process = start()
    wait_until(lambda: all_is_linked(hub))
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=SOON)

    assert process.returncode == 0
    assert "Snapshot at fact" in said
    assert says(start(), "Restored")


def test_a_second_journey_stands_by_and_takes_over(hub, start, replay_drafts):
    drafts = replay_drafts()
    first = start()
    hub.ledger.append(drafts[:5], known_at=drafts[4].recorded_at)
    wait_until(lambda: all_is_linked(hub))
    second = start()
    assert says(second, "stands by")
    os.kill(first.pid, signal.SIGKILL)
    hub.ledger.append(drafts[5:], known_at=drafts[-1].recorded_at)

    wait_until(lambda: all_is_linked(hub))

    assert second.poll() is None
    assert hub.rows("select count(*) from record") == [(len(drafts),)]


def test_what_a_crash_left_in_the_inbox_is_taken_up_by_the_journey(hub, start):
    with pytest.MonkeyPatch.context() as power:
        power.setattr(receiving, "interpret", lambda *_, **__: None)  # the process is gone after the receipt's commit
        hub.write("A car waited at the gate.")

    start()

    wait_until(lambda: hub.rows("select reference from record") == [("WP-26-000001",)])
