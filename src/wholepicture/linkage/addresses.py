"""Addresses as people write them: flats in every shape, buildings, streets, localities, postcodes and named places."""

import re
from functools import lru_cache
from typing import NamedTuple

_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s*(\d[a-z]{2})\b", re.IGNORECASE)
_STREET_TYPES = {
    "st": "street",
    "str": "street",
    "rd": "road",
    "ln": "lane",
    "la": "lane",
    "ave": "avenue",
    "av": "avenue",
    "dr": "drive",
    "drv": "drive",
    "cres": "crescent",
    "cresc": "crescent",
    "cr": "crescent",
    "cl": "close",
    "clo": "close",
    "ct": "court",
    "crt": "court",
    "gdns": "gardens",
    "gdn": "gardens",
    "gds": "gardens",
    "gr": "grove",
    "gve": "grove",
    "gro": "grove",
    "grv": "grove",
    "pl": "place",
    "sq": "square",
    "ter": "terrace",
    "terr": "terrace",
    "tce": "terrace",
    "pk": "park",
    "wy": "way",
    "wlk": "walk",
    "hl": "hill",
    "gn": "green",
    "grn": "green",
    "bldgs": "buildings",
    "ms": "mews",
    "par": "parade",
    "pde": "parade",
}
_WRITTEN_OUT = frozenset(_STREET_TYPES.values())
_BARE_STREETS = frozenset(
    {
        "street",
        "road",
        "lane",
        "avenue",
        "drive",
        "crescent",
        "close",
        "gardens",
        "grove",
        "terrace",
        "way",
        "mews",
        "walk",
        "row",
        "rise",
    }
)
"""Where a line without a number has one of these it names a street; a park, a court or a green may be a place itself."""
_UNIT_WORD = r"(?:flat|flt|fl|apartment|apt|appt|unit|room|rm|studio|maisonette|suite)"
_UNIT = r"(?:no\.?\s*|number\s*)?([a-z]?\d{1,4}[a-z]?|[a-z])"
_FLOORS = {
    "basement": "basement",
    "lower ground": "basement",
    "ground floor": "ground",
    "ground": "ground",
    "first floor": "first floor",
    "1st floor": "first floor",
    "second floor": "second floor",
    "2nd floor": "second floor",
    "third floor": "third floor",
    "3rd floor": "third floor",
    "top floor": "top",
    "top": "top",
    "upstairs": "upstairs",
    "downstairs": "ground",
    "garden": "garden",
}
_FLOOR = re.compile(
    r"^(?:the\s+)?(" + "|".join(sorted(_FLOORS, key=len, reverse=True)) + r")\s+(?:flat|flt|apartment)\b[\s,]*(?:at\s+)?"
)
_ABOVE = re.compile(r"^(?:the\s+)?flat\s+(?:above|over)\s+(?:the\s+)?")
_FLAT_FIRST = re.compile(rf"^(?:the\s+)?{_UNIT_WORD}\.?\s*{_UNIT}\b[\s,/\-]*(?:at\s+|of\s+)?")
_FLAT_INSIDE = re.compile(rf"^(\d{{1,4}})\s*[\s,]*\(?\s*{_UNIT_WORD}\.?\s*{_UNIT}\s*\)?[\s,]+")
_FLAT_ANYWHERE = re.compile(rf"\(\s*{_UNIT_WORD}\.?\s*{_UNIT}\s*\)|,\s*{_UNIT_WORD}\.?\s*{_UNIT}\s*(?=,|$)")
_SLASHED = re.compile(r"^(\d{1,3}|[a-z])\s*/\s*(\d{1,4})\b[\s,]*")
_LETTERED = re.compile(r"^(\d{1,4})\s?([a-z])\b[\s,]+(?=\S)")
_NUMBERED = re.compile(r"^(?:no\.?\s*|number\s+)?(\d{1,4}(?:\s?-\s?\d{1,4})?)(?:[\s,]+|(?=[a-z]{3}))")
_LEAD = re.compile(
    r"^(?:(?:a|an|the|same|his|her|their)\s+)?(?:(?:flat|house|property|address|premises)\s+(?:on|at|in|off|near)"
    r"|outside|near|opposite|behind|rear\s+of|back\s+of)\s+(?:the\s+)?"
)
_NOWHERE = re.compile(
    r"^\s*(?:nfa|n/?a|n/?k|no fixed a(?:bode|ddress)|(?:address )?(?:not (?:known|given)|unknown)|none|various|homeless)\W*$"
)
_NAME_AND_NUMBER = re.compile(r"^([a-z][a-z ]+?)\s+(\d{1,4}[a-z]?\s+[a-z].*)$")
_SPACES = re.compile(r"\s+")
_LETTERS = re.compile(r"[^a-z0-9]+")


class Address(NamedTuple):
    """An address taken apart, every part in lower case and empty where it was not given.

    `unit` is the flat within the building ("3"; the letter of "9c" is the flat "3"), `number` the building's number,
    `street` with its type written out, `venue` the name of a named place.
    """

    unit: str = ""
    number: str = ""
    street: str = ""
    locality: str = ""
    postcode: str = ""
    venue: str = ""

    def __repr__(self) -> str:
        return "<address>"

    @property
    def street_letters(self) -> str:
        """The street without spaces, for comparing what was typed badly."""
        return self.street.replace(" ", "")

    @property
    def building(self) -> "Address":
        """The same address without its flat."""
        return self._replace(unit="")


NOWHERE = Address()


