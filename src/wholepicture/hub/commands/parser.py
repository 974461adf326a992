"""The hub's part of the command line: `wholepicture hub …`."""

import argparse
from collections.abc import Sequence

from wholepicture.hub.commands import journeying, keeping, proving, recovery, starting

ROOMS = (starting, journeying, keeping, recovery, proving)


def parser() -> argparse.ArgumentParser:
    """What `wholepicture hub --help` shows."""
    whole = argparse.ArgumentParser(prog="wholepicture hub", description="The hub: its database, journey and pages.")
    commands = whole.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for room in ROOMS:
        room.add_commands(commands)
    return whole


def main(arguments: Sequence[str]) -> int:
    """Run one command of the hub; the exit code is 0 for done, 1 for not done, 2 for a setting that is missing."""
    asked = parser().parse_args(list(arguments))
    code: int = asked.run(asked)
    return code
