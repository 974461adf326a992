"""The command `wholepicture verify`."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from wholepicture.verify.checking import Told, believe, check_export, check_receipt, read_receipt
from wholepicture.verify.notes import NotBelieved, read_key

WRONG, UNREADABLE = 1, 2


def parser() -> argparse.ArgumentParser:
    """What `wholepicture verify --help` shows."""
    made = argparse.ArgumentParser(
        prog="wholepicture verify",
        description="Check, offline, that nothing was altered: a receipt, a whole export of a hub, or both. It shares no "
        "code with the hub. Exit code 0: everything agrees; 1: something does not; 2: it cannot be read.",
    )
    made.add_argument("--receipt", type=Path, help="a receipt that somebody was given, as JSON")
    made.add_argument("--export", type=Path, help="a folder that `hub export-proof` made")
    made.add_argument("--witness", type=Path, action="append", default=[], help="a folder of checkpoints held by a witness")
    made.add_argument("--key", action="append", default=[], help="a key to believe, as its line in keys.txt")
    return made


def main(arguments: Sequence[str]) -> int:
    """Check, and say what was found."""
    asked = parser().parse_args(list(arguments))
    if asked.receipt is None and asked.export is None:
        parser().print_usage()
        return UNREADABLE
    try:
        believed = believe(asked.witness, [read_key(line) for line in asked.key], asked.export)
        told = []
        if asked.export is not None:
            told.append(check_export(asked.export, believed))
        if asked.receipt is not None:
            told.append(check_receipt(read_receipt(asked.receipt), believed, asked.export))
    except (OSError, ValueError, NotBelieved) as problem:
        _say(f"cannot be read: {problem}")
        return UNREADABLE
    return _conclude(told)


def _conclude(told: Sequence[Told]) -> int:
    wrong = [words for one in told for words in one.wrong]
    for words in (words for one in told for words in one.good):
        _say(f"  {words}")
    for words in wrong:
        _say(f"WRONG: {words}")
    _say("Something does not agree." if wrong else "Everything agrees.")
    return WRONG if wrong else 0


def _say(words: str) -> None:
    print(words)  # noqa: T201 - a command speaks to people
