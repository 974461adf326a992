"""Which profile a table fits, by its header, whatever the file is called."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholepicture.intake.profile import Profile, heading_key
from wholepicture.intake.rows import Layout
from wholepicture.intake.tables import Row, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownExtract:
    """A table that fits no profile: the one that comes nearest, and the columns in which they differ.

    `missing` are required columns of the nearest profile that the table lacks, `extra` columns of the table that the
    profile does not know. `nearest` is empty where no profile shares a single column. `str()` says it in words;
    where no column is known it quotes none, because then the first row may be no heading but somebody's record.
    """

    file: str
    sheet: str
    nearest: str
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    def __str__(self) -> str:
        name = f"{self.file}, sheet {self.sheet!r}" if self.sheet else self.file
        if not self.nearest:
            words = f"{name}: not read. No known extract has any of its {len(self.extra)} columns"
            return f"{words}. A profile would make it readable: see docs/profiles.md."
        words = f"{name}: not read. It is nearest to {self.nearest!r}"
        if self.missing:
            words += f", but lacks the column{'s' * (len(self.missing) > 1)} {_list(self.missing)}"
        if self.extra:
            words += f"; columns that {self.nearest!r} does not know: {_list(self.extra)}"
        return f"{words}. Name the columns as expected, or add a profile: see docs/profiles.md."


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A table that fits a profile: the header stands in row `header` (from 0, blank rows not counted)."""

    table: Table
    profile: Profile
    layout: Layout
    header: int


@dataclass(frozen=True, slots=True)
class _Fit:
    table: Table
    profile: Profile
    header: int
    row: Row
    positions: dict[str, int]
    missing: tuple[str, ...]

    @property
    def order(self) -> tuple[int, int, int, int]:
        """Greater is better: complete, then most columns known, then fewest unknown, then the highest row."""
        filled = sum(1 for cell in self.row if cell.strip())
        known = len(set(self.positions.values()))
        return (not self.missing, known, known - filled, -self.header)


def recognise(tables: Sequence[Table], profiles: Sequence[Profile], file: str) -> Recognised | UnknownExtract:
    """Which profile one of these readings of the same table fits best, or how the nearest differs.

    Of two that fit equally well, the first in the order of `profiles` is taken.
    """
    fits = [
        _fit(table, profile, header, row)
        for table in tables
        for header, row in enumerate(table.head())
        for profile in profiles
        if row
    ]
    if not fits:
        return UnknownExtract(file=file, sheet=tables[0].sheet, nearest="", missing=(), extra=())
    best = max(fits, key=lambda fit: fit.order)
    if best.missing or not best.positions:
        return _unknown(best, fits, file)
    layout = Layout(name_headings(best.row), best.positions)
    return Recognised(table=best.table, profile=best.profile, layout=layout, header=best.header)


def positions_in(profile: Profile, headings: Sequence[str]) -> dict[str, int]:
    """Where each of the profile's columns stands under these headings; columns that are not there are left out."""
    standing: dict[str, list[int]] = {}
    for position, heading in enumerate(headings):
        standing.setdefault(heading_key(heading), []).append(position)
    positions: dict[str, int] = {}
    taken: set[int] = set()
    for column in profile.columns:
        for key in column.keys:
            found = next((position for position in standing.get(key, ()) if position not in taken), None)
            if found is not None:
                positions[column.name] = found
                taken.add(found)
                break
    return positions


def _fit(table: Table, profile: Profile, header: int, row: Row) -> _Fit:
    positions = positions_in(profile, row)
    missing = tuple(column.name for column in profile.required if column.name not in positions)
    return _Fit(table, profile, header, row, positions, missing)


def _unknown(best: _Fit, fits: Sequence[_Fit], file: str) -> UnknownExtract:
    if not best.positions:
        best = max(fits, key=lambda fit: (sum(1 for cell in fit.row if cell.strip()), -fit.header))
    known = set(best.positions.values())
    extra = tuple(cell.strip() for position, cell in enumerate(best.row) if position not in known and cell.strip())
    return UnknownExtract(
        file=file,
        sheet=best.table.sheet,
        nearest=best.profile.name if best.positions else "",
        missing=best.missing if best.positions else (),
        extra=extra,
    )


def name_headings(row: Row) -> tuple[str, ...]:
    """The headings as they stand; a blank one is called by its position, and a second of the same name gets a number."""
    named: list[str] = []
    for position, cell in enumerate(row, 1):
        heading = cell.strip("\r\n") if cell.strip() else f"Column {position}"
        number = 2
        unique = heading
        while unique in named:
            unique = f"{heading} ({number})"
            number += 1
        named.append(unique)
    return tuple(named)


def _list(names: Sequence[str]) -> str:
    return ", ".join(repr(name) for name in names[:20]) + (" and more" if len(names) > 20 else "")
