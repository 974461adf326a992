"""The levels of each comparison of rows: what is said of each, and by hand how often it comes."""

from typing import NamedTuple


class Level(NamedTuple):
    """One level of a comparison: what it is called in a model, and what is said of it. `prior` is m and u by hand."""

    name: str
    words: str
    m: float
    u: float


FORENAME_LEVELS = (
    Level("missing", "", 1, 1),
    Level("same", "Same forename.", 0.75, 0.005),
    Level("nickname", "One forename is short for the other.", 0.06, 0.002),
    Level("slip", "Forename the same but for a slip.", 0.10, 0.002),
    Level("alike", "Forenames alike.", 0.03, 0.01),
    Level("initial", "Same initial of the forename.", 0.02, 0.02),
    Level("near", "Against it: two forenames that are nearly spelt alike.", 0.002, 0.01),
    Level("different", "Against it: different forenames.", 0.03, 0.95),
    Level("turned", "The same names, forename and surname changed round.", 0.003, 0.00001),
    Level("turned_slip", "Nearly the same names, forename and surname changed round.", 0.001, 0.00002),
)
MIDDLE_LEVELS = (
    Level("missing", "", 1, 1),
    Level("same", "A further forename agrees.", 0.7, 0.01),
    Level("initial", "A further initial agrees.", 0.2, 0.06),
    Level("slip", "A further forename the same but for a slip.", 0.05, 0.01),
    Level("different", "Against it: different further forenames.", 0.1, 0.92),
)
SURNAME_LEVELS = (
    Level("missing", "", 1, 1),
    Level("same", "Same surname.", 0.8, 0.002),
    Level("part", "One half of a double surname shared.", 0.02, 0.0005),
    Level("also", "A surname that the other's whole name holds.", 0.02, 0.0005),
    Level("slip", "Surname the same but for a slip.", 0.08, 0.001),
    Level("alike", "Surnames alike.", 0.01, 0.003),
    Level("initial", "Same initial of the surname.", 0.01, 0.01),
    Level("different", "Against it: different surnames.", 0.08, 0.98),
)
BIRTH_LEVELS = (
    Level("missing", "", 1, 1),
    Level("same", "Same date of birth.", 0.85, 0.0001),
    Level("swapped", "Date of birth the same with day and month changed round.", 0.01, 0.00005),
    Level("digit", "Date of birth the same but for one digit.", 0.07, 0.002),
    Level("two_digits", "Date of birth the same but for two digits.", 0.02, 0.01),
    Level("year_known", "Same year of birth; no more is given.", 0.05, 0.015),
    Level("year", "Same year of birth; against it: another day and month.", 0.01, 0.01),
    Level("different", "Against it: different dates of birth.", 0.02, 0.98),
)
SEX_LEVELS = (
    Level("missing", "", 1, 1),
    Level("same", "", 0.98, 0.5),
    Level("different", "Against it: another sex recorded.", 0.02, 0.5),
)
ADDRESS_LEVELS = (
    Level("missing", "", 1, 1),
    Level("same", "Address agrees.", 0.5, 0.0002),
    Level("building", "Same building, another flat.", 0.02, 0.0002),
    Level("slip", "Address the same but for a slip.", 0.06, 0.0002),
    Level("street", "Same street.", 0.02, 0.001),
    Level("postcode", "Same postcode.", 0.5, 0.0005),
    Level("postcode_slip", "Postcode the same but for one sign.", 0.1, 0.001),
    Level("postcode_moved", "Same postcode, another street or house.", 0.05, 0.001),
    Level("town", "Same town or district.", 0.1, 0.05),
    Level("different", "Another address, which says little.", 0.3, 0.94),
)
WORDS_LEVELS = (
    Level("missing", "", 1, 1),
    Level("same", "Same {}.", 0.7, 0.02),
    Level("slip", "{} the same but for a slip.", 0.05, 0.002),
    Level("part", "A word of the {} shared.", 0.1, 0.03),
    Level("different", "Another {}, which says little.", 0.15, 0.94),
)
EMAIL_LEVELS = (
    Level("missing", "", 1, 1),
    Level("same", "Same email address.", 0.7, 0.00002),
    Level("slip", "Email address the same but for a slip, or the same name in it.", 0.2, 0.0001),
    Level("different", "Another email address.", 0.1, 0.999),
)
PHONE_LEVELS = (
    Level("missing", "", 1, 1),
    Level("same", "Same telephone number.", 0.7, 0.0002),
    Level("slip", "Telephone number the same but for one digit.", 0.05, 0.0002),
    Level("different", "Another telephone number, which says little.", 0.25, 0.999),
)
IDENTIFIER_LEVELS = (
    Level("missing", "", 1, 1),
    Level("same", "Same {}.", 0.9, 0.00001),
    Level("slip", "{} the same but for one sign.", 0.06, 0.0001),
    Level("different", "Against it: another {}.", 0.04, 0.999),
)


def levels_named(levels: tuple[Level, ...], name: str) -> tuple[Level, ...]:
    """Levels whose words speak of something by its name."""
    return tuple(level._replace(words=_capital(level.words.format(name))) for level in levels)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
