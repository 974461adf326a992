"""A new shape of extract, taught by hand: its headings with values, what a person says they mean, and the profile of it."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO

from wholepicture.intake.profile import NAME_FORMS, heading_key
from wholepicture.intake.tables import BrokenLine, Row, Shape, Table, read_csv_tables
from wholepicture.intake.workbooks import is_workbook, read_workbook
from wholepicture.vocabulary.records import RecordKind

LOOKED_AT = 50
EXAMPLES = 3
KEPT = "kept"
REFERENCE_PART = "reference_part"
"""One of the columns that together make a reference, where the extract has none of its own."""

_PERSON = {
    "surname": "surname",
    "forename": "forename",
    "name": "full name",
    "known_as": "other name",
    "born": "date of birth",
    "age": "age",
    "sex": "sex",
    "address": "address",
    "postcode": "postcode",
    "phone": "phone",
    "school": "school",
}
_CHILD = {**_PERSON, "upn": "UPN", "nhs_number": "NHS number", "child_id": "the authority's number for them"}
_ADULT = {**_PERSON, "role": "part that they play", "relation": "relation to the child", "description": "description"}
_SLOTS: Mapping[str, tuple[str, str, str, str, Mapping[str, str]]] = {
    "child_1": ("The child", "person", "subject", "adult = false\n", _CHILD),
    "child_2": ("A second child", "person", "subject", "adult = false\n", _CHILD),
    "adult_1": ("An adult", "person", "unknown", "adult = true\n", _ADULT),
    "adult_2": ("A second adult", "person", "unknown", "adult = true\n", _ADULT),
    "person_1": ("Somebody else, child or adult", "person", "unknown", "", _ADULT),
    "place_1": ("The place", "place", "location", "", {"text": "address", "postcode": "postcode", "venue": "its name"}),
    "vehicle_1": (
        "The vehicle",
        "vehicle",
        "seen",
        "",
        {"registration": "registration", "colour": "colour", "make": "make", "model": "model"},
    ),
    "phone_1": ("A phone", "phone", "contact", "", {"number": "number"}),
    "handle_1": ("An online name", "handle", "contact", "", {"handle": "name", "platform": "app or site"}),
}

MEANINGS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("", ((KEPT, "Keep it as it is, and read nothing from it"),)),
    (
        "The record",
        (
            ("reference", "The agency's own reference"),
            (REFERENCE_PART, "There is no reference: this is part of what makes a row unique"),
            ("recorded", "When it was written down"),
            ("recorded_time", "The time of day when it was written down"),
            ("happened", "When it happened, or began"),
            ("happened_time", "The time of day when it happened, or began"),
            ("happened_until", "When it ended"),
            ("happened_until_time", "The time of day when it ended"),
            ("filed_as", "The agency's category"),
            ("narrative", "What was written in words"),
            ("outcome", "What became of it"),
        ),
    ),
    *(
        (title, tuple((f"{slot}.{attribute}", f"{title}: {words}") for attribute, words in attributes.items()))
        for slot, (title, _, _, _, attributes) in _SLOTS.items()
    ),
)
"""What can be chosen for a column, in groups: the meaning as a profile has it, and in words."""
_KNOWN = frozenset(meaning for _, group in MEANINGS for meaning, _ in group)
_ONCE = _KNOWN - {KEPT, REFERENCE_PART, "narrative"}


class UnfitMapping(ValueError):
    """What was said of the columns makes no extract that can be read; the words say what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A table of no known shape: its headings, and of each the first values in it."""

    sheet: str
    headings: tuple[str, ...]
    examples: tuple[tuple[str, ...], ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """What a person says of an extract. `means` gives for headings, as they stand, one of MEANINGS each; the rest is kept.

    `title` and `agency` are words that stand in reports and records.
    """

    name: str
    title: str
    system: str
    agency: str
    kind: RecordKind
    means: Mapping[str, str]
    surname_first: bool = False


def outline(stream: BinaryIO) -> tuple[Outline, ...]:
    """The tables of a file, in its order, each with the row that looks most like a header. Raises UnreadableFile."""
    stream.seek(0)
    in_sheets = is_workbook(stream.read(8))
    groups = [(table,) for table in read_workbook(stream)] if in_sheets else [read_csv_tables(stream)]
    return tuple(_outline(max(tables, key=_evenness)) for tables in groups)


def _rows(table: Table) -> list[Row]:
    found = islice(table.rows(Shape()), LOOKED_AT)
    return [row.cells if isinstance(row, BrokenLine) else row for row in found]


def _evenness(table: Table) -> tuple[int, int]:
    """How many rows have more than one cell and the usual width; then that width."""
    widths = [len(row) for row in _rows(table)]
    usual = max(dict.fromkeys(widths), key=lambda w: (widths.count(w), w), default=0)
    return (widths.count(usual) if usual > 1 else 0, usual)


def _outline(table: Table) -> Outline:
    rows = _rows(table)
    most = max((sum(1 for cell in row if cell.strip()) for row in rows), default=0)
    start = next((n for n, row in enumerate(rows) if sum(1 for cell in row if cell.strip()) * 10 >= most * 8), 0)
    headings = tuple(cell.strip() for cell in rows[start]) if rows else ()
    below = rows[start + 1 :]
    examples = tuple(
        tuple(islice(dict.fromkeys(r[n].strip() for r in below if len(r) > n and r[n].strip()), EXAMPLES))
        for n in range(len(headings))
    )
    return Outline(sheet=table.sheet, headings=headings, examples=examples)


def can_be_mapped(headings: Sequence[str]) -> tuple[bool, ...]:
    """For each heading, whether a profile can speak of it: it is not blank, and the first of its name."""
    keys = [heading_key(heading) for heading in headings]
    return tuple(bool(key) and keys.index(key) == n for n, key in enumerate(keys))


def profile_of(mapping: ColumnMapping) -> str:
    """The profile, as TOML, that reads an extract as a person mapped it. Raises UnfitMapping.

    Every column that means something is required: an extract that lacks one is of another shape and is asked about.
    """
    _check(mapping.means)
    return "\n".join((*_head(mapping), *_slots(mapping), *_columns(mapping.means))) + "\n"


def _check(means: Mapping[str, str]) -> None:
    said = [meaning for meaning in means.values() if meaning != KEPT]
    unknown = sorted({meaning for meaning in said if meaning not in _KNOWN})
    if unknown:
        raise UnfitMapping(f"Nothing is called {unknown[0]!r}")
    if "reference" in said and REFERENCE_PART in said:
        raise UnfitMapping("Choose the agency's own reference, or columns that make one; not both")
    if "reference" not in said and REFERENCE_PART not in said:
        raise UnfitMapping("Say which column holds the agency's own reference, or which columns together make a row unique")
    twice = sorted({meaning for meaning in said if meaning in _ONCE and said.count(meaning) > 1})
    if twice:
        raise UnfitMapping(f"Two columns cannot both be “{in_words(twice[0])}”")
    for time in ("recorded_time", "happened_time", "happened_until_time"):
        if time in said and time.removesuffix("_time") not in said:
            raise UnfitMapping(f"There is “{in_words(time)}” but no column for its day")
    if not set(said) - {"reference", REFERENCE_PART, "recorded", "recorded_time"}:
        raise UnfitMapping("Say what at least one more column means: what was written, or whom or what it is about")


def in_words(meaning: str) -> str:
    """A meaning as a person chooses it."""
    return next(words for _, group in MEANINGS for known, words in group if known == meaning)


def _head(mapping: ColumnMapping) -> Iterator[str]:
    yield f"name = {_quoted(mapping.name)}"
    yield f"title = {_quoted(mapping.title)}"
    yield f"system = {_quoted(mapping.system)}"
    yield f"agency = {_quoted(mapping.agency)}"
    yield f"kind = {_quoted(mapping.kind.value)}"
    parts = [heading for heading, meaning in mapping.means.items() if meaning == REFERENCE_PART]
    if parts:
        yield f"reference_from = {_list(parts)}"


def _slots(mapping: ColumnMapping) -> Iterator[str]:
    used = {meaning.partition(".")[0] for meaning in mapping.means.values()}
    for slot, (_, kind, role, more, _) in _SLOTS.items():
        if slot in used:
            form = f"name_form = {_quoted(NAME_FORMS[0 if mapping.surname_first else 1])}\n" if kind == "person" else ""
            yield f'\n[[mentions]]\nslot = "{slot}"\nkind = "{kind}"\nrole = "{role}"\n{more}{form}'


def _columns(means: Mapping[str, str]) -> Iterator[str]:
    yield "[columns]"
    for heading, meaning in means.items():
        if meaning == KEPT:
            yield f'{_quoted(heading)} = "kept"'
        else:
            told = KEPT if meaning == REFERENCE_PART else meaning
            yield f"{_quoted(heading)} = {{ means = {_quoted(told)}, required = true }}"


def _quoted(text: str) -> str:
    return json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False).replace("\x7f", "\\u007F")


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"
