"""The county as files: seven extracts as agencies send them, and the truth beside them."""

import csv
import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryFile
from typing import IO

from wholepicture.county.days import Calendar, make_calendar
from wholepicture.county.events import FILES
from wholepicture.county.locality import Locality, Plan, make_locality
from wholepicture.county.networks import SHAPES

HEADERS = {
    "police_ppn": "PPN Reference,Occurrence Date/Time,Submitted,PPN Type,Subject Surname,Subject Forename,Subject DOB,"
    "Subject Sex,Subject Address,Other Surname,Other Forename,Other DOB,Other Role,Location,"
    "Location Postcode,VRM,Circumstances",
    "missing_reports": "Report No,Surname,Forenames,D.O.B.,Sex,"
    "Missing From,Missing Since,Returned,Found Location,Recorded,Risk,Summary",
    "neighbourhood_cases": "Case Ref,Date Received,Incident Date,Complaint Type,Location Of Incident,Details,Outcome",
    "school_log": "Log ID,Incident Date,Logged At,UPN,Pupil,Date of Birth,Category,Incident,Status",
    "health_notifications": "attendance_id,attended,notified,family_name,given_name,birth_date,gender,address,reason,note",
    "social_care_contacts": "Contact ID,Child Surname,Child Forename,Date of Birth,Gender,Address,Date of Contact,"
    "Recorded On,Contact Source,Contact Reason,Contact Details,Outcome",
    "other_referrals": "Ref,Date,Received,Organisation,Young person,Age,Type,What happened",
}
"""The columns of each extract."""

_LOCALITY = 3000
_CHILDREN_A_NETWORK = 750
_LISTS = ("networks", "look_alikes", "children", "hubs")
_TABLES = ("records", "mentions", "groups")
FIRST_DAY = date(2021, 4, 1)
"""The county's first day, where none is asked for."""


class CountyExistsError(FileExistsError):
    """There is something in the folder already, and a county is never written over anything. Name another folder."""


class CountyTooLargeError(ValueError):
    """A county has at least 20 and at most two million children, and between 1 and 20 years; pupil numbers would run out."""


@dataclass(frozen=True, slots=True)
class CountyCount:
    """What was written: how many localities, children, records (each reference once), rows sent again, and networks."""

    localities: int
    children: int
    records: int
    resent: int
    networks: int


def _plans(seed: int, children: int, networks: int | None, resent: bool, uneven: bool) -> list[Plan]:
    localities = max(1, round(children / _LOCALITY))
    wanted = max(1, round(children / _CHILDREN_A_NETWORK)) if networks is None else networks
    shapes = list(SHAPES)
    Random(f"{seed}/shapes").shuffle(shapes)  # noqa: S311
    planted = [(number, shapes[number % len(shapes)]) for number in range(wanted)]
    return [
        Plan(
            seed,
            number,
            children // localities + (number < children % localities),
            tuple(planted[number::localities]),
            resent,
            uneven,
        )
        for number in range(localities)
    ]


def make_county(  # noqa: PLR0913
    *,
    seed: int,
    children: int,
    years: int,
    networks: int | None = None,
    start: date = FIRST_DAY,
    resent: bool = False,
    uneven: bool = False,
    workers: int = 1,
) -> Iterator[Locality]:
    """The localities of a county, one after another, in order of their number; only a few stand in memory at a time.

    `networks` None plants one for every 750 children, 0 none. `resent` makes second extracts with repeated and amended
    rows. `uneven` lets agencies write three times as often about a third of families, although networks reach all alike.
    `workers` is the number of processes; it changes nothing but the time. Raises CountyTooLargeError.
    """
    if not (20 <= children <= 2_000_000 and 1 <= years <= 20):
        raise CountyTooLargeError
    calendar: Calendar = make_calendar(start, years)
    plans = _plans(seed, children, networks, resent, uneven)
    make = partial(make_locality, calendar=calendar)
    if workers <= 1 or len(plans) == 1:
        yield from map(make, plans)
        return
    with ProcessPoolExecutor(workers) as pool:
        for first in range(0, len(plans), workers * 4):
            yield from pool.map(make, plans[first : first + workers * 4])


