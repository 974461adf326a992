"""Persons, objects, locations and events as they are described: POLE, after the NPCC POLE Data Standards Catalogue."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from wholepicture.vocabulary.carried import Carried


class EntityKind(StrEnum):
    """What kind of thing a mention speaks of."""

    PERSON = "person"
    PLACE = "place"
    VEHICLE = "vehicle"
    PHONE = "phone"
    HANDLE = "handle"


class Role(StrEnum):
    """In what part a record names a person, place, vehicle or phone, as the record states it. A role is no verdict."""

    SUBJECT = "subject"
    """The child whom the record is about."""
    PARENT = "parent"
    CARER = "carer"
    SIBLING = "sibling"
    RELATIVE = "relative"
    ASSOCIATE = "associate"
    SUSPECT = "suspect"
    VICTIM = "victim"
    WITNESS = "witness"
    PROFESSIONAL = "professional"
    RAISER = "raiser"
    HOME = "home"
    """The address at which the subject is said to live."""
    LOCATION = "location"
    """Where it happened."""
    MISSING_FROM = "missing_from"
    FOUND_AT = "found_at"
    SCHOOL = "school"
    SEEN = "seen"
    """A vehicle, or a thing, present at the event."""
    CONTACT = "contact"
    """A phone or handle given for somebody."""
    UNKNOWN = "unknown"


class Sex(StrEnum):
    """Sex as recorded. Weak evidence for linkage, and nothing else."""

    FEMALE = "F"
    MALE = "M"


@dataclass(frozen=True, slots=True)
class Age(Carried):
    """An age in whole years as stated or guessed: `low` to `high`, both inclusive, on the day that the record speaks of."""

    low: int
    high: int
    estimated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDescription(Carried):
    """A person as one record describes them. Nothing here is checked, and nothing here is required.

    `name` is the name as written where it does not come in parts. `born_as_written` holds a birth date that could not be
    read. `child_id` is an authority's own identifier for a child. `address` is the address that the record gives for them.
    """

    surname: str = field(default="", repr=False)
    forename: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    known_as: str = field(default="", repr=False)
    """Another name that the record gives for them, beside their own."""
    born: date | None = field(default=None, repr=False)
    born_as_written: str = field(default="", repr=False)
    age: Age | None = None
    sex: Sex | None = None
    adult: bool | None = None
    """True or False where the words themselves say so ("a man", "a girl"), else None."""
    upn: str = field(default="", repr=False)
    nhs_number: str = field(default="", repr=False)
    child_id: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    postcode: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    relation: str = ""
    """What the record says that this person is to the subject ("parent", "uncle", "friend"); empty where it does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDescription(Carried):
    """A place as written, with the postcode where it stands in a column of its own. `venue` names it where it has a name."""

    text: str = field(repr=False)
    postcode: str = field(default="", repr=False)
    venue: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleDescription(Carried):
    """A vehicle as written. `partial` says that the registration is known to be a part of one. All may be empty but one."""

    registration: str = field(default="", repr=False)
    partial: bool = False
    colour: str = ""
    make: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneDescription(Carried):
    """A telephone number as written."""

    number: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandleDescription(Carried):
    """A name that somebody uses online, with the platform where it is stated."""

    handle: str = field(repr=False)
    platform: str = ""


Description = PersonDescription | PlaceDescription | VehicleDescription | PhoneDescription | HandleDescription
