"""Records in whatever order they arrive: nothing is back-dated, and in the order of recording it is the fold itself."""

import csv
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wholepicture.county import write_county
from wholepicture.engines.columnar.arrivals import Reception, extracts_in, receive
from wholepicture.engines.columnar.understanding import Understanding, Understood
from wholepicture.engines.progress import Silence
from wholepicture.intake import load_profiles
from wholepicture.journey.fold import Journey
from wholepicture.ledger.memory import MemoryLedger
from wholepicture.linkage import Linker, load_model
from wholepicture.patterns import Register
from wholepicture.vocabulary.findings import Finding
from wholepicture.vocabulary.readings import Reading
from wholepicture.vocabulary.records import Record

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
Understandable = tuple[tuple[Record, Reading], ...]
OFTEN = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@lru_cache
def understood() -> Understandable:
    """A small county with some rows amended, in the order of recording."""
    chance = Random(5)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "county"
        write_county(folder, seed=23, children=400, years=1, networks=2)
        for path in folder.glob("*.csv"):
            with path.open(encoding="utf-8", newline="") as file:
                header, *rows = csv.reader(file)
            again = [[*row[:-1], f"{row[-1]} Closed"] for row in rows if chance.random() < 0.04]
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows((header, *rows, *again))
        ledger = MemoryLedger(lambda: bytes(16))
        how = Reception(profiles=load_profiles(), key=b"k", received_at=NOW, author="test")
        arrived = receive(extracts_in(folder), ledger, how, Silence())
    understanding = Understanding(profiles=load_profiles(), key=b"k", made_at=arrived.made_at)
    with Understood(understanding, expected=0) as reading:
        return tuple(reading.understand(ledger.received()))


def journey() -> Journey:
    return Journey(linker=Linker(load_model()), register=Register())


def stirred(chance: Random) -> Understandable:
    """Most records in the order of recording, some late by anything up to half a year."""
    late = [
        (record.recorded_at + timedelta(days=chance.choice([0, 0, 0, 1, 30, 180])), n)
        for n, (record, _) in enumerate(understood())
    ]
    return tuple(understood()[n] for _, n in sorted(late))


def test_records_that_arrive_in_the_order_of_recording_give_what_the_fold_gives() -> None:
    folded, arrived = journey(), journey()

    steps = [folded.take(record, reading) for record, reading in understood()]
    others = [arrived.arrive(record, reading, known_at=NOW) for record, reading in understood()]

    assert steps == others
    assert any(step.amends for step in steps)
    assert folded.findings() == arrived.findings() != ()
    assert folded.changed() == arrived.changed()


@OFTEN
@given(st.integers(0, 2**32), st.floats(0.1, 0.9))
def test_what_holds_depends_on_what_has_arrived_and_on_nothing_that_comes_after(seed: int, share: float) -> None:
    sequence = stirred(Random(seed))
    prefix = sequence[: int(share * len(sequence))]
    whole, part = journey(), journey()

    for at, (record, reading) in enumerate(sequence):
        whole.arrive(record, reading, known_at=NOW)
        if at + 1 == len(prefix):
            then = whole.findings()
    for record, reading in prefix:
        part.arrive(record, reading, known_at=NOW)

    assert part.findings() == then
    for was, now in zip(then, whole.findings(), strict=False):
        assert replace(now, history=now.history[: len(was.history)], withdrawn_at=None, withdrawn_because="") == replace(
            was, withdrawn_at=None, withdrawn_because=""
        )


@OFTEN
@given(st.integers(0, 2**32))
def test_nothing_surfaces_grows_or_is_withdrawn_before_the_latest_moment_at_the_time(seed: int) -> None:
    told = journey()

    for record, reading in stirred(Random(seed)):
        before = told.moment
        step = told.arrive(record, reading, known_at=NOW)
        assert step.at == max(before, record.recorded_at) == told.moment
        for change in told.changed().findings:
            finding = change.finding
            assert not change.surfaced or before <= finding.surfaced_at <= told.moment
            assert not change.withdrawn or before <= (finding.withdrawn_at or before) <= told.moment
            assert all(before <= line.at <= told.moment for line in finding.history[len(finding.history) - change.grown :])


@OFTEN
@given(st.integers(0, 2**32))
def test_what_is_handed_over_step_by_step_adds_up_to_everything_that_is_known(seed: int) -> None:
    told = journey()
    kept: dict[str, Finding] = {}
    lines: dict[str, int] = {}
    merged = []

    for record, reading in stirred(Random(seed)):
        told.arrive(record, reading, known_at=NOW)
        changed = told.changed()
        merged += changed.merged
        for change in changed.findings:
            assert change.surfaced is (change.finding.id not in kept)
            assert change.grown == len(change.finding.history) - lines.get(change.finding.id, 0)
            kept[change.finding.id], lines[change.finding.id] = change.finding, len(change.finding.history)

    assert tuple(kept.values()) == told.findings()
    assert merged == told.aliases
    assert not told.changed()


def test_a_record_that_claims_to_come_from_the_future_is_known_from_when_it_was_committed() -> None:
    told = journey()
    record, reading = understood()[0]
    committed = record.recorded_at + timedelta(hours=1)

    step = told.arrive(replace(record, recorded_at=datetime(2190, 1, 1, tzinfo=UTC)), reading, known_at=committed)

    assert step.at == told.moment == committed


def test_an_older_version_that_arrives_late_takes_nobodys_place() -> None:
    told = journey()
    record, reading = next((r, reading) for r, reading in understood() if r.mentions)
    older = replace(record, id="older", recorded_at=record.recorded_at - timedelta(days=3), mentions=())  # type: ignore[arg-type]
    told.arrive(record, reading, known_at=NOW)

    step = told.arrive(older, replace(reading, record=older.id, named=()), known_at=NOW)

    assert (step.amends, step.superseded_by, step.sighting) == (None, record.id, None)
    assert told.picture.holds(record.id)