class _Truth:
    """The truth as it grows: one part a temporary file, joined at the end."""

    def __init__(self, stack: ExitStack) -> None:
        self.parts: dict[str, IO[str]] = {}
        for name in (*_LISTS, *_TABLES):
            self.parts[name] = stack.enter_context(TemporaryFile("w+", encoding="utf-8"))  # noqa: SIM115 — the stack closes it
        self.begun: set[str] = set()
        self.repeated: list[str] = []
        self.amended: list[str] = []

    def add(self, locality: Locality) -> None:
        """The truth about one more locality."""
        for name, part in self.parts.items():
            entries = locality.truth[name]
            if entries:
                part.write((",\n" if name in self.begun else "") + ",\n".join(entries))
                self.begun.add(name)
        self.repeated.extend(locality.repeated)
        self.amended.extend(locality.amended)

    def join(self, out: IO[str]) -> None:
        """Writes the whole as one JSON object."""
        out.write("{")
        for name, part in self.parts.items():
            begin, end = "[]" if name in _LISTS else "{}"
            out.write(f'"{name}": {begin}\n')
            part.seek(0)
            shutil.copyfileobj(part, out)
            out.write(f"\n{end},\n")
        out.write(f'"resent": {json.dumps({"duplicates": self.repeated, "amendments": self.amended})}}}\n')


def write_county(  # noqa: PLR0913
    out: Path,
    *,
    seed: int,
    children: int,
    years: int,
    networks: int | None = None,
    start: date = FIRST_DAY,
    resent: bool = False,
    uneven: bool = False,
    truth: Path | None = None,
    workers: int = 1,
) -> CountyCount:
    """Writes a county's extracts into the folder `out` and its truth into a file beside it (`<out>-truth.json`),
    with where its postcodes lie (`<out>-postcodes.csv`).

    Nothing stands in `out` until everything does. Raises CountyExistsError where `out` holds anything, CountyTooLargeError.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise CountyExistsError(str(out))
    truth = truth or out.with_name(f"{out.name}-truth.json")
    partial_out = out.with_name(f".{out.name}.partial")
    partial_truth = truth.with_name(f".{truth.name}.partial")
    partial_places = out.with_name(f".{out.name}-postcodes.partial")
    shutil.rmtree(partial_out, ignore_errors=True)
    partial_out.mkdir(parents=True)
    try:
        county = make_county(
            seed=seed,
            children=children,
            years=years,
            networks=networks,
            start=start,
            resent=resent,
            uneven=uneven,
            workers=workers,
        )
        count = _write(county, partial_out, partial_truth, partial_places)
        if out.exists():
            out.rmdir()
        partial_out.rename(out)
        partial_truth.rename(truth)
        partial_places.rename(out.with_name(f"{out.name}-postcodes.csv"))
    finally:
        shutil.rmtree(partial_out, ignore_errors=True)
        partial_truth.unlink(missing_ok=True)
        partial_places.unlink(missing_ok=True)
    return count


def _places(locality: Locality) -> list[list[str]]:
    """The postcodes of a locality with where they lie; its towns are no other locality's."""
    return [[postcode, str(east), str(north)] for postcode, (east, north) in sorted(locality.lies_at.items())]


def _write(county: Iterator[Locality], out: Path, truth_file: Path, places: Path) -> CountyCount:
    localities = children = records = resent = networks = 0
    with ExitStack() as stack:
        truth = _Truth(stack)
        opened: dict[str, IO[str]] = {}
        for locality in county:
            for name in FILES:
                _append(stack, opened, out / f"{name}.csv", HEADERS[name], locality.rows[name])
                if locality.resent[name]:
                    _append(stack, opened, out / f"{name}_again.csv", HEADERS[name], locality.resent[name])
                resent += len(locality.resent[name])
            _append(stack, opened, places, "postcode,easting,northing", _places(locality))
            truth.add(locality)
            localities += 1
            children += len(locality.truth["children"])
            records += len(locality.truth["records"])
            networks += len(locality.truth["networks"])
        with truth_file.open("w", encoding="utf-8") as joined:
            truth.join(joined)
    return CountyCount(localities, children, records, resent, networks)


def _append(stack: ExitStack, opened: dict[str, IO[str]], path: Path, header: str, rows: list[list[str]]) -> None:
    if path.name not in opened:
        opened[path.name] = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
        opened[path.name].write(header + "\n")
    csv.writer(opened[path.name], lineterminator="\n").writerows(rows)
