"""The picture as known at a moment: who was seen where, with whom, by which agency, and who belongs to which family."""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar

from wholepicture.knowledge.places import PlaceKind, kind_of_words
from wholepicture.knowledge.sightings import Presence, Sighting, Stage, age_on
from wholepicture.vocabulary.judgements import Alias, Judged, Judgement
from wholepicture.vocabulary.pole import EntityKind, Role
from wholepicture.vocabulary.records import EntityId, MentionId, RecordId, RecordKind

_KIN = frozenset({Role.PARENT, Role.CARER, Role.SIBLING, Role.RELATIVE})
_ABOUT_CHILDREN_ONLY = frozenset({RecordKind.MISSING_EPISODE, RecordKind.SCHOOL_LOG, RecordKind.CONTACT})
_GROWN_ROLES = frozenset({Role.PROFESSIONAL, Role.RAISER, Role.PARENT, Role.CARER})
_LIVING = frozenset({Role.HOME, Role.MISSING_FROM})
_MANY_CHILDREN = 3
LONGEST_ABSENCE = timedelta(days=7)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonKnown:
    """What the sightings of one person amount to. `kin` are parents, carers and relatives stated in their records."""

    entity: EntityId
    born: date | None = field(default=None, repr=False)
    stages: Mapping[Stage, int]
    """How often the records make them a child, and how often an adult; where any says an age, only those that do."""
    age_said: bool = False
    """Whether a birth date or an age is stated anywhere, or an agency that deals with children only wrote about them."""
    surnames: tuple[str, ...] = field(default=(), repr=False)
    """Most often used first."""
    name: str = field(default="", repr=False)
    homes: tuple[EntityId, ...] = ()
    kin: frozenset[EntityId] = frozenset()
    is_subject: bool = False

    def stage(self, on: date) -> Stage:
        """Child or adult on a day: by date of birth where one is known, else as the records say; in doubt, a child."""
        if self.born is not None and self.born <= on:
            return Stage.CHILD if age_on(self.born, on) < 18 else Stage.ADULT
        children, adults = self.stages.get(Stage.CHILD, 0), self.stages.get(Stage.ADULT, 0)
        if children == adults == 0:
            return Stage.UNKNOWN
        return Stage.CHILD if children >= adults else Stage.ADULT


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceKnown:
    """What the sightings of one place amount to. `residents` live or are placed there, by what their records say."""

    entity: EntityId
    kind: PlaceKind
    words: str = field(repr=False)
    residents: tuple[EntityId, ...] = ()


