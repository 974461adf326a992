"""The command line's one door: names the commands, maps refusals to words and exit codes."""

import argparse
import os
import sys
from collections.abc import Sequence

from wholepicture import __version__
from wholepicture.cli import (
    demonstration,
    evaluating,
    ledgers,
    linking,
    making,
    reading,
    rereading,
    reviewing,
    scanning,
    stories,
    training,
)
from wholepicture.cli.refusal import Refusal
from wholepicture.report.wording import show_controls

COMMANDS = (scanning, linking, reviewing, training, stories, reading, rereading, making, evaluating, ledgers, demonstration)


def parser() -> argparse.ArgumentParser:
    """The whole command line, as `--help` shows it."""
    whole = argparse.ArgumentParser(
        prog="wholepicture",
        description="Concerns from every agency, read, linked and shown as patterns across children. It shows evidence "
        "and never decides; no child is scored or ranked.",
    )
    whole.add_argument("--version", action="version", version=f"wholepicture {__version__}")
    commands = whole.add_subparsers(dest="command", metavar="COMMAND")
    for room in COMMANDS:
        room.add_commands(commands)
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 for done, 1 for not done, 2 for words that do not fit, 130 for stopped."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    asked = parser().parse_args(given or ["demonstrate"])
    try:
        code: int = asked.run(asked)
    except Refusal as refusal:
        print(show_controls(f"wholepicture: {refusal}"), file=sys.stderr)  # noqa: T201 - the command line speaks to people
        return refusal.code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read has gone; say nothing more
        return 0
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        words = f"wholepicture: {error.strerror or 'the machine refused'}{where}"
        print(show_controls(words), file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        print("\nwholepicture: stopped; nothing half-made was left behind.", file=sys.stderr)  # noqa: T201
        return 130
    return code
