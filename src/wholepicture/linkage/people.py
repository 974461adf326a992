"""The one scoring kernel for persons: how two portraits compare, and what it weighs."""

from datetime import date
from enum import IntEnum
from typing import NamedTuple

from wholepicture.linkage.addresses import Address
from wholepicture.linkage.births import BirthLevel, compare_births, compare_range, compare_ranges
from wholepicture.linkage.model import Model
from wholepicture.linkage.names import NOBODY, Name, NameComparer, NameComparison, NamePart
from wholepicture.linkage.places import PlaceLevel, compare_addresses
from wholepicture.linkage.portraits import Portrait

OTHER_FORENAME = frozenset({NamePart.DIFFERENT, NamePart.NEAR})
_MOST_REMEMBERED = 1 << 15


class SexLevel(IntEnum):
    """How recorded sex compares."""

    MISSING = 0
    SAME = 1
    DIFFERENT = 2


class IdentifierLevel(IntEnum):
    """How pupil numbers, NHS numbers and an authority's own child numbers compare, the best of them counting."""

    MISSING = 0
    SAME = 1
    SAME_UNCHECKED = 2
    DIFFERENT = 3
    DIFFERENT_UNCHECKED = 4


class AddressLevel(IntEnum):
    """How the best fitting addresses compare. People move, so that another address says little."""

    MISSING = 0
    SAME = 1
    BUILDING = 2
    POSTCODE = 3
    DIFFERENT = 4


class PhoneLevel(IntEnum):
    """How telephone numbers compare."""

    MISSING = 0
    SAME = 1
    DIFFERENT = 2


class PersonComparison(NamedTuple):
    """Two portraits compared: the level of every comparison, the sum of their weights in bits, and the context's part of it.

    `standing` says that records call both a carer, or both a professional; `generations` that the one can only be a child
    and the other only an adult.
    """

    weight: float
    name: NameComparison
    birth: BirthLevel
    sex: SexLevel
    identifier: IdentifierLevel
    address: AddressLevel
    phone: PhoneLevel
    context: float
    standing: bool
    generations: bool


WeighedNames = tuple[float, NameComparison]


class PersonKernel:
    """Compares two portraits. The same answer for the same two, whether one record comes or a million; symmetrical."""

    def __init__(self, model: Model, names: NameComparer) -> None:
        self._names = names
        self._frequencies = model.frequencies
        people = model.people
        self._forename = [people["forename"][level.name.lower()] for level in NamePart]
        self._surname = [people["surname"][level.name.lower()] for level in NamePart]
        self._birth = [people["birth"][level.name.lower()] for level in BirthLevel]
        self._sex = [people["sex"][level.name.lower()] for level in SexLevel]
        self._identifier = [people["identifier"][level.name.lower()] for level in IdentifierLevel]
        self._address = [people["address"][level.name.lower()] for level in AddressLevel]
        self._phone = [people["phone"][level.name.lower()] for level in PhoneLevel]
        self._turned = people["turned"]["yes"]
        self._standing = people["standing"]["yes"]
        self._pairs: dict[tuple[Name, Name], tuple[float, NameComparison]] = {}

    def excludes(self, left: Portrait, names: WeighedNames) -> bool:
        """Whether two forenames alone say that they are two persons, unless an identifying number speaks."""
        return names[1].forename in OTHER_FORENAME and not (left.upns or left.nhs or left.child_ids)

    @staticmethod
    def born_apart(left: Portrait, right: Portrait) -> bool:
        """Whether all that is said of their births differs, and no numbers could speak. Then only home or company can."""
        if not left.births or not right.births:
            return False
        if (left.upns and right.upns) or (left.nhs and right.nhs) or (left.child_ids and right.child_ids):
            return False
        return all(
            compare_births(mine, theirs) is BirthLevel.DIFFERENT for mine, _ in left.births for theirs, _ in right.births
        )

    @staticmethod
    def at_one_address(left: Portrait, right: Portrait) -> bool:
        """Whether any of their addresses are the same."""
        return _addresses(left.addresses, right.addresses) is AddressLevel.SAME

    def compare(
        self, left: Portrait, right: Portrait, context: float, names: WeighedNames | None = None
    ) -> PersonComparison:
        """Compare two portraits, with what their common neighbours weigh; `names` where they were compared already."""
        name_weight, name = names or self.names(left.names, right.names)
        birth_weight, birth, generations = self._births(left, right)
        sex = _sexes(left.sexes, right.sexes)
        identifier = _identifiers(left, right)
        address = _addresses(left.addresses, right.addresses)
        phone = _phones(left.phones, right.phones)
        weight = (
            name_weight
            + birth_weight
            + self._sex[sex]
            + self._identifier[identifier]
            + self._address[address]
            + self._phone[phone]
            + context
        )
        standing = left.standing is not None and left.standing is right.standing
        if standing:
            weight += self._standing
        return PersonComparison(weight, name, birth, sex, identifier, address, phone, context, standing, generations)

    def names(self, left: tuple[Name, ...], right: tuple[Name, ...]) -> WeighedNames:
        """The two names of two persons that agree best, and what that weighs."""
        if len(left) == 1 and len(right) == 1:
            return self._name(left[0], right[0])
        best: tuple[float, NameComparison] | None = None
        for mine in left or (NOBODY,):
            for theirs in right or (NOBODY,):
                pair = self._name(mine, theirs)
                if best is None or pair[0] > best[0]:
                    best = pair
        return best or (0.0, NameComparison(NamePart.MISSING, NamePart.MISSING, False))

    def _name(self, left: Name, right: Name) -> tuple[float, NameComparison]:
        key = (left, right)
        known = self._pairs.get(key)
        if known is None:
            if len(self._pairs) >= _MOST_REMEMBERED:
                self._pairs.clear()
            known = self._pairs[key] = self._weigh_name(left, right)
        return known

    def _weigh_name(self, left: Name, right: Name) -> tuple[float, NameComparison]:
        compared = self._names.compare(left, right)
        forename, surname = self._forename[compared.forename], self._surname[compared.surname]
        if compared.forename is NamePart.SAME:
            forename += self._frequencies.bits("forename", right.forename if compared.turned else left.forename)
        if compared.surname is NamePart.SAME:
            surname += self._frequencies.bits("surname", right.surname if compared.turned else left.surname)
        return forename + surname + (self._turned if compared.turned else 0.0), compared

    def _births(self, left: Portrait, right: Portrait) -> tuple[float, BirthLevel, bool]:
        if left.births and right.births:
            weight, level = self._dates(left.births, right.births)
            return weight, level, False
        level, generations = BirthLevel.MISSING, False
        if left.births:
            level, generations = _date_and_age(left.births[0][0], right)
        elif right.births:
            level, generations = _date_and_age(right.births[0][0], left)
        else:
            if left.ages and right.ages:
                level = compare_ranges(left.ages, right.ages)
            generations = _apart(left, right) or _apart(right, left)
        return self._birth[level], level, generations

    def _dates(self, left: tuple[tuple[date, int], ...], right: tuple[tuple[date, int], ...]) -> tuple[float, BirthLevel]:
        if len(left) == 1 and len(right) == 1:
            level = compare_births(left[0][0], right[0][0])
            return self._birth[level], level
        total, pairs, best = 0.0, 0, BirthLevel.DIFFERENT
        for mine, often in left:
            for theirs, how_often in right:
                level = compare_births(mine, theirs)
                best = min(best, level)
                total += self._birth[level] * often * how_often
                pairs += often * how_often
        return total / pairs, best


