"""What short cells mean: sex, age, role, a name in one cell, a registration known in part, a cell that says nothing."""

import re
from functools import lru_cache

from wholepicture.intake.profile import NAME_FORMS, heading_key
from wholepicture.vocabulary.pole import Age, Role, Sex

NOTHING = frozenset(
    {
        "",
        "-",
        "--",
        ".",
        "?",
        "n/a",
        "n/k",
        "nk",
        "none",
        "nil",
        "null",
        "unk",
        "unknown",
        "not known",
        "not given",
        "not stated",
        "not recorded",
        "not provided",
        "not applicable",
        "not disclosed",
        "tbc",
    }
)
"""Words that stand where nothing is known. A hundred people called "Unknown" are not one person."""

ROLES = {
    heading_key(word): role
    for role, words in {
        Role.PARENT: "parent, mother, father, mum, dad, step-parent, stepmother, stepfather, guardian",
        Role.CARER: "carer, foster carer, foster parent, kinship carer, special guardian, caregiver",
        Role.SIBLING: "sibling, brother, sister, half-brother, half-sister, stepbrother, stepsister, step-sibling, twin",
        Role.RELATIVE: "relative, family member, grandparent, grandmother, grandfather, aunt, uncle, cousin",
        Role.ASSOCIATE: "associate, friend, boyfriend, girlfriend, partner, peer, acquaintance, companion, known associate",
        Role.SUSPECT: "suspect, suspected, alleged perpetrator, perpetrator, offender, arrested, accused",
        Role.VICTIM: "victim, aggrieved, injured party, complainant victim",
        Role.WITNESS: "witness, informant, bystander",
        Role.PROFESSIONAL: "professional, officer, social worker, teacher, health visitor, doctor, nurse, youth worker",
        Role.RAISER: "raiser, caller, complainant, reporting person, referrer, reported by",
        Role.SUBJECT: "subject, child, young person, pupil, patient",
    }.items()
    for word in words.split(", ")
}
"""Role words as agencies write them. What is not here is Role.UNKNOWN, its word kept."""

_SEXES = {
    **dict.fromkeys(("f", "female", "girl", "woman", "2", "a) female"), Sex.FEMALE),
    **dict.fromkeys(("m", "male", "boy", "man", "1", "b) male"), Sex.MALE),
}
_AGE = re.compile(
    r"(?P<guess>about|approx(?:imately)?\.?|around|circa|c\.?|~|est\.?|estimated)?\s*(?P<low>\d{1,3})"
    r"(?:\s*(?:-|–|to|or|/)\s*(?P<high>\d{1,3}))?(?P<more>\s*\+)?\s*(?:years?|yrs?|y/?o)?(?:\s+old)?\s*(?P<query>\?)?",
    re.IGNORECASE,
)
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "master"})
_PARTICLES = frozenset(
    {
        "de",
        "da",
        "di",
        "do",
        "dos",
        "das",
        "del",
        "della",
        "du",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "ten",
        "ter",
        "al",
        "el",
        "bin",
        "bint",
        "ibn",
        "ben",
        "st",
        "mac",
        "o",
        "ap",
        "ab",
    }
)
_PART_OF_REGISTRATION = re.compile(r"[A-Z]{2}\d{2}[A-Z]{0,2}")


def says_nothing(cell: str) -> bool:
    """Whether a cell is empty or only says that nothing is known."""
    return cell.strip().casefold() in NOTHING


@lru_cache(maxsize=256)
def read_sex(cell: str) -> Sex | None:
    """Sex as recorded, in words or in the codes of the statutory returns (1 male, 2 female); None for anything else."""
    return _SEXES.get(cell.strip().casefold())


@lru_cache(maxsize=1024)
def read_age(cell: str) -> Age | None:
    """An age in whole years ("13", "about 13", "13-14", "13?"), or None where it cannot be read or nobody is that old."""
    match = _AGE.fullmatch(cell.strip())
    if match is None:
        return None
    low = int(match["low"])
    high = int(match["high"] or low)
    if not low <= high <= 120 or match["more"]:
        return None
    return Age(low, high, estimated=bool(match["guess"] or match["query"] or match["high"]))


@lru_cache(maxsize=1 << 14)
def split_name(cell: str, form: str) -> tuple[str, str]:
    """Surname and forename of a name in one cell; both empty where it cannot be told which word is which.

    A comma always stands after the surname, whatever the form says.
    """
    name = " ".join(cell.split())
    if "," in name:
        surname, _, forename = name.partition(",")
        return surname.strip(), _without_title(forename.strip())
    if form == NAME_FORMS[0]:
        return "", ""
    words = _without_title(name).split(" ")
    if len(words) < 2:
        return "", ""
    if words[0].isupper() and len(words[0]) > 1 and not words[-1].isupper():
        return words[0], " ".join(words[1:])
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold().rstrip("'’") in _PARTICLES:
        start -= 1
    return " ".join(words[start:]), " ".join(words[:start])


def _without_title(name: str) -> str:
    first, space, rest = name.partition(" ")
    return rest if space and first.casefold().rstrip(".") in _TITLES else name


@lru_cache(maxsize=1 << 14)
def is_part_of_registration(cell: str) -> bool:
    """Whether a registration is said to be a part of one, or breaks off in the style of since 2001 (KX53)."""
    text = cell.strip().upper()
    if "PART" in text or "?" in text or "*" in text or "..." in text or "…" in text:
        return True
    return _PART_OF_REGISTRATION.fullmatch(text.replace(" ", "")) is not None
