"""The ground: towns, streets, postcodes and venues of one locality."""

from dataclasses import dataclass, field
from math import cos, pi, sin
from random import Random

from wholepicture.county.cast import Numbering, Place
from wholepicture.county.chance import pick
from wholepicture.county.wordlists import LandWords

_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
"""The letters that stand in the inward part of a postcode."""

_UNITS = 9 * len(_LETTERS) ** 2
_DISTRICTS = 99
_STREETS_A_TOWN = 34
_HOUSES_A_POSTCODE = 30
_TOWNS_A_ROW = 9


@dataclass(slots=True)
class Town:
    """One town: its name, its streets, and its number in the county, which settles its postcodes."""

    number: int
    name: str
    streets: list[str]

    def postcode(self, street: int, house: int) -> str:
        """The postcode of a stretch of a street; area QX, which is not in use."""
        stretch = (self.number // _DISTRICTS) * _STREETS_A_TOWN * 6 + street * 6 + house // _HOUSES_A_POSTCODE
        unit = stretch * 1237 % _UNITS
        sector, letters = divmod(unit, len(_LETTERS) ** 2)
        first, second = divmod(letters, len(_LETTERS))
        return f"QX{self.number % _DISTRICTS + 1} {sector + 1}{_LETTERS[first]}{_LETTERS[second]}"


@dataclass(slots=True)
class Land:
    """The towns and the venues of one locality. `venues` holds places by kind."""

    numbering: Numbering
    words: LandWords
    towns: list[Town]
    venues: dict[str, list[Place]] = field(default_factory=dict)
    taken: dict[tuple[int, int, int, int], Place] = field(default_factory=dict)

    def address(self, rng: Random, kind: str, flats: bool) -> Place:
        """An address that nobody else has; `flats` says that it is a flat in a house of several."""
        while True:
            town_index = int(rng.random() * len(self.towns))
            town = self.towns[town_index]
            street, house = int(rng.random() * len(town.streets)), 1 + int(rng.random() * 148)
            flat = 1 + int(rng.random() * 9) if flats else 0
            key = (town_index, street, house, flat)
            if key not in self.taken:
                break
        place = Place(
            self.numbering.take(), kind, house, town.streets[street], town.name, town.postcode(street, house), flat
        )
        self.taken[key] = place
        return place

    def lies_at(self) -> dict[str, tuple[int, int]]:
        """Where each postcode lies, in metres east and north: towns on a wide grid, streets like spokes around each."""
        found: dict[str, tuple[int, int]] = {}
        for (town_index, street, house, _), place in self.taken.items():
            town = self.towns[town_index]
            turn = 2 * pi * street / len(town.streets)
            out = 180 + 90 * (street % 7) + 60 * (house // _HOUSES_A_POSTCODE)
            east = 7_000 * (town.number % _TOWNS_A_ROW) + out * cos(turn)
            north = 7_000 * (town.number // _TOWNS_A_ROW) + out * sin(turn)
            found[place.postcode] = (round(east), round(north))
        return found

    def open_venue(self, rng: Random, kind: str, name: str, numbered: bool = True) -> Place:
        """A named venue at an address of its own. Where `named` holds "TOWN", the town's name takes its place."""
        place = self.address(rng, kind, flats=False)
        place.venue = name.replace("TOWN", place.town)
        if not numbered:
            place.number = 0
        self.venues.setdefault(kind, []).append(place)
        return place

    def venue(self, rng: Random, kind: str) -> Place:
        """One of the venues of a kind."""
        return pick(rng, self.venues[kind])


def make_land(rng: Random, numbering: Numbering, words: LandWords, first_town: int, children: int) -> Land:
    """The towns of a locality, with schools, homes, stations, parks and businesses in proportion to its children."""
    count = min(5, max(2, children // 500))
    towns = []
    for number in range(first_town, first_town + count):
        beyond, within = divmod(number, len(words.towns))
        name = words.towns[within] + (f" {beyond + 1}" if beyond else "")
        towns.append(Town(number, name, rng.sample(words.streets, _STREETS_A_TOWN)))
    land = Land(numbering, words, towns)
    for number in range(max(2, round(children / 420))):
        land.open_venue(rng, "primary", f"TOWN {words.primaries[number % len(words.primaries)]}")
    for number in range(max(1, round(children / 1000))):
        land.open_venue(rng, "secondary", f"TOWN {words.secondaries[number % len(words.secondaries)]}")
    for name in rng.sample(words.homes, max(1, round(children / 1000))):
        land.open_venue(rng, "residential", name)
    _open_businesses(rng, land, words, count, children)
    return land


def _open_businesses(rng: Random, land: Land, words: LandWords, towns: int, children: int) -> None:
    land.open_venue(rng, "hospital", "TOWN General Hospital", numbered=False)
    for _ in range(max(1, towns // 2)):
        land.open_venue(rng, "station", "TOWN bus station", numbered=False)
        land.open_venue(rng, "station", "TOWN railway station", numbered=False)
    for _ in range(towns):
        land.open_venue(
            rng, "park", pick(rng, ("TOWN Memorial Park", "TOWN skate park", "TOWN recreation field")), numbered=False
        )
    land.open_venue(rng, "precinct", "TOWN shopping precinct", numbered=False)
    land.open_venue(rng, "club", "TOWN Youth Centre")
    land.open_venue(rng, "pitch", "TOWN Juniors football ground", numbered=False)
    for kind, listed, each in (
        ("takeaway", words.takeaways, 700),
        ("hotel", words.hotels, 1500),
        ("shop", words.shops, 1500),
    ):
        for name in rng.sample(listed, min(len(listed), max(1, round(children / each)))):
            land.open_venue(rng, kind, name)
    for name in rng.sample(words.firms, min(len(words.firms), max(1, round(children / 1500)))):
        land.open_venue(rng, "firm", f"TOWN {name}")
