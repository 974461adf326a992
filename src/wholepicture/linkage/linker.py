"""The linker: takes one record's mentions after another and says which entity each belongs to."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise

from wholepicture.linkage.entities import Entities
from wholepicture.linkage.model import Model
from wholepicture.linkage.object_registers import ContactRegister, VehicleRegister
from wholepicture.linkage.person_register import Company, PersonRegister
from wholepicture.linkage.place_register import PlaceRegister
from wholepicture.linkage.register import Draft
from wholepicture.linkage.regrouping import Recall, Retold
from wholepicture.linkage.resolution import Resolution, Split
from wholepicture.vocabulary.judgements import Alias, Judged, Judgement
from wholepicture.vocabulary.pole import EntityKind, Role
from wholepicture.vocabulary.records import KIND_LETTERS, EntityId, Mention, MentionId

_KINDS = {letter: kind for kind, letter in KIND_LETTERS.items()}


def _record(mention: MentionId) -> str:
    return mention[1:].rpartition(".")[0]


class Linker:
    """Resolves records one after another, in the order in which they were recorded.

    What it knows after some records is a pure function of those records, their order and the model.
    """

    def __init__(self, model: Model) -> None:
        self._entities = Entities()
        self._places = PlaceRegister(model, self._entities)
        self._vehicles = VehicleRegister(model, self._entities)
        self._contacts = ContactRegister(self._entities)
        self._people = PersonRegister(model, self._entities)
        self._said: dict[tuple[int, int], Judgement] = {}

    def resolve(self, mentions: Sequence[Mention], *, at: datetime, on: date) -> Resolution:
        """Resolve the mentions of one record. `at` is when it was recorded, `on` the day that it speaks of (for ages)."""
        rank = self._entities.enter([mention.id for mention in mentions])
        draft = Draft(at=at)
        numbers: dict[int, int] = {}
        people: list[tuple[Mention, int]] = []
        vehicles: list[tuple[Mention, int]] = []
        beside: dict[int, None] = {}
        homes: set[int] = set()
        places: list[int] = []
        for place_in_record, mention in enumerate(mentions):
            mine = rank + place_in_record
            if mention.kind is EntityKind.PERSON:
                people.append((mention, mine))
            elif mention.kind is EntityKind.VEHICLE:
                vehicles.append((mention, mine))
            else:
                register = self._places if mention.kind is EntityKind.PLACE else self._contacts
                numbers[mine] = register.resolve(mention, mine, draft)
                if mention.role is not Role.SCHOOL:
                    beside[numbers[mine]] = None
                if mention.role is Role.HOME:
                    homes.add(numbers[mine])
                if mention.kind is EntityKind.PLACE:
                    places.append(numbers[mine])
        for mention, mine in vehicles:
            numbers[mine], only_fit = self._vehicles.resolve(mention, mine, draft, places)
            beside[numbers[mine]] = None
            if only_fit is not None:
                beside[only_fit] = None
        if people:
            numbers.update(self._people.resolve(people, Company(tuple(beside), frozenset(homes)), on, draft))
        assigned = tuple(self._entities.name(numbers[rank + place]) for place in range(len(mentions)))
        return Resolution(assigned=assigned, moved=tuple(draft.moved), judged=tuple(draft.judged))

    def judge(
        self, left: MentionId, right: MentionId, judgement: Judgement, *, by: str, at: datetime, because: str, recall: Recall
    ) -> Resolution:
        """Take in what a person says of two mentions of one kind. It outranks the machine, and their own earlier word.

        `different` stops a merge for good, `same` merges, anything else takes an earlier word back; only the entities of
        the two are touched. `by` is how the person is to be shown. `recall` gives records back and is asked only where an
        entity is taken apart. Raises KeyError for a mention that was not resolved, ValueError for two kinds.
        """
        draft = Draft(at=at)
        kind = _KINDS[left[0]]
        if kind is not _KINDS[right[0]]:
            raise ValueError(left, right)
        words = (f"{by} judged them {judgement}: {because}",)
        draft.judged.append(Judged(left=left, right=right, kind=kind, weight=0.0, judgement=judgement, because=words))
        pair = (self._entities.rank(left), self._entities.rank(right))
        self._said.pop(pair[::-1], None)
        was = self._said.pop(pair, None)
        self._entities.unbar(left, right)
        one, other = self._entities.number(left), self._entities.number(right)
        split: list[Split] = []
        if judgement is Judgement.SAME:
            self._said[pair] = judgement
            if one != other:
                merger = self._register(kind).unite(one, other)
                now = self._entities.name(merger.kept)
                draft.moved.append(Alias(entity=merger.gone_id, now=now, since=at, because=words[0]))
        elif one == other and (judgement is Judgement.DIFFERENT or was is Judgement.SAME):
            if judgement is Judgement.DIFFERENT:
                self._said[pair] = judgement
            split = self._take_apart(kind, one, recall)
        if judgement is Judgement.DIFFERENT:
            self._said[pair] = judgement
            self._entities.bar(left, right)
        return Resolution(moved=tuple(draft.moved), judged=tuple(draft.judged), split=tuple(split))

    def part(self, mention: MentionId, *, by: str, because: str, recall: Recall) -> Resolution:
        """Take in that a person says that a record is not about whom or what it was taken for: its mentions are different
        from all others of their entity, which stay together as far as they fit. Otherwise as `judge`.
        """
        entities = self._entities
        kind, number = _KINDS[mention[0]], entities.number(mention)
        members = [entities.mention(rank) for rank in sorted(entities.members(number))]
        mine = [m for m in members if _record(m) == _record(mention)]
        others = [m for m in members if _record(m) != _record(mention)]
        words = (f"{by} judged that it is not about whom or what it was taken for: {because}",)
        judged = [
            Judged(left=other, right=mention, kind=kind, weight=0.0, judgement=Judgement.DIFFERENT, because=words)
            for other in others
        ]
        for own in mine:
            for other in others:
                pair = (entities.rank(other), entities.rank(own))
                self._said.pop(pair[::-1], None)
                self._said[pair] = Judgement.DIFFERENT
        split = self._take_apart(kind, number, recall) if others else []
        for own in mine:
            for other in others:
                entities.unbar(other, own)
                entities.bar(other, own)
        return Resolution(judged=tuple(judged), split=tuple(split))

    def members(self, mention: MentionId) -> tuple[MentionId, ...]:
        """All mentions of the entity of a mention, in the order in which they were resolved; KeyError for an unknown one."""
        ranks = sorted(self._entities.members(self._entities.number(mention)))
        return tuple(self._entities.mention(rank) for rank in ranks)

    def _register(self, kind: EntityKind) -> PersonRegister | PlaceRegister | VehicleRegister | ContactRegister:
        if kind is EntityKind.PERSON:
            return self._people
        if kind is EntityKind.PLACE:
            return self._places
        return self._vehicles if kind is EntityKind.VEHICLE else self._contacts

    def _take_apart(self, kind: EntityKind, number: int, recall: Recall) -> list[Split]:
        entities = self._entities
        ranks = sorted(entities.members(number))
        told = [self._retell(rank, number, recall) for rank in ranks]
        held = set(ranks)
        said = [(pair, word) for pair, word in self._said.items() if pair[0] in held and pair[1] in held]
        bound = [pair for pair, word in said if word is Judgement.SAME]
        bound += [(a.rank, b.rank) for a, b in pairwise(told) if _record(a.mention.id) == _record(b.mention.id)]
        apart = [pair for pair, word in said if word is Judgement.DIFFERENT]
        before = entities.name(number)
        self._register(kind).take_apart(number, told, bound, apart)
        now = [(entities.mention(rank), entities.name(entities.number(entities.mention(rank)))) for rank in ranks]
        return [Split(mention=mention, entity=entity) for mention, entity in now if entity != before]

    def _retell(self, rank: int, number: int, recall: Recall) -> Retold:
        mention_id = self._entities.mention(rank)
        mentions, on = recall(mention_id)
        things: dict[int, None] = {}
        people: dict[int, None] = {}
        for other in mentions:
            if other.role is not Role.SCHOOL:
                own = self._entities.number(other.id)
                (people if other.kind is EntityKind.PERSON else things)[own] = None
        people.pop(number, None)
        mention = next(other for other in mentions if other.id == mention_id)
        return Retold(rank, mention, on, tuple(things), tuple(people))

    def entity(self, mention: MentionId) -> EntityId:
        """The entity of a mention that was resolved; KeyError for any other."""
        return self._entities.name(self._entities.number(mention))

    def building(self, entity: EntityId) -> EntityId | None:
        """The building in which a flat lies, where any record named it without a flat; None for what is no flat."""
        number = self._places.building(self._entities.number(MentionId(entity)))
        return None if number is None else self._entities.name(number)
