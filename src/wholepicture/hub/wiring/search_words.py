"""What somebody typed, taken apart into the things that they ask for, each with the keys under which it may be found."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from wholepicture.hub.storage.match_keys import SHORTEST_PART, address_keys, name_keys, registration_keys
from wholepicture.hub.storage.search import SoughtKey
from wholepicture.linkage.identifiers import read_handle, read_nhs_number, read_phone, read_upn
from wholepicture.linkage.names import fold, load_name_lore, sound

MOST_PARTS = 12
"""How many things one search may ask for; what is written behind them is not looked at."""
_POSTCODE = re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]?\s*\d[A-Za-z]{2}\b")
_PHONE = re.compile(r"(?<![\w/])(?:\+|00)?\d(?:[\s()-]?\d){8,13}(?![\w/])")
_DAY = re.compile(r"\b(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})\b")
_ISO_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_YEAR = re.compile(r"\b(19\d\d|20\d\d)\b")
_REFERENCE = re.compile(r"\b[A-Za-z]{2,}[-/]\d[\w/-]*\d\b|\b\w+-\d{2,}-\d{2,}[\w/-]*\b|\b[A-Za-z]{1,5}\d{6,}\b")
_UPN = re.compile(r"\b[A-Za-z]\d{11}[\dA-Za-z]\b")
_HANDLE = re.compile(r"(?<!\w)@[\w.]{2,}")
_REGISTRATION = re.compile(r"\b(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z\d]{3,7}(?:\s[A-Za-z]{3})?\b")
_HOUSE = re.compile(r"\b(?:flat\s+\w+\W+)?\d{1,4}[A-Za-z]?\s+[A-Za-z][A-Za-z' ]+", re.IGNORECASE)
_STREET_WORDS = frozenset(
    {
        *("street", "road", "lane", "avenue", "drive", "crescent", "close", "court", "gardens", "grove", "place", "square"),
        *("terrace", "park", "way", "walk", "hill", "green", "flat", "the", "and", "of", "at", "in", "on", "with", "near"),
        *("st", "rd", "ln", "ave", "mr", "mrs", "ms", "miss", "mx", "dr", "born", "dob"),
    }
)
_EXACT, _STANDS_FOR, _SLIP, _SOUND = 10, 8, 6, 4


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is asked for. `kind` is what it may be: word, born, year, phone, registration, postcode, house, handle,
    number, reference. `said` is it in the form in which it is compared. `alone` says that it is enough by itself.
    """

    number: int
    kind: str
    said: str = field(repr=False)
    alone: bool


@dataclass(frozen=True, slots=True)
class Sought:
    """A search: its parts, the keys to look up, and references to look up as they are."""

    parts: tuple[Part, ...]
    keys: tuple[SoughtKey, ...]
    references: tuple[str, ...] = field(default=(), repr=False)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Which kinds of things were asked for, in order, each once: all that the access log is told."""
        said = [one.kind for one in self.parts] + (["reference"] if self.references else [])
        return tuple(sorted(set(said)))

    @property
    def is_enough(self) -> bool:
        """Whether it names somebody or something: one thing that is enough by itself, or two."""
        return bool(self.references) or any(one.alone for one in self.parts) or len(self.parts) >= 2

    @property
    def needed(self) -> int:
        """How many of the things a record must answer to."""
        return min(2, len(self.parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What stands in the search page's fields. `words` is the one box; the others are optional and may all be empty."""

    words: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    born: date | None = field(default=None, repr=False)
    born_year: int | None = field(default=None, repr=False)
    phone: str = field(default="", repr=False)
    registration: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    reference: str = field(default="", repr=False)


