"""Profiles: which columns an agency's extract has and what each of them means. A profile is data, in TOML."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import TypeVar

from wholepicture.intake.dates import USUAL_FORMS, UnknownDateForm, date_reader
from wholepicture.vocabulary.pole import EntityKind, Role
from wholepicture.vocabulary.records import RecordKind

_ENTRIES = frozenset(
    {
        "name",
        "title",
        "system",
        "agency",
        "kind",
        "dates",
        "columns",
        "mentions",
        "reference_from",
        "stated",
        "roles",
        "kinds",
        "note",
    }
)
_Word = TypeVar("_Word", bound=StrEnum)

ROW_MEANINGS = frozenset(
    {
        "reference",
        "recorded",
        "recorded_time",
        "happened",
        "happened_time",
        "happened_until",
        "happened_until_time",
        "filed_as",
        "narrative",
        "outcome",
        "agency",
        "kind",
        "kept",
    }
)
"""What a column can mean for the row as a whole. `kept` is kept word for word and never interpreted; `kind` says in the
words of the profile's `kinds` what kind of record the row is."""

DATED_MEANINGS = frozenset({"recorded", "happened", "happened_until"})

ATTRIBUTES: Mapping[EntityKind, frozenset[str]] = {
    EntityKind.PERSON: frozenset(
        {
            "surname",
            "forename",
            "name",
            "known_as",
            "description",
            "school",
            "born",
            "age",
            "sex",
            "upn",
            "nhs_number",
            "child_id",
            "address",
            "postcode",
            "phone",
            "role",
            "relation",
        }
    ),
    EntityKind.PLACE: frozenset({"text", "postcode", "venue"}),
    EntityKind.VEHICLE: frozenset({"registration", "colour", "make", "model"}),
    EntityKind.PHONE: frozenset({"number"}),
    EntityKind.HANDLE: frozenset({"handle", "platform"}),
}
"""What a column can say about the person or thing of a slot."""

NAME_FORMS = ("Surname, Forename", "Forename Surname")


class UnreadableProfile(ValueError):
    """The profile cannot be used: it says something that Whole Picture does not understand, or leaves something out."""


@lru_cache(maxsize=4096)
def heading_key(heading: str) -> str:
    """A heading without case, spaces and punctuation: how headings are compared."""
    return "".join(character for character in heading.casefold() if character.isalnum())


