"""The vehicles, telephones and online names known so far, and which of them a mention speaks of."""

from collections.abc import Sequence

from wholepicture.linkage.blocking import BlockingIndex
from wholepicture.linkage.entities import Entities, Merger
from wholepicture.linkage.identifiers import read_handle, read_phone
from wholepicture.linkage.model import Model
from wholepicture.linkage.register import Candidate, Draft, note_pairs
from wholepicture.linkage.regrouping import Pairs, Retold, regroup
from wholepicture.linkage.vehicles import (
    ONLY_FIT,
    Car,
    RegistrationLevel,
    VehicleComparison,
    VehicleKernel,
    explain_vehicles,
    judge_vehicles,
    part_is_sure,
    read_car,
)
from wholepicture.vocabulary.judgements import Alias, Judged, Judgement
from wholepicture.vocabulary.pole import EntityKind, HandleDescription, PhoneDescription, VehicleDescription
from wholepicture.vocabulary.records import Mention

_MOST_AT_A_PLACE = 15
"""At a place where more vehicles were seen than this, being seen says nothing."""


class VehicleRegister:
    """Vehicles as entities, found by whole, misread and part registrations."""

    def __init__(self, model: Model, entities: Entities) -> None:
        self._kernel = VehicleKernel(model)
        self._entities = entities
        self._cars: dict[int, Car] = {}
        self._index = BlockingIndex(most=200)
        self._places: dict[int, dict[int, None]] = {}

    def resolve(self, mention: Mention, rank: int, draft: Draft, places: Sequence[int]) -> tuple[int, int | None]:
        """The entity number of a vehicle mention, and of the only other vehicle that it fits, if there is just one.

        `places` are those that this record names; a vehicle that was seen at a quiet one of them is known there.
        """
        car = _car(mention)
        there = self._seen_at(places)
        compared: list[tuple[int, VehicleComparison, Judgement]] = []
        for number in dict.fromkeys(self._entities.root(n) for n in self._index.candidates(_asked(car))):
            c = self._kernel.compare(car, self._cars[number])
            judgement = judge_vehicles(c, neighbours=False)
            if judgement is not Judgement.DIFFERENT:
                compared.append((number, c, judgement))
        sure = self._only_fit(car, compared, there)
        number = self._join(rank, car, compared)
        if car.full:
            self._take_in_parts(number, compared, there, draft)
            number = self._entities.root(number)
        self._note_places(number, places)
        pairs = [
            Candidate(n, c.weight, judgement, explain_vehicles(c) + ((ONLY_FIT,) if n == sure else ()))
            for n, c, judgement in compared
        ]
        note_pairs(self._entities, EntityKind.VEHICLE, mention.id, pairs, draft)
        fits = [
            n
            for n, c, judgement in compared
            if judgement is Judgement.COMPATIBLE and n in self._cars and self._cars[n].full and n != number
        ]
        return number, fits[0] if len(fits) == 1 else None

    def _seen_at(self, places: Sequence[int]) -> set[int]:
        root = self._entities.root
        found: set[int] = set()
        for place in dict.fromkeys(root(place) for place in places):
            here = dict.fromkeys(root(number) for number in self._places.get(place, ()))
            if len(here) <= _MOST_AT_A_PLACE:
                found.update(here)
        return found

    def _note_places(self, number: int, places: Sequence[int]) -> None:
        for place in dict.fromkeys(self._entities.root(place) for place in places):
            here = self._places.setdefault(place, {})
            if len(here) <= 2 * _MOST_AT_A_PLACE:
                here[number] = None

    def _only_fit(self, part: Car, compared: list[tuple[int, VehicleComparison, Judgement]], there: set[int]) -> int | None:
        """Judge the one vehicle the same that a part of a registration can mean, where that is sure; its number."""
        fits = [at for at, (_, _, judgement) in enumerate(compared) if judgement is Judgement.COMPATIBLE]
        whole = [at for at in fits if self._cars[compared[at][0]].full]
        if part.full or len(whole or fits) != 1 or any(judgement is Judgement.SAME for _, _, judgement in compared):
            return None
        at = (whole or fits)[0]
        number, c, _ = compared[at]
        if not part_is_sure(c, seen_there=number in there):
            return None
        compared[at] = (number, c, Judgement.SAME)
        return number

    def _take_in_parts(
        self, number: int, compared: list[tuple[int, VehicleComparison, Judgement]], there: set[int], draft: Draft
    ) -> None:
        """Unite a whole registration with the parts noted before that can only mean it, where that is sure."""
        for candidate, c, judgement in compared:
            other, number = self._entities.root(candidate), self._entities.root(number)
            part = self._cars[other]
            if other == number or part.full or judgement is not Judgement.COMPATIBLE:
                continue
            if not part_is_sure(c, seen_there=other in there) or self._fitting(part, besides=number):
                continue
            if self._entities.barred(other, number):
                continue
            merger = self.unite(number, other)
            now = self._entities.name(merger.kept)
            because = " ".join((*explain_vehicles(c), ONLY_FIT))
            draft.moved.append(Alias(entity=merger.gone_id, now=now, since=draft.at, because=because))

    def _fitting(self, part: Car, besides: int) -> bool:
        """Whether any other whole vehicle known so far fits a part."""
        for other in self._index.candidates(_asked(part)):
            number = self._entities.root(other)
            if number != besides and self._cars[number].full:
                level = self._kernel.compare(part, self._cars[number])
                if judge_vehicles(level, neighbours=False) is Judgement.COMPATIBLE:
                    return True
        return False

    def _join(self, rank: int, car: Car, compared: list[tuple[int, VehicleComparison, Judgement]]) -> int:
        same = [(c.registration, -c.weight, number) for number, c, judgement in compared if judgement is Judgement.SAME]
        exact = [pair for pair in same if pair[0] is RegistrationLevel.SAME]
        if len(same) > 1 and not exact:
            for at, (number, c, judgement) in enumerate(compared):
                compared[at] = (number, c, Judgement.UNSURE if judgement is Judgement.SAME else judgement)
            same = []
        if not same:
            number = self._entities.found(rank)
            self._cars[number] = car
        else:
            number = min(exact or same)[2]
            self._entities.join(rank, number)
            self._cars[number] = _fuller(self._cars[number], car)
        self._index.add(_answered(car), number)
        return number

    def unite(self, left: int, right: int) -> Merger:
        """Make two vehicles one because a person says so."""
        merger = self._entities.merge(left, right)
        gone, known = self._cars.pop(merger.gone), self._cars[merger.kept]
        self._cars[merger.kept] = _fuller(known, gone)
        self._index.add(_answered(gone), merger.kept)
        return merger

    def take_apart(self, number: int, members: Sequence[Retold], bound: Pairs, apart: Pairs) -> list[int]:
        """Put the mentions of one vehicle together anew; the numbers of what they are now."""
        groups = regroup([(told.rank, _car(told.mention)) for told in members], self._weigh, _fuller, bound, apart)
        numbers = self._entities.split(number, [group.ranks for group in groups])
        for own, group in zip(numbers, sorted(groups, key=lambda group: min(group.ranks)), strict=True):
            self._cars[own] = group.state
            self._index.add(_answered(group.state), own)
        for here in self._places.values():
            if number in here:
                here.update(dict.fromkeys(numbers))
        return numbers

    def _weigh(self, left: Car, right: Car) -> float | None:
        c = self._kernel.compare(left, right)
        same = judge_vehicles(c, neighbours=False) is Judgement.SAME or part_is_sure(c, seen_there=False)
        return c.weight if same else None


