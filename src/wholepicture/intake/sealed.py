"""The list of sealed children: protected placements and adoptions. What is not understood stops everything."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO, StringIO

from wholepicture.intake.dates import USUAL_FORMS, date_reader
from wholepicture.intake.decoding import decide_encoding
from wholepicture.intake.profile import heading_key
from wholepicture.intake.workbooks import is_workbook


class UnreadableSealedList(ValueError):
    """The list of sealed children is not understood in full, so nothing may be read. The words name the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedChild:
    """One sealed child. Any identifier alone is enough to be that child; so are the names, with the birth date if given.

    A bare number may be an authority's id for the child or an agency's reference: it stands as both.
    """

    surname: str = field(default="", repr=False)
    forename: str = field(default="", repr=False)
    born: date | None = field(default=None, repr=False)
    upn: str = field(default="", repr=False)
    nhs_number: str = field(default="", repr=False)
    child_id: str = field(default="", repr=False)
    reference: str = field(default="", repr=False)


_HEADINGS: Mapping[str, str] = {
    heading_key(heading): meaning
    for meaning, headings in {
        "surname": "surname, family name, last name, child surname, subject surname",
        "forename": "forename, forenames, given name, given names, first name, child forename, subject forename",
        "born": "date of birth, dob, birth date, born, child dob, subject dob",
        "upn": "upn, unique pupil number, pupil upn",
        "nhs_number": "nhs number, nhs no, nhs",
        "child_id": "child id, child unique id, child, la child id, unique child id, person id",
        "reference": "reference, ref, record, record reference, report no, case ref, contact id",
        "": "notes, note, reason, comment, comments, team, worker, sex, gender, sealed, sealed since, sealed by",
    }.items()
    for heading in headings.split(", ")
}
_read_date = date_reader(USUAL_FORMS)
_UPN = re.compile(r"[A-Z]\d{11}[\dA-Z]")
_REFERENCE = re.compile(r"(?=\S*\d)(?=\S*[A-Za-z])[\w./:-]+")
_TWO_NAMES = re.compile(r"[^\W\d_][\w'’-]*(?: [^\W\d_][\w'’-]*){1,2}")
_DATE_AT_END = re.compile(
    r"(?P<before>.*?)[\s,;]+(?:born\s+|dob:?\s+)?(?P<date>\d[\d./-]*\d|\d{1,2}[- ][A-Za-z]{3,9}[- ]\d{4})", re.IGNORECASE
)


def parse_sealed(content: bytes) -> tuple[SealedChild, ...]:
    """The sealed children of a list: CSV under headings, or a child a line; lines that start with # are remarks.

    A line holds "Surname, Forename, date of birth", "Forename Surname date of birth", a UPN, an NHS number, or an agency's
    own reference. Raises UnreadableSealedList for anything else, and for a list that names nobody.
    """
    if is_workbook(content):
        raise UnreadableSealedList("The sealed list is a workbook: save it as CSV or as plain text")
    name, errors = decide_encoding(BytesIO(content))
    text = content.decode(name, errors).lstrip("\ufeff")
    if "\0" in text or "\ufffd" in text:
        raise UnreadableSealedList("The sealed list is not text: save it as CSV or as plain text")
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    lines = [(number, line) for number, line in lines if line.strip(",;\t ") and not line.startswith("#")]
    if not lines:
        raise UnreadableSealedList("The sealed list names nobody")
    delimiter, meanings = _header(*lines[0])
    children = _from_table(lines[1:], delimiter, meanings) if meanings else (_from_line(*line) for line in lines)
    found = tuple(children)
    if not found:
        raise UnreadableSealedList("The sealed list has headings but names nobody")
    return found


def _header(number: int, line: str) -> tuple[str, tuple[str, ...]]:
    """The delimiter and what each column means; no meanings where the first line is a child already."""
    for delimiter in (",", ";", "\t"):
        try:
            cells = _cells(line, delimiter)
        except csv.Error:
            continue
        meanings = [_HEADINGS.get(heading_key(cell)) for cell in cells]
        if not any(meanings):
            continue
        unknown = [cell.strip() for cell, meaning in zip(cells, meanings, strict=True) if meaning is None]
        if unknown:
            raise UnreadableSealedList(f"Line {number} of the sealed list: unknown headings {', '.join(map(repr, unknown))}")
        kept = tuple(meaning or "" for meaning in meanings)
        twice = sorted({meaning for meaning in kept if meaning and kept.count(meaning) > 1})
        if twice:
            raise UnreadableSealedList(f"Line {number} of the sealed list: two headings mean {', '.join(twice)}")
        return delimiter, kept
    return ",", ()


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader(StringIO(line), delimiter=delimiter, strict=True), [])


