"""`county`: makes a training county in the shapes in which agencies send their extracts, with its truth beside it."""

import argparse
from datetime import date
from pathlib import Path

from wholepicture.cli.refusal import Refusal
from wholepicture.cli.screen import say
from wholepicture.county import write_county


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `county`."""
    parser = commands.add_parser("county", help="make a training county: made-up people, extracts and the truth")
    parser.add_argument("out", type=Path, help="the folder to write the extracts into; the truth goes beside it")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same county")
    parser.add_argument("--children", type=int, default=3000)
    parser.add_argument("--years", type=int, default=2)
    parser.add_argument("--networks", type=int, default=None, help="how many are planted (default: by size; 0: none)")
    parser.add_argument("--start", type=date.fromisoformat, default=date(2021, 4, 1), help="first day (default 2021-04-01)")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Carry out `county`."""
    make(
        asked.out,
        seed=asked.seed,
        children=asked.children,
        years=asked.years,
        networks=asked.networks,
        start=asked.start,
    )
    return 0
