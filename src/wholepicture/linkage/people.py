"""The one scoring kernel for persons: how two portraits compare, what it weighs, what it is judged to be, in what words."""

from datetime import date
from enum import IntEnum
from typing import NamedTuple

from wholepicture.linkage.addresses import Address
from wholepicture.linkage.births import BirthLevel, compare_births, compare_range, compare_ranges
from wholepicture.linkage.model import Model
from wholepicture.linkage.names import NOBODY, Name, NameComparer, NameComparison, NamePart
from wholepicture.linkage.places import PlaceLevel, compare_addresses
from wholepicture.linkage.portraits import Portrait
from wholepicture.vocabulary.judgements import Judgement


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

    `carers` says that records call both a carer; `generations` that the one can only be a child and the other only an adult.
    """

    weight: float
    name: NameComparison
    birth: BirthLevel
    sex: SexLevel
    identifier: IdentifierLevel
    address: AddressLevel
    phone: PhoneLevel
    context: float
    carers: bool
    generations: bool


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
        self._carers = people["carers"]["yes"]
        self._pairs: dict[tuple[Name, Name], tuple[float, NameComparison]] = {}

    def compare(self, left: Portrait, right: Portrait, context: float) -> PersonComparison:
        """Compare two portraits, with what their common neighbours weigh."""
        name_weight, name = self._best_names(left.names, right.names)
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
        carers = left.carer and right.carer
        if carers:
            weight += self._carers
        return PersonComparison(weight, name, birth, sex, identifier, address, phone, context, carers, generations)

    def _best_names(self, left: tuple[Name, ...], right: tuple[Name, ...]) -> tuple[float, NameComparison]:
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
            known = self._pairs[key] = self._weigh_name(left, right)
        return known

    def _weigh_name(self, left: Name, right: Name) -> tuple[float, NameComparison]:
        compared = self._names.compare(left, right)
        forename, surname = self._forename[compared.forename], self._surname[compared.surname]
        if compared.forename is NamePart.SAME:
            forename = max(self._frequencies.bits("forename", left.forename if not compared.turned else right.forename), 3.0)
        if compared.surname is NamePart.SAME:
            surname = max(self._frequencies.bits("surname", left.surname if not compared.turned else right.surname), 3.0)
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
        shared_id = any(number in right.child_ids for number in left.child_ids)
        level = IdentifierLevel.SAME_UNCHECKED if shared_id else level
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


FITTING = frozenset({NamePart.SAME, NamePart.NICKNAME, NamePart.SLIP, NamePart.PART})
_NEARLY = frozenset({NamePart.MISSING, NamePart.INITIAL, NamePart.STREET_NAME})
_BORN_ALIKE = frozenset({BirthLevel.SAME, BirthLevel.SWAPPED, BirthLevel.DIGIT})
_BORN_APART = frozenset({BirthLevel.AGE_CONFLICT, BirthLevel.DIFFERENT})
_SAME_NUMBER = frozenset({IdentifierLevel.SAME, IdentifierLevel.SAME_UNCHECKED})


class PersonJudge:
    """Turns a comparison into a judgement. The rules that no weight can outvote stand here."""

    def __init__(self, model: Model) -> None:
        self._same = model.thresholds["people"]["same"]
        self._unsure = model.thresholds["people"]["unsure"]
        self._rare_carers = model.thresholds["people"]["rare_carers"]
        self._context = model.context["busy"]

    def judge(self, c: PersonComparison) -> Judgement:
        """Judge two portraits. A name alone never merges; a part of a name never merges."""
        if self._cannot_be(c):
            return Judgement.DIFFERENT
        forename, surname = c.name.forename, c.name.surname
        if c.birth in _BORN_APART and c.identifier is not IdentifierLevel.SAME:
            near = c.identifier in _SAME_NUMBER or (c.address is AddressLevel.SAME or c.context >= self._context)
            return Judgement.UNSURE if near and forename in FITTING and surname in FITTING else Judgement.DIFFERENT
        full = forename in FITTING and surname in FITTING
        if full or self._stands_without_full_name(c):
            return self._by_weight(c, full)
        if forename is NamePart.DIFFERENT or surname is NamePart.DIFFERENT or forename is NamePart.NEAR:
            return Judgement.UNSURE if c.weight >= self._same else Judgement.DIFFERENT
        return Judgement.COMPATIBLE if self._supported(c) or forename in FITTING else Judgement.DIFFERENT

    def _by_weight(self, c: PersonComparison, full: bool) -> Judgement:
        if not self._supported(c):
            if c.carers and full and c.weight >= self._rare_carers:
                return Judgement.SAME
            return Judgement.COMPATIBLE if full and c.weight > 0 else Judgement.DIFFERENT
        if c.weight >= self._same:
            return Judgement.SAME
        return Judgement.UNSURE if c.weight >= self._unsure else Judgement.COMPATIBLE

    def _cannot_be(self, c: PersonComparison) -> bool:
        if c.generations and c.identifier is not IdentifierLevel.SAME:
            return True
        if c.identifier is IdentifierLevel.DIFFERENT:
            return True
        other_forename = c.name.forename in (NamePart.DIFFERENT, NamePart.NEAR)
        return other_forename and c.identifier not in _SAME_NUMBER

    def _supported(self, c: PersonComparison) -> bool:
        """Whether anything but the name agrees."""
        return (
            c.birth in _BORN_ALIKE
            or c.birth in (BirthLevel.AGE_FITS, BirthLevel.AGE_NEAR)
            or c.address in (AddressLevel.SAME, AddressLevel.BUILDING, AddressLevel.POSTCODE)
            or c.phone is PhoneLevel.SAME
            or c.identifier in _SAME_NUMBER
            or c.context >= self._context
        )

    @staticmethod
    def _stands_without_full_name(c: PersonComparison) -> bool:
        """Whether number or birth date carry it although the name is not whole, or the surname has changed."""
        if c.identifier is IdentifierLevel.SAME and (
            c.birth in _BORN_ALIKE or c.name.forename in FITTING or c.name.surname in FITTING
        ):
            return True
        if c.name.forename in FITTING and c.identifier in _SAME_NUMBER:
            return True
        anchored = c.address is AddressLevel.SAME or c.phone is PhoneLevel.SAME or c.context > 0
        if c.name.forename in FITTING and c.birth in _BORN_ALIKE:
            return anchored
        return (
            c.name.surname in FITTING
            and c.name.forename in _NEARLY
            and c.birth is BirthLevel.SAME
            and anchored
            and (c.name.forename is not NamePart.MISSING)
        )


_FORENAME_WORDS = {
    NamePart.SAME: "same forename", NamePart.NICKNAME: "forenames that stand for one another", NamePart.PART: "one forename shared",
    NamePart.SLIP: "forename but for a slip", NamePart.INITIAL: "same initial", NamePart.STREET_NAME: "a street name, which fits any forename",
    NamePart.NEAR: "similar but different forenames", NamePart.DIFFERENT: "different forenames",
}  # fmt: skip
_SURNAME_WORDS = {
    NamePart.SAME: "same surname", NamePart.PART: "one half of a double surname shared", NamePart.SLIP: "surname but for a slip",
    NamePart.INITIAL: "same initial of the surname", NamePart.DIFFERENT: "different surnames",
}  # fmt: skip
_BIRTH_WORDS = {
    BirthLevel.SAME: "Same date of birth.", BirthLevel.SWAPPED: "Date of birth the same with day and month changed round.",
    BirthLevel.DIGIT: "Date of birth the same but for one digit.", BirthLevel.AGE_FITS: "The stated age fits.",
    BirthLevel.AGE_NEAR: "The stated age is off by at most a year.", BirthLevel.AGE_CONFLICT: "Against it: the stated age does not fit.",
    BirthLevel.YEAR: "Same year of birth; against it: another day and month.",
    BirthLevel.DIFFERENT: "Against it: different dates of birth.",
}  # fmt: skip
_SEX_WORDS = {SexLevel.DIFFERENT: "Against it: another sex recorded."}
_IDENTIFIER_WORDS = {
    IdentifierLevel.SAME: "Same identifying number, its check digit right.",
    IdentifierLevel.SAME_UNCHECKED: "Same identifying number, which has no right check digit.",
    IdentifierLevel.DIFFERENT: "Against it: different identifying numbers.",
    IdentifierLevel.DIFFERENT_UNCHECKED: "Against it: different identifying numbers, not both with right check digits.",
}  # fmt: skip
_ADDRESS_WORDS = {
    AddressLevel.SAME: "Address agrees.", AddressLevel.BUILDING: "Same building.", AddressLevel.POSTCODE: "Same postcode.",
    AddressLevel.DIFFERENT: "Another address, which says little.",
}  # fmt: skip
_PHONE_WORDS = {PhoneLevel.SAME: "Same telephone number."}


def explain_people(c: PersonComparison) -> tuple[str, ...]:
    """The reasons of a comparison as sentences for a practitioner, without any name or date in them."""
    words = [_name_sentence(c.name), _BIRTH_WORDS.get(c.birth), _SEX_WORDS.get(c.sex), _IDENTIFIER_WORDS.get(c.identifier)]
    words += [_ADDRESS_WORDS.get(c.address), _PHONE_WORDS.get(c.phone)]
    if c.carers:
        words.append("Both are called a carer, which few people are.")
    if c.context > 0:
        words.append("Named beside the same person, place or vehicle in other records.")
    if not any((c.birth, c.identifier, c.address, c.phone, c.carers)) and c.context <= 0:
        words.append("Nothing but the name to go by.")
    return tuple(word for word in words if word)


def _name_sentence(name: NameComparison) -> str:
    forename, surname = _FORENAME_WORDS.get(name.forename), _SURNAME_WORDS.get(name.surname)
    if not forename and not surname:
        return "No name to compare."
    if name.forename is NamePart.SAME and name.surname is NamePart.SAME:
        said = "same surname and forename"
    else:
        said = " and ".join(part for part in (surname, forename) if part)
    turned = ", written the other way round" if name.turned else ""
    alone = "" if forename and surname else " (no more of the name given)"
    return said[0].upper() + said[1:] + turned + alone + "."
