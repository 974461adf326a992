"""Ordinary life: what agencies write all day about families and addresses where nothing is organised by anybody.

Families and places differ: most are never written about, some very often (Gamma-Poisson), so that counts vary far more than
chance alone would have it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from wholepicture.county.cast import Household, Person, Place
from wholepicture.county.chance import Lottery, crowded, pick, weighted
from wholepicture.county.days import DAY
from wholepicture.county.events import Event
from wholepicture.county.groups import times_recorded
from wholepicture.county.population import Population


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of ordinary event: who hears of it, how it is filed, what is written, at what ages, when, by which rhythm."""

    file: str
    filed_as: str
    topics: tuple[str, ...]
    ages: tuple[int, int]
    rhythm: str
    hours: tuple[int, int]
    source: str = ""


_KINDS: Lottery[Kind] = weighted([
    (Kind("school_log", "Behaviour", ("school_ordinary",), (4, 17), "school", (8, 16)), 13.0),
    (Kind("school_log", "Wellbeing", ("school_wellbeing",), (6, 17), "school", (8, 16)), 3.5),
    (Kind("school_log", "Behaviour", ("school_vape",), (11, 17), "school", (8, 16)), 2.0),
    (Kind("school_log", "Attendance", ("school_attendance",), (4, 17), "school", (8, 10)), 6.5),
    (Kind("school_log", "Neglect", ("school_neglect",), (4, 12), "school", (8, 12)), 1.5),
    (Kind("school_log", "Behaviour", ("school_teacher", "school_ordinary"), (11, 17), "school", (8, 16)), 1.0),
    (Kind("police_ppn", "Domestic", ("police_domestic",), (0, 17), "evening", (17, 27)), 9.0),
    (Kind("police_ppn", "Other", ("police_ordinary",), (6, 17), "evening", (14, 24)), 5.0),
    (Kind("police_ppn", "Drugs", ("police_cannabis",), (12, 17), "evening", (15, 25)), 3.0),
    (Kind("police_ppn", "Anti-social behaviour", ("police_hub",), (11, 17), "evening", (15, 23)), 2.0),
    (Kind("social_care_contacts", "Parenting support", ("social_ordinary",), (0, 17), "office", (9, 17)), 5.0),
    (Kind("social_care_contacts", "Neglect", ("social_neglect",), (0, 14), "office", (9, 18), "Family member"), 3.0),
    (Kind("social_care_contacts", "Parental health", ("social_drink",), (4, 16), "office", (9, 18), "School"), 2.0),
    (Kind("social_care_contacts", "Behaviour", ("social_behaviour",), (9, 17), "office", (9, 17)), 3.0),
    (Kind("health_notifications", "Injury", ("health_ordinary",), (0, 17), "any", (9, 22)), 3.0),
    (Kind("health_notifications", "Was not brought", ("health_not_brought",), (0, 16), "office", (9, 16)), 1.2),
    (Kind("health_notifications", "Mental health", ("health_mood",), (11, 17), "any", (10, 23)), 0.8),
    (Kind("health_notifications", "Mental health", ("health_harm",), (12, 17), "any", (17, 27)), 0.5),
    (Kind("health_notifications", "Substance", ("health_alcohol",), (13, 17), "evening", (20, 28)), 0.7),
    (Kind("missing_reports", "Medium", ("missing_ordinary",), (10, 17), "evening", (16, 24)), 3.0),
    (Kind("other_referrals", "Incident", ("youth_ordinary",), (11, 17), "office", (16, 20), "V Youth project"), 0.4),
])  # fmt: skip
_CHILD_RATE = 0.26
"""Records a child and year that ordinary life brings; as in the sample county."""

_PLACE_RATE = 0.05
"""Complaints about addresses, a child of the county and year."""

_MISSING_RATE = {"family": 0.0, "foster": 0.35, "residential": 1.8}
"""Ordinary missing episodes a child of ten or older and year, beyond those of the lottery, by household."""


def moment(rng: Random, people: Population, kind: Kind) -> int:
    """A minute at which such a thing happens."""
    first, last = kind.hours
    return people.calendar.day(rng, kind.rhythm) * DAY + first * 60 + int(rng.random() * (last - first) * 60)