@lru_cache(maxsize=4096)
def heading_keys(headings: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of headings, in their order."""
    return tuple(map(heading_key, headings))


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its name, other headings it is known by, what it means, and the date forms it is read with."""

    name: str
    means: tuple[str, ...]
    required: bool = False
    also: tuple[str, ...] = ()
    dates: tuple[str, ...] = USUAL_FORMS

    @property
    def keys(self) -> tuple[str, ...]:
        """The headings it answers to, as compared; its own name first."""
        return heading_keys((self.name, *self.also))


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Columns that together name one person, place, vehicle, phone or handle, and in what role."""

    name: str
    kind: EntityKind
    role: Role
    name_form: str = NAME_FORMS[0]
    adult: bool | None = None
    """True or False where whoever is named there is known to be an adult, or a child."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One shape of extract. `reference_from` names the columns that make a reference where the extract has none.

    Where no column means `recorded`, its rows are known from when the extract was made. `stated` holds facts that are the
    same for every row; `roles` words for roles, beyond those known to `wholepicture.intake.cells`; `kinds` words for kinds
    of record, for a shape that holds several: where none of them stands in the row it is of the profile's own `kind`.
    """

    name: str
    title: str
    system: str
    agency: str
    kind: RecordKind
    columns: tuple[Column, ...]
    slots: tuple[Slot, ...] = ()
    reference_from: tuple[str, ...] = ()
    stated: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    kinds: Mapping[str, RecordKind] = field(default_factory=dict)

    def columns_meaning(self, meaning: str) -> tuple[Column, ...]:
        """The columns that mean this, in the profile's order."""
        return tuple(column for column in self.columns if meaning in column.means)

    @property
    def required(self) -> tuple[Column, ...]:
        """The columns without which a file is not of this shape."""
        return tuple(column for column in self.columns if column.required)


def load_profiles(extra: Sequence[bytes] = ()) -> tuple[Profile, ...]:
    """The profiles that come with Whole Picture, and the user's own (each the bytes of one TOML file), in order of name.

    A profile of the user's with the name of one of ours takes its place. Raises UnreadableProfile.
    """
    folder = resources.files("wholepicture.intake") / "profiles"
    ours = [entry.read_bytes() for entry in folder.iterdir() if entry.name.endswith(".toml")]
    profiles = {profile.name: profile for profile in map(parse_profile, ours)}
    profiles.update((profile.name, profile) for profile in map(parse_profile, extra))
    return tuple(profiles[name] for name in sorted(profiles))


def parse_profile(content: bytes) -> Profile:
    """One profile from the bytes of its TOML file. Raises UnreadableProfile, whose words say what to change."""
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise UnreadableProfile(f"The profile is not TOML in UTF-8: {problem}") from problem
    name = _text(table, "name", "a profile")
    label = f"profile {name}"
    _refuse_others(table, _ENTRIES, label)
    dates = _texts(table.get("dates", list(USUAL_FORMS)), "dates", label)
    profile = Profile(
        name=name,
        title=_text(table, "title", label),
        system=_text(table, "system", label),
        agency=_text(table, "agency", label),
        kind=_one_of(RecordKind, _text(table, "kind", label), "kind", label),
        columns=tuple(_columns(table.get("columns"), dates, label)),
        slots=tuple(_slots(table.get("mentions", []), label)),
        reference_from=_texts(table.get("reference_from", []), "reference_from", label),
        stated={key: str(value) for key, value in _table(table.get("stated", {}), "stated", label).items()},
        roles={
            heading_key(word): _one_of(Role, str(role), "role", label)
            for word, role in _table(table.get("roles", {}), "roles", label).items()
        },
        kinds={
            heading_key(word): _one_of(RecordKind, str(kind), "kind", label)
            for word, kind in _table(table.get("kinds", {}), "kinds", label).items()
        },
    )
    _check(profile, label)
    return profile


def _columns(columns: object, dates: tuple[str, ...], label: str) -> Iterator[Column]:
    for name, written in _table(columns, "columns", label).items():
        where = f"{label}, column {name!r}"
        entry = _table({"means": written} if isinstance(written, str | list) else written, "columns", where)
        _refuse_others(entry, {"means", "required", "also", "dates"}, where)
        means = entry.get("means", [])
        yield Column(
            name=name,
            means=_texts([means] if isinstance(means, str) else means, "means", where),
            required=entry.get("required", False) is True,
            also=_texts(entry.get("also", []), "also", where),
            dates=_texts(entry.get("dates", list(dates)), "dates", where),
        )


def _slots(entries: object, label: str) -> Iterator[Slot]:
    if not isinstance(entries, list):
        raise UnreadableProfile(f"{label}: write each slot under [[mentions]]")
    for number, written in enumerate(entries, 1):
        where = f"{label}, mention {number}"
        entry = _table(written, "mentions", where)
        _refuse_others(entry, {"slot", "kind", "role", "name_form", "adult"}, where)
        form = entry.get("name_form", NAME_FORMS[0])
        if form not in NAME_FORMS:
            raise UnreadableProfile(f"{where}: name_form is {form!r}; it can be {' or '.join(map(repr, NAME_FORMS))}")
        yield Slot(
            name=_text(entry, "slot", where),
            kind=_one_of(EntityKind, _text(entry, "kind", where), "kind", where),
            role=_one_of(Role, _text(entry, "role", where), "role", where),
            name_form=form,
            adult=_yes_or_no(entry.get("adult"), "adult", where),
        )


def _check(profile: Profile, label: str) -> None:
    if not profile.columns_meaning("reference") and not profile.reference_from:
        raise UnreadableProfile(f"{label}: no column means 'reference', and there is no reference_from")
    names = [column.name for column in profile.columns]
    for name in profile.reference_from:
        if name not in names:
            raise UnreadableProfile(f"{label}: reference_from names {name!r}, which is not among its columns")
    if not profile.required:
        raise UnreadableProfile(f"{label}: no column is required, so any file would fit it")
    keys = [key for column in profile.columns for key in dict.fromkeys(column.keys)]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise UnreadableProfile(f"{label}: two columns answer to the same heading: {', '.join(twice)}")
    slots = {slot.name: slot for slot in profile.slots}
    if len(slots) != len(profile.slots):
        raise UnreadableProfile(f"{label}: two mentions have the same slot name")
    for column in profile.columns:
        for meaning in column.means:
            _check_meaning(meaning, slots, f"{label}, column {column.name!r}")
        try:
            date_reader(column.dates)
        except UnknownDateForm as problem:
            raise UnreadableProfile(
                f"{label}, column {column.name!r}: {UnknownDateForm.__doc__} Not: {problem}"
            ) from problem


def _check_meaning(meaning: str, slots: Mapping[str, Slot], where: str) -> None:
    if meaning in ROW_MEANINGS or re.fullmatch(r"stated:\w+", meaning):
        return
    slot, point, attribute = meaning.partition(".")
    if not point:
        raise UnreadableProfile(
            f"{where}: unknown meaning {meaning!r}; known are {', '.join(sorted(ROW_MEANINGS))}, stated:NAME, SLOT.ATTRIBUTE"
        )
    if slot not in slots:
        raise UnreadableProfile(f"{where}: {meaning!r} speaks of slot {slot!r}, which no [[mentions]] names")
    known = ATTRIBUTES[slots[slot].kind]
    if attribute not in known:
        raise UnreadableProfile(
            f"{where}: a {slots[slot].kind} has no {attribute!r}; it can have {', '.join(sorted(known))}"
        )


def _text(table: Mapping[str, object], key: str, label: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise UnreadableProfile(f"{label}: {key} is missing; it must be words in quotes")
    return value


def _yes_or_no(value: object, key: str, label: str) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise UnreadableProfile(f"{label}: {key} is {value!r}; it can be true or false")


def _texts(value: object, key: str, label: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise UnreadableProfile(f"{label}: {key} must be a list of words in quotes")
    return tuple(value)


def _table(value: object, key: str, label: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise UnreadableProfile(f"{label}: {key} is missing or is not a table")
    return value


def _one_of(kind: type[_Word], word: str, key: str, label: str) -> _Word:
    try:
        return kind(word)
    except ValueError:
        raise UnreadableProfile(f"{label}: {key} is {word!r}; it can be {', '.join(kind)}") from None


def _refuse_others(table: Mapping[str, object], known: Set[str], label: str) -> None:
    others = sorted(set(table) - known)
    if others:
        raise UnreadableProfile(f"{label}: unknown entries {', '.join(others)}; known are {', '.join(sorted(known))}")
