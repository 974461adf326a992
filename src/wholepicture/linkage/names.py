"""Names of persons as they are written: order, nicknames, initials, double surnames, street names, slips of the pen."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "pc", "ps", "pcso", "dc", "ds", "sgt", "prof", "rev", "master"})
_STREET_NAME_WORDS = frozenset(
    {"big", "lil", "little", "young", "old", "uncle", "auntie", "aunty", "fat", "slim", "tall", "skinny"}
)
_UNKNOWN = frozenset({"unknown", "unk", "na", "none", "nk", "notknown", "unnamed", "anonymous", "notgiven"})
_PARTICLES = frozenset(
    {
        "de",
        "da",
        "di",
        "du",
        "la",
        "le",
        "van",
        "von",
        "den",
        "der",
        "el",
        "al",
        "bin",
        "ibn",
        "abu",
        "o",
        "mc",
        "mac",
        "st",
        "d",
    }
)
_NOT_LETTERS = re.compile(r"[^a-z\- ]+")


_MOST_REMEMBERED = 1 << 16


class NamePart(IntEnum):
    """How one part of two names compares. The order is from nothing said, over the best, to the worst."""

    MISSING = 0
    SAME = 1
    NICKNAME = 2
    PART = 3
    SLIP = 4
    INITIAL = 5
    STREET_NAME = 6
    NEAR = 7
    DIFFERENT = 8


class Name(NamedTuple):
    """A name taken apart. Every part is letters only, lower case, without accents; empty where it was not given.

    `middle` holds the further forenames. `street` says that the forename is a street name ("big t"), which speaks neither
    for nor against a forename.
    """

    forename: str
    surname: str
    middle: str = ""
    street: bool = False

    def __bool__(self) -> bool:
        return bool(self.forename or self.surname)

    def __repr__(self) -> str:
        return "<name>"


NOBODY = Name("", "")


class NameComparison(NamedTuple):
    """How two names compare, part by part, with the names turned round where that fits better."""

    forename: NamePart
    surname: NamePart
    turned: bool


@dataclass(frozen=True, slots=True)
class NameLore:
    """What is known about names: which forenames stand for one another, and which spellings are names of their own."""

    groups: Mapping[str, frozenset[int]]
    known: frozenset[str]


@cache
def load_name_lore() -> NameLore:
    """The nickname table of the package (British, South Asian, Polish and African usage), as groups of equivalents."""
    table = tomllib.loads(files(__package__).joinpath("nicknames.toml").read_text(encoding="utf-8"))
    groups: dict[str, set[int]] = {}
    for number, line in enumerate(table["groups"]):
        for name in line.split():
            groups.setdefault(name, set()).add(number)
    known = {name for line in table["names"] for name in line.split()} | set(groups)
    return NameLore(groups={name: frozenset(numbers) for name, numbers in groups.items()}, known=frozenset(known))


def fold(text: str) -> str:
    """Letters, hyphens and single spaces, in lower case and without accents; apostrophes close up ("o'neil" -> "oneil")."""
    if not text.isascii():
        text = text.replace("ł", "l").replace("Ł", "l").replace("ø", "o").replace("Ø", "o").replace("ß", "ss")
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        text = text.replace("’", "'").replace("‘", "'").replace("–", "-")
    letters = _NOT_LETTERS.sub(" ", text.lower().replace("'", "").replace("`", "").replace(".", " "))
    return " ".join(letters.split())


def _words(text: str) -> list[str]:
    return [word for word in fold(text).replace(" -", "-").replace("- ", "-").split() if word not in _TITLES]


def _closed(words: list[str]) -> str:
    joined = "".join(words).strip("-")
    return "" if joined.replace("-", "") in _UNKNOWN else joined


@lru_cache(maxsize=16384)
def read_name(surname: str, forename: str, name: str) -> Name:
    """The name from its columns, or from one text: "Greenwood, Lee", "Lee Greenwood", "Lee", "Big T Greenwood"."""
    if not surname and not forename and name:
        surname, forename = _split(_without_what_follows(name))
    family, given = _words(surname), _words(forename)
    if family and family[0] in _STREET_NAME_WORDS:
        family, given = given, family
    if given and given[0] in _STREET_NAME_WORDS and not _closed(family) and len(given) > 2:
        given, family = given[:2], given[2:]
    if given and given[0] in _STREET_NAME_WORDS:
        return Name("".join(given), _closed(family), "", True)
    first, middle = _given(given)
    return Name(first, _closed(family), middle)


def _given(words: list[str]) -> tuple[str, str]:
    if len(words) > 1 and words[0] in _PARTICLES:
        return _closed(words), ""
    return _closed(words[:1]), " ".join(words[1:])


def _without_what_follows(name: str) -> str:
    """The name without words of the sentence that came along behind it: "Lee Greenwood asks about"."""
    words = name.split()
    if not words or not words[0][0].isupper():
        return name
    while len(words) > 1 and words[-1].islower():
        words.pop()
    return " ".join(words)


def _split(name: str) -> tuple[str, str]:
    if "," in name:
        before, _, after = name.partition(",")
        return before, after
    words = _words(name)
    if words and words[0] in _STREET_NAME_WORDS:
        return " ".join(words[2:]), " ".join(words[:2])
    if len(words) > 2 and words[0] in _PARTICLES:
        return " ".join(words[:-1]), words[-1]
    return " ".join(words[1:]), words[0] if words else ""


def is_slip(left: str, right: str) -> bool:
    """Whether one spelling is a slip of the pen for the other: a letter more, less, changed, or two turned round."""
    shorter, longer = (left, right) if len(left) <= len(right) else (right, left)
    if len(longer) < 4 or len(longer) - len(shorter) > 2:
        return False
    allowed = 2 if len(shorter) >= 8 else 1
    return OSA.distance(left, right, score_cutoff=allowed) <= allowed


def _begin_alike(left: str, right: str) -> bool:
    """Whether one can be a slip for the other by how they begin: the first letter is the only one that may be wrong."""
    if left[0] == right[0] or left[1:] == right[1:]:
        return True
    if left[1:] == right or right[1:] == left:
        return True
    return left[:2] == right[1::-1] or bool("-" in left or "-" in right)


class NameComparer:
    """Compares names part by part. Pure; it remembers pairs that it has compared, which changes no answer."""

    def __init__(self, lore: NameLore) -> None:
        self._lore = lore
        self._forenames: dict[tuple[str, str], NamePart] = {}
        self._surnames: dict[tuple[str, str], NamePart] = {}

    def compare(self, left: Name, right: Name) -> NameComparison:
        """Compare two names as written, and turned round where surname and forename may have changed places."""
        forename, surname = self._part(left, right), self.surname(left.surname, right.surname)
        straight = NameComparison(forename, surname, False)
        if forename in _AGREEING and surname in _AGREEING:
            return straight
        if not (left.surname and right.surname and left.forename and right.forename):
            return straight
        if left.forename[0] != right.surname[0] and left.surname[0] != right.forename[0]:
            return straight
        turned = self._turned(left, right)
        return turned if turned is not None and forename not in _AGREEING else straight

    def _turned(self, left: Name, right: Name) -> NameComparison | None:
        given = self.forename(left.surname, right.forename)
        family = self.surname(left.forename, right.surname)
        if left.street or right.street:
            return None
        other_given, other_family = self.forename(left.forename, right.surname), self.surname(left.surname, right.forename)
        if given in _AGREEING and family in _AGREEING:
            return NameComparison(given, family, True)
        if other_given in _AGREEING and other_family in _AGREEING:
            return NameComparison(other_given, other_family, True)
        return None

    def _part(self, left: Name, right: Name) -> NamePart:
        if left.street or right.street:
            return self._street(left, right)
        level = self.forename(left.forename, right.forename)
        if level is NamePart.DIFFERENT and (left.middle or right.middle):
            mine, theirs = {left.forename, *left.middle.split()}, {right.forename, *right.middle.split()}
            if left.forename in theirs or right.forename in mine:
                return NamePart.PART
        return level

    @staticmethod
    def _street(left: Name, right: Name) -> NamePart:
        if not left.forename or not right.forename:
            return NamePart.MISSING
        return NamePart.SAME if left.forename == right.forename else NamePart.STREET_NAME

    def forename(self, left: str, right: str) -> NamePart:
        """Compare two forenames: same, short for one another, a slip, an initial, near (both are names), different."""
        if not left or not right:
            return NamePart.MISSING
        if left == right:
            return NamePart.SAME
        pair = (left, right)
        level = self._forenames.get(pair)
        if level is None:
            if len(self._forenames) >= _MOST_REMEMBERED:
                self._forenames.clear()
            level = self._forenames[pair] = self._compare_forenames(left, right)
        return level

    def _compare_forenames(self, left: str, right: str) -> NamePart:
        if len(left) == 1 or len(right) == 1:
            return NamePart.INITIAL if left[0] == right[0] else NamePart.DIFFERENT
        groups = self._lore.groups
        if groups.get(left, _NONE) & groups.get(right, _NONE):
            return NamePart.NICKNAME
        if not _begin_alike(left, right):
            return NamePart.DIFFERENT
        both_names = left in self._lore.known and right in self._lore.known
        if is_slip(left, right):
            return NamePart.NEAR if both_names else NamePart.SLIP
        if "-" in left or "-" in right:
            mine, theirs = set(left.split("-")), set(right.split("-"))
            if mine & theirs:
                return NamePart.PART
        if not both_names and JaroWinkler.similarity(left, right) >= 0.94:
            return NamePart.SLIP
        return NamePart.DIFFERENT

    def surname(self, left: str, right: str) -> NamePart:
        """Compare two surnames: same, one part of a double surname, a slip, an initial, different."""
        if not left or not right:
            return NamePart.MISSING
        if left == right:
            return NamePart.SAME
        pair = (left, right)
        level = self._surnames.get(pair)
        if level is None:
            if len(self._surnames) >= _MOST_REMEMBERED:
                self._surnames.clear()
            level = self._surnames[pair] = self._compare_surnames(left, right)
        return level

    @staticmethod
    def _compare_surnames(left: str, right: str) -> NamePart:
        if len(left) == 1 or len(right) == 1:
            return NamePart.INITIAL if left[0] == right[0] else NamePart.DIFFERENT
        plain_left, plain_right = left.replace("-", ""), right.replace("-", "")
        if plain_left == plain_right:
            return NamePart.SAME
        if ("-" in left or "-" in right) and set(left.split("-")) & set(right.split("-")):
            return NamePart.PART
        if not _begin_alike(plain_left, plain_right):
            return NamePart.DIFFERENT
        if is_slip(plain_left, plain_right):
            return NamePart.SLIP
        return NamePart.DIFFERENT


_NONE: frozenset[int] = frozenset()
_AGREEING = frozenset({NamePart.SAME, NamePart.NICKNAME, NamePart.SLIP, NamePart.PART})


@lru_cache(maxsize=32768)
def sound(word: str) -> str:
    """A code that most misspellings of a name share: its first letter and its consonants in order, doubled ones once."""
    if not word:
        return ""
    code = [word[0]]
    for letter in word[1:]:
        if letter in "aeiouyhw-":
            continue
        if letter != code[-1]:
            code.append(letter)
    return "".join(code[:5])