def _from_table(lines: Sequence[tuple[int, str]], delimiter: str, meanings: Sequence[str]) -> Iterator[SealedChild]:
    for number, line in lines:
        try:
            cells = _cells(line, delimiter)
        except csv.Error:
            raise _not_understood(number, "its quotation marks do not close") from None
        cells += [""] * (len(meanings) - len(cells))
        if len(cells) != len(meanings):
            raise _not_understood(number, "it has more cells than there are headings")
        yield _child(
            number,
            {meaning: cell.strip() for meaning, cell in zip(meanings, cells, strict=True) if meaning and cell.strip()},
        )


def _from_line(number: int, line: str) -> SealedChild:
    words = line.strip()
    if words.startswith('"'):
        try:
            words = ", ".join(cell.strip() for cell in _cells(words, ","))
        except csv.Error:
            raise _not_understood(number, "its quotation marks do not close") from None
    compact = re.sub(r"[\s-]", "", words).upper()
    if _UPN.fullmatch(compact):
        return SealedChild(upn=compact)
    if re.fullmatch(r"[\d\s-]+", words) and _read_date(words) is None:
        return _number(number, compact)
    if _REFERENCE.fullmatch(words):
        return SealedChild(reference=words)
    match = _DATE_AT_END.fullmatch(words)
    before, written = (match["before"], match["date"]) if match else (words, "")
    if "," in before:
        surname, _, forename = before.strip(", ").partition(",")
    else:
        if not written and not _TWO_NAMES.fullmatch(before):
            raise _not_understood(
                number, 'a name needs a comma after the surname, or a date of birth: "Oakes, Tansy, 14/02/1994"'
            )
        forename, _, surname = before.rpartition(" ")
    return _child(number, {"surname": surname.strip(), "forename": forename.strip(), "born": written})


def _number(number: int, digits: str) -> SealedChild:
    if len(digits) == 10 and _is_nhs_number(digits):
        return SealedChild(nhs_number=digits)
    if len(digits) == 10:
        raise _not_understood(number, "ten digits, but not an NHS number: its check digit is wrong")
    return SealedChild(child_id=digits, reference=digits)


def _child(number: int, found: dict[str, str]) -> SealedChild:
    born = None
    written = found.pop("born", "")
    if written:
        when = _read_date(written)
        if when is None:
            raise _not_understood(number, "its date of birth cannot be read: write it as 14/02/1994 or 1994-02-14")
        born = when[0]
    for name in ("surname", "forename"):
        if any(character.isdigit() or character in ",;" for character in found.get(name, "")):
            raise _not_understood(number, f"its {name} holds a digit or a comma")
    found = {meaning: text for meaning, text in found.items() if text}
    if "upn" in found:
        found["upn"] = re.sub(r"[\s-]", "", found["upn"]).upper()
        if not _UPN.fullmatch(found["upn"]):
            raise _not_understood(number, "its UPN is not a letter and twelve digits")
    if "nhs_number" in found:
        found["nhs_number"] = re.sub(r"[\s-]", "", found["nhs_number"])
        if not _is_nhs_number(found["nhs_number"]):
            raise _not_understood(number, "its NHS number is not ten digits with the right check digit")
    named = "surname" in found and "forename" in found
    if not named and not found.keys() & {"upn", "nhs_number", "child_id", "reference"}:
        raise _not_understood(number, "it needs a surname and a forename, or an identifier")
    return SealedChild(born=born, **found)


def _is_nhs_number(digits: str) -> bool:
    """Ten digits, the last of which is the modulus 11 check of the others (NHS Data Model and Dictionary)."""
    if not re.fullmatch(r"[0-9]{10}", digits):
        return False
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == int(digits[9]) and check != 10


def _not_understood(number: int, why: str) -> UnreadableSealedList:
    return UnreadableSealedList(f"Line {number} of the sealed list is not understood: {why}")
