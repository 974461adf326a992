"""From a row's cells to its mentions: each slot of a profile becomes one function, made once per file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from wholepicture.intake.cells import NOTHING, ROLES, is_part_of_registration, read_age, read_sex, split_name
from wholepicture.intake.dates import USUAL_FORMS, DateReader, date_reader
from wholepicture.intake.profile import Profile, Slot, heading_key
from wholepicture.vocabulary.hidden import Words
from wholepicture.vocabulary.pole import (
    Description,
    EntityKind,
    HandleDescription,
    PersonDescription,
    PhoneDescription,
    PlaceDescription,
    Role,
    VehicleDescription,
)
from wholepicture.vocabulary.records import Mention, RecordId, mention_id

NULL_DATE = date(1900, 1, 1)
"""What spreadsheets and databases show where a date is empty."""

NAMING = frozenset({"surname", "forename", "name", "known_as"})
IDENTIFYING = NAMING | {"born", "age", "upn", "nhs_number", "child_id", "description"}
"""What a person must have at least one of to be a mention."""

_WORD_FOR_WORD = frozenset(
    ["surname", "forename", "upn", "nhs_number", "child_id", "address", "postcode", "phone", "relation", "known_as"]
)

Notice = Callable[[str, str], None]
"""Takes the column and the words."""

Drawn = tuple[Role, Description, str, tuple[str, ...]]
"""Role, description, the words as written, and the columns that held something."""


class Draw(Protocol):
    """Draws one mention out of a row, or None where the row names nobody there. `known_on` is the day of recording."""

    def __call__(self, cells: Sequence[str], known_on: date, notice: Notice) -> Drawn | None:
        """The mention that stands in these cells."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the row an attribute of a slot stands."""

    position: int
    heading: str


def compile_slot(profile: Profile, slot: Slot, places: Mapping[str, Place]) -> Draw | None:
    """The function that draws this slot's mention out of a row; None where the file has none of its columns."""
    if not places:
        return None
    if slot.kind is EntityKind.PERSON:
        return _PersonSlot(profile, slot, places)
    return _ThingSlot(slot, places)


class _PersonSlot:
    """Persons. A cell that says nothing is no name; sex, address or role alone do not make a person."""

    def __init__(self, profile: Profile, slot: Slot, places: Mapping[str, Place]) -> None:
        self._role = slot.role
        self._form = slot.name_form
        self._adult = slot.adult
        self._roles = {**ROLES, **profile.roles}
        self._columns = tuple((name, place.position, place.heading) for name, place in places.items())
        self._spoken = tuple(name for name in places if name in NAMING)
        self._born_heading = places["born"].heading if "born" in places else ""
        self._born_reader = _born_reader(profile, slot)

    def __call__(self, cells: Sequence[str], known_on: date, notice: Notice) -> Drawn | None:
        found: dict[str, str] = {}
        used: list[str] = []
        for name, position, heading in self._columns:
            text = cells[position].strip()
            if text and text.casefold() not in NOTHING:
                found[name] = text
                used.append(heading)
        if IDENTIFYING.isdisjoint(found):
            return None
        words = " ".join([found[name] for name in self._spoken if name in found]) or next(iter(found.values()))
        role = self._role
        described: dict[str, Any] = {name: text for name, text in found.items() if name in _WORD_FOR_WORD}
        if "role" in found:
            role = self._roles.get(heading_key(found["role"]), Role.UNKNOWN)
            described.setdefault("relation", found["role"].casefold())
        if self._adult is not None:
            described["adult"] = self._adult
        self._add_name(found, described)
        if "born" in found:
            self._add_birth(found["born"], known_on, described, notice)
        if "sex" in found:
            described["sex"] = read_sex(found["sex"])
        if "age" in found:
            described["age"] = read_age(found["age"])
        return role, PersonDescription(**described), words, tuple(used)

    def _add_name(self, found: Mapping[str, str], described: dict[str, Any]) -> None:
        written = found.get("name", "")
        if not written and not {"surname", "forename"} & found.keys():
            written = found.get("known_as", "")
        if not written:
            return
        surname, forename = split_name(written, self._form)
        described["name"] = written
        described.setdefault("surname", surname)
        described.setdefault("forename", forename)

    def _add_birth(self, written: str, known_on: date, described: dict[str, Any], notice: Notice) -> None:
        when = self._born_reader(written)
        if when is not None and when[0] != NULL_DATE and when[0] <= known_on + timedelta(days=1):
            described["born"] = when[0]
            return
        described["born_as_written"] = written
        notice(self._born_heading, _BIRTH_UNREADABLE if when is None or when[0] == NULL_DATE else _BIRTH_LATER)


_BIRTH_UNREADABLE = "not a date of birth that can be read; kept as written"
_BIRTH_LATER = "a date of birth after the row was recorded; kept as written"


def _born_reader(profile: Profile, slot: Slot) -> DateReader:
    columns = profile.columns_meaning(f"{slot.name}.born")
    return date_reader(columns[0].dates if columns else USUAL_FORMS)


class _ThingSlot:
    """Places, vehicles, phones and handles: there when any of their columns but the plainest description holds something."""

    def __init__(self, slot: Slot, places: Mapping[str, Place]) -> None:
        self._role = slot.role
        self._columns = tuple((name, place.position, place.heading) for name, place in places.items())
        self._joint = ", " if slot.kind is EntityKind.PLACE else " "
        self._describe = _DESCRIBE[slot.kind]

    def __call__(self, cells: Sequence[str], known_on: date, notice: Notice) -> Drawn | None:  # noqa: ARG002
        found: dict[str, str] = {}
        used: list[str] = []
        for name, position, heading in self._columns:
            text = cells[position].strip()
            if text and text.casefold() not in NOTHING:
                found[name] = text
                used.append(heading)
        if not found:
            return None
        return self._role, self._describe(found), self._joint.join(found.values()), tuple(used)


def _place(found: dict[str, str]) -> Description:
    text = found.get("text") or found.get("venue") or found.get("postcode", "")
    return PlaceDescription(text=text, postcode=found.get("postcode", ""), venue=found.get("venue", ""))


def _vehicle(found: dict[str, str]) -> Description:
    return VehicleDescription(**found, partial=is_part_of_registration(found.get("registration", "")))


def _phone(found: dict[str, str]) -> Description:
    return PhoneDescription(number=found["number"])


def _handle(found: dict[str, str]) -> Description:
    return HandleDescription(handle=found.get("handle", ""), platform=found.get("platform", ""))


_DESCRIBE: Mapping[EntityKind, Callable[[dict[str, str]], Description]] = {
    EntityKind.PLACE: _place,
    EntityKind.VEHICLE: _vehicle,
    EntityKind.PHONE: _phone,
    EntityKind.HANDLE: _handle,
}


def mention_of(drawn: Drawn, kind: EntityKind, record: RecordId, number: int) -> Mention:
    """The mention that was drawn, with its id in its record."""
    role, description, words, columns = drawn
    return Mention(
        id=mention_id(kind, record, number),
        kind=kind,
        role=role,
        description=description,
        text=Words(words),
        columns=columns,
    )
