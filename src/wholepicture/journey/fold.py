"""The fold: records in the order in which they were recorded, each through linkage, the picture and the patterns.

Everything after a record is a function of the records up to it and of frozen models. That is the law of time: what
becomes known later never changes what was known.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from heapq import heappop, heappush

from wholepicture.journey.changes import Changed
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
    """What one record's journey gave. `at` is when it became known to the journey.

    `amends` is the record that it takes the place of. `superseded_by` is set where a later version of the same record had
    arrived before it: it is kept, and is no sighting.
    """

    record: Record
    reading: Reading
    mentions: tuple[Mention, ...]
    resolution: Resolution
    sighting: Sighting | None
    at: datetime
    amends: RecordId | None = None
    superseded_by: RecordId | None = None


class Journey:
    """Folds records one by one; the state after each is a pure function of what was given so far, in the order given.

    There are two ways in. `take` is for a folder that is read as a whole: records in the order (recorded, id), each known
    from when it was recorded. `arrive` is for a ledger that grows: records in whatever order they are committed. Each is
    then known from when it was recorded, or from the latest moment so far where that is later: a late record counts as
    known now, and nothing is back-dated. Records that arrive in the order of recording give exactly what `take` gives.

    Whatever else is given has its moment as well, and counts as given now if that has passed: `come_to` a moment at which
    nothing was recorded, and `learn_outcome`.
    """

    def __init__(self, *, linker: Linker, register: Register, new_picture: Callable[[datetime], Picture] = Picture) -> None:
        self.picture = new_picture(BEFORE_EVERYTHING)
        self.linker = linker
        self.register = register
        self.open_cases: list[OpenCase] = []
        self.aliases: list[Alias] = []
        self.moment = BEFORE_EVERYTHING
        self._current: dict[str, RecordId] = {}
        self._replaced: dict[RecordId, RecordId] = {}
        self._outcomes: list[tuple[datetime, int, RecordId, str]] = []
        self._taken = 0
        self._last: tuple[datetime, RecordId] | None = None
        self._day: date | None = None
        self._handed = 0

    def take(self, record: Record, reading: Reading) -> Step:
        """Take the next record of a folder through linkage, picture and patterns. Raises OutOfOrder."""
        if self._last is not None and (record.recorded_at, record.id) <= self._last:
            raise OutOfOrder(record.id)
        if record.recorded_at < self.moment:
            raise OutOfOrder(record.id)
        return self._fold(record, reading, record.recorded_at)

    def arrive(self, record: Record, reading: Reading, *, known_at: datetime) -> Step:
        """Take a record as it arrives, whenever it was recorded.

        `known_at` is when the ledger committed it: a record that claims to have been recorded after that is not believed.
        It must be given once only, as the ledger has it.
        """
        return self._fold(record, reading, max(self.moment, min(record.recorded_at, known_at)))

    def _fold(self, record: Record, reading: Reading, at: datetime) -> Step:
        self.come_to(at)
        self._last = (at, record.id)
        self._taken += 1
        amends, superseded_by = self._version(record)
        mentions = mentions_of(record, reading)
        day = london_day(record.happened.since if record.happened else record.recorded_at)
        resolution = self.linker.resolve(mentions, at=at, on=day)
        sighting = None
        if record.kind is not RecordKind.OPEN_CASE and superseded_by is None:
            number = self.picture.next_number
            sighting = sighting_of(record, reading, mentions, resolution.assigned, number, known_at=at)
        step = Step(
            record=record,
            reading=reading,
            mentions=mentions,
            resolution=resolution,
            sighting=sighting,
            at=at,
            amends=amends,
            superseded_by=superseded_by,
        )
        self._enter(step)
        self._expect_outcome(step)
        return step

    def _version(self, record: Record) -> tuple[RecordId | None, RecordId | None]:
        """The record that this one takes the place of, or the later version that has taken its place already."""
        held = self._current.get(record.source)
        if held is None:
            self._current[record.source] = record.id
            return None, None
        if self.picture.holds(held) and record.recorded_at < self.picture.sighting(held).recorded_at:
            self._replaced[record.id] = held
            return None, held
        self._replaced[held] = self._current[record.source] = record.id
        return held, None

    def come_to(self, moment: datetime) -> None:
        """Let it be a moment: days begin, statistics of earlier days are refreshed, deadlines fall due, outcomes become known.

        An earlier moment than the latest changes nothing. A moment that no record brings is a fact like any other: whoever
        wants the same state again must give it again, at the same place in the order.
        """
        while self._outcomes and self._outcomes[0][0] <= moment:
            at = self._outcomes[0][0]
            self._begin_days(at)
            learned: dict[RecordId, str] = {}
            while self._outcomes and self._outcomes[0][0] == at:
                _, _, record, outcome = heappop(self._outcomes)
                learned[self._standing(record)] = outcome
            self._learn(learned)
        self._begin_days(moment)

    def _begin_days(self, moment: datetime) -> None:
        day = london_day(moment)
        while self._day is not None and self._day < day:
            self._day += timedelta(days=1)
            self.register.new_day(self.picture, self._day)
        self._day = day if self._day is None else max(self._day, day)
        self.moment = max(self.moment, moment)
        self.picture.come_to(self.moment)

    def learn_outcome(self, record: RecordId, outcome: str, at: datetime) -> None:
        """Note what became of a record: a decision, or what its agency says later. It is known from `at`, or from now if
        that has passed; where the record was amended, it is the outcome of the version that stands.
        """
        self.come_to(at)
        self._learn({self._standing(record): outcome})

    def _learn(self, outcomes: Mapping[RecordId, str]) -> None:
        self.register.learn_outcomes(self.picture, {r: words for r, words in outcomes.items() if self.picture.holds(r)})

    def _standing(self, record: RecordId) -> RecordId:
        while (newer := self._replaced.get(record)) is not None:
            record = newer
        return record

    def _expect_outcome(self, step: Step) -> None:
        record = step.record
        if step.sighting is not None and record.outcome and record.outcome_known_at is not None:
            at = max(record.outcome_known_at, step.at)
            heappush(self._outcomes, (at, self._taken, record.id, record.outcome))

    def changed(self) -> Changed:
        """Hand over what changed since this was last asked; it counts as known from then on.

        It is cheap whatever is held: only what changed is looked at.
        """
        merged = tuple(self.aliases[self._handed :])
        self._handed = len(self.aliases)
        return Changed(findings=self.register.changes(), merged=merged)

    def _enter(self, step: Step) -> None:
        moved = step.resolution.moved
        self.aliases.extend(moved)
        touched = self.picture.move(moved)
        touched |= self.picture.split({left.mention: left.entity for left in step.resolution.split})
        gone: frozenset[EntityId] = frozenset()
        if step.amends is not None and self.picture.holds(step.amends):
            gone = self.picture.remove(step.amends)
            if said := self.picture.outcome(step.amends):
                self.picture.note_outcome(step.record.id, said)
        if step.sighting is None:
            if step.superseded_by is None:
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
