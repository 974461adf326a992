"""What the columns of a person table mean, as the person who has the table states it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Meaning(StrEnum):
    """What a column of a person table may mean."""

    FORENAME = "forename"
    MIDDLE = "middle names"
    SURNAME = "surname"
    NAME = "name"
    """The whole name in one column. Beside a surname column it gives further names that the person went by."""
    BIRTH = "date of birth"
    BIRTH_YEAR = "birth year"
    BIRTH_MONTH = "birth month"
    BIRTH_DAY = "birth day"
    AGE = "age"
    SEX = "sex"
    ADDRESS = "address"
    UNIT = "flat"
    NUMBER = "house number"
    STREET = "street"
    LOCALITY = "town"
    POSTCODE = "postcode"
    PLACE = "birth place"
    OCCUPATION = "occupation"
    EMAIL = "email"
    PHONE = "phone"
    NHS = "nhs number"
    UPN = "upn"
    IDENTIFIER = "identifier"
    """Any other number that is given to one person alone (social security, an authority's own)."""
    IGNORE = "ignore"


_ALSO = {
    "first name": Meaning.FORENAME,
    "given name": Meaning.FORENAME,
    "forenames": Meaning.FORENAME,
    "middle name": Meaning.MIDDLE,
    "middle initial": Meaning.MIDDLE,
    "last name": Meaning.SURNAME,
    "family name": Meaning.SURNAME,
    "full name": Meaning.NAME,
    "dob": Meaning.BIRTH,
    "born": Meaning.BIRTH,
    "birth": Meaning.BIRTH,
    "birth date": Meaning.BIRTH,
    "year of birth": Meaning.BIRTH_YEAR,
    "month of birth": Meaning.BIRTH_MONTH,
    "day of birth": Meaning.BIRTH_DAY,
    "gender": Meaning.SEX,
    "unit": Meaning.UNIT,
    "street number": Meaning.NUMBER,
    "street name": Meaning.STREET,
    "city": Meaning.LOCALITY,
    "suburb": Meaning.LOCALITY,
    "village": Meaning.LOCALITY,
    "locality": Meaning.LOCALITY,
    "zip": Meaning.POSTCODE,
    "zipcode": Meaning.POSTCODE,
    "zip code": Meaning.POSTCODE,
    "post code": Meaning.POSTCODE,
    "place of birth": Meaning.PLACE,
    "birthplace": Meaning.PLACE,
    "job": Meaning.OCCUPATION,
    "e-mail": Meaning.EMAIL,
    "telephone": Meaning.PHONE,
    "mobile": Meaning.PHONE,
    "nhs": Meaning.NHS,
    "unique pupil number": Meaning.UPN,
    "id": Meaning.IGNORE,
    "none": Meaning.IGNORE,
}
_NEVER = ("ethnic", "nationalit", "race", "religion")


class UnusableColumnMap(ValueError):
    """The map of columns to meanings cannot be used; its words say what is wrong and what would be right."""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The meaning of each column by its heading, for every file, and what differs in single files by their names."""

    columns: Mapping[str, Meaning]
    files: Mapping[str, Mapping[str, Meaning]] = field(default_factory=dict)

    def of(self, file: str) -> Mapping[str, Meaning]:
        """The meanings in one file: those of its own where it has any, else those of every file."""
        return self.files.get(file, self.columns)


def read_column_map(table: Mapping[str, object]) -> ColumnMap:
    """The map out of its table: `[columns]` for every file, `[files."NAME".columns]` where one differs.

    Raises UnusableColumnMap.
    """
    columns = _read_columns(table.get("columns", {}), "[columns]")
    files = {}
    given = table.get("files", {})
    if not isinstance(given, Mapping):
        raise UnusableColumnMap('[files] must hold a table for each file: [files."NAME.csv".columns]')
    for name, own in given.items():
        inner = own.get("columns", own) if isinstance(own, Mapping) else own
        files[str(name)] = _read_columns(inner, f'[files."{name}".columns]')
    if not columns and not files:
        raise UnusableColumnMap(
            'the map has no [columns]. Write one line a column, heading = meaning, for example  "First name" = "forename"'
        )
    return ColumnMap(columns, files)


def _read_columns(table: object, where: str) -> dict[str, Meaning]:
    if not isinstance(table, Mapping):
        raise UnusableColumnMap(f"{where} must be a table of lines, heading = meaning")
    return {str(heading): _read_meaning(str(heading), said, where) for heading, said in table.items()}


def _read_meaning(heading: str, said: object, where: str) -> Meaning:
    if not isinstance(said, str):
        raise UnusableColumnMap(f"{where}: what {heading} means must be a word in quotation marks")
    word = " ".join(said.replace("_", " ").casefold().split())
    if any(word.startswith(never) for never in _NEVER):
        raise UnusableColumnMap(f"{where}: {heading} means {said}, which never takes part in linkage. Leave the line out.")
    if word in _ALSO:
        return _ALSO[word]
    try:
        return Meaning(word)
    except ValueError:
        known = ", ".join(meaning.value for meaning in Meaning)
        turned = " (write the column's heading on the left and its meaning on the right)" if _is_meaning(heading) else ""
        raise UnusableColumnMap(f"{where}: nothing is called {said!r}{turned}. A column may mean: {known}.") from None


def _is_meaning(word: str) -> bool:
    plain = " ".join(word.replace("_", " ").casefold().split())
    return plain in _ALSO or plain in set(Meaning)
