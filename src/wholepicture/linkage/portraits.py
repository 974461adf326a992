"""What is known of one person from all the mentions that are judged to be them."""

from datetime import date
from typing import TypeVar

from wholepicture.linkage.addresses import NOWHERE, Address, read_address
from wholepicture.linkage.births import birth_range, years_before
from wholepicture.linkage.identifiers import read_nhs_number, read_phone, read_upn
from wholepicture.linkage.names import Name, read_name, sound
from wholepicture.vocabulary.pole import PersonDescription, Role, Sex
from wholepicture.vocabulary.records import Mention

MOST_VALUES = 8
"""How many different names, addresses and phones of one person are compared."""
MOST_NEIGHBOURS = 48
"""How many neighbours (people, places, vehicles named in the same records) of one person are remembered."""

_GROWN_ROLES = frozenset({Role.PARENT, Role.CARER, Role.PROFESSIONAL})
_STANDINGS = frozenset({Role.CARER, Role.PROFESSIONAL})
_GROWN_RELATIONS = frozenset(
    {
        "parent",
        "mother",
        "father",
        "mum",
        "dad",
        "foster carer",
        "uncle",
        "aunt",
        "auntie",
        "grandparent",
        "grandmother",
        "grandfather",
        "nan",
        "grandad",
        "stepfather",
        "stepmother",
        "step-parent",
        "guardian",
        "teacher",
        "social worker",
    }
)

Days = tuple[date, date]
_Value = TypeVar("_Value")


class Portrait:
    """One person: every field holds what differs among their mentions, in the order in which it became known.

    `codes` are the sounds of their names. `standing` says that a record calls them a carer or a professional; `kin` are the
    entity numbers of those whom records call their parent, carer or sibling. `earliest` and `latest` bound the birth where
    only "a child" or "an adult" is said. `people` and `things` are the entity numbers that stood beside them in records.
    """

    __slots__ = (
        "addresses",
        "ages",
        "births",
        "child_ids",
        "codes",
        "earliest",
        "kin",
        "latest",
        "names",
        "nhs",
        "people",
        "phones",
        "sexes",
        "standing",
        "things",
        "upns",
    )

    def __init__(self) -> None:
        self.codes: tuple[str, ...] = ()
        self.names: tuple[Name, ...] = ()
        self.births: tuple[tuple[date, int], ...] = ()
        self.ages: Days | None = None
        self.earliest: date | None = None
        self.latest: date | None = None
        self.sexes: tuple[int, int] = (0, 0)
        self.upns: tuple[tuple[str, bool], ...] = ()
        self.nhs: tuple[tuple[str, bool], ...] = ()
        self.child_ids: tuple[str, ...] = ()
        self.standing: Role | None = None
        self.kin: tuple[int, ...] = ()
        self.addresses: tuple[Address, ...] = ()
        self.phones: tuple[str, ...] = ()
        self.people: tuple[int, ...] = ()
        self.things: tuple[int, ...] = ()

    @property
    def sex(self) -> Sex | None:
        """The sex most often recorded; None where none was, or as often the one as the other."""
        female, male = self.sexes
        return None if female == male else (Sex.FEMALE if female > male else Sex.MALE)

    def absorb(self, other: "Portrait") -> None:
        """Add all that another portrait knows."""
        if other.names and other.names[0] not in self.names:
            self.names = _joined(self.names, other.names, MOST_VALUES)
            self.codes = _joined(self.codes, other.codes, 2 * MOST_VALUES)
        if other.births:
            self.births = _counted(self.births, other.births)
        self.sexes = (self.sexes[0] + other.sexes[0], self.sexes[1] + other.sexes[1])
        if other.addresses:
            self.addresses = _joined(self.addresses, other.addresses, MOST_VALUES)
        if other.people:
            self.people = _joined(self.people, other.people, MOST_NEIGHBOURS)
        if other.things:
            self.things = _joined(self.things, other.things, MOST_NEIGHBOURS)
        self._absorb_rare(other)

    def _absorb_rare(self, other: "Portrait") -> None:
        self.ages = _met(self.ages, other.ages)
        if other.earliest and (self.earliest is None or other.earliest > self.earliest):
            self.earliest = other.earliest
        if other.latest and (self.latest is None or other.latest < self.latest):
            self.latest = other.latest
        self.upns = _joined(self.upns, other.upns, MOST_VALUES)
        self.nhs = _joined(self.nhs, other.nhs, MOST_VALUES)
        self.child_ids = _joined(self.child_ids, other.child_ids, MOST_VALUES)
        self.phones = _joined(self.phones, other.phones, MOST_VALUES)
        self.standing = self.standing or other.standing
        self.kin = _joined(self.kin, other.kin, MOST_NEIGHBOURS)

    def could_be(self, known: "Portrait") -> bool:
        """A first look: whether any name sounds alike, or a part of a name begins alike, or a number is shared."""
        mine, theirs = self.codes, known.codes
        for code in mine:
            if code in theirs:
                return True
        if not mine or not theirs:
            return True
        if len(mine) == 1 or len(theirs) == 1:
            return any(code[0] == their[0] for code in mine for their in theirs)
        first, second, other, another = mine[0][0], mine[1][0], theirs[0][0], theirs[1][0]
        if (first == other and second == another) or (first == another and second == other):
            return True
        if not self.upns and not self.nhs:
            return False
        return any(number in known.upns for number in self.upns) or any(number in known.nhs for number in self.nhs)


