"""The people of one locality: families, foster carers, children's homes, and whom they look like on paper."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from wholepicture.county.cast import Household, Numbering, Person, Phone, Place, Vehicle
from wholepicture.county.chance import Lottery, pick, weighted
from wholepicture.county.days import Calendar
from wholepicture.county.land import Land
from wholepicture.county.wordlists import Origin, names

_SIZES: Lottery[int] = weighted([(1, 0.42), (2, 0.38), (3, 0.14), (4, 0.045), (5, 0.015)])
_CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_NO_AUTHORITY = "990"
"""Stands where a pupil number names the authority that gave it; no authority in England has this number."""

_TAG_LETTERS = "ABCDEFGHKLMNOPRSVWXY"
_SERIAL_LETTERS = "ABCDEFGHJKLMNOPRSTUVWXYZ"

DRAMA_RANGES = (
    "07700 900",
    "01632 960",
    "020 7946 0",
    "0113 496 0",
    "0114 496 0",
    "0115 496 0",
    "0116 496 0",
    "0117 496 0",
    "0118 496 0",
    "0121 496 0",
    "0131 496 0",
    "0141 496 0",
    "0151 496 0",
    "0161 496 0",
    "0191 498 0",
)
"""What the numbers begin with that Ofcom keeps free for drama; three more digits follow."""


def pupil_number(school: int, year: int, serial: int) -> str:
    """A unique pupil number with its right check letter (DfE: weights 2 to 13, remainder by 23), of no real authority."""
    digits = f"{_NO_AUTHORITY}{school % 10_000:04d}{year % 100:02d}{serial % 1000:03d}"
    return _CHECK_LETTERS[sum(weight * int(digit) for weight, digit in enumerate(digits, 2)) % 23] + digits


@dataclass(slots=True)
class Population:
    """Everybody in one locality. `youngsters` are those of 11 to 15 on the first day. `group_of` gives the group of each
    family by its number, where the county has groups."""

    rng: Random
    numbering: Numbering
    land: Land
    calendar: Calendar
    locality: int
    households: list[Household]
    children: list[Person]
    phones: int = 0
    youngsters: list[Person] = field(default_factory=list)
    plates: int = 0
    group_of: dict[int, str] = field(default_factory=dict)

    def adult(self, female: bool, home: Place, surname: str = "", age: int = 0, origin: Origin | None = None) -> Person:
        """A grown person who belongs to no family here."""
        origin = origin or names().origins.draw(self.rng)
        forename = (origin.women if female else origin.men).draw(self.rng)
        born = self._born(age or 22 + int(self.rng.random() * 32))
        return _person(self, forename, surname or origin.surnames.draw(self.rng), female, born, False, 0, home)

    def phone(self) -> Phone:
        """A telephone that nobody else in this locality has; mobiles first, in small counties mobiles only."""
        serial = self.locality * 30 + self.phones % 30
        self.phones += 1
        begin = DRAMA_RANGES[serial // 1000 % len(DRAMA_RANGES)]
        return Phone(self.numbering.take(), f"{begin}{serial * 317 % 1000:03d}")

    def vehicle(self) -> Vehicle:
        """A car with a registration in today's form, drawn at random."""
        rng = self.rng
        letters = pick(rng, _TAG_LETTERS) + pick(rng, _TAG_LETTERS)
        age = pick(
            rng,
            (
                "02",
                "53",
                "05",
                "06",
                "56",
                "08",
                "58",
                "09",
                "59",
                "10",
                "60",
                "11",
                "61",
                "12",
                "13",
                "63",
                "14",
                "65",
                "16",
                "67",
                "18",
                "19",
                "69",
            ),
        )
        serial = "".join(pick(rng, _SERIAL_LETTERS) for _ in range(3))
        make, model = self.land.words.models.draw(rng)
        return Vehicle(self.numbering.take(), f"{letters}{age} {serial}", self.land.words.colours.draw(rng), make, model)

    def _born(self, years: int) -> date:
        return self.calendar.start - timedelta(days=years * 365 + years // 4 + int(self.rng.random() * 365))


def _person(  # noqa: PLR0913, PLR0917
    people: Population, forename: str, surname: str, female: bool, born: date, child: bool, family: int, home: Place
) -> Person:
    short = names().nicknames.get(forename)
    nickname = pick(people.rng, short) if short and people.rng.random() < 0.6 else ""
    return Person(people.numbering.take(), forename, surname, female, born, child, family, home, nickname)


def make_population(
    rng: Random, numbering: Numbering, land: Land, calendar: Calendar, locality: int, children: int
) -> Population:
    """So many children of 2 to 17, in families, foster and children's homes, and those who look after them."""
    people = Population(rng, numbering, land, calendar, locality, [], [])
    fostered, resident = children // 90, min(children // 3, 5 * len(land.venues["residential"]))
    while len(people.children) < children - fostered - resident:
        _add_family(people, min(_SIZES.draw(rng), children - fostered - resident - len(people.children)))
    while fostered > 0:
        count = min(fostered, 3 + int(rng.random() * 4))
        _add_foster_home(people, count)
        fostered -= count
    homes = land.venues["residential"]
    for number, home in enumerate(homes):
        share = resident // len(homes) + (number < resident % len(homes))
        lodgers = [_lone_child(people, home, 11) for _ in range(share)]
        staff = [people.adult(rng.random() < 0.6, land.address(rng, "home", flats=False)) for _ in range(3)]
        people.households.append(Household("residential", lodgers, staff, home))
    _send_to_school(people, locality)
    return people


def _parents(people: Population, origin: Origin, surname: str, home: Place, family: int) -> list[Person]:
    rng, kind = people.rng, people.rng.random()
    mother = people.adult(True, home, surname if kind < 0.55 else "", 24 + int(rng.random() * 24), origin)
    if kind < 0.62:
        carers = [mother, people.adult(False, home, surname, 25 + int(rng.random() * 26), origin)]
    elif kind < 0.74:
        carers = [mother, people.adult(False, home, "", 22 + int(rng.random() * 26))]
    elif kind < 0.95:
        carers = [mother]
    else:
        carers = [people.adult(True, home, surname, 52 + int(rng.random() * 18), origin)]
    for carer in carers:
        carer.family = family
    return carers


def _add_family(people: Population, count: int) -> None:
    rng, land = people.rng, people.land
    home = land.address(rng, "home", flats=rng.random() < 0.2)
    family = people.numbering.take()
    origin = names().origins.draw(rng)
    surname = origin.surnames.draw(rng)
    carers = _parents(people, origin, surname, home, family)
    if rng.random() < 0.03:
        surname = f"{surname}-{origin.surnames.draw(rng)}"
    children: list[Person] = []
    taken = {carer.forename for carer in carers}
    for _ in range(count):
        female = rng.random() < 0.49
        forename = (origin.girls if female else origin.boys).draw(rng)
        father = next((carer for carer in carers if not carer.female), None)
        if not female and father is not None and rng.random() < 0.03:
            forename = father.forename
        elif forename in taken:
            forename = (names().origins.things[0].girls if female else names().origins.things[0].boys).draw(rng)
        taken.add(forename)
        own = surname if rng.random() < 0.93 else carers[0].surname
        born = children[-1].born if children and rng.random() < 0.03 else _child_born(people, 2)
        children.append(_person(people, forename, own, female, born, True, family, home))
    _house(people, Household("family", children, carers, home))


def _house(people: Population, household: Household) -> None:
    rng, calendar = people.rng, people.calendar
    if rng.random() < 0.05 * calendar.days / 365:
        moment = int(rng.random() * calendar.end)
        away = people.land.address(rng, "home", flats=rng.random() < 0.3)
        for person in (*household.children, *household.carers):
            person.moves.append((moment, away))
    people.households.append(household)
    people.children.extend(household.children)


def _child_born(people: Population, youngest: int) -> date:
    return people.calendar.start - timedelta(days=int(365.25 * (youngest + people.rng.random() * (16.5 - youngest))))


def _lone_child(people: Population, home: Place, youngest: int) -> Person:
    rng = people.rng
    origin = names().origins.draw(rng)
    female = rng.random() < 0.5
    forename = (origin.girls if female else origin.boys).draw(rng)
    born = _child_born(people, youngest)
    child = _person(people, forename, origin.surnames.draw(rng), female, born, True, people.numbering.take(), home)
    people.children.append(child)
    return child


def _add_foster_home(people: Population, count: int) -> None:
    rng = people.rng
    home = people.land.address(rng, "home", flats=False)
    surname = names().origins.draw(rng).surnames.draw(rng)
    carers = [people.adult(True, home, surname, 35 + int(rng.random() * 25))]
    if rng.random() < 0.6:
        carers.append(people.adult(False, home, surname, 35 + int(rng.random() * 25)))
    children = [_lone_child(people, home, 4) for _ in range(count)]
    people.households.append(Household("foster", children, carers, home))


def _send_to_school(people: Population, locality: int) -> None:
    land, rng = people.land, people.rng
    schools = {kind: land.venues[kind] for kind in ("primary", "secondary")}
    by_town = {kind: {school.town: school for school in listed} for kind, listed in schools.items()}
    for serial, child in enumerate(people.children):
        years = people.calendar.years_since(child.born, 0)
        if 11 <= years <= 15:
            people.youngsters.append(child)
        kind = "secondary" if years >= 11 else "primary"
        near = by_town[kind].get(child.home.town)
        child.school = near if near is not None and rng.random() < 0.85 else pick(rng, schools[kind])
        child.upn = pupil_number(1000 + locality * 12 + serial // 1000, child.born.year + 5, serial)
