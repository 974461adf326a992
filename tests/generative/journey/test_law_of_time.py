"""The law of time: what becomes known later never changes what was known."""

import csv
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wholepicture.county import write_county
from wholepicture.engines.columnar.derived import finding_line
from wholepicture.engines.columnar.scan import Order, scan
from wholepicture.engines.progress import Silence
from wholepicture.intake import Profile, load_profiles
from wholepicture.vocabulary.findings import Finding

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
NARRATIVES = ("Circumstances", "Summary", "Details", "Incident", "note", "Contact Details", "What happened")
PROFILES: tuple[Profile, ...] = tuple(load_profiles())


@dataclass(frozen=True)
class Extract:
    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def county(children: int, seed: int) -> tuple[Extract, ...]:
    with tempfile.TemporaryDirectory() as folder:
        write_county(Path(folder) / "county", seed=seed, children=children, years=1, networks=2)
        extracts = []
        for path in sorted((Path(folder) / "county").glob("*.csv")):
            with path.open(encoding="utf-8", newline="") as file:
                header, *rows = csv.reader(file)
            extracts.append(Extract(path.stem, tuple(header), tuple(map(tuple, rows))))
        return tuple(extracts)


COUNTY = county(600, seed=11)


def resend(extract: Extract, chance: Random) -> tuple[Extract, Extract]:
    """The extract in two files, cut anywhere, with some rows sent again as they were and some amended."""
    column = next(extract.header.index(name) for name in NARRATIVES if name in extract.header)
    first, second = [], []
    for row in extract.rows:
        (first if chance.random() < 0.7 else second).append(row)
        if chance.random() < 0.05:
            second.append(row)
        if chance.random() < 0.05:
            amended = list(row)
            amended[column] = chance.choice(["Recorded in error.", row[column] + " A girl of about 14 was in the car."])
            second.append(tuple(amended))
    chance.shuffle(first)
    chance.shuffle(second)
    return replace(extract, rows=tuple(first)), replace(extract, name=f"{extract.name}_late", rows=tuple(second))


def findings_of(extracts: Sequence[Extract], as_of: datetime | None, engine: str = "columnar") -> tuple[Finding, ...]:
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as database:
        for extract in extracts:
            with (Path(folder) / f"{extract.name}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows((extract.header, *extract.rows))
        order = Order(
            folder=Path(folder),
            purpose="a test",
            author="test",
            now=NOW,
            salts=lambda: bytes(16),
            key=b"test",
            profiles=PROFILES,
            as_of=as_of,
            engine=engine,
        )
        return scan(order, database, Silence()).journey.findings()


def as_at(findings: Sequence[Finding], moment: datetime) -> list[dict[str, Any]]:
    """The findings as a page of that moment would have shown them."""
    shown = []
    for finding in findings:
        if finding.surfaced_at <= moment:
            withdrawn = finding.withdrawn_at is not None and finding.withdrawn_at <= moment
            history = tuple(g for g in finding.history if g.at <= moment)
            then = replace(finding, history=history)
            if not withdrawn:
                then = replace(then, withdrawn_at=None, withdrawn_because="")
            shown.append(finding_line(then))
    return shown


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(chance=st.integers(0, 2**32), share=st.floats(0.2, 0.95))
def test_a_scan_as_of_a_moment_gives_what_had_surfaced_by_then_in_the_same_words(chance: int, share: float) -> None:
    random = Random(chance)
    sent = [file for extract in COUNTY for file in resend(extract, random)]

    everything = findings_of(sent, None)
    moments = sorted(f.surfaced_at for f in everything) + sorted(g.at for f in everything for g in f.history)
    moment = sorted(moments)[int(share * (len(moments) - 1))]
    then = findings_of(sent, moment)

    assert everything
    assert [finding_line(f) for f in then] == as_at(everything, moment)


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(chance=st.integers(0, 2**32))
def test_how_rows_are_spread_over_files_and_in_what_order_they_come_changes_nothing(chance: int) -> None:
    random = Random(chance)
    sent = [file for extract in COUNTY for file in resend(extract, random)]
    together = [
        replace(
            extract, rows=tuple(sorted({row for file in sent if file.name.startswith(extract.name) for row in file.rows}))
        )
        for extract in COUNTY
    ]

    assert list(map(finding_line, findings_of(sent, None))) == list(map(finding_line, findings_of(together, None)))


def test_the_reference_engine_which_is_slow_and_obvious_finds_the_same_in_the_same_words() -> None:
    extracts = county(250, seed=3)

    fast = findings_of(extracts, None)
    slow = findings_of(extracts, None, engine="reference")

    assert fast
    assert list(map(finding_line, fast)) == list(map(finding_line, slow))
