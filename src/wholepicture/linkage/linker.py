"""The linker: takes one record's mentions after another and says which entity each belongs to."""

from collections.abc import Sequence
from datetime import date, datetime

from wholepicture.linkage.entities import Entities
from wholepicture.linkage.model import Model
from wholepicture.linkage.object_registers import ContactRegister, VehicleRegister
from wholepicture.linkage.person_register import PersonRegister
from wholepicture.linkage.place_register import PlaceRegister
from wholepicture.linkage.register import Draft
from wholepicture.linkage.resolution import Resolution
from wholepicture.vocabulary.pole import EntityKind, Role
from wholepicture.vocabulary.records import EntityId, Mention, MentionId

_MOST_MENTIONS = 1 << 20
"""More mentions than any record holds; keeps the ranks of records apart."""


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
        self._records = 0

    def resolve(self, mentions: Sequence[Mention], *, at: datetime, on: date) -> Resolution:
        """Resolve the mentions of one record. `at` is when it was recorded, `on` the day that it speaks of (for ages)."""
        rank = self._records * _MOST_MENTIONS
        self._records += 1
        draft = Draft(at=at, rank=rank)
        numbers: dict[int, int] = {}
        people: list[tuple[Mention, int]] = []
        vehicles: list[tuple[Mention, int]] = []
        beside: dict[int, None] = {}
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
        for mention, mine in vehicles:
            numbers[mine], only_fit = self._vehicles.resolve(mention, mine, draft, frozenset())
            beside[numbers[mine]] = None
            if only_fit is not None:
                beside[only_fit] = None
        if people:
            numbers.update(self._people.resolve(people, tuple(beside), on, draft))
        assigned = tuple(self._entities.name(numbers[rank + place]) for place in range(len(mentions)))
        return Resolution(assigned=assigned, moved=tuple(draft.moved), judged=tuple(draft.judged))

    def entity(self, mention: MentionId) -> EntityId:
        """The entity of a mention that was resolved; KeyError for any other."""
        return self._entities.name(self._entities.number(mention))

    def building(self, entity: EntityId) -> EntityId | None:
        """The building in which a flat lies, where any record named it without a flat; None for what is no flat."""
        number = self._places.building(self._entities.number(MentionId(entity)))
        return None if number is None else self._entities.name(number)
