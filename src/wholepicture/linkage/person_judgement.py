"""From a comparison of persons to a judgement and its reasons in words. The rules that no weight can outvote are here."""

from functools import lru_cache

from wholepicture.linkage.births import BirthLevel
from wholepicture.linkage.model import Model
from wholepicture.linkage.names import NameComparison, NamePart
from wholepicture.linkage.people import (
    OTHER_FORENAME,
    AddressLevel,
    IdentifierLevel,
    PersonComparison,
    PhoneLevel,
    SexLevel,
)
from wholepicture.vocabulary.judgements import Judgement

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
        self._rare_standing = model.thresholds["people"]["rare_standing"]
        self._context = model.context["busy"]

    def judge(self, c: PersonComparison) -> Judgement:
        """Judge two portraits. A name alone never merges; a part of a name never merges."""
        if self._cannot_be(c):
            return Judgement.DIFFERENT
        forename, surname = c.name.forename, c.name.surname
        if c.birth in _BORN_APART and c.identifier is not IdentifierLevel.SAME:
            near = c.identifier in _SAME_NUMBER or (c.address is AddressLevel.SAME or c.context >= self._context)
            return Judgement.UNSURE if near and forename in FITTING and surname in FITTING else Judgement.DIFFERENT
        if forename is NamePart.MISSING and surname is NamePart.MISSING and c.identifier is IdentifierLevel.MISSING:
            return Judgement.COMPATIBLE if self._fits_without_a_name(c) else Judgement.DIFFERENT
        full = forename in FITTING and surname in FITTING
        if full or self._stands_without_full_name(c):
            return self._by_weight(c, full)
        if forename is NamePart.DIFFERENT or surname is NamePart.DIFFERENT or forename is NamePart.NEAR:
            return Judgement.UNSURE if c.weight >= self._same else Judgement.DIFFERENT
        return Judgement.COMPATIBLE if self._supported(c) or forename in FITTING else Judgement.DIFFERENT

    def _fits_without_a_name(self, c: PersonComparison) -> bool:
        """Whether a description without a name fits: by age and sex, at a place or in company that is not a busy one."""
        aged = c.birth in (BirthLevel.AGE_EXACT, BirthLevel.AGE_FITS) or c.birth in _BORN_ALIKE
        return aged and c.sex is not SexLevel.DIFFERENT and c.context >= self._context

    def _by_weight(self, c: PersonComparison, full: bool) -> Judgement:
        if not self._supported(c):
            if c.standing and full and c.weight >= self._rare_standing:
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
        other_forename = c.name.forename in OTHER_FORENAME
        return other_forename and c.identifier not in _SAME_NUMBER

    def _supported(self, c: PersonComparison) -> bool:
        """Whether anything but the name agrees."""
        return (
            c.birth in _BORN_ALIKE
            or c.birth in (BirthLevel.AGE_EXACT, BirthLevel.AGE_FITS, BirthLevel.AGE_NEAR)
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
    NamePart.SAME: "same forename",
    NamePart.NICKNAME: "forenames that stand for one another",
    NamePart.PART: "one forename shared",
    NamePart.SLIP: "forename but for a slip",
    NamePart.INITIAL: "same initial",
    NamePart.STREET_NAME: "a street name, which fits any forename",
    NamePart.NEAR: "similar but different forenames",
    NamePart.DIFFERENT: "different forenames",
}
_SURNAME_WORDS = {
    NamePart.SAME: "same surname",
    NamePart.PART: "one half of a double surname shared",
    NamePart.SLIP: "surname but for a slip",
    NamePart.INITIAL: "same initial of the surname",
    NamePart.DIFFERENT: "different surnames",
}
_BIRTH_WORDS = {
    BirthLevel.SAME: "Same date of birth.",
    BirthLevel.SWAPPED: "Date of birth the same with day and month changed round.",
    BirthLevel.DIGIT: "Date of birth the same but for one digit.",
    BirthLevel.AGE_EXACT: "The stated age fits.",
    BirthLevel.AGE_FITS: "The guessed age fits.",
    BirthLevel.AGE_NEAR: "The stated age is off by at most a year.",
    BirthLevel.AGE_CONFLICT: "Against it: the stated age does not fit.",
    BirthLevel.YEAR: "Same year of birth; against it: another day and month.",
    BirthLevel.DIFFERENT: "Against it: different dates of birth.",
}
_SEX_WORDS = {SexLevel.DIFFERENT: "Against it: another sex recorded."}
_IDENTIFIER_WORDS = {
    IdentifierLevel.SAME: "Same identifying number.",
    IdentifierLevel.SAME_UNCHECKED: "Same identifying number, which has no right check digit.",
    IdentifierLevel.DIFFERENT: "Against it: different identifying numbers.",
    IdentifierLevel.DIFFERENT_UNCHECKED: "Against it: different identifying numbers, not both with right check digits.",
}
_ADDRESS_WORDS = {
    AddressLevel.SAME: "Address agrees.",
    AddressLevel.BUILDING: "Same building.",
    AddressLevel.POSTCODE: "Same postcode.",
    AddressLevel.DIFFERENT: "Another address, which says little.",
}
_PHONE_WORDS = {PhoneLevel.SAME: "Same telephone number."}


def explain_people(c: PersonComparison) -> tuple[str, ...]:
    """The reasons of a comparison as sentences for a practitioner, without any name or date in them."""
    return _explain(c.name, (c.birth, c.sex, c.identifier, c.address, c.phone), c.standing, c.context > 0)


_Levels = tuple[BirthLevel, SexLevel, IdentifierLevel, AddressLevel, PhoneLevel]


@lru_cache(maxsize=4096)
def _explain(name: NameComparison, levels: _Levels, standing: bool, company: bool) -> tuple[str, ...]:
    birth, sex, identifier, address, phone = levels
    words = [_name_sentence(name), _BIRTH_WORDS.get(birth), _SEX_WORDS.get(sex), _IDENTIFIER_WORDS.get(identifier)]
    words += [_ADDRESS_WORDS.get(address), _PHONE_WORDS.get(phone)]
    if standing:
        words.append("Both are called a carer, or both a professional, which few people are.")
    if company:
        words.append("Named beside the same person, place or vehicle in other records.")
    if not any((birth, identifier, address, phone, standing, company)):
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
