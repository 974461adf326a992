"""The fold: records in the order in which they were recorded, each through linkage, the picture and the patterns.

Everything after a record is a function of the records up to it and of frozen models. That is the law of time: what
becomes known later never changes what was known.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from wholepicture.journey.understanding import mentions_of, sighting_of
from wholepicture.knowledge.picture import Picture
from wholepicture.knowledge.sightings import Sighting
from wholepicture.linkage import Linker, Resolution
from wholepicture.patterns import Register
from wholepicture.vocabulary.findings import Finding
from wholepicture.vocabulary.judgements import Alias
from wholepicture.vocabulary.moments import london_day
from wholepicture.vocabulary.pole import EntityKind, Role
from wholepicture.vocabulary.readings import Reading
from wholepicture.vocabulary.records import EntityId, Mention, MentionId, Record, RecordId, RecordKind

BEFORE_EVERYTHING = datetime(1900, 1, 1, tzinfo=UTC)


class OutOfOrder(Exception):
    """Records must be folded in the order (recorded, id); the journey was given one that came before the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """A child whom a statutory list shows as open to a team. It answers "is this child already open, and to whom?"."""

    child: EntityId
    record: RecordId
    source: str
    stated: tuple[tuple[str, str], ...] = field(repr=False)
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one record's journey gave. `amends` is the record that it takes the place of."""

    record: Record
    reading: Reading
    mentions: tuple[Mention, ...]
    resolution: Resolution
    sighting: Sighting | None
    amends: RecordId | None = None


class Journey:
    """Folds records one by one; the state after each is a pure function of those taken so far."""

    def __init__(self, *, linker: Linker, register: Register, new_picture: Callable[[datetime], Picture] = Picture) -> None:
        self.picture = new_picture(BEFORE_EVERYTHING)
        self.linker = linker
        self.register = register
        self.open_cases: list[OpenCase] = []
        self.aliases: list[Alias] = []
        self._current: dict[str, RecordId] = {}
        self._last: tuple[datetime, RecordId] | None = None
        self._day: date | None = None

    def take(self, record: Record, reading: Reading) -> Step:
        """Take the next record through linkage, picture and patterns. Raises OutOfOrder."""
        if self._last is not None and (record.recorded_at, record.id) <= self._last:
            raise OutOfOrder(record.id)
        self._last = (record.recorded_at, record.id)
        self.come_to(record.recorded_at)
        amends = self._current.get(record.source)
        self._current[record.source] = record.id
        mentions = mentions_of(record, reading)
        day = london_day(record.happened.since if record.happened else record.recorded_at)
        resolution = self.linker.resolve(mentions, at=record.recorded_at, on=day)
        step = Step(
            record=record,
            reading=reading,
            mentions=mentions,
            resolution=resolution,
            sighting=None
            if record.kind is RecordKind.OPEN_CASE
            else sighting_of(record, reading, mentions, resolution.assigned, self.picture.next_number),
            amends=amends,
        )
        self._enter(step)
        return step

    def come_to(self, moment: datetime) -> None:
        """Let the days up to a moment begin: statistics of earlier days are refreshed, and deadlines fall due."""
        day = london_day(moment)
        while self._day is not None and self._day < day:
            self._day += timedelta(days=1)
            self.register.new_day(self.picture, self._day)
        self._day = day

    def _enter(self, step: Step) -> None:
        moved = step.resolution.moved
        self.aliases.extend(moved)
        touched = self.picture.move(moved)
        touched |= self.picture.split({left.mention: left.entity for left in step.resolution.split})
        gone: frozenset[EntityId] = frozenset()
        if step.amends is not None and self.picture.holds(step.amends):
            gone = self.picture.remove(step.amends)
        if step.sighting is None:
            self._note_open_case(step)
            self.register.follow(self.picture, moved)
        else:
            touched |= self.picture.add(step.sighting)
            self.picture.fit(step.resolution.judged, self._entities(step))
            self.register.observe(self.picture, step.sighting, touched, moved)
        if gone:
            because = f"the record {step.record.reference} was amended by {step.record.agency}"
            self.register.retract(self.picture, gone, because)

    def _entities(self, step: Step) -> dict[MentionId, EntityId]:
        known = {m.id: e for m, e in zip(step.mentions, step.resolution.assigned, strict=True)}
        for pair in step.resolution.judged:
            for mention in (pair.left, pair.right):
                if mention not in known:
                    known[mention] = self.linker.entity(mention)
        return known

    def _note_open_case(self, step: Step) -> None:
        for mention, entity in zip(step.mentions, step.resolution.assigned, strict=True):
            if mention.kind is EntityKind.PERSON and mention.role is Role.SUBJECT:
                case = OpenCase(
                    child=entity,
                    record=step.record.id,
                    source=step.record.source,
                    stated=tuple(step.record.stated.items()),
                    recorded_at=step.record.recorded_at,
                )
                self.open_cases.append(case)

    def findings(self) -> tuple[Finding, ...]:
        """Every finding that ever surfaced, in the order of surfacing; withdrawn ones say so."""
        return self.register.findings()


def fold(journey: Journey, understood: Iterable[tuple[Record, Reading]]) -> Iterable[Step]:
    """Take records through a journey, yielding what each step gave."""
    for record, reading in understood:
        yield journey.take(record, reading)


def in_order(records: Iterable[Record]) -> Sequence[Record]:
    """Records in the order in which the journey folds them, whatever order they came in; each id once."""
    once = {record.id: record for record in records}
    return sorted(once.values(), key=lambda record: (record.recorded_at, record.id))