def _joined(mine: tuple[_Value, ...], theirs: tuple[_Value, ...], most: int) -> tuple[_Value, ...]:
    if not theirs or mine == theirs:
        return mine
    new = tuple(value for value in theirs if value not in mine)
    return (mine + new)[:most] if new else mine


def _counted(mine: tuple[tuple[date, int], ...], theirs: tuple[tuple[date, int], ...]) -> tuple[tuple[date, int], ...]:
    if not theirs:
        return mine
    counts = dict(mine)
    for born, count in theirs:
        counts[born] = counts.get(born, 0) + count
    return tuple(counts.items())


def _met(mine: Days | None, theirs: Days | None) -> Days | None:
    if mine is None or theirs is None:
        return mine or theirs
    first, last = max(mine[0], theirs[0]), min(mine[1], theirs[1])
    return (first, last) if first <= last else mine


def read_portrait(mention: Mention, on: date) -> Portrait:
    """The portrait that a single mention draws; `on` is the day on which stated ages held."""
    said = mention.description
    if not isinstance(said, PersonDescription):
        raise TypeError(mention.kind)
    portrait = Portrait()
    name = read_name(said.surname, said.forename, said.name)
    if name:
        portrait.names = (name,)
        portrait.codes = tuple(dict.fromkeys(sound(part) for part in (name.forename, name.surname) if part))
    if said.born:
        portrait.births = ((said.born, 1),)
    if said.age:
        portrait.ages = birth_range(said.age, on)
    if said.sex:
        portrait.sexes = (1, 0) if said.sex is Sex.FEMALE else (0, 1)
    _read_identifiers(portrait, said)
    _read_class(portrait, mention.role, said, on)
    portrait.standing = mention.role if mention.role in _STANDINGS else None
    if said.address or said.postcode:
        address = read_address(said.address, said.postcode)
        portrait.addresses = () if address == NOWHERE else (address,)
    return portrait


def _read_identifiers(portrait: Portrait, said: PersonDescription) -> None:
    if said.upn:
        portrait.upns = (read_upn(said.upn),)
    if said.nhs_number:
        portrait.nhs = (read_nhs_number(said.nhs_number),)
    if said.child_id:
        portrait.child_ids = (said.child_id.strip().casefold(),)
    if said.phone:
        phone = read_phone(said.phone)
        portrait.phones = (phone,) if phone else ()


def _read_class(portrait: Portrait, role: Role, said: PersonDescription, on: date) -> None:
    if role in _GROWN_ROLES or said.relation.casefold() in _GROWN_RELATIONS:
        portrait.latest = years_before(on, 18)
    elif said.adult:
        portrait.latest = years_before(on, 15)
    elif said.adult is False or said.upn or said.child_id:
        portrait.earliest = years_before(on, 20)
