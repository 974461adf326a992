"""A row of a known shape becomes a Record, or a Rejected that says why not. Compiled once per file from its profile."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from wholepicture.intake.cells import says_nothing
from wholepicture.intake.dates import DateReader, When, date_reader, recorded_moment
from wholepicture.intake.identity import digest
from wholepicture.intake.mentions import Draw, Notice, Place, compile_slot, mention_of
from wholepicture.intake.outcomes import Notices, Rejected
from wholepicture.intake.profile import Column, Profile, heading_key
from wholepicture.vocabulary.hidden import Narrative
from wholepicture.vocabulary.moments import Period, london_day, start_of_day, whole_day
from wholepicture.vocabulary.pole import EntityKind
from wholepicture.vocabulary.records import Provenance, Record, RecordKind, mention_id

A_DAY = timedelta(days=1)
_ERASED = "erased"
"""Stands for whatever stood in a cell that was erased; it is never shown."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the profile's columns stand in this file: the headings, one for each position, and each column's position."""

    headings: tuple[str, ...]
    positions: dict[str, int]

    def further(self) -> tuple[int, ...]:
        """The positions of columns that the profile does not know, ordered by their compared heading."""
        known = set(self.positions.values())
        others = (position for position in range(len(self.headings)) if position not in known)
        return tuple(sorted(others, key=lambda position: (heading_key(self.headings[position]), position)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """What is the same for every row of one file. `made_at` is None where only the last row will tell."""

    file: str
    key: bytes
    received_at: datetime
    made_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Dated:
    """A column that holds a date, with the column of its time where that stands apart."""

    position: int
    heading: str
    forms: tuple[str, ...]
    read: DateReader
    time_position: int | None

    def text(self, cells: Sequence[str]) -> str:
        day = cells[self.position].strip()
        if self.time_position is None or not day:
            return day
        return f"{day} {cells[self.time_position].strip()}".strip()


class RowReader:
    """Reads the rows of one file. Call it with the row's number and its cells, at least as many as there are headings."""

    def __init__(self, profile: Profile, layout: Layout, arrived: Arrived, notices: Notices) -> None:
        self._profile = profile
        self._layout = layout
        self._arrived = arrived
        self._notices = notices
        self._reference = self._first("reference")
        self._reference_from = tuple(_part(profile, layout, name) for name in profile.reference_from)
        self._recorded = self._dated("recorded")
        self._happened = self._dated("happened")
        self._until = self._dated("happened_until")
        self._filed_as = self._first("filed_as")
        self._outcome = self._first("outcome")
        self._agency = self._first("agency")
        self._kind_at = self._first("kind")
        self._narratives = self._all("narrative")
        self._draws = tuple(self._compile_slots())
        self._stated = self._stated_columns()
        known = (
            (column.name, layout.positions[column.name]) for column in profile.columns if column.name in layout.positions
        )
        further = ((heading_key(layout.headings[position]), position) for position in layout.further())
        self._placed = (*known, *further)

    def __call__(self, row: int, cells: Sequence[str], *, erased: frozenset[int] = frozenset()) -> Record | Rejected:
        """The row as a record, or why it cannot be placed. `erased` are the positions of cells that once held something."""
        reference = self._reference_of(cells)
        if not reference:
            return self._reject(
                row, cells, self._reference, "there is no reference", "the agency's own reference for this row"
            )
        if self._recorded is None:
            recorded_at = self._arrived.made_at or self._arrived.received_at
        else:
            when = self._recorded.read(self._recorded.text(cells))
            if when is None:
                return self._reject_recorded(row, cells, self._recorded)
            recorded_at = recorded_moment(when)

        def notice(column: str, words: str) -> None:
            self._notices.add(row, column, words)

        record = self._record(row, cells, reference, recorded_at, notice)
        return self._with_gaps(record, cells, erased) if erased else record

    def _with_gaps(self, record: Record, cells: Sequence[str], erased: frozenset[int]) -> Record:
        """The record, its mentions numbered as they were while the erased cells still held something."""
        whole = [_ERASED if position in erased else cell for position, cell in enumerate(cells)]
        known_on = london_day(record.recorded_at)
        left = iter(record.mentions)
        mentions, number = [], 0
        for kind, draw in self._draws:
            if draw(whole, known_on, _unnoticed) is None:
                continue
            if draw(cells, known_on, _unnoticed) is not None:
                mentions.append(replace(next(left), id=mention_id(kind, record.id, number)))
            number += 1
        return replace(record, mentions=tuple(mentions), erased_mentions=number - len(mentions))

    def _record(self, row: int, cells: Sequence[str], reference: str, recorded_at: datetime, notice: Notice) -> Record:
        profile, arrived = self._profile, self._arrived
        content = [(name, cells[position]) for name, position in self._placed]
        if len(cells) > len(self._layout.headings):
            content += self._beyond(cells)
        identity = digest(arrived.key, profile.system, reference, content)
        happened = self._period(cells, notice)
        self._compare_times(happened, recorded_at, notice)
        known_on = london_day(recorded_at)
        drawn = [(kind, draw(cells, known_on, notice)) for kind, draw in self._draws]
        found = [(kind, mention) for kind, mention in drawn if mention is not None]
        outcome = "" if self._outcome is None else cells[self._outcome].strip()
        return Record(
            id=identity,
            system=profile.system,
            agency=(self._agency is not None and cells[self._agency].strip()) or profile.agency,
            kind=self._kind(cells),
            reference=reference,
            filed_as="" if self._filed_as is None else cells[self._filed_as].strip(),
            happened=happened,
            recorded_at=recorded_at,
            narrative=Narrative(self._narrative(cells)),
            mentions=tuple([mention_of(drawn, kind, identity, number) for number, (kind, drawn) in enumerate(found)]),
            outcome=outcome,
            outcome_known_at=max(arrived.made_at, recorded_at) if outcome and arrived.made_at else None,
            stated=self._state(cells),
            columns=self._columns(cells),
            provenance=Provenance(file=arrived.file, row=row, system=profile.system, received_at=arrived.received_at),
        )

    def _kind(self, cells: Sequence[str]) -> RecordKind:
        if self._kind_at is None:
            return self._profile.kind
        return self._profile.kinds.get(heading_key(cells[self._kind_at]), self._profile.kind)

    def _columns(self, cells: Sequence[str]) -> dict[str, str]:
        columns = dict(zip(self._layout.headings, cells, strict=False))
        if len(cells) > len(columns):
            columns.update(self._beyond(cells))
        return columns

    def _beyond(self, cells: Sequence[str]) -> list[tuple[str, str]]:
        """Cells to the right of the last heading, called by their position."""
        width = len(self._layout.headings)
        return [(f"Column {position}", cell) for position, cell in enumerate(cells[width:], width + 1)]

    def _narrative(self, cells: Sequence[str]) -> str:
        if len(self._narratives) == 1:
            return cells[self._narratives[0]]
        return "\n".join([cells[position] for position in self._narratives if cells[position]])

    def _state(self, cells: Sequence[str]) -> dict[str, str]:
        stated = dict(self._profile.stated)
        for name, position in self._stated:
            text = cells[position].strip()
            if text:
                stated[name] = text
        return stated

    def _reference_of(self, cells: Sequence[str]) -> str:
        if self._reference is not None:
            reference = cells[self._reference].strip()
            if reference or not self._reference_from:
                return "" if says_nothing(reference) else reference
        parts = [part(cells) for part in self._reference_from]
        return ":".join(parts) if parts and parts[0] else ""

    def _period(self, cells: Sequence[str], notice: Notice) -> Period | None:
        since = self._when(self._happened, cells, notice)
        until = self._when(self._until, cells, notice)
        if since is None:
            return None
        if self._until is None:
            return whole_day(since[0]) if since[1] is None else Period(since[1])
        begins = since[1] or start_of_day(since[0])
        if until is None:
            return Period(begins)
        ends = until[1] or start_of_day(until[0] + A_DAY)
        if ends < begins:
            notice(self._until.heading, "ends before it begins; the end is left open")
            return Period(begins)
        return Period(begins, ends)

    def _when(self, column: _Dated | None, cells: Sequence[str], notice: Notice) -> When | None:
        if column is None:
            return None
        text = column.text(cells)
        when = column.read(text)
        if when is None and not says_nothing(text):
            notice(column.heading, "not a date that can be read; kept as written")
        return when

    def _compare_times(self, happened: Period | None, recorded_at: datetime, notice: Notice) -> None:
        if recorded_at > self._arrived.received_at + A_DAY:
            notice(self._recorded.heading if self._recorded else "", "recorded after the file was received")
        if happened is not None and self._recorded is not None and recorded_at + A_DAY < happened.since:
            notice(self._recorded.heading, "recorded more than a day before it happened")

    def _reject(self, row: int, cells: Sequence[str], position: int | None, wrong: str, right: str) -> Rejected:
        headings = self._layout.headings
        column = "" if position is None else headings[position]
        if position is None and self._profile.reference_from:
            column = self._profile.reference_from[0]
        return Rejected(
            file=self._arrived.file, row=row, column=column, wrong=wrong, right=right, columns=self._columns(cells)
        )

    def _reject_recorded(self, row: int, cells: Sequence[str], dated: _Dated) -> Rejected:
        wrong = "the moment of recording is not a date that can be read"
        if not dated.text(cells):
            wrong = "there is no moment of recording"
        right = "a date that exists, in one of these forms: " + ", ".join(dated.forms)
        return self._reject(row, cells, dated.position, wrong, right)

    def _all(self, meaning: str) -> tuple[int, ...]:
        columns = self._profile.columns_meaning(meaning)
        return tuple(self._layout.positions[column.name] for column in columns if column.name in self._layout.positions)

    def _first(self, meaning: str) -> int | None:
        found = self._all(meaning)
        return found[0] if found else None

    def _dated(self, meaning: str) -> _Dated | None:
        position = self._first(meaning)
        if position is None:
            return None
        column = next(
            column
            for column in self._profile.columns_meaning(meaning)
            if self._layout.positions.get(column.name) == position
        )
        return _Dated(
            position,
            self._layout.headings[position],
            column.dates,
            date_reader(column.dates),
            self._first(f"{meaning}_time"),
        )

    def _compile_slots(self) -> Iterator[tuple[EntityKind, Draw]]:
        for slot in self._profile.slots:
            places: dict[str, Place] = {}
            for column in self._profile.columns:
                position = self._layout.positions.get(column.name)
                for meaning in column.means:
                    owner, _, attribute = meaning.partition(".")
                    if owner == slot.name and attribute and position is not None:
                        places.setdefault(attribute, Place(position, self._layout.headings[position]))
            draw = compile_slot(self._profile, slot, places)
            if draw is not None:
                yield slot.kind, draw

    def _stated_columns(self) -> tuple[tuple[str, int], ...]:
        return tuple(
            (meaning.removeprefix("stated:"), self._layout.positions[column.name])
            for column in self._profile.columns
            for meaning in column.means
            if meaning.startswith("stated:") and column.name in self._layout.positions
        )


def _part(profile: Profile, layout: Layout, name: str) -> Callable[[Sequence[str]], str]:
    """One part of a made-up reference; a date always in the same form, so that CSV and XLSX make the same one."""
    position = layout.positions.get(name)
    column: Column = next(column for column in profile.columns if column.name == name)
    read = date_reader(column.dates)

    def part(cells: Sequence[str]) -> str:
        text = "" if position is None else cells[position].strip()
        when = read(text)
        if when is None:
            return text
        day: date = when[0]
        return day.isoformat() if when[1] is None else when[1].astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")

    return part


def _unnoticed(column: str, words: str) -> None:
    """What is odd about a cell was noticed when the row was received."""
