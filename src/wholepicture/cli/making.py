"""`county`: makes a training county in the shapes in which agencies send their extracts, with its truth beside it."""

import argparse
from datetime import date
from pathlib import Path

from wholepicture.cli.refusal import Refusal
from wholepicture.cli.screen import say
from wholepicture.county import CountyCount, CountyExistsError, CountyTooLargeError, write_county
from wholepicture.county.files import FIRST_DAY
from wholepicture.engines.cores import usable_cores


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `county`."""
    parser = commands.add_parser("county", help="make a training county: made-up people, extracts and the truth")
    parser.add_argument("out", type=Path, help="the folder to write the extracts into; the truth goes beside it")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same county")
    parser.add_argument("--children", type=int, default=3000)
    parser.add_argument("--years", type=int, default=2)
    parser.add_argument("--networks", type=int, default=None, help="how many are planted (default: by size; 0: none)")
    parser.add_argument("--start", type=date.fromisoformat, default=FIRST_DAY, help=f"first day (default {FIRST_DAY})")
    parser.add_argument("--resent", action="store_true", help="also second extracts, with repeated and amended rows")
    parser.add_argument("--uneven", action="store_true", help="a third of families is written about three times as often")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Carry out `county`."""
    count = make(
        asked.out,
        seed=asked.seed,
        children=asked.children,
        years=asked.years,
        networks=asked.networks,
        start=asked.start,
        resent=asked.resent,
        uneven=asked.uneven,
    )
    say(
        f"{asked.out}: {count.children} children, {count.records} records, {count.networks} networks planted; "
        f"the truth stands beside it in {asked.out.name}-truth.json and no scan may read it"
    )
    return 0


def make(  # noqa: PLR0913
    out: Path,
    *,
    seed: int,
    children: int,
    years: int,
    networks: int | None,
    start: date = FIRST_DAY,
    resent: bool = False,
    uneven: bool = False,
) -> CountyCount:
    """Make a county, on every core. Raises Refusal."""
    if networks is not None and networks < 0:
        raise Refusal("--networks must be at least 0")
    try:
        return write_county(
            out,
            seed=seed,
            children=children,
            years=years,
            networks=networks,
            start=start,
            resent=resent,
            uneven=uneven,
            workers=usable_cores(),
        )
    except CountyExistsError:
        raise Refusal(f"{out} holds something already, and a county is never written over anything. Name another.") from None
    except CountyTooLargeError:
        raise Refusal("a county has 20 to 2,000,000 children, over 1 to 20 years") from None