def _car(mention: Mention) -> Car:
    if not isinstance(mention.description, VehicleDescription):
        raise TypeError(mention.kind)
    return read_car(mention.description)


def _fuller(known: Car, other: Car) -> Car:
    """What two mentions of one vehicle say together: the whole registration, and what the first leaves open."""
    first = known if known.full or not other.full else other
    second = other if first is known else known
    return first._replace(
        colour=first.colour or second.colour, make=first.make or second.make, model=first.model or second.model
    )


def _answered(car: Car) -> list[str]:
    """The keys under which a vehicle is found."""
    registration = car.registration
    if not registration:
        return []
    if not car.full:
        return [f"q{registration}", *(f"p{registration[i : i + 3]}" for i in range(max(len(registration) - 2, 0)))]
    keys = [f"r{registration}", f"h{registration[:4]}"]
    keys += [f"w{registration[:i]}*{registration[i + 1 :]}" for i in range(len(registration))]
    keys += [f"g{registration[i : i + 3]}" for i in range(len(registration) - 2)]
    return keys


def _asked(car: Car) -> list[str]:
    """The keys under which what could be the same vehicle is looked for."""
    registration = car.registration
    if not registration:
        return []
    if not car.full:
        return [
            f"q{registration}",
            f"h{registration[:4]}" if len(registration) >= 4 else f"g{registration[:3]}",
            f"g{registration[:3]}",
        ]
    wild = [f"w{registration[:i]}*{registration[i + 1 :]}" for i in range(len(registration))]
    return [f"r{registration}", *wild, f"q{registration[:4]}", f"q{registration[-3:]}"]


class ContactRegister:
    """Telephones and online names as entities: the same number, or the same name on the same platform, is the same."""

    def __init__(self, entities: Entities) -> None:
        self._entities = entities
        self._known: dict[str, int] = {}

    def resolve(self, mention: Mention, rank: int, draft: Draft) -> int:
        """The entity number of a phone or handle mention."""
        key, because = _contact_key(mention)
        number = self._known.get(key) if key else None
        if number is None:
            number = self._entities.found(rank)
            if key:
                self._known[key] = number
            return number
        self._entities.join(rank, number)
        first = self._entities.first(number)
        if first != mention.id:
            draft.judged.append(
                Judged(
                    left=first,
                    right=mention.id,
                    kind=mention.kind,
                    weight=20.0,
                    judgement=Judgement.SAME,
                    because=(because,),
                )
            )
        return number

    def unite(self, left: int, right: int) -> Merger:
        """Make two phones or online names one because a person says so."""
        return self._entities.merge(left, right)

    def take_apart(self, number: int, members: Sequence[Retold], bound: Pairs, apart: Pairs) -> list[int]:
        """Put the mentions of one phone or online name together anew; the numbers of what they are now."""
        groups = regroup([(told.rank, _contact_key(told.mention)[0]) for told in members], _equal, _former, bound, apart)
        return self._entities.split(number, [group.ranks for group in groups])


def _equal(left: str, right: str) -> float | None:
    return 20.0 if left and left == right else None


def _former(left: str, right: str) -> str:
    return left or right


def _contact_key(mention: Mention) -> tuple[str, str]:
    said = mention.description
    if isinstance(said, PhoneDescription):
        return read_phone(said.number), "Same telephone number."
    if isinstance(said, HandleDescription):
        handle = read_handle(said.handle)
        return (f"@{handle}|{said.platform.strip().casefold()}" if handle else ""), "Same online name on the same platform."
    raise TypeError(mention.kind)
