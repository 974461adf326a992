"""Where postcodes lie, out of a file that the user gives: for the map, and for nothing else."""

import csv
from collections.abc import Mapping
from pathlib import Path

from wholepicture.cli.refusal import Refusal
from wholepicture.report.view import Position

_POSTCODE = ("postcode", "pcds", "pcd")
_EAST = ("easting", "oseast1m", "eastings")
_NORTH = ("northing", "osnrth1m", "northings")


def bare(postcode: str) -> str:
    """A postcode without spaces, in capitals: how postcodes are compared."""
    return "".join(postcode.split()).upper()


def read_whereabouts(path: Path) -> Mapping[str, Position]:
    """Metres east and north by bare postcode. Headings as the ONS Postcode Directory has them will do. Raises Refusal."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            headings = {name.strip().casefold(): name for name in rows.fieldnames or ()}
            columns = [next((headings[n] for n in names if n in headings), "") for names in (_POSTCODE, _EAST, _NORTH)]
            if not all(columns):
                raise Refusal(f"--postcodes {path.name}: it needs the columns postcode, easting and northing")
            postcode, east, north = columns
            return {
                bare(row[postcode]): Position(float(row[east]), float(row[north]))
                for row in rows
                if row[postcode] and row[east] and row[north]
            }
    except (OSError, UnicodeDecodeError, ValueError, TypeError, csv.Error):
        raise Refusal(f"--postcodes {path.name} cannot be read: it must be CSV with postcode, easting, northing") from None
