"""`reread`: a scan's whole ledger read again with today's lexicon, and what is newly seen in it."""

import argparse
import csv
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from wholepicture.cli import clock
from wholepicture.cli.refusal import Refusal
from wholepicture.cli.scanning import SCAN_KEY, profiles_in
from wholepicture.cli.screen import Screen, say
from wholepicture.engines.columnar.ledger import DuckLedger
from wholepicture.engines.columnar.scan import made_by_system
from wholepicture.engines.columnar.understanding import Understanding, Understood
from wholepicture.reading import load_lexicon
from wholepicture.vocabulary.moments import london_day
from wholepicture.vocabulary.readings import IndicatorFound, Reading
from wholepicture.vocabulary.records import Record, Span

_TABLE = """
create table if not exists rereading (
    read_at timestamptz, version varchar, record varchar, source varchar, recorded_at timestamptz, indicator varchar,
    start_at integer, end_at integer, text varchar, polarity varchar, timing varchar, about varchar, tier varchar,
    pattern varchar
)
"""
_COLUMNS = (
    "seen_on", "lexicon", "record", "recorded_on", "indicator", "start", "end", "text", "polarity", "time", "about", "tier",
    "pattern",
)  # fmt: skip
NEWLY_SEEN = "newly-seen.csv"


@dataclass(frozen=True, slots=True)
class NewlySeen:
    """An indicator that no earlier reading of the record had seen at that place."""

    record: Record = field(repr=False)
    found: IndicatorFound
    text: str = field(repr=False)
    lexicon: str
    """The version that sees it: lexicon and weights."""


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `reread`."""
    parser = commands.add_parser("reread", help="read a scan's records again with today's lexicon; what is newly seen")
    parser.add_argument("out", type=Path, help="the folder that a scan wrote")
    parser.add_argument("--profiles", type=Path, metavar="DIR", help="the profiles that the scan was given")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Carry out `reread`. What the scan derived stays as it is: a later reading never back-dates itself."""
    path = asked.out / "picture.duckdb"
    if not path.is_file():
        raise Refusal(f"there is no picture.duckdb in {asked.out}: give the folder that a scan wrote")
    now, version = clock.now(), load_lexicon().version
    try:
        database = duckdb.connect(str(path))
    except duckdb.Error:
        raise Refusal(f"{path} cannot be opened: another program has it open, or it is damaged", code=1) from None
    with database, Screen() as screen:
        database.execute(_TABLE)
        before = _seen_before(database)
        how = Understanding(profiles=profiles_in(asked.profiles), key=SCAN_KEY, made_at=made_by_system(database))
        row = database.execute("select count(*) from fact where kind = 'received'").fetchone()
        records = row[0] if row else 0
        screen.says("Reading again")
        with Understood(how, expected=records) as understood:
            readings = understood.received(DuckLedger(database, clock.salt, new=False))
            new = list(newly_seen(_watched(readings, screen, records), before))
        version = new[0].lexicon if new else version
        _keep(database, new, now, version)
    _write(asked.out / NEWLY_SEEN, new, now, version)
    _tell(new, records, now, version, asked.out)
    return 0


def _watched(readings: Iterable[tuple[Record, Reading]], screen: Screen, records: int) -> Iterator[tuple[Record, Reading]]:
    for done, read in enumerate(readings, 1):
        yield read
        if done % 200 == 0 or done == records:
            screen.at(done, records)


def _seen_before(database: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], list[Span]]:
    """Where the scan and every earlier rereading saw each indicator, by (record, indicator)."""
    seen: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for table in ("reading", "rereading"):
        query = f"select record, indicator, start_at, end_at from {table}"  # noqa: S608 - names of our own tables
        for record, indicator, start, end in database.execute(query).fetchall():
            seen[record, indicator].append(Span(start, end))
    return seen


def newly_seen(readings: Iterable[tuple[Record, Reading]], before: dict[tuple[str, str], list[Span]]) -> Iterator[NewlySeen]:
    """What is seen now and was not seen before at a place that overlaps, in the order of the records."""
    for record, reading in readings:
        text = record.narrative.text
        for found in reading.indicators:
            span = found.span
            places = before.get((record.id, found.indicator), ())
            if not any(place.start < span.end and span.start < place.end for place in places):
                yield NewlySeen(record, found, text[span.start : span.end], reading.lexicon)


def _keep(database: duckdb.DuckDBPyConnection, new: list[NewlySeen], now: datetime, version: str) -> None:
    rows = [
        (
            now, version, each.record.id, each.record.source, each.record.recorded_at, each.found.indicator,
            each.found.span.start, each.found.span.end, each.text, each.found.polarity.value, each.found.timing.value,
            each.found.about.value, each.found.tier.value, each.found.pattern,
        )
        for each in new
    ]  # fmt: skip
    if rows:
        database.executemany("insert into rereading values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _write(path: Path, new: list[NewlySeen], now: datetime, version: str) -> None:
    """The newly seen, one a line, readable by its owner alone."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(_COLUMNS)
        for each in new:
            record, found = each.record, each.found
            where, asserted = (
                (found.span.start, found.span.end),
                (found.polarity.value, found.timing.value, found.about.value),
            )
            when = (london_day(now), version, record.source, london_day(record.recorded_at))
            lines.writerow((*when, found.indicator, *where, each.text, *asserted, found.tier.value, found.pattern))


def _tell(new: list[NewlySeen], records: int, now: datetime, version: str, out: Path) -> None:
    say(f"{records} records read again on {london_day(now)} with lexicon {version}.")
    if not new:
        say("Nothing is newly seen.")
        return
    days = sorted(london_day(each.record.recorded_at) for each in new)
    of = len({each.record.id for each in new})
    say(f"Newly seen: {len(new)} marks in {of} records, recorded from {days[0]} to {days[-1]}.")
    names = {indicator.id: indicator.name for indicator in load_lexicon().indicators.values()}
    counts = Counter((each.found.indicator, each.found.tier.value) for each in new)
    for (indicator, tier), count in sorted(counts.items()):
        say(f"  {indicator} {names[indicator]}: {count} ({'rule' if tier == 'rule' else 'possible, please check'})")
    say(f"They stand in {out / NEWLY_SEEN}. What the scan showed on its day stays as it was.")