class Picture:
    """What the facts amount to as known at `now`; grows record by record, and is a pure function of those folded so far.

    Only the lists of sightings are kept; persons, places and families are worked out from them when they are asked for
    and forgotten when a sighting touches them, so that growing and starting afresh cannot differ.
    """

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._sightings: list[Sighting] = []
        self._of: dict[EntityId, list[int]] = {}
        self._alias: dict[EntityId, EntityId] = {}
        self._moved_mention: dict[MentionId, EntityId] = {}
        self._number: dict[RecordId, int] = {}
        self._fits: dict[EntityId, list[EntityId]] = {}
        self._outcomes: dict[RecordId, str] = {}
        self._absences: list[tuple[datetime, int]] = []
        self._persons: dict[EntityId, PersonKnown] = {}
        self._places: dict[EntityId, PlaceKnown] = {}
        self._tallies: dict[EntityId, _PlaceTally] = {}
        self._named: dict[int, tuple[EntityId, ...]] = {}

    # --- growing -----------------------------------------------------------------------------------------------------

    def add(self, sighting: Sighting) -> frozenset[EntityId]:
        """Take a record in; the entities that it touches. Its `number` must be `next_number`."""
        self._named.clear()
        self._sightings.append(sighting)
        self._number[sighting.record] = sighting.number
        self.now = max(self.now, sighting.known_at)
        touched = frozenset(self.entity(p) for p in sighting.presences)
        for entity in touched:
            insort(self._of.setdefault(entity, []), sighting.number)
        if sighting.kind is RecordKind.MISSING_EPISODE and sighting.happened is not None:
            insort(self._absences, (sighting.happened.since, sighting.number))
        for entity in touched:
            self._persons.pop(entity, None)
            self._places.pop(entity, None)
            if (tally := self._tallies.get(entity)) is not None:
                tally.take(self, sighting)
        return touched

    def come_to(self, moment: datetime) -> None:
        """Let it be a later moment, although nothing was recorded; an earlier one changes nothing."""
        self.now = max(self.now, moment)

    def remove(self, record: RecordId) -> frozenset[EntityId]:
        """Take an amended or erased record out again; the entities that it touched."""
        self._named.clear()
        number = self._number.pop(record)
        touched = frozenset(self.entity(p) for p in self._sightings[number].presences)
        for entity in touched:
            self._of[entity].remove(number)
        period = self._sightings[number].happened
        if self._sightings[number].kind is RecordKind.MISSING_EPISODE and period is not None:
            self._absences.remove((period.since, number))
        self._forget(touched)
        return touched

    def move(self, aliases: Iterable[Alias]) -> frozenset[EntityId]:
        """Merge entities as linkage now has them; the entities that remain."""
        touched = set()
        self._named.clear()
        for alias in aliases:
            old, now = alias.entity, self.canonical(alias.now)
            if old == now:
                continue
            self._alias[old] = now
            beside = {self.entity(p) for n in self._of.get(old, ()) for p in self._sightings[n].presences}
            merged = sorted({*self._of.pop(old, ()), *self._of.get(now, ())})
            if merged:
                self._of[now] = merged
            for other in self._fits.pop(old, ()):
                self._fits.setdefault(now, []).append(other)
            self._forget((old, now, *beside))
            touched.add(now)
        return frozenset(touched)

    def split(self, moves: Mapping[MentionId, EntityId]) -> frozenset[EntityId]:
        """Give mentions to other entities, as an unmerge has it; every entity that loses or gains one."""
        numbers = [self._number.get(RecordId(mention[1:].rpartition(".")[0])) for mention in moves]
        sightings = [self._sightings[n] for n in dict.fromkeys(numbers) if n is not None]
        touched = {self.entity(p) for sighting in sightings for p in sighting.presences}
        self._part(moves.values())
        for entity in touched:
            self._of[entity] = [n for n in self._of[entity] if n not in numbers]
        self._named.clear()
        self._moved_mention.update(moves)
        for sighting in sightings:
            gaining = {self.entity(p) for p in sighting.presences}
            for entity in gaining:
                insort(self._of.setdefault(entity, []), sighting.number)
            touched |= gaining
        self._forget(touched)
        return frozenset(touched)

    def _part(self, gaining: Iterable[EntityId]) -> None:
        """Let entities that had been merged away be entities again; whoever came along with them and stays is pinned."""
        reborn = [entity for entity in dict.fromkeys(gaining) if entity in self._alias]
        for entity in dict.fromkeys(map(self.canonical, reborn)):
            for number in self._of.get(entity, ()):
                for presence in self._sightings[number].presences:
                    if self.entity(presence) == entity:
                        self._moved_mention[presence.mention] = entity
        for entity in reborn:
            del self._alias[entity]

    def fit(self, judged: Iterable[Judged], entity_of: Mapping[MentionId, EntityId]) -> None:
        """Note the pairs judged compatible, between entities; `entity_of` gives the entity of each mention judged."""
        for pair in judged:
            if pair.judgement is Judgement.COMPATIBLE:
                left, right = self.canonical(entity_of[pair.left]), self.canonical(entity_of[pair.right])
                self.note_fit(left, right)

    def note_fit(self, one: EntityId, other: EntityId) -> None:
        """Note that two entities fit each other without being known to be one; each pair once."""
        one, other = self.canonical(one), self.canonical(other)
        if one != other:
            for here, there in ((one, other), (other, one)):
                fitting = self._fits.setdefault(here, [])
                if there not in fitting:
                    fitting.append(there)

    def unfit(self, one: EntityId, other: EntityId) -> None:
        """Note that two entities do not fit each other after all."""
        one, other = self.canonical(one), self.canonical(other)
        for here, there in ((one, other), (other, one)):
            if here in self._fits:
                self._fits[here] = [fitting for fitting in self._fits[here] if self.canonical(fitting) != there]

    def _forget(self, entities: Iterable[EntityId]) -> None:
        for entity in entities:
            self._persons.pop(entity, None)
            self._places.pop(entity, None)
            self._tallies.pop(entity, None)

    def note_outcome(self, record: RecordId, outcome: str) -> None:
        """Note a record's outcome, from the moment at which it is known; never earlier."""
        self._outcomes[record] = outcome

    # --- asking ------------------------------------------------------------------------------------------------------

    @property
    def next_number(self) -> int:
        """The number that the next sighting must bear."""
        return len(self._sightings)

    def canonical(self, entity: EntityId) -> EntityId:
        """The id by which an entity goes now."""
        while (now := self._alias.get(entity)) is not None:
            entity = now
        return entity

    def entity(self, presence: Presence) -> EntityId:
        """The entity that a presence is taken for now."""
        return self.canonical(self._moved_mention.get(presence.mention, presence.entity))

    def entities(self, sighting: Sighting, kind: EntityKind, *roles: Role) -> tuple[EntityId, ...]:
        """The entities of a kind in a sighting, in any of the roles (every role where none is named), each once."""
        return tuple(dict.fromkeys(self.entity(p) for p in sighting.of(kind, *roles)))

    def holds(self, record: RecordId) -> bool:
        """Whether the record is part of the picture now."""
        return record in self._number

    def sighting(self, record: RecordId) -> Sighting:
        """The sighting that a record makes."""
        return self._sightings[self._number[record]]

    def all_sightings(self) -> Sequence[Sighting]:
        """Every sighting that is part of the picture now, in the order in which they became known."""
        return [s for s in self._sightings if self._number.get(s.record) == s.number]

    def sightings(self, entity: EntityId, since: datetime | None = None) -> Sequence[Sighting]:
        """An entity's sightings in the order in which they became known, from `since` on."""
        numbers = self._of.get(entity, [])
        if since is None:
            return [self._sightings[n] for n in numbers]
        start = bisect_left(numbers, since, key=lambda n: self._sightings[n].known_at)
        return [self._sightings[n] for n in numbers[start:]]

    def latest(self, entity: EntityId, since: datetime, most: int) -> Sequence[Sighting]:
        """An entity's sightings known from `since` on, in order, and of many the latest only: never a whole history."""
        numbers = self._of.get(entity, [])
        start = len(numbers)
        while start and len(numbers) - start < most and self._sightings[numbers[start - 1]].known_at >= since:
            start -= 1
        return [self._sightings[n] for n in numbers[start:]]

    def first(self, entity: EntityId) -> Sighting | None:
        """An entity's first sighting."""
        numbers = self._of.get(entity)
        return self._sightings[numbers[0]] if numbers else None

    def count(self, entity: EntityId) -> int:
        """How many sightings an entity has."""
        return len(self._of.get(entity, ()))

    def outcome(self, record: RecordId) -> str:
        """A record's outcome where it is known by now, else nothing."""
        return self._outcomes.get(record, "")

    def missing_at(self, episode: Sighting) -> Sequence[Sighting]:
        """The other missing episodes that overlap this one, by when they began; those of more than a week are cut short."""
        if episode.happened is None:
            return ()
        until = episode.happened.until or episode.happened.since
        start = bisect_left(self._absences, (episode.happened.since - LONGEST_ABSENCE, 0))
        stop = bisect_left(self._absences, (until, 0))
        others = (self._sightings[number] for _, number in self._absences[start:stop] if number != episode.number)
        return [s for s in others if s.happened is not None and s.happened.overlaps(episode.happened)]

    def fitting(self, entity: EntityId) -> tuple[EntityId, ...]:
        """The entities that fit this one without being known to be it, in the order in which that was noticed."""
        return tuple(dict.fromkeys(e for e in map(self.canonical, self._fits.get(entity, ())) if e != entity))

    def person(self, entity: EntityId) -> PersonKnown:
        """What is known of a person now."""
        known = self._persons.get(entity)
        if known is None:
            known = self._persons[entity] = self._work_out_person(entity)
        return known

    def place(self, entity: EntityId) -> PlaceKnown:
        """What is known of a place now."""
        known = self._places.get(entity)
        if known is None:
            tally = self._tallies.get(entity)
            if tally is None:
                tally = self._tallies[entity] = _PlaceTally(entity)
                for sighting in self.sightings(entity):
                    tally.take(self, sighting)
            known = self._places[entity] = tally.known()
        return known

    def stage(self, entity: EntityId, on: date) -> Stage:
        """Whether a person is a child on a day."""
        return self.person(entity).stage(on)

    def children(self, sighting: Sighting) -> tuple[EntityId, ...]:
        """The children present in a sighting, identified ones and unidentified ones alike, each once."""
        return tuple(e for e in self.entities(sighting, EntityKind.PERSON) if self.stage(e, sighting.day) is Stage.CHILD)

    def words(self, entity: EntityId) -> str:
        """How an entity is most often written: a name, an address, a registration. Never for a log."""
        written = Counter(
            p.words for s in self.sightings(entity) for p in s.presences if p.words and self.entity(p) == entity
        )
        return _first(written) or ""

    def age_words(self, entity: EntityId, on: date) -> str:
        """A person's age on a day, in words: "13" by date of birth, "about 13" where records only state one, or empty."""
        born = self.person(entity).born
        if born is not None and born <= on:
            return str(age_on(born, on))
        stated = [
            (p.age, s.day)
            for s in self.sightings(entity)
            for p in s.presences
            if p.age is not None and self.entity(p) == entity
        ]
        if not stated:
            return ""
        age, day = stated[-1]
        return f"about {age + (on - day).days // 365}"

    def named_children(self, sighting: Sighting) -> tuple[EntityId, ...]:
        """The children in a sighting who bear a name or a birth date, and of whom something says that they are children."""
        known = self._named.get(sighting.number)
        if known is None:
            known = self._named[sighting.number] = self._work_out_named_children(sighting)
        return known

    def related(self, one: EntityId, other: EntityId) -> bool:
        """Whether two children are, or must be taken to be, of one family or household.

        They share a parent, carer or relative; or one is the other's kin; or they share a dwelling; or they bear one
        surname and nothing shows that they live apart with different parents.
        """
        a, b = self.person(one), self.person(other)
        if one == other or other in a.kin or one in b.kin or a.kin & b.kin:
            return True
        if any(self.place(home).kind is not PlaceKind.CHILDRENS_HOME for home in set(a.homes) & set(b.homes)):
            return True
        if not (set(a.surnames[:1]) & set(b.surnames[:1])):
            return False
        apart = bool(a.homes and b.homes) and not set(a.homes) & set(b.homes)
        return not (apart and a.kin and b.kin)

    def families(self, children: Sequence[EntityId]) -> tuple[tuple[EntityId, ...], ...]:
        """The children grouped by family, in the order given; each group is unrelated to every other."""
        groups: list[list[EntityId]] = []
        for child in children:
            kin = [group for group in groups if any(self.related(child, other) for other in group)]
            merged = [other for group in kin for other in group]
            groups = [group for group in groups if group not in kin]
            groups.append([*merged, child])
        return tuple(tuple(group) for group in sorted(groups, key=lambda g: children.index(g[0])))

    def _work_out_named_children(self, sighting: Sighting) -> tuple[EntityId, ...]:
        found: dict[EntityId, None] = {}
        for presence in sighting.of(EntityKind.PERSON):
            if presence.role in _GROWN_ROLES or not (presence.surname or presence.born):
                continue
            entity = self.entity(presence)
            person = self.person(entity)
            if (sighting.child_words or person.age_said) and person.stage(sighting.day) is Stage.CHILD:
                found[entity] = None
        return tuple(found)

    # --- working out -------------------------------------------------------------------------------------------------

    def _work_out_person(self, entity: EntityId) -> PersonKnown:
        born: Counter[date] = Counter()
        stages: Counter[Stage] = Counter()
        surnames: Counter[str] = Counter()
        names: Counter[str] = Counter()
        homes: dict[EntityId, None] = {}
        kin: set[EntityId] = set()
        said: Counter[Stage] = Counter()
        is_subject = of_children = False
        for sighting in self.sightings(entity):
            mine = [p for p in sighting.presences if p.kind is EntityKind.PERSON and self.entity(p) == entity]
            for presence in mine:
                stages[presence.stage] += 1
                if presence.age is not None:
                    said[presence.stage] += 1
                if presence.born:
                    born[presence.born] += 1
                if presence.surname:
                    surnames[presence.surname] += 1
                if presence.words:
                    names[presence.words] += 1
            roles = {p.role for p in mine}
            subject_here = Role.SUBJECT in roles
            is_subject = is_subject or subject_here
            of_children = of_children or (subject_here and sighting.kind in _ABOUT_CHILDREN_ONLY)
            for other in sighting.presences:
                if subject_here and other.kind is EntityKind.PLACE and other.role in _LIVING:
                    homes[self.entity(other)] = None
                elif other.kind is EntityKind.PERSON and (
                    (subject_here and other.role in _KIN) or (roles & _KIN and other.role is Role.SUBJECT)
                ):
                    kin.add(self.entity(other))
        kin.discard(entity)
        return PersonKnown(
            entity=entity,
            born=_first(born),
            stages=dict(said or stages),
            age_said=bool(born or said or of_children),
            surnames=tuple(name for name, _ in surnames.most_common()),
            name=_first(names) or "",
            homes=tuple(homes),
            kin=frozenset(kin),
            is_subject=is_subject,
        )

    def _work_out_place(self, entity: EntityId) -> PlaceKnown:
        tally = _PlaceTally(entity)
        for sighting in self.sightings(entity):
            tally.take(self, sighting)
        return tally.known()


