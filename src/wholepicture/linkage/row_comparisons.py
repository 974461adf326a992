"""How two rows of a register compare, part by part. The words of each level are what a practitioner reads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA, JaroWinkler

from wholepicture.linkage.names import NameComparer, NamePart, load_name_lore
from wholepicture.linkage.row_levels import (
    ADDRESS_LEVELS,
    BIRTH_LEVELS,
    EMAIL_LEVELS,
    FORENAME_LEVELS,
    IDENTIFIER_LEVELS,
    MIDDLE_LEVELS,
    PHONE_LEVELS,
    SEX_LEVELS,
    SURNAME_LEVELS,
    WORDS_LEVELS,
    Level,
    levels_named,
)

MISSING, SAME = 0, 1
"""The first two levels of every comparison: one of the two says nothing, or both say the same."""


@dataclass(frozen=True, slots=True)
class RowComparison:
    """One part of two rows compared.

    `compare` gives the number of the level of two values that are given. `rarity` says what of a value must be how rare for
    the levels named in it: a rare surname weighs more than a common one. `family` says that relatives share it.
    """

    name: str
    levels: tuple[Level, ...]
    compare: Callable[[str, str], int]
    rarity: tuple[tuple[int, Callable[[str], str]], ...] = ()
    family: bool = False

    def level(self, left: str, right: str) -> int:
        """The number of the level of any two values."""
        return self.compare(left, right) if left and right else MISSING


def _slip(left: str, right: str, letters_per_slip: int = 5) -> bool:
    longest = max(len(left), len(right))
    allowed = 1 if longest < 2 * letters_per_slip else 2
    return longest > 3 and OSA.distance(left, right, score_cutoff=allowed) <= allowed


_NAMES = NameComparer(load_name_lore())
_FORENAME_LEVELS = {
    NamePart.SAME: 1,
    NamePart.NICKNAME: 2,
    NamePart.PART: 2,
    NamePart.SLIP: 3,
    NamePart.INITIAL: 5,
    NamePart.NEAR: 6,
}


def compare_forenames(left: str, right: str) -> int:
    """Same, short for one another, a slip of the pen, alike, an initial, two names nearly spelt alike, different."""
    if len(left) == 1 and left == right:
        return 5
    part = _NAMES.forename(left, right)
    if part is NamePart.DIFFERENT:
        return 4 if len(left) > 1 and len(right) > 1 and _alike(left, right) else 7
    return _FORENAME_LEVELS[part]


def _alike(left: str, right: str) -> bool:
    return JaroWinkler.similarity(left, right, score_cutoff=0.87) >= 0.87 or _slip(left, right)


def compare_middle(left: str, right: str) -> int:
    """The same further forenames, an initial that fits, one of several shared, a slip, different."""
    if left == right:
        return SAME if len(left) > 1 else 2
    mine, theirs = left.split(), right.split()
    if any(one == other and len(one) > 1 for one in mine for other in theirs):
        return SAME
    if any(one[0] == other[0] and 1 in (len(one), len(other)) for one in mine for other in theirs):
        return 2
    if _alike(left, right) or compare_forenames(mine[0], theirs[0]) in (2, 3):
        return 3
    return 4


def compare_surnames(left: str, right: str) -> int:
    """Same, one part of a double surname, a name that they also went by, a slip of the pen, alike, an initial, different."""
    mine, _, further = left.partition("|")
    theirs, _, other_further = right.partition("|")
    level = _plain_surnames(mine, theirs)
    if level < 7:
        return level
    if theirs in further.split() or mine in other_further.split():
        return 3
    return level


def _plain_surnames(left: str, right: str) -> int:
    if len(left) == 1 or len(right) == 1:
        return 6 if left[0] == right[0] else 7
    plain_left, plain_right = left.replace("-", ""), right.replace("-", "")
    if plain_left == plain_right:
        return SAME
    if ("-" in left or "-" in right) and set(left.split("-")) & set(right.split("-")):
        return 2
    if _slip(plain_left, plain_right):
        return 4
    if JaroWinkler.similarity(plain_left, plain_right, score_cutoff=0.9) >= 0.9:
        return 5
    return 7


def compare_dates(left: str, right: str) -> int:
    """Same; day and month changed round; one digit off or two turned round; two digits; the year alone; different."""
    if left == right:
        return SAME if len(left) == 8 else 5
    if len(left) == 4 or len(right) == 4:
        return 5 if left[:4] == right[:4] else 7
    if left[:4] == right[:4] and left[4:6] == right[6:] and left[6:] == right[4:6]:
        return 2
    apart = OSA.distance(left, right, score_cutoff=2)
    if apart <= 1 or (left[4:] == right[4:] and _years_apart(left, right) == 1):
        return 3
    if apart == 2 and sum(a != b for a, b in zip(left, right, strict=False)) <= 2:
        return 4
    if left[:4] == right[:4]:
        return 6
    return 7


def _years_apart(left: str, right: str) -> int:
    if left[:4].isdigit() and right[:4].isdigit():
        return abs(int(left[:4]) - int(right[:4]))
    return 99


def compare_sexes(left: str, right: str) -> int:
    """The same sex recorded, or another."""
    return SAME if left == right else 2


def compare_addresses_of_rows(left: str, right: str) -> int:
    """The same house; another flat of it; a slip in it; the same street; the same postcode; the same town; another."""
    unit, number, street, locality, code = left.split("|")
    unit2, number2, street2, locality2, code2 = right.split("|")
    if street and street2:
        level = _streets((unit, number, street), (unit2, number2, street2))
        if level:
            near = level == 4 and not (code and code == code2) and not (locality and locality == locality2)
            if not near:
                return level
    elif code and code2:
        if code == code2:
            return 5
        if OSA.distance(code, code2, score_cutoff=1) <= 1:
            return 6
    if code and code == code2:
        return 7
    if locality and locality2 and (locality == locality2 or _slip(locality, locality2)):
        return 8
    if len(code) >= 5 and code[:-3] == code2[:-3]:
        return 8
    return 9


def _streets(left: tuple[str, str, str], right: tuple[str, str, str]) -> int:
    unit, number, street = left
    unit2, number2, street2 = right
    same_street = street == street2
    if number == number2:
        if same_street:
            return SAME if unit == unit2 or not unit or not unit2 else 2
        return 3 if _slip(street, street2) else 0
    if not same_street:
        return 0
    if number and number2 and OSA.distance(number, number2, score_cutoff=1) <= 1 and max(len(number), len(number2)) > 1:
        return 3
    return 4


def house_of(value: str) -> str:
    """The number and street of an address."""
    _, number, street, _, _ = value.split("|")
    return f"{number}|{street}"


def code_of(value: str) -> str:
    """The postcode of an address."""
    return value.rsplit("|", 1)[1]


def compare_words(left: str, right: str) -> int:
    """Same, a slip, a word shared, different."""
    if left == right:
        return SAME
    if _slip(left, right):
        return 2
    mine, theirs = set(left.split()), set(right.split())
    return 3 if any(len(word) > 3 for word in mine & theirs) else 4


def compare_emails(left: str, right: str) -> int:
    """Same, the same name before the at sign or a slip, different."""
    if left == right:
        return SAME
    if left.partition("@")[0] == right.partition("@")[0] or _slip(left, right):
        return 2
    return 3


def compare_numbers(left: str, right: str) -> int:
    """Same, one sign off, different."""
    if left == right:
        return SAME
    return 2 if len(left) > 4 and OSA.distance(left, right, score_cutoff=1) <= 1 else 3


def _whole(value: str) -> str:
    return value


def _plain_surname(value: str) -> str:
    return value.partition("|")[0].replace("-", "")


COMPARISONS = (
    RowComparison("forename", FORENAME_LEVELS, compare_forenames, ((SAME, _whole),)),
    RowComparison("middle", MIDDLE_LEVELS, compare_middle),
    RowComparison("surname", SURNAME_LEVELS, compare_surnames, ((SAME, _plain_surname),), family=True),
    RowComparison("birth", BIRTH_LEVELS, compare_dates, ((SAME, _whole),)),
    RowComparison("sex", SEX_LEVELS, compare_sexes),
    RowComparison("address", ADDRESS_LEVELS, compare_addresses_of_rows, ((SAME, house_of), (5, code_of)), family=True),
    RowComparison("place", levels_named(WORDS_LEVELS, "birth place"), compare_words, ((SAME, _whole),), family=True),
    RowComparison("occupation", levels_named(WORDS_LEVELS, "occupation"), compare_words, ((SAME, _whole),)),
    RowComparison("email", EMAIL_LEVELS, compare_emails),
    RowComparison("phone", PHONE_LEVELS, compare_numbers, family=True),
    RowComparison("nhs", levels_named(IDENTIFIER_LEVELS, "NHS number"), compare_numbers),
    RowComparison("upn", levels_named(IDENTIFIER_LEVELS, "pupil number"), compare_numbers),
    RowComparison("identifier", levels_named(IDENTIFIER_LEVELS, "identifying number"), compare_numbers),
)
FORENAME, SURNAME = 0, 2
TURNED, TURNED_SLIP = 8, 9
"""The levels of forenames where forename and surname changed places; the surnames then count as missing."""
_OTHER = frozenset({MISSING, 6, 7})
_NOT_GIVEN = 3


def crossed(forename: str, surname: str, other_forename: str, other_surname: str) -> int:
    """Whether two names are the same changed round, as far as both are given; 0 where they are not.

    To be asked where neither forenames nor surnames agree. Symmetrical.
    """
    mine, theirs = _plain_surname(surname), _plain_surname(other_surname)
    one = _cross(forename, theirs)
    other = _cross(other_forename, mine)
    if not one or not other or one == other == _NOT_GIVEN:
        return 0
    return TURNED if one == other == SAME else TURNED_SLIP


def _cross(forename: str, surname: str) -> int:
    """1 the same, 2 nearly, 3 one of them is not given, 0 different."""
    if not forename or not surname:
        return _NOT_GIVEN
    if forename == surname:
        return SAME
    return 2 if _slip(forename, surname) else 0


def may_be_crossed(levels: Sequence[int]) -> bool:
    """Whether the levels of forenames and surnames leave room for names changed round."""
    return levels[FORENAME] in _OTHER and levels[SURNAME] in (MISSING, 7)
