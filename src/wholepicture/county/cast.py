"""Who and what is in the county: people, families, places, vehicles, phones. Each has a number that only the truth knows."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(slots=True, eq=False)
class Place:
    """One address, or one named venue. `kind` is "home", "flat", "school", "hotel" and so on; `number` 0 has no number."""

    id: int
    kind: str
    number: int
    street: str
    town: str
    postcode: str
    flat: int = 0
    venue: str = ""


@dataclass(slots=True, eq=False)
class Person:
    """One person. `home` is where they live at first; `moves` lists (minute, place) in order. `family` is the number of the
    family that they were born into: two children of one number are related, whoever looks after them now."""

    id: int
    forename: str = field(repr=False)
    surname: str = field(repr=False)
    female: bool
    born: date = field(repr=False)
    child: bool
    family: int
    home: Place
    nickname: str = field(default="", repr=False)
    upn: str = field(default="", repr=False)
    school: Place | None = None
    moves: list[tuple[int, Place]] = field(default_factory=list)

    def home_at(self, minute: int) -> Place:
        """Where they live at a minute."""
        home = self.home
        for since, place in self.moves:
            if since <= minute:
                home = place
        return home


@dataclass(slots=True, eq=False)
class Household:
    """People under one roof: who is looked after, and who looks after them. `kind`: "family", "foster", "residential"."""

    kind: str
    children: list[Person]
    carers: list[Person]
    home: Place


@dataclass(slots=True, eq=False)
class Vehicle:
    """One vehicle."""

    id: int
    registration: str = field(repr=False)
    colour: str
    make: str
    model: str


@dataclass(slots=True, eq=False)
class Phone:
    """One telephone, with a number that Ofcom keeps free for drama."""

    id: int
    number: str = field(repr=False)


Thing = Person | Place | Vehicle | Phone
"""Whatever a record can name."""


@dataclass(slots=True)
class Numbering:
    """Gives out the numbers of one locality, so that localities made apart never share one."""

    next: int

    def take(self) -> int:
        """The next number."""
        self.next += 1
        return self.next - 1