class _PlaceTally:
    """What the sightings of one place add up to, one by one: a busy place is never counted from the start again."""

    def __init__(self, entity: EntityId) -> None:
        self._entity = entity
        self._kinds: Counter[PlaceKind] = Counter()
        self._words: Counter[str] = Counter()
        self._residents: dict[EntityId, None] = {}
        self._surnames: set[str] = set()

    def take(self, picture: Picture, sighting: Sighting) -> None:
        lives_here = False
        for presence in sighting.of(EntityKind.PLACE):
            if picture.entity(presence) == self._entity:
                self._words[presence.words] += 1
                self._kinds[kind_of_words(presence.words)] += 1
                lives_here = lives_here or presence.role in _LIVING
        if lives_here:
            for subject in sighting.of(EntityKind.PERSON, Role.SUBJECT):
                self._residents[picture.entity(subject)] = None
                self._surnames.add(subject.surname)

    def known(self) -> PlaceKnown:
        named = [kind for kind, _ in self._kinds.most_common() if kind not in (PlaceKind.STREET, PlaceKind.UNKNOWN)]
        kind = named[0] if named else (_first(self._kinds) or PlaceKind.UNKNOWN)
        if kind in (PlaceKind.DWELLING, PlaceKind.UNKNOWN) and len(self._surnames) >= _MANY_CHILDREN:
            kind = PlaceKind.CHILDRENS_HOME
        return PlaceKnown(entity=self._entity, kind=kind, words=_first(self._words) or "", residents=tuple(self._residents))


def _first(counted: Counter[T]) -> T | None:
    return counted.most_common(1)[0][0] if counted else None
