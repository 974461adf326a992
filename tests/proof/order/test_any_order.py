"""Extracts that come one to five times each, in any order: every row is one record, read and linked to the same people,
places and vehicles, to the byte. What the hub finds is another matter: a finding says what could be seen when, so it depends
on what had come by then (`tests/generative/journey/test_arrival.py`); a scan, which folds by the moments of recording, finds
the same in any order (`tests/generative/journey/test_law_of_time.py`).
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from tests.hub_database import fresh_database
from tests.proof.sizes import a_size
from tests.spec.hub.conftest import REPLAY, Hub
from tests.spec.hub.test_imports_work import Desk

FILES = sorted(REPLAY.glob("*.csv"))
ASKED = {
    "records": "select to_jsonb(r) - 'sequence' from record r",
    "mentions": "select to_jsonb(m) - 'entity' from mention m",
    "readings": "select to_jsonb(s) from marked_span s",
    "advice on wording": "select to_jsonb(w) from wording_advice w",
    "keys of the search": "select to_jsonb(k) from match_key k",
    "who is who": "select to_jsonb(array_agg(mention order by mention)) from mention group by entity",
}
"""What may not depend on the order. Two things do: a sequence counts what came, and somebody goes by the id of the mention
of them that came first."""
Digests = dict[str, tuple[int, str]]


def taken_in(folder: Path, order: Sequence[Path], *, but_for: int = 0) -> Digests:
    """What a hub holds after these files: of each table how many rows, and a digest of all their bytes. `but_for` leaves out
    so many rows at the end of every file.
    """
    with fresh_database() as database, database.connect() as connection:
        hub = Hub(database, connection, folder)
        desk = Desk(hub)
        for file in order:
            lines = file.read_bytes().splitlines(keepends=True)
            number = desk.upload(b"".join(lines[: len(lines) - but_for]), file.name)
            if desk.state(number) == "staged":
                desk.decide(number, "confirmed")
        told = {
            name: _digest([json.dumps(one, sort_keys=True) for (one,) in hub.rows(asked)]) for name, asked in ASKED.items()
        }
        for process in hub.processes:
            process.close()
    return told


def _digest(rows: list[str]) -> tuple[int, str]:
    return len(rows), hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()


@a_size(3, 300)
def test_files_that_come_again_and_in_any_order_give_the_same_state(
    tmp_path: Path, size: int, seed: int, note: Callable[..., None]
) -> None:
    chance, once = Random(seed), taken_in(tmp_path / "once", FILES)
    sent = 0
    for number in range(size):
        order = [file for file in FILES for _ in range(chance.randint(1, 5))]
        chance.shuffle(order)
        sent += len(order)
        assert taken_in(tmp_path / str(number), order) == once

    assert once["records"][0] == 22
    note(
        "Files in any order",
        tried=f"{size:,} times the replay's {len(FILES)} extracts, each sent one to five times, {sent:,} files in all, "
        "in an order by chance, with a real PostgreSQL",
        found=f"the same to the byte: {', '.join(ASKED)}",
        control="a row that is missing: found",
    )


def test_a_row_that_is_missing_would_be_found(tmp_path: Path) -> None:
    """The negative control."""
    assert taken_in(tmp_path / "less", FILES, but_for=1) != taken_in(tmp_path / "all", FILES)
