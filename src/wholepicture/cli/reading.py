"""`read`: what stands in a narrative, marked where it stands."""

import argparse
import sys
from pathlib import Path

from wholepicture.cli import clock
from wholepicture.cli.moments import parse_moment
from wholepicture.cli.refusal import Refusal
from wholepicture.cli.screen import say
from wholepicture.reading import Reader, load_lexicon
from wholepicture.reading.explain import marked
from wholepicture.vocabulary.moments import london_day
from wholepicture.vocabulary.records import RecordId


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `read`."""
    parser = commands.add_parser("read", help="read one narrative and show what stands in it")
    parser.add_argument("file", help="a text file, or - for standard input")
    parser.add_argument("--filed-as", default="", metavar="CATEGORY", help="the category that it was filed under")
    parser.add_argument("--recorded", metavar="DAY", help="when it was recorded (default: today)")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Carry out `read`."""
    if asked.file == "-":
        text = sys.stdin.read()
    elif Path(asked.file).is_file():
        text = Path(asked.file).read_text(encoding="utf-8", errors="replace")
    else:
        raise Refusal(f"{asked.file} is not a file; give one, or - to read standard input")
    recorded = parse_moment(asked.recorded) if asked.recorded else clock.now()
    reading = Reader(load_lexicon()).read(
        RecordId("0" * 16), text, filed_as=asked.filed_as, recorded_on=london_day(recorded), columns_mentions=0
    )
    say(marked(text, reading))
    return 0