def _unit(text: str) -> str:
    """Flat letters count like numbers: flat c is flat 3."""
    text = text.lower().lstrip("0")
    return str(ord(text) - 96) if len(text) == 1 and text.isalpha() else text


def read_postcode(text: str) -> str:
    """A postcode in capitals without a space; empty where the text holds none."""
    found = _POSTCODE.search(text)
    return (found[1] + found[2]).upper() if found else ""


@lru_cache(maxsize=16384)
def spelt_out(letters: str) -> tuple[str, ...]:
    """A street's letters, and where they end in a short form ("elmln") also with that written out ("elmlane")."""
    forms = [letters]
    for short, long in _STREET_TYPES.items():
        if letters.endswith(short) and not letters.endswith(long) and len(letters) > len(short) + 1:
            forms.append(letters[: -len(short)] + long)
    return tuple(forms)


@lru_cache(maxsize=1 << 17)
def read_address(text: str, postcode: str = "", venue: str = "") -> Address:
    """Take an address apart as it was written, in whatever order its flat, number, street, town and postcode stand."""
    code = read_postcode(postcode) or read_postcode(text)
    rest = _POSTCODE.sub(" ", text.lower()).replace("’", "").replace("'", "").replace(".", " ")
    if _NOWHERE.match(rest):
        return Address(postcode=code)
    rest, unit = _lift_flat(_LEAD.sub("", rest.strip()))
    parts = [part for part in (_SPACES.sub(" ", piece).strip(" -") for piece in rest.split(",")) if part]
    named = _named(venue.lower()) if venue else ""
    return _assemble(parts, code, named, unit)


def _lift_flat(text: str) -> tuple[str, str]:
    """Take out a flat that stands in brackets or on its own behind the street: "66 Cobbler Drive (flat 3)"."""
    found = _FLAT_ANYWHERE.search(text)
    if not found:
        return text, ""
    return f"{text[: found.start()]} {text[found.end() :]}", _unit(found[1] or found[2])


def _assemble(parts: list[str], code: str, named: str, lifted: str) -> Address:
    venue, unit, number = named, lifted, ""
    while parts:
        line = ", ".join(parts)
        unit_here, number, after = _numbers(line)
        unit = unit or unit_here
        if number or (unit_here and after):
            parts = [part.strip() for part in after.split(",") if part.strip()]
            if number:
                break
            continue
        run_on = _NAME_AND_NUMBER.match(parts[0])
        if run_on and _is_street(run_on[2]):
            parts = [run_on[1], run_on[2], *parts[1:]]
            continue
        if _is_street(parts[0]) or (venue and len(parts) == 1 and not _has_number(parts)):
            break
        name = _named(parts[0])
        venue = venue or name
        parts = parts[1:]
        if not _has_number(parts) and not (parts and _is_street(parts[0])):
            return Address(unit, "", "", _locality(parts), code, venue)
    street, town = _split_street(parts[0]) if parts else ("", "")
    locality = _locality(parts[1:]) or town
    return Address(unit, number, street, locality, code, "" if venue == street else venue)


def _numbers(line: str) -> tuple[str, str, str]:
    """The flat and the number that a line begins with, and what stands after them."""
    floor = _FLOOR.match(line)
    if floor:
        _, number, rest = _numbers(line[floor.end() :])
        return _FLOORS[floor[1]], number, rest
    above = _ABOVE.match(line)
    if above:
        _, number, rest = _numbers(line[above.end() :])
        return "above", number, rest
    first = _FLAT_FIRST.match(line)
    if first:
        _, number, rest = _numbers(line[first.end() :])
        return _unit(first[1]), number, rest
    inside = _FLAT_INSIDE.match(line)
    if inside:
        return _unit(inside[2]), inside[1], line[inside.end() :]
    slashed = _SLASHED.match(line)
    if slashed:
        return _unit(slashed[1]), slashed[2], line[slashed.end() :]
    lettered = _LETTERED.match(line)
    if lettered:
        return _unit(lettered[2]), lettered[1], line[lettered.end() :]
    numbered = _NUMBERED.match(line)
    if numbered:
        return "", numbered[1].replace(" ", ""), line[numbered.end() :]
    return "", "", line


def _has_number(parts: list[str]) -> bool:
    return bool(parts) and bool(_numbers(", ".join(parts))[1])


def _is_street(part: str) -> bool:
    words = part.split()
    return any(_STREET_TYPES.get(word, word) in _BARE_STREETS for word in words[1:])


def _split_street(part: str) -> tuple[str, str]:
    """A street with its type written out, and a town that follows it without a comma."""
    words = [_LETTERS.sub("", word) for word in part.split()]
    words = [word for word in words if word and word != "the"]
    kinds = [at for at, word in enumerate(words) if at and (word in _STREET_TYPES or word in _WRITTEN_OUT)]
    if not kinds:
        return " ".join(words), ""
    end = kinds[0]
    while end + 1 in kinds:
        end += 1
    while end + 1 < len(words) and words[end + 1] in ("north", "south", "east", "west"):
        end += 1
    street = [*words[: kinds[0]], *(_STREET_TYPES.get(word, word) for word in words[kinds[0] : end + 1])]
    return " ".join(street), " ".join(words[end + 1 :])


def _named(part: str) -> str:
    words = [_LETTERS.sub("", word) for word in part.split()]
    return " ".join(word for word in words if word and word not in ("the", "at"))


def _locality(parts: list[str]) -> str:
    return _named(parts[0]) if parts else ""
