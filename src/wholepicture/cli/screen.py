"""What people see in the terminal: progress on long work, and the sums at the end. Never a name, never a narrative."""

import sys
from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from wholepicture.engines.columnar.arrivals import Account
from wholepicture.report.wording import show_controls


class Screen:
    """Shows a bar for each step on a terminal, and one line for each step elsewhere. A context manager."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._live = self._console.is_terminal
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=self._console,
            transient=True,
        )
        self._step: TaskID | None = None

    def __enter__(self) -> "Screen":
        if self._live:
            self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live:
            self._bars.stop()

    def says(self, step: str) -> None:
        """A step begins."""
        if not self._live:
            self._console.print(show_controls(step), markup=False)
            return
        if self._step is not None:
            self._bars.update(self._step, visible=False)
        self._step = self._bars.add_task(escape(show_controls(step)), total=None)

    def at(self, done: int, total: int) -> None:
        """The step that began last is at `done` of `total`."""
        if self._live and self._step is not None:
            self._bars.update(self._step, completed=done, total=max(total, 1))


def print_sums(accounts: Iterable[Account]) -> None:
    """The table in which every row is accounted for."""
    table = Table(title="Every row accounted for", title_justify="left")
    for name in ("file", "read as"):
        table.add_column(name)
    for name in ("rows", "records", "amendments", "duplicates", "rejected"):
        table.add_column(name, justify="right")
    total = [0, 0, 0, 0, 0]
    for account in accounts:
        counts = [account.rows, account.records, account.amendments, account.duplicates, account.rejected]
        table.add_row(Text(show_controls(account.file)), f"{account.system}, {account.encoding}", *map(str, counts))
        total = [a + b for a, b in zip(total, counts, strict=True)]
    table.add_section()
    table.add_row("all", "", *map(str, total))
    Console(highlight=False, width=None if sys.stdout.isatty() else 120).print(table)
    rows, *parts = total
    say(f"rows in {rows} = records {parts[0]} + amendments {parts[1]} + duplicates {parts[2]} + rejected {parts[3]}")


def say(words: str) -> None:
    """One line on standard output. What a file or a heading is called may not act on the terminal."""
    print(show_controls(words))  # noqa: T201 - the command line speaks to people