def _date_and_age(born: date, other: Portrait) -> tuple[BirthLevel, bool]:
    if other.ages:
        return compare_range(born, *other.ages), False
    too_young = other.latest is not None and born > other.latest
    too_old = other.earliest is not None and born < other.earliest
    return BirthLevel.MISSING, too_young or too_old


def _apart(child: Portrait, adult: Portrait) -> bool:
    """Whether the one must be born after the last day on which the other can be."""
    born_from = child.earliest if child.ages is None else child.ages[0]
    born_until = adult.latest if adult.ages is None else adult.ages[1]
    return born_from is not None and born_until is not None and born_from > born_until


def _sexes(left: tuple[int, int], right: tuple[int, int]) -> SexLevel:
    mine, theirs = left[0] - left[1], right[0] - right[1]
    if not mine or not theirs:
        return SexLevel.MISSING
    return SexLevel.SAME if (mine > 0) == (theirs > 0) else SexLevel.DIFFERENT


def _identifiers(left: Portrait, right: Portrait) -> IdentifierLevel:
    level = IdentifierLevel.MISSING
    for mine, theirs in ((left.upns, right.upns), (left.nhs, right.nhs)):
        if not mine or not theirs:
            continue
        shared = [checked for number, checked in mine if (number, checked) in theirs]
        if shared:
            here = IdentifierLevel.SAME if shared[0] else IdentifierLevel.SAME_UNCHECKED
        else:
            checked = any(c for _, c in mine) and any(c for _, c in theirs)
            here = IdentifierLevel.DIFFERENT if checked else IdentifierLevel.DIFFERENT_UNCHECKED
        level = here if level is IdentifierLevel.MISSING else min(level, here)
    if left.child_ids and right.child_ids and level in (IdentifierLevel.MISSING, IdentifierLevel.DIFFERENT_UNCHECKED):
        # An authority gives each child one number and writes no name beside it: there is no check digit to ask for.
        level = IdentifierLevel.SAME if any(number in right.child_ids for number in left.child_ids) else level
    return level


def _addresses(left: tuple[Address, ...], right: tuple[Address, ...]) -> AddressLevel:
    if not left or not right:
        return AddressLevel.MISSING
    best = AddressLevel.DIFFERENT
    for mine in left:
        for theirs in right:
            level = _address(mine, theirs)
            if level is AddressLevel.SAME:
                return level
            best = min(best, level)
    return best


def _address(left: Address, right: Address) -> AddressLevel:
    if left == right and (left.number or left.venue):
        return AddressLevel.SAME
    if left.number != right.number and left.number and right.number and left.street and right.street:
        return AddressLevel.DIFFERENT  # two houses, whatever the street; most pairs end here
    level = compare_addresses(left, right)
    if level in (PlaceLevel.SAME, PlaceLevel.LIKELY):
        return AddressLevel.SAME
    if level is PlaceLevel.BUILDING:
        return AddressLevel.BUILDING
    if left.postcode and left.postcode == right.postcode and not (left.number and right.number):
        return AddressLevel.POSTCODE
    return AddressLevel.DIFFERENT


def _phones(left: tuple[str, ...], right: tuple[str, ...]) -> PhoneLevel:
    if not left or not right:
        return PhoneLevel.MISSING
    return PhoneLevel.SAME if any(number in right for number in left) else PhoneLevel.DIFFERENT