class _Gathering:
    """Parts and keys as they are found, each thing once."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.keys: list[SoughtKey] = []
        self.references: list[str] = []

    def add(self, kind: str, said: str, keys: Iterable[tuple[str, str, int]], *, alone: bool) -> None:
        """Take in one thing, with the keys (kind, key, weight) under which it may be found."""
        if not said or len(self.parts) >= MOST_PARTS or any((p.kind, p.said) == (kind, said) for p in self.parts):
            return
        number = len(self.parts)
        self.parts.append(Part(number, kind, said, alone))
        best: dict[tuple[str, str], int] = {}
        for of, key, weight in keys:
            best[of, key] = max(weight, best.get((of, key), 0))
        self.keys += [SoughtKey(of, key, number, weight) for (of, key), weight in sorted(best.items())]


def read_search(typed: Typed) -> Sought:
    """The things asked for in the box and in the fields."""
    found = _Gathering()
    if typed.reference.strip():
        found.references.append(typed.reference.strip().upper())
    if typed.born:
        _add_born(found, typed.born)
    elif typed.born_year:
        _add_year(found, str(typed.born_year))
    _add_phone(found, typed.phone)
    _add_registration(found, typed.registration)
    _add_address(found, typed.address)
    _add_words(found, typed.name, places=False)
    _read_box(found, typed.words)
    return Sought(tuple(found.parts), tuple(found.keys), tuple(dict.fromkeys(found.references)))


def _read_box(found: _Gathering, words: str) -> None:
    """The box: what has a shape of its own first, each cut out before the next is looked for; words are what is left."""
    left = words
    left = _cut(left, _HANDLE, lambda said: _add_handle(found, said))
    left = _cut(
        left, _UPN, lambda said: found.add("number", read_upn(said)[0], [("upn", read_upn(said)[0], _EXACT)], alone=True)
    )
    left = _cut(left, _ISO_DAY, lambda said: _add_day(found, said.split("-")))
    left = _cut(left, _DAY, lambda said: _add_day(found, list(reversed(re.split(r"[/.\-]", said)))))
    left = _cut(left, _REFERENCE, lambda said: found.references.append(said.upper()))
    left = _cut(left, _PHONE, lambda said: _add_number(found, said))
    left = _cut(left, _POSTCODE, lambda said: _add_address(found, said))
    for said in _HOUSE.findall(left):
        _add_house(found, said)
    left = _cut(left, _YEAR, lambda said: _add_year(found, said))
    left = _cut(left, _REGISTRATION, lambda said: _add_registration(found, said))
    _add_words(found, left, places=True)


def _cut(words: str, shape: re.Pattern[str], take: object) -> str:
    for match in shape.finditer(words):
        take(match.group())  # type: ignore[operator]
    return shape.sub(" ", words)


def _add_day(found: _Gathering, parts: list[str]) -> None:
    try:
        _add_born(found, date(int(parts[0]), int(parts[1]), int(parts[2])))
    except ValueError:
        _add_year(found, parts[0])


def _add_born(found: _Gathering, day: date) -> None:
    keys = [("born", day.isoformat(), _EXACT), ("born_year", str(day.year), 1)]
    if day.day <= 12 and day.day != day.month:
        keys.append(("born", date(day.year, day.day, day.month).isoformat(), _SLIP))
    found.add("born", day.isoformat(), keys, alone=False)


def _add_year(found: _Gathering, year: str) -> None:
    found.add("year", year, [("born_year", year, _STANDS_FOR)], alone=False)


def _add_number(found: _Gathering, said: str) -> None:
    digits = "".join(c for c in said if c.isdigit())
    if len(digits) == 10 and digits[0] != "0" and read_nhs_number(digits)[1]:
        found.add("number", digits, [("nhs_number", digits, _EXACT)], alone=True)
    else:
        _add_phone(found, said)


def _add_phone(found: _Gathering, said: str) -> None:
    number = read_phone(said)
    found.add("phone", number, [("phone", number, _EXACT)], alone=True)


def _add_handle(found: _Gathering, said: str) -> None:
    handle = read_handle(said)
    found.add("handle", handle, [("handle", handle, _EXACT)], alone=True)


def _add_registration(found: _Gathering, said: str) -> None:
    whole = next((key for kind, key in registration_keys(said) if kind == "registration"), "")
    if len(whole) >= SHORTEST_PART:
        keys = [("registration", whole, _EXACT), ("registration_part", whole, _STANDS_FOR)]
        found.add("registration", whole, keys, alone=True)


def _add_house(found: _Gathering, said: str) -> None:
    """A number with its street, wherever the street's name may end in what was written behind it."""
    words = said.split()
    for end in range(len(words), 1, -1):
        houses = [key for kind, key in address_keys(" ".join(words[:end]), "", "") if kind == "house"]
        if houses and (end == len(words) or words[end - 1].casefold().strip(".,") in _STREET_WORDS):
            found.add("house", houses[0], [("house", houses[0], _EXACT)], alone=True)
            return


def _add_address(found: _Gathering, said: str) -> None:
    for kind, key in address_keys(said, said if _POSTCODE.fullmatch(said.strip()) else "", ""):
        if key and kind in ("postcode", "house"):
            found.add(kind, key, [(kind, key, _EXACT)], alone=True)
        elif key and key not in _STREET_WORDS:
            found.add("word", key, [("address", key, _EXACT)], alone=False)


def _add_words(found: _Gathering, said: str, *, places: bool) -> None:
    for word in fold(said).replace("-", " ").split():
        if len(word) > 1 and word not in _STREET_WORDS:
            found.add("word", word, _word_keys(word, places=places), alone=False)


def _word_keys(word: str, *, places: bool) -> Iterator[tuple[str, str, int]]:
    for kind, key in name_keys(word):
        if kind == "name":
            yield kind, key, _EXACT
    lore = load_name_lore().groups
    mine = lore.get(word, frozenset())
    if mine:
        yield from (("name", other, _STANDS_FOR) for other, groups in lore.items() if groups & mine and other != word)
    if len(word) >= 4:
        yield "slip", word, _SLIP
        yield from (("slip", word[:at] + word[at + 1 :], _SLIP) for at in range(len(word)))
    if len(sound(word)) > 2:
        yield "slip", f"={sound(word)}", _SOUND
    if places and len(word) > 2:
        yield "address", word, _EXACT
