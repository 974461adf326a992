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

    def add(self, row: int, column: str, words: str) -> None:
        """Notice something about a row's column."""
        self._counts[column, words] += 1
        if self._counts[column, words] <= self._each:
            self._kept.append(Noticed(file=self._file, row=row, column=column, words=words))

    def all(self) -> tuple[Noticed, ...]:
        """What was noticed so far, in file order, then one line for each kind that was too many to keep, with its count."""
        more = [
            Noticed(file=self._file, row=0, column=column, words=f"{count - self._each} more rows: {words}")
            for (column, words), count in self._counts.items()
            if count > self._each
        ]
        return (*self._kept, *more)
