"""How long a journey takes to be put away and taken up again: `python bench/snapshot.py FOLDER [put|take|beside] FILE`.

`put` scans a folder and writes the snapshot; `take` loads it in a fresh process and says the peak of memory; `beside` loads
it and writes another one beside the journey's work: how long the journey stood still, and how long until it was there.
"""

import gc
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from wholepicture.engines.columnar.scan import Order, scan
from wholepicture.engines.progress import Silence
from wholepicture.hub.wiring.journey_snapshots import Mark, Snapshots
from wholepicture.intake import load_profiles
from wholepicture.journey.snapshot import dump_journey, load_journey


def peak() -> str:
    return f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"


def put(folder: Path, file: Path) -> None:
    order = Order(
        folder=folder,
        purpose="measuring",
        author="bench",
        now=datetime(2026, 11, 25, tzinfo=UTC),
        salts=lambda: bytes(16),
        key=b"bench",
        profiles=load_profiles(),
    )
    with duckdb.connect() as database:
        scanned = scan(order, database, Silence())
    gc.disable()
    before, wall, cpu = peak(), time.perf_counter(), time.process_time()
    snapshot = dump_journey(scanned.journey, versions="bench", at=scanned.records)
    print(
        f"{scanned.records} records: dumped in {time.perf_counter() - wall:.1f} s "
        f"({time.process_time() - cpu:.1f} s of CPU), {len(snapshot) / 1e6:.0f} MB, before: {before}, after: {peak()}"
    )
    file.write_bytes(snapshot)


def take(file: Path) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    _, at = load_journey(file.read_bytes(), versions="bench")
    print(f"{at} records: loaded in {time.perf_counter() - wall:.1f} s ({time.process_time() - cpu:.1f} s of CPU), {peak()}")


def beside(file: Path) -> None:
    journey, at = load_journey(file.read_bytes(), versions="bench")
    gc.freeze()
    with TemporaryDirectory() as folder:
        snapshots = Snapshots(Path(folder), print)
        wall = time.perf_counter()
        snapshots.save_now_and_then(at, lambda: Mark(through=at, last_fact="", versions={}), journey)
        stood = time.perf_counter() - wall
        snapshots.look(wait=True)
        print(f"{at} records: stood still for {stood * 1000:.0f} ms, there after {time.perf_counter() - wall:.1f} s")


if __name__ == "__main__":
    if sys.argv[2] == "put":
        put(Path(sys.argv[1]), Path(sys.argv[3]))
    elif sys.argv[2] == "beside":
        beside(Path(sys.argv[3]))
    else:
        take(Path(sys.argv[3]))