def _about_child(people: Population, child: Person, carers: list[Person], kind: Kind) -> Event | None:
    rng = people.rng
    minute = moment(rng, people, kind)
    age = people.calendar.years_since(child.born, minute)
    if not kind.ages[0] <= age <= kind.ages[1]:
        return None
    event = Event(
        file=kind.file, minute=minute, filed_as=kind.filed_as, topics=kind.topics, subject=child, source=kind.source
    )
    if carers and rng.random() < 0.5:
        event.other, event.other_role = pick(rng, carers), "Parent"
        event.topics += {"school_log": ("school_parent",), "social_care_contacts": ("social_parent",)}.get(kind.file, ())
    if kind.topics == ("school_teacher", "school_ordinary"):
        event.other = None
    if kind.file == "police_ppn":
        event.place = _scene(people, child, minute, kind)
    if kind.file == "missing_reports":
        _go_missing(people, event)
    return event


def _scene(people: Population, child: Person, minute: int, kind: Kind) -> Place | None:
    rng = people.rng
    if kind.filed_as == "Domestic" or rng.random() < 0.15:
        return child.home_at(minute) if rng.random() < 0.75 else None
    where = pick(rng, ("station", "park", "precinct", "takeaway", "park", "station", "secondary"))
    return people.land.venue(rng, where)


def _go_missing(people: Population, event: Event) -> None:
    rng = people.rng
    event.until = event.minute + 90 + int(rng.gammavariate(1.4, 280.0))
    event.filed_as = pick(rng, ("Medium", "Medium", "Low", "High"))
    event.other = None
    if rng.random() < 0.5:
        event.place = people.land.venue(rng, pick(rng, ("station", "park", "precinct", "hospital", "station")))
    elif event.subject is not None and rng.random() < 0.6:
        event.place = event.subject.home_at(event.minute)


def _household(people: Population, household: Household) -> Iterator[Event]:
    rng = people.rng
    years = people.calendar.days / 365
    shares = [(child, times_recorded(people, child)) for child in household.children]
    children = weighted(shares)
    for _ in range(crowded(rng, _CHILD_RATE * 1.25 * years * sum(share for _, share in shares), 0.55)):
        child, kind = children.draw(rng), _KINDS.draw(rng)
        event = _about_child(people, child, household.carers if household.kind == "family" else [], kind)
        if event is not None:
            yield event
    rate = _MISSING_RATE[household.kind]
    if rate:
        kind = Kind("missing_reports", "Medium", ("missing_ordinary",), (10, 17), "evening", (15, 25))
        for child in household.children:
            for _ in range(crowded(rng, rate * years * times_recorded(people, child), 0.5)):
                event = _about_child(people, child, [], kind)
                if event is not None:
                    yield event


def _complaints(people: Population) -> Iterator[Event]:
    rng, years = people.rng, people.calendar.days / 365
    total = _PLACE_RATE * len(people.children)
    addresses = max(1, len(people.children) // 12)
    families = [household.home for household in people.households if household.kind == "family"]
    quiet = Kind("neighbourhood_cases", "Noise", ("asb_nuisance",), (0, 99), "evening", (8, 25))
    for _ in range(addresses):
        lone = rng.random() < 0.7
        place = people.land.address(rng, "home", flats=rng.random() < 0.35) if lone else pick(rng, families)
        for _ in range(crowded(rng, total * years / addresses, 0.3)):
            filed_as = pick(rng, ("Noise", "Noise", "Parking", "Waste", "Nuisance", "Nuisance"))
            yield Event(
                file=quiet.file, minute=moment(rng, people, quiet), filed_as=filed_as, topics=quiet.topics, place=place
            )


def _taxis(people: Population) -> Iterator[Event]:
    rng, years = people.rng, people.calendar.days / 365
    kind = Kind("other_referrals", "Driver conduct", ("taxi_ordinary",), (0, 99), "evening", (8, 27), "TL Taxi licensing")
    for _ in range(crowded(rng, 0.001 * years * len(people.children), 2.0)):
        minute = moment(rng, people, kind)
        yield Event(
            file=kind.file,
            minute=minute,
            filed_as=kind.filed_as,
            topics=kind.topics,
            vehicle=people.vehicle(),
            source=kind.source,
        )


def ordinary_life(people: Population) -> Iterator[Event]:
    """Every ordinary event of a locality, in no order."""
    for household in people.households:
        if household.children:
            yield from _household(people, household)
    yield from _complaints(people)
    yield from _taxis(people)
