"""How a row ends when it is not a record, what was noticed on the way, and what is kept of each."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A row that could not be placed: where it stood, what is wrong, what would be right, and the row as received.

    `row` counts as in Provenance. `column` is the heading that the trouble is with; empty where it is the whole row.
    """

    file: str
    row: int
    column: str
    wrong: str
    right: str
    columns: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """Something odd that did not keep a row out. `row` is 0 where it concerns the whole file. The words quote no cell."""

    file: str
    row: int
    column: str
    words: str


class Notices:
    """What was noticed in one file. The same words about the same column are kept `each` times, then only counted."""

    def __init__(self, file: str, each: int = 100) -> None:
        self._file = file
        self._each = each
        self._kept: list[Noticed] = []
        self._counts: Counter[tuple[str, str]] = Counter()
        self._last: list[tuple[int, str, str]] = []

    def add(self, row: int, column: str, words: str) -> None:
        """Notice something about a row's column."""
        if self._last and self._last[-1][0] != row:
            self._last.clear()
        self._last.append((row, column, words))
        self._counts[column, words] += 1
        if self._counts[column, words] <= self._each:
            self._kept.append(Noticed(file=self._file, row=row, column=column, words=words))

    def forget(self, row: int) -> None:
        """Notice nothing about a row after all: the one that was noticed last."""
        while self._last and self._last[-1][0] == row:
            _, column, words = self._last.pop()
            self._counts[column, words] -= 1
            if not self._counts[column, words]:
                del self._counts[column, words]
        while self._kept and self._kept[-1].row == row:
            self._kept.pop()

    def all(self) -> tuple[Noticed, ...]:
        """What was noticed so far, in file order, then one line for each kind that was too many to keep, with its count."""
        more = [
            Noticed(file=self._file, row=0, column=column, words=f"{count - self._each} more rows: {words}")
            for (column, words), count in self._counts.items()
            if count > self._each
        ]
        return (*self._kept, *more)
