"""The fold: records in the order in which they were recorded, each through linkage, the picture and the patterns.

Everything after a record is a function of the records up to it and of frozen models. That is the law of time: what
becomes known later never changes what was known.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from heapq import heappop, heappush

from wholepicture.journey.changes import Changed
from wholepicture.journey.steps import OpenCase, Restood, Step
from wholepicture.journey.understanding import day_of, mentions_of, record_of, sighting_of
from wholepicture.journey.versions import Versions
from wholepicture.knowledge.picture import Picture
from wholepicture.linkage import Linker, Recall, Split
from wholepicture.patterns import Register
from wholepicture.vocabulary.findings import Finding
from wholepicture.vocabulary.judgements import Alias, Judgement
from wholepicture.vocabulary.moments import london_day
from wholepicture.vocabulary.pole import EntityKind, Role
from wholepicture.vocabulary.readings import Reading
from wholepicture.vocabulary.records import EntityId, Mention, MentionId, Record, RecordId, RecordKind

__all__ = ["Journey", "OpenCase", "OutOfOrder", "Restood", "Step", "fold", "in_order"]

BEFORE_EVERYTHING = datetime(1900, 1, 1, tzinfo=UTC)
Understand = Callable[[RecordId], tuple[Record, Reading]]


class OutOfOrder(Exception):
    """Records must be folded in the order (recorded, id); the journey was given one that came before the last."""


class Journey:
    """Folds records one by one; the state after each is a pure function of what was given so far, in the order given.

    There are two ways in. `take` is for a folder that is read as a whole: records in the order (recorded, id), each known
    from when it was recorded. `arrive` is for a ledger that grows: records in whatever order they are committed. Each is
    then known from when it was recorded, or from the latest moment so far where that is later: a late record counts as
    known now, and nothing is back-dated. Records that arrive in the order of recording give exactly what `take` gives.

    Whatever else is given has its moment as well, and counts as given now if that has passed: `come_to` a moment at which
    nothing was recorded, `learn_outcome`, that a record should not have come (`withdraw`, `reinstate`), and what a person
    says of who is who: `judge`, `part`, `rejoin`.
    """

    def __init__(self, *, linker: Linker, register: Register, new_picture: Callable[[datetime], Picture] = Picture) -> None:
        self.picture = new_picture(BEFORE_EVERYTHING)
        self.linker = linker
        self.register = register
        self.open_cases: list[OpenCase] = []
        self.aliases: list[Alias] = []
        self.moment = BEFORE_EVERYTHING
        self._versions = Versions()
        self._outcomes: list[tuple[datetime, int, RecordId, str]] = []
        self._taken = 0
        self._last: tuple[datetime, RecordId] | None = None
        self._day: date | None = None
        self._handed = 0
        self._apart = Changed()

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
        resolution = self.linker.resolve(mentions, at=at, on=day_of(record))
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
        held = self._versions.standing(record.source)
        since = self.picture.sighting(held).recorded_at if held is not None and self.picture.holds(held) else None
        return self._versions.arrive(record.source, record.id, record.recorded_at, since)

    def come_to(self, moment: datetime) -> None:
        """Let it be a moment: days begin, the statistics of earlier ones are refreshed, deadlines fall due, outcomes become
        known.

        An earlier moment than the latest changes nothing. A moment that no record brings is a fact like any other: who
        wants the same state again must give it again, at the same place in the order.
        """
        while self._outcomes and self._outcomes[0][0] <= moment:
            at = self._outcomes[0][0]
            self._begin_days(at)
            learned: dict[RecordId, str] = {}
            while self._outcomes and self._outcomes[0][0] == at:
                _, _, record, outcome = heappop(self._outcomes)
                learned[self._versions.now(record)] = outcome
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
        self._learn({self._versions.now(record): outcome})

    def _learn(self, outcomes: Mapping[RecordId, str]) -> None:
        self.register.learn_outcomes(self.picture, {r: words for r, words in outcomes.items() if self.picture.holds(r)})

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
        apart, self._apart = self._apart, Changed()
        return replace(apart, findings=self.register.changes(), merged=merged)

    def judge(
        self, left: MentionId, right: MentionId, judgement: Judgement, *, by: str, at: datetime, because: str, recall: Recall
    ) -> Changed:
        """Take in what a person says of two mentions of one kind; what changed, with all that was not yet handed over.

        It outranks the machine and acts everywhere at once: in linkage, in the picture and in the findings. `same` makes
        them one, `different` keeps them apart for good, `compatible` says that they fit; whichever takes back what was
        said of the two before. `by` is how the person is to be shown. `recall` gives records back as they were taken (see
        `recalling`). Raises KeyError for a mention that was not taken, ValueError for two kinds, and what `recall` raises;
        nothing has changed then.
        """
        heard = self._recalled(left, recall) if self.linker.entity(left) == self.linker.entity(right) else recall
        if left[0] != right[0]:
            raise ValueError(left, right)
        self.come_to(at)
        pair = (self.linker.entity(left), self.linker.entity(right))
        both = self.register.naming_both(self.picture, *pair) if judgement is Judgement.SAME else ()
        told = self.linker.judge(left, right, judgement, by=by, at=self.moment, because=because, recall=heard)
        where = " and ".join(dict.fromkeys(map(self._reference, (left, right))))
        words = f"{by} judged two mentions in {where} {judgement}: {because}"
        self._take_apart(told.split, frozenset(pair), words)
        if told.moved:
            self.aliases.extend(told.moved)
            self.picture.move(told.moved)
            self.register.follow(self.picture, told.moved)
            self.register.unite(self.picture, [record_of(left), record_of(right)], both, words)
        if judgement is Judgement.COMPATIBLE:
            self.picture.note_fit(self.linker.entity(left), self.linker.entity(right))
            self.register.look_at(self.picture, [record_of(left), record_of(right)])
        elif judgement is Judgement.DIFFERENT and not told.split:
            self._unfit(*pair, words)
        return self.changed()

    def part(self, mention: MentionId, *, by: str, at: datetime, because: str, recall: Recall) -> Changed:
        """Take in that a record is not about the person, place or thing for whom a mention of it was taken: it is parted
        from all the others, which stay together. Otherwise as `judge`.

        The records in `changed` are those whose readers have to be told.
        """
        heard = self._recalled(mention, recall)
        self.come_to(at)
        was = self.linker.entity(mention)
        told = self.linker.part(mention, by=by, because=because, recall=heard)
        words = f"{by} judged that {self._reference(mention)} is not about whom or what it was taken for: {because}"
        self._take_apart(told.split, frozenset({was}), words)
        return self.changed()

    def rejoin(
        self, mention: MentionId, other: MentionId, *, by: str, at: datetime, because: str, recall: Recall
    ) -> Changed:
        """Take back a parting: a mention belongs with another and with all that are one with it, whatever was said."""
        mine, theirs = self.linker.members(mention), self.linker.members(other)
        if mine != theirs:
            for left in mine:
                for right in theirs:
                    self.linker.judge(left, right, Judgement.UNSURE, by=by, at=self.moment, because=because, recall=recall)
        return self.judge(other, mention, Judgement.SAME, by=by, at=at, because=because, recall=recall)

    def _recalled(self, mention: MentionId, recall: Recall) -> Recall:
        """What `recall` says of a whole entity, asked before anything is changed."""
        told = {member: recall(member) for member in self.linker.members(mention)}

        def heard(mention: MentionId) -> tuple[Sequence[Mention], date]:
            return told[mention]

        return heard

    def _take_apart(self, split: Sequence[Split], were: frozenset[EntityId], because: str) -> None:
        if not split:
            return
        moves = {one.mention: one.entity for one in split}
        revived = tuple(e for e in dict.fromkeys(moves.values()) if self.picture.canonical(e) != e)
        staying = [m for e in sorted(were) if MentionId(e) not in moves for m in self.linker.members(MentionId(e))]
        members = dict.fromkeys([*staying, *(m for one in moves for m in self.linker.members(one))])
        self.picture.split(moves)
        reassigned = tuple(Split(mention=m, entity=self.linker.entity(m)) for m in members)
        self._apart = Changed(
            revived=(*self._apart.revived, *revived),
            split=(*self._apart.split, *split),
            reassigned=(*self._apart.reassigned, *reassigned),
        )
        self._place_open_cases(members)
        self.register.correct(self.picture, tuple(dict.fromkeys(map(record_of, moves))), were, because)

    def _unfit(self, one: EntityId, other: EntityId, because: str) -> None:
        """Two that only fitted do not: what rested on both of them is looked at again."""
        self.picture.unfit(one, other)
        ones, others = ({s.record: None for s in self.picture.sightings(entity)} for entity in (one, other))
        first, second = ([r for r in mine if r not in theirs] for mine, theirs in ((ones, others), (others, ones)))
        self.register.keep_apart(self.picture, first, second, because)

    def _place_open_cases(self, mentions: Iterable[MentionId]) -> None:
        wanted = frozenset(mentions)
        for at, case in enumerate(self.open_cases):
            if case.mention in wanted:
                self.open_cases[at] = replace(case, child=self.linker.entity(case.mention))

    def _reference(self, mention: MentionId) -> str:
        record = self._versions.now(record_of(mention))
        return self.picture.sighting(record).reference if self.picture.holds(record) else str(record)

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
                self._note_open_case(step.record, step.mentions)
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

    def _note_open_case(self, record: Record, mentions: Sequence[Mention]) -> None:
        for mention in mentions:
            if mention.kind is EntityKind.PERSON and mention.role is Role.SUBJECT:
                case = OpenCase(
                    child=self.linker.entity(mention.id),
                    mention=mention.id,
                    record=record.id,
                    source=record.source,
                    stated=tuple(record.stated.items()),
                    recorded_at=record.recorded_at,
                )
                self.open_cases.append(case)

    def withdraw(self, record: RecordId, *, because: str, at: datetime, understand: Understand) -> Restood | None:
        """Take in that a record should never have come: it is amended to nothing. The version before it, if there is one,
        stands again from now on; what was found by it is withdrawn with the reason, and stays to be seen.

        Who was taken for whom stays as it is: people part and join mentions. `understand` gives a record and its reading as
        when it was taken. None where there is nothing to withdraw: it never came, it is withdrawn already, or was erased.
        """
        return self._restand(record, True, because, at, understand)

    def reinstate(self, record: RecordId, *, because: str, at: datetime, understand: Understand) -> Restood | None:
        """Take back that a record was withdrawn: it counts again from now on. Otherwise as `withdraw`."""
        return self._restand(record, False, because, at, understand)

    def _restand(
        self, record: RecordId, withdrawn: bool, because: str, at: datetime, understand: Understand
    ) -> Restood | None:
        self.come_to(at)
        try:
            claimed = self.picture.sighting(record) if self.picture.holds(record) else understand(record)[0]
        except LookupError:
            return None
        source = claimed.source
        changed = self._versions.set_withdrawn(source, record, claimed.recorded_at, withdrawn=withdrawn)
        if changed is None:
            return None
        was, now = changed
        gone: frozenset[EntityId] = frozenset()
        if was is not None and was != now:
            self.open_cases = [case for case in self.open_cases if case.record != was]
            gone = self.picture.remove(was) if self.picture.holds(was) else gone
        back = self._stand_again(now, understand) if now is not None and was != now else None
        if gone:
            self.register.retract(self.picture, gone, because)
        return Restood(record=record, withdrawn=withdrawn, back=back, versions=self._versions.of(source))

    def _stand_again(self, record: RecordId, understand: Understand) -> tuple[Record, tuple[Mention, ...]] | None:
        try:
            told, reading = understand(record)
        except LookupError:  # erased since
            return None
        mentions = mentions_of(told, reading)
        if told.kind is RecordKind.OPEN_CASE:
            if all(case.record != record for case in self.open_cases):
                self._note_open_case(told, mentions)
            return told, mentions
        entities = [self.linker.entity(mention.id) for mention in mentions]
        sighting = sighting_of(told, reading, mentions, entities, self.picture.next_number, known_at=self.moment)
        self.register.observe(self.picture, sighting, self.picture.add(sighting))
        return told, mentions

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
