"""The command line's one door: names the commands, maps refusals to words and exit codes."""

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 for done, 1 for not done, 2 for words that do not fit."""
    raise NotImplementedError(arguments)
