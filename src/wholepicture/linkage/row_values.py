"""From the cells of a register's row to the values that are compared, empty where nothing was given."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from wholepicture.linkage.addresses import read_address
from wholepicture.linkage.birth_forms import join_birth, read_birth
from wholepicture.linkage.column_map import Meaning
from wholepicture.linkage.identifiers import read_nhs_number, read_phone
from wholepicture.linkage.names import fold, read_name

Cells = Mapping[Meaning, str]
_PARTICLES = frozenset(
    {"de", "da", "di", "du", "la", "le", "van", "von", "den", "der", "el", "al", "bin", "ibn", "abu", "mc", "mac", "o"}
)
_NOTHING = frozenset(
    {"", "na", "nan", "none", "null", "unknown", "unk", "nk", "notknown", "notgiven", "notstated", "missing"}
)
_SIGNS = re.compile(r"[^a-z0-9]+")
_EMAIL = re.compile(r"\s+")


def plain(text: str) -> str:
    """Letters and digits in lower case without accents, words apart by one space; empty for "unknown" and the like."""
    folded = text if text.isascii() else fold_signs(text)
    words = " ".join(_SIGNS.sub(" ", folded.lower().replace("'", "")).split())
    return "" if words.replace(" ", "") in _NOTHING else words


def fold_signs(text: str) -> str:
    """Text without accents, digits kept."""
    return " ".join(fold(piece) if not piece.isdigit() else piece for piece in re.split(r"(\d+)", text))


def forename_value(forename: str, name: str, has_surname: bool) -> str:
    """The first forename; where there is only a whole name, the forename in it."""
    if not forename and name and not has_surname:
        return read_name("", "", name).forename
    read = plain_name(forename).split()
    return read[0] if read else ""


def middle_value(middle: str, forename: str, name: str, has_surname: bool) -> str:
    """The further forenames, from their own column or behind the first one."""
    if middle:
        return plain_name(middle)
    if not forename and name and not has_surname:
        return read_name("", "", name).middle
    return " ".join(plain_name(forename).split()[1:])


def surname_value(surname: str, name: str) -> str:
    """The surname, its parts joined by hyphens; behind a bar the further names that a whole name holds, in order."""
    joined = _join_surname(plain_name(surname))
    if not joined:
        return read_name("", "", name).surname if name else ""
    if not name:
        return joined
    own = set(joined.split("-"))
    further = sorted({word for word in plain_name(name.replace("-", " ")).split() if len(word) > 3} - own)
    return f"{joined}|{' '.join(further)}" if further else joined


def plain_name(text: str) -> str:
    """A name as `fold` writes it, hyphens closed up; empty for words that mean nothing given."""
    folded = fold(text).replace(" -", "-").replace("- ", "-").strip("- ")
    return "" if folded.replace(" ", "").replace("-", "") in _NOTHING else folded


def _join_surname(text: str) -> str:
    joined = ""
    for word in text.split():
        joined += word if not joined or joined.rsplit("-", 1)[-1] in _PARTICLES else f"-{word}"
    return joined


def sex_value(text: str) -> str:
    """The first letter of what is written, "f" also for girls and women; any letter, for no list of sexes is complete."""
    word = plain(text)
    if word.startswith(("girl", "wom", "f")):
        return "f"
    return "m" if word.startswith(("boy", "man", "m")) else word[:1]


def place_value(text: str) -> str:
    """A place, an occupation or the like: letters and digits, in lower case."""
    return plain(text)


def email_value(text: str) -> str:
    """An electronic address in lower case without spaces."""
    return "" if plain(text) == "" else _EMAIL.sub("", text).casefold()


def phone_value(text: str) -> str:
    """A telephone number in full; digits alone where it is no British or international number."""
    return read_phone(text) or "".join(c for c in text if c.isdigit())


def number_value(text: str) -> str:
    """An identifying number: letters and digits, without what stands between them."""
    return plain(text).replace(" ", "")


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """An address as registers compare it. All parts are in lower case; empty where not given."""

    unit: str
    number: str
    street: str
    locality: str
    postcode: str

    def written(self) -> str:
        """The parts as one value, apart by bars; empty where nothing was given."""
        parts = (self.unit, self.number, self.street, self.locality, self.postcode)
        return "|".join(parts) if any(parts) else ""


def address_value(cells: Cells) -> str:
    """The address from one column or from its parts: unit, number, street, town and postcode, apart by bars."""
    text = cells.get(Meaning.ADDRESS, "")
    street, number = cells.get(Meaning.STREET, ""), cells.get(Meaning.NUMBER, "")
    unit, locality = plain(cells.get(Meaning.UNIT, "")), plain(cells.get(Meaning.LOCALITY, ""))
    code = number_value(cells.get(Meaning.POSTCODE, ""))
    if text and not street:
        read = read_address(text, cells.get(Meaning.POSTCODE, ""))
        where = Whereabouts(
            unit or read.unit,
            read.number,
            read.street or read.venue,
            locality or read.locality,
            code or read.postcode.lower(),
        )
        return where.written()
    street = plain(f"{street} {text}")
    named = read_address(f"1 {street}", "").street if street else ""
    return Whereabouts(unit, plain(number).replace(" ", ""), named or street, locality, code).written()


def birth_value(cells: Cells, order: str) -> str:
    """The date of birth, from one column or from three; see `read_birth`."""
    whole = cells.get(Meaning.BIRTH, "")
    if whole:
        return read_birth(whole, order)
    return join_birth(
        cells.get(Meaning.BIRTH_YEAR, ""), cells.get(Meaning.BIRTH_MONTH, ""), cells.get(Meaning.BIRTH_DAY, "")
    )


def nhs_value(text: str) -> str:
    """An NHS number as digits."""
    return read_nhs_number(text)[0]
